/* SPDX-License-Identifier: MIT
 *
 * message_marked: somebody put a pushpin on a message of the incident's
 * channel, pinned it, took that back, edited it or deleted it (P6.3). What
 * becomes of it is known once the message was read as it is now.
 */
#include "handlers/marks.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/marked.h"
#include "core/rights.h"

static void read_again(struct turn *turn, int mark)
{
	struct effect effect = { .kind = EFFECT_MARK_READ, .number = mark };

	decision_effect(turn->out, &effect);
}

static struct event *mark_event(const struct turn *turn, int kind,
    const char *ts)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	*event = turn_event(turn, kind);
	(void)text_copy(event->ref, sizeof(event->ref), ts);
	return event;
}

static void set_mark(struct turn *turn, int kind)
{
	const struct request *request = turn->request;
	struct event *event = mark_event(turn, kind, request->made_ref);

	(void)text_copy(event->name, sizeof(event->name), request->made_name);
	decision_event(turn->out, event);
	read_again(turn, mark_find(turn->incident, request->made_ref));
}

static void forget(struct turn *turn, const char *ts, const char *why)
{
	struct event *event = mark_event(turn, EVENT_MESSAGE_DROPPED, ts);

	(void)text_copy(event->text, sizeof(event->text), why);
	decision_event(turn->out, event);
}

/* There is no place for it: whoever marked it has to know, and can say in an
 * entry of the timeline what it was about. */
static void say_full(struct turn *turn)
{
	struct event *event = mark_event(turn, EVENT_MESSAGE_UNKEPT,
	    turn->request->made_ref);

	event->number = MARKS_MAX;
	decision_event(turn->out, event);
}

/* Of a message that nobody marked nothing is kept, and nothing is said. */
static enum outcome run(struct turn *turn)
{
	const struct request *request = turn->request;
	int mark = mark_find(turn->incident, request->made_ref);
	bool new = request->number == MARK_REACTED ||
	    request->number == MARK_PINNED;

	if (mark < 0 && !new)
		return DECIDED;
	if (*turn->incident->comms_id && strcmp(request->channel,
	    turn->incident->comms_id) == 0)
		return DECIDED;	/* what customers say is no timeline */
	if (mark < 0 && marks_are_full(turn->incident)) {
		if (rights_allow(turn->policy, RIGHT_TAKE_PART,
		    request->actor))
			say_full(turn);
		return DECIDED;
	}
	if (request->number == MARK_DELETED) {
		if (mark_is_kept(turn->incident, mark))
			forget(turn, request->made_ref, "deleted");
		return DECIDED;
	}
	if (request->number == MARK_EDITED) {
		if (turn->incident->marks[mark].dropped)
			return DECIDED;
		decision_event(turn->out, mark_event(turn,
		    EVENT_MESSAGE_EDITED, request->made_ref));
		read_again(turn, mark);
		return DECIDED;
	}
	if (rights_allow(turn->policy, RIGHT_TAKE_PART, request->actor))
		set_mark(turn, new ? EVENT_MESSAGE_MARKED :
		    EVENT_MESSAGE_UNMARKED);
	return DECIDED;
}

/* "1781514000.000100" as milliseconds; 0 if it is none. */
static int64_t instant_of(const char *ts)
{
	size_t seconds = strspn(ts, "0123456789");
	int64_t ms = 0;

	if (seconds != 10 || ts[seconds] != '.' ||
	    strspn(ts + 11, "0123456789") < 3)
		return 0;
	for (size_t i = 0; i < seconds; i++)
		ms = ms * 10 + (ts[i] - '0');
	return ms * 1000 + (ts[11] - '0') * 100 + (ts[12] - '0') * 10 +
	    (ts[13] - '0');
}

static struct event kept_event(const struct turn *turn, const char *ts)
{
	const struct marked *marked = turn->request->marked;
	struct event event = { .kind = EVENT_MESSAGE_KEPT,
		.due_ms = instant_of(ts) };

	(void)text_copy(event.ref, sizeof(event.ref), ts);
	(void)text_copy(event.user, sizeof(event.user), marked->author);
	(void)text_copy(event.text, sizeof(event.text), marked->text);
	(void)text_copy(event.list, sizeof(event.list), marked->links);
	return event;
}

/* What incbot itself said is in the record anyway. */
static bool is_wanted(const struct turn *turn, const struct message_mark *mark)
{
	const struct marked *marked = turn->request->marked;

	return (mark->pinned || marked->reacted) &&
	    strcmp(marked->author, turn->policy->bot_user) != 0;
}

static void message_read(struct turn *turn, const struct message_mark *mark)
{
	struct event event = kept_event(turn, mark->ts);
	char hash[17];

	mark_hash(&event, hash);
	if (!is_wanted(turn, mark)) {
		if (*mark->hash)
			forget(turn, mark->ts, "");
	} else if (strcmp(hash, mark->hash) != 0) {
		decision_event(turn->out, &event);
	}
}

void marks_result(struct turn *turn)
{
	const struct request *request = turn->request;
	int number = request->effect->number;
	struct message_mark mark;

	/* What is remembered of the incident may be of before it was marked; then
	 * it is concluded again, from a load. */
	if (number >= MARKS_MAX || !*turn->incident->marks[number].ts)
		return;
	mark = turn->incident->marks[number];
	if (request->succeeded && request->marked) {
		message_read(turn, &mark);
	} else if (text_list_has("message_not_found,deleted,tombstone",
	    request->error)) {
		if (*mark.hash)
			forget(turn, mark.ts, "deleted");
	} else {
		struct event *event = mark_event(turn, EVENT_EFFECT_DEAD, "");

		(void)text_copy(event->name, sizeof(event->name),
		    effect_meaning(EFFECT_MARK_READ));
		(void)text_copy(event->text, sizeof(event->text),
		    request->error);
		decision_event(turn->out, event);
	}
}

const struct handler on_mark = {
	.name = "message_marked", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run,
};
