/* SPDX-License-Identifier: MIT
 *
 * proposals: see proposals.h.
 */
#include "handlers/proposals.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/business.h"
#include "core/oncall/oncall.h"

#define AGAIN_MAX_MS WHEN_DAY_MS

/* From which time on each of them is told directly: the one who would be paged
 * first, and then whoever the escalation would come to. */
static const struct { enum oncall_rung rung; int from; } told[] = {
	{ ONCALL_PRIMARY, 2 }, { ONCALL_SECONDARY, 3 }, { ONCALL_MANAGER, 4 },
};

/* A SEV3 is a matter of business hours, and then of each business morning. */
int64_t proposal_next_ms(const struct turn *turn, int severity, int nags)
{
	const struct policy *policy = turn->policy;
	int64_t span_ms = policy->proposal_again_ms;

	if (span_ms == 0)
		return 0;
	if (severity == SEV3)
		return nags == 0 ? business_add_ms(&policy->business,
		    policy->zone, turn->now_ms, span_ms) :
		    business_next_ms(&policy->business, policy->zone,
		    turn->now_ms);
	while (nags-- > 0 && span_ms < AGAIN_MAX_MS)
		span_ms *= 2;
	return turn->now_ms + (span_ms < AGAIN_MAX_MS ? span_ms :
	    AGAIN_MAX_MS);
}

static void tell(struct turn *turn, int kind, const char *user)
{
	struct effect effect = { .kind = kind,
		.number = turn->incident->proposal_nags };

	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

static const char *on_call(const struct turn *turn, enum oncall_rung rung)
{
	return oncall_user(turn->policy, turn->site, turn->incident->service,
	    rung, turn->now_ms);
}

/* Each once, and of a SEV3 the first alone. Where there is no channel to say
 * it in, they are told from the first time on. */
static void tell_people(struct turn *turn)
{
	bool room = *turn->incident->proposed_in;
	const char *users[ARRAY_LEN(told)];
	size_t count = turn->incident->severity == SEV3 ? 1 : ARRAY_LEN(told);

	for (size_t i = 0; i < count; i++) {
		bool known = false;

		users[i] = on_call(turn, told[i].rung);
		for (size_t k = 0; k < i; k++)
			known = known || strcmp(users[k], users[i]) == 0;
		if (*users[i] && !known && turn->incident->proposal_nags +
		    (room ? 0 : 1) >= told[i].from)
			tell(turn, EFFECT_NAG_PROPOSAL_PERSON, users[i]);
	}
}

void proposal_due(struct turn *turn, int64_t late_ms)
{
	const struct incident *incident = turn->incident;
	struct event event = turn_event(turn, EVENT_PROPOSAL_NAGGED);

	event.number = incident->proposal_nags + 1;
	event.span_ms = late_ms;
	event.due_ms = proposal_next_ms(turn, incident->severity,
	    event.number);
	decision_event(turn->out, &event);
	if (*incident->proposed_in)
		tell(turn, EFFECT_NAG_PROPOSAL,
		    on_call(turn, ONCALL_PRIMARY));
	tell_people(turn);
}
