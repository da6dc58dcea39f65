/* SPDX-License-Identifier: MIT
 *
 * slack_shortcut: see slack_shortcut.h.
 */
#include "services/slack/slack_shortcut.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/limits.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_request.h"

#define DOMAIN_MAX 63
#define DIGITS "0123456789"
#define WORD DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *string_in(const json_t *payload, const char *object,
    const char *key)
{
	return slack_string_at(json_object_get(payload, object), key);
}

static const char *message_line(struct arena *arena, const json_t *payload,
    size_t characters)
{
	const char *line = slack_plain_line(arena, string_in(payload,
	    "message", "text"), SLACK_WORDS_MAX);

	return arena_strndup(arena, line, utf8_prefix(line, characters));
}

/* Not empty, nothing but these, and not longer. */
static bool is_of(const char *s, const char *characters, size_t max)
{
	size_t length = strspn(s, characters);

	return length > 0 && s[length] == '\0' && length <= max;
}

/* "https://acme.slack.com/archives/C1/p1781514000000200 message": what Slack's
 * own links to messages look like, and a name for it, as core/marked.h has
 * links. "" if something of it is missing. */
static const char *message_link(struct arena *arena, const json_t *payload)
{
	const char *domain = string_in(payload, "team", "domain");
	const char *channel = string_in(payload, "channel", "id");
	const char *ts = slack_string_at(payload, "message_ts");
	size_t whole = strspn(ts, DIGITS);

	if (!is_of(domain, WORD "-", DOMAIN_MAX) ||
	    !is_of(channel, WORD, ID_SIZE - 1) || whole == 0 ||
	    whole >= ID_SIZE || ts[whole] != '.' ||
	    !is_of(ts + whole + 1, DIGITS, ID_SIZE))
		return "";
	return arena_printf(arena, "https://%s.slack.com/archives/%s/p%.*s%s "
	    "message", domain, channel, (int)whole, ts, ts + whole + 1);
}

const char *slack_shortcut_read(struct arena *arena, const json_t *payload,
    struct request *request)
{
	const char *asked = slack_string_at(payload, "callback_id");

	if (strcmp(asked, "declare_from_message") == 0) {
		request->words = message_line(arena, payload, TITLE_CHARS);
		return "declare";
	}
	if (strcmp(asked, "park_message") != 0)
		return NULL;
	request->words = message_line(arena, payload, TEXT_CHARS);
	request->made_ref = slack_keep(arena, string_in(payload, "message",
	    "user"), ID_SIZE - 1);
	request->made_name = message_link(arena, payload);
	return "park";
}
