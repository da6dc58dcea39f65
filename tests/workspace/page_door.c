/* SPDX-License-Identifier: MIT
 *
 * page_door.c: the door for people and tests: the web page's files, acts,
 * clock, faults, the log and the state (long polls), and the WebSocket that pushes
 * the whole state after every change. Read next: page_state.c.
 */
#include "tests/workspace/door.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (4 << 20)
#define POLL_MAX_MS 30000
#define SPEED_MAX 100000.0

static void answer_error(struct session *session, int status,
	const char *error)
{
	http_answer_json(session, status, json_pack("{s:b,s:s}", "ok", 0,
		"error", error));
}

static const char *type_of(const char *path)
{
	static const struct {
		const char *suffix, *type;
	} types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".mjs", "text/javascript; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".json", "application/json; charset=utf-8" },
		{ ".svg", "image/svg+xml" }, { ".png", "image/png" },
		{ ".ico", "image/x-icon" }, { ".woff2", "font/woff2" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(types); i++)
		if (strcmp(types[i].suffix, dot) == 0)
			return types[i].type;
	return "text/plain; charset=utf-8";
}

static bool path_is_safe(const char *path)
{
	return path[0] == '/' && !strstr(path, "..") && !strstr(path, "//") &&
		strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
			"TUVWXYZ0123456789._-/") == strlen(path);
}

static void answer_file(struct session *session)
{
	const char *name = strcmp(session->path, "/") == 0 ? "/index.html" :
		session->path;
	char path[PATH_SIZE * 3], *bytes;
	struct stat info;
	ssize_t got;
	int fd = -1;

	if (session->door->page_dir && path_is_safe(name)) {
		(void)snprintf(path, sizeof(path), "%s%s",
			session->door->page_dir, name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) ||
	    info.st_size > FILE_MAX) {
		if (fd >= 0)
			close(fd);
		http_answer(session, 404, "text/plain", "not found\n", 10);
		return;
	}
	bytes = malloc((size_t)info.st_size + 1);
	if (!bytes)
		abort();
	got = read(fd, bytes, (size_t)info.st_size);
	close(fd);
	http_add_header(session, "content-security-policy:",
		"default-src 'self'");
	http_add_header(session, "x-content-type-options:", "nosniff");
	http_add_header(session, "cache-control:", "no-store");
	http_answer(session, 200, type_of(name), bytes,
		got > 0 ? (size_t)got : 0);
	free(bytes);
}

static void act(struct session *session, json_t *body)
{
	json_t *answer;

	door_enter(session->door);
	answer = workspace_act(session->door->ws, body);
	http_answer_json(session, 200, answer);
	door_leave(session->door);
}

static void fault(struct session *session, json_t *body)
{
	door_enter(session->door);
	http_answer_json(session, 200, workspace_fault(session->door->ws,
		body));
	door_leave(session->door);
}

static void answer_clock(struct session *session)
{
	struct door *door = session->door;
	double speed = door->clock ?
		(double)world_clock_speed_milli(door->clock) / 1000.0 : 1.0;

	http_answer_json(session, 200, json_pack("{s:I,s:f}", "now_ms",
		(json_int_t)door_now_ms(door), "speed", speed));
}

static void set_clock(struct session *session, json_t *body)
{
	struct door *door = session->door;
	json_int_t advance_ms = json_integer_value(json_object_get(body,
		"advance_ms"));
	const json_t *given = json_object_get(body, "speed");
	double speed;

	if (!door->clock) {
		answer_error(session, 409, "no_clock_file");
		return;
	}
	speed = json_is_number(given) ? json_number_value(given) :
		(double)world_clock_speed_milli(door->clock) / 1000.0;
	if (advance_ms < 0 || speed < 0.001 || speed > SPEED_MAX) {
		answer_error(session, 400, "invalid_arguments");
		return;
	}
	door_enter(door);
	workspace_skip(door->ws, advance_ms);
	workspace_set_speed(door->ws, speed);
	world_clock_change(door->clock, advance_ms * 1000,
		(int64_t)(speed * 1000));
	door_leave(door);
	door_changed(door);
	answer_clock(session);
}

static long long query_number(const struct session *session,
	const char *name)
{
	char word[24];

	return query_get(session->query, name, word, sizeof(word)) ?
		strtoll(word, NULL, 10) : 0;
}

static void answer_state(struct session *session)
{
	struct door *door = session->door;
	char user[64], of[64];
	bool some = query_get(session->query, "of", of, sizeof(of));
	json_t *state;

	(void)query_get(session->query, "as", user, sizeof(user));
	door_enter(door);
	state = workspace_look(door->ws, user, some ? of : NULL);
	door_leave(door);
	if (!state) {
		answer_error(session, 404, "user_not_found");
		return;
	}
	json_object_set_new(state, "changes", json_integer(door->changes));
	http_answer_json(session, 200, state);
}

void page_waited(struct session *session)
{
	if (session->log_waits)
		http_answer_json(session, 200, workspace_log_since(
			session->door->ws, session->log_since));
	if (session->state_waits)
		answer_state(session);
	session->log_waits = session->state_waits = false;
}

static void wait_at_most(struct session *session, long long wait_ms)
{
	lws_set_timer_usecs(session->wsi, LWS_US_PER_MS *
		(wait_ms > POLL_MAX_MS ? POLL_MAX_MS : wait_ms));
}

static void get_log(struct session *session)
{
	long long wait_ms = query_number(session, "wait_ms");

	session->log_since = query_number(session, "since");
	session->log_waits = true;
	if (wait_ms <= 0 || workspace_log_seq(session->door->ws) >
	    session->log_since)
		page_waited(session);
	else
		wait_at_most(session, wait_ms);
}

static void get_state(struct session *session)
{
	long long wait_ms = query_number(session, "wait_ms");

	session->state_after = query_number(session, "after");
	session->state_waits = true;
	if (wait_ms <= 0 || session->door->changes > session->state_after)
		page_waited(session);
	else
		wait_at_most(session, wait_ms);
}

/* Answers the long polls that have something to say now. */
void page_poll(struct door *door)
{
	for (struct session *one = door->sessions; one; one = one->next) {
		if (!(one->log_waits &&
		    workspace_log_seq(door->ws) > one->log_since) &&
		    !(one->state_waits && door->changes > one->state_after))
			continue;
		lws_set_timer_usecs(one->wsi, LWS_SET_TIMER_USEC_CANCEL);
		page_waited(one);
	}
}

static void post(struct session *session)
{
	static const struct {
		const char *path;
		void (*run)(struct session *session, json_t *body);
	} posts[] = {
		{ "/page/act", act }, { "/page/fault", fault },
		{ "/page/clock", set_clock },
	};
	json_t *body = json_loadb(session->body.bytes ? session->body.bytes :
		"", session->body.length, 0, NULL);
	size_t i;

	for (i = 0; i < ARRAY_LEN(posts); i++)
		if (strcmp(posts[i].path, session->path) == 0)
			break;
	if (i == ARRAY_LEN(posts))
		answer_error(session, 404, "not_found");
	else if (!json_is_object(body))
		answer_error(session, 400, "invalid_json");
	else
		posts[i].run(session, body);
	json_decref(body);
}

void page_request(struct session *session)
{
	if (strcmp(session->method, "POST") == 0)
		post(session);
	else if (strcmp(session->path, "/page/clock") == 0)
		answer_clock(session);
	else if (strcmp(session->path, "/page/log") == 0)
		get_log(session);
	else if (strcmp(session->path, "/page/faults") == 0)
		http_answer_json(session, 200,
			workspace_faults(session->door->ws));
	else if (strcmp(session->path, "/page/state") == 0)
		get_state(session);
	else
		answer_file(session);
}

static int push_state(struct session *session)
{
	json_t *state;
	char *text;
	struct buffer frame = { NULL, 0, 0 };
	int written;

	if (!session->dirty)
		return 0;
	session->dirty = false;
	door_enter(session->door);
	state = workspace_state(session->door->ws, session->user);
	door_leave(session->door);
	text = json_dumps(state, JSON_COMPACT);
	json_decref(state);
	buffer_add(&frame, text, strlen(text));
	written = lws_write(session->wsi, (unsigned char *)frame.bytes,
		frame.length, LWS_WRITE_TEXT);
	free(text);
	buffer_clear(&frame);
	return written < 0 ? -1 : 0;
}

int page_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length)
{
	(void)in;
	(void)length;
	if (reason == LWS_CALLBACK_ESTABLISHED) {
		session->dirty = true;
		lws_callback_on_writable(session->wsi);
	}
	if (reason == LWS_CALLBACK_SERVER_WRITEABLE)
		return push_state(session);
	return 0;
}
