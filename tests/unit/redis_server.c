/* SPDX-License-Identifier: MIT
 *
 * redis_server: see redis_server.h.
 */
#include "tests/unit/redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static pid_t running;

static void kill_at_exit(void)
{
	if (running > 0)
		kill(running, SIGKILL);
}

void redis_server_init(struct redis_server *s)
{
	memset(s, 0, sizeof(*s));
	snprintf(s->directory, sizeof(s->directory), "%s",
	    "/tmp/incbot-test-XXXXXX");
	if (mkdtemp(s->directory) == NULL)
		abort();
	snprintf(s->url, sizeof(s->url), "unix://%s/redis.sock",
	    s->directory);
}

static void write_config(const struct redis_server *s, const char *path,
    const char *extra)
{
	FILE *f = fopen(path, "we");

	assert(f != NULL);
	fprintf(f, "port 0\nbind 127.0.0.1\nunixsocket %s/redis.sock\n"
	    "dir %s\nsave \"\"\nappendonly no\nloglevel warning\n"
	    "logfile %s/log\n%s\n", s->directory, s->directory, s->directory,
	    extra);
	fclose(f);
}

void redis_server_start(struct redis_server *s, const char *extra)
{
	static bool registered;
	char path[96];
	char program[] = "redis-server";
	char *argv[] = { program, path, NULL };
	posix_spawn_file_actions_t actions;
	int failed;

	assert(s->pid == 0);
	if (!registered)
		atexit(kill_at_exit);
	registered = true;
	snprintf(path, sizeof(path), "%s/redis.conf", s->directory);
	write_config(s, path, extra);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY,
	    0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
	    0);
	failed = posix_spawnp(&s->pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	assert(failed == 0);
	running = s->pid;
}

void redis_server_signal(struct redis_server *s, int signal_number)
{
	assert(s->pid > 0);
	kill(s->pid, signal_number);
}

void redis_server_kill(struct redis_server *s)
{
	if (s->pid == 0)
		return;
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	s->pid = 0;
	running = 0;
}

void redis_server_release(struct redis_server *s)
{
	static const char *const files[] = {
		"redis.sock", "redis.conf", "log",
	};
	char path[128];
	size_t i;

	redis_server_kill(s);
	for (i = 0; i < ARRAY_LEN(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", s->directory, files[i]);
		unlink(path);
	}
	rmdir(s->directory);
}

uint16_t free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t length = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &length) != 0)
		abort();
	close(fd);
	return ntohs(a.sin_port);
}
