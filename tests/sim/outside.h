/* SPDX-License-Identifier: MIT
 *
 * outside: Slack as the simulator's replicas and people meet it. A seam with
 * two implementations, one a program: outside_twin.c, small and quick, for
 * thousands of seeds; outside_workspace.c, the whole stand-in workspace that
 * the end-to-end tests use, for some. Faults on the way are wire.c's affair.
 */
#ifndef INCBOT_TESTS_SIM_OUTSIDE_H
#define INCBOT_TESTS_SIM_OUTSIDE_H

#include "base/base.h"
#include <jansson.h>

struct outside;
struct replica;
struct slack_method;
struct world;

#define OUTSIDE_TEAM "T0INCBOT"
#define OUTSIDE_BOT_USER "U0INCBOT"

NODISCARD struct outside *outside_new(struct world *world);
void outside_free(struct outside *outside);

/* The world's clock has moved. Returns when to come again, or INT64_MAX. */
int64_t outside_tick(struct outside *outside);

struct outside_answer {
	int http_status;
	int64_t retry_ms;	/* 0 = not said */
	bool cut;		/* no answer at all */
	json_t *body;		/* owned by the caller */
};

/* A call arrives. `url` instead of a method's name for a response_url. */
void outside_call(struct outside *outside, const struct slack_method *method,
    const char *url, json_t *args, struct outside_answer *answer);

/* Socket Mode: envelopes arrive by replica_send(). */
void outside_connect(struct outside *outside, struct replica *replica);
void outside_hang_up(struct outside *outside, struct replica *replica);
void outside_ack(struct outside *outside, struct replica *replica,
    const char *envelope_id, const json_t *payload);

/* What people do. JSON is borrowed. */
void outside_type(struct outside *outside, const char *user,
    const char *channel, const char *text);
/* Somebody says something that is not for incbot. */
void outside_say(struct outside *outside, const char *channel);
struct outside_click {
	const char *channel;
	const char *ts;
	const json_t *block;
	const json_t *element;
};
void outside_press(struct outside *outside, const char *user,
    const struct outside_click *click);
void outside_submit(struct outside *outside, const char *user,
    const json_t *view, json_t *values);
void outside_open_home(struct outside *outside, const char *user);

/* What people do to channels and messages; the channel is one of Slack's. Who
 * archives a channel puts incbot out of it. */
void outside_archive(struct outside *outside, const char *channel);
void outside_unarchive(struct outside *outside, const char *user,
    const char *channel);
void outside_put_out(struct outside *outside, const char *channel);
void outside_invite(struct outside *outside, const char *user,
    const char *channel);
void outside_remove(struct outside *outside, const char *channel);
/* False if the name is taken. */
bool outside_rename(struct outside *outside, const char *channel,
    const char *name);
/* False if there is no such message any more. */
bool outside_unpost(struct outside *outside, const char *channel,
    const char *ts);

/* An old envelope comes again, as after trouble of Slack's own. */
void outside_redeliver(struct outside *outside);

#endif
