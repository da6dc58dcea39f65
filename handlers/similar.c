/* SPDX-License-Identifier: MIT
 *
 * similar, pattern: past incidents like a new one are offered at the
 * declaration; at the third SEV3 like it a pattern is suggested, and who
 * suspects one owes a brief summary of it (P6.1).
 */
#include "handlers/declare.h"
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/similar.h"
#include "core/views/view.h"
#include "core/calendar/zone.h"

#define OFFERED_MAX 3
#define PATTERN_AT 3		/* the third like it */
#define PATTERN_SPAN_MS (INT64_C(90) * WHEN_DAY_MS)
#define OFFER_TITLE_CHARS 150

/* In the channel; without one the declarer alone hears of it. */
static void tell(struct turn *turn, const struct event *event)
{
	struct effect effect = { .kind = EFFECT_TELL, .event = *event };

	decision_event(turn->out, event);
	effect.event.at_ms = turn->now_ms;
	if ((turn->incident->flags & FLAG_ROOM) ||
	    !*turn->incident->declared_by)
		return;
	(void)text_copy(effect.user, sizeof(effect.user),
	    turn->incident->declared_by);
	decision_effect(turn->out, &effect);
}

static const char *how_it_ended(struct turn *turn,
    const struct summary *summary)
{
	char words[WHEN_TEXT_SIZE];

	if (summary->phase < PHASE_RESOLVED || summary->resolved_ms == 0)
		return "not over yet";
	when_format_duration(words, sizeof(words),
	    summary->resolved_ms - summary->declared_ms);
	return arena_printf(turn->arena, "resolved after %s", words);
}

static void offer(struct turn *turn, const struct similars *similars)
{
	struct event event = { .kind = EVENT_SIMILAR_FOUND };
	struct text text;

	text_init(&text, event.text, sizeof(event.text));
	for (int i = 0; i < similars->count && i < OFFERED_MAX; i++) {
		const struct summary *summary = &similars->best[i].summary;
		struct civil day = zone_to_civil(turn->policy->zone,
		    summary->declared_ms);

		text_addf(&text, "%sINC-%s (%s, %04d-%02d-%02d, %s): %s",
		    i > 0 ? "\n" : "", summary->id,
		    severity_name(summary->severity), day.year, day.month,
		    day.day, how_it_ended(turn, summary),
		    plain_clip(turn->arena, summary->title,
		    OFFER_TITLE_CHARS));
	}
	if (text.length > 0)
		tell(turn, &event);
}

static bool is_of_pattern(const struct turn *turn,
    const struct similar *similar)
{
	return similar->score >= SIMILAR_CLOSE &&
	    !*similar->summary.duplicate_of &&
	    similar->summary.severity == SEV3 &&
	    similar->summary.declared_ms > turn->now_ms - PATTERN_SPAN_MS;
}

static void suggest_pattern(struct turn *turn,
    const struct similars *similars)
{
	struct event event = { .kind = EVENT_PATTERN_SEEN, .number = 1 };
	struct text text;

	text_init(&text, event.text, sizeof(event.text));
	for (int i = 0; i < similars->count; i++) {
		if (!is_of_pattern(turn, &similars->best[i]))
			continue;
		text_addf(&text, "%sINC-%s", event.number > 1 ? ", " : "",
		    similars->best[i].summary.id);
		event.number++;
	}
	if (event.number < PATTERN_AT)
		return;
	text_addf(&text, ". If you suspect a pattern: %s INC-%s pattern",
	    turn->policy->command, turn->incident->id);
	tell(turn, &event);
}

void similar_offer(struct turn *turn)
{
	if (!turn->similar || (turn->incident->flags & FLAG_DRILL))
		return;
	offer(turn, turn->similar);
	if (turn->incident->severity == SEV3)
		suggest_pattern(turn, turn->similar);
}

static enum outcome run_pattern(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_PATTERN_SUSPECTED);

	if (turn->incident->severity != SEV3)
		return decision_refuse(turn->out, "%s has its postmortem "
		    "anyway; a pattern is suspected of SEV3 only.",
		    severity_name(turn->incident->severity));
	if (turn->incident->pattern)
		return decision_refuse(turn->out, "A pattern is suspected "
		    "already: `%s INC-%s postmortem` shows what is missing.",
		    turn->policy->command, turn->incident->id);
	decision_event(turn->out, &event);
	if (turn->incident->phase == PHASE_RESOLVED)
		postmortem_owe(turn);
	return decision_reply(turn->out, "Noted: once it is resolved a brief "
	    "summary is owed, the root cause and the impact.");
}

const struct handler cmd_pattern = {
	.name = "pattern", .aliases = "",
	.arguments = "", .usage = "pattern",
	.help = "Suspect a pattern behind a SEV3: a brief summary of it is "
	    "owed then.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE | IN_RESOLVED,
	.run = run_pattern,
};
