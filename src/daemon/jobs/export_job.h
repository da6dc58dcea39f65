/* SPDX-License-Identifier: MIT
 *
 * export_job: writes everything of one incident into a folder, for
 * effect_job.c: the same line that `incbot export` prints (docs/archive.md),
 * as INC-7.json. The timeline is proven while it is read: what does not hold
 * is not called exported.
 */
#ifndef INCBOT_DAEMON_EXPORT_JOB_H
#define INCBOT_DAEMON_EXPORT_JOB_H

#include "daemon/jobs/effect_job.h"

/* The incident as it was loaded; ends in effect_job_made(),
 * effect_job_give_up() or job_later(). */
void export_job_write(struct job *job,
    const struct ledger_snapshot *snapshot);

#endif
