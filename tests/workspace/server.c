/* SPDX-License-Identifier: MIT
 *
 * server.c: the libwebsockets side of the stand-in: one context on loopback,
 * a session for every TCP connection, and the timers that carry the
 * workspace's time, the page's pushes and the pings. Read next: http_door.c,
 * socket_door.c, page_door.c.
 */
#include "tests/workspace/door.h"

#define SLEEP_MAX_US (60 * LWS_US_PER_SEC)
#define HEADERS_MAX 16384

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	size_t need = buffer->length + length + 1;
	char *base;

	if (need > buffer->room) {
		base = buffer->bytes ? buffer->bytes - LWS_PRE : NULL;
		buffer->room = need * 2;
		base = realloc(base, LWS_PRE + buffer->room);
		if (!base)
			abort();
		buffer->bytes = base + LWS_PRE;
	}
	if (length > 0)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = '\0';
}

void buffer_clear(struct buffer *buffer)
{
	if (buffer->bytes)
		free(buffer->bytes - LWS_PRE);
	memset(buffer, 0, sizeof(*buffer));
}

int64_t door_now_ms(const struct door *door)
{
	struct timespec now;

	if (door->clock)
		return world_clock_now_us(door->clock) / 1000;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static double speed_of(const struct door *door)
{
	return door->clock ?
		(double)world_clock_speed_milli(door->clock) / 1000.0 : 1.0;
}

static void due_again(lws_sorted_usec_list_t *timer);

static void plan(struct door *door, int64_t next_ms)
{
	int64_t now_ms = door_now_ms(door);
	double wait_us = SLEEP_MAX_US;

	if (next_ms != INT64_MAX)
		wait_us = (double)(next_ms - now_ms) * 1000.0 /
			speed_of(door);
	if (wait_us < 1000.0)
		wait_us = 1000.0;
	if (wait_us > (double)SLEEP_MAX_US)
		wait_us = (double)SLEEP_MAX_US;
	lws_sul_schedule(door->context, 0, &door->due, due_again,
		(lws_usec_t)wait_us);
}

void door_enter(struct door *door)
{
	(void)workspace_tick(door->ws, door_now_ms(door));
}

void door_leave(struct door *door)
{
	plan(door, workspace_tick(door->ws, door_now_ms(door)));
}

static void due_again(lws_sorted_usec_list_t *timer)
{
	door_leave(lws_container_of(timer, struct door, due));
}

static void push_now(lws_sorted_usec_list_t *timer)
{
	struct door *door = lws_container_of(timer, struct door, push);

	door->push_planned = false;
	for (struct session *one = door->sessions; one; one = one->next) {
		if (one->kind != SESSION_PAGE)
			continue;
		one->dirty = true;
		lws_callback_on_writable(one->wsi);
	}
}

static void poll_now(lws_sorted_usec_list_t *timer)
{
	struct door *door = lws_container_of(timer, struct door, poll);

	door->poll_planned = false;
	page_poll(door);
}

/* What follows each other fast is told at once. */
void door_changed(void *arg)
{
	struct door *door = arg;

	door->changes++;
	if (!door->context)
		return;
	if (!door->push_planned)
		lws_sul_schedule(door->context, 0, &door->push, push_now,
			PUSH_AFTER_US);
	if (!door->poll_planned)
		lws_sul_schedule(door->context, 0, &door->poll, poll_now,
			POLL_AFTER_US);
	door->push_planned = door->poll_planned = true;
}

static void every_second(lws_sorted_usec_list_t *timer)
{
	struct door *door = lws_container_of(timer, struct door, second);

	link_second(door, ++door->seconds % PING_EVERY_S == 0);
	lws_sul_schedule(door->context, 0, &door->second, every_second,
		LWS_US_PER_SEC);
}

static struct session *session_make(struct lws *wsi)
{
	struct door *door = lws_context_user(lws_get_context(wsi));
	struct session *session = lws_get_opaque_user_data(wsi);

	if (session)
		return session;
	session = calloc(1, sizeof(*session));
	if (!session)
		abort();
	session->door = door;
	session->wsi = wsi;
	session->next = door->sessions;
	door->sessions = session;
	lws_set_opaque_user_data(wsi, session);
	return session;
}

static void session_end(struct lws *wsi)
{
	struct session *session = lws_get_opaque_user_data(wsi);
	struct session **at;

	if (!session)
		return;
	link_gone(session);
	for (at = &session->door->sessions; *at; at = &(*at)->next)
		if (*at == session) {
			*at = session->next;
			break;
		}
	buffer_clear(&session->body);
	buffer_clear(&session->answer);
	free(session);
	lws_set_opaque_user_data(wsi, NULL);
}

/* A WebSocket handshake: 0 = let it through, 1 = answered already. */
static int confirm_upgrade(struct lws *wsi)
{
	struct session *session = session_make(wsi);
	char path[PATH_SIZE] = "", piece[PATH_SIZE], query[PATH_SIZE * 2] = "";

	(void)lws_hdr_copy(wsi, path, sizeof(path), WSI_TOKEN_GET_URI);
	for (int i = 0; lws_hdr_copy_fragment(wsi, piece, sizeof(piece),
		WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
		size_t used = strlen(query);

		(void)snprintf(query + used, sizeof(query) - used, "%s&",
			piece);
	}
	if (strncmp(path, "/link", 5) == 0)
		return link_confirm(session, query);
	(void)query_get(query, "as", session->user, sizeof(session->user));
	if (strcmp(path, "/page") == 0) {
		json_t *state = workspace_state(session->door->ws,
			session->user);

		json_decref(state);
		session->kind = SESSION_PAGE;
		if (state)
			return 0;
	}
	(void)lws_return_http_status(wsi, 404, NULL);
	return 1;
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
	void *user, void *in, size_t length)
{
	struct session *session;

	(void)user;
	switch ((int)reason) {
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return confirm_upgrade(wsi);
	case LWS_CALLBACK_WSI_DESTROY:
		session_end(wsi);
		return 0;
	case LWS_CALLBACK_HTTP:
		session = session_make(wsi);
		break;
	default:
		session = wsi ? lws_get_opaque_user_data(wsi) : NULL;
		break;
	}
	if (!session)
		return 0;
	if (session->kind == SESSION_LINK)
		return link_callback(session, reason, in, length);
	if (session->kind == SESSION_PAGE)
		return page_callback(session, reason, in, length);
	return http_callback(session, reason, in, length);
}

static const struct lws_protocols protocols[] = {
	{ .name = "slack", .callback = callback, .rx_buffer_size = 65536 },
	{ .name = NULL },
};

/* Ends the process when the port cannot be had. */
void door_start(struct door *door, int port)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;

	memset(&info, 0, sizeof(info));
	info.port = port;
	info.iface = "127.0.0.1";
	info.protocols = protocols;
	info.user = door;
	info.options = LWS_SERVER_OPTION_DISABLE_IPV6 |
		LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
		LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	info.max_http_header_data2 = HEADERS_MAX;
	info.pt_serv_buf_size = 65536;
	info.keepalive_timeout = 600; /* a test may stand still for long */
	info.timeout_secs = 60;
	info.fd_limit_per_thread = 1000;
	door->context = lws_create_context(&info);
	vhost = door->context ? lws_create_vhost(door->context, &info) : NULL;
	if (!vhost) {
		fprintf(stderr, "workspace: cannot listen on 127.0.0.1:%d\n",
			port);
		exit(1);
	}
	door->port = lws_get_vhost_listen_port(vhost);
	lws_sul_schedule(door->context, 0, &door->second, every_second,
		LWS_US_PER_SEC);
}
