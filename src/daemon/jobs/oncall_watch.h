/* SPDX-License-Identifier: MIT
 *
 * oncall_watch: asks PagerDuty, again and again, who is on call by the
 * schedules that rotations name, and whom of Slack that is: by the person's id
 * there as contacts say it, by an e-mail address in contacts, or by Slack
 * itself. What it last said is kept, and counts while it does not answer
 * (core/oncall/looked.h). Each replica asks for itself; a restart begins
 * anew, with members and layers until the first answer.
 */
#ifndef INCBOT_DAEMON_ONCALL_WATCH_H
#define INCBOT_DAEMON_ONCALL_WATCH_H

#include "base/base.h"

struct clock;
struct config;
struct oncall_watch;
struct outbound;
struct slack;

#define ONCALL_AHEAD_DAYS 14	/* so far it is looked ahead */
#define ONCALL_FAILED_AGAIN_MS 30000
#define ONCALL_PAGES_MAX 10	/* of one answer */
#define ONCALL_PEOPLE_MAX 256	/* whose address was looked up; more make the
				   oldest be asked anew */
#define ONCALL_PERSON_AGAIN_MS (6 * 60 * 60 * 1000)

struct oncall_watch_options {
	struct clock *clock;
	struct outbound *outbound;
	struct slack *slack;
	/* Somebody else is on call than was known, now or later. */
	void (*changed)(void *arg);
	void *arg;
};

struct oncall_watch *oncall_watch_new(
    const struct oncall_watch_options *options);
/* After what looks at a config that it served. NULL is allowed. */
void oncall_watch_free(struct oncall_watch *watch);

/* Points its rotations to what is known, and asks about those schedules, at
 * once. */
void oncall_watch_serve(struct oncall_watch *watch, struct config *config);

void oncall_watch_start(struct oncall_watch *watch);
void oncall_watch_stop(struct oncall_watch *watch);

#endif
