/* SPDX-License-Identifier: MIT
 *
 * io/redis_connection, io/redis_script, io/stream: against a real
 * redis-server and against peers that lie. Every command is answered exactly
 * once, whatever happens to the connection.
 */
#include "io/redis_connection.h"
#include "io/redis_script.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "tests/unit/certificates.h"
#include "tests/unit/peer.h"
#include "tests/unit/pump.h"
#include "tests/unit/redis_server.h"
#include "tests/unit/unit.h"

#include <hiredis/hiredis.h>
#include <netdb.h>
#include <openssl/ssl.h>

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);

int __wrap_getaddrinfo(const char *host UNUSED, const char *service UNUSED,
    const struct addrinfo *hints UNUSED, struct addrinfo **list UNUSED)
{
	return EAI_NONAME;
}

static struct pump pump;
static struct resolver *resolver;
static struct redis_server server;
static struct redis_connection *connection;

/* What the state callback told. */
static bool up, down;
static int ups, downs;
static char last_reason[200];
static bool free_when_down;

static void on_state(void *arg UNUSED, bool is_up, const char *reason)
{
	up = is_up;
	down = !is_up;
	ups += is_up;
	downs += !is_up;
	(void)text_copy(last_reason, sizeof(last_reason), reason);
	if (!is_up && free_when_down) {
		redis_free(connection);
		connection = NULL;
	}
}

static void open_url(const char *text, struct ssl_ctx_st *tls)
{
	struct redis_options options = { .resolver = resolver, .tls = tls,
		.client_name = "incbot-test" };
	const char *reason = "";
	struct url url;

	ck_assert_msg(url_parse(text, &url, &reason), "%s", reason);
	options.url = &url;
	connection = redis_open(pump.loop, &options, on_state, NULL);
	secret_clear(&url.password);
}

static void set_up(void)
{
	up = down = free_when_down = false;
	ups = downs = 0;
	connection = NULL;
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	redis_server_init(&server);
}

static void set_up_connected(const char *extra)
{
	set_up();
	redis_server_start(&server, extra);
	open_url(server.url, NULL);
	ck_assert(!up && !down);
	ck_assert(pump_until(&pump, &up));
	ck_assert(redis_is_up(connection));
	/* It may have been faster than the server. */
	downs = 0;
}

static void tear_down(void)
{
	redis_free(connection);
	redis_server_release(&server);
	resolver_free(resolver);
	pump_release(&pump);
}

/* One command and its answer. */
struct asked {
	int answers;
	bool done;
	bool lost;
	int type;
	long long number;
	char text[4000];
	bool free_connection;
};

static void on_reply(void *arg, const struct redisReply *reply)
{
	struct asked *a = arg;

	a->answers++;
	a->done = true;
	a->lost = reply == NULL;
	if (reply != NULL) {
		a->type = reply->type;
		a->number = reply->integer;
		if (reply->str != NULL)
			(void)text_copy(a->text, sizeof(a->text), reply->str);
	}
	if (a->free_connection) {
		redis_free(connection);
		connection = NULL;
	}
}

/* Words separated by single spaces. */
static size_t split(char *line, const char **argv, size_t max)
{
	size_t argc = 0;
	char *rest = line;
	char *word;

	while (argc < max && (word = strsep(&rest, " ")) != NULL)
		argv[argc++] = word;
	return argc;
}

static bool send_line(struct asked *a, const char *line, int64_t deadline_ms)
{
	char copy[200];
	const char *argv[16];
	struct redis_command command = { .argv = argv, .callback = on_reply,
		.arg = a, .deadline_ms = deadline_ms };
	bool sent;

	memset(a, 0, sizeof(*a));
	ck_assert(text_copy(copy, sizeof(copy), line));
	command.argc = split(copy, argv, ARRAY_LEN(argv));
	sent = redis_send(connection, &command);
	ck_assert_int_eq(a->answers, 0);
	return sent;
}

static const char *ask(const char *line)
{
	static struct asked a;

	ck_assert(send_line(&a, line, 0));
	ck_assert(pump_until(&pump, &a.done));
	return a.text;
}

START_TEST(commands_are_answered_and_bytes_survive)
{
	static const char value[] = "a\0\r\n$5\xff";
	const char *argv[] = { "SET", "k", value };
	size_t lengths[] = { 3, 1, sizeof(value) };
	struct asked a = { 0 };
	struct redis_command command = { .argc = 3, .argv = argv,
		.lengths = lengths, .callback = on_reply, .arg = &a };

	set_up_connected("");
	ck_assert(redis_send(connection, &command));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_str_eq(a.text, "OK");
	ck_assert(send_line(&a, "STRLEN k", 0));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.number, sizeof(value));
	ck_assert_ptr_nonnull(strstr(ask("GET"), "wrong number"));
	ck_assert_ptr_nonnull(strstr(ask("CLIENT LIST"),
	    "name=incbot-test"));
	ck_assert_int_eq(ups, 1);
	ck_assert_int_eq(downs, 0);
	tear_down();
}
END_TEST

static long long stat_of(const char *name)
{
	const char *found = strstr(ask("INFO stats"), name);

	return found == NULL ? -1 : strtoll(found + strlen(name) + 1, NULL,
	    10);
}

static struct asked many[REDIS_IN_FLIGHT_MAX + 1];

START_TEST(commands_of_one_tick_leave_together_and_come_back_in_order)
{
	long long before, after;
	int i;

	set_up_connected("");
	before = stat_of("total_reads_processed");
	ck_assert_int_ge(before, 0);
	for (i = 0; i < 500; i++)
		ck_assert(send_line(&many[i], "INCR n", 0));
	ck_assert_uint_eq(redis_in_flight(connection), 500);
	ck_assert(pump_until(&pump, &many[499].done));
	for (i = 0; i < 500; i++) {
		ck_assert_int_eq(many[i].number, i + 1);
		ck_assert_int_eq(many[i].answers, 1);
	}
	after = stat_of("total_reads_processed");
	/* Redis reads 16 kB at a time; INFO itself is one more. */
	ck_assert_int_le(after - before, 4);
	tear_down();
}
END_TEST

START_TEST(too_many_commands_are_refused_and_the_rest_answered)
{
	int i;

	set_up_connected("");
	for (i = 0; i < REDIS_IN_FLIGHT_MAX; i++)
		ck_assert(send_line(&many[i], "PING", 0));
	ck_assert(!send_line(&many[i], "PING", 0));
	ck_assert(pump_until(&pump, &many[i - 1].done));
	for (i = 0; i < REDIS_IN_FLIGHT_MAX; i++)
		ck_assert_int_eq(many[i].answers, 1);
	ck_assert_int_eq(many[i].answers, 0);
	tear_down();
}
END_TEST

START_TEST(too_many_bytes_are_refused)
{
	size_t n = REDIS_OUTPUT_MAX_BYTES;
	char *big = xcalloc(1, n);
	const char *argv[] = { "SET", "k", big };
	size_t lengths[] = { 3, 1, n };
	struct asked a = { 0 };
	struct redis_command command = { .argc = 3, .argv = argv,
		.lengths = lengths, .callback = on_reply, .arg = &a };

	set_up_connected("");
	ck_assert(!redis_send(connection, &command));
	lengths[2] = n - 100;
	ck_assert(redis_send(connection, &command));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_str_eq(a.text, "OK");
	free(big);
	tear_down();
}
END_TEST

START_TEST(the_greeting_names_user_password_and_database)
{
	char url[200];

	set_up();
	redis_server_start(&server,
	    "user default off\nuser ib on >s3cret-CANARY ~* +@all");
	snprintf(url, sizeof(url), "unix://ib:wrong-CANARY@%s/redis.sock",
	    server.directory);
	open_url(url, NULL);
	while (strstr(last_reason, "WRONGPASS") == NULL) {
		down = false;
		ck_assert(pump_until(&pump, &down));
		ck_assert_int_lt(downs, 40);
	}
	ck_assert(!redis_is_up(connection));
	ck_assert_ptr_null(strstr(last_reason, "CANARY"));
	redis_free(connection);

	snprintf(url, sizeof(url),
	    "unix://ib:s3cret-CANARY@%s/redis.sock?db=3", server.directory);
	open_url(url, NULL);
	ck_assert(pump_until(&pump, &up));
	ck_assert_ptr_nonnull(strstr(ask("CLIENT INFO"), " db=3 "));
	tear_down();
}
END_TEST

START_TEST(nobody_listens_then_somebody_does)
{
	struct asked a;

	set_up();
	open_url(server.url, NULL);
	ck_assert(!send_line(&a, "PING", 0));
	ck_assert(pump_until(&pump, &down));
	ck_assert_ptr_nonnull(strstr(last_reason, "No such file"));
	ck_assert(!send_line(&a, "PING", 0));
	redis_server_start(&server, "");
	ck_assert(pump_until(&pump, &up));
	ck_assert_int_eq(a.answers, 0);
	ck_assert_str_eq(ask("PING"), "PONG");
	tear_down();
}
END_TEST

START_TEST(F_kill_9_answers_all_with_nothing_and_comes_back)
{
	int i;

	set_up_connected("");
	/* Stopped, so that nothing of this is answered. */
	redis_server_signal(&server, SIGSTOP);
	for (i = 0; i < 100; i++)
		ck_assert(send_line(&many[i], "INCR n", 0));
	pump_for(&pump, 20);
	ck_assert_int_eq(many[0].answers, 0);
	redis_server_kill(&server);
	ck_assert(pump_until(&pump, &down));
	for (i = 0; i < 100; i++) {
		ck_assert_int_eq(many[i].answers, 1);
		ck_assert(many[i].lost);
	}
	ck_assert_uint_eq(redis_in_flight(connection), 0);
	up = false;
	redis_server_start(&server, "");
	ck_assert(pump_until(&pump, &up));
	ck_assert_str_eq(ask("PING"), "PONG");
	ck_assert_int_eq(many[99].answers, 1);
	tear_down();
}
END_TEST

START_TEST(F_stalled_redis_is_given_up_at_the_deadline)
{
	struct asked slow, quick;

	set_up_connected("");
	redis_server_signal(&server, SIGSTOP);
	ck_assert(send_line(&slow, "PING", 5000));
	ck_assert(send_line(&quick, "PING", 100));
	ck_assert(pump_within(&pump, &quick.done, 1000));
	ck_assert(quick.lost && slow.lost);
	ck_assert(down);
	ck_assert_str_eq(last_reason, "a command was not answered in time");
	up = false;
	redis_server_signal(&server, SIGCONT);
	ck_assert(pump_until(&pump, &up));
	ck_assert_int_eq(quick.answers, 1);
	tear_down();
}
END_TEST

START_TEST(an_answered_command_leaves_no_deadline_behind)
{
	struct asked a;

	set_up_connected("");
	ck_assert(send_line(&a, "PING", 30));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert(!a.lost);
	pump_for(&pump, 60);
	ck_assert_int_eq(downs, 0);
	tear_down();
}
END_TEST

START_TEST(freeing_inside_callbacks_is_allowed)
{
	struct asked a, b, c;

	set_up_connected("");
	ck_assert(send_line(&a, "PING", 0));
	ck_assert(send_line(&b, "PING", 0));
	ck_assert(send_line(&c, "PING", 0));
	b.free_connection = true;
	ck_assert(pump_until(&pump, &b.done));
	ck_assert(!a.lost && !b.lost && c.lost);
	ck_assert_int_eq(c.answers, 1);
	ck_assert_int_eq(downs, 0);

	open_url("unix:///nowhere/at/all", NULL);
	free_when_down = true;
	ck_assert(pump_until(&pump, &down));
	ck_assert_ptr_null(connection);
	pump_for(&pump, 100);
	ck_assert_int_eq(downs, 1);
	tear_down();
}
END_TEST

/* --- scripts --- */

static bool send_script(struct asked *a, const struct redis_script *script)
{
	static const char value[] = "v\0w";
	const char *argv[] = { "key", "arg", value };
	size_t lengths[] = { 3, 3, sizeof(value) };
	struct redis_command words = { .argc = 3, .argv = argv,
		.lengths = lengths, .callback = on_reply, .arg = a };

	memset(a, 0, sizeof(*a));
	return redis_send_script(connection, script, 1, &words);
}

START_TEST(scripts_are_loaded_when_unknown)
{
	struct redis_script script;
	struct asked a;
	int i;

	redis_script_init(&script, "test", "return KEYS[1]..'/'..ARGV[1].."
	    "'/'..#ARGV[2]");
	ck_assert_uint_eq(strlen(script.sha), 40);
	set_up_connected("");
	for (i = 0; i < 3; i++) {
		ck_assert(send_script(&a, &script));
		ck_assert(pump_until(&pump, &a.done));
		ck_assert_str_eq(a.text, "key/arg/4");
		ck_assert_int_eq(a.answers, 1);
		if (i == 1)
			ck_assert_str_eq(ask("SCRIPT FLUSH"), "OK");
	}
	tear_down();
}
END_TEST

START_TEST(a_script_that_fails_answers_its_error_once)
{
	struct redis_script script;
	struct asked a;

	redis_script_init(&script, "test", "return redis.call('NOSUCH')");
	set_up_connected("");
	ck_assert(send_script(&a, &script));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.type, REDIS_REPLY_ERROR);
	ck_assert_int_eq(a.answers, 1);
	redis_server_kill(&server);
	down = false;
	ck_assert(pump_until(&pump, &down));
	ck_assert(!send_script(&a, &script));
	tear_down();
}
END_TEST

START_TEST(a_lost_script_call_is_answered_with_nothing)
{
	struct redis_script script;
	struct asked a;

	redis_script_init(&script, "test", "return 1");
	set_up_connected("");
	redis_server_signal(&server, SIGSTOP);
	ck_assert(send_script(&a, &script));
	redis_server_kill(&server);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert(a.lost);
	ck_assert_int_eq(a.answers, 1);
	tear_down();
}
END_TEST

/* --- peers that lie --- */

static const char *lie;
static bool lied;

/* Greets as Redis would, then answers everything with the lie. */
static void on_lied_to(struct peer *p)
{
	if (strstr(p->input, "SETNAME") != NULL)
		peer_say(p, "+OK\r\n+PONG\r\n");
	else if (lie != NULL && !lied) {
		peer_say(p, lie);
		lied = true;
	}
	p->input_length = 0;
}

static struct peer peer;

static void open_peer(void)
{
	char url[64];

	snprintf(url, sizeof(url), "redis://localhost:%u",
	    (unsigned)peer.port);
	open_url(url, NULL);
}

static void set_up_peer(const char *what)
{
	lie = what;
	lied = false;
	set_up();
	peer_start(&peer, pump.loop, on_lied_to, NULL);
	open_peer();
	ck_assert(pump_until(&pump, &up));
}

START_TEST(lies_end_the_connection_and_the_command)
{
	static const char *const lies[][2] = {
		{ "HTTP/1.1 200 OK\r\n\r\n", "not in Redis" },
		{ "*2000000\r\n", "not in Redis" },
		{ "$-5\r\n", "not in Redis" },
		{ "$999999999999999999999\r\n", "not in Redis" },
		{ "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"
		  "+x\r\n", "not in Redis" },
		{ "+OK\r\n+OK\r\n", "nobody had asked" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(lies); i++) {
		struct asked a;

		set_up_peer(lies[i][0]);
		ck_assert(send_line(&a, "PING", 1000));
		ck_assert(pump_until(&pump, &down));
		ck_assert_msg(strstr(last_reason, lies[i][1]) != NULL,
		    "%zu: %s", i, last_reason);
		ck_assert_int_eq(a.answers, 1);
		peer_stop(&peer);
		tear_down();
	}
}
END_TEST

START_TEST(an_answer_in_pieces_is_put_together)
{
	static const char answer[] = "*2\r\n$3\r\nabc\r\n:42\r\n";
	struct asked a;
	size_t i;

	set_up_peer(NULL);
	ck_assert(send_line(&a, "PING", 5000));
	pump_for(&pump, 10);
	for (i = 0; i < strlen(answer); i++) {
		ck_assert(!a.done);
		peer_say_n(&peer, answer + i, 1);
		pump_for(&pump, 2);
	}
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.type, REDIS_REPLY_ARRAY);
	peer_stop(&peer);
	tear_down();
}
END_TEST

START_TEST(a_truncated_answer_is_no_answer)
{
	int round;

	for (round = 0; round < 2; round++) {
		struct asked a;

		set_up_peer("$10\r\nabc");
		ck_assert(send_line(&a, "PING", 5000));
		pump_for(&pump, 10);
		ck_assert(!a.done);
		if (round == 0)
			peer_close(&peer);
		else
			peer_reset(&peer);
		ck_assert(pump_until(&pump, &down));
		ck_assert(a.done && a.lost);
		ck_assert_int_eq(a.answers, 1);
		peer_stop(&peer);
		tear_down();
	}
}
END_TEST

static void flood(struct peer *p)
{
	static char block[65536];

	if (p->fd >= 0 && lied)
		(void)!send(p->fd, block, sizeof(block), MSG_NOSIGNAL);
}

static void on_flood(void *arg)
{
	flood(arg);
}

START_TEST(an_endless_answer_is_cut)
{
	struct asked a;

	set_up_peer("$500000000\r\n");
	ck_assert(send_line(&a, "PING", 9000));
	loop_after_tick(pump.loop, on_flood, &peer);
	while (!down)
		pump_for(&pump, 5);
	ck_assert_str_eq(last_reason, "the answer is too large");
	ck_assert(a.lost);
	peer_stop(&peer);
	tear_down();
}
END_TEST

START_TEST(a_loading_server_is_tried_again)
{
	set_up_peer(NULL);
	redis_free(connection);
	up = down = false;
	peer.on_input = NULL;
	peer.input[0] = '\0';
	open_peer();
	while (strstr(peer.input, "PING") == NULL)
		pump_for(&pump, 2);
	peer_say(&peer, "+OK\r\n-LOADING Redis is loading\r\n");
	ck_assert(pump_until(&pump, &down));
	ck_assert_ptr_nonnull(strstr(last_reason, "LOADING"));
	ck_assert(!up);
	peer.on_input = on_lied_to;
	ck_assert(pump_until(&pump, &up));
	peer_stop(&peer);
	tear_down();
}
END_TEST

START_TEST(pauses_grow_but_stay_below_their_ceiling)
{
	set_up();
	open_url("unix:///nowhere/at/all", NULL);
	pump_for(&pump, 3000);
	/* 50..1000 ms, half of it jitter: some 5 to 12 attempts. */
	ck_assert_int_ge(downs, 5);
	ck_assert_int_le(downs, 14);
	tear_down();
}
END_TEST

START_TEST(an_unknown_host_is_a_failed_attempt)
{
	set_up();
	open_url("redis://nowhere.test", NULL);
	ck_assert(pump_until(&pump, &down));
	ck_assert_str_eq(last_reason,
	    "looking up the host failed: no such name");
	tear_down();
}
END_TEST

START_TEST(a_silent_peer_times_out_before_it_is_up)
{
	set_up();
	peer_start(&peer, pump.loop, NULL, NULL);
	open_peer();
	ck_assert(pump_within(&pump, &down, 3000));
	ck_assert_str_eq(last_reason, "a command was not answered in time");
	peer_stop(&peer);
	tear_down();
}
END_TEST

/* --- TLS --- */

static struct certificates certificates;

static void start_tls_server(void)
{
	char extra[600];

	server.port = free_port();
	snprintf(extra, sizeof(extra), "tls-port %u\ntls-cert-file %s\n"
	    "tls-key-file %s\ntls-ca-cert-file %s\ntls-auth-clients no",
	    (unsigned)server.port, certificates.certificate,
	    certificates.key, certificates.authority);
	redis_server_start(&server, extra);
}

/* Connects to `host` trusting `authority`, and waits for the first word of
 * the server. */
static void connect_tls(const char *host, const char *authority)
{
	const char *reason = "";
	struct tls_trust *trust = tls_trust_new(authority, &reason);
	SSL_CTX *context;
	char url[80];

	ck_assert_msg(trust != NULL, "%s", reason);
	context = tls_trust_context(trust);
	tls_trust_free(trust);
	snprintf(url, sizeof(url), "rediss://%s:%u", host,
	    (unsigned)server.port);
	do {
		up = down = false;
		open_url(url, context);
		while (!up && !down)
			pump_for(&pump, 2);
		if (!up) {
			redis_free(connection);
			connection = NULL;
		}
	} while (!up && strstr(last_reason, "refused") != NULL);
	SSL_CTX_free(context);
}

START_TEST(tls_is_spoken_and_large_answers_come_whole)
{
	struct asked a;

	set_up();
	certificates_make(&certificates, "DNS:localhost");
	start_tls_server();
	connect_tls("localhost", certificates.authority);
	ck_assert_msg(up, "%s", last_reason);
	ck_assert_str_eq(ask("SETRANGE big 3000000 x"), "");
	ck_assert(send_line(&a, "GET big", 0));
	ck_assert(pump_until(&pump, &a.done));
	ck_assert(!a.lost);
	ck_assert_int_eq(a.type, REDIS_REPLY_STRING);
	ck_assert_str_eq(ask("PING"), "PONG");
	certificates_remove(&certificates);
	tear_down();
}
END_TEST

START_TEST(tls_refuses_a_wrong_name_and_an_unknown_authority)
{
	set_up();
	certificates_make(&certificates, "DNS:other.test,IP:127.0.0.2");
	start_tls_server();
	connect_tls("localhost", certificates.authority);
	ck_assert(!up);
	ck_assert_ptr_nonnull(strstr(last_reason, "ostname mismatch"));
	connect_tls("127.0.0.1", certificates.authority);
	ck_assert_ptr_nonnull(strstr(last_reason, "IP address mismatch"));
	connect_tls("localhost", certificates.stranger);
	ck_assert(!up);
	ck_assert_ptr_nonnull(strstr(last_reason, "certificate"));
	certificates_remove(&certificates);
	tear_down();
}
END_TEST

START_TEST(tls_to_a_peer_without_it_fails_in_time)
{
	const char *reason = "";
	struct tls_trust *trust = tls_trust_new(NULL, &reason);
	SSL_CTX *context;
	char url[80];

	ck_assert_msg(trust != NULL, "%s", reason);
	context = tls_trust_context(trust);
	tls_trust_free(trust);
	set_up();
	peer_start(&peer, pump.loop, NULL, NULL);
	snprintf(url, sizeof(url), "rediss://127.0.0.1:%u",
	    (unsigned)peer.port);
	open_url(url, context);
	ck_assert(pump_within(&pump, &down, 3000));
	ck_assert_str_eq(last_reason, "the TLS handshake timed out");
	peer_stop(&peer);
	SSL_CTX_free(context);
	tear_down();
}
END_TEST

START_TEST(a_missing_authority_file_is_reported)
{
	const char *reason = "";

	ck_assert_ptr_null(tls_trust_new("/nowhere", &reason));
	ck_assert_ptr_nonnull(strstr(reason, "missing"));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/redis_connection");

	unit_add(&u, commands_are_answered_and_bytes_survive);
	unit_add(&u,
	    commands_of_one_tick_leave_together_and_come_back_in_order);
	unit_add(&u, too_many_commands_are_refused_and_the_rest_answered);
	unit_add(&u, too_many_bytes_are_refused);
	unit_add(&u, the_greeting_names_user_password_and_database);
	unit_add(&u, nobody_listens_then_somebody_does);
	unit_add(&u, F_kill_9_answers_all_with_nothing_and_comes_back);
	unit_add(&u, F_stalled_redis_is_given_up_at_the_deadline);
	unit_add(&u, an_answered_command_leaves_no_deadline_behind);
	unit_add(&u, freeing_inside_callbacks_is_allowed);
	unit_add(&u, scripts_are_loaded_when_unknown);
	unit_add(&u, a_script_that_fails_answers_its_error_once);
	unit_add(&u, a_lost_script_call_is_answered_with_nothing);
	unit_add(&u, lies_end_the_connection_and_the_command);
	unit_add(&u, an_answer_in_pieces_is_put_together);
	unit_add(&u, a_truncated_answer_is_no_answer);
	unit_add(&u, an_endless_answer_is_cut);
	unit_add(&u, a_loading_server_is_tried_again);
	unit_add(&u, pauses_grow_but_stay_below_their_ceiling);
	unit_add(&u, an_unknown_host_is_a_failed_attempt);
	unit_add(&u, a_silent_peer_times_out_before_it_is_up);
	unit_add(&u, tls_is_spoken_and_large_answers_come_whole);
	unit_add(&u, tls_refuses_a_wrong_name_and_an_unknown_authority);
	unit_add(&u, tls_to_a_peer_without_it_fails_in_time);
	unit_add(&u, a_missing_authority_file_is_reported);
	return unit_run(&u);
}
