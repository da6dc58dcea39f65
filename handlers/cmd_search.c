/* SPDX-License-Identifier: MIT
 *
 * search: past and present incidents that have all the words, the latest
 * first. The ledger has looked already: turn_search.c gives what was found and
 * may be told (NEEDS_FOUND).
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/summary.h"
#include "core/views/view.h"

#define SEARCH_BYTES_MAX 7000
#define TITLE_SHOWN_CHARS 150

static const char *how_it_ended(struct turn *turn,
    const struct summary *summary)
{
	char words[WHEN_TEXT_SIZE];

	if (summary->phase < PHASE_RESOLVED || summary->resolved_ms == 0)
		return phase_name(summary->phase);
	when_format_duration(words, sizeof(words),
	    summary->resolved_ms - summary->declared_ms);
	return arena_printf(turn->arena, "resolved after %s", words);
}

static void add_found(struct turn *turn, struct text *out,
    const struct summary *summary)
{
	text_addf(out, "\n• INC-%s %s%s, %s, %s%s%s: %s", summary->id,
	    summary->flags & FLAG_DRILL ? "DRILL " : "",
	    severity_name(summary->severity),
	    mrkdwn_time(turn->arena, summary->declared_ms,
	    "{date_short_pretty} {time}"),
	    how_it_ended(turn, summary), *summary->room_id ? ", " : "",
	    mrkdwn_channel(turn->arena, summary->room_id),
	    mrkdwn_clip(turn->arena, summary->title, TITLE_SHOWN_CHARS));
}

static enum outcome run(struct turn *turn)
{
	struct text list = text_new(turn->arena, SEARCH_BYTES_MAX);

	for (int i = 0; i < turn->found_count; i++)
		add_found(turn, &list, &turn->found[i]);
	if (turn->found_count == 0)
		return decision_reply(turn->out, "No incident has all of: "
		    "%s", mrkdwn_clip(turn->arena, turn_text(turn, "words"),
		    300));
	return decision_reply(turn->out, "%d found%s:%s", turn->found_total,
	    turn->found_total > turn->found_count ? "; the latest are shown, more words "
	    "find fewer" : "", list.data);
}

const struct handler cmd_search = {
	.name = "search", .aliases = "find,history",
	.arguments = "words:text", .usage = "search words",
	.help = "Find past incidents: words of title, service, assessment, root "
	    "cause, fix, action items; `sev1`, `inc-7`.",
	.needs = NEEDS_FOUND,
	.run = run,
};
