/* SPDX-License-Identifier: MIT
 *
 * io/resolver: the loop goes on while a name server is silent; every question
 * is answered once, in time. getaddrinfo() is replaced by the linker.
 */
#include "io/resolver.h"
#include "base/text.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);
int __real_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static int lookups;

/* "good.test" has an address, "silent.test" answers when the gate opens. */
int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list)
{
	__atomic_add_fetch(&lookups, 1, __ATOMIC_SEQ_CST);
	if (strcmp(host, "silent.test") == 0) {
		pthread_mutex_lock(&gate);
		pthread_mutex_unlock(&gate);
		return EAI_AGAIN;
	}
	if (text_starts_with(host, "good"))
		return __real_getaddrinfo("192.0.2.7", service, hints, list);
	return EAI_NONAME;
}

static struct pump pump;
static struct resolver *resolver;

struct question {
	struct resolver_query query;
	int answers;
	size_t count;
	char address[ADDRESS_TEXT_SIZE];
	uint16_t port;
	char error[60];
	bool done;
	struct question *cancel_too;
};

static void on_answer(void *arg, const struct resolver_answer *a)
{
	struct question *q = arg;

	q->answers++;
	q->done = true;
	q->count = a->count;
	(void)text_copy(q->error, sizeof(q->error), a->error);
	if (q->cancel_too != NULL)
		resolver_cancel(&q->cancel_too->query);
	if (a->count == 0)
		return;
	address_format(&a->addresses[0], q->address, sizeof(q->address));
	q->port = ntohs(((const struct sockaddr_in *)
	    &a->addresses[0].storage)->sin_port);
}

static void ask(struct question *q, const char *host, int64_t deadline_ms)
{
	memset(q, 0, sizeof(*q));
	ck_assert(resolver_query_set(&q->query, host, 6379));
	resolver_ask(resolver, &q->query, deadline_ms, on_answer, q);
	ck_assert_int_eq(q->answers, 0);
}

static void set_up(void)
{
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	ck_assert_ptr_nonnull(resolver);
	lookups = 0;
}

static void tear_down(void)
{
	resolver_free(resolver);
	pump_release(&pump);
}

START_TEST(addresses_and_localhost_need_no_lookup)
{
	static const char *const hosts[][2] = {
		{ "127.0.0.1", "127.0.0.1" }, { "::1", "::1" },
		{ "localhost", "127.0.0.1" }, { "LOCALHOST", "127.0.0.1" },
	};
	struct question q;
	size_t i;

	set_up();
	for (i = 0; i < ARRAY_LEN(hosts); i++) {
		ask(&q, hosts[i][0], 1000);
		ck_assert(pump_until(&pump, &q.done));
		ck_assert_str_eq(q.address, hosts[i][1]);
		ck_assert_int_eq(q.port, 6379);
	}
	ck_assert_int_eq(lookups, 0);
	tear_down();
}
END_TEST

START_TEST(a_name_is_looked_up_once_and_kept)
{
	struct question q[3];
	int i;

	set_up();
	for (i = 0; i < 3; i++)
		ask(&q[i], "good.test", 5000);
	for (i = 0; i < 3; i++) {
		ck_assert(pump_until(&pump, &q[i].done));
		ck_assert_str_eq(q[i].address, "192.0.2.7");
		ck_assert_int_eq(q[i].answers, 1);
	}
	ask(&q[0], "GOOD.test", 5000);
	ck_assert(pump_until(&pump, &q[0].done));
	ck_assert_int_eq(lookups, 1);
	resolver_forget(resolver, "good.test");
	ask(&q[0], "good.test", 5000);
	ck_assert(pump_until(&pump, &q[0].done));
	ck_assert_int_eq(lookups, 2);
	tear_down();
}
END_TEST

START_TEST(a_missing_name_fails_and_is_asked_again)
{
	struct question q;
	int i;

	set_up();
	for (i = 1; i <= 2; i++) {
		ask(&q, "missing.test", 5000);
		ck_assert(pump_until(&pump, &q.done));
		ck_assert_uint_eq(q.count, 0);
		ck_assert_str_eq(q.error, "no such name");
		ck_assert_int_eq(lookups, i);
	}
	tear_down();
}
END_TEST

START_TEST(a_silent_name_server_does_not_stop_the_loop)
{
	struct question silent, literal, later;

	set_up();
	pthread_mutex_lock(&gate);
	ask(&silent, "silent.test", 50);
	ask(&literal, "127.0.0.1", 1000);
	ask(&later, "good.test", 5000);
	ck_assert(pump_within(&pump, &literal.done, 1000));
	ck_assert(!silent.done);
	ck_assert(pump_until(&pump, &silent.done));
	ck_assert_str_eq(silent.error, "timed out");
	ck_assert(!later.done);
	pthread_mutex_unlock(&gate);
	ck_assert(pump_until(&pump, &later.done));
	ck_assert_uint_eq(later.count, 1);
	ck_assert_int_eq(silent.answers, 1);
	tear_down();
}
END_TEST

START_TEST(too_many_lookups_are_refused)
{
	struct question q[20];
	int refused = 0;
	int i;

	set_up();
	pthread_mutex_lock(&gate);
	for (i = 0; i < 20; i++) {
		char host[40];

		snprintf(host, sizeof(host), "good%d.test", i);
		ask(&q[i], i == 0 ? "silent.test" : host, 5000);
	}
	ck_assert(pump_until(&pump, &q[19].done));
	pthread_mutex_unlock(&gate);
	for (i = 0; i < 20; i++) {
		ck_assert(pump_until(&pump, &q[i].done));
		ck_assert_int_eq(q[i].answers, 1);
		refused += strstr(q[i].error, "too many") != NULL;
	}
	ck_assert_int_eq(refused, 4);
	tear_down();
}
END_TEST

START_TEST(cancelled_questions_stay_unanswered)
{
	struct question a, b;

	set_up();
	ask(&a, "good.test", 5000);
	ask(&b, "good.test", 5000);
	a.cancel_too = &b;
	b.cancel_too = &a;
	pump_for(&pump, 50);
	ck_assert_int_eq(a.answers + b.answers, 1);
	ask(&a, "127.0.0.1", 5000);
	resolver_cancel(&a.query);
	resolver_cancel(&a.query);
	pump_for(&pump, 10);
	ck_assert_int_eq(a.answers, 0);
	tear_down();
}
END_TEST

START_TEST(freeing_does_not_wait_for_a_lookup)
{
	struct question q;

	set_up();
	pthread_mutex_lock(&gate);
	ask(&q, "silent.test", 5000);
	pump_for(&pump, 10);
	tear_down();
	ck_assert_int_eq(q.answers, 0);
	pthread_mutex_unlock(&gate);
}
END_TEST

START_TEST(names_that_do_not_fit_are_refused)
{
	struct resolver_query q = { 0 };
	char host[400];

	memset(host, 'x', sizeof(host));
	host[sizeof(host) - 1] = '\0';
	ck_assert(!resolver_query_set(&q, host, 1));
	ck_assert(!resolver_query_set(&q, "", 1));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/resolver");

	unit_add(&u, addresses_and_localhost_need_no_lookup);
	unit_add(&u, a_name_is_looked_up_once_and_kept);
	unit_add(&u, a_missing_name_fails_and_is_asked_again);
	unit_add(&u, a_silent_name_server_does_not_stop_the_loop);
	unit_add(&u, too_many_lookups_are_refused);
	unit_add(&u, cancelled_questions_stay_unanswered);
	unit_add(&u, freeing_does_not_wait_for_a_lookup);
	unit_add(&u, names_that_do_not_fit_are_refused);
	return unit_run(&u);
}
