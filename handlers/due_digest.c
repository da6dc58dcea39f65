/* SPDX-License-Identifier: MIT
 *
 * due_digest: the weekly digest of postmortems and action items that are
 * overdue, and the figures of the last month. One that comes late, because
 * everything was down, comes once; without anything to tell nothing is said.
 */
#include "handlers/digests.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/figures_text.h"
#include "core/postmortem.h"
#include "core/calendar/zone.h"

#define WEEK_DAYS 7
#define SUBJECT_CHARS 100

static int64_t at_local(const struct turn *turn, struct civil day)
{
	day.hour = turn->policy->digest.minute / 60;
	day.minute = turn->policy->digest.minute % 60;
	day.second = 0;
	return zone_from_civil(turn->policy->zone, &day);
}

/* The next one after now; Monday, if no day is said. */
static int64_t next_week_ms(const struct turn *turn)
{
	struct civil day = zone_to_civil(turn->policy->zone, turn->now_ms);
	int wanted = turn->policy->digest.weekday < 0 ? 1 :
	    turn->policy->digest.weekday;
	int64_t due_ms;

	if (!*turn->policy->digest_channel)
		return 0;
	day.day += (wanted - day.weekday + WEEK_DAYS) % WEEK_DAYS;
	due_ms = at_local(turn, day);
	if (due_ms > turn->now_ms)
		return due_ms;
	day.day += WEEK_DAYS;
	return at_local(turn, day);
}

static int64_t next_month_ms(const struct turn *turn)
{
	struct civil day = zone_to_civil(turn->policy->zone, turn->now_ms);
	int64_t due_ms;

	if (!*turn->policy->digest_channel)
		return 0;
	day.day = 1;
	due_ms = at_local(turn, day);
	if (due_ms > turn->now_ms)
		return due_ms;
	day.year += day.month == 12;
	day.month = day.month % 12 + 1;
	return at_local(turn, day);
}

/* One that is due already is told, and then moves by itself. */
static void plan(struct turn *turn, int kind, int64_t planned_ms,
    int64_t next_ms)
{
	struct event event = { .kind = kind, .due_ms = next_ms };

	if (planned_ms == next_ms || (planned_ms > 0 && next_ms > 0 &&
	    planned_ms <= turn->now_ms))
		return;
	decision_event(turn->out, &event);
}

void digests_plan(struct turn *turn)
{
	plan(turn, EVENT_DIGEST_SET, turn->site->digest_due_ms,
	    next_week_ms(turn));
	plan(turn, EVENT_MONTHLY_SET, turn->site->monthly_due_ms,
	    next_month_ms(turn));
}

static enum outcome tell(struct turn *turn, struct event *event)
{
	struct effect effect = { .kind = EFFECT_SITE_SAY };

	decision_event(turn->out, event);
	if (!*event->text || !*turn->policy->digest_channel)
		return DECIDED;
	effect.event = *turn->out->events[turn->out->event_count - 1];
	effect.event.key[0] = '\0';
	(void)text_copy(effect.place, sizeof(effect.place),
	    turn->policy->digest_channel);
	decision_effect(turn->out, &effect);
	return DECIDED;
}

/* --- what is overdue ------------------------------------------------------- */

static const char *late_by(struct turn *turn, int64_t due_ms)
{
	char words[WHEN_TEXT_SIZE];

	when_format_duration(words, sizeof(words), turn->now_ms - due_ms);
	return arena_strdup(turn->arena, words);
}

/* One line, unless the incident is nobody else's affair. */
static const char *subject(struct turn *turn, const struct incident *incident,
    const char *what)
{
	char *title = arena_strndup(turn->arena, what,
	    utf8_prefix(what, SUBJECT_CHARS));

	if (incident->flags & FLAG_PRIVATE)
		return "(private)";
	for (char *c = title; *c; c++) {
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	}
	return title;
}

/* What the event's text holds: lines that begin with whose it is, "-" for
 * nobody; the last one, with "+", says how many there was no room for. */
struct overdue {
	struct turn *turn;
	struct text list;
	int left_out;
};

#define LEFT_OUT_BYTES 200	/* kept for that line */

static void add(struct overdue *overdue, const char *user, const char *words)
{
	const char *line = arena_printf(overdue->turn->arena, "%s%s %s",
	    overdue->list.length > 0 ? "\n" : "", *user ? user : "-", words);

	if (strlen(line) + LEFT_OUT_BYTES >
	    overdue->list.limit - overdue->list.length)
		overdue->left_out++;
	else
		text_add(&overdue->list, line);
}

static void add_actions(struct overdue *overdue,
    const struct incident *incident)
{
	struct turn *turn = overdue->turn;

	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		if (action->state != ACTION_OPEN || action->due_ms == 0 ||
		    action->due_ms > turn->now_ms)
			continue;
		add(overdue, action_nag_user(incident, action), arena_printf(
		    turn->arena, "INC-%s action item %d, overdue by %s: %s",
		    incident->id, i + 1, late_by(turn, action->due_ms),
		    subject(turn, incident, action->text)));
	}
}

static void add_left_out(struct overdue *overdue)
{
	int more = overdue->turn->owed_total - overdue->turn->owed_count;

	if (overdue->left_out > 0)
		text_addf(&overdue->list, "\n+ and %d more",
		    overdue->left_out);
	if (more > 0)
		text_addf(&overdue->list, "\n+ and of %d more incidents "
		    "something is owed, now or later", more);
}

static enum outcome run_digest(struct turn *turn)
{
	struct event event = { .kind = EVENT_DIGEST_SET,
		.due_ms = next_week_ms(turn) };
	struct overdue overdue = { .turn = turn };

	text_init(&overdue.list, event.text, sizeof(event.text));
	for (int i = 0; i < turn->owed_count; i++) {
		const struct incident *incident = &turn->owed[i];

		if (incident->flags & FLAG_DRILL)
			continue;
		if (postmortem_is_owed(incident) &&
		    incident->postmortem_due_ms <= turn->now_ms)
			add(&overdue, incident->postmortem_owner,
			    arena_printf(turn->arena, "INC-%s postmortem, "
			    "overdue by %s: %s", incident->id, late_by(turn,
			    incident->postmortem_due_ms),
			    subject(turn, incident, incident->title)));
		add_actions(&overdue, incident);
	}
	if (overdue.list.length > 0)
		add_left_out(&overdue);
	return tell(turn, &event);
}

/* --- the last month -------------------------------------------------------- */

static enum outcome run_monthly(struct turn *turn)
{
	struct event event = { .kind = EVENT_MONTHLY_SET,
		.due_ms = next_month_ms(turn) };
	int month = figures_month(turn->policy->zone, turn->now_ms) - 1;
	const char *name = figures_month_name(turn->arena, month);
	const struct figures_table *table = figures_compute(turn->arena,
	    turn->figures, month, 1);

	(void)text_copy(event.name, sizeof(event.name), name);
	if (figures_all(table))
		(void)text_copy(event.text, sizeof(event.text),
		    figures_plain(turn->arena, table, name));
	return tell(turn, &event);
}

const struct handler due_digest = {
	.name = "due_digest", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE | NEEDS_OWED, .who = WHO_ITSELF,
	.run = run_digest,
};

const struct handler due_monthly = {
	.name = "due_monthly", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE | NEEDS_FIGURES, .who = WHO_ITSELF,
	.run = run_monthly,
};
