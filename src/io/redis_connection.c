/* SPDX-License-Identifier: MIT
 *
 * redis_connection: see redis_connection.h. Answers come in the order of the
 * commands, so what is in flight is a ring; the greeting (AUTH, SELECT,
 * CLIENT SETNAME, PING) goes through it like everything else.
 */
#include "io/redis_connection.h"

#include <hiredis/hiredis.h>

#include "base/memory.h"
#include "base/prng.h"
#include "base/text.h"
#include "base/url.h"
#include "io/stream.h"

enum {
	REASON_SIZE = 160,
	NAME_SIZE = 64,
	LENGTH_SIZE = 24,	/* a mark, a number, a line's end */
};

#if HIREDIS_MAJOR > 0
typedef size_t element_count;
#else
typedef int element_count;
#endif
typedef void *create_array_fn(const redisReadTask *task, element_count n);

struct in_flight {
	redis_reply_cb *callback;
	void *arg;
	int64_t due_ms;		/* monotonic */
};

struct redis_connection {
	struct loop *loop;
	struct url url;
	struct redis_options options;
	char client_name[NAME_SIZE];
	redis_state_cb *state_callback;
	void *state_arg;

	struct stream *stream;		/* NULL while pausing */
	redisReader *reader;
	redisReplyObjectFunctions reply_functions;
	create_array_fn *create_array;	/* hiredis' own */
	size_t unparsed;		/* bytes since the last whole reply */
	bool up;

	struct in_flight ring[REDIS_IN_FLIGHT_MAX];
	size_t first, count;
	struct timer deadline;
	int64_t deadline_due_ms;

	struct timer pause;
	int64_t pause_ms;
	struct prng prng;
	char reason[REASON_SIZE];
	int busy;			/* callbacks of ours on the stack */
	bool freed;
};

static void destroy(struct redis_connection *c)
{
	timer_stop(&c->deadline);
	timer_stop(&c->pause);
	stream_free(c->stream);
	if (c->reader != NULL)
		redisReaderFree(c->reader);
	secret_clear(&c->url.password);
	free(c);
}

static void enter(struct redis_connection *c)
{
	c->busy++;
}

static void leave(struct redis_connection *c)
{
	c->busy--;
	if (c->busy == 0 && c->freed)
		destroy(c);
}

static struct in_flight take_first(struct redis_connection *c)
{
	struct in_flight f = c->ring[c->first];

	assert(c->count > 0);
	c->first = (c->first + 1) % REDIS_IN_FLIGHT_MAX;
	c->count--;
	return f;
}

/* What a callback sends meanwhile is refused, as the connection is not up;
 * so this ends. */
static void answer_all_with_nothing(struct redis_connection *c)
{
	while (c->count > 0) {
		struct in_flight f = take_first(c);

		f.callback(f.arg, NULL);
	}
}

static void start_connecting(void *arg);

static void lose(struct redis_connection *c, const char *reason)
{
	int64_t pause_ms;

	/* The reason may live in the stream. */
	(void)text_copy(c->reason, sizeof(c->reason), reason);
	c->up = false;
	stream_free(c->stream);
	c->stream = NULL;
	timer_stop(&c->deadline);
	answer_all_with_nothing(c);
	if (c->freed)
		return;
	pause_ms = prng_between(&c->prng, c->pause_ms / 2, c->pause_ms);
	c->pause_ms *= 2;
	if (c->pause_ms > REDIS_PAUSE_MAX_MS)
		c->pause_ms = REDIS_PAUSE_MAX_MS;
	timer_start(&c->pause, c->loop, pause_ms, start_connecting, c);
	c->state_callback(c->state_arg, false, c->reason);
}

static void on_deadline(void *arg)
{
	struct redis_connection *c = arg;
	int64_t now_ms = loop_monotonic_ms(c->loop);
	int64_t soonest_ms = INT64_MAX;
	size_t i;

	for (i = 0; i < c->count; i++) {
		const struct in_flight *f =
		    &c->ring[(c->first + i) % REDIS_IN_FLIGHT_MAX];

		if (f->due_ms < soonest_ms)
			soonest_ms = f->due_ms;
	}
	if (soonest_ms == INT64_MAX)
		return;
	if (soonest_ms > now_ms) {
		c->deadline_due_ms = soonest_ms;
		timer_start(&c->deadline, c->loop, soonest_ms - now_ms,
		    on_deadline, c);
		return;
	}
	enter(c);
	lose(c, "a command was not answered in time");
	leave(c);
}

static void push(struct redis_connection *c,
    const struct redis_command *command)
{
	size_t place = (c->first + c->count) % REDIS_IN_FLIGHT_MAX;
	int64_t span_ms = command->deadline_ms > 0 ? command->deadline_ms
	    : REDIS_DEADLINE_MS;
	int64_t due_ms = loop_monotonic_ms(c->loop) + span_ms;

	c->ring[place].callback = command->callback;
	c->ring[place].arg = command->arg;
	c->ring[place].due_ms = due_ms;
	c->count++;
	/* Left running when commands are answered; looks again by itself. */
	if (!timer_is_running(&c->deadline) || due_ms < c->deadline_due_ms) {
		c->deadline_due_ms = due_ms;
		timer_start(&c->deadline, c->loop, span_ms, on_deadline, c);
	}
}

/* "$12\r\n". Returns what follows it. */
static char *put_length(char *to, char mark, size_t n)
{
	char digits[LENGTH_SIZE];
	size_t count = 0;

	*to++ = mark;
	do
		digits[count++] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	while (count > 0)
		*to++ = digits[--count];
	*to++ = '\r';
	*to++ = '\n';
	return to;
}

static size_t argument_length(const struct redis_command *command, size_t i)
{
	return command->lengths != NULL ? command->lengths[i] :
	    strlen(command->argv[i]);
}

/* hiredis can do this, too, with a printf for each argument, which is most of
 * what it costs to send a script's twenty of them. free() it. */
static char *format_command(const struct redis_command *command,
    size_t *length)
{
	size_t room = LENGTH_SIZE, i;
	char *bytes, *end;

	for (i = 0; i < command->argc; i++)
		room += LENGTH_SIZE + argument_length(command, i) + 2;
	bytes = xmalloc(room);
	end = put_length(bytes, '*', command->argc);
	for (i = 0; i < command->argc; i++) {
		size_t n = argument_length(command, i);

		end = put_length(end, '$', n);
		memcpy(end, command->argv[i], n);
		end += n;
		*end++ = '\r';
		*end++ = '\n';
	}
	*length = (size_t)(end - bytes);
	return bytes;
}

/* Formats and queues; greetings come through here before the thing is up. */
static bool send_now(struct redis_connection *c,
    const struct redis_command *command)
{
	char *bytes;
	size_t length;
	bool sent;

	if (c->stream == NULL || c->count == REDIS_IN_FLIGHT_MAX)
		return false;
	bytes = format_command(command, &length);
	sent = stream_write(c->stream, bytes, length);
	free(bytes);
	if (sent)
		push(c, command);
	return sent;
}

bool redis_send(struct redis_connection *c,
    const struct redis_command *command)
{
	assert(command->argc > 0 && command->callback != NULL);
	return c->up && send_now(c, command);
}

/* --- the greeting --- */

static void on_greeting(void *arg, const struct redisReply *reply)
{
	struct redis_connection *c = arg;
	char reason[REASON_SIZE];
	struct text t;

	if (reply == NULL || reply->type != REDIS_REPLY_ERROR || c->freed ||
	    c->stream == NULL)
		return;
	text_init(&t, reason, sizeof(reason));
	text_addf(&t, "the server refused the greeting: %s", reply->str);
	lose(c, t.data);
}

/* The last of the greeting: whoever answers PONG is ready; a server that is
 * still loading its data answers an error. */
static void on_ready(void *arg, const struct redisReply *reply)
{
	struct redis_connection *c = arg;

	on_greeting(arg, reply);
	if (reply == NULL || reply->type == REDIS_REPLY_ERROR || c->freed ||
	    c->stream == NULL)
		return;
	c->up = true;
	c->pause_ms = REDIS_PAUSE_MIN_MS;
	c->state_callback(c->state_arg, true, "");
}

static bool greet(struct redis_connection *c, size_t argc,
    const char *const *argv, redis_reply_cb *callback)
{
	struct redis_command command = {
		.argc = argc, .argv = argv, .callback = callback, .arg = c,
	};

	return send_now(c, &command);
}

static void on_connected(void *arg)
{
	struct redis_connection *c = arg;
	const char *password = secret_reveal(&c->url.password);
	const char *auth_user[] = { "AUTH", c->url.user, password };
	const char *auth[] = { "AUTH", password };
	char db[12];
	const char *select[] = { "SELECT", db };
	const char *name[] = { "CLIENT", "SETNAME", c->client_name };
	const char *ping[] = { "PING" };
	bool sent = true;

	snprintf(db, sizeof(db), "%d", c->url.db);
	if (password[0] != '\0' && c->url.user[0] != '\0')
		sent = greet(c, 3, auth_user, on_greeting);
	else if (password[0] != '\0')
		sent = greet(c, 2, auth, on_greeting);
	if (c->url.db != 0)
		sent = sent && greet(c, 2, select, on_greeting);
	if (c->client_name[0] != '\0')
		sent = sent && greet(c, 3, name, on_greeting);
	sent = sent && greet(c, 1, ping, on_ready);
	/* Nothing else is queued yet, so there is room. */
	assert(sent);
}

/* --- replies --- */

static void deliver(struct redis_connection *c, struct redisReply *reply)
{
	struct in_flight f;

	c->unparsed = 0;
	if (c->count == 0) {
		lose(c, "an answer came that nobody had asked for");
		return;
	}
	f = take_first(c);
	f.callback(f.arg, reply);
}

static void on_received(void *arg, const char *data, size_t n)
{
	struct redis_connection *c = arg;
	struct stream *stream = c->stream;
	void *reply = NULL;

	enter(c);
	c->unparsed += n;
	if (redisReaderFeed(c->reader, data, n) != REDIS_OK)
		abort();
	/* Until there is no whole reply left, or a callback ended it all. */
	while (!c->freed && c->stream == stream) {
		if (redisReaderGetReply(c->reader, &reply) != REDIS_OK) {
			lose(c, "the answer is not in Redis' protocol, "
			    "or too large");
			break;
		}
		if (reply == NULL)
			break;
		deliver(c, reply);
		freeReplyObject(reply);
	}
	if (!c->freed && c->stream == stream &&
	    c->unparsed > REDIS_REPLY_MAX_BYTES)
		lose(c, "the answer is too large");
	leave(c);
}

static void on_lost(void *arg, const char *reason)
{
	struct redis_connection *c = arg;

	enter(c);
	lose(c, reason);
	leave(c);
}

/* Instead of hiredis' own: a hostile length must not become memory. */
static void *create_array(const redisReadTask *task, element_count n)
{
	const struct redis_connection *c = task->privdata;

	if (n > (element_count)REDIS_REPLY_MAX_ELEMENTS)
		return NULL;
	return c->create_array(task, n);
}

static void renew_reader(struct redis_connection *c)
{
	if (c->reader != NULL)
		redisReaderFree(c->reader);
	c->reader = redisReaderCreate();
	if (c->reader == NULL)
		abort();
	c->reader->privdata = c;
	c->reply_functions = *c->reader->fn;
	c->create_array = c->reply_functions.createArray;
	c->reply_functions.createArray = create_array;
	c->reader->fn = &c->reply_functions;
	c->unparsed = 0;
}

static void start_connecting(void *arg)
{
	struct redis_connection *c = arg;
	struct stream_options options = {
		.url = &c->url,
		.resolver = c->options.resolver,
		.tls = c->options.tls,
		.connect_deadline_ms = REDIS_CONNECT_DEADLINE_MS,
		.output_limit_bytes = REDIS_OUTPUT_MAX_BYTES,
		.connected = on_connected,
		.received = on_received,
		.lost = on_lost,
		.arg = c,
	};

	renew_reader(c);
	c->stream = stream_open(c->loop, &options);
}

struct redis_connection *redis_open(struct loop *loop,
    const struct redis_options *options, redis_state_cb *callback, void *arg)
{
	struct redis_connection *c = xcalloc(1, sizeof(*c));

	c->loop = loop;
	c->url = *options->url;
	c->options = *options;
	c->options.url = NULL;
	if (options->client_name != NULL)
		(void)text_copy(c->client_name, sizeof(c->client_name),
		    options->client_name);
	c->options.client_name = NULL;
	c->state_callback = callback;
	c->state_arg = arg;
	c->pause_ms = REDIS_PAUSE_MIN_MS;
	prng_seed(&c->prng, (uint64_t)loop_now_ms(loop) ^ (uintptr_t)c);
	start_connecting(c);
	return c;
}

void redis_free(struct redis_connection *c)
{
	if (c == NULL || c->freed)
		return;
	enter(c);
	c->freed = true;
	c->up = false;
	answer_all_with_nothing(c);
	leave(c);
}

bool redis_is_up(const struct redis_connection *c)
{
	return c->up;
}

struct loop *redis_loop(const struct redis_connection *c)
{
	return c->loop;
}

size_t redis_in_flight(const struct redis_connection *c)
{
	return c->count;
}
