/* SPDX-License-Identifier: MIT
 *
 * tls_server: see tls_server.h.
 */
#include "tests/unit/tls_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/redis_server.h"

extern char **environ;

static pid_t pid;

static void kill_at_exit(void)
{
	if (pid > 0)
		kill(pid, SIGKILL);
}

uint16_t tls_server_start(struct certificates *c)
{
	static bool registered;
	char program[] = "openssl", command[] = "s_server", www[] = "-www";
	char accept[] = "-accept", cert[] = "-cert", key[] = "-key";
	char address[40];
	char *argv[] = { program, command, accept, address, cert,
		c->certificate, key, c->key, www, NULL };
	posix_spawn_file_actions_t actions;
	uint16_t port = free_port();
	int failed;

	if (!registered)
		atexit(kill_at_exit);
	registered = true;
	snprintf(address, sizeof(address), "127.0.0.1:%u", (unsigned)port);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
	    0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY,
	    0);
	failed = posix_spawnp(&pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	assert(failed == 0);
	return port;
}

void tls_server_stop(void)
{
	if (pid == 0)
		return;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	pid = 0;
}
