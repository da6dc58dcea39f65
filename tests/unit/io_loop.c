/* SPDX-License-Identifier: MIT
 *
 * io/loop: timers fire in order, never early and hardly late; a stopped watch
 * or timer stays silent even within a batch; hooks run after every batch.
 */
#include "io/loop.h"
#include "base/prng.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static struct pump pump;

static void set_up(void)
{
	pump_init(&pump);
}

static void tear_down(void)
{
	pump_release(&pump);
}

static int64_t monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* --- timers --- */

#define MANY 300

struct shot {
	struct timer timer;
	int64_t due_us;
	bool fired;
};

static struct shot shots[MANY];
static int fired_count;
static int64_t last_due_us;
static int64_t worst_late_us;
static bool all_fired;

static void on_shot(void *arg)
{
	struct shot *s = arg;
	int64_t late_us = monotonic_us() - s->due_us;

	ck_assert(!s->fired);
	s->fired = true;
	ck_assert_int_ge(late_us, 0);
	ck_assert_int_ge(s->due_us + 1000, last_due_us);
	last_due_us = s->due_us;
	if (late_us > worst_late_us)
		worst_late_us = late_us;
	fired_count++;
}

START_TEST(timers_fire_in_order_and_never_early)
{
	struct prng prng;
	int expected = MANY;
	int i;

	set_up();
	memset(shots, 0, sizeof(shots));
	fired_count = 0;
	last_due_us = 0;
	worst_late_us = 0;
	prng_seed(&prng, 7);
	for (i = 0; i < MANY; i++) {
		int64_t delay = prng_between(&prng, 0, 200);

		shots[i].due_us = monotonic_us() + delay * 1000;
		timer_start(&shots[i].timer, pump.loop, delay, on_shot,
		    &shots[i]);
	}
	for (i = 0; i < MANY; i += 3) {
		timer_stop(&shots[i].timer);
		timer_stop(&shots[i].timer);
		expected--;
	}
	pump_for(&pump, 260);
	ck_assert_int_eq(fired_count, expected);
	for (i = 0; i < MANY; i++)
		ck_assert_int_eq(shots[i].fired, i % 3 != 0);
	ck_assert_int_lt(worst_late_us, 100000);
	tear_down();
}
END_TEST

static struct timer again;
static int again_count;

static void on_again(void *arg UNUSED)
{
	again_count++;
	if (again_count < 5)
		timer_start(&again, pump.loop, 0, on_again, NULL);
	else
		all_fired = true;
}

START_TEST(a_timer_may_start_itself_again)
{
	set_up();
	again_count = 0;
	all_fired = false;
	timer_start(&again, pump.loop, -5, on_again, NULL);
	ck_assert(timer_is_running(&again));
	ck_assert(pump_until(&pump, &all_fired));
	ck_assert_int_eq(again_count, 5);
	ck_assert(!timer_is_running(&again));
	tear_down();
}
END_TEST

static struct timer victim;
static bool victim_fired;

static void on_victim(void *arg UNUSED)
{
	victim_fired = true;
}

static void on_killer(void *arg UNUSED)
{
	timer_stop(&victim);
}

START_TEST(a_due_timer_can_be_stopped_by_the_one_before)
{
	struct timer killer = { 0 };

	set_up();
	victim_fired = false;
	timer_start(&killer, pump.loop, 5, on_killer, NULL);
	timer_start(&victim, pump.loop, 5, on_victim, NULL);
	pump_for(&pump, 30);
	ck_assert(!victim_fired);
	tear_down();
}
END_TEST

START_TEST(a_timer_moved_fires_once_at_the_new_time)
{
	struct timer t = { 0 };
	int64_t start;

	set_up();
	victim_fired = false;
	timer_start(&t, pump.loop, 5, on_victim, NULL);
	timer_start(&t, pump.loop, 50, on_victim, NULL);
	start = monotonic_us();
	ck_assert(pump_until(&pump, &victim_fired));
	ck_assert_int_ge(monotonic_us() - start, 49000);
	tear_down();
}
END_TEST

/* --- watches --- */

struct end {
	struct watch watch;
	int reads, writes, errors;
	struct end *stop_too;
	bool done;
};

static void on_end(void *arg, bool readable, bool writable, bool error)
{
	struct end *e = arg;
	char buffer[64];

	e->reads += readable;
	e->writes += writable;
	e->errors += error;
	e->done = true;
	if (readable && read(e->watch.fd, buffer, sizeof(buffer)) == 0)
		watch_stop(&e->watch);
	else if (writable)
		watch_want(&e->watch, WATCH_READ);
	if (e->stop_too != NULL)
		watch_stop(&e->stop_too->watch);
}

static void end_start(struct end *e, int fd, unsigned want)
{
	memset(e, 0, sizeof(*e));
	watch_set_callback(&e->watch, on_end, e);
	watch_start(&e->watch, pump.loop, fd, want);
}

START_TEST(watches_report_read_write_and_hang_up)
{
	struct end a;
	int fds[2];

	set_up();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
	    fds), 0);
	end_start(&a, fds[0], WATCH_READ | WATCH_WRITE);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.writes, 1);
	ck_assert_int_eq(a.reads, 0);
	a.done = false;
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.reads, 1);
	ck_assert_int_eq(a.errors, 0);
	a.done = false;
	close(fds[1]);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.errors, 1);
	ck_assert_ptr_null(a.watch.loop);
	close(fds[0]);
	tear_down();
}
END_TEST

START_TEST(a_watch_stopped_within_the_batch_stays_silent)
{
	struct end a, b;
	int x[2], y[2];

	set_up();
	ck_assert_int_eq(pipe2(x, O_NONBLOCK), 0);
	ck_assert_int_eq(pipe2(y, O_NONBLOCK), 0);
	end_start(&a, x[0], WATCH_READ);
	end_start(&b, y[0], WATCH_READ);
	a.stop_too = &b;
	b.stop_too = &a;
	ck_assert_int_eq(write(x[1], "x", 1), 1);
	ck_assert_int_eq(write(y[1], "y", 1), 1);
	pump_for(&pump, 20);
	ck_assert_int_eq(a.reads + b.reads, 1);
	watch_stop(&a.watch);
	watch_stop(&b.watch);
	close(x[0]);
	close(x[1]);
	close(y[0]);
	close(y[1]);
	tear_down();
}
END_TEST

/* --- hooks, signals, clock --- */

static int hook_order[8];
static int hook_runs;

static void on_hook(void *arg)
{
	if (hook_runs < 8)
		hook_order[hook_runs] = *(const int *)arg;
	hook_runs++;
}

static void on_nothing(void *arg UNUSED)
{
}

START_TEST(hooks_run_after_every_batch_in_order_and_not_when_idle)
{
	static int one = 1, two = 2;
	struct timer t = { 0 };
	int before;

	set_up();
	hook_runs = 0;
	loop_after_tick(pump.loop, on_hook, &one);
	loop_after_tick(pump.loop, on_hook, &two);
	timer_start(&t, pump.loop, 5, on_nothing, NULL);
	pump_for(&pump, 20);
	ck_assert_int_eq(hook_order[0], 1);
	ck_assert_int_eq(hook_order[1], 2);
	ck_assert_int_ge(hook_runs, 4);
	before = hook_runs;
	pump_for(&pump, 200);
	/* The start, the deadline, and a few early wake-ups at most. */
	ck_assert_int_le(hook_runs - before, 10);
	tear_down();
}
END_TEST

static int seen_signal;
static bool signal_seen;

static void on_signal(void *arg UNUSED, int signal_number)
{
	seen_signal = signal_number;
	signal_seen = true;
}

START_TEST(signals_arrive_as_callbacks)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	size_t i;

	set_up();
	ck_assert(loop_on_signal(pump.loop, on_signal, NULL));
	for (i = 0; i < ARRAY_LEN(numbers); i++) {
		signal_seen = false;
		ck_assert_int_eq(raise(numbers[i]), 0);
		ck_assert(pump_until(&pump, &signal_seen));
		ck_assert_int_eq(seen_signal, numbers[i]);
	}
	tear_down();
}
END_TEST

/* A start with all descriptors in use ends with a word, not by an assertion. */
START_TEST(without_a_descriptor_signals_are_refused)
{
	struct rlimit before, none = { 0, 0 };

	set_up();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none.rlim_max = before.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert(!loop_on_signal(pump.loop, on_signal, NULL));
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert(loop_on_signal(pump.loop, on_signal, NULL));
	tear_down();
}
END_TEST

static int64_t first_reading, second_reading;

static void read_first(void *arg UNUSED)
{
	int64_t until = monotonic_us() + 20000;

	first_reading = loop_now_ms(pump.loop);
	while (monotonic_us() < until)
		;
}

static void read_second(void *arg UNUSED)
{
	second_reading = loop_now_ms(pump.loop);
	all_fired = true;
}

START_TEST(the_clock_is_read_once_a_batch)
{
	struct timer a = { 0 }, b = { 0 };
	struct timespec now;

	set_up();
	all_fired = false;
	timer_start(&a, pump.loop, 0, read_first, NULL);
	timer_start(&b, pump.loop, 0, read_second, NULL);
	ck_assert(pump_until(&pump, &all_fired));
	ck_assert_int_eq(first_reading, second_reading);
	clock_gettime(CLOCK_REALTIME, &now);
	ck_assert_int_le(llabs((long long)now.tv_sec * 1000 +
	    now.tv_nsec / 1000000 - first_reading), 2000);
	tear_down();
}
END_TEST

START_TEST(an_idle_loop_uses_no_processor)
{
	struct rusage before, after;
	int64_t used_us;

	set_up();
	getrusage(RUSAGE_SELF, &before);
	pump_for(&pump, 300);
	getrusage(RUSAGE_SELF, &after);
	used_us = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000000 +
	    after.ru_utime.tv_usec - before.ru_utime.tv_usec +
	    (after.ru_stime.tv_sec - before.ru_stime.tv_sec) * 1000000 +
	    after.ru_stime.tv_usec - before.ru_stime.tv_usec;
	ck_assert_int_lt(used_us, 30000);
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/loop");

	unit_add(&u, timers_fire_in_order_and_never_early);
	unit_add(&u, a_timer_may_start_itself_again);
	unit_add(&u, a_due_timer_can_be_stopped_by_the_one_before);
	unit_add(&u, a_timer_moved_fires_once_at_the_new_time);
	unit_add(&u, watches_report_read_write_and_hang_up);
	unit_add(&u, a_watch_stopped_within_the_batch_stays_silent);
	unit_add(&u, hooks_run_after_every_batch_in_order_and_not_when_idle);
	unit_add(&u, signals_arrive_as_callbacks);
	unit_add(&u, without_a_descriptor_signals_are_refused);
	unit_add(&u, the_clock_is_read_once_a_batch);
	unit_add(&u, an_idle_loop_uses_no_processor);
	return unit_run(&u);
}
