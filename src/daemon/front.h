/* SPDX-License-Identifier: MIT
 *
 * front: where people's acts come in and answers go out. An envelope becomes
 * a request and a turn; when the turn is committed the envelope is acked, and
 * the asker is told in private: in the ack itself for a slash command, as
 * field errors in a form, through the response_url of a click, or by a direct
 * message where there is nothing better. Opening a form and publishing the
 * Home tab are done here too: best effort, never part of a commit.
 */
#ifndef INCBOT_DAEMON_FRONT_H
#define INCBOT_DAEMON_FRONT_H

#include "base/base.h"

struct clock;
struct directory;
struct front;
struct homes;
struct json_t;
struct policy;
struct slack;
struct slack_envelope;
struct slack_socket;
struct turns;

struct front_options {
	struct clock *clock;
	struct slack *slack;
	struct turns *turns;
	struct homes *homes;
	struct directory *directory;	/* NULL = nobody is asked about */
	const struct policy *policy;
	/* Acks; a seam of its own so that the front can be driven without a
	 * socket. Same contract as slack_socket_ack(). */
	bool (*ack)(void *arg, const struct slack_envelope *envelope,
	    const struct json_t *payload);
	void *arg;
};

struct front *front_new(const struct front_options *options);
void front_free(struct front *front);
void front_set_policy(struct front *front, const struct policy *policy);

/* Takes one envelope. */
void front_envelope(struct front *front,
    const struct slack_envelope *envelope);

/* Envelopes whose answer is still on its way. */
int front_pending(const struct front *front);

#endif
