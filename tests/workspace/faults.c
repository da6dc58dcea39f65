/* SPDX-License-Identifier: MIT
 *
 * faults.c: the fault switches, as a table. F1 to F46 are the field reports
 * of the same number; the named ones are what the Web API can do to a caller.
 * An order {"fault":"F27","count":1,...} is the row's defaults with the
 * order's own keys on top:
 *
 *   count     how often it strikes (1); -1 = until {"count":0} or "none"
 *   for_ms    how long it may strike
 *   type      send, hold: slash_commands, interactive or events_api only
 *   method    api: this method only ("*" = all but response_url)
 *   also      further orders to carry out with this one
 *
 * A hook is the place that asks for a fault: fault_take() in the file named
 * beside it. Read next: faults_now.c, delivery_faults.c.
 */
#include "tests/workspace/faults.h"

static const struct fault_spec specs[] = {
	/* what happens to connections at once: faults_now.c */
	{ "F1", "now", "{\"ghosts\":9}" },
	{ "F4", "now", "{\"disconnect\":\"refresh_requested\","
		"\"link\":\"reset\"}" },
	{ "F5", "now", "{\"disconnect\":\"refresh_requested\","
		"\"close_on_hello\":true}" },
	{ "F10", "now", "{\"link\":\"deaf\",\"for_ms\":-1}" },
	{ "F11", "now", "{\"link\":\"reset\"}" },
	{ "F12", "now", "{\"link\":\"drop_idle\",\"for_ms\":10000}" },
	{ "F13", "now", "{\"link\":\"slow_pong\",\"for_ms\":8000}" },
	{ "F14", "now", "{\"link\":\"no_pings\"}" },
	{ "F15", "now", "{\"link\":\"only_pings\",\"for_ms\":70000}" },
	{ "F16", "now", "{\"link\":\"close\",\"code\":1000}" },
	{ "F17", "now", "{\"disconnect\":\"refresh_requested\","
		"\"close_ms\":10000}" },
	{ "F21", "now", "{\"link\":\"reset\"}" },
	{ "F22", "now", "{\"text\":\"UNAUTHENTICATED: cache_error\"}" },
	{ "F23", "now", "{\"link\":\"binary\"}" },
	{ "F26", "now", "{\"envelope\":\"thing_from_the_future\"}" },
	{ "F40", "now", "{\"disconnect\":\"link_disabled\","
		"\"link\":\"close\",\"also\":[{\"fault\":\"api\",\"count\":-1,"
		"\"method\":\"apps.connections.open\","
		"\"error\":\"link_disabled\"}]}" },
	{ "F46", "now", "{\"link\":\"close\",\"code\":1000,\"also\":["
		"{\"fault\":\"F9\",\"count\":-1,\"for_ms\":180000}]}" },
	{ "warning", "now", "{\"disconnect\":\"warning\","
		"\"close_ms\":10000}" },
	/* at the handshake and the hello: delivery.c, delivery_faults.c */
	{ "F2", "greet", "{\"how\":\"too_many\"}" },
	{ "F3", "none", "{\"also\":[{\"fault\":\"F2\"},"
		"{\"fault\":\"F38\"}]}" },
	{ "F6", "handshake", "{\"status\":408}" },
	{ "F7", "handshake", "{\"status\":200}" },
	{ "F18", "greet", "{\"how\":\"no_hello\","
		"\"reason\":\"refresh_requested\"}" },
	{ "F19", "greet", "{\"how\":\"disconnect\","
		"\"reason\":\"link_disabled\"}" },
	{ "F42", "greet", "{\"how\":\"ping_first\"}" },
	{ "F43", "greet", "{\"how\":\"close\"}" },
	{ "short-life", "greet", "{\"how\":\"life\",\"life_ms\":60000}" },
	/* as an envelope leaves: delivery_faults.c */
	{ "F20", "send", "{\"how\":\"close_after\"}" },
	{ "F24", "send", "{\"how\":\"fragments\",\"bytes\":70000}" },
	{ "F24b", "send", "{\"how\":\"dribble\",\"bytes\":70000}" },
	{ "F27", "send", "{\"how\":\"twice\",\"type\":\"events_api\"}" },
	{ "F28", "send", "{\"how\":\"numbers\",\"type\":\"events_api\"}" },
	{ "F29", "send", "{\"how\":\"late_number\","
		"\"type\":\"events_api\"}" },
	{ "F30", "send", "{\"how\":\"again\","
		"\"type\":\"slash_commands\"}" },
	{ "F31", "send", "{\"how\":\"second_message\",\"after_ms\":25000,"
		"\"type\":\"events_api\"}" },
	{ "F36", "send", "{\"how\":\"cut\"}" },
	{ "F41", "send", "{\"how\":\"reset_before\"}" },
	{ "lost", "send", "{\"how\":\"lost\"}" },
	{ "F32", "hold", "{\"hold_ms\":4000,\"type\":\"slash_commands\"}" },
	{ "F33", "hold", "{\"hold_ms\":480000,\"type\":\"events_api\"}" },
	{ "F25", "ack_limit_closes", "{}" },     /* delivery_time.c */
	/* what the Web API answers: api.c, api_people.c, respond.c */
	{ "F8", "api", "{\"method\":\"apps.connections.open\",\"count\":3,"
		"\"error\":\"internal_error\"}" },
	{ "F9", "open_url", "{}" },
	{ "F37", "api", "{\"method\":\"*\",\"status\":429}" },
	{ "F38", "api", "{\"method\":\"apps.connections.open\","
		"\"status\":429,\"retry_after\":30}" },
	{ "F39", "api", "{\"method\":\"*\",\"byte_delay_ms\":1000}" },
	{ "F45", "api", "{\"method\":\"chat.postMessage\",\"applied\":true,"
		"\"cut\":true}" },
	{ "api", "api", "{\"method\":\"*\"}" },
	{ "429", "api", "{\"method\":\"*\",\"status\":429,"
		"\"retry_after\":30}" },
	{ "500", "api", "{\"method\":\"*\",\"status\":500}" },
	{ "500-applied", "api", "{\"method\":\"*\",\"status\":500,"
		"\"applied\":true}" },
	{ "unknown-error", "api", "{\"method\":\"*\","
		"\"error\":\"a_word_of_next_year\"}" },
	{ "slow-body", "api", "{\"method\":\"*\",\"byte_delay_ms\":1000}" },
	{ "timeout", "api", "{\"method\":\"*\",\"delay_ms\":60000,"
		"\"cut\":true,\"applied\":false}" },
	{ "timeout-applied", "api", "{\"method\":\"*\",\"delay_ms\":60000,"
		"\"cut\":true,\"applied\":true}" },
	{ "ratelimited-200", "api", "{\"method\":\"*\","
		"\"error\":\"ratelimited\"}" },
	{ "missing_scope", "api", "{\"method\":\"*\","
		"\"error\":\"missing_scope\"}" },
	{ "token_revoked", "api", "{\"method\":\"*\",\"count\":-1,"
		"\"error\":\"token_revoked\"}" },
	{ "is_archived", "api", "{\"method\":\"chat.postMessage\","
		"\"error\":\"is_archived\"}" },
	{ "channel_not_found", "api", "{\"method\":\"chat.postMessage\","
		"\"error\":\"channel_not_found\"}" },
	{ "message_not_found", "api", "{\"method\":\"chat.update\","
		"\"error\":\"message_not_found\"}" },
	{ "name_taken", "api", "{\"method\":\"conversations.create\","
		"\"error\":\"name_taken\"}" },
	{ "user_disabled", "api", "{\"method\":\"conversations.open\","
		"\"error\":\"user_disabled\"}" },
	{ "expired_trigger_id", "api", "{\"method\":\"views.open\","
		"\"error\":\"expired_trigger_id\"}" },
};

int64_t fault_int(const json_t *order, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(order, key);

	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

static void fault_drop(struct workspace *ws, size_t at)
{
	struct fault *fault = ws->faults.items[at];

	list_remove(&ws->faults, at);
	json_decref(fault->order);
	free(fault);
}

static bool matches(const struct fault *fault, const char *subject)
{
	const char *method = text_of(fault->order, "method");
	const char *type = text_of(fault->order, "type");

	if (*method && !same(method, subject))
		return same(method, "*") && !same(subject, "response_url");
	return !*type || same(type, subject);
}

static void drop_expired(struct workspace *ws)
{
	for (size_t i = ws->faults.count; i-- > 0;) {
		struct fault *fault = ws->faults.items[i];

		if (ws->now_ms > fault->until_ms)
			fault_drop(ws, i);
	}
}

json_t *fault_take(struct workspace *ws, const char *hook, const char *subject)
{
	drop_expired(ws);
	for (size_t i = 0; i < ws->faults.count; i++) {
		struct fault *fault = ws->faults.items[i];

		if (!same(fault->spec->hook, hook) ||
		    !matches(fault, subject))
			continue;
		json_decref(ws->fault_last);
		ws->fault_last = json_incref(fault->order);
		note(ws, "fault", json_pack("{s:s,s:s}", "text",
			fault->spec->name, "subject", subject));
		if (fault->count > 0 && --fault->count == 0)
			fault_drop(ws, i);
		return ws->fault_last;
	}
	return NULL;
}

static const struct fault_spec *spec_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		if (same(specs[i].name, name))
			return &specs[i];
	return NULL;
}

static void fault_off(struct workspace *ws, const struct fault_spec *spec)
{
	for (size_t i = ws->faults.count; i-- > 0;) {
		struct fault *fault = ws->faults.items[i];

		if (!spec || fault->spec == spec)
			fault_drop(ws, i);
	}
}

static void fault_add(struct workspace *ws, const struct fault_spec *spec,
	json_t *order)
{
	struct fault *fault = zalloc(sizeof(*fault));
	int64_t for_ms = fault_int(order, "for_ms", -1);

	fault->spec = spec;
	fault->order = order;
	fault->count = (int)fault_int(order, "count", 1);
	fault->until_ms = for_ms < 0 ? INT64_MAX : ws->now_ms + for_ms;
	list_add(&ws->faults, fault);
}

static json_t *refuse(const char *error)
{
	return json_pack("{s:b,s:s}", "ok", 0, "error", error);
}

json_t *workspace_fault(struct workspace *ws, json_t *order)
{
	const struct fault_spec *spec = spec_find(text_of(order, "fault"));
	json_t *whole, *one;
	size_t i;

	if (same(text_of(order, "fault"), "none")) {
		fault_off(ws, NULL);
		return json_pack("{s:b}", "ok", 1);
	}
	if (!spec)
		return refuse("unknown_fault");
	note(ws, "fault_ordered", json_pack("{s:s}", "text", spec->name));
	if (fault_int(order, "count", 1) == 0) {
		fault_off(ws, spec);
		return json_pack("{s:b}", "ok", 1);
	}
	whole = json_loads(spec->defaults, 0, NULL);
	assert(whole);
	json_object_update(whole, order);
	json_array_foreach(json_object_get(whole, "also"), i, one)
		json_decref(workspace_fault(ws, one));
	if (same(spec->hook, "now"))
		fault_now(ws, whole);
	else if (!same(spec->hook, "none"))
		fault_add(ws, spec, json_incref(whole));
	json_decref(whole);
	return json_pack("{s:b}", "ok", 1);
}

json_t *workspace_faults(const struct workspace *ws)
{
	json_t *known = json_array(), *on = json_array();

	for (size_t i = 0; i < ARRAY_LEN(specs); i++)
		json_array_append_new(known, json_pack("{s:s,s:s,s:o}",
			"fault", specs[i].name, "hook", specs[i].hook,
			"defaults", json_loads(specs[i].defaults, 0, NULL)));
	for (size_t i = 0; i < ws->faults.count; i++) {
		const struct fault *fault = ws->faults.items[i];

		json_array_append_new(on, json_pack("{s:s,s:i,s:O}", "fault",
			fault->spec->name, "count", fault->count, "order",
			fault->order));
	}
	return json_pack("{s:o,s:o}", "on", on, "known", known);
}
