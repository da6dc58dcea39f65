/* SPDX-License-Identifier: MIT
 *
 * view_manuscript: see view_manuscript.h.
 */
#include "core/views/view_manuscript.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

/* Shares of a message's budget, in code points after escaping. */
#define AFTER_CHARS 240
#define BEFORE_CHARS 80
#define ITEM_CHARS 60
#define PROBLEM_CHARS 80
#define PROBLEM_BYTES 600

static const char *part_words(struct arena *arena,
    const struct manuscript_change *change)
{
	if (change->kind == EVENT_POSTMORTEM_WRITTEN)
		return section_name(change->number);
	return arena_printf(arena, "action item %d", change->number);
}

const char *manuscript_parts(struct arena *arena,
    const struct manuscript_changes *changes, int count)
{
	struct text out = text_new(arena, 32 * CHANGES_MAX);

	for (int i = 0; i < count; i++)
		text_addf(&out, "%s%s", i > 0 ? ", " : "",
		    part_words(arena, &changes->list[i]));
	return out.data;
}

const char *manuscript_complaints(struct arena *arena,
    const struct problems *problems)
{
	struct text out = text_new(arena, PROBLEMS_MAX * PROBLEM_BYTES);
	int shown = problems->count < PROBLEMS_MAX ? problems->count :
	    PROBLEMS_MAX;

	for (int i = 0; i < shown; i++)
		text_addf(&out, "%sline %d: %s", i > 0 ? "\n" : "",
		    problems->list[i].line, mrkdwn_clip(arena,
		    problems->list[i].says, PROBLEM_CHARS));
	if (problems->count > shown)
		text_addf(&out, "\nand %d more", problems->count - shown);
	return out.data;
}

static void add_problems(struct arena *arena, json_t *blocks,
    const struct problems *problems)
{
	if (problems->count == 0)
		return;
	json_add(blocks, block_section(arena_printf(arena, ":warning: *This is "
	    "not understood and stays out:*\n%s", manuscript_complaints(arena,
	    problems))));
}

static const char *section_words(struct arena *arena,
    const struct manuscript_change *change)
{
	const char *head = arena_printf(arena, "*%s*%s%s%s%s",
	    section_heading(change->number), change->named ?
	    " :warning: this names a person: " : "",
	    change->named ? change->named : "", *change->before ?
	    "\nnow: " : " (new)", *change->before ? mrkdwn_clip(arena,
	    change->before, BEFORE_CHARS) : "");

	return arena_printf(arena, "%s\n%s", head, mrkdwn_quote(arena,
	    change->after, AFTER_CHARS));
}

static const char *item_words(struct arena *arena,
    const struct manuscript_change *change)
{
	const struct action *item = &change->item;

	if (change->kind != EVENT_ACTION_SET)
		return arena_printf(arena, "*Action item %d* is %s",
		    change->number, change->kind == EVENT_ACTION_DONE ?
		    "done" : "dropped");
	return arena_printf(arena, "*Action item %d*%s%s%s%s%s%s\n%s",
	    change->number, *item->owner ? DOT : "", *item->owner ?
	    mrkdwn_user(arena, item->owner) : "", item->due_ms ? DOT "due " :
	    "", item->due_ms ? mrkdwn_time(arena, item->due_ms,
	    "{date_short_pretty}") : "", item->category ? DOT : "",
	    item->category ? action_category_word(item->category) : "",
	    mrkdwn_clip(arena, item->text, ITEM_CHARS));
}

static void add_changes(struct arena *arena, json_t *blocks,
    const struct manuscript_changes *changes)
{
	for (int i = 0; i < changes->count; i++) {
		const struct manuscript_change *change = &changes->list[i];

		json_add(blocks, block_section(
		    change->kind == EVENT_POSTMORTEM_WRITTEN ?
		    section_words(arena, change) :
		    item_words(arena, change)));
	}
	add_problems(arena, blocks, &changes->problems);
}

struct message message_manuscript(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy, const struct manuscript_changes *changes,
    const char *words)
{
	struct click take = incident_click(incident, "import", words);
	const char *file = mrkdwn_clip(arena, effect->event.name, NAME_SIZE);
	const char *line = changes->count == 0 ? arena_printf(arena, "%s, "
	    "shared by %s, says nothing else than what stands here.", file,
	    mrkdwn_user(arena, effect->user)) : arena_printf(arena, "%s, "
	    "shared by %s, would change %d parts of the postmortem. Nothing "
	    "has changed yet.", file, mrkdwn_user(arena, effect->user),
	    changes->count);
	json_t *blocks = json_pack("[o]", block_section(line));

	add_changes(arena, blocks, changes);
	if (changes->count > 0) {
		json_add(blocks, block_actions(json_pack("[o]", button_new(
		    arena, "Take over", BUTTON_PRIMARY, &take))));
		json_add(blocks, block_context(arena_printf(arena,
		    "Or type `%s import %s`.", policy->command, words)));
	}
	return (struct message){ blocks, line };
}

struct message message_manuscript_foreign(struct arena *arena,
    const struct effect *effect, const char *incident)
{
	const char *line = arena_printf(arena, "%s, shared by %s, is the "
	    "report of INC-%s. To take over what was written in it, share it "
	    "in that incident's channel.", mrkdwn_clip(arena,
	    effect->event.name, NAME_SIZE), mrkdwn_user(arena, effect->user),
	    mrkdwn_escape(arena, incident));

	return (struct message){ json_pack("[o]", block_section(line)),
		line };
}

json_t *view_import_form(struct arena *arena, const struct incident *incident,
    const char *text, const char *base,
    const struct manuscript_changes *changes)
{
	struct click click = incident_click(incident, "import", base);
	json_t *blocks = json_pack("[o]", block_context(arena_printf(arena,
	    "INC-%s" DOT "%s", incident->id,
	    headline_mrkdwn(arena, incident))));

	if (changes) {
		json_add(blocks, block_section("*This is what would change.* "
		    "If you leave the text as it is, it is taken over."));
		add_changes(arena, blocks, changes);
	}
	json_add(blocks, input_new("text", "Markdown", "As the report has it: "
	    "\"### Impact\" and what was the impact. What is longer can be "
	    "shared in the channel as a file.", element_text(text,
	    INPUT_CHARS, true)));
	return modal_new(arena, "Take over Markdown", changes ?
	    "Take over" : "Look", &click, blocks);
}
