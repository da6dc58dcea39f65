/* SPDX-License-Identifier: MIT
 *
 * peer: a tiny misbehaving server in the test's own loop: accepts on a free
 * port of 127.0.0.1 and lets the test decide what is said, byte by byte.
 */
#ifndef INCBOT_TESTS_PEER_H
#define INCBOT_TESTS_PEER_H

#include "io/loop.h"

#define PEER_INPUT_SIZE 65536

struct peer {
	struct loop *loop;
	uint16_t port;
	int listen_fd;
	struct watch listening;
	int fd;			/* the newest connection, or -1 */
	struct watch talking;
	int connections;	/* accepted so far */
	char input[PEER_INPUT_SIZE];	/* of the newest connection */
	size_t input_length;
	bool closed_by_other;
	/* Called with every piece that arrives; may be NULL. */
	void (*on_input)(struct peer *peer);
	void *arg;
};

void peer_start(struct peer *p, struct loop *loop,
    void (*on_input)(struct peer *peer), void *arg);
/* Without waiting; what the kernel does not take is a failed assertion. */
void peer_say(struct peer *p, const char *text);
void peer_say_n(struct peer *p, const char *data, size_t n);
/* In good order, or with a reset. */
void peer_close(struct peer *p);
void peer_reset(struct peer *p);
void peer_stop(struct peer *p);

#endif
