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

void places_publish(struct incident *incident, const struct event *event)
{
	incident->places_failed = 0;
	incident->places_waiting = event->flags & PLACES_OUTSIDE;
	COPY(incident->affected, event->list);
	touch_components(incident, event->list);
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
