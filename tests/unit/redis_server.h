/* SPDX-License-Identifier: MIT
 *
 * redis_server: a real redis-server for a test, in a directory of its own, on
 * a unix socket (and a TLS port if wanted), killed at exit whatever happens.
 */
#ifndef INCBOT_TESTS_REDIS_SERVER_H
#define INCBOT_TESTS_REDIS_SERVER_H

#include "base/base.h"

#include <sys/types.h>

struct redis_server {
	pid_t pid;		/* 0 = not running */
	char directory[64];
	char url[128];		/* unix:///... */
	uint16_t port;		/* TLS; 0 = none */
};

/* Takes a directory; the server is not running yet. */
void redis_server_init(struct redis_server *s);
/* extra: more configuration lines, or "". Does not wait until it listens:
 * the connection under test does that. */
void redis_server_start(struct redis_server *s, const char *extra);
/* The TLS port becomes port; certificates: see certificates.h. */
void redis_server_signal(struct redis_server *s, int signal_number);
/* kill -9 and wait until it is gone. */
void redis_server_kill(struct redis_server *s);
/* Kills it and removes the directory. */
void redis_server_release(struct redis_server *s);

/* A port of 127.0.0.1 that was free a moment ago. */
uint16_t free_port(void);

#endif
