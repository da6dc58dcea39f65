/* SPDX-License-Identifier: MIT
 *
 * page, escalate: a person has people called (P2). The ladder calls who is on
 * call until somebody acknowledges; whoever knows that somebody else is needed
 * does not wait for it: "page @dan" calls dan by his pagers, at any time until
 * it is resolved, "escalate" takes the ladder's next step now. Both are pages
 * like all others, with receipts on the card.
 */
#include "handlers/handler.h"
#include "core/oncall/oncall.h"
#include "core/views/view.h"
#include "handlers/ladder.h"

#define AGAIN_MS 60000		/* a second call within it is a slip */
#define NEXT_MS 10000		/* and so is a second step, or two people's */

static bool calls_nobody(const struct turn *turn)
{
	const struct incident *incident = turn->incident;

	return (incident->flags & FLAG_DRILL) ||
	    !turn->policy->severities[incident->severity].pages;
}

static enum outcome refuse_calm(struct turn *turn)
{
	if (turn->incident->flags & FLAG_DRILL)
		return decision_refuse(turn->out, "This is a drill: nobody is "
		    "paged. In earnest it would be so.");
	return decision_refuse(turn->out, "A %s pages nobody. Raise it first: "
	    "`%s sev 2`.", severity_name(turn->incident->severity),
	    turn->policy->command);
}

static bool was_just_called(const struct turn *turn, const char *user)
{
	const struct page *page = incident_page(turn->incident, user,
	    RUNG_CALLED);

	return page && turn->now_ms - page->asked_ms < AGAIN_MS &&
	    !incident_voids_page(turn->incident, page->epoch);
}

/* The ladder's own pages keep room for their receipts. */
static bool is_one_too_many(const struct turn *turn, const char *user)
{
	const struct incident *incident = turn->incident;
	int called = 0;

	for (int i = 0; i < PAGES_MAX; i++)
		called += *incident->pages[i].user &&
		    incident->pages[i].rung == RUNG_CALLED;
	return called >= CALLED_MAX &&
	    !incident_page(incident, user, RUNG_CALLED);
}

static enum outcome refuse_many(struct turn *turn, const char *name)
{
	return decision_refuse(turn->out, "%d people were paged by name "
	    "already, and there is no room for the receipt of one more. Invite "
	    "%s with `/invite`, or call them yourself.", CALLED_MAX, name);
}

static json_t *form_page(struct turn *turn)
{
	return view_page_form(turn->arena, turn->incident);
}

static enum outcome run_page(struct turn *turn)
{
	const char *user = turn_text(turn, "user");
	const char *name = mrkdwn_user(turn->arena, user);

	turn->out->error_field = "user";
	if (calls_nobody(turn))
		return refuse_calm(turn);
	if (was_just_called(turn, user))
		return decision_refuse(turn->out, "%s was paged a moment ago; "
		    "the card says what became of it.", name);
	if (is_one_too_many(turn, user))
		return refuse_many(turn, name);
	ladder_call(turn, user, RUNG_CALLED, turn_text(turn, "reason"));
	return decision_reply(turn->out, "%s is being paged; the card says "
	    "what becomes of it.", name);
}

static enum outcome refuse_top(struct turn *turn)
{
	const struct incident *incident = turn->incident;

	if (incident->acknowledged_ms)
		return decision_refuse(turn->out, "%s is on it, so the "
		    "escalation has stopped. To call somebody in: "
		    "`%s page @user why`.", mrkdwn_user(turn->arena,
		    incident->acknowledged_by), turn->policy->command);
	return decision_refuse(turn->out, "Everybody of the escalation has "
	    "been paged. To call somebody else: `%s page @user why`.",
	    turn->policy->command);
}

/* Somebody has just had the ladder's next step taken; NULL = nobody has. */
static const struct page *just_taken(const struct turn *turn)
{
	for (int i = 0; i < PAGES_MAX; i++) {
		const struct page *page = &turn->incident->pages[i];

		if (*page->by && page->rung < RUNGS_MAX &&
		    turn->now_ms - page->asked_ms < NEXT_MS &&
		    !incident_voids_page(turn->incident, page->epoch))
			return page;
	}
	return NULL;
}

/* As when its time has come: where nobody is named, that is said, and the one
 * behind it is called. */
static const char *take_next(struct turn *turn, int *rung)
{
	const struct incident *incident = turn->incident;

	while ((*rung = incident_next_rung(incident)) >= 0) {
		const char *user = oncall_user(turn->policy, turn->site,
		    incident->service, (enum oncall_rung)*rung, turn->now_ms);

		if (*user) {
			ladder_call(turn, user, *rung,
			    turn_text(turn, "reason"));
			return user;
		}
		ladder_skip(turn, *rung);
	}
	return "";
}

static enum outcome run_escalate(struct turn *turn)
{
	const struct page *before = just_taken(turn);
	const char *user;
	int rung;

	if (calls_nobody(turn))
		return refuse_calm(turn);
	if (before)
		return decision_refuse(turn->out, "%s was paged a moment ago, "
		    "%s. If the one behind has to be paged as well, do it once "
		    "more in ten seconds.", mrkdwn_user(turn->arena,
		    before->user), rung_name(before->rung));
	if (incident_next_rung(turn->incident) < 0)
		return refuse_top(turn);
	user = take_next(turn, &rung);
	if (!*user)
		return decision_reply(turn->out, "Nobody else is named. To "
		    "call somebody all the same: `%s page @user why`.",
		    turn->policy->command);
	return decision_reply(turn->out, "%s is being paged, %s; the card says "
	    "what becomes of it.", mrkdwn_user(turn->arena, user),
	    rung_name(rung));
}

static bool calls(const struct turn *turn)
{
	return !calls_nobody(turn);
}

const struct handler cmd_page = {
	.name = "page", .aliases = "call",
	.arguments = "user:user reason:text?", .usage = "page @user [why]",
	.help = "Have somebody paged, beside who is on call.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.calls = calls, .form = form_page, .run = run_page,
};

const struct handler cmd_escalate = {
	.name = "escalate", .aliases = "escalation",
	.arguments = "reason:text?", .usage = "escalate [why]",
	.help = "Page the next of the escalation now, without waiting.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_OPEN,
	.calls = calls, .run = run_escalate,
};
