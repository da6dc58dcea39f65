/* SPDX-License-Identifier: MIT
 *
 * ladder: see ladder.h.
 */
#include "handlers/ladder.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/oncall/oncall.h"

#define ROUND_MAX 4	/* people of one turn; the others in the next */

_Static_assert(ONCALL_RUNG_COUNT == RUNGS_MAX, "a rung has its place");
_Static_assert(CALLED_MAX + RUNGS_MAX <= PAGES_MAX, "and its receipt");
_Static_assert(RUNG_CALLED == 5, "it is stored by its number");

static struct event rung_event(int kind, int rung)
{
	struct event event = { .kind = kind, .number = rung };

	(void)text_copy(event.name, sizeof(event.name), rung_name(rung));
	return event;
}

static void skip(struct turn *turn, int rung, const char *user,
    const char *why)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	event->kind = EVENT_PAGE_SKIPPED;
	event->number = rung;
	(void)text_copy(event->name, sizeof(event->name), rung_name(rung));
	(void)text_copy(event->user, sizeof(event->user), user);
	(void)text_copy(event->text, sizeof(event->text), why);
	decision_event(turn->out, event);
}

void ladder_skip(struct turn *turn, int rung)
{
	skip(turn, rung, "", "nobody is named");
}

/* By direct message and, beside it, by the person's first pager behind `after`. */
static void page(struct turn *turn, const char *user, int rung,
    const char *after)
{
	struct effect effect = { .kind = EFFECT_PAGE, .number = rung,
		.cycle = turn->incident->epoch };

	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
	(void)ladder_page_by(turn, user, rung,
	    policy_next_way(turn->policy, user, after));
	if (!*turn->incident->room_id)
		return;
	effect = (struct effect){ .kind = EFFECT_ROOM_INVITE };
	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

bool ladder_page_by(struct turn *turn, const char *user, int rung,
    const char *way)
{
	struct effect effect = { .kind = EFFECT_PAGE_OUT, .number = rung,
		.cycle = turn->incident->epoch };

	if (!*way)
		return false;
	(void)text_copy(effect.user, sizeof(effect.user), user);
	(void)text_copy(effect.way, sizeof(effect.way), way);
	decision_effect(turn->out, &effect);
	return true;
}

/* A drill takes every step and pages nobody (P7.4). */
static void take(struct turn *turn, int rung, int kind, int64_t late_ms)
{
	const char *user = oncall_user(turn->policy, turn->site,
	    turn->incident->service, (enum oncall_rung)rung, turn->now_ms);
	struct event event = rung_event(kind, rung);

	if (!*user) {
		ladder_skip(turn, rung);
		return;
	}
	if (turn->incident->flags & FLAG_DRILL) {
		skip(turn, rung, user, "this is a drill");
		return;
	}
	(void)text_copy(event.user, sizeof(event.user), user);
	event.span_ms = late_ms;
	decision_event(turn->out, &event);
	page(turn, user, rung, "");
}

/* Later, unless somebody acknowledges; or now, if that time has come. */
static void plan(struct turn *turn, int rung, int64_t after_ms)
{
	const struct rung *now = &turn->incident->rungs[rung];
	int64_t from_ms = turn->incident->rungs[ONCALL_PRIMARY].paged_ms;
	struct event event = rung_event(EVENT_ESCALATION_SET, rung);

	if (after_ms == 0 || now->paged_ms)
		return;
	event.due_ms = from_ms + after_ms;
	if (event.due_ms <= turn->now_ms)
		take(turn, rung, EVENT_ESCALATED, 0);
	else if (event.due_ms != now->due_ms)
		decision_event(turn->out, &event);
}

/* At once, whoever is on it already: what they need to know is new (P2.4). */
static void plan_leads(struct turn *turn)
{
	static const int leads[] = { ONCALL_SECURITY, ONCALL_EXECUTIVE };

	for (size_t i = 0; i < ARRAY_LEN(leads); i++) {
		if (!turn->incident->rungs[leads[i]].paged_ms)
			take(turn, leads[i], EVENT_PAGE_ASKED, 0);
	}
}

static bool has_begun(const struct incident *incident)
{
	for (int i = 0; i < RUNGS_MAX; i++) {
		if (incident->rungs[i].due_ms || incident->rungs[i].paged_ms)
			return true;
	}
	return false;
}

void ladder_plan(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	const struct severity_policy *level =
	    &turn->policy->severities[incident->severity];

	if (!level->pages) {
		if (has_begun(incident))
			decision_event(turn->out, &(struct event){
			    .kind = EVENT_PAGING_ENDED });
		return;
	}
	if (incident_is_paging(incident)) {
		if (!incident->rungs[ONCALL_PRIMARY].paged_ms)
			take(turn, ONCALL_PRIMARY, EVENT_PAGE_ASKED, 0);
		plan(turn, ONCALL_SECONDARY, level->page_secondary_ms);
		plan(turn, ONCALL_MANAGER, level->page_manager_ms);
	}
	if (level->pages_leads && incident_is_open(incident) &&
	    (incident->flags & (FLAG_DATA_LOSS | FLAG_SECURITY)))
		plan_leads(turn);
}

void ladder_climb(struct turn *turn, int64_t late_ms)
{
	int64_t now_ms = turn->request->due_ms > turn->now_ms ?
	    turn->request->due_ms : turn->now_ms;

	for (int rung = 0; rung < RUNGS_MAX; rung++) {
		int64_t due_ms = turn->incident->rungs[rung].due_ms;

		if (due_ms > 0 && due_ms <= now_ms)
			take(turn, rung, EVENT_ESCALATED, late_ms);
	}
}

/* A pager that has an earlier page of theirs takes one more for the same and stays
 * silent: the next one is tried. "" = from the first on. */
static const char *way_before(const struct turn *turn, const char *user,
    int rung)
{
	const struct page *page = incident_page(turn->incident, user, rung);

	if (!page || !page->accepted_ms ||
	    !*policy_next_way(turn->policy, user, page->way))
		return "";
	return arena_strdup(turn->arena, page->way);
}

void ladder_call(struct turn *turn, const char *user, int rung, const char *why)
{
	struct event event = turn_event(turn, EVENT_CALLED);
	const char *after = way_before(turn, user, rung);

	event.number = rung;
	(void)text_copy(event.user, sizeof(event.user), user);
	(void)text_copy(event.name, sizeof(event.name), rung_name(rung));
	(void)text_copy(event.text, sizeof(event.text), why);
	decision_event(turn->out, &event);
	page(turn, user, rung, after);
}

void ladder_again(struct turn *turn, int64_t late_ms)
{
	int64_t now_ms = turn->request->due_ms > turn->now_ms ?
	    turn->request->due_ms : turn->now_ms;
	int called = 0;

	for (size_t i = 0; i < PAGES_MAX && called < ROUND_MAX; i++) {
		const struct page *was = &turn->incident->pages[i];
		struct event event = rung_event(EVENT_PAGE_AGAIN, was->rung);

		if (was->again_ms == 0 || was->again_ms > now_ms ||
		    incident_voids_page(turn->incident, was->epoch))
			continue;
		(void)text_copy(event.user, sizeof(event.user), was->user);
		event.span_ms = late_ms;
		decision_event(turn->out, &event);
		page(turn, event.user, event.number, "");
		called++;
	}
}
