/* SPDX-License-Identifier: MIT
 *
 * mark_job: the answer to an EFFECT_MARK_READ, for effect_job.c: the message
 * as it is, and its address, for which Slack may have to be asked once more.
 */
#ifndef INCBOT_DAEMON_MARK_JOB_H
#define INCBOT_DAEMON_MARK_JOB_H

#include "daemon/jobs/effect_job.h"

/* reactions.get has answered; goes on with effect_job_made() or
 * effect_job_give_up(). */
void mark_job_read(struct job *job, const json_t *body);

/* A copy of what was read, for the turn that follows; NULL if nothing was. */
const struct marked *mark_job_result(const struct job *job,
    struct arena *arena);

#endif
