/* SPDX-License-Identifier: MIT
 *
 * config_value: the types of settings: text to value and back. Each type is
 * one entry of a table. Whether values go well together is looked at in
 * config_check.c.
 */
#include "services/config/config_calendar.h"
#include "base/text.h"
#include "base/url.h"
#include "base/when.h"

#define COUNT_MAX 8

struct value_type {
	const char *expected;
	bool (*set)(const struct setting *row, void *where, const char *text,
	    struct text *why);
	void (*format)(const void *where, struct text *out);
};

static bool refuse(struct text *why, const char *words)
{
	text_add(why, words);
	return false;
}

static void format_string(const void *where, struct text *out)
{
	const char *s = where;

	text_add_char(out, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			text_add_char(out, '\\');
		text_add_char(out, *s);
	}
	text_add_char(out, '"');
}

static bool set_text(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	const char *p;

	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return refuse(why, "has control characters in it");
	if (!utf8_valid(text, strlen(text)))
		return refuse(why, "is not valid UTF-8");
	if (strlen(text) >= row->size) {
		text_addf(why, "is longer than %zu bytes", row->size - 1);
		return false;
	}
	text_copy(where, row->size, text);
	return true;
}

static bool set_name(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	if (text[0] == '\0')
		return refuse(why, "is empty");
	if (text[0] == ' ' || text[strlen(text) - 1] == ' ')
		return refuse(why, "has spaces around it");
	return set_text(row, where, text, why);
}

static bool set_letters(const struct setting *row, void *where,
    const char *text, const char *letters, struct text *why)
{
	if (text[0] == '\0')
		return refuse(why, "is empty");
	if (text[strspn(text, letters)] != '\0')
		return refuse(why, "has other characters in it");
	return set_text(row, where, text, why);
}

static bool set_word(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	return set_letters(row, where, text,
	    "abcdefghijklmnopqrstuvwxyz0123456789-", why);
}

static bool set_command(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	if (text[0] != '/' || text[1] == '\0')
		return refuse(why, "is not a slash command");
	if (text[1 + strspn(text + 1,
	    "abcdefghijklmnopqrstuvwxyz0123456789-_")] != '\0')
		return refuse(why, "has other characters in it");
	return set_text(row, where, text, why);
}

static bool set_path(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	if (text[0] != '\0' && text[0] != '/')
		return refuse(why, "is not an absolute path");
	return set_text(row, where, text, why);
}

static bool set_zone(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	if (text[0] == '/' || text[0] == '.' || strstr(text, "..") != NULL)
		return refuse(why, "is not a time zone's name");
	return set_letters(row, where, text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789+-_/", why);
}

static bool set_id(const struct setting *row, void *where, const char *text,
    const char *kinds, struct text *why)
{
	if (text[0] == '#' || text[0] == '@')
		return refuse(why, "is a name, not an id");
	if (text[0] == '\0' || strchr(kinds, text[0]) == NULL ||
	    strlen(text) < 3 || text[strspn(text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] != '\0')
		return refuse(why, "is not an id");
	return set_text(row, where, text, why);
}

static bool set_channel(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	if (text[0] == '\0')
		return set_text(row, where, text, why);
	return set_id(row, where, text, "CG", why);
}

static bool set_usergroup(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	if (text[0] == '\0')
		return set_text(row, where, text, why);
	return set_id(row, where, text, "S", why);
}

static bool set_user(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	return set_id(row, where, text, "UW", why);
}

static bool set_member(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	return set_id(row, where, text, "UWS", why);
}

static bool set_colour(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	if (text[0] != '\0' && (text[0] != '#' || strlen(text) != 7 ||
	    strspn(text + 1, "0123456789abcdefABCDEF") != 6))
		return refuse(why, "is not a colour");
	return set_text(row, where, text, why);
}

static bool set_link(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	struct url url;
	const char *reason;

	if (text[0] == '\0')
		return set_text(row, where, text, why);
	if (!url_parse(text, &url, &reason)) {
		text_addf(why, "is not an address (%s)", reason);
		return false;
	}
	secret_clear(&url.password);
	if (url.scheme != URL_HTTP && url.scheme != URL_HTTPS)
		return refuse(why, "is not a web address");
	return set_text(row, where, text, why);
}

static bool set_secret(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	struct secret fresh;

	(void)row;
	if (text[strcspn(text, " \t\r\n\"'")] != '\0')
		return refuse(why, "has spaces or quotes in it");
	if (!secret_set(&fresh, text))
		return refuse(why, "is too long");
	*(struct secret *)where = fresh;
	secret_clear(&fresh);
	return true;
}

static void format_secret(const void *where, struct text *out)
{
	text_add(out, secret_is_set(where) ? "(set)" : "(not set)");
}

static bool set_redis(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	struct url url;
	const char *reason;

	if (!url_parse(text, &url, &reason)) {
		text_addf(why, "is not an address (%s)", reason);
		return false;
	}
	secret_clear(&url.password);
	if (url.scheme != URL_REDIS && url.scheme != URL_REDISS &&
	    url.scheme != URL_UNIX)
		return refuse(why, "is not an address of Redis");
	return set_secret(row, where, text, why);
}

/* The address is worth seeing, what stands before the '@' is not. */
static void format_redis(const void *where, struct text *out)
{
	const char *whole = secret_reveal(where);
	const char *at = strrchr(whole, '@');
	const char *host = strstr(whole, "://");

	text_add_char(out, '"');
	if (at != NULL && host != NULL) {
		text_add_n(out, whole, (size_t)(host + 3 - whole));
		text_add(out, "(set)");
		whole = at;
	}
	text_add(out, whole);
	text_add_char(out, '"');
}

/* The host and port after "listen" are filled in by config_check.c. */
static bool set_listen(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	const char *colon = strrchr(text, ':');
	int64_t port;

	if (strcmp(text, "off") == 0)
		return set_text(row, where, text, why);
	if (colon == NULL || colon == text ||
	    !text_parse_int(colon + 1, 0, UINT16_MAX, &port))
		return refuse(why, "is not an address with a port");
	if (text[strspn(text, "0123456789abcdefABCDEF.:[]")] != '\0')
		return refuse(why, "is not a numeric address");
	return set_text(row, where, text, why);
}

static bool set_span(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	int64_t span_ms = 0;

	(void)row;
	if (strcmp(text, "none") != 0 && !when_parse_duration(text, &span_ms))
		return refuse(why, "is not a duration");
	if (span_ms > 7 * WHEN_DAY_MS)
		return refuse(why, "is more than a week");
	*(int64_t *)where = span_ms;
	return true;
}

static void format_span(const void *where, struct text *out)
{
	static const struct { int64_t ms; char letter; } units[] = {
		{ WHEN_DAY_MS, 'd' }, { WHEN_HOUR_MS, 'h' },
		{ WHEN_MINUTE_MS, 'm' }, { WHEN_SECOND_MS, 's' },
	};
	int64_t left_ms = *(const int64_t *)where;
	size_t i;

	if (left_ms == 0) {
		text_add(out, "\"none\"");
		return;
	}
	text_add_char(out, '"');
	for (i = 0; i < ARRAY_LEN(units); i++) {
		if (left_ms / units[i].ms > 0)
			text_addf(out, "%d%c", (int)(left_ms / units[i].ms),
			    units[i].letter);
		left_ms %= units[i].ms;
	}
	text_add_char(out, '"');
}

static bool set_bool(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	(void)row;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return refuse(why, "is neither true nor false");
	*(bool *)where = text[0] == 't';
	return true;
}

static void format_bool(const void *where, struct text *out)
{
	text_add(out, *(const bool *)where ? "true" : "false");
}

static bool set_count(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	int64_t number;

	(void)row;
	if (!text_parse_int(text, 0, COUNT_MAX, &number))
		return refuse(why, "is not such a number");
	*(int *)where = (int)number;
	return true;
}

static void format_count(const void *where, struct text *out)
{
	text_addf(out, "%d", *(const int *)where);
}

static bool set_level(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	(void)row;
	if (!log_level_parse(text, where))
		return refuse(why, "is not a level");
	return true;
}

static void format_level(const void *where, struct text *out)
{
	static const char *const words[] = {
		[LOG_LEVEL_ERROR] = "error", [LOG_LEVEL_WARN] = "warn",
		[LOG_LEVEL_INFO] = "info", [LOG_LEVEL_DEBUG] = "debug",
	};

	format_string(words[*(const enum log_level *)where], out);
}

static bool set_choice(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	if (text[0] == '\0' || !text_list_has(row->choices, text) ||
	    text[strspn(text, "abcdefghijklmnopqrstuvwxyz")] != '\0')
		return refuse(why, "is none of them");
	return set_text(row, where, text, why);
}

static bool set_severity(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	int64_t level;

	(void)row;
	if (strncmp(text, "sev", 3) != 0 ||
	    !text_parse_int(text + 3, SEV1, SEV3, &level))
		return refuse(why, "is not a severity");
	*(int *)where = (int)level;
	return true;
}

static void format_severity(const void *where, struct text *out)
{
	int level = *(const int *)where;

	text_addf(out, "\"sev%d\"", level == 0 ? SEV1 : level);
}

static const struct value_type types[] = {
	[SETTING_TEXT] = { "one line of text", set_text, format_string },
	[SETTING_NAME] = { "a name", set_name, format_string },
	[SETTING_WORD] = { "small letters, digits and dashes", set_word,
	    format_string },
	[SETTING_COMMAND] = { "a slash command such as \"/incident\"",
	    set_command, format_string },
	[SETTING_PATH] = { "a path that begins with /", set_path,
	    format_string },
	[SETTING_ZONE] = { "an IANA name such as \"Europe/Berlin\"", set_zone,
	    format_string },
	[SETTING_CHANNEL] = { "a channel id such as \"C0123456789\" (at the "
	    "foot of the channel's details in Slack)", set_channel,
	    format_string },
	[SETTING_USERGROUP] = { "a user group's id such as \"S0123456789\" "
	    "(in its address in Slack)", set_usergroup, format_string },
	[SETTING_MEMBER] = { "a user id such as \"U0123456789\", or a user "
	    "group's such as \"S0123456789\"", set_member, format_string },
	[SETTING_USER] = { "a user id such as \"U0123456789\" (in the "
	    "person's profile in Slack: Copy member ID)", set_user,
	    format_string },
	[SETTING_LINK] = { "an address that begins with https:// or http://",
	    set_link, format_string },
	[SETTING_COLOUR] = { "a colour such as \"#0b57a4\"", set_colour,
	    format_string },
	[SETTING_SECRET] = { "a token", set_secret, format_secret },
	[SETTING_REDIS] = { "an address such as "
	    "\"redis://127.0.0.1:6379/0\", \"rediss://...\" or "
	    "\"unix:///run/redis/redis.sock\"", set_redis, format_redis },
	[SETTING_LISTEN] = { "an address such as \"127.0.0.1:8080\", or "
	    "\"off\"", set_listen, format_string },
	[SETTING_SPAN] = { "a duration such as \"15m\" or \"1h30m\", or "
	    "\"none\"", set_span, format_span },
	[SETTING_BOOL] = { "true or false", set_bool, format_bool },
	[SETTING_COUNT] = { "a number from 0 to 8", set_count, format_count },
	[SETTING_DAY_COUNT] = { "a number of days from 0 to 36500",
	    calendar_set_day_count, format_count },
	[SETTING_LEVEL] = { "\"error\", \"warn\", \"info\" or \"debug\"",
	    set_level, format_level },
	[SETTING_TURN] = { "\"weekly\", \"daily\", or a number with h, d or w "
	    "such as \"12h\" or \"2w\"", calendar_set_turn,
	    calendar_format_turn },
	[SETTING_HANDOFF] = { "a time, or a day of the week and a time, such "
	    "as \"mon 09:00\"", calendar_set_handoff,
	    calendar_format_handoff },
	[SETTING_DATE] = { "a date such as \"2026-01-05\"", calendar_set_date,
	    calendar_format_date },
	[SETTING_DAYS] = { "days of the week such as \"mon-fri\" or "
	    "\"sat,sun\"", calendar_set_days, calendar_format_days },
	[SETTING_HOURS] = { "hours such as \"09:00-17:00\"",
	    calendar_set_hours, calendar_format_hours },
	[SETTING_CHOICE] = { "a word", set_choice, format_string },
	[SETTING_SEVERITY] = { "\"sev1\", \"sev2\" or \"sev3\"",
	    set_severity, format_severity },
	[SETTING_GROUPS] = { "a list of groups: ( { ... }, { ... } )", NULL,
	    NULL },
};

const char *value_expected(const struct setting *row)
{
	return row->choices != NULL ? row->choices :
	    types[row->type].expected;
}

bool value_set(const struct setting *row, void *where, const char *text,
    struct text *why)
{
	assert(types[row->type].set != NULL);
	return types[row->type].set(row, where, text, why);
}

/* A list of structs ends at the first whose first member is empty. */
static void format_groups(const struct setting *row, const void *where,
    struct text *out)
{
	const char *element = where;
	size_t i, k, count = row->count;

	if ((row->flags & IS_LONG) != 0) {
		element = ((const struct long_list *)where)->all;
		count = (size_t)((const struct long_list *)where)->count;
	}
	text_add(out, "(");
	for (i = 0; i < count && element[0] != '\0'; i++) {
		text_add(out, i == 0 ? " { " : ", { ");
		for (k = 0; k < row->of->count; k++) {
			const struct setting *inner = &row->of->rows[k];

			text_addf(out, "%s = ", inner->name);
			value_format(inner, element + inner->where, false,
			    out);
			text_add(out, "; ");
		}
		text_add(out, "}");
		element += row->size;
	}
	text_add(out, i == 0 ? ")" : " )");
}

static void format_list(const struct setting *row, const void *where,
    struct text *out)
{
	const char *element = where;
	size_t i;

	text_add(out, "[");
	for (i = 0; i < row->count && element[0] != '\0'; i++) {
		text_add(out, i == 0 ? " " : ", ");
		types[row->type].format(element, out);
		element += row->size;
	}
	text_add(out, i == 0 ? "]" : " ]");
}

void value_format(const struct setting *row, const void *where, bool reveal,
    struct text *out)
{
	if (row->type == SETTING_GROUPS)
		format_groups(row, where, out);
	else if (row->count > 0)
		format_list(row, where, out);
	else if (reveal && (row->flags & IS_SECRET) != 0)
		text_add(out, secret_reveal(where));
	else
		types[row->type].format(where, out);
}
