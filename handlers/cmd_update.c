/* SPDX-License-Identifier: MIT
 *
 * update, snooze: the public text, and its clock. Due times count from the
 * last published update; the reminder can be put off once a cycle. What
 * customers read is written here, never scraped from the channel (P3.5).
 */
#include "handlers/publish.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"

#define SNOOZE_MS (5 * 60 * 1000)

/* The only button that brings its text along is the offered draft (P4.2),
 * and nobody may publish "investigating" by an old message. */
static bool is_old_draft(const struct turn *turn)
{
	return turn->request->kind == REQUEST_CLICK &&
	    *turn->request->words && turn->incident->update_count > 0;
}

static enum outcome run_update(struct turn *turn)
{
	struct publication publication = { .author = NULL };
	enum outcome outcome;

	if (is_old_draft(turn))
		return decision_refuse(turn->out, "That draft was for the "
		    "first update; another one is out since %s. To write the "
		    "next: `%s update what customers should know`.",
		    mrkdwn_time(turn->arena, turn->incident->update_ms,
		    "{time}"), turn->policy->command);
	if (!publication_read(turn, &publication, &outcome))
		return outcome;
	if (publication_points_out(turn, &publication,
	    turn_text(turn, "seen")))
		return DECIDED;
	return publication_submit(turn, &publication);
}

static json_t *form_update(struct turn *turn)
{
	struct publication publication = {
		.status = publication_status(turn->incident),
		.title = "", .text = "" };

	publication_affected(turn, publication.affected);
	return publication_form(turn, &publication, "", "");
}

static enum outcome run_snooze(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_UPDATE_SNOOZED);
	int64_t next_ms = appointment_due_ms(turn->incident,
	    APPOINTMENT_UPDATE_DUE);

	if (turn->incident->update_every_ms == 0)
		return decision_refuse(turn->out, "No update is due: %s has "
		    "no cadence.", severity_name(turn->incident->severity));
	if (turn->incident->update_snoozed)
		return decision_refuse(turn->out, "It was snoozed already; it "
		    "can be put off once. To publish: `%s update what "
		    "customers should know`.", turn->policy->command);
	if (next_ms >= turn->now_ms + SNOOZE_MS)
		return decision_refuse(turn->out, "No reminder comes before "
		    "%s; there is nothing to put off.",
		    mrkdwn_time(turn->arena, next_ms, "{time}"));
	event.due_ms = turn->now_ms + SNOOZE_MS;
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "The reminder comes back at %s. "
	    "The update stays due.",
	    mrkdwn_time(turn->arena, event.due_ms, "{time}"));
}

const struct handler cmd_update = {
	.right = RIGHT_PUBLISH, .name = "update", .aliases = "publish",
	.arguments = "status:public? components:components? state:state? "
	    "text:text seen:any? title:title?",
	.usage = "update [identified:] [checkout=partial] what customers "
	    "should know",
	.help = "Publish an update; also the phase that customers see "
	    "(investigating, identified, monitoring, resolved), and what is "
	    "affected (up, degraded, partial, major).",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_LIVE,
	.form = form_update, .run = run_update,
};

/* The last update says that it is over, and it was reopened since. */
static bool is_outdated(const struct turn *turn)
{
	for (int i = turn->timeline_count - 1; i >= 0; i--) {
		const struct event *event = &turn->timeline[i];

		if (event->kind == EVENT_UPDATE_PUBLISHED)
			return event->number == PUBLIC_RESOLVED &&
			    incident_is_open(turn->incident);
	}
	return false;
}

/* The last update, as it was published. */
static void send_again(struct turn *turn, int places)
{
	const struct incident *incident = turn->incident;
	struct effect effect = { .kind = EFFECT_COMPANY_UPDATE,
		.event = { .kind = EVENT_UPDATE_PUBLISHED,
		    .at_ms = incident->update_ms,
		    .number = incident->public_status } };

	(void)text_copy(effect.event.actor, ID_SIZE, incident->update_by);
	(void)text_copy(effect.event.text, TEXT_SIZE,
	    incident->update_text);
	(void)text_copy(effect.event.list, AFFECTED_SIZE,
	    incident->affected);
	if (places & PLACE_COMPANY)
		decision_effect(turn->out, &effect);
	effect.kind = EFFECT_PLACE_UPDATE;
	effect.number = 1;	/* it may be there: look first */
	for (int place = 1; place <= PLACES_ALL; place *= 2) {
		if (!(places & PLACES_OUTSIDE & place))
			continue;
		(void)text_copy(effect.way, sizeof(effect.way),
		    place_way(place));
		decision_effect(turn->out, &effect);
	}
	memset(&effect, 0, sizeof(effect));
	effect.kind = EFFECT_BOARD_WRITE;
	if (places & PLACE_BOARD)
		decision_effect(turn->out, &effect);
}

static enum outcome run_republish(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_PLACE_RETRIED);
	int places = turn->incident->places_failed;

	if (places == 0)
		return decision_refuse(turn->out, "The last update is "
		    "everywhere. To publish another: `%s update what "
		    "customers should know`.", turn->policy->command);
	if (is_outdated(turn))
		places &= PLACE_BOARD;	/* always drawn as it is now */
	if (places == 0)
		return decision_refuse(turn->out, "The last update says that "
		    "it is over, and it was reopened since. Tell customers "
		    "how it is now: `%s update what they should know`.",
		    turn->policy->command);
	event.flags = places;
	decision_event(turn->out, &event);
	send_again(turn, places);
	return decision_reply(turn->out, "It is sent again; the card tells "
	    "if it does not arrive.");
}

const struct handler cmd_republish = {
	.right = RIGHT_PUBLISH, .name = "republish", .aliases = "",
	.arguments = "", .usage = "republish",
	.help = "Send the last update again to where it did not arrive.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE,
	.run = run_republish,
};

const struct handler cmd_snooze = {
	.name = "snooze", .aliases = "",
	.arguments = "", .usage = "snooze",
	.help = "Put the update reminder off by 5 minutes, once.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_snooze,
};
