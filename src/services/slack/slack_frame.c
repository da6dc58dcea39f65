/* SPDX-License-Identifier: MIT
 *
 * slack_frame: see slack_frame.h.
 */
#include "services/slack/slack_frame.h"

#include "base/text.h"
#include "core/json_tree.h"
#include "services/slack/slack_element.h"

#define ID_LETTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
#define ID_MEMBER "\"envelope_id\""

static int small_number(const json_t *value)
{
	json_int_t n = json_integer_value(value);

	return n > 0 && n <= INT32_MAX ? (int)n : 0;
}

/* Copies an id of n bytes if it is one that can be sent back. */
static void take_id(struct slack_frame *frame, const char *id, size_t n)
{
	char *to = frame->envelope.id;

	if (n >= sizeof(frame->envelope.id) || strspn(id, ID_LETTERS) < n)
		return;
	memcpy(to, id, n);
	to[n] = '\0';
}

/* Finds "envelope_id":"..." in text that is not JSON, so that it can be
 * acked and does not come back for ever. Inside a string the second quote
 * would carry a backslash. */
static void rescue_id(struct slack_frame *frame, const char *text, size_t n)
{
	const char *end = text + n;
	const char *at = memmem(text, n, ID_MEMBER, strlen(ID_MEMBER));
	const char *close;

	if (at == NULL)
		return;
	at += strlen(ID_MEMBER);
	while (at < end && (*at == ' ' || *at == ':'))
		at++;
	if (at == end || *at != '"')
		return;
	at++;
	close = memchr(at, '"', (size_t)(end - at));
	if (close != NULL)
		take_id(frame, at, (size_t)(close - at));
}

static void read_hello(struct slack_frame *frame)
{
	const json_t *debug = json_object_get(frame->root, "debug_info");

	frame->kind = FRAME_HELLO;
	frame->connections = small_number(
	    json_object_get(frame->root, "num_connections"));
	frame->lifetime_s = small_number(
	    json_object_get(debug, "approximate_connection_time"));
}

static bool is_known(const char *type)
{
	return strcmp(type, "slash_commands") == 0 ||
	    strcmp(type, "interactive") == 0 ||
	    strcmp(type, "events_api") == 0;
}

static void read_envelope(struct slack_frame *frame)
{
	struct slack_envelope *envelope = &frame->envelope;
	const char *id = slack_string_at(frame->root, "envelope_id");

	take_id(frame, id, strlen(id));
	envelope->payload = json_object_get(frame->root, "payload");
	envelope->accepts_payload = json_is_true(
	    json_object_get(frame->root, "accepts_response_payload"));
	envelope->retry_attempt = small_number(
	    json_object_get(frame->root, "retry_attempt"));
	if (envelope->id[0] == '\0')
		frame->kind = FRAME_BROKEN;
	else if (is_known(envelope->type) && json_is_object(envelope->payload))
		frame->kind = FRAME_ENVELOPE;
	else
		frame->kind = FRAME_UNKNOWN;
}

void slack_frame_read(struct slack_frame *frame, const char *text, size_t n)
{
	const char *type, *host;

	memset(frame, 0, sizeof(*frame));
	frame->kind = FRAME_BROKEN;
	frame->root = json_tree(text, n);
	if (!json_is_object(frame->root)) {
		rescue_id(frame, text, n);
		return;
	}
	type = slack_string_at(frame->root, "type");
	host = slack_string_at(json_object_get(frame->root, "debug_info"),
	    "host");
	(void)text_copy(frame->envelope.type, sizeof(frame->envelope.type),
	    type);
	(void)text_copy(frame->host, sizeof(frame->host), host);
	if (strcmp(type, "hello") == 0) {
		read_hello(frame);
	} else if (strcmp(type, "disconnect") == 0) {
		frame->kind = FRAME_DISCONNECT;
		(void)text_copy(frame->reason, sizeof(frame->reason),
		    slack_string_at(frame->root, "reason"));
	} else {
		read_envelope(frame);
	}
}

void slack_frame_release(struct slack_frame *frame)
{
	json_decref(frame->root);
	frame->root = NULL;
	frame->envelope.payload = NULL;
}

static char *ack_with(const char *id, const json_t *payload)
{
	json_t *ack = json_pack("{s:s}", "envelope_id", id);
	size_t length;
	char *text;

	if (ack == NULL || (payload != NULL &&
	    json_object_set(ack, "payload", (json_t *)payload) != 0))
		abort();
	text = json_tree_text(ack, &length);
	json_decref(ack);
	return text;
}

char *slack_ack_text(const char *id, const json_t *payload, bool *included)
{
	char *text = ack_with(id, payload);

	*included = payload != NULL;
	if (strlen(text) <= SLACK_ACK_MAX)
		return text;
	free(text);
	*included = false;
	return ack_with(id, NULL);
}
