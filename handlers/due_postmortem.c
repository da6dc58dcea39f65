/* SPDX-License-Identifier: MIT
 *
 * due_postmortem: the reminders of a postmortem and of action items, for
 * on_due.c. One that comes late speaks once, for the step reached by now. Of a
 * postmortem that is overdue the engineering manager hears, too.
 */
#include "handlers/postmortems.h"
#include "base/text.h"
#include "core/oncall/oncall.h"
#include "core/postmortem.h"
#include "handlers/arguments.h"
#include "handlers/documents.h"

#define ITEMS_A_TURN_MAX 8	/* the rest comes right after */

static void remind(struct turn *turn, const char *user, int stage)
{
	struct effect effect = { .kind = EFFECT_NAG_POSTMORTEM,
		.number = stage,
		.cycle = turn->incident->postmortem_due_ms };

	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

void due_postmortem(struct turn *turn, int64_t late_ms)
{
	const struct incident *incident = turn->incident;
	bool over = turn->now_ms >= incident->postmortem_due_ms;
	struct event event = turn_event(turn, EVENT_POSTMORTEM_NAGGED);
	const char *manager;

	event.number = postmortem_stage(incident, turn->now_ms);
	event.span_ms = late_ms;
	(void)text_copy(event.user, sizeof(event.user),
	    incident->postmortem_owner);
	(void)text_copy(event.name, sizeof(event.name),
	    over ? "overdue" : "due soon");
	decision_event(turn->out, &event);
	remind(turn, incident->postmortem_owner, event.number);
	manager = oncall_user(turn->policy, turn->site, incident->service,
	    ONCALL_MANAGER, turn->now_ms);
	if (over && *manager &&
	    strcmp(manager, incident->postmortem_owner) != 0)
		remind(turn, manager, event.number);
}

void due_actions(struct turn *turn)
{
	int told = 0;

	for (int i = 0; i < action_count(turn->incident); i++) {
		const struct action *action = &turn->incident->actions[i];
		int64_t due_ms = action_reminder_ms(action);
		struct event event = turn_event(turn, EVENT_ACTION_NAGGED);
		struct effect effect = { .kind = EFFECT_NAG_ACTION };

		/* The ledger's clock may be ahead of ours: what it let fall
		 * due is due. */
		if (due_ms == 0 || (due_ms > turn->now_ms &&
		    due_ms > turn->request->due_ms))
			continue;
		if (told++ == ITEMS_A_TURN_MAX)
			return;
		event.number = effect.number = i + 1;
		effect.cycle = action->due_ms;
		(void)text_copy(event.user, sizeof(event.user),
		    action_nag_user(turn->incident, action));
		(void)text_copy(effect.user, sizeof(effect.user), event.user);
		decision_event(turn->out, &event);
		if (*effect.user)
			decision_effect(turn->out, &effect);
	}
}

void postmortem_owe(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_POSTMORTEM_OWED);
	const char *value = request_value(turn->request, "owner");
	char chosen[ID_SIZE] = "";
	const char *owner = chosen;

	if (!postmortem_is_due_by_rule(turn->incident))
		return;
	if (*value && !user_parse(value, turn->request->actor, chosen))
		chosen[0] = '\0';
	if (!*owner)
		owner = postmortem_default_owner(turn->incident,
		    turn->request->actor);
	event.span_ms = turn->policy->postmortem_due_ms;
	event.due_ms = turn->now_ms + event.span_ms;
	(void)text_copy(event.user, sizeof(event.user), owner);
	decision_event(turn->out, &event);
	remind(turn, owner, 0);
	if (turn->policy->postmortem_canvas)
		canvas_ask(turn);
}
