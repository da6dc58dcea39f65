/* SPDX-License-Identifier: MIT
 *
 * view_gaps: see view_gaps.h. A message holds 50 blocks: what is beyond is
 * counted, and a service's own list shows it.
 */
#include "core/views/view_gaps.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "core/views/view_ticket.h"
#include "core/views/view_words.h"

#define SHOWN_BLOCKS 44		/* the rest is for what stands around them */
#define TEXT_CHARS_SHOWN 200
#define EXPORT_BYTES 2600	/* of one section, Slack: 3,000 */
#define EXPORT_SECTIONS 40

static const char *gap_words(struct arena *arena, const struct open_gap *gap)
{
	const struct action *action = gap_action(gap);
	const char *ticket = ticket_words(arena, &action->ticket);

	return arena_printf(arena, "%s" DOT "INC-%s, %d. %s%s%s" DOT
	    "%s%s%s\n%s", severity_name(gap_severity(gap)),
	    gap->incident->id, gap->number,
	    *action->owner ? mrkdwn_user(arena, action->owner) : "*no owner*",
	    action->due_ms ? DOT "due " : DOT "*no date*",
	    action->due_ms ? mrkdwn_time(arena, action->due_ms,
	    "{date_short_pretty}") : "", action->category ?
	    action_category_word(action->category) : "*no category*",
	    *ticket ? DOT : "", ticket,
	    mrkdwn_clip(arena, action->text, TEXT_CHARS_SHOWN));
}

static void offer(struct arena *arena, json_t *menu, const struct open_gap *gap,
    const char *label, const char *verb)
{
	struct click click = incident_click(gap->incident, "action",
	    arena_printf(arena, "%s %d", verb, gap->number));

	overflow_add(arena, menu, label, &click);
}

static json_t *gap_block(struct arena *arena, const struct open_gap *gap,
    int place)
{
	json_t *menu = overflow_new();

	json_object_set_new(menu, "action_id", json_string(arena_printf(arena,
	    "do:menu:%d", place)));
	offer(arena, menu, gap, "Closed: it is done", "done");
	offer(arena, menu, gap, "Drop it", "drop");
	offer(arena, menu, gap, "Edit", "edit");
	return block_section_with(gap_words(arena, gap), menu);
}

static const char *title(struct arena *arena, const struct gap_list *list,
    const char *service)
{
	const char *of = *service ? arena_printf(arena, " of %s",
	    mrkdwn_escape(arena, service)) : "";

	if (list->count == 0)
		return arena_printf(arena, "*Pre-launch checklist*: no gap%s "
		    "is open.", of);
	return arena_printf(arena, "*Pre-launch checklist*: %d open gap%s%s",
	    list->count + list->left_out, list->count == 1 ? "" : "s", of);
}

json_t *view_gaps(struct arena *arena, const struct gap_list *list,
    const struct policy *policy, const char *service, const char **fallback)
{
	struct click export = { .handler = "checklist", .incident = "",
		.words = arena_printf(arena, "export %s", service) };
	json_t *blocks = json_array();
	const char *heading = "";
	int shown = 0;

	*fallback = title(arena, list, service);
	json_add(blocks, block_section(*fallback));
	for (; shown < list->count; shown++) {
		const struct open_gap *gap = &list->all[shown];

		if (json_array_size(blocks) + 2 > SHOWN_BLOCKS)
			break;
		if (strcmp(gap->service, heading) != 0) {
			heading = gap->service;
			json_add(blocks, block_section(arena_printf(arena,
			    "*%s*", mrkdwn_escape(arena, heading))));
		}
		json_add(blocks, gap_block(arena, gap, shown));
	}
	if (shown < list->count + list->left_out)
		json_add(blocks, block_context(arena_printf(arena,
		    "%d more; `%s checklist SERVICE` shows one service.",
		    list->count + list->left_out - shown, policy->command)));
	if (list->count > 0)
		json_add(blocks, block_actions(json_pack("[o]",
		    button_new(arena, "Export as Markdown", BUTTON_PLAIN,
		    &export))));
	json_add(blocks, block_context(arena_printf(arena, "What is done: "
	    "`%s INC-7 action done 2`. To copy it: `%s checklist export`.",
	    policy->command, policy->command)));
	return blocks;
}

/* A piece of Markdown as it is to be copied: plain text, in which nothing is
 * markup of Slack's. */
static void add_code(json_t *blocks, const struct text *lines)
{
	if (lines->length > 0)
		json_add(blocks, json_pack("{s:s, s:[{s:s, s:[{s:s, s:s}]}]}",
		    "type", "rich_text", "elements",
		    "type", "rich_text_preformatted", "elements",
		    "type", "text", "text", lines->data));
}

json_t *view_gaps_export(struct arena *arena, const struct gap_list *list,
    const struct policy *policy, const char **fallback)
{
	const char *rest = gaps_markdown(arena, list, policy->zone);
	struct text lines = text_new(arena, EXPORT_BYTES);
	json_t *blocks = json_array();

	*fallback = "The pre-launch checklist as Markdown";
	while (*rest && json_array_size(blocks) < EXPORT_SECTIONS) {
		size_t length = strcspn(rest, "\n");
		/* Each by itself: the sink makes one line of what it gets. */
		const char *line = plain_clip(arena, arena_strndup(arena,
		    rest, length), EXPORT_BYTES / 4);

		if (lines.length + strlen(line) + 1 > EXPORT_BYTES) {
			add_code(blocks, &lines);
			lines = text_new(arena, EXPORT_BYTES);
		}
		text_addf(&lines, "%s\n", line);
		rest += length + (rest[length] == '\n');
	}
	add_code(blocks, &lines);
	if (*rest)
		json_add(blocks, block_context("There is more: `incbot "
		    "checklist` on the server prints all of it."));
	return blocks;
}
