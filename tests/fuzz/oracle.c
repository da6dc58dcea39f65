/* SPDX-License-Identifier: MIT
 *
 * oracle: see fuzz.h. Written from Slack's rules of mrkdwn, not from our
 * escaping, so that both must be wrong to agree.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/effect.h"
#include "core/incident.h"
#include "core/views/render.h"
#include "core/views/view.h"
#include "tests/unit/view_check.h"

#define IDS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

void fuzz_fail(const char *what, const char *where)
{
	fprintf(stderr, "== %s: %s\n", what, where);
	abort();
}

static bool holds(const json_t *known, const char *id, size_t n)
{
	const char *s = json_string_value(known);
	const char *key;
	json_t *value;
	size_t i;

	if (s)
		return strlen(s) == n && memcmp(s, id, n) == 0;
	if (json_is_array(known)) {
		json_array_foreach((json_t *)(uintptr_t)known, i, value)
			if (holds(value, id, n))
				return true;
		return false;
	}
	json_object_foreach((json_t *)(uintptr_t)known, key, value)
		if (holds(value, id, n))
			return true;
	return false;
}

/* "<!date^1781532000^{time}|14:00 UTC>", without a link in it. */
static size_t date_sequence(const char *s)
{
	const char *end = strchr(s, '>');
	const char *c = s + strlen("<!date^");

	c += strspn(c, "-0123456789");
	if (!end || *c != '^' || end - 4 < c)
		return 0;
	c++;
	c += strspn(c, "{}_ abcdefghijklmnopqrstuvwxyz,");
	if (*c != '|' || strncmp(end - 4, " UTC", 4) != 0 ||
	    strcspn(c, "<&\n") < (size_t)(end - c))
		return 0;
	return (size_t)(end - s) + 1;
}

/* Length of the sequence at s if it is one of ours, else 0. */
static size_t own_sequence(const char *s, const json_t *known)
{
	size_t n = strspn(s + 2, IDS);

	if (text_starts_with(s, "<!date^"))
		return date_sequence(s);
	if ((s[1] != '@' && s[1] != '#') || n == 0 || s[2 + n] != '>')
		return 0;
	return holds(known, s + 2, n) ? n + 3 : 0;
}

static bool is_entity(const char *s)
{
	return text_starts_with(s, "&amp;") || text_starts_with(s, "&lt;") ||
	    text_starts_with(s, "&gt;");
}

static void check_characters(const char *text)
{
	const char *s = text;

	if (!utf8_valid(text, strlen(text)))
		fuzz_fail("broken UTF-8", text);
	while (*s != '\0') {
		uint32_t c = utf8_take(&s);

		if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) ||
		    (c >= 0x200b && c <= 0x200f) ||
		    (c >= 0x2028 && c <= 0x202e) ||
		    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
		    (c >= 0xe0000 && c <= 0xe0fff))
			fuzz_fail("a character that deceives", text);
	}
}

void fuzz_check_text(const char *mrkdwn, const json_t *known)
{
	const char *s = mrkdwn;
	size_t own;

	if (strstr(mrkdwn, "```"))
		fuzz_fail("a code block opens", mrkdwn);
	while (*s != '\0') {
		if (*s == '<') {
			own = own_sequence(s, known);
			if (own == 0)
				fuzz_fail("foreign markup", mrkdwn);
			s += own;
			continue;
		}
		if (*s == '>' && s != mrkdwn && s[-1] != '\n')
			fuzz_fail("a bare >", mrkdwn);
		if (*s == '&' && !is_entity(s))
			fuzz_fail("a bare & or a cut entity", mrkdwn);
		s++;
	}
	check_characters(mrkdwn);
}

static bool is_plain(const json_t *object)
{
	const char *type = json_string_value(json_object_get(object, "type"));

	return type && strcmp(type, "plain_text") == 0;
}

/* What people see; the rest are ids and the like. */
static bool is_shown(const char *key)
{
	return strcmp(key, "text") == 0 || strcmp(key, "topic") == 0 ||
	    strcmp(key, "purpose") == 0;
}

void fuzz_check_markup(const json_t *json, const json_t *known)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(json))
		json_array_foreach((json_t *)(uintptr_t)json, i, value)
			fuzz_check_markup(value, known);
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		if (!json_is_string(value))
			fuzz_check_markup(value, known);
		else if (is_shown(key) && is_plain(json))
			check_characters(json_string_value(value));
		else if (is_shown(key))
			fuzz_check_text(json_string_value(value), known);
	}
}

static json_t *as_json(const char *text)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	if (!json)
		fuzz_fail("no JSON", text);
	return json;
}

void fuzz_check_snapshot(const struct incident *incident)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct incident *copy = arena_alloc(arena, sizeof(*copy));
	const char *text = incident_encode(arena, incident);

	if (strlen(text) > SNAPSHOT_MAX)
		fuzz_fail("the snapshot is too large", text);
	if (!incident_decode(text, strlen(text), copy))
		fuzz_fail("the snapshot does not read back", text);
	if (strcmp(incident_encode(arena, copy), text) != 0)
		fuzz_fail("the snapshot reads back as another", text);
	arena_free(arena);
}

static void check_view(json_t *view, const char *fallback,
    const json_t *known)
{
	json_t *message = json_pack("{s:s, s:o}", "text", fallback, "blocks",
	    view);
	const char *wrong = view_limits_problem(message, A_MESSAGE);

	if (wrong)
		fuzz_fail("Slack refuses", wrong);
	fuzz_check_markup(message, known);
	json_decref(message);
}

static void check_modal(json_t *view, const json_t *known)
{
	const char *wrong = view_limits_problem(view, A_MODAL);

	if (wrong)
		fuzz_fail("Slack refuses", wrong);
	fuzz_check_markup(view, known);
	json_decref(view);
}

static void check_forms(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const json_t *known)
{
	check_modal(view_update_form(arena, incident, policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", "", "",
	    "" }), known);
	check_modal(view_resolve_form(arena, incident, policy), known);
	check_modal(view_severity_form(arena, incident, policy,
	    incident->severity), known);
	check_modal(view_role_form(arena, incident, "assign", 0), known);
}

void fuzz_check_views(const struct incident *incident,
    const struct policy *policy, int64_t now_ms)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	json_t *known = as_json(incident_encode(arena, incident));
	const char *fallback = "";
	json_t *home, *blocks;
	const char *topic;

	blocks = view_card(arena, incident, policy, &fallback);
	check_view(blocks, fallback, known);
	blocks = view_status(arena, incident, policy, now_ms, &fallback);
	check_view(blocks, fallback, known);
	blocks = view_panel(arena, incident, policy, &fallback);
	check_view(blocks, fallback, known);
	blocks = view_company_line(arena, incident, &fallback);
	check_view(blocks, fallback, known);
	blocks = view_list(arena, incident, 1, 1, 0, &fallback);
	check_view(blocks, fallback, known);
	home = view_home(arena, incident, 1, 1, "U0ANA", now_ms, policy);
	fuzz_check_markup(home, known);
	json_decref(home);
	topic = view_topic(arena, incident);
	fuzz_check_text(topic, known);
	if (utf8_length(topic) > 250)
		fuzz_fail("the topic is too long", topic);
	check_forms(arena, incident, policy, known);
	json_decref(known);
	arena_free(arena);
}

static enum render_result draw(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy, struct call *call)
{
	static const struct site nothing;

	if (effect_is_of_site(effect->kind))
		return render_site_effect(arena, effect, "fx:site:3:1",
		    &nothing, policy, call);
	return render_effect(arena, effect, "fx:7:3:1", incident, policy, 1,
	    call);
}

void fuzz_check_effect(const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct call call = { "", NULL, RECONCILE_NONE, "" };
	json_t *known, *wrapped;
	const char *wrong;

	/* What goes elsewhere is not drawn for Slack. */
	if (effect_target(effect->kind) != TARGET_ELSEWHERE &&
	    draw(arena, effect, incident, policy, &call) == RENDER_CALL) {
		known = json_pack("[o, o, s, s]",
		    as_json(incident_encode(arena, incident)),
		    as_json(effect_encode(arena, effect)), "C0INC",
		    policy->broadcast_channel);
		wrapped = json_pack("{s:o}", "args", call.args);
		wrong = view_limits_problem(wrapped, A_CALL);
		if (wrong)
			fuzz_fail("Slack refuses", wrong);
		fuzz_check_markup(call.args, known);
		json_decref(wrapped);
		json_decref(known);
	}
	arena_free(arena);
}
