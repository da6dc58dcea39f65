/* SPDX-License-Identifier: MIT
 *
 * http_door.c: one HTTP request: read it whole, find who answers it (Slack's
 * API, a response_url, the page's door), send the answer, at the speed and
 * with the manners a fault may ask for. Read next: http_body.c, page_door.c.
 */
#include "tests/workspace/door.h"

#include <strings.h>

#define HEADER_ROOM 4096

static void header(struct session *session, enum lws_token_indexes token,
	char *to, size_t size)
{
	to[0] = '\0';
	(void)lws_hdr_copy(session->wsi, to, (int)size, token);
}

bool query_get(const char *query, const char *name, char *to, size_t size)
{
	json_t *args = json_object();
	const char *value;

	form_parse(args, query, strlen(query));
	value = json_string_value(json_object_get(args, name));
	(void)snprintf(to, size, "%s", value ? value : "");
	json_decref(args);
	return *to != '\0';
}

/* lws keeps the query in pieces, split at '&'. */
static void read_query(struct session *session)
{
	char piece[PATH_SIZE];
	size_t used = 0;

	session->query[0] = '\0';
	for (int i = 0; lws_hdr_copy_fragment(session->wsi, piece,
		sizeof(piece), WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
		if (used + strlen(piece) + 2 > sizeof(session->query))
			break;
		used += (size_t)snprintf(session->query + used,
			sizeof(session->query) - used, "%s%s",
			i > 0 ? "&" : "", piece);
	}
}

static void session_reset(struct session *session)
{
	buffer_clear(&session->body);
	buffer_clear(&session->answer);
	session->sent = 0;
	session->answered = false;
	session->cut = false;
	session->log_waits = session->state_waits = false;
	session->byte_delay_us = 0;
	session->extra_headers[0] = '\0';
}

void http_answer(struct session *session, int status, const char *type,
	const char *text, size_t length)
{
	session->status = status;
	session->answered = true;
	(void)snprintf(session->answer_type, sizeof(session->answer_type),
		"%s", type);
	buffer_clear(&session->answer);
	buffer_add(&session->answer, text, length);
	lws_callback_on_writable(session->wsi);
}

void http_answer_json(struct session *session, int status, json_t *answer)
{
	char *text = json_dumps(answer, JSON_COMPACT);

	http_answer(session, status, "application/json; charset=utf-8", text,
		strlen(text));
	free(text);
	json_decref(answer);
}

void http_add_header(struct session *session, const char *name,
	const char *value)
{
	size_t used = strlen(session->extra_headers);

	(void)snprintf(session->extra_headers + used,
		sizeof(session->extra_headers) - used, "%s:%s\n", name,
		value);
}

/* Turns the workspace's answer into an HTTP one, with its delays. */
static void answer_response(struct session *session,
	struct workspace_response *response)
{
	char number[16];

	if (response->retry_after_s >= 0) {
		(void)snprintf(number, sizeof(number), "%d",
			response->retry_after_s);
		http_add_header(session, "retry-after:", number);
	}
	if (response->scopes)
		http_add_header(session, "x-oauth-scopes:", response->scopes);
	if (response->accepted && *response->accepted)
		http_add_header(session, "x-accepted-oauth-scopes:",
			response->accepted);
	if (response->raw)
		http_answer(session, response->http_status,
			"text/html; charset=utf-8", response->raw,
			strlen(response->raw));
	else
		http_answer_json(session, response->http_status,
			json_incref(response->body));
	session->cut = response->cut;
	session->byte_delay_us = response->byte_delay_ms * LWS_US_PER_MS;
	if (response->delay_ms > 0) {
		session->answered = false;
		lws_set_timer_usecs(session->wsi,
			response->delay_ms * LWS_US_PER_MS);
	}
	workspace_response_release(response);
}

static void api_request(struct session *session)
{
	struct door *door = session->door;
	struct workspace_response response;
	struct workspace_request request = {
		.method = session->path + strlen("/api/"),
		.is_json = strncasecmp(session->content_type,
			"application/json", 16) == 0,
		.has_charset = strstr(session->content_type, "charset=") !=
			NULL,
		.is_get = strcmp(session->method, "GET") == 0,
	};
	const char *bearer = strncasecmp(session->authorization, "Bearer ",
		7) == 0 ? session->authorization + 7 : NULL;

	request.args = body_parse(session->content_type, session->body.bytes ?
		session->body.bytes : "", session->body.length,
		&request.body_error);
	form_parse(request.args, session->query, strlen(session->query));
	request.token = bearer;
	if (!bearer && !request.is_json)
		request.token = json_string_value(json_object_get(
			request.args, "token"));
	request.token_in_body = !bearer;
	door_enter(door);
	workspace_api(door->ws, &request, &response);
	answer_response(session, &response);
	door_leave(door);
	json_decref(request.args);
}

static void respond_request(struct session *session)
{
	const char *secret = strrchr(session->path, '/');
	struct workspace_response response;
	json_t *body = json_loadb(session->body.bytes ? session->body.bytes :
		"", session->body.length, 0, NULL);

	door_enter(session->door);
	workspace_respond(session->door->ws, secret ? secret + 1 : "", body,
		&response);
	answer_response(session, &response);
	door_leave(session->door);
	json_decref(body);
}

/* The bytes of a body, or of the one field of a form with parts. */
static const char *file_bytes(struct session *session, size_t *length)
{
	const char *bytes = session->body.bytes ? session->body.bytes : "";
	const char *mark = strstr(session->content_type, "boundary=");
	char boundary[200];
	const char *from, *to;

	*length = session->body.length;
	if (strncasecmp(session->content_type, "multipart/", 10) != 0 ||
	    !mark)
		return bytes;
	(void)snprintf(boundary, sizeof(boundary), "\r\n--%s",
		mark + strlen("boundary="));
	from = memmem(bytes, *length, "\r\n\r\n", 4);
	if (!from)
		return bytes;
	from += 4;
	to = memmem(from, *length - (size_t)(from - bytes), boundary,
		strlen(boundary));
	*length = to ? (size_t)(to - from) : 0;
	return from;
}

static void upload_request(struct session *session)
{
	const char *secret = strrchr(session->path, '/');
	size_t length;
	const char *bytes = file_bytes(session, &length);
	char text[40];
	int status;

	door_enter(session->door);
	status = workspace_upload(session->door->ws, secret ? secret + 1 :
		"", bytes, length, *session->authorization != '\0');
	door_leave(session->door);
	(void)snprintf(text, sizeof(text), status == 200 ? "OK - %zu" : "no",
		length);
	http_answer(session, status, "text/plain", text, strlen(text));
}

/* Who may not read it sees a page to log in on. */
static void download_request(struct session *session)
{
	static const char page[] = "<html><body>Sign in</body></html>";
	const char *bearer = strncasecmp(session->authorization, "Bearer ",
		7) == 0 ? session->authorization + 7 : "";
	size_t length = 0;
	const char *bytes;

	door_enter(session->door);
	bytes = workspace_download(session->door->ws, session->path +
		strlen("/files-pri/"), bearer, &length);
	if (bytes)
		http_answer(session, 200, "application/octet-stream", bytes,
			length);
	else
		http_answer(session, 200, "text/html; charset=utf-8", page,
			strlen(page));
	door_leave(session->door);
}

static void route(struct session *session)
{
	bool post = strcmp(session->method, "POST") == 0;

	if (strncmp(session->path, "/api/", 5) == 0)
		api_request(session);
	else if (post && strncmp(session->path, "/upload/v1/", 11) == 0)
		upload_request(session);
	else if (!post && strncmp(session->path, "/files-pri/", 11) == 0)
		download_request(session);
	else if (post && strncmp(session->path, "/response/", 10) == 0)
		respond_request(session);
	else
		page_request(session);
}

static void read_method(struct session *session)
{
	static const struct {
		enum lws_token_indexes token;
		const char *name;
	} methods[] = {
		{ WSI_TOKEN_GET_URI, "GET" }, { WSI_TOKEN_POST_URI, "POST" },
		{ WSI_TOKEN_HEAD_URI, "HEAD" },
	};

	(void)snprintf(session->method, sizeof(session->method), "OTHER");
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (lws_hdr_total_length(session->wsi, methods[i].token) > 0)
			(void)snprintf(session->method,
				sizeof(session->method), "%s",
				methods[i].name);
}

static int request_begin(struct session *session, const char *path)
{
	char length[24];
	long bytes;

	session_reset(session);
	read_method(session);
	(void)snprintf(session->path, sizeof(session->path), "%s", path);
	read_query(session);
	header(session, WSI_TOKEN_HTTP_CONTENT_TYPE, session->content_type,
		sizeof(session->content_type));
	header(session, WSI_TOKEN_HTTP_AUTHORIZATION, session->authorization,
		sizeof(session->authorization));
	header(session, WSI_TOKEN_HTTP_CONTENT_LENGTH, length,
		sizeof(length));
	bytes = strtol(length, NULL, 10);
	if (strcmp(session->method, "OTHER") == 0)
		http_answer(session, 405, "text/plain", "no\n", 3);
	else if (bytes < 0 || bytes > BODY_MAX)
		http_answer(session, 413, "text/plain", "too big\n", 8);
	else if (lws_hdr_total_length(session->wsi,
			WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
		http_answer(session, 411, "text/plain", "length?\n", 8);
	else if (bytes == 0)
		route(session);
	return 0;
}

static int body_more(struct session *session, const char *in, size_t length)
{
	if (session->body.length + length > BODY_MAX)
		return -1;
	buffer_add(&session->body, in, length);
	return 0;
}

/* Writes status and headers; -1 ends the connection. */
static int write_headers(struct session *session)
{
	unsigned char room[LWS_PRE + HEADER_ROOM];
	unsigned char *at = room + LWS_PRE, *end = room + sizeof(room) - 1;
	char *line = session->extra_headers;

	if (lws_add_http_common_headers(session->wsi,
		(unsigned)session->status, session->answer_type,
		(lws_filepos_t)session->answer.length, &at, end))
		return -1;
	while (*line) {
		char *value = strstr(line, "::") + 1;
		char *stop = strchr(line, '\n');

		*value++ = '\0';
		*stop = '\0';
		if (lws_add_http_header_by_name(session->wsi,
			(unsigned char *)line, (unsigned char *)value,
			(int)strlen(value), &at, end))
			return -1;
		line = stop + 1;
	}
	return lws_finalize_write_http_header(session->wsi, room + LWS_PRE,
		&at, end) ? -1 : 0;
}

static int write_body(struct session *session, size_t length)
{
	size_t left = session->answer.length - session->sent;
	bool last = length >= left;
	int written;

	if (last)
		length = left;
	written = lws_write(session->wsi, (unsigned char *)
		session->answer.bytes + session->sent, length,
		last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP);
	if (written < (int)length)
		return -1;
	session->sent += length;
	if (!last) {
		lws_set_timer_usecs(session->wsi, session->byte_delay_us);
		return 0;
	}
	session->answered = false;
	return lws_http_transaction_completed(session->wsi) ? -1 : 0;
}

static int writeable(struct session *session)
{
	if (!session->answered)
		return 0;
	if (session->cut)
		return -1;
	if (session->sent == 0 && session->status != 0) {
		if (write_headers(session))
			return -1;
		session->status = 0;
		if (strcmp(session->method, "HEAD") == 0 ||
		    session->answer.length == 0) {
			session->answered = false;
			return lws_http_transaction_completed(session->wsi) ?
				-1 : 0;
		}
		lws_callback_on_writable(session->wsi);
		return 0;
	}
	return write_body(session, session->byte_delay_us > 0 ? 1 :
		session->answer.length);
}

int http_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length)
{
	if (reason == LWS_CALLBACK_HTTP)
		return request_begin(session, in);
	if (reason == LWS_CALLBACK_HTTP_BODY)
		return body_more(session, in, length);
	if (reason == LWS_CALLBACK_HTTP_BODY_COMPLETION) {
		if (!session->answered && session->body.length > 0)
			route(session);
		return 0;
	}
	if (reason == LWS_CALLBACK_HTTP_WRITEABLE)
		return writeable(session);
	if (reason == LWS_CALLBACK_TIMER) {
		page_waited(session);
		if (session->answer.length > 0) {
			session->answered = true;
			lws_callback_on_writable(session->wsi);
		}
	}
	return 0;
}
