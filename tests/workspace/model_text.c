/* SPDX-License-Identifier: MIT
 *
 * model_text.c: what Slack does to text on its way through: cutting by code
 * points, escaping what is not a control sequence, turning Unicode emoji into
 * :names:, wrapping bare URLs, and turning what a person types (@ben,
 * #general) into mentions. Read next: model_views.c.
 */
#include "tests/workspace/model.h"

#include <ctype.h>

static const struct {
	const char *sign, *name;
} emojis[] = {
	{ "🔥", "fire" }, { "✅", "white_check_mark" },
	{ "🚨", "rotating_light" }, { "⚠️", "warning" }, { "⚠", "warning" },
	{ "🔴", "red_circle" }, { "🟠", "large_orange_circle" },
	{ "🟡", "large_yellow_circle" }, { "🟢", "large_green_circle" },
	{ "🔵", "large_blue_circle" }, { "⚪", "white_circle" },
	{ "📌", "pushpin" }, { "📟", "pager" }, { "📞", "telephone_receiver" },
	{ "☎️", "phone" }, { "📣", "mega" }, { "📢", "loudspeaker" },
	{ "⏰", "alarm_clock" }, { "⏱️", "stopwatch" },
	{ "⏳", "hourglass_flowing_sand" }, { "📝", "memo" },
	{ "📈", "chart_with_upwards_trend" },
	{ "📉", "chart_with_downwards_trend" }, { "📊", "bar_chart" },
	{ "🔗", "link" }, { "📖", "book" }, { "📚", "books" },
	{ "🔍", "mag" }, { "🛠️", "hammer_and_wrench" }, { "🔧", "wrench" },
	{ "👀", "eyes" }, { "👍", "+1" }, { "👎", "-1" }, { "🙏", "pray" },
	{ "🎉", "tada" }, { "❌", "x" }, { "❗", "exclamation" },
	{ "❓", "question" }, { "🔒", "lock" }, { "🔓", "unlock" },
	{ "🛡️", "shield" }, { "💥", "boom" }, { "🐛", "bug" },
	{ "🚀", "rocket" }, { "👋", "wave" }, { "🧯", "fire_extinguisher" },
	{ "🌐", "globe_with_meridians" }, { "📡", "satellite_antenna" },
	{ "🧭", "compass" }, { "🏁", "checkered_flag" }, { "🔔", "bell" },
	{ "🔕", "no_bell" }, { "📎", "paperclip" }, { "🗓️", "calendar" },
	{ "📅", "date" }, { "☕", "coffee" }, { "😀", "grinning" },
	{ "🙂", "slightly_smiling_face" }, { "😂", "joy" }, { "❤️", "heart" },
};

/* Names Slack knows that have no sign above. */
static const char *const more_emoji[] = { "thumbsup", "thumbsdown",
	"heavy_check_mark", "clipboard", "ballot_box_with_check", "hand",
	"raised_hands", "ok_hand", "clap", "construction", "fire_engine",
	"ambulance", "page_facing_up", "speech_balloon", "bulb", "robot_face",
	"thinking_face", "smile", "stopwatch", "hammer", "gear", "zap",
	"no_entry", "no_entry_sign", "octagonal_sign", "star", "sos",
	"black_circle", "white_circle", "information_source", "scroll",
	"one", "two", "three", "triangular_flag_on_post", "mailbox" };

bool emoji_is_known(const char *name)
{
	size_t length = strcspn(name, ":");

	for (size_t i = 0; i < ARRAY_LEN(emojis); i++)
		if (strlen(emojis[i].name) == length &&
		    strncmp(emojis[i].name, name, length) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(more_emoji); i++)
		if (strlen(more_emoji[i]) == length &&
		    strncmp(more_emoji[i], name, length) == 0)
			return true;
	return false;
}

size_t code_points(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

char *text_cut(const char *text, size_t max_points)
{
	const char *end = text;
	char *cut;

	for (size_t count = 0; *end; end++) {
		if (((unsigned char)*end & 0xC0) == 0x80)
			continue;
		if (count++ == max_points)
			break;
	}
	cut = zalloc((size_t)(end - text) + 1);
	memcpy(cut, text, (size_t)(end - text));
	return cut;
}

/* A growing string. */
struct out {
	char *text;
	size_t length, room;
};

static void out_add(struct out *out, const char *text, size_t length)
{
	if (out->length + length + 1 > out->room) {
		out->room = (out->length + length + 1) * 2;
		out->text = realloc(out->text, out->room);
		if (!out->text)
			abort();
	}
	memcpy(out->text + out->length, text, length);
	out->length += length;
	out->text[out->length] = '\0';
}

static void out_say(struct out *out, const char *text)
{
	out_add(out, text, strlen(text));
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Length of a control sequence <...> at text, or 0. */
static size_t control_length(const char *text)
{
	static const char *const openings[] = { "<@U", "<@W", "<#C", "<#G",
		"<!", "<http://", "<https://", "<mailto:", "<slack:" };
	size_t length = strcspn(text, ">\n");

	if (text[length] != '>')
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(openings); i++)
		if (begins(text, openings[i]))
			return length + 1;
	return 0;
}

static size_t entity_length(const char *text)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;" };

	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (begins(text, entities[i]))
			return strlen(entities[i]);
	return 0;
}

static size_t url_length(const char *text)
{
	size_t length;

	if (!begins(text, "http://") && !begins(text, "https://"))
		return 0;
	length = strcspn(text, " \t\n<>|\"`*");
	while (length > 0 && strchr(".,;:!?)", text[length - 1]))
		length--;
	return length > strlen("https://") ? length : 0;
}

static const char *escape_of(char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" :
		NULL;
}

/* Appends one sign as :name: and returns its length, or 0. */
static size_t emoji_step(struct out *out, const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(emojis); i++) {
		if (!begins(text, emojis[i].sign))
			continue;
		out_say(out, ":");
		out_say(out, emojis[i].name);
		out_say(out, ":");
		return strlen(emojis[i].sign);
	}
	return 0;
}

static size_t round_trip_step(struct out *out, const char *at, bool link)
{
	size_t length = *at == '<' ? control_length(at) : 0;

	if (length == 0 && *at == '&')
		length = entity_length(at);
	if (length > 0) {
		out_add(out, at, length);
		return length;
	}
	length = link ? url_length(at) : 0;
	if (length > 0) {
		out_say(out, "<");
		out_add(out, at, length);
		out_say(out, ">");
		return length;
	}
	length = emoji_step(out, at);
	if (length > 0)
		return length;
	if (escape_of(*at))
		out_say(out, escape_of(*at));
	else
		out_add(out, at, 1);
	return 1;
}

char *text_round_trip(const char *text, bool link)
{
	struct out out = { 0 };

	out_say(&out, "");
	while (*text)
		text += round_trip_step(&out, text, link);
	return out.text;
}

/* "@ben" or "#general" at text: writes the mention, returns what it took. */
static size_t mention_step(struct workspace *ws, struct out *out,
	const char *at, bool labels)
{
	size_t length = 1;
	char name[NAME_SIZE], mention[NAME_SIZE * 3];
	struct user *user;
	struct channel *channel;

	while (isalnum((unsigned char)at[length]) || at[length] == '-' ||
	       at[length] == '_')
		length++;
	if (length == 1 || length >= sizeof(name))
		return 0;
	PUT(name, "%.*s", (int)(length - 1), at + 1);
	user = *at == '@' ? user_find_named(ws, name) : NULL;
	channel = *at == '#' ? channel_find_named(ws, name) : NULL;
	if (user && labels)
		PUT(mention, "<@%s|%s>", user->id, name);
	else if (user)
		PUT(mention, "<@%s>", user->id);
	else if (channel)
		PUT(mention, "<#%s|%s>", channel->id, name);
	else if (*at == '@' && (same(name, "here") || same(name, "channel") ||
			same(name, "everyone")))
		PUT(mention, "<!%s>", name);
	else
		return 0;
	out_say(out, mention);
	return length;
}

/* What a person typed, as Slack's client sends it: mentions found, the rest
 * escaped. labels: the form slash commands get (<@U1|ben>). A mention that is
 * already in Slack's form passes as it is. */
char *text_from_person(struct workspace *ws, const char *typed, bool labels)
{
	struct out out = { 0 };
	bool at_word = true;

	out_say(&out, "");
	while (*typed) {
		bool sign = *typed == '@' || *typed == '#';
		size_t length = 0;

		if (at_word && sign)
			length = mention_step(ws, &out, typed, labels);
		if (length == 0 && *typed == '<' && strchr("@#!", typed[1])) {
			length = control_length(typed);
			out_add(&out, typed, length);
		}
		at_word = isspace((unsigned char)*typed) || *typed == '(';
		if (length == 0)
			length = round_trip_step(&out, typed, !labels);
		typed += length;
	}
	return out.text;
}

static char *unescaped(const char *text, size_t length)
{
	struct out out = { 0 };
	const char *end = text + length;

	out_say(&out, "");
	while (text < end) {
		size_t entity = entity_length(text);

		if (entity == 0) {
			out_add(&out, text++, 1);
			continue;
		}
		out_say(&out, text[1] == 'a' ? "&" : text[1] == 'l' ? "<" :
			">");
		text += entity;
	}
	return out.text;
}

static json_t *rich_leaf(const char *at, size_t length)
{
	char word[NAME_SIZE * 8], *bar;

	PUT(word, "%.*s", (int)(length - 2), at + 1);
	bar = strchr(word, '|');
	if (bar)
		*bar++ = '\0';
	if (*word == '@')
		return json_pack("{s:s,s:s}", "type", "user", "user_id",
			word + 1);
	if (*word == '#')
		return json_pack("{s:s,s:s}", "type", "channel",
			"channel_id", word + 1);
	if (*word == '!')
		return json_pack("{s:s,s:s}", "type", "broadcast", "range",
			word + 1);
	return json_pack("{s:s,s:s,s:s*}", "type", "link", "url", word,
		"text", bar);
}

/* The rich_text blocks a client sends beside the text. */
json_t *text_rich(struct workspace *ws, const char *text)
{
	json_t *leaves = json_array();
	char id[8];

	while (*text) {
		size_t control = *text == '<' ? control_length(text) : 0;
		size_t plain = control ? 0 : 1 + strcspn(text + 1, "<");
		char *words;

		if (control) {
			json_array_append_new(leaves,
				rich_leaf(text, control));
			text += control;
			continue;
		}
		words = unescaped(text, plain);
		json_array_append_new(leaves, json_pack("{s:s,s:s}", "type",
			"text", "text", words));
		free(words);
		text += plain;
	}
	draw_text(ws, id, 5);
	return json_pack("[{s:s,s:s,s:[{s:s,s:o}]}]", "type", "rich_text",
		"block_id", id, "elements", "type", "rich_text_section",
		"elements", leaves);
}

static void text_object_round_trip(json_t *object)
{
	const char *type = text_of(object, "type");
	bool plain = same(type, "plain_text");
	char *text;

	if (plain) {
		struct out out = { 0 };
		const char *at = text_of(object, "text");

		out_say(&out, "");
		while (*at) {
			size_t length = emoji_step(&out, at);

			if (length == 0)
				out_add(&out, at, length = 1);
			at += length;
		}
		text = out.text;
		if (!json_object_get(object, "emoji"))
			json_object_set_new(object, "emoji", json_true());
	} else {
		text = text_round_trip(text_of(object, "text"),
			!flag_of(object, "verbatim"));
		if (!json_object_get(object, "verbatim"))
			json_object_set_new(object, "verbatim", json_false());
	}
	json_object_set_new(object, "text", json_string(text));
	free(text);
}

static void walk(json_t *at)
{
	const char *type = text_of(at, "type"), *key;
	json_t *child;
	size_t i;

	if (json_is_object(at) && json_is_string(json_object_get(at, "text"))
	    && (same(type, "plain_text") || same(type, "mrkdwn"))) {
		text_object_round_trip(at);
		return;
	}
	if (same(type, "rich_text"))
		return;
	json_object_foreach(at, key, child)
		if (json_is_object(child) || json_is_array(child))
			walk(child);
	json_array_foreach(at, i, child)
		walk(child);
}

static bool acts(const json_t *element)
{
	const char *type = text_of(element, "type");

	return *type && !same(type, "image") && !same(type, "mrkdwn") &&
		!same(type, "plain_text") &&
		strncmp(type, "rich_text_", 10) != 0;
}

/* An element without action_id gets one, like a block without block_id. */
static void name_elements(struct workspace *ws, json_t *block)
{
	static const char *const single[] = { "accessory", "element" };
	json_t *element;
	size_t i;
	char id[8];

	for (i = 0; i < ARRAY_LEN(single); i++) {
		element = json_object_get(block, single[i]);
		if (!element || !acts(element) ||
		    *text_of(element, "action_id"))
			continue;
		draw_text(ws, id, 5);
		json_object_set_new(element, "action_id", json_string(id));
	}
	json_array_foreach(json_object_get(block, "elements"), i, element) {
		if (!acts(element) || *text_of(element, "action_id"))
			continue;
		draw_text(ws, id, 5);
		json_object_set_new(element, "action_id", json_string(id));
	}
}

/* A copy of blocks as Slack gives them back: block ids filled in, text
 * objects normal. */
json_t *blocks_round_trip(struct workspace *ws, json_t *blocks)
{
	json_t *copy = json_deep_copy(blocks), *block;
	char id[8];
	size_t i;

	json_array_foreach(copy, i, block) {
		if (!*text_of(block, "block_id")) {
			draw_text(ws, id, 5);
			json_object_set_new(block, "block_id",
				json_string(id));
		}
		name_elements(ws, block);
		walk(block);
	}
	return copy;
}
