/* SPDX-License-Identifier: MIT
 *
 * apply_postmortem: see apply_postmortem.h.
 */
#include "core/apply_postmortem.h"
#include "base/text.h"
#include "core/postmortem.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static struct action *event_action(struct incident *incident,
    const struct event *event)
{
	assert(event->number >= 1 && event->number <= ACTIONS_MAX);
	if (event->number > incident->used.actions)
		incident->used.actions = event->number;
	return &incident->actions[event->number - 1];
}

void apply_PATTERN_SUSPECTED(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->pattern = true;
}

void apply_POSTMORTEM_OWED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->postmortem_owner, event->user);
	incident->postmortem_due_ms = event->due_ms;
	incident->postmortem_span_ms = event->span_ms;
	incident->postmortem_reminders = 0;
	incident->postmortem_snoozed = false;
	incident->postmortem_quiet_ms = 0;
}

void apply_POSTMORTEM_GIVEN(struct incident *incident,
    const struct event *event)
{
	COPY(incident->postmortem_owner, event->user);
}

static void keep_cause(struct incident *incident, const struct event *event)
{
	struct text cause;

	if (!(event->flags & CAUSE_SOUGHT))
		return;
	text_init(&cause, incident->cause, sizeof(incident->cause));
	text_add_n(&cause, event->text, utf8_prefix(event->text,
	    CAUSE_CHARS));
}

void apply_CAUSE_NAMED(struct incident *incident, const struct event *event)
{
	COPY(incident->cause_by, event->actor);
	incident->cause_ms = event->at_ms;
	keep_cause(incident, event);
}

void apply_POSTMORTEM_WRITTEN(struct incident *incident,
    const struct event *event)
{
	if (event->number == SECTION_CAUSE)
		keep_cause(incident, event);
	if (*event->text)
		incident->postmortem_sections |= 1 << event->number;
	else
		incident->postmortem_sections &= ~(1 << event->number);
}

void apply_POSTMORTEM_NAGGED(struct incident *incident,
    const struct event *event)
{
	if (event->number > incident->postmortem_reminders)
		incident->postmortem_snoozed = false;
	incident->postmortem_reminders = event->number;
	incident->postmortem_quiet_ms = 0;
}

void apply_POSTMORTEM_SNOOZED(struct incident *incident,
    const struct event *event)
{
	incident->postmortem_snoozed = true;
	incident->postmortem_quiet_ms = event->due_ms;
}

/* An item moved to another day is reminded of then. */
void apply_ACTION_SET(struct incident *incident,
    const struct event *event)
{
	struct action *action = event_action(incident, event);

	COPY(action->text, event->text);
	COPY(action->owner, event->user);
	if (action->due_ms != event->due_ms)
		action->nagged_ms = 0;
	action->due_ms = event->due_ms;
	if (!action_category_parse(event->name, &action->category))
		action->category = CATEGORY_NONE;
	action->severity = event->severity;
	action->state = ACTION_OPEN;
}

void apply_ACTION_DONE(struct incident *incident,
    const struct event *event)
{
	event_action(incident, event)->state = ACTION_DONE;
}

void apply_ACTION_DROPPED(struct incident *incident,
    const struct event *event)
{
	event_action(incident, event)->state = ACTION_DROPPED;
}

void apply_ACTION_NAGGED(struct incident *incident,
    const struct event *event)
{
	event_action(incident, event)->nagged_ms = event->at_ms;
}
