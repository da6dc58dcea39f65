/* SPDX-License-Identifier: MIT
 *
 * trial.c: a workspace for one test. Read next: test_api.c.
 */
#include "tests/workspace/trial.h"

#include <stdarg.h>

static void record(void *arg, const struct workspace_link *link)
{
	struct trial *trial = arg;
	struct trial_link *one = &trial->links[trial->link_count];

	ck_assert(trial->link_count < TRIAL_LINKS_MAX);
	trial->link_count++;
	one->what = link->what;
	one->connection = link->connection;
	one->code = link->code;
	one->frame = json_loadb(link->text, link->length, 0, NULL);
}

void trial_begin(struct trial *trial, uint64_t seed, bool limits)
{
	struct workspace_callbacks callbacks = { .arg = trial,
		.link = record };
	struct workspace_options options = { .seed = seed,
		.now_ms = TRIAL_START_MS, .http_base = "http://127.0.0.1:9",
		.ws_base = "ws://127.0.0.1:9", .no_rate_limits = !limits };

	memset(trial, 0, sizeof(*trial));
	trial->now_ms = TRIAL_START_MS;
	trial->ws = workspace_new(&options, &callbacks);
}

void trial_end(struct trial *trial)
{
	for (size_t i = 0; i < trial->link_count; i++)
		json_decref(trial->links[i].frame);
	workspace_free(trial->ws);
}

void trial_pass(struct trial *trial, int64_t ms)
{
	trial->now_ms += ms;
	(void)workspace_tick(trial->ws, trial->now_ms);
}

static json_t *call(struct trial *trial, const char *method, json_t *args)
{
	bool app = strncmp(method, "apps.", 5) == 0;
	struct workspace_request request = { .method = method, .args = args,
		.token = app ? WORKSPACE_APP_TOKEN : WORKSPACE_BOT_TOKEN };
	struct workspace_response response;
	json_t *answer;

	ck_assert_ptr_nonnull(args);
	workspace_api(trial->ws, &request, &response);
	answer = json_incref(response.body);
	workspace_response_release(&response);
	json_decref(args);
	return answer;
}

json_t *trial_call(struct trial *trial, const char *method,
	const char *format, ...)
{
	va_list list;
	json_t *args;

	va_start(list, format);
	args = json_vpack_ex(NULL, 0, format, list);
	va_end(list);
	return call(trial, method, args);
}

static const char *word_of(struct trial *trial, json_t *answer)
{
	const char *error = json_string_value(json_object_get(answer,
		"error"));

	(void)snprintf(trial->word, sizeof(trial->word), "%s",
		json_is_true(json_object_get(answer, "ok")) ? "ok" :
		error ? error : "no word");
	json_decref(answer);
	return trial->word;
}

const char *trial_error(struct trial *trial, const char *method,
	const char *format, ...)
{
	va_list list;
	json_t *args;

	va_start(list, format);
	args = json_vpack_ex(NULL, 0, format, list);
	va_end(list);
	return word_of(trial, call(trial, method, args));
}

static json_t *act(struct trial *trial, json_t *what)
{
	json_t *answer;

	ck_assert_ptr_nonnull(what);
	answer = workspace_act(trial->ws, what);
	json_decref(what);
	return answer;
}

json_t *trial_act(struct trial *trial, const char *format, ...)
{
	va_list list;
	json_t *answer;

	va_start(list, format);
	answer = act(trial, json_vpack_ex(NULL, 0, format, list));
	va_end(list);
	ck_assert_msg(json_is_true(json_object_get(answer, "ok")), "%s",
		json_string_value(json_object_get(answer, "error")));
	return answer;
}

const char *trial_act_error(struct trial *trial, const char *format, ...)
{
	va_list list;
	json_t *answer;

	va_start(list, format);
	answer = act(trial, json_vpack_ex(NULL, 0, format, list));
	va_end(list);
	return word_of(trial, answer);
}

int trial_connect(struct trial *trial)
{
	json_t *answer = trial_call(trial, "apps.connections.open", "{}");
	const char *url = trial_text(answer, "url");
	const char *ticket = strstr(url, "ticket=");
	char word[64];
	int connection;

	ck_assert_ptr_nonnull(ticket);
	ticket += strlen("ticket=");
	(void)snprintf(word, sizeof(word), "%.*s",
		(int)strcspn(ticket, "&"), ticket);
	connection = workspace_connect(trial->ws, word, false);
	json_decref(answer);
	return connection;
}

void trial_ack(struct trial *trial, int connection, const json_t *frame,
	const char *payload)
{
	char text[8192];
	int length = snprintf(text, sizeof(text),
		"{\"envelope_id\":\"%s\"%s%s}", trial_text(frame,
		"envelope_id"), payload ? ",\"payload\":" : "",
		payload ? payload : "");

	workspace_receive(trial->ws, connection, text, (size_t)length, false);
}

static bool is_of_type(const json_t *frame, const char *type)
{
	static const char *const paths[] = { "type", "payload.type",
		"payload.event.type", "payload.event.subtype" };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (strcmp(trial_text(frame, paths[i]), type) == 0)
			return true;
	return false;
}

const json_t *trial_frame(const struct trial *trial, const char *type,
	size_t n)
{
	for (size_t i = 0; i < trial->link_count; i++)
		if (is_of_type(trial->links[i].frame, type) && n-- == 0)
			return trial->links[i].frame;
	return NULL;
}

size_t trial_frames(const struct trial *trial, const char *type)
{
	size_t count = 0;

	for (size_t i = 0; i < trial->link_count; i++)
		count += is_of_type(trial->links[i].frame, type);
	return count;
}

const char *trial_text(const json_t *at, const char *path)
{
	char step[64];

	while (at && *path) {
		size_t length = strcspn(path, ".");

		(void)snprintf(step, sizeof(step), "%.*s", (int)length, path);
		at = json_is_array(at) ? json_array_get(at,
			strtoul(step, NULL, 10)) : json_object_get(at, step);
		path += length + (path[length] == '.');
	}
	return json_is_string(at) ? json_string_value(at) : "";
}

void trial_say(struct trial *trial, const char *text)
{
	json_decref(trial_act(trial, "{s:s,s:s,s:s,s:s}", "as", "U0ANA", "do",
		"say", "channel", "C0INCIDENTS", "text", text));
}

void trial_command(struct trial *trial, const char *text)
{
	json_decref(trial_act(trial, "{s:s,s:s,s:s,s:s,s:s}", "as", "U0ANA",
		"do", "command", "channel", "C0INCIDENTS", "command",
		"/incident", "text", text));
}

void trial_fault(struct trial *trial, const char *name)
{
	json_t *order = json_pack("{s:s}", "fault", name);
	json_t *answer = workspace_fault(trial->ws, order);

	ck_assert_msg(json_is_true(json_object_get(answer, "ok")), "%s",
		name);
	json_decref(answer);
	json_decref(order);
}

const char *trial_notice(struct trial *trial)
{
	static char text[300];
	json_t *state = workspace_state(trial->ws, "U0ANA");
	json_t *notices = json_object_get(state, "notices");
	size_t count = json_array_size(notices);

	(void)snprintf(text, sizeof(text), "%s", count == 0 ? "" :
		trial_text(json_array_get(notices, count - 1), "text"));
	json_decref(state);
	return text;
}

json_t *trial_modal(struct trial *trial, size_t at)
{
	json_t *state = workspace_state(trial->ws, "U0ANA");
	json_t *modal = json_array_get(json_object_get(state, "modals"), at);

	json_incref(modal);
	json_decref(state);
	return modal;
}
