/* SPDX-License-Identifier: MIT
 *
 * letter_job: writes the letter of an effect LETTER_SEND: asks Slack for the
 * person's address, and the ledger for what the timelines say of each piece of
 * news that the mailbox (core/mailbox.h) has for it. Then the effect goes on as
 * any errand does.
 */
#ifndef INCBOT_DAEMON_LETTER_JOB_H
#define INCBOT_DAEMON_LETTER_JOB_H

#include "daemon/jobs/effect_job.h"

/* Sets job->letter and goes on with effect_job_go(), or ends the job. */
void letter_job_write(struct job *job);

#endif
