/* SPDX-License-Identifier: MIT
 *
 * slack_pace: when may the next call of a method go out? One bucket a method
 * and one a channel for posts, each remembered as the instant at which it is
 * full again; holds after a 429. Pure: time is an argument (any clock that
 * never goes back).
 */
#ifndef INCBOT_SERVICES_SLACK_PACE_H
#define INCBOT_SERVICES_SLACK_PACE_H

#include "base/base.h"
#include "core/limits.h"
#include "services/slack/slack_method.h"

/* Channels remembered; more at once are let through unpaced, and a 429 of
 * Slack's corrects us. */
#define SLACK_PACE_CHANNELS 256
#define SLACK_PACE_METHODS 64

struct slack_bucket {
	int64_t full_ms;	/* the past: it is full */
	int64_t held_ms;	/* 429: nothing before this */
};

struct slack_pace {
	struct slack_bucket methods[SLACK_PACE_METHODS];
	struct slack_pace_channel {
		char id[ID_SIZE];
		struct slack_bucket bucket;
	} channels[SLACK_PACE_CHANNELS];
};

void slack_pace_init(struct slack_pace *pace);

/* Milliseconds until the call may go out, 0 = now. channel is "" if the
 * method is not paced by channel. Urgent calls may use a reserve that the
 * others may not. */
int64_t slack_pace_wait(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, bool urgent,
    int64_t now_ms);
/* The call goes out at at_ms (now, or the end of its wait). */
void slack_pace_take(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t at_ms);
/* Slack said 429: nothing of this method (to this channel) for hold_ms. */
void slack_pace_hold(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t now_ms,
    int64_t hold_ms);

#endif
