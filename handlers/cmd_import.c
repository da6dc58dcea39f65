/* SPDX-License-Identifier: MIT
 *
 * import: the report written on elsewhere and brought back as Markdown, pasted
 * into a form, or shared as a file in the incident's channel (on_file.c). What
 * it would change is shown first; nothing has changed until somebody says so,
 * and then only what was shown.
 */
#include "handlers/manuscripts.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "core/views/view_manuscript.h"
#include "handlers/arguments.h"
#include "handlers/postmortems.h"

#define TAKEN_MAX (EVENTS_MAX - 2)	/* at once; the rest is said */

void manuscript_look(const struct turn *turn, const char *text, size_t length,
    struct manuscript *manuscript, struct manuscript_changes *changes)
{
	struct report report = { .incident = turn->incident,
		.events = turn->timeline, .count = turn->timeline_count,
		.people = report_people(turn->arena, turn->timeline,
		    turn->timeline_count), .zone = turn->policy->zone };

	manuscript_read(turn->arena, text, length, manuscript);
	manuscript_compare(turn->arena, manuscript, &report,
	    turn->policy->people, turn->now_ms, changes);
}

/* --- what is applied ----------------------------------------------------- */

static void take_change(struct turn *turn, const char *actor,
    const struct manuscript_change *change)
{
	struct event event = { .kind = change->kind,
		.number = change->number };

	if (change->kind == EVENT_ACTION_SET) {
		action_set(turn, actor, change->number, &change->item);
		return;
	}
	if (change->kind == EVENT_POSTMORTEM_WRITTEN)
		event.flags = section_flags(change->number);
	(void)text_copy(event.actor, sizeof(event.actor), actor);
	(void)text_copy(event.text, sizeof(event.text), change->after);
	decision_event(turn->out, &event);
}

int manuscript_take(struct turn *turn, const char *actor,
    const struct manuscript_changes *changes)
{
	int count = changes->count < TAKEN_MAX ? changes->count : TAKEN_MAX;
	struct event event = { .kind = EVENT_MANUSCRIPT_TAKEN };

	(void)text_copy(event.actor, sizeof(event.actor), actor);
	(void)text_copy(event.text, sizeof(event.text),
	    manuscript_parts(turn->arena, changes, count));
	decision_event(turn->out, &event);
	for (int i = 0; i < count; i++)
		take_change(turn, actor, &changes->list[i]);
	return count;
}

/* --- pasted -------------------------------------------------------------- */

static enum outcome refuse_text(struct turn *turn, const char *why)
{
	turn->out->error_field = "text";
	return decision_refuse(turn->out, "%s", why);
}

static enum outcome refuse_nothing(struct turn *turn,
    const struct manuscript_changes *changes)
{
	if (changes->problems.count == 0)
		return refuse_text(turn, "It says nothing else than what "
		    "stands there already.");
	return refuse_text(turn, arena_printf(turn->arena, "Nothing of it is "
	    "understood: %s", manuscript_complaints(turn->arena,
	    &changes->problems)));
}

static enum outcome run_pasted(struct turn *turn, const char *base)
{
	const char *text = request_value(turn->request, "text");
	struct manuscript *manuscript = arena_alloc(turn->arena,
	    sizeof(*manuscript));
	struct manuscript_changes *changes = arena_alloc(turn->arena,
	    sizeof(*changes));
	char hash[17];
	int taken;

	manuscript_look(turn, text, strlen(text), manuscript, changes);
	if (*manuscript->incident &&
	    strcmp(manuscript->incident, turn->incident->id) != 0)
		return refuse_text(turn, arena_printf(turn->arena, "That is "
		    "the report of INC-%s.", manuscript->incident));
	if (changes->count == 0)
		return refuse_nothing(turn, changes);
	manuscript_hash(text, strlen(text), hash);
	if (strcmp(base, hash) != 0)
		return decision_open_form(turn->out, view_import_form(
		    turn->arena, turn->incident, text, hash, changes));
	taken = manuscript_take(turn, turn->request->actor, changes);
	if (taken < changes->count)
		return decision_reply(turn->out, "%d of %d changes are made; "
		    "paste it once more for the others.", taken,
		    changes->count);
	return decision_reply(turn->out, "It is taken over.");
}

/* --- shared as a file ---------------------------------------------------- */

void manuscript_file(struct turn *turn, int effect_kind,
    const struct event *event, const char *message)
{
	struct effect effect = { .kind = effect_kind, .event = *event };

	effect.event.at_ms = turn->now_ms;
	(void)text_copy(effect.event.text, ID_SIZE, message);
	(void)text_copy(effect.user, sizeof(effect.user), event->actor);
	decision_event(turn->out, event);
	decision_effect(turn->out, &effect);
}

static bool is_of(const char *word, size_t length, const char *letters)
{
	return *word && (length == 0 || strlen(word) == length) &&
	    strlen(word) < ID_SIZE && strspn(word, letters) == strlen(word);
}

/* "F0123 0123456789abcdef": a file, and what it said when it was shown. */
static enum outcome run_typed(struct turn *turn, const char *words)
{
	const char *file = word_take(turn->arena, &words);
	const char *hash = word_take(turn->arena, &words);
	struct event event = turn_event(turn, EVENT_MANUSCRIPT_ASKED);

	if (!is_of(file, 0, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ||
	    !is_of(hash, 16, "0123456789abcdef") || *words)
		return decision_refuse(turn->out, "Share the file in the "
		    "incident's channel, where what it would change is shown "
		    "with what to type; or paste its text: `%s import`.",
		    postmortem_command(turn));
	(void)text_copy(event.ref, sizeof(event.ref), file);
	(void)text_copy(event.name, sizeof(event.name), hash);
	manuscript_file(turn, EFFECT_MANUSCRIPT_TAKE, &event,
	    turn->request->message);
	return decision_reply(turn->out, "It is being read once more, and "
	    "taken over if it says what was shown.");
}

static enum outcome run_import(struct turn *turn)
{
	const char *words = turn_text(turn, "words");

	if (turn->request->kind == REQUEST_FORM)
		return run_pasted(turn, words);
	if (!*words && *turn->request->trigger_id)
		return decision_open_form(turn->out, view_import_form(
		    turn->arena, turn->incident, "", "", NULL));
	return run_typed(turn, words);
}

const struct handler cmd_import = {
	.name = "import", .aliases = "",
	.arguments = "words:any?", .usage = "import",
	.help = "Take over what was written elsewhere: paste the report's "
	    "Markdown, or share it as a file in the channel.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run_import,
};
