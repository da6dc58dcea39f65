/* SPDX-License-Identifier: MIT
 *
 * document_job: effects that are drawn from an incident's whole timeline and
 * go to Slack as a document, for effect_job.c: the report as a file, the
 * canvas of the postmortem; or come from there: a file that was shared. Each is
 * the timeline read part after part, then one to four calls, of which only the
 * last one shows anything to anybody.
 */
#ifndef INCBOT_DAEMON_DOCUMENT_JOB_H
#define INCBOT_DAEMON_DOCUMENT_JOB_H

#include "core/request.h"
#include "daemon/jobs/effect_job.h"

/* The incident is loaded and the call drawn (it says where); goes on with
 * effect_job_answer() or effect_job_later_unsent(). */
void document_job_run(struct job *job);

/* What the turn that follows needs to know, into its request. */
void document_job_result(const struct job *job, struct arena *arena,
    struct request *request);

#endif
