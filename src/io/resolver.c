/* SPDX-License-Identifier: MIT
 *
 * resolver: see resolver.h. The thread knows only the mailbox: it takes a
 * lookup, waits in getaddrinfo(), puts it back and rings an eventfd. All else
 * happens on the loop's thread. The mailbox belongs to both and is freed by
 * the last one to leave, since a lookup cannot be interrupted.
 */
#include "io/resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum {
	LOOKUPS_MAX = 16,	/* waiting or under way; more are refused */
	CACHE_MAX = 16,
};

struct lookup {
	struct lookup *next;
	uint64_t id;
	char host[RESOLVER_HOST_SIZE];
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t count;
	int failure;		/* of getaddrinfo() */
};

struct mailbox {
	pthread_mutex_t mutex;
	pthread_cond_t filled;
	struct lookup *todo;	/* oldest first */
	struct lookup *done;
	int bell;		/* eventfd */
	bool closed;
	int users;		/* the loop's side and the thread */
};

struct kept {
	char host[RESOLVER_HOST_SIZE];	/* "" = free */
	int64_t until_ms;		/* monotonic */
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t count;
};

struct resolver {
	struct loop *loop;
	struct mailbox *mailbox;
	struct watch bell;
	struct resolver_query *waiting;
	struct lookup_name {
		uint64_t id;		/* 0 = free */
		char host[RESOLVER_HOST_SIZE];
	} open[LOOKUPS_MAX];
	uint64_t last_id;
	struct kept cache[CACHE_MAX];
};

/* --- the thread's side --- */

static void append(struct lookup **list, struct lookup *item)
{
	while (*list != NULL)
		list = &(*list)->next;
	item->next = NULL;
	*list = item;
}

static void free_list(struct lookup *list)
{
	while (list != NULL) {
		struct lookup *next = list->next;

		free(list);
		list = next;
	}
}

/* With the mutex held; gives it up. */
static void mailbox_leave(struct mailbox *m)
{
	bool last = --m->users == 0;

	pthread_mutex_unlock(&m->mutex);
	if (!last)
		return;
	free_list(m->todo);
	free_list(m->done);
	close(m->bell);
	pthread_cond_destroy(&m->filled);
	pthread_mutex_destroy(&m->mutex);
	free(m);
}

static void look_up(struct lookup *l)
{
	struct addrinfo hints, *list = NULL, *a;

	memset(&hints, 0, sizeof(hints));
	hints.ai_family = AF_UNSPEC;
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = AI_ADDRCONFIG;
	l->failure = getaddrinfo(l->host, NULL, &hints, &list);
	if (l->failure != 0)
		return;
	for (a = list; a != NULL && l->count < RESOLVER_ADDRESSES_MAX;
	    a = a->ai_next) {
		struct address *to = &l->addresses[l->count];

		if (a->ai_addrlen > sizeof(to->storage))
			continue;
		memcpy(&to->storage, a->ai_addr, a->ai_addrlen);
		to->length = a->ai_addrlen;
		l->count++;
	}
	freeaddrinfo(list);
}

static void *thread_main(void *arg)
{
	struct mailbox *m = arg;

	pthread_mutex_lock(&m->mutex);
	while (!m->closed) {
		struct lookup *l = m->todo;

		if (l == NULL) {
			pthread_cond_wait(&m->filled, &m->mutex);
			continue;
		}
		m->todo = l->next;
		pthread_mutex_unlock(&m->mutex);
		look_up(l);
		pthread_mutex_lock(&m->mutex);
		append(&m->done, l);
		(void)eventfd_write(m->bell, 1);
	}
	mailbox_leave(m);
	return NULL;
}

static bool start_thread(struct mailbox *m)
{
	sigset_t all, before;
	pthread_t thread;
	int failed;

	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&thread, NULL, thread_main, m);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed != 0)
		return false;
	pthread_detach(thread);
	return true;
}

/* --- the loop's side --- */

static void set_port(struct address *a, uint16_t port)
{
	if (a->storage.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&a->storage)->sin6_port = htons(port);
	else
		((struct sockaddr_in *)&a->storage)->sin_port = htons(port);
}

void address_format(const struct address *a, char *out, size_t size)
{
	const void *bytes;

	if (a->storage.ss_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)&a->storage)->sin6_addr;
	else
		bytes = &((const struct sockaddr_in *)&a->storage)->sin_addr;
	if (inet_ntop(a->storage.ss_family, bytes, out,
		(socklen_t)size) == NULL)
		out[0] = '\0';
}

static bool parse_literal(const char *host, struct address *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out->storage;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->storage;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		out->length = sizeof(*v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		out->length = sizeof(*v6);
		return true;
	}
	return false;
}

/* What needs no thread: addresses, localhost (RFC 6761), kept answers. */
static size_t answer_at_hand(struct resolver *r, const char *host,
    struct address *out)
{
	size_t i;

	if (text_equal_fold(host, "localhost"))
		return parse_literal("127.0.0.1", &out[0]) &&
		    parse_literal("::1", &out[1]) ? 2 : 0;
	if (parse_literal(host, &out[0]))
		return 1;
	for (i = 0; i < CACHE_MAX; i++) {
		struct kept *k = &r->cache[i];

		if (!text_equal_fold(k->host, host))
			continue;
		if (k->until_ms <= loop_monotonic_ms(r->loop))
			break;
		memcpy(out, k->addresses, sizeof(k->addresses));
		return k->count;
	}
	return 0;
}

/* The host's own place, else a free one, else the oldest. */
static void keep(struct resolver *r, const struct lookup *l)
{
	struct kept *place = &r->cache[0];
	size_t i;

	for (i = 0; i < CACHE_MAX; i++) {
		struct kept *k = &r->cache[i];

		if (text_equal_fold(k->host, l->host)) {
			place = k;
			break;
		}
		if (k->until_ms < place->until_ms)
			place = k;
	}
	(void)text_copy(place->host, sizeof(place->host), l->host);
	memcpy(place->addresses, l->addresses, sizeof(place->addresses));
	place->count = l->count;
	place->until_ms = loop_monotonic_ms(r->loop) + RESOLVER_CACHE_MS;
}

void resolver_forget(struct resolver *r, const char *host)
{
	size_t i;

	for (i = 0; i < CACHE_MAX; i++)
		if (text_equal_fold(r->cache[i].host, host))
			memset(&r->cache[i], 0, sizeof(r->cache[i]));
}

static void unlink_query(struct resolver_query *q)
{
	struct resolver_query **at = &q->resolver->waiting;

	while (*at != q)
		at = &(*at)->next;
	*at = q->next;
	q->resolver = NULL;
	timer_stop(&q->timer);
}

void resolver_cancel(struct resolver_query *q)
{
	if (q->resolver != NULL)
		unlink_query(q);
}

static void answer(struct resolver_query *q, struct address *addresses,
    size_t count, const char *error)
{
	struct resolver_answer a = {
		.addresses = addresses, .count = count, .error = error,
	};
	size_t i;

	for (i = 0; i < count; i++)
		set_port(&addresses[i], q->port);
	unlink_query(q);
	q->callback(q->arg, &a);
}

static void on_deadline(void *arg)
{
	answer(arg, NULL, 0, "timed out");
}

static void on_refused(void *arg)
{
	answer(arg, NULL, 0, "too many names are being looked up");
}

static void on_at_hand(void *arg)
{
	struct resolver_query *q = arg;
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t count = answer_at_hand(q->resolver, q->host, addresses);

	answer(q, addresses, count,
	    count > 0 ? "" : "the kept answer was forgotten");
}

static const char *failure_text(const struct lookup *l)
{
	if (l->failure == EAI_NONAME)
		return "no such name";
	if (l->failure == EAI_AGAIN)
		return "the name server does not answer";
	return l->failure != 0 ? "looking up the name failed"
	    : "the name has no address";
}

static void settle(struct resolver *r, struct lookup *l)
{
	struct resolver_query *q;
	size_t i;

	for (i = 0; i < LOOKUPS_MAX; i++)
		if (r->open[i].id == l->id)
			r->open[i].id = 0;
	if (l->count > 0)
		keep(r, l);
	/* From the start each time: a callback may cancel or ask others. */
	do {
		q = r->waiting;
		while (q != NULL && q->lookup != l->id)
			q = q->next;
		if (q != NULL)
			answer(q, l->addresses, l->count,
			    l->count > 0 ? "" : failure_text(l));
	} while (q != NULL);
}

static void on_bell(void *arg, bool readable UNUSED, bool writable UNUSED,
    bool error UNUSED)
{
	struct resolver *r = arg;
	struct lookup *done, *l;
	eventfd_t count;

	(void)eventfd_read(r->mailbox->bell, &count);
	pthread_mutex_lock(&r->mailbox->mutex);
	done = r->mailbox->done;
	r->mailbox->done = NULL;
	pthread_mutex_unlock(&r->mailbox->mutex);
	for (l = done; l != NULL; l = l->next)
		settle(r, l);
	free_list(done);
}

/* The lookup for this host: one under way, or a new one; 0 if too many. */
static uint64_t lookup_for(struct resolver *r, const char *host)
{
	struct lookup_name *place = NULL;
	struct lookup *l;
	size_t i;

	for (i = 0; i < LOOKUPS_MAX; i++) {
		if (r->open[i].id == 0)
			place = &r->open[i];
		else if (text_equal_fold(r->open[i].host, host))
			return r->open[i].id;
	}
	if (place == NULL)
		return 0;
	place->id = ++r->last_id;
	(void)text_copy(place->host, sizeof(place->host), host);
	l = xcalloc(1, sizeof(*l));
	l->id = place->id;
	(void)text_copy(l->host, sizeof(l->host), host);
	pthread_mutex_lock(&r->mailbox->mutex);
	append(&r->mailbox->todo, l);
	pthread_cond_signal(&r->mailbox->filled);
	pthread_mutex_unlock(&r->mailbox->mutex);
	return place->id;
}

bool resolver_query_set(struct resolver_query *q, const char *host,
    uint16_t port)
{
	assert(q->resolver == NULL);
	q->port = port;
	return host[0] != '\0' && text_copy(q->host, sizeof(q->host), host);
}

void resolver_ask(struct resolver *r, struct resolver_query *q,
    int64_t deadline_ms, resolver_cb *callback, void *arg)
{
	struct address addresses[RESOLVER_ADDRESSES_MAX];

	assert(q->resolver == NULL && q->host[0] != '\0');
	q->resolver = r;
	q->callback = callback;
	q->arg = arg;
	q->next = r->waiting;
	r->waiting = q;
	q->lookup = 0;
	if (answer_at_hand(r, q->host, addresses) > 0) {
		timer_start(&q->timer, r->loop, 0, on_at_hand, q);
		return;
	}
	q->lookup = lookup_for(r, q->host);
	if (q->lookup == 0)
		timer_start(&q->timer, r->loop, 0, on_refused, q);
	else
		timer_start(&q->timer, r->loop, deadline_ms, on_deadline, q);
}

struct resolver *resolver_new(struct loop *loop)
{
	struct resolver *r = xcalloc(1, sizeof(*r));
	struct mailbox *m = xcalloc(1, sizeof(*m));

	m->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	m->users = 2;
	pthread_mutex_init(&m->mutex, NULL);
	pthread_cond_init(&m->filled, NULL);
	if (m->bell < 0 || !start_thread(m)) {
		if (m->bell >= 0)
			close(m->bell);
		free(m);
		free(r);
		return NULL;
	}
	r->loop = loop;
	r->mailbox = m;
	watch_set_callback(&r->bell, on_bell, r);
	watch_start(&r->bell, loop, m->bell, WATCH_READ);
	return r;
}

void resolver_free(struct resolver *r)
{
	if (r == NULL)
		return;
	while (r->waiting != NULL)
		unlink_query(r->waiting);
	watch_stop(&r->bell);
	pthread_mutex_lock(&r->mailbox->mutex);
	r->mailbox->closed = true;
	pthread_cond_signal(&r->mailbox->filled);
	mailbox_leave(r->mailbox);
	free(r);
}
