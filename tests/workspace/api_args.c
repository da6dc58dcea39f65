/* SPDX-License-Identifier: MIT
 *
 * api_args.c: reading arguments however they came (form strings or JSON
 * values), pages, and the channel a call is about. Read next: api_chat.c.
 */
#include "tests/workspace/api.h"

#include <stdarg.h>

const char *arg(struct call *call, const char *name)
{
	return text_of(call->args, name);
}

bool arg_given(struct call *call, const char *name)
{
	const json_t *value = json_object_get(call->args, name);

	if (!value || json_is_null(value))
		return false;
	return !json_is_string(value) || json_string_length(value) > 0;
}

bool arg_bool(struct call *call, const char *name, bool otherwise)
{
	const json_t *value = json_object_get(call->args, name);
	const char *text = json_string_value(value);

	if (json_is_boolean(value))
		return json_is_true(value);
	if (json_is_integer(value))
		return json_integer_value(value) != 0;
	if (!text || !*text)
		return otherwise;
	return same(text, "true") || same(text, "1");
}

int arg_int(struct call *call, const char *name, int otherwise)
{
	const json_t *value = json_object_get(call->args, name);
	const char *text = json_string_value(value);

	if (json_is_integer(value))
		return (int)json_integer_value(value);
	return text && *text ? (int)strtol(text, NULL, 10) : otherwise;
}

json_t *arg_json(struct call *call, const char *name, bool *bad)
{
	json_t *value = json_object_get(call->args, name), *parsed;

	*bad = false;
	if (!arg_given(call, name))
		return NULL;
	if (!json_is_string(value))
		return json_incref(value);
	parsed = json_loads(json_string_value(value), JSON_DECODE_ANY, NULL);
	*bad = parsed == NULL;
	return parsed;
}

json_t *arg_ids(struct call *call, const char *name)
{
	json_t *value = json_object_get(call->args, name), *ids;
	const char *at = json_string_value(value);

	if (json_is_array(value))
		return json_deep_copy(value);
	ids = json_array();
	while (at && *at) {
		size_t length = strcspn(at, ",");

		while (length > 0 && *at == ' ') {
			at++;
			length--;
		}
		if (length > 0)
			json_array_append_new(ids,
				json_stringn(at, length));
		at += length;
		at += *at == ',';
	}
	return ids;
}

void call_say(struct call *call, const char *format, ...)
{
	char text[700];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	json_array_append_new(call->messages, json_string(text));
}

/* A cursor is "o:<offset>" behind a little make-up, so that it looks and
 * fails like Slack's. */
static long cursor_offset(const char *cursor)
{
	static const char mark[] = "bmV4dDo";
	char *end;
	long offset;

	if (!*cursor)
		return 0;
	if (strncmp(cursor, mark, strlen(mark)) != 0)
		return -1;
	offset = strtol(cursor + strlen(mark), &end, 10);
	return *end == '=' && end[1] == '\0' ? offset : -1;
}

const char *call_page(struct call *call, json_t **items, int limit)
{
	long from = cursor_offset(arg(call, "cursor"));
	size_t count = json_array_size(*items), end;
	json_t *page;
	char cursor[WORD_SIZE] = "";

	if (from < 0 || (size_t)from > count)
		return "invalid_cursor";
	end = (size_t)from + (size_t)limit;
	page = json_array();
	for (size_t i = (size_t)from; i < count && i < end; i++)
		json_array_append(page, json_array_get(*items, i));
	if (end < count)
		PUT(cursor, "bmV4dDo%zu=", end);
	json_object_set_new(call->answer, "response_metadata",
		json_pack("{s:s}", "next_cursor", cursor));
	json_decref(*items);
	*items = page;
	return NULL;
}

static bool scope_covers(struct call *call, const struct channel *channel)
{
	const char *at = call->method->scopes, *kind = channel->is_im ? "im:" :
		channel->is_mpim ? "mpim:" :
		channel->is_private ? "groups:" : "channels:";
	char scope[WORD_SIZE];
	bool any = false;

	while (*at) {
		size_t length = strcspn(at, " ");

		PUT(scope, "%.*s", (int)length, at);
		at += length + (at[length] == ' ');
		if (strncmp(scope, kind, strlen(kind)) != 0)
			continue;
		any = true;
		if (array_has(call->ws->scopes, scope))
			return true;
		if (!call->needed || same(scope, "channels:manage"))
			call->needed = call->method->scopes;
	}
	return !any;
}

struct channel *arg_channel(struct call *call, const char *name,
	const char **error)
{
	struct channel *channel = channel_find(call->ws, arg(call, name));

	*error = "channel_not_found";
	if (!channel || !channel_visible(channel, call->user))
		return NULL;
	if ((call->method->flags & OF_CHANNEL) &&
	    call->token == TOKEN_BOT && !scope_covers(call, channel)) {
		*error = "missing_scope";
		return NULL;
	}
	*error = NULL;
	return channel;
}
