/* SPDX-License-Identifier: MIT
 *
 * main.c: the program `workspace`: a whole Slack workspace on loopback, for
 * end-to-end tests and the demo. Options, the ready line, and a clean end on
 * SIGTERM. Read next: door.h.
 */
#include "tests/workspace/door.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <unistd.h>

struct options {
	int port, ready_fd;
	uint64_t seed;
	const char *page, *clock, *manifest;
	bool client_msg_id, no_limits;
};

static volatile sig_atomic_t stopped;
static struct lws_context *running;

static void stop(int number)
{
	(void)number;
	stopped = 1;
	if (running)
		lws_cancel_service(running);
}

static void usage(FILE *to)
{
	fprintf(to, "usage: workspace [--port N] [--page DIR] [--clock FILE] "
		"[--seed N] [--ready-fd N]\n"
		"                 [--manifest FILE] [--honour-client-msg-id] "
		"[--no-rate-limits]\n");
}

static void read_options(struct options *options, int argc, char **argv)
{
	static const struct option known[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "page", required_argument, NULL, 'd' },
		{ "clock", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 's' },
		{ "ready-fd", required_argument, NULL, 'r' },
		{ "manifest", required_argument, NULL, 'm' },
		{ "honour-client-msg-id", no_argument, NULL, 'i' },
		{ "no-rate-limits", no_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int one;

	while ((one = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (one) {
		case 'p': options->port = (int)strtol(optarg, NULL, 10); break;
		case 'd': options->page = optarg; break;
		case 'c': options->clock = optarg; break;
		case 's': options->seed = strtoull(optarg, NULL, 10); break;
		case 'r':
			options->ready_fd = (int)strtol(optarg, NULL, 10);
			break;
		case 'm': options->manifest = optarg; break;
		case 'i': options->client_msg_id = true; break;
		case 'l': options->no_limits = true; break;
		case 'h': usage(stdout); exit(0);
		default: usage(stderr); exit(2);
		}
	}
}

static json_t *load_manifest(const char *path)
{
	json_error_t error;
	json_t *manifest;

	if (!path)
		return NULL;
	manifest = json_load_file(path, 0, &error);
	if (!manifest) {
		fprintf(stderr, "workspace: %s: %s\n", path, error.text);
		exit(1);
	}
	return manifest;
}

static void open_world(struct door *door, const struct options *options)
{
	char http_base[64], ws_base[64];
	json_t *manifest = load_manifest(options->manifest);
	struct workspace_callbacks callbacks = { .arg = door,
		.link = link_order_take, .changed = door_changed };
	struct workspace_options world = { .seed = options->seed,
		.now_ms = door_now_ms(door), .http_base = http_base,
		.ws_base = ws_base, .manifest = manifest,
		.honour_client_msg_id = options->client_msg_id,
		.no_rate_limits = options->no_limits };

	(void)snprintf(http_base, sizeof(http_base), "http://127.0.0.1:%d",
		door->port);
	(void)snprintf(ws_base, sizeof(ws_base), "ws://127.0.0.1:%d",
		door->port);
	door->ws = workspace_new(&world, &callbacks);
	if (door->clock)
		workspace_set_speed(door->ws, (double)
			world_clock_speed_milli(door->clock) / 1000.0);
	json_decref(manifest);
}

static void say_ready(const struct door *door, int fd)
{
	char line[400];
	int length = snprintf(line, sizeof(line), "ready "
		"url=http://127.0.0.1:%d api=http://127.0.0.1:%d/api/ "
		"bot_token=%s app_token=%s\n", door->port, door->port,
		WORKSPACE_BOT_TOKEN, WORKSPACE_APP_TOKEN);

	if (write(STDOUT_FILENO, line, (size_t)length) < 0)
		exit(1);
	if (fd >= 0 && write(fd, line, (size_t)length) < 0)
		exit(1);
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = stop };

	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
	struct options options = { .ready_fd = -1, .seed = 1 };
	struct door door = { .page_dir = NULL };

	read_options(&options, argc, argv);
	lws_set_log_level(LLL_ERR | LLL_WARN, NULL);
	door.page_dir = options.page;
	if (options.clock) {
		door.clock = world_clock_map(options.clock, true);
		if (!door.clock) {
			fprintf(stderr, "workspace: %s: %s\n", options.clock,
				strerror(errno));
			return 1;
		}
	}
	catch_signals();
	door_start(&door, options.port);
	running = door.context;
	open_world(&door, &options);
	say_ready(&door, options.ready_fd);
	while (!stopped && lws_service(door.context, 0) >= 0)
		;
	running = NULL;
	lws_context_destroy(door.context);
	workspace_free(door.ws);
	world_clock_unmap(door.clock);
	return 0;
}
