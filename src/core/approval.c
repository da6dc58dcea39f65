/* SPDX-License-Identifier: MIT
 *
 * approval: see approval.h.
 */
#include "core/approval.h"
#include "core/incident.h"
#include "core/policy.h"

bool approval_is_needed(const struct incident *incident,
    const struct policy *policy)
{
	return policy->severities[incident->severity].approves_updates &&
	    (*policy->broadcast_channel || policy_has_page(policy)) &&
	    (incident->flags & FLAG_ROOM) &&
	    !(incident->flags & (FLAG_PRIVATE | FLAG_DRILL));
}
