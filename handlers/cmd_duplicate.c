/* SPDX-License-Identifier: MIT
 *
 * duplicate: two people have declared the same thing. Whoever declares while
 * another incident is fresh is told of it at once, with a button; the command
 * ends the one of the two that nobody outside has heard of yet, with a word
 * where the other one is. It has no final update and owes no postmortem: the
 * other one has both.
 */
#include "handlers/declare.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/blocks.h"
#include "core/views/mrkdwn.h"
#include "handlers/keeping.h"

#define FRESH_MS (5 * WHEN_MINUTE_MS)	/* so long another one is told of */
#define OFFERED_MAX 3
#define LABEL_CHARS 40

/* Whoever declared it knows of it. */
static bool is_fresh(const struct turn *turn, const struct incident *other)
{
	return strcmp(other->declared_by, turn->request->actor) != 0 &&
	    other->declared_ms > turn->now_ms - FRESH_MS &&
	    !(other->flags & FLAG_DRILL) &&
	    (!(other->flags & FLAG_PRIVATE) ||
	    incident_involves(other, turn->request->actor));
}

/* By declaration, then by number: no two are the same. */
static bool is_before(const struct incident *a, const struct incident *b)
{
	if (a->declared_ms != b->declared_ms)
		return a->declared_ms < b->declared_ms;
	return strcmp(a->id, b->id) < 0;
}

static const char *age_of(struct turn *turn, const struct incident *other)
{
	char words[WHEN_TEXT_SIZE];

	when_format_duration(words, sizeof(words), turn->now_ms >
	    other->declared_ms ? turn->now_ms - other->declared_ms : 0);
	return arena_strdup(turn->arena, words);
}

/* "INC-4 SEV1 checkout is down, declared 2 s ago by @ben, in #inc-..." */
static void name_other(struct turn *turn, const struct incident *other,
    struct text *out)
{
	text_addf(out, "\n:warning: INC-%s %s %s, declared %s ago",
	    other->id, severity_name(other->severity),
	    mrkdwn_escape(turn->arena, other->title), age_of(turn, other));
	if (*other->declared_by)
		text_addf(out, " by %s", mrkdwn_user(turn->arena,
		    other->declared_by));
	if (*other->room_id)
		text_addf(out, ", in %s", mrkdwn_channel(turn->arena,
		    other->room_id));
}

static json_t *button_for(struct turn *turn, const struct incident *other,
    int number)
{
	struct click click = { .handler = "duplicate",
		.incident = turn->incident->id, .number = number,
		.words = arena_printf(turn->arena, "INC-%s", other->id) };

	return button_new(turn->arena, plain_clip(turn->arena,
	    arena_printf(turn->arena, "Same as INC-%s: close mine",
	    other->id), LABEL_CHARS), BUTTON_PLAIN, &click);
}

/* The latest one first: it is the likeliest. NULL = there is no other. */
static const struct incident *next_fresh(const struct turn *turn,
    const struct incident *after)
{
	const struct incident *next = NULL;

	for (int i = 0; i < turn->open_count; i++) {
		const struct incident *other = &turn->open[i];

		if (is_fresh(turn, other) && (!after ||
		    is_before(other, after)) && (!next ||
		    is_before(next, other)))
			next = other;
	}
	return next;
}

void duplicate_hint(struct turn *turn)
{
	struct text text = text_new(turn->arena, SECTION_CHARS);
	json_t *buttons = json_array();
	json_t *blocks = json_array();
	const struct incident *first = turn->incident->flags & FLAG_DRILL ?
	    NULL : next_fresh(turn, NULL);
	int count = 0;

	text_add(&text, turn->out->reply);
	for (const struct incident *other = first; other &&
	    count < OFFERED_MAX; other = next_fresh(turn, other)) {
		name_other(turn, other, &text);
		json_add(buttons, button_for(turn, other, count++));
	}
	turn->out->reply = text.data;
	if (count == 0 || !rights_allow(turn->policy, RIGHT_CLOSE,
	    turn->request->actor)) {
		json_decref(blocks);
		json_decref(buttons);
		return;
	}
	text_addf(&text, "\nIf it is the same, close yours: `%s INC-%s "
	    "duplicate INC-%s`.", turn->policy->command,
	    turn->incident->id, first->id);
	json_add(blocks, block_section(text.data));
	json_add(blocks, block_actions(buttons));
	(void)decision_reply_blocks(turn->out, text.data, blocks);
}

/* "INC-4" or "4". */
static const struct incident *find_other(const struct turn *turn)
{
	const char *word = turn_text(turn, "other");

	if (text_starts_with(word, "INC-") || text_starts_with(word, "inc-"))
		word += 4;
	for (int i = 0; i < turn->open_count; i++) {
		const struct incident *other = &turn->open[i];

		if (strcmp(other->id, word) == 0 && (!(other->flags &
		    FLAG_PRIVATE) || incident_involves(other,
		    turn->request->actor)))
			return other;
	}
	return NULL;
}

static enum outcome refuse_other(struct turn *turn)
{
	return decision_refuse(turn->out, "%s is not open. Which are: "
	    "`%s list`.", mrkdwn_code(turn->arena, turn_text(turn, "other")),
	    turn->policy->command);
}

static enum outcome run(struct turn *turn)
{
	const struct incident *other = find_other(turn);
	struct event event = turn_event(turn, EVENT_RESOLVED);
	struct text text;

	if (!other)
		return refuse_other(turn);
	if (strcmp(other->id, turn->incident->id) == 0)
		return decision_refuse(turn->out, "That is this one. Name the "
		    "other: `%s INC-%s duplicate INC-4`.",
		    turn->policy->command, turn->incident->id);
	if (turn->incident->update_count > 0)
		return decision_refuse(turn->out, "INC-%s has public updates, "
		    "so it needs a last one: `%s INC-%s resolved final public "
		    "text`.", turn->incident->id, turn->policy->command,
		    turn->incident->id);
	text_init(&text, event.text, sizeof(event.text));
	text_addf(&text, "The same as INC-%s: %s", other->id, other->title);
	(void)text_copy(event.ref, sizeof(event.ref), other->id);
	decision_event(turn->out, &event);
	event = turn_event(turn, EVENT_CLOSED);
	event.due_ms = keeping_due_ms(turn);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "INC-%s is closed as the same as "
	    "INC-%s%s%s.", turn->incident->id, other->id,
	    *other->room_id ? ", which goes on in " : "", *other->room_id ?
	    mrkdwn_channel(turn->arena, other->room_id) : "");
}

const struct handler cmd_duplicate = {
	.right = RIGHT_CLOSE, .name = "duplicate", .aliases = "dup,same",
	.arguments = "other:word", .usage = "duplicate INC-4",
	.help = "It is the same as another one: close this one, which nobody "
	    "outside has heard of yet.",
	.needs = NEEDS_INCIDENT | NEEDS_OPEN_LIST, .phases = IN_LIVE,
	.run = run,
};
