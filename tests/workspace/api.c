/* SPDX-License-Identifier: MIT
 *
 * api.c: the way of every Web API call: method, body, token, scope, rate,
 * required arguments, then the method itself, then the answer's envelope.
 * Read next: api_args.c.
 */
#include "tests/workspace/api.h"

#define POST_PER_MINUTE 60.0    /* chat.postMessage, per channel */
#define POST_BURST 5.0
#define POSTS_IN_ALL 300.0

static const char *check_token(struct call *call)
{
	const char *token = call->request->token;
	unsigned flags = call->method->flags;

	if (flags & NO_TOKEN)
		return NULL;
	if (!token || !*token)
		return "not_authed";
	if (same(token, WORKSPACE_BOT_TOKEN))
		call->token = TOKEN_BOT;
	else if (same(token, WORKSPACE_APP_TOKEN))
		call->token = TOKEN_APP;
	else if (same(token, WORKSPACE_USER_TOKEN))
		call->token = TOKEN_USER;
	else
		return "invalid_auth";
	call->user = call->token == TOKEN_USER ? "U0ANA" : WORKSPACE_BOT_USER;
	if (call->token == TOKEN_APP && !(flags & APP_TOKEN))
		return "not_allowed_token_type";
	if (call->token == TOKEN_USER && !(flags & USER_TOKEN))
		return "not_allowed_token_type";
	if (call->token == TOKEN_BOT && (flags & APP_TOKEN) &&
	    !(flags & USER_TOKEN))
		return "not_allowed_token_type";
	if (call->token == TOKEN_APP && call->request->token_in_body)
		return "invalid_auth";
	return NULL;
}

static const char *check_scope(struct call *call)
{
	const char *at = call->method->scopes;
	char scope[WORD_SIZE];

	if (!*at || call->token != TOKEN_BOT)
		return NULL;
	while (*at) {
		size_t length = strcspn(at, " ");

		PUT(scope, "%.*s", (int)length, at);
		if (array_has(call->ws->scopes, scope))
			return NULL;
		at += length + (at[length] == ' ');
	}
	call->needed = call->method->scopes;
	return "missing_scope";
}

static const char *check_rate(struct call *call)
{
	const char *method = call->method->name;
	char key[NAME_SIZE];
	int wait_s;

	if (call->method->per_minute > 0) {
		wait_s = limit_take(call->ws, method,
			call->method->per_minute, call->method->per_minute);
	} else {
		PUT(key, "post:%s", arg(call, "channel"));
		wait_s = limit_take(call->ws, key, POST_PER_MINUTE,
			POST_BURST);
		if (wait_s == 0)
			wait_s = limit_take(call->ws, method, POSTS_IN_ALL,
				POSTS_IN_ALL);
	}
	if (wait_s == 0)
		return NULL;
	call->http_status = 429;
	call->retry_after_s = wait_s;
	return "ratelimited";
}

static const char *check_required(struct call *call)
{
	const char *at = call->method->required;
	const char *error = NULL;
	char name[WORD_SIZE];

	while (*at) {
		size_t length = strcspn(at, " ");

		PUT(name, "%.*s", (int)length, at);
		at += length + (at[length] == ' ');
		/* an empty topic is a topic */
		if (arg_given(call, name) || (json_is_string(json_object_get(
			call->args, name)) && (same(name, "topic") ||
				same(name, "purpose"))))
			continue;
		call_say(call, "[ERROR] missing required field: %s", name);
		error = call->method->missing;
	}
	return error;
}

static const char *check_arg_names(struct call *call)
{
	const char *key;
	json_t *value;

	json_object_foreach(call->args, key, value) {
		if (strchr(key, '['))
			return "invalid_array_arg";
		for (const char *c = key; *c; c++)
			if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
				"NOPQRSTUVWXYZ0123456789_", *c))
				return "invalid_arg_name";
	}
	return NULL;
}

static const char *run(struct call *call)
{
	const char *error = NULL;

	if (call->request->body_error)
		return call->request->body_error;
	error = check_token(call);
	if (!error)
		error = check_scope(call);
	if (!error)
		error = check_rate(call);
	if (!error)
		error = check_arg_names(call);
	if (!error)
		error = check_required(call);
	return error ? error : call->method->run(call);
}

static void warn_about_charset(struct call *call)
{
	const struct workspace_request *request = call->request;

	if (request->is_get || request->body_error)
		return;
	if (request->is_json && !request->has_charset)
		json_array_append_new(call->warnings,
			json_string("missing_charset"));
	if (!request->is_json && request->has_charset)
		json_array_append_new(call->warnings,
			json_string("superfluous_charset"));
}

static char *joined(const json_t *words)
{
	json_t *word;
	size_t i, room = 1;
	char *text;

	json_array_foreach((json_t *)(uintptr_t)words, i, word)
		room += json_string_length(word) + 1;
	text = zalloc(room);
	json_array_foreach((json_t *)(uintptr_t)words, i, word)
		put(text + strlen(text), room - strlen(text), "%s%s",
			i > 0 ? "," : "", json_string_value(word));
	return text;
}

static void add_metadata(struct call *call, const char *name, json_t *list)
{
	json_t *metadata = json_object_get(call->answer, "response_metadata");

	if (json_array_size(list) == 0)
		return;
	if (!metadata) {
		metadata = json_object();
		json_object_set_new(call->answer, "response_metadata",
			metadata);
	}
	json_object_set(metadata, name, list);
}

static void say_missing_scope(struct call *call)
{
	char *provided = joined(call->ws->scopes);
	char needed[400];

	PUT(needed, "%s", call->needed);
	for (char *c = needed; *c; c++)
		*c = *c == ' ' ? ',' : *c;
	json_object_set_new(call->answer, "needed", json_string(needed));
	json_object_set_new(call->answer, "provided", json_string(provided));
	free(provided);
}

static void finish(struct call *call, const char *error,
	struct workspace_response *response)
{
	char *warning;

	if (error) {
		json_t *errors = json_object_get(call->answer, "errors");

		json_incref(errors);
		json_object_clear(call->answer);
		json_object_set_new(call->answer, "ok", json_false());
		json_object_set_new(call->answer, "error",
			json_string(error));
		if (errors)
			json_object_set_new(call->answer, "errors", errors);
	}
	json_object_set_new(call->answer, "ok", json_boolean(!error));
	if (same(error, "missing_scope") && call->needed)
		say_missing_scope(call);
	add_metadata(call, "messages", call->messages);
	add_metadata(call, "warnings", call->warnings);
	if (json_array_size(call->warnings) > 0) {
		warning = joined(call->warnings);
		json_object_set_new(call->answer, "warning",
			json_string(warning));
		free(warning);
	}
	response->http_status = call->http_status;
	response->retry_after_s = call->retry_after_s;
	response->body = call->answer;
	if (call->token == TOKEN_BOT) {
		response->scopes = joined(call->ws->scopes);
		response->accepted = call->method->scopes;
	}
}

static void note_call(struct call *call, const char *error)
{
	const char *text = arg(call, "text");
	json_t *args = json_copy(call->request->args);

	json_object_del(args, "token");
	note(call->ws, "api", json_pack("{s:s,s:s,s:s,s:s,s:b,s:s*,s:o}",
		"method", call->request->method, "channel",
		*arg(call, "channel") ? arg(call, "channel") :
			arg(call, "channel_id"),
		"user", arg(call, "user"), "text", text, "ok", error == NULL,
		"error", error, "args", args));
}

/* An api fault: answers for the method, before or after it was done. */
static bool fault_answer(struct call *call, json_t *fault,
	struct workspace_response *response)
{
	const char *error = text_of(fault, "error");
	int status = (int)fault_int(fault, "status", 200);

	response->delay_ms = fault_int(fault, "delay_ms", 0);
	response->byte_delay_ms = fault_int(fault, "byte_delay_ms", 0);
	response->cut = flag_of(fault, "cut");
	if (flag_of(fault, "endless"))	/* the first page, again and again */
		json_object_set_new(call->answer, "response_metadata",
			json_pack("{s:s}", "next_cursor", "bmV4dDo0="));
	if (status == 200 && !*error)
		return false;
	call->http_status = status;
	if (status == 429)
		call->retry_after_s = (int)fault_int(fault, "retry_after", -1);
	json_object_clear(call->answer);
	call->needed = call->method->scopes;
	finish(call, *error ? error : "internal_error", response);
	if (status >= 500)
		response->raw = "<html><body>502 upstream</body></html>";
	return true;
}

/* Is the call carried out before the fault shows? Unless said otherwise:
 * only when the answer itself is not an error. */
static bool fault_lets_through(const json_t *fault)
{
	const json_t *applied = json_object_get(fault, "applied");

	if (applied)
		return json_is_true(applied);
	return !*text_of(fault, "error") &&
		fault_int(fault, "status", 200) == 200;
}

void workspace_api(struct workspace *ws,
	const struct workspace_request *request,
	struct workspace_response *response)
{
	static const struct method unknown = { .name = "", .scopes = "" };
	struct call call = { .ws = ws, .request = request,
		.http_status = 200, .retry_after_s = -1 };
	json_t *fault = fault_take(ws, "api", request->method);
	bool applied = !fault || fault_lets_through(fault);
	const char *error = "unknown_method";

	memset(response, 0, sizeof(*response));
	json_incref(fault);
	call.answer = json_pack("{s:b}", "ok", 0);
	call.messages = json_array();
	call.warnings = json_array();
	call.method = method_find(request->method);
	if (call.method && (!request->is_json ||
		(call.method->flags & TAKES_JSON)))
		call.args = request->args;
	if (!call.method)
		call.method = &unknown;
	else if (applied)
		error = run(&call);
	else
		error = check_token(&call);
	warn_about_charset(&call);
	note_call(&call, error);
	if (!fault || !fault_answer(&call, fault, response))
		finish(&call, error, response);
	json_decref(call.messages);
	json_decref(call.warnings);
	json_decref(fault);
	changed(ws);
}
