/* SPDX-License-Identifier: MIT
 *
 * sim: incidents under faults, as a function of a seed. Two phases: safety
 * (people busy, faults all on), then liveness (no more faults: everything due
 * must get done); then the books are compared.
 *
 *   sim [--seed S] [--seeds N] [--steps N] [--minutes M] [--jobs J]
 *       [--forever] [--print] [--calm] [--scenes | --scene NAME]
 *
 * A failing seed is run again by itself, and its last lines are printed. With
 * --scenes what is staged (scenes.h) is played instead of seeds; with --scene
 * one of it.
 */
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "tests/sim/books.h"
#include "tests/sim/scenes.h"
#include "tests/sim/world.h"
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MINUTE_MS 60000
#define REPORT_EVERY 200
#define JOBS_MAX 16

struct options {
	uint64_t seed;
	uint64_t seeds;
	uint64_t steps;		/* of the safety phase, at most; 0 = no end */
	int64_t minutes;
	int64_t jobs;
	bool forever;
	bool print;
	bool calm;
	const char *scene;	/* instead of seeds; "" = all of them */
	bool keep;
};

struct tally {
	uint64_t seeds;
	uint64_t turns;
	uint64_t committed;
	uint64_t calls;
	uint64_t steps;
	uint64_t trace;
};

static struct options options = { .seed = 1, .seeds = 1, .minutes = 20,
	.jobs = 1 };
static volatile uint64_t seed_now;

static void on_person(void *arg)
{
	struct world *world = arg;

	if (world->people_rest)
		return;
	people_act(world);
	world_at(world, NULL, world_between(world, 50, 3000), on_person,
	    world);
}

static void run_seed(uint64_t seed, struct tally *tally)
{
	struct world_options wanted = {
		.seed = seed, .print = options.print, .keep = options.keep,
	};
	struct world *world = world_new(&wanted);
	int64_t until_ms = world->now_ms + options.minutes * MINUTE_MS;

	seed_now = seed;
	for (int i = 0; i < world->replica_count; i++)
		replica_start(&world->replicas[i]);
	world_at(world, NULL, 1000, on_person, world);
	if (!options.calm)
		trouble_begin(world);
	while ((options.steps == 0 || world->steps < options.steps) &&
	    world_step(world, until_ms))
		;
	trouble_end(world);
	world_settle(world);
	check_at_rest(world);
	tally->seeds++;
	tally->turns += world->turns;
	tally->committed += world->books->committed;
	tally->calls += world->books->calls;
	tally->steps += world->steps;
	tally->trace ^= world->trace;
	world_free(world);
}

static void print_told(const struct world *world)
{
	uint64_t first = world->told_count > TOLD_LINES ?
	    world->told_count - TOLD_LINES : 0;

	for (uint64_t i = first; i < world->told_count; i++)
		puts(world->told[i % TOLD_LINES]);
}

static void PRINTF_LIKE(3, 0)
    print_verdict(const struct world *world, const char *invariant,
    const char *format, va_list arguments)
{
	fprintf(stderr, "%s is broken: ", invariant);
	vfprintf(stderr, format, arguments);
	if (world->scene) {
		fprintf(stderr, "\nin the scene %s; replay: tests/sim/sim "
		    "--scene %s --print\n", world->scene, world->scene);
		return;
	}
	fprintf(stderr, "\nstep %llu, %lld s into the run; replay: "
	    "tests/sim/sim --seed %llu --minutes %lld --steps %llu%s "
	    "--print\n", (unsigned long long)world->steps,
	    (long long)((world->now_ms - world->started_ms) / 1000),
	    (unsigned long long)world->seed, (long long)options.minutes,
	    (unsigned long long)options.steps,
	    options.calm ? " --calm" : "");
}

/* The first time nothing was kept: the same seed goes the same way again. */
void world_broken(const struct world *world, const char *invariant,
    const char *format, ...)
{
	struct tally tally = { 0 };
	va_list arguments;

	if (!world->print && !world->told) {
		options.keep = true;
		run_seed(world->seed, &tally);
		fprintf(stderr, "the replay did not fail: ");
	}
	if (world->told)
		print_told(world);
	fflush(stdout);
	va_start(arguments, format);
	print_verdict(world, invariant, format, arguments);
	va_end(arguments);
	exit(1);
}

/* An assertion of the product, or worse: say which seed it was. */
static void on_end(int number)
{
	static const char before[] = "; replay: tests/sim/sim --seed ";
	const char *how = number == SIGABRT ? "aborted" : "crashed";
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t seed = seed_now;

	digits[--at] = '\n';
	do {
		digits[--at] = (char)('0' + seed % 10);
		seed /= 10;
	} while (seed > 0);
	(void)!write(2, how, strlen(how));
	(void)!write(2, before, sizeof(before) - 1);
	(void)!write(2, digits + at, sizeof(digits) - at);
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}

/* On a stack of its own, since a crash may be for want of that. */
static void tell_ends(void)
{
	static char stack[65536];
	const stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_flags = SA_ONSTACK };

	action.sa_handler = on_end;
	(void)sigemptyset(&action.sa_mask);
	(void)sigaltstack(&other, NULL);
	(void)sigaction(SIGABRT, &action, NULL);
	(void)sigaction(SIGSEGV, &action, NULL);
	(void)sigaction(SIGBUS, &action, NULL);
}

static double seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_tally(const struct tally *tally, double seconds)
{
	printf("%llu seeds, %llu turns (%llu committed), %llu calls, "
	    "%llu steps in %.1f s: every invariant held, trace %016llx\n",
	    (unsigned long long)tally->seeds,
	    (unsigned long long)tally->turns,
	    (unsigned long long)tally->committed,
	    (unsigned long long)tally->calls,
	    (unsigned long long)tally->steps, seconds,
	    (unsigned long long)tally->trace);
	fflush(stdout);
}

/* Every jobs-th seed, beginning with the first-th. */
static void run_share(uint64_t first, struct tally *tally)
{
	double since = seconds_now();

	for (uint64_t i = first; options.forever || i < options.seeds;
	    i += (uint64_t)options.jobs) {
		run_seed(options.seed + i, tally);
		if (options.forever && tally->seeds % REPORT_EVERY == 0)
			print_tally(tally, seconds_now() - since);
	}
}

static pid_t start_share(uint64_t first, int *from)
{
	struct tally tally = { 0 };
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0)
		abort();
	child = fork();
	if (child < 0)
		abort();
	if (child > 0) {
		(void)close(ends[1]);
		*from = ends[0];
		return child;
	}
	(void)close(ends[0]);
	run_share(first, &tally);
	if (write(ends[1], &tally, sizeof(tally)) != sizeof(tally))
		_exit(1);
	_exit(0);
}

static bool add_share(pid_t child, int from, struct tally *sum)
{
	struct tally tally = { 0 };
	int status = 0;
	bool good = read(from, &tally, sizeof(tally)) == sizeof(tally);

	(void)close(from);
	if (waitpid(child, &status, 0) != child || status != 0)
		return false;
	sum->seeds += tally.seeds;
	sum->turns += tally.turns;
	sum->committed += tally.committed;
	sum->calls += tally.calls;
	sum->steps += tally.steps;
	sum->trace ^= tally.trace;
	return good;
}

static bool run_shares(struct tally *sum)
{
	pid_t children[JOBS_MAX];
	int from[JOBS_MAX];
	bool good = true;

	if (options.jobs == 1) {
		run_share(0, sum);
		return true;
	}
	for (int64_t i = 0; i < options.jobs; i++)
		children[i] = start_share((uint64_t)i, &from[i]);
	for (int64_t i = 0; i < options.jobs; i++)
		good = add_share(children[i], from[i], sum) && good;
	return good;
}

static bool parse_switch(const char *word)
{
	if (strcmp(word, "--print") == 0)
		options.print = true;
	else if (strcmp(word, "--calm") == 0)
		options.calm = true;
	else if (strcmp(word, "--forever") == 0)
		options.forever = true;
	else if (strcmp(word, "--scenes") == 0)
		options.scene = "";
	else
		return false;
	return true;
}

static bool parse_number(const char *word, int64_t number)
{
	if (strcmp(word, "--seed") == 0)
		options.seed = (uint64_t)number;
	else if (strcmp(word, "--seeds") == 0)
		options.seeds = (uint64_t)number;
	else if (strcmp(word, "--steps") == 0)
		options.steps = (uint64_t)number;
	else if (strcmp(word, "--minutes") == 0)
		options.minutes = number;
	else if (strcmp(word, "--jobs") == 0)
		options.jobs = number;
	else
		return false;
	return true;
}

static bool parse(int argc, char **argv)
{
	int64_t number = 0;

	for (int i = 1; i < argc; i++) {
		if (parse_switch(argv[i]))
			continue;
		if (strcmp(argv[i], "--scene") == 0 && i + 1 < argc) {
			options.scene = argv[++i];
			continue;
		}
		if (i + 1 >= argc ||
		    !text_parse_int(argv[i + 1], 0, INT64_MAX, &number) ||
		    !parse_number(argv[i], number))
			return false;
		i++;
	}
	return options.jobs >= 1 && options.jobs <= JOBS_MAX;
}

int main(int argc, char **argv)
{
	struct tally sum = { 0 };
	double since = seconds_now();

	if (!parse(argc, argv)) {
		fprintf(stderr, "usage: sim [--seed S] [--seeds N] "
		    "[--steps N] [--minutes M] [--jobs J] [--forever] "
		    "[--print] [--calm] [--scenes | --scene NAME]\n");
		return 2;
	}
	tell_ends();
	log_set_descriptor(open("/dev/null", O_WRONLY | O_CLOEXEC));
	log_set_level(LOG_LEVEL_ERROR);
	if (options.scene) {
		int played = scenes_play(options.scene, options.print);

		printf("%d scenes: every invariant held\n", played);
		return played > 0 ? 0 : 2;
	}
	if (!run_shares(&sum))
		return 1;
	print_tally(&sum, seconds_now() - since);
	return 0;
}
