/* SPDX-License-Identifier: MIT
 *
 * keeping: how long an incident is kept. Some time after it was closed
 * everything of it is exported; only then may its channel be archived, and
 * only then, later, may it be dropped. What changes afterwards makes the
 * export old: it is made again. A legal hold keeps all of it. Pure questions
 * about an incident; it changes in incident_apply() only. Who asks:
 * handlers/keeping.h; who writes: daemon/jobs/export_job.h.
 */
#ifndef INCBOT_CORE_KEEPING_H
#define INCBOT_CORE_KEEPING_H

#include "base/base.h"
#include "core/incident.h"
#include "core/policy.h"

#define EXPORT_AGAIN_MS (INT64_C(60) * 60 * 1000)	/* after a change */
#define EXPORT_RETRY_MS (INT64_C(24) * 60 * 60 * 1000)

int64_t keeping_export_due_ms(const struct incident *incident);

/* Exported as it is, and nothing holds it: the channel may go. */
bool keeping_may_archive(const struct incident *incident);

/* And it has been kept for as long as the site wants: nothing of it is owed,
 * and its channel is archived where that is wanted. */
bool keeping_may_drop(const struct incident *incident,
    const struct policy *policy, int64_t now_ms);
/* What was declared after this is too young; 0 = nothing is ever dropped. */
int64_t keeping_cutoff_ms(const struct policy *policy, int64_t now_ms);

#endif
