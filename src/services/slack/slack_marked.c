/* SPDX-License-Identifier: MIT
 *
 * slack_marked: see slack_marked.h.
 */
#include "services/slack/slack_marked.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_shared.h"

static const json_t *at(const json_t *object, const char *key)
{
	return json_object_get(object, key);
}

/* An address without anything that could end it where it is written. */
static bool is_address(const char *s)
{
	if (strlen(s) >= URL_SIZE || (!text_starts_with(s, "https://") &&
	    !text_starts_with(s, "http://")))
		return false;
	for (; *s; s++) {
		if (*s <= ' ' || *s >= 0x7f || strchr("<>|\"'`\\", *s))
			return false;
	}
	return true;
}

struct kind {
	const char *type;
	enum mark_happening happening;
};

static const struct kind kinds[] = {
	{ "reaction_added", MARK_REACTED },
	{ "reaction_removed", MARK_UNREACTED },
	{ "pin_added", MARK_PINNED },
	{ "pin_removed", MARK_UNPINNED },
};

bool slack_marked_is(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].type, type) == 0)
			return true;
	}
	return strcmp(type, "message") == 0;
}

/* A picture that Slack adds to a link is no edit. */
static bool is_same(const json_t *message, const json_t *before)
{
	const json_t *files = at(message, "files");
	const json_t *old = at(before, "files");

	return json_is_object(before) && strcmp(slack_string_at(message,
	    "text"), slack_string_at(before, "text")) == 0 &&
	    json_array_size(files) == json_array_size(old) &&
	    (!files || json_equal(files, old));
}

/* message_changed, message_deleted; what people say is none of ours. */
static const char *read_message(struct arena *arena,
    const struct slack_self *self, const json_t *event,
    struct request *request)
{
	const char *subtype = slack_string_at(event, "subtype");
	const json_t *message = at(event, "message");
	bool gone = strcmp(slack_string_at(message, "subtype"),
	    "tombstone") == 0;

	request->channel = slack_keep_word(arena, slack_string_at(event,
	    "channel"));
	if (strcmp(subtype, "message_deleted") == 0) {
		request->number = MARK_DELETED;
		request->made_ref = slack_keep_word(arena, slack_string_at(event,
		    "deleted_ts"));
		return NULL;
	}
	if (strcmp(subtype, "message_changed") != 0)
		return "what people say";
	if (*self->user && strcmp(slack_string_at(message, "user"),
	    self->user) == 0)
		return "an event of our own making";
	if (!gone && is_same(message, at(event, "previous_message")))
		return "no edit";
	request->number = gone ? MARK_DELETED : MARK_EDITED;
	request->actor = slack_keep_word(arena, slack_string_at(at(message,
	    "edited"), "user"));
	request->made_ref = slack_keep_word(arena, slack_string_at(message, "ts"));
	return NULL;
}

static const char *read_reaction(struct arena *arena, const json_t *event,
    struct request *request)
{
	const json_t *item = at(event, "item");

	if (strcmp(slack_string_at(event, "reaction"), MARK_EMOJI) != 0)
		return "another reaction";
	request->channel = slack_keep_word(arena, slack_string_at(item,
	    "channel"));
	request->made_ref = slack_keep_word(arena, slack_string_at(item, "ts"));
	return NULL;
}

static const char *read_pin(struct arena *arena, const json_t *event,
    struct request *request)
{
	const json_t *item = at(event, "item");

	request->channel = slack_keep_word(arena, slack_string_at(event,
	    "channel_id"));
	request->made_ref = slack_keep_word(arena, slack_string_at(at(item,
	    "message"), "ts"));
	request->made_name = slack_keep_word(arena, slack_string_at(event,
	    "event_ts"));
	return *request->made_name ? NULL : "no event_ts";
}

const char *slack_marked_event(struct arena *arena,
    const struct slack_self *self, const json_t *event,
    struct request *request)
{
	const char *type = slack_string_at(event, "type");
	const char *reason;

	if (slack_shared_is(event))
		return slack_shared_event(arena, event, request);
	request->kind = REQUEST_HAPPENING;
	request->name = "message_marked";
	request->actor = slack_keep_word(arena, slack_string_at(event, "user"));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].type, type) == 0)
			request->number = (int)kinds[i].happening;
	}
	if (strcmp(type, "message") == 0)
		reason = read_message(arena, self, event, request);
	else if (text_starts_with(type, "reaction_"))
		reason = read_reaction(arena, event, request);
	else
		reason = read_pin(arena, event, request);
	if (!reason && (!*request->channel || !*request->made_ref))
		return "not about a message";
	return reason;
}

/* --- the message --------------------------------------------------------- */

static bool has_pushpin(const json_t *message)
{
	const json_t *reaction;
	size_t i;

	json_array_foreach(at(message, "reactions"), i, reaction) {
		if (strcmp(slack_string_at(reaction, "name"),
		    MARK_EMOJI) == 0)
			return true;
	}
	return false;
}

/* The last line that does not fit is left out whole. */
static void add_link(struct text *out, const char *url, const char *name)
{
	if (!is_address(url) || out->length + strlen(url) + strlen(name) +
	    3 >= AFFECTED_SIZE)
		return;
	text_addf(out, "%s%s %s", out->length > 0 ? "\n" : "", url, name);
}

static const char *read_links(struct arena *arena, const json_t *message,
    const char *permalink)
{
	struct text out = text_new(arena, AFFECTED_SIZE);
	const json_t *file;
	size_t i;

	if (*slack_string_at(message, "permalink"))
		permalink = slack_string_at(message, "permalink");
	add_link(&out, permalink, "message");
	json_array_foreach(at(message, "files"), i, file) {
		const char *name = slack_string_at(file, "title");

		if (!*name)
			name = slack_string_at(file, "name");
		name = plain_clip(arena, name, MARK_NAME_CHARS);
		if (i + 1 < MARK_LINKS_MAX)
			add_link(&out, slack_string_at(file, "permalink"),
			    *name ? name : "file");
	}
	return out.data;
}

/* Slack's own apps of old have a name instead of a user. */
static const char *read_text(struct arena *arena, const json_t *message,
    const char *author)
{
	const char *text = slack_plain_line(arena, slack_string_at(message,
	    "text"), TEXT_SIZE - 1);
	const char *name = slack_string_at(message, "username");

	if (!*author && *name)
		text = arena_printf(arena, "%s: %s", plain_clip(arena, name,
		    MARK_NAME_CHARS), text);
	return arena_strndup(arena, text, utf8_prefix(text, TEXT_CHARS));
}

bool slack_marked_read(struct arena *arena, const json_t *body,
    const char *permalink, struct marked *out)
{
	const json_t *message = at(body, "message");

	if (!json_is_object(message) || strcmp(slack_string_at(message,
	    "subtype"), "tombstone") == 0)
		return false;
	out->author = slack_keep_word(arena, slack_string_at(message, "user"));
	out->text = read_text(arena, message, out->author);
	out->links = read_links(arena, message, permalink);
	out->reacted = has_pushpin(message);
	return true;
}
