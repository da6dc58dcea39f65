/* SPDX-License-Identifier: MIT
 *
 * view_check: walks the JSON once per question. Block Kit's own limits are
 * the stand-in workspace's affair (view_slack.c); what is added here is the
 * sum of a message's texts, kept well below what Slack was seen to refuse
 * (about 13,000), and what no block says.
 */
#include "tests/unit/view_check.h"

#include "base/text.h"

static char problem[2000];

static const char *complain(const char *what, const char *where)
{
	struct text text;

	text_init(&text, problem, sizeof(problem));
	text_addf(&text, "%s: %s", what, where);
	return problem;
}

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static bool type_is(const json_t *object, const char *type)
{
	return strcmp(string_at(object, "type"), type) == 0;
}

/* --- markup -------------------------------------------------------------- */

/* Bytes of characters that must not reach anybody. */
static const char *const invisible[] = {
	"\x7f", "\xc2\x80", "\xc2\x9f", "\xc2\xad", "\xd8\x9c",
	"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
	"\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaa",
	"\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae",
	"\xe2\x81\xa0", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
	"\xe2\x81\xa9", "\xef\xbb\xbf", "\xf3\xa0\x81\x81",
};

static const char *characters_problem(const char *s)
{
	size_t i;
	const char *c;

	if (!utf8_valid(s, strlen(s)))
		return complain("broken UTF-8", s);
	for (c = s; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 && *c != '\n')
			return complain("a control character", s);
	for (i = 0; i < ARRAY_LEN(invisible); i++)
		if (strstr(s, invisible[i]))
			return complain("an invisible character", s);
	return NULL;
}

/* The people and channels that our own world writes about. */
static const char *const known[] = {
	"<https://github.com/acme/ops/issues/42|#42>",
	"<https://acme.example/OPS-7|OPS-7>",
	"<@U0ANA>", "<@U0BEN>", "<@U0CHLOE>", "<@U0DAN>", "<#C0INC>",
};

/* Length of the sequence at s if it is one that we write, else 0. */
static size_t own_sequence(const char *s)
{
	const char *end = strchr(s, '>');
	size_t i;

	for (i = 0; i < ARRAY_LEN(known); i++)
		if (text_starts_with(s, known[i]))
			return strlen(known[i]);
	if (!text_starts_with(s, "<!date^178") || !end)
		return 0;
	if (strcspn(s + 1, "<&\n") < (size_t)(end - s))
		return 0;
	if (strncmp(end - 4, " UTC", 4) != 0)
		return 0;
	return (size_t)(end - s) + 1;
}

static bool is_entity(const char *s)
{
	return text_starts_with(s, "&amp;") || text_starts_with(s, "&lt;") ||
	    text_starts_with(s, "&gt;");
}

static const char *mrkdwn_problem(const char *text)
{
	const char *s = text;
	size_t own;

	if (strstr(text, "```"))
		return complain("a code block opens", text);
	while (*s != '\0') {
		if (*s == '<') {
			own = own_sequence(s);
			if (own == 0)
				return complain("foreign markup", text);
			s += own;
			continue;
		}
		if (*s == '>' && s != text && s[-1] != '\n')
			return complain("a bare >", text);
		if (*s == '&' && !is_entity(s))
			return complain("a bare & or a cut entity", text);
		s++;
	}
	return characters_problem(text);
}

static bool is_mrkdwn_key(const char *key)
{
	return strcmp(key, "text") == 0 || strcmp(key, "topic") == 0 ||
	    strcmp(key, "purpose") == 0 || strcmp(key, "mrkdwn") == 0 ||
	    strcmp(key, "topics") == 0;
}

static const char *member_problem(const char *key, const json_t *value,
    bool plain)
{
	const char *s = json_string_value(value);
	const json_t *item;
	const char *wrong = NULL;
	size_t i;

	if (s)
		return is_mrkdwn_key(key) && !plain ? mrkdwn_problem(s) :
		    characters_problem(s);
	json_array_foreach(value, i, item) {
		wrong = json_is_string(item) ? mrkdwn_problem(
		    json_string_value(item)) : view_markup_problem(item);
		if (wrong)
			return wrong;
	}
	return json_is_object(value) ? view_markup_problem(value) : NULL;
}

const char *view_markup_problem(const json_t *json)
{
	/* "text" is what rich text consists of: shown as it is. */
	bool plain = type_is(json, "plain_text") || type_is(json, "text");
	const char *key;
	const char *wrong;
	json_t *value;

	if (type_is(json, "mrkdwn") &&
	    !json_is_true(json_object_get(json, "verbatim")))
		return complain("not verbatim", string_at(json, "text"));
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		wrong = member_problem(key, value, plain);
		if (wrong)
			return wrong;
	}
	return NULL;
}

static const char *line_beginning(const char *text, const char *words)
{
	const char *s = text;

	while (s) {
		if (text_starts_with(s, words))
			return text;
		s = strchr(s, '\n');
		s = s ? s + 1 : NULL;
	}
	return NULL;
}

const char *view_line_beginning(const json_t *json, const char *words)
{
	const char *key;
	const char *found = NULL;
	json_t *value;
	size_t i;

	if (json_is_array(json)) {
		json_array_foreach((json_t *)(uintptr_t)json, i, value)
			if (!found)
				found = view_line_beginning(value, words);
		return found;
	}
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		if (found)
			break;
		if (json_is_string(value) && strcmp(key, "text") == 0)
			found = line_beginning(json_string_value(value),
			    words);
		else if (!json_is_string(value))
			found = view_line_beginning(value, words);
	}
	return found;
}

/* --- limits -------------------------------------------------------------- */

static size_t texts_together(const json_t *json)
{
	size_t sum = utf8_length(string_at(json, "text"));
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(json))
		json_array_foreach((json_t *)(uintptr_t)json, i, value)
			sum += texts_together(value);
	else
		json_object_foreach((json_t *)(uintptr_t)json, key, value)
			sum += texts_together(value);
	return sum;
}

/* action_ids are told apart within the whole message. */
static const char *actions_problem(const json_t *json, json_t *seen)
{
	const char *id = string_at(json, "action_id");
	const char *wrong = NULL;
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(json)) {
		json_array_foreach((json_t *)(uintptr_t)json, i, value)
			if (!wrong)
				wrong = actions_problem(value, seen);
		return wrong;
	}
	if (*id && strcmp(id, "value") != 0) {
		if (json_object_get(seen, id))
			return complain("two elements are called", id);
		json_object_set_new(seen, id, json_true());
	}
	json_object_foreach((json_t *)(uintptr_t)json, key, value)
		if (!wrong)
			wrong = actions_problem(value, seen);
	return wrong;
}

static const char *message_problem(const json_t *args)
{
	const json_t *blocks = json_object_get(args, "blocks");
	const char *wrong = blocks ? slack_blocks_problem(blocks) : NULL;

	if (wrong)
		return complain("Slack refuses", wrong);
	if (texts_together(blocks) > 10000)
		return complain("all texts together", "too long");
	if (utf8_length(string_at(args, "text")) > 4000)
		return complain("fallback", "too long");
	if (blocks && !*string_at(args, "text"))
		return complain("fallback", "missing");
	if (utf8_length(string_at(args, "topic")) > 250 ||
	    utf8_length(string_at(args, "purpose")) > 250)
		return complain("topic or purpose", "too long");
	return NULL;
}

const char *view_limits_problem(const json_t *json, enum surface_kind is)
{
	const json_t *args = is == A_CALL ? json_object_get(json, "args") :
	    json;
	json_t *seen = json_object();
	const char *wrong = actions_problem(args, seen);

	json_decref(seen);
	if (wrong)
		return wrong;
	if (is != A_MODAL && is != A_HOME)
		return message_problem(args);
	wrong = slack_view_problem(json);
	return wrong ? complain("Slack refuses", wrong) : NULL;
}
