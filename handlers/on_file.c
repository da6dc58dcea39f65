/* SPDX-License-Identifier: MIT
 *
 * file_shared, manuscript_taken: somebody shares a Markdown file in the
 * incident's channel, and says that what it would change is to be taken over
 * (cmd_import.c). What a file says is known only when it is read, so both are
 * what became of a reading.
 */
#include "handlers/manuscripts.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/rights.h"

static enum outcome run_shared(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_MANUSCRIPT_SHARED);

	if (strcmp(turn->request->channel, turn->incident->room_id) != 0 ||
	    !rights_allow(turn->policy, RIGHT_TAKE_PART,
	    turn->request->actor))
		return DECIDED;
	(void)text_copy(event.ref, sizeof(event.ref),
	    turn->request->made_ref);
	(void)text_copy(event.name, sizeof(event.name),
	    turn->request->made_name);
	manuscript_file(turn, EFFECT_MANUSCRIPT_READ, &event, "");
	return DECIDED;
}

static void leave(struct turn *turn, const char *why)
{
	const struct effect *effect = turn->request->effect;
	struct event event = { .kind = EVENT_MANUSCRIPT_LEFT };
	struct effect tell = { .kind = EFFECT_TELL };

	(void)text_copy(event.text, sizeof(event.text), why);
	decision_event(turn->out, &event);
	tell.event = event;
	tell.event.at_ms = turn->now_ms;
	(void)text_copy(tell.user, sizeof(tell.user), effect->user);
	decision_effect(turn->out, &tell);
}

/* The button has no use any more: the message says what came of it. */
static void settle(struct turn *turn, const struct event *event)
{
	struct effect effect = { .kind = EFFECT_SETTLE, .event = *event };
	const char *message = turn->request->effect->event.text;

	if (!*message || !(turn->incident->flags & FLAG_ROOM))
		return;
	effect.event.at_ms = turn->now_ms;
	(void)text_copy(effect.event.ref, ID_SIZE, message);
	decision_effect(turn->out, &effect);
}

static enum outcome run_taken(struct turn *turn)
{
	const struct request *request = turn->request;
	struct manuscript *manuscript = arena_alloc(turn->arena,
	    sizeof(*manuscript));
	struct manuscript_changes *changes = arena_alloc(turn->arena,
	    sizeof(*changes));
	char hash[17];

	assert(request->manuscript);
	manuscript_hash(request->manuscript, request->manuscript_length,
	    hash);
	manuscript_look(turn, request->manuscript, request->manuscript_length,
	    manuscript, changes);
	if (strcmp(hash, request->effect->event.name) != 0)
		leave(turn, "the file says something else than what was "
		    "shown; share it once more");
	else if (strcmp(manuscript->incident, turn->incident->id) != 0)
		leave(turn, "the file is not this incident's");
	else if (changes->count == 0)
		leave(turn, "all of it stands there already");
	else if (manuscript_take(turn, request->effect->user, changes) <
	    changes->count) {
		leave(turn, "more than fits at once; press the button, or "
		    "type the line, once more for the rest");
		return DECIDED;
	}
	settle(turn, turn->out->events[0]);
	return DECIDED;
}

const struct handler on_file = {
	.name = "file_shared", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run_shared,
};

const struct handler on_manuscript = {
	.name = "manuscript_taken", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .who = WHO_ITSELF,
	.run = run_taken,
};
