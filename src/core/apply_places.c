/* SPDX-License-Identifier: MIT
 *
 * apply_places: see apply_places.h.
 */
#include "core/apply_places.h"
#include "base/text.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

/* What an update says of a component holds there until another one says
 * otherwise; whoever keeps components elsewhere must be told of the end. */
static void touch_components(struct incident *incident, const char *list)
{
	char id[ID_SIZE];
	int state;

	while (affected_next(&list, id, &state)) {
		if (!affected_set(incident->touched, id, state))
			return;	/* as many as any config has */
	}
}

void places_forget_draft(struct incident *incident)
{
	if (incident->draft_ms > 0)
		incident->draft_gone_ms = incident->draft_ms;
	incident->draft_ms = 0;
	incident->draft_status = PUBLIC_NONE;
	COPY(incident->draft_by, "");
	COPY(incident->draft_ts, "");
	COPY(incident->draft_affected, "");
	COPY(incident->draft_title, "");
	COPY(incident->draft_text, "");
}

void apply_UPDATE_DRAFTED(struct incident *incident,
    const struct event *event)
{
	places_forget_draft(incident);
	incident->draft_ms = event->at_ms;
	incident->draft_status = event->number;
	COPY(incident->draft_by, event->actor);
	COPY(incident->draft_affected, event->list);
	COPY(incident->draft_text, event->text);
}

void apply_DRAFT_TITLED(struct incident *incident, const struct event *event)
{
	COPY(incident->draft_title, event->text);
}

/* Of another one than waits now: that is settled already. */
void apply_DRAFT_POSTED(struct incident *incident, const struct event *event)
{
	if (incident->draft_ms == event->due_ms)
		COPY(incident->draft_ts, event->ref);
}

/* Not where an update is out by now, or it is over: that is settled already. */
void apply_OFFER_POSTED(struct incident *incident, const struct event *event)
{
	if (incident->update_count == 0 && incident_is_open(incident))
		COPY(incident->offer_ts, event->ref);
}

void apply_DRAFT_SENT_BACK(struct incident *incident,
    const struct event *event)
{
	(void)event;
	places_forget_draft(incident);
}

void places_publish(struct incident *incident, const struct event *event)
{
	places_forget_draft(incident);
	COPY(incident->offer_ts, "");
	incident->places_failed = 0;
	incident->places_waiting = event->flags & PLACES_OUTSIDE;
	COPY(incident->affected, event->list);
	touch_components(incident, event->list);
}

void apply_BROADCAST_POSTED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->broadcast_ts, event->ref);
}

void apply_PUBLIC_TITLE_SET(struct incident *incident,
    const struct event *event)
{
	COPY(incident->public_title, event->text);
}

void apply_PLACE_FAILED(struct incident *incident,
    const struct event *event)
{
	incident->places_failed |= event->number;
	incident->places_waiting &= ~event->number;
}

/* Its flags say that it was the last update, not one before. */
void apply_PLACE_REACHED(struct incident *incident,
    const struct event *event)
{
	if (event->number == PLACE_STATUSPAGE)
		COPY(incident->statuspage_id, event->ref);
	if (event->number == PLACE_INSTATUS)
		COPY(incident->instatus_id, event->ref);
	incident->places_waiting &= ~event->flags;
}

void apply_PLACE_RETRIED(struct incident *incident,
    const struct event *event)
{
	incident->places_failed = 0;
	incident->places_waiting |= event->flags & PLACES_OUTSIDE;
}

void apply_COMMS_OPENED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->comms_id, event->ref);
	COPY(incident->comms_name, event->name);
}

void apply_COMMS_LOST(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->comms_id[0] = '\0';
	incident->comms_card_ts[0] = '\0';
}

void apply_COMMS_CARD_POSTED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->comms_card_ts, event->ref);
}
