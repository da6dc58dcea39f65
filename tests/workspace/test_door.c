/* SPDX-License-Identifier: MIT
 *
 * The program itself, over HTTP and a raw WebSocket: bodies in all formats,
 * headers, a handshake spent once, an envelope and its ack, the page's door,
 * and the shared clock as another program sees it.
 */
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "tests/workspace/workspace"
#define PRELOAD "tests/clock/libworldclock.so"
#define DEADLINE_MS 10000

extern char **environ;

static pid_t running;
static int port;
static char clock_file[64], bot_token[100], app_token[100];
static long status;
static char headers[4000];

static void must(bool fine, const char *what)
{
	ck_assert_msg(fine, "%s", what);
}

/* Starts a program with its stdout in a pipe; returns the pipe's end. */
static int start(pid_t *pid, char **argv, char **environment)
{
	posix_spawn_file_actions_t actions;
	int ends[2];

	must(pipe(ends) == 0, "pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	must(posix_spawnp(pid, argv[0], &actions, NULL, argv, environment) ==
		0, argv[0]);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	return ends[0];
}

/* One line, or what came before the end. */
static void read_line(int fd, char *line, size_t size)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	size_t used = 0;

	while (used + 1 < size && poll(&wait, 1, DEADLINE_MS) > 0 &&
	       read(fd, line + used, 1) == 1 && line[used] != '\n')
		used++;
	line[used] = '\0';
}

static void word_after(const char *line, const char *key, char *to,
	size_t size)
{
	const char *at = strstr(line, key);

	ck_assert_msg(at, "%s in: %s", key, line);
	at += strlen(key);
	(void)snprintf(to, size, "%.*s", (int)strcspn(at, " \n"), at);
}

static void begin(void)
{
	static char seed[] = "--seed", one[] = "1", file[] = "--clock";
	static char name[] = PROGRAM;
	char *argv[] = { name, seed, one, file, clock_file, NULL };
	char line[600], url[100];
	int fd, out;

	(void)snprintf(clock_file, sizeof(clock_file),
		"/tmp/workspace-clock-XXXXXX");
	fd = mkstemp(clock_file);
	must(fd >= 0, "clock file");
	close(fd);
	out = start(&running, argv, environ);
	read_line(out, line, sizeof(line));
	close(out);
	word_after(line, "url=http://127.0.0.1:", url, sizeof(url));
	word_after(line, "bot_token=", bot_token, sizeof(bot_token));
	word_after(line, "app_token=", app_token, sizeof(app_token));
	port = (int)strtol(url, NULL, 10);
	must(port > 0, line);
}

static void end(void)
{
	int result = -1;

	(void)kill(running, SIGTERM);
	(void)waitpid(running, &result, 0);
	(void)unlink(clock_file);
	ck_assert_int_eq(result, 0);
}

struct answer {
	char text[200000];
	size_t length;
};

static size_t keep(char *bytes, size_t size, size_t count, void *arg)
{
	struct answer *answer = arg;

	if (answer->length + size * count >= sizeof(answer->text))
		return 0;
	memcpy(answer->text + answer->length, bytes, size * count);
	answer->length += size * count;
	answer->text[answer->length] = '\0';
	return size * count;
}

static size_t keep_header(char *bytes, size_t size, size_t count, void *arg)
{
	(void)arg;
	(void)strncat(headers, bytes, size * count <
		sizeof(headers) - strlen(headers) - 1 ? size * count : 0);
	return size * count;
}

/* body NULL = GET. Answer as JSON, or NULL; status and headers are kept. */
static json_t *http(const char *path, const char *type, const char *token,
	const char *body)
{
	static struct answer answer;
	struct curl_slist *list = NULL;
	CURL *curl = curl_easy_init();
	char url[300], line[200];

	answer.length = 0;
	answer.text[0] = '\0';
	headers[0] = '\0';
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
	(void)snprintf(line, sizeof(line), "Content-Type: %s", type);
	list = curl_slist_append(list, line);
	(void)snprintf(line, sizeof(line), "Authorization: Bearer %s", token);
	if (*token)
		list = curl_slist_append(list, line);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)DEADLINE_MS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_header);
	if (body)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	status = 0;
	if (curl_easy_perform(curl) == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	return json_loadb(answer.text, answer.length, 0, NULL);
}

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json; charset=utf-8"

static char word[400];

static const char *field(json_t *answer, const char *key)
{
	const char *text = json_string_value(json_object_get(answer, key));

	(void)snprintf(word, sizeof(word), "%s", text ? text : "");
	json_decref(answer);
	return word;
}

START_TEST(bodies_of_every_format_are_read)
{
	static const char multipart[] = "--xyz\r\nContent-Disposition: "
		"form-data; name=\"channel\"\r\n\r\nC0INCIDENTS\r\n--xyz\r\n"
		"Content-Disposition: form-data; name=\"text\"\r\n\r\n"
		"a=b&c\r\n--xyz--\r\n";

	ck_assert_str_eq(field(http("/api/chat.postMessage", FORM, bot_token,
		"channel=C0INCIDENTS&text=a%3Db%26c+d"), "channel"),
		"C0INCIDENTS");
	ck_assert_str_eq(field(http("/api/chat.postMessage",
		"multipart/form-data; boundary=xyz", bot_token, multipart),
		"channel"), "C0INCIDENTS");
	ck_assert_str_eq(field(http("/api/chat.postMessage", JSON, bot_token,
		"{\"channel\":\"C0INCIDENTS\",\"text\":\"x\"}"), "channel"),
		"C0INCIDENTS");
	ck_assert_str_eq(field(http("/api/chat.postMessage", JSON, bot_token,
		"{"), "error"), "invalid_json");
	ck_assert_str_eq(field(http("/api/chat.postMessage", JSON, bot_token,
		"[]"), "error"), "json_not_object");
	ck_assert_str_eq(field(http("/api/auth.test", "text/plain", bot_token,
		"x"), "error"), "invalid_post_type");
	ck_assert_str_eq(field(http("/api/auth.test", FORM, "", "a=b"),
		"error"), "not_authed");
}
END_TEST

START_TEST(scopes_and_waits_are_in_the_headers)
{
	json_decref(http("/api/users.list", FORM, bot_token, "limit=5"));
	ck_assert_ptr_nonnull(strstr(headers, "x-oauth-scopes: commands,"));
	ck_assert_ptr_nonnull(strstr(headers,
		"x-accepted-oauth-scopes: users:read"));
	for (int i = 0; i < 20; i++)
		json_decref(http("/api/users.list", FORM, bot_token,
			"limit=5"));
	ck_assert_int_eq(status, 429);
	ck_assert_ptr_nonnull(strstr(headers, "retry-after: "));
}
END_TEST

/* Sends the handshake for a fresh ticket's URL; returns the socket. */
static int handshake(const char *url, char *first, size_t size)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char request[700];
	int length = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\n"
		"Host: 127.0.0.1\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		strstr(url, "/link/"));

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, "connect");
	must(send(fd, request, (size_t)length, 0) == length, "send");
	read_line(fd, first, size);
	return fd;
}

static void skip_headers(int fd)
{
	char line[300];

	do
		read_line(fd, line, sizeof(line));
	while (*line && *line != '\r');
}

static void read_all(int fd, void *to, size_t length)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	size_t used = 0;

	while (used < length) {
		ssize_t got;

		must(poll(&wait, 1, DEADLINE_MS) > 0, "a frame in time");
		got = read(fd, (char *)to + used, length - used);
		must(got > 0, "a frame");
		used += (size_t)got;
	}
}

/* The next text frame as JSON; pings are passed over. */
static json_t *read_frame(int fd)
{
	unsigned char head[4];
	char text[70000];
	size_t length;

	do {
		read_all(fd, head, 2);
		length = head[1];
		if (length == 126) {
			read_all(fd, head + 2, 2);
			length = (size_t)(head[2] << 8 | head[3]);
		}
		must(length < sizeof(text), "a short frame");
		read_all(fd, text, length);
	} while (head[0] == 0x89);
	ck_assert_int_eq(head[0], 0x81);
	return json_loadb(text, length, 0, NULL);
}

static void send_frame(int fd, const char *text)
{
	unsigned char frame[200] = { 0x81, 0x80 };
	size_t length = strlen(text);

	ck_assert_uint_lt(length, 126);
	frame[1] |= (unsigned char)length;
	memcpy(frame + 6, text, length); /* the mask is four zeros */
	must(send(fd, frame, length + 6, 0) == (ssize_t)length + 6, "send");
}

static const char *wait_for(const char *what)
{
	char path[100];
	json_int_t since = 0;

	for (int tries = 0; tries < 20; tries++) {
		json_t *answer, *entry;
		size_t i;

		(void)snprintf(path, sizeof(path),
			"/page/log?since=%lld&wait_ms=500", (long long)since);
		answer = http(path, FORM, "", NULL);
		since = json_integer_value(json_object_get(answer, "seq"));
		word[0] = '\0';
		json_array_foreach(json_object_get(answer, "entries"), i,
			entry)
			if (strcmp(json_string_value(json_object_get(entry,
				"what")), what) == 0)
				(void)snprintf(word, sizeof(word), "%s",
					what);
		json_decref(answer);
		if (*word)
			return word;
	}
	return "nothing";
}

START_TEST(an_envelope_goes_out_and_its_ack_comes_back)
{
	json_t *frame;
	char first[100], url[400], ack[120];
	int fd, again;

	(void)snprintf(url, sizeof(url), "%s", field(http(
		"/api/apps.connections.open", FORM, app_token, ""), "url"));
	fd = handshake(url, first, sizeof(first));
	ck_assert_ptr_nonnull(strstr(first, "101"));
	skip_headers(fd);
	ck_assert_str_eq(field(read_frame(fd), "type"), "hello");
	again = handshake(url, first, sizeof(first));
	ck_assert_ptr_nonnull(strstr(first, "404"));
	close(again);
	json_decref(http("/page/act", JSON, "", "{\"as\":\"U0ANA\","
		"\"do\":\"command\",\"channel\":\"C0GENERAL\","
		"\"command\":\"/incident\",\"text\":\"help\"}"));
	frame = read_frame(fd);
	ck_assert_str_eq(json_string_value(json_object_get(frame, "type")),
		"slash_commands");
	(void)snprintf(ack, sizeof(ack), "{\"envelope_id\":\"%s\"}",
		json_string_value(json_object_get(frame, "envelope_id")));
	json_decref(frame);
	send_frame(fd, ack);
	ck_assert_str_eq(wait_for("ack"), "ack");
	close(fd);
	ck_assert_str_eq(wait_for("ws_close"), "ws_close");
}
END_TEST

START_TEST(files_outside_the_page_are_not_served)
{
	static const char *const paths[] = { "/", "/../../etc/passwd",
		"/%2e%2e/%2e%2e/etc/passwd", "/page/nothing" };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		json_decref(http(paths[i], FORM, "", NULL));
		ck_assert_msg(status == 404 || status == 0, "%s: %ld",
			paths[i], status);
	}
}
END_TEST

static long long seconds_seen_by_date(bool preloaded)
{
	static char date[] = "date", format[] = "+%s";
	static char preload[] = "LD_PRELOAD=" PRELOAD;
	static char path[] = "PATH=/usr/bin:/bin";
	char file[100], line[40], *argv[] = { date, format, NULL };
	char *environment[] = { path, file, preloaded ? preload : NULL,
		NULL };
	pid_t pid;
	int out, result;

	(void)snprintf(file, sizeof(file), "WORLD_CLOCK_FILE=%s", clock_file);
	out = start(&pid, argv, environment);
	read_line(out, line, sizeof(line));
	close(out);
	(void)waitpid(pid, &result, 0);
	return strtoll(line, NULL, 10);
}

START_TEST(all_programs_see_the_clock_that_was_turned)
{
	long long real = seconds_seen_by_date(false);
	json_t *answer = http("/page/clock", JSON, "",
		"{\"advance_ms\":3600000,\"speed\":1000}");
	double speed = json_number_value(json_object_get(answer, "speed"));
	long long now = json_integer_value(json_object_get(answer, "now_ms"));

	json_decref(answer);
	ck_assert_int_eq((int)speed, 1000);
	ck_assert_int_ge(now / 1000, real + 3600);
	ck_assert_int_ge(seconds_seen_by_date(true), now / 1000);
	ck_assert_int_lt(seconds_seen_by_date(false), real + 60);
	json_decref(http("/page/clock", JSON, "", "{\"advance_ms\":-1}"));
	ck_assert_int_eq(status, 400);
}
END_TEST

START_TEST(f7_f45_what_a_door_can_do_wrong)
{
	char first[100], url[400];

	json_decref(http("/page/fault", JSON, "", "{\"fault\":\"F7\"}"));
	(void)snprintf(url, sizeof(url), "%s", field(http(
		"/api/apps.connections.open", FORM, app_token, ""), "url"));
	close(handshake(url, first, sizeof(first)));
	ck_assert_ptr_nonnull(strstr(first, " 200"));
	json_decref(http("/page/fault", JSON, "", "{\"fault\":\"F45\"}"));
	json_decref(http("/api/chat.postMessage", FORM, bot_token,
		"channel=C0INCIDENTS&text=x"));
	ck_assert_int_eq(status, 0);
	ck_assert_str_eq(wait_for("message"), "message");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace door");
	int result;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, bodies_of_every_format_are_read);
	unit_add(&u, scopes_and_waits_are_in_the_headers);
	unit_add(&u, an_envelope_goes_out_and_its_ack_comes_back);
	unit_add(&u, files_outside_the_page_are_not_served);
	unit_add(&u, all_programs_see_the_clock_that_was_turned);
	unit_add(&u, f7_f45_what_a_door_can_do_wrong);
	result = unit_run(&u);
	curl_global_cleanup();
	return result;
}
