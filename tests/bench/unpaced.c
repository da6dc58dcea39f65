/* SPDX-License-Identifier: MIT
 *
 * unpaced: services/slack/slack_pace.h for the bench: no call ever waits.
 * incbot as shipped posts at the pace that Slack allows, five a second; beside
 * bots that post as they please it would do less in the time measured.
 */
#include "services/slack/slack_pace.h"

void slack_pace_init(struct slack_pace *pace)
{
	memset(pace, 0, sizeof(*pace));
}

int64_t slack_pace_wait(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, bool urgent,
    int64_t now_ms)
{
	(void)pace;
	(void)method;
	(void)channel;
	(void)urgent;
	(void)now_ms;
	return 0;
}

void slack_pace_take(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t at_ms)
{
	(void)pace;
	(void)method;
	(void)channel;
	(void)at_ms;
}

void slack_pace_hold(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t now_ms,
    int64_t hold_ms)
{
	(void)pace;
	(void)method;
	(void)channel;
	(void)now_ms;
	(void)hold_ms;
}
