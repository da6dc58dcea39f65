/* SPDX-License-Identifier: MIT
 *
 * load: starts a bot, sends it slash commands over Socket Mode and measures
 * from outside: envelope to ack, start to hello, processor time, memory.
 * Obeys one line on stdin after the other and answers each with one line of
 * JSON; tests/bench/bench.mjs is who speaks to it.
 *
 *   load PORT
 *     spawn LOG PROGRAM [ARGUMENT...]  until its socket is up
 *     command CHANNEL TEXT             one, until its ack
 *     closed IN-FLIGHT COUNT ROOMS     each ack lets the next one go
 *     mixed IN-FLIGHT COUNT ROOMS      the same; nine in ten only ask
 *     open PER-SECOND COUNT ROOMS      each at its time, acked or not
 *     posts COUNT MS                   until so many were posted, or so long
 *     record FILE                      from now on: when what was posted
 *     usage                            processor time and memory of the bot
 *     stop                             the bot, by SIGTERM
 */
#include "tests/bench/server.h"
#include "base/memory.h"
#include "base/text.h"
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT_MAX 2000000
#define WORDS_MAX 16
#define LINE_MAX_BYTES 4096
#define PATIENCE_NS INT64_C(30000000000)
#define WARM_UP 4		/* one of so many is not counted */

extern char **environ;

struct load {
	struct server *server;
	int64_t *sent_ns;	/* by envelope; of an open loop: when it was due */
	int64_t *took_ns;	/* 0 = no ack yet */
	int64_t first;		/* envelope of this run */
	int64_t next;
	int64_t acked;
	uint64_t posts;
	int64_t up_ns;
	pid_t child;
	FILE *record;
	bool mixed;
};

/* --- what happens --------------------------------------------------------- */

static void on_up(void *arg)
{
	struct load *load = arg;

	load->up_ns = now_ns();
}

static void on_ack(void *arg, int64_t envelope)
{
	struct load *load = arg;

	if (envelope < load->first || envelope >= load->next ||
	    load->took_ns[envelope] != 0)
		return;
	load->took_ns[envelope] = now_ns() - load->sent_ns[envelope];
	load->acked++;
}

static void on_post(void *arg, const char *channel, const char *text)
{
	struct load *load = arg;
	struct timespec now;

	load->posts++;
	if (!load->record)
		return;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	fprintf(load->record, "%lld %s %s\n",
	    (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000, channel,
	    text);
}

static void send_command(struct load *load, const char *channel,
    const char *words, int64_t sent_ns)
{
	char line[LINE_MAX_BYTES];
	struct text text;
	long long number = (long long)load->next++;

	assert(number < COUNT_MAX);
	load->sent_ns[number] = sent_ns;
	text_init(&text, line, sizeof(line));
	text_addf(&text, "{\"envelope_id\":\"e-%lld\",\"type\":"
	    "\"slash_commands\",\"accepts_response_payload\":true,\"payload\":"
	    "{\"token\":\"bench\",\"team_id\":\"T0BENCH\",\"team_domain\":"
	    "\"bench\",\"channel_id\":\"%s\",\"channel_name\":\"bench\","
	    "\"user_id\":\"U0ANA\",\"user_name\":\"ana\",\"command\":"
	    "\"/incident\",\"text\":\"%s\",\"api_app_id\":\"A0BENCH\","
	    "\"is_enterprise_install\":\"false\",\"response_url\":"
	    "\"https://hooks.slack.com/commands/T0BENCH/1/x\","
	    "\"trigger_id\":\"1.2.%lld\"}}", number, channel, words, number);
	assert(!text.truncated);
	server_send(load->server, text.data, text.length);
}

static void send_note(struct load *load, int64_t rooms, int64_t sent_ns)
{
	char channel[64], words[64];

	snprintf(channel, sizeof(channel), "C0ROOM%lld",
	    (long long)(load->next % rooms + 1));
	if (load->mixed && load->next % 10 > 0)
		snprintf(words, sizeof(words), "status");
	else
		snprintf(words, sizeof(words), "note measured %lld",
		    (long long)load->next);
	send_command(load, channel, words, sent_ns);
}

static void begin_run(struct load *load)
{
	load->first = load->next;
	load->acked = 0;
}

/* --- what it comes to ----------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return one < other ? -1 : one > other;
}

static double at_ms(const int64_t *sorted, int64_t count, double share)
{
	int64_t at = (int64_t)((double)(count - 1) * share);

	return count > 0 ? (double)sorted[at] / 1e6 : 0;
}

/* The first ones are left out: connections, caches, just-in-time compilers. */
static void say_run(const struct load *load, int64_t count, double seconds)
{
	int64_t skipped = count / WARM_UP;
	int64_t *sorted = xcalloc((size_t)count + 1, sizeof(*sorted));
	int64_t answered = 0;

	for (int64_t i = load->first + skipped; i < load->next; i++) {
		if (load->took_ns[i] > 0)
			sorted[answered++] = load->took_ns[i];
	}
	qsort(sorted, (size_t)answered, sizeof(*sorted), compare);
	printf("{\"sent\":%lld,\"acked\":%lld,\"seconds\":%.4f,\"rate\":%.1f,"
	    "\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,"
	    "\"max_ms\":%.3f}\n", (long long)count, (long long)load->acked,
	    seconds, (double)load->acked / seconds,
	    at_ms(sorted, answered, 0.5), at_ms(sorted, answered, 0.9),
	    at_ms(sorted, answered, 0.99), at_ms(sorted, answered, 1));
	free(sorted);
}

static void run_closed(struct load *load, int64_t in_flight, int64_t count,
    int64_t rooms)
{
	int64_t since = now_ns(), last = since, acked = 0;

	begin_run(load);
	while (load->acked < count && now_ns() - last < PATIENCE_NS) {
		while (load->next - load->first < count &&
		    load->next - load->first - load->acked < in_flight)
			send_note(load, rooms, now_ns());
		server_step(load->server, 1000);
		if (load->acked != acked)
			last = now_ns();
		acked = load->acked;
	}
	say_run(load, count, (double)(now_ns() - since) / 1e9);
}

static void run_mixed(struct load *load, int64_t in_flight, int64_t count,
    int64_t rooms)
{
	load->mixed = true;
	run_closed(load, in_flight, count, rooms);
	load->mixed = false;
}

/* Latency counts from when it was to be sent, so that a bot that holds up
 * the sender does not look good by that. */
static void run_open(struct load *load, int64_t per_second, int64_t count,
    int64_t rooms)
{
	int64_t since = now_ns(), step = INT64_C(1000000000) / per_second;
	int64_t end = since + step * count + PATIENCE_NS;

	begin_run(load);
	while (load->acked < count && now_ns() < end) {
		int64_t sent = load->next - load->first;
		int64_t due = since + step * sent;

		if (sent < count && due <= now_ns()) {
			send_note(load, rooms, due);
			server_step(load->server, 0);
			continue;
		}
		server_step(load->server, sent < count ?
		    (int)((due - now_ns()) / 1000000) : 1000);
	}
	say_run(load, count, (double)(now_ns() - since) / 1e9);
}

/* --- the bot -------------------------------------------------------------- */

static void spawn(struct load *load, char **words)
{
	posix_spawn_file_actions_t actions;
	int64_t since;

	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, 2, words[0],
	    O_WRONLY | O_CREAT | O_APPEND, 0600);
	(void)posix_spawn_file_actions_adddup2(&actions, 2, 1);
	load->up_ns = 0;
	since = now_ns();
	if (posix_spawnp(&load->child, words[1], &actions, NULL, words + 1,
	    environ) != 0) {
		perror(words[1]);
		exit(1);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	while (load->up_ns == 0 && now_ns() - since < PATIENCE_NS)
		server_step(load->server, 100);
	printf("{\"pid\":%d,\"hello_ms\":%.3f}\n", (int)load->child,
	    load->up_ns ? (double)(load->up_ns - since) / 1e6 : -1);
}

static void stop(struct load *load)
{
	int status = 0;

	(void)kill(load->child, SIGTERM);
	while (waitpid(load->child, &status, WNOHANG) == 0)
		server_step(load->server, 10);
	printf("{\"status\":%d}\n", status);
}

static long status_kib(const struct load *load, const char *name)
{
	char path[64], line[256];
	long value = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)load->child);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtol(line + strlen(name), NULL, 10);
	}
	if (file)
		(void)fclose(file);
	return value;
}

/* The n-th word; the program's name, the second, has no space in it here. */
static const char *word_of(const char *line, int n)
{
	for (; n > 0 && *line; n--)
		line += strcspn(line, " ") + 1;
	return line;
}

static void say_usage(const struct load *load)
{
	char path[64], line[1024] = "";
	unsigned long user = 0, kernel = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)load->child);
	file = fopen(path, "r");
	if (file && fgets(line, sizeof(line), file)) {
		user = strtoul(word_of(line, 13), NULL, 10);
		kernel = strtoul(word_of(line, 14), NULL, 10);
	}
	if (file)
		(void)fclose(file);
	printf("{\"cpu_s\":%.2f,\"rss_kib\":%ld,\"peak_kib\":%ld,"
	    "\"posts\":%llu,\"calls\":%llu}\n",
	    (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK),
	    status_kib(load, "VmRSS:"), status_kib(load, "VmHWM:"),
	    (unsigned long long)load->posts,
	    (unsigned long long)server_calls(load->server));
}

static void await_posts(struct load *load, uint64_t wanted, int64_t for_ms)
{
	int64_t since = now_ns();

	while (load->posts < wanted && now_ns() - since < for_ms * 1000000)
		server_step(load->server, 20);
	printf("{\"posts\":%llu,\"seconds\":%.3f}\n",
	    (unsigned long long)load->posts,
	    (double)(now_ns() - since) / 1e9);
}

/* --- orders --------------------------------------------------------------- */

static void record(struct load *load, const char *path)
{
	if (load->record)
		(void)fclose(load->record);
	load->record = fopen(path, "w");
	if (load->record)
		(void)setvbuf(load->record, NULL, _IOLBF, 0);
	puts("{}");
}

static void one_command(struct load *load, const char *channel,
    const char *text)
{
	begin_run(load);
	send_command(load, channel, text, now_ns());
	while (load->acked < 1 &&
	    now_ns() - load->sent_ns[load->first] < PATIENCE_NS)
		server_step(load->server, 100);
	say_run(load, 0, 1);
}

static int64_t number(char **words, int i)
{
	int64_t value = 0;

	if (!words[i] || !text_parse_int(words[i], 1, INT64_MAX, &value)) {
		fprintf(stderr, "load: a number is missing\n");
		exit(2);
	}
	return value;
}

/* Cut out of the line; NULL if there is none. The last one is all the rest. */
static char *next_word(char **line, bool last)
{
	char *word = *line + strspn(*line, " ");
	size_t length = strcspn(word, last ? "\n" : " \n");

	if (length == 0)
		return NULL;
	*line = word + length + (word[length] != '\0');
	word[length] = '\0';
	return word;
}

static void obey(struct load *load, char *line)
{
	char *words[WORDS_MAX + 1] = { NULL };
	int count = 0;

	while (count < WORDS_MAX && (words[count] = next_word(&line,
	    count == 2 && strcmp(words[0], "command") == 0)))
		count++;
	if (count > 2 && strcmp(words[0], "spawn") == 0)
		spawn(load, words + 1);
	else if (count > 2 && strcmp(words[0], "command") == 0)
		one_command(load, words[1], words[2]);
	else if (count > 3 && strcmp(words[0], "closed") == 0)
		run_closed(load, number(words, 1), number(words, 2),
		    number(words, 3));
	else if (count > 3 && strcmp(words[0], "mixed") == 0)
		run_mixed(load, number(words, 1), number(words, 2),
		    number(words, 3));
	else if (count > 3 && strcmp(words[0], "open") == 0)
		run_open(load, number(words, 1), number(words, 2),
		    number(words, 3));
	else if (count > 2 && strcmp(words[0], "posts") == 0)
		await_posts(load, (uint64_t)number(words, 1),
		    number(words, 2));
	else if (count > 1 && strcmp(words[0], "record") == 0)
		record(load, words[1]);
	else if (count > 0 && strcmp(words[0], "usage") == 0)
		say_usage(load);
	else if (count > 0 && strcmp(words[0], "stop") == 0)
		stop(load);
	else
		printf("{\"error\":\"what?\"}\n");
	(void)fflush(stdout);
}

/* A line at a time, as orders come one by one. */
static bool read_order(char *line, size_t size)
{
	size_t used = 0;

	while (used + 1 < size && read(0, line + used, 1) == 1) {
		if (line[used++] == '\n') {
			line[used] = '\0';
			return true;
		}
	}
	return false;
}

int main(int argc, char **argv)
{
	static struct load load;
	struct server_callbacks callbacks = { .arg = &load, .up = on_up,
		.ack = on_ack, .post = on_post };
	char line[LINE_MAX_BYTES];

	if (argc != 2) {
		fprintf(stderr, "usage: load PORT\n");
		return 2;
	}
	load.sent_ns = xcalloc(COUNT_MAX, sizeof(*load.sent_ns));
	load.took_ns = xcalloc(COUNT_MAX, sizeof(*load.took_ns));
	load.server = server_new((int)strtol(argv[1], NULL, 10), &callbacks);
	server_watch(load.server, 0);
	for (;;) {
		while (!server_readable(load.server))
			server_step(load.server, 1000);
		if (!read_order(line, sizeof(line)))
			break;
		obey(&load, line);
	}
	server_free(load.server);
	free(load.sent_ns);
	free(load.took_ns);
	return 0;
}
