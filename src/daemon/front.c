/* SPDX-License-Identifier: MIT
 *
 * front: see front.h. The order is always the same: commit, ack, tell.
 */
#include "daemon/front.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/views/view_by_hand.h"
#include "daemon/directory.h"
#include "daemon/homes.h"
#include "daemon/turns/turns.h"
#include "handlers/handler.h"
#include "services/clock.h"
#include "services/slack/slack.h"
#include "services/slack/slack_request.h"
#include "services/slack/slack_socket.h"

#define TROUBLE_MEMORY_MAX (64u << 10)

struct front {
	struct front_options options;
	struct asked *first;	/* pending */
	int pending;
};

/* One envelope on its way; the request's words live in the turn's arena,
 * which is gone when answers are sent, so what is needed is copied. */
struct asked {
	struct front *front;
	struct asked *next;
	struct asked *previous;
	struct slack_envelope envelope;
	enum request_kind kind;
	char actor[ID_SIZE];
	char team[ID_SIZE];
	char trigger_id[KEY_SIZE];
	char response_url[URL_SIZE];
	char *said;		/* on its way to the incident's channel */
	/* Until the turn begins: who acts is not known yet. */
	struct arena *arena;
	struct request *request;
};

struct front *front_new(const struct front_options *options)
{
	struct front *front = xcalloc(1, sizeof(*front));

	front->options = *options;
	return front;
}

void front_free(struct front *front)
{
	if (!front)
		return;
	while (front->first) {
		struct asked *asked = front->first;

		front->first = asked->next;
		arena_free(asked->arena);
		free(asked->said);
		free(asked);
	}
	free(front);
}

void front_set_policy(struct front *front, const struct policy *policy)
{
	front->options.policy = policy;
}

int front_pending(const struct front *front)
{
	return front->pending;
}

static bool ack(struct asked *asked, const json_t *payload)
{
	return asked->front->options.ack(asked->front->options.arg,
	    &asked->envelope, payload);
}

static void on_told(void *arg, const struct slack_answer *answer)
{
	const char *what = arg;

	if (answer->outcome != SLACK_OK)
		log_warn("answer_not_delivered", "what=%s error=%s", what,
		    answer->error);
}

static json_t *message_new(const char *text, json_t *blocks)
{
	json_t *message = json_pack("{s:s}", "text", text);

	if (blocks)
		json_object_set(message, "blocks", blocks);
	return message;
}

/* A click in a message: its response_url reaches the one who clicked, also in
 * channels where incbot is not. */
static void tell_by_url(struct asked *asked, const char *text,
    json_t *blocks)
{
	static char what[] = "response_url";
	json_t *message = message_new(text, blocks);

	json_object_set_new(message, "response_type",
	    json_string("ephemeral"));
	json_object_set_new(message, "replace_original", json_false());
	slack_respond(asked->front->options.slack, asked->response_url,
	    message, on_told, what);
	json_decref(message);
}

/* After a form, or from the Home tab, there is no such address. */
static void tell_directly(struct asked *asked, const char *text,
    json_t *blocks)
{
	static char what[] = "direct_message";
	json_t *message = message_new(text, blocks);

	json_object_set_new(message, "channel", json_string(asked->actor));
	json_object_set_new(message, "unfurl_links", json_false());
	json_object_set_new(message, "unfurl_media", json_false());
	slack_call(asked->front->options.slack, "chat.postMessage", message,
	    on_told, what);
	json_decref(message);
}

static void tell(struct asked *asked, const char *text, json_t *blocks)
{
	if (*asked->response_url)
		tell_by_url(asked, text, blocks);
	else
		tell_directly(asked, text, blocks);
}

/* Typed: the ack carries the answer, unless it is too large for a frame. */
static void answer_command(struct asked *asked, const char *text,
    json_t *blocks)
{
	json_t *message;
	bool told;

	if (!text) {
		(void)ack(asked, NULL);
		return;
	}
	message = message_new(text, blocks);
	json_object_set_new(message, "response_type",
	    json_string("ephemeral"));
	told = asked->envelope.accepts_payload && ack(asked, message);
	json_decref(message);
	if (told)
		return;
	tell(asked, text, blocks);
}

static void asked_free(struct asked *asked)
{
	if (asked->previous)
		asked->previous->next = asked->next;
	else
		asked->front->first = asked->next;
	if (asked->next)
		asked->next->previous = asked->previous;
	asked->front->pending--;
	free(asked->said);
	free(asked);
}

/* Only members of a channel can be shown something there alone. */
static void on_shown(void *arg, const struct slack_answer *answer)
{
	struct asked *asked = arg;

	if (answer->outcome != SLACK_OK)
		tell_directly(asked, asked->said, NULL);
	asked_free(asked);
}

/* What a form brought about is told where the incident lives, to its sender
 * alone; without such a place, directly. Frees what was asked. */
static void tell_sender(struct asked *asked, const struct decision *decision)
{
	const char *room = decision->incident.room_id;
	json_t *args;

	if (!decision->reply || !*room) {
		if (decision->reply)
			tell_directly(asked, decision->reply,
			    decision->reply_blocks);
		asked_free(asked);
		return;
	}
	asked->said = xstrdup(decision->reply);
	args = json_pack("{s:s, s:s, s:s}", "channel", room, "user",
	    asked->actor, "text", asked->said);
	slack_call(asked->front->options.slack, "chat.postEphemeral", args,
	    on_shown, asked);
	json_decref(args);
}

/* A refused form stays open, with the sentence under the field. */
static void answer_form(struct asked *asked, const struct decision *decision)
{
	json_t *payload;

	if (decision->outcome != REFUSED || !decision->error_field ||
	    !*decision->error_field) {
		(void)ack(asked, NULL);
		tell_sender(asked, decision);
		return;
	}
	payload = json_pack("{s:s, s:{s:s}}", "response_action", "errors",
	    "errors", decision->error_field, decision->reply);
	(void)ack(asked, payload);
	json_decref(payload);
	asked_free(asked);
}

/* A form that is answered by another one takes its place. Too large for the
 * ack, it would be lost with what was typed, so the old one stays open. */
static void change_form(struct asked *asked, json_t *view)
{
	json_t *payload = json_pack("{s:s, s:O}", "response_action", "update",
	    "view", view);

	if (!ack(asked, payload)) {
		json_decref(payload);
		payload = json_pack("{s:s, s:{s:s}}", "response_action",
		    "errors", "errors", "text", "That is too long to be "
		    "shown again; please shorten it. Nothing was changed.");
		(void)ack(asked, payload);
	}
	json_decref(payload);
	asked_free(asked);
}

/* The right to open one lives for 3 s; what came too late is not lost without
 * a word. */
static void on_form(void *arg, const struct slack_answer *answer)
{
	struct asked *asked = arg;

	if (answer->outcome != SLACK_OK) {
		log_warn("form_not_opened", "error=%s", answer->error);
		tell(asked, "That form could not be opened in time; nothing "
		    "was changed. Please try again.", NULL);
	}
	asked_free(asked);
}

static void open_form(struct asked *asked, json_t *view)
{
	json_t *args = json_pack("{s:s, s:O}", "trigger_id",
	    asked->trigger_id, "view", view);

	(void)ack(asked, NULL);
	slack_call(asked->front->options.slack, "views.open", args, on_form,
	    asked);
	json_decref(args);
}

static void answer_decision(struct asked *asked,
    const struct decision *decision)
{
	if (decision->home) {
		(void)ack(asked, NULL);
		homes_publish(asked->front->options.slack, asked->actor,
		    decision->home);
		homes_opened(asked->front->options.homes, asked->actor,
		    asked->team);
		return;
	}
	/* What merely happened asks for no answer. */
	if (asked->kind == REQUEST_HAPPENING) {
		(void)ack(asked, NULL);
		return;
	}
	if (asked->kind == REQUEST_COMMAND) {
		answer_command(asked, decision->reply,
		    decision->reply_blocks);
		return;
	}
	(void)ack(asked, NULL);
	if (decision->reply)
		tell(asked, decision->reply, decision->reply_blocks);
}

/* What is said when the ledger did not take it. An event is left without an
 * ack, so that Slack sends it again; a person's act is never sent again, so
 * the person must hear of it. */
static const char *const troubles[] = {
	[TURN_FULL] = "I could not save that: my storage is full. Nothing "
	    "was changed. Tell whoever runs incbot (`incbot doctor` says "
	    "what to do).",
	[TURN_DAMAGED] = "The record of this incident contradicts itself, so "
	    "I leave it alone; nothing was changed. Tell whoever runs "
	    "incbot.",
	[TURN_UNAVAILABLE] = "I cannot reach my storage now, so I do not "
	    "know that this was saved. Try again in a moment.",
};

static void answer_trouble(struct asked *asked, enum turn_result result)
{
	struct arena *arena;
	const char *text;

	if (asked->kind == REQUEST_HAPPENING)
		return;
	arena = arena_new(TROUBLE_MEMORY_MAX);
	text = arena_printf(arena, "%s %s", troubles[result],
	    view_by_hand(arena, asked->front->options.policy,
	    clock_now_ms(asked->front->options.clock)));
	if (asked->kind == REQUEST_COMMAND) {
		answer_command(asked, text, NULL);
	} else {
		(void)ack(asked, NULL);
		tell(asked, text, NULL);
	}
	arena_free(arena);
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	struct asked *asked = arg;

	if (answer->result == TURN_DONE && answer->decision->form &&
	    asked->kind == REQUEST_FORM) {
		change_form(asked, answer->decision->form);
		return;
	}
	if (answer->result == TURN_DONE && answer->decision->form) {
		open_form(asked, answer->decision->form);
		return;
	}
	if (answer->result == TURN_DONE && asked->kind == REQUEST_FORM) {
		answer_form(asked, answer->decision);
		return;
	}
	switch (answer->result) {
	case TURN_DONE:
		answer_decision(asked, answer->decision);
		break;
	case TURN_DUPLICATE:
	case TURN_LOST:
		(void)ack(asked, NULL);
		break;
	case TURN_FULL:
	case TURN_DAMAGED:
	case TURN_UNAVAILABLE:
		log_warn("turn_failed", "envelope=%s result=%d",
		    asked->envelope.id, (int)answer->result);
		answer_trouble(asked, answer->result);
		break;
	}
	asked_free(asked);
}

static struct asked *asked_new(struct front *front,
    const struct slack_envelope *envelope, const struct request *request)
{
	struct asked *asked = xcalloc(1, sizeof(*asked));

	asked->front = front;
	asked->next = front->first;
	if (asked->next)
		asked->next->previous = asked;
	front->first = asked;
	front->pending++;
	asked->envelope = *envelope;
	asked->envelope.payload = NULL;
	asked->kind = request->kind;
	(void)text_copy(asked->actor, sizeof(asked->actor), request->actor);
	(void)text_copy(asked->team, sizeof(asked->team), request->team);
	(void)text_copy(asked->trigger_id, sizeof(asked->trigger_id),
	    request->trigger_id);
	(void)text_copy(asked->response_url, sizeof(asked->response_url),
	    request->response_url);
	return asked;
}

static void ignore(struct front *front, const struct slack_envelope *envelope,
    const char *reason)
{
	log_debug("envelope_ignored", "envelope=%s type=%s reason=\"%s\"",
	    envelope->id, envelope->type, reason);
	(void)front->options.ack(front->options.arg, envelope, NULL);
}

static void begin_turn(void *arg)
{
	struct asked *asked = arg;
	struct arena *arena = asked->arena;

	asked->arena = NULL;
	if (turn_run(asked->front->options.turns, arena, asked->request, "",
	    "", on_turn, asked))
		return;
	answer_trouble(asked, TURN_UNAVAILABLE);
	asked_free(asked);
}

/* Whoever acts is to be known before it is judged what they may do; somebody
 * of another team may nothing, whoever it is. */
static void meet(struct asked *asked)
{
	struct front *front = asked->front;

	if (!front->options.directory || !*asked->actor || (*asked->team &&
	    strcmp(asked->team, front->options.policy->team_id) != 0))
		begin_turn(asked);
	else
		directory_meet(front->options.directory, asked->actor,
		    begin_turn, asked);
}

void front_envelope(struct front *front,
    const struct slack_envelope *envelope)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct slack_read *read = arena_alloc(arena, sizeof(*read));
	struct slack_self self;
	struct asked *asked;

	memset(&self, 0, sizeof(self));
	(void)text_copy(self.team, sizeof(self.team),
	    front->options.policy->team_id);
	(void)text_copy(self.user, sizeof(self.user),
	    front->options.policy->bot_user);
	if (slack_request_read(arena, &self, envelope->type,
	    envelope->payload, read) == REQUEST_IGNORED) {
		ignore(front, envelope, read->reason);
		arena_free(arena);
		return;
	}
	dispatch_address(arena, &read->request);
	asked = asked_new(front, envelope, &read->request);
	asked->arena = arena;
	asked->request = &read->request;
	meet(asked);
}
