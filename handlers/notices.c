/* SPDX-License-Identifier: MIT
 *
 * notices: see notices.h.
 */
#include "handlers/notices.h"
#include "base/text.h"
#include "core/notices.h"

/* Pages, and what somebody has just asked for, wait for nobody. */
static bool may_wait(int kind)
{
	return kind == EFFECT_TELL || kind == EFFECT_NAG_TRIAGE ||
	    kind == EFFECT_NAG_PERSON || kind == EFFECT_NAG_POSTMORTEM ||
	    kind == EFFECT_NAG_ACTION || kind == EFFECT_NOTIFY ||
	    kind == EFFECT_NAG_PROPOSAL_PERSON;
}

/* The instant up to which it waits; 0 = it does not. */
static int64_t waits_until_ms(const struct turn *turn,
    const struct effect *effect)
{
	int64_t from_ms;

	if (!may_wait(effect->kind) ||
	    strcmp(effect->user, turn->request->actor) == 0 ||
	    turn->out->event_count == EVENTS_MAX ||
	    !held_has_room(turn->incident, effect->user))
		return 0;
	from_ms = notices_from_ms(turn->policy, turn->site, effect->user,
	    turn->now_ms);
	return from_ms > turn->now_ms ? from_ms : 0;
}

void notices_hold(struct turn *turn)
{
	struct decision *out = turn->out;
	int kept = 0;

	if (out->about_site || out->event_count == 0 ||
	    turn->incident->severity != SEV3)
		return;
	for (int i = 0; i < out->effect_count; i++) {
		const struct effect *effect = out->effects[i];
		struct event event = { .kind = EVENT_NOTICE_HELD,
			.due_ms = waits_until_ms(turn, effect) };

		if (event.due_ms == 0) {
			out->effects[kept++] = out->effects[i];
			continue;
		}
		(void)text_copy(event.user, sizeof(event.user),
		    effect->user);
		(void)text_copy(event.name, sizeof(event.name),
		    effect_word(effect->kind));
		decision_event(out, &event);
	}
	out->effect_count = kept;
}

void notices_due(struct turn *turn, int64_t late_ms)
{
	int64_t now_ms = turn->request->due_ms > turn->now_ms ?
	    turn->request->due_ms : turn->now_ms;

	for (int i = 0; i < HELD_MAX; i++) {
		const struct held *held = &turn->incident->held[i];
		struct event event = { .kind = EVENT_NOTICES_TOLD,
			.number = held->count, .span_ms = late_ms };
		struct effect effect = { .kind = EFFECT_TELL_HELD,
			.number = held->count };

		if (!*held->user || held->until_ms > now_ms)
			continue;
		(void)text_copy(event.user, sizeof(event.user), held->user);
		(void)text_copy(effect.user, sizeof(effect.user), held->user);
		decision_event(turn->out, &event);
		decision_effect(turn->out, &effect);
	}
}
