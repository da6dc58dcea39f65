/* SPDX-License-Identifier: MIT
 *
 * errand_job: the steps of an effect that differ when it is not Slack's: how
 * its call is drawn, looked for and sent. Only effect_job.c includes this.
 */
#ifndef INCBOT_DAEMON_ERRAND_JOB_H
#define INCBOT_DAEMON_ERRAND_JOB_H

#include "daemon/jobs/effect_job.h"

bool errand_job_is(const struct job *job);

/* From the incident as it is now. False if the job ended instead. */
bool errand_job_draw(struct job *job);

/* An earlier attempt may have got through: looks, where that can be done, and
 * goes on with effect_job_made() or effect_job_send(). */
void errand_job_reconcile(struct job *job);

/* Once. */
void errand_job_send(struct job *job);

#endif
