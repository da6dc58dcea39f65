/* SPDX-License-Identifier: MIT
 *
 * doctor_oncall: does PagerDuty tell who is on call by the first schedule that
 * a rotation names? No line of its own if none does.
 */
#include "daemon/doctor/doctor_steps.h"
#include "base/arena.h"
#include "services/config/config.h"
#include "services/outside/outbound_http.h"
#include "services/outside/pagerduty_oncall.h"

#define CHECK_MEMORY (64 << 10)

static const char *first_schedule(const struct policy *policy)
{
	for (int i = 0; i < policy->rotations.count; i++) {
		if (*policy->rotations.all[i].schedule)
			return policy->rotations.all[i].schedule;
	}
	return "";
}

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct doctor *doctor = arg;

	if (answer->outcome == OUTBOUND_OK)
		doctor_ok(doctor, "on call: PagerDuty tells who it is");
	else if (answer->outcome == OUTBOUND_HELD)
		doctor_fail(doctor, "on call: PagerDuty does not accept the "
		    "token (%d): set pagers.pagerduty.api_token anew",
		    answer->status);
	else if (answer->status == 0)
		doctor_fail(doctor, "on call: no connection to PagerDuty: is "
		    "pagers.pagerduty.api_url right?");
	else
		doctor_fail(doctor, "on call: PagerDuty answers %s about the "
		    "schedule %s: is it there, and may the token see it?",
		    answer->error, first_schedule(&doctor->config->policy));
	doctor_next(doctor);
}

void doctor_oncall(struct doctor *doctor)
{
	struct outbound_request request = { .target = "" };
	struct arena *arena;

	if (!doctor->config_good || !doctor->http ||
	    !*first_schedule(&doctor->config->policy)) {
		doctor_next(doctor);
		return;
	}
	if (!doctor->outbound)
		doctor->outbound = outbound_http_new(doctor->loop,
		    doctor->http, doctor->config->plain_loopback);
	arena = arena_new(CHECK_MEMORY);
	pagerduty_oncall_check(doctor->config, arena,
	    first_schedule(&doctor->config->policy), &request);
	outbound_send(doctor->outbound, &request, on_answer, doctor);
	arena_free(arena);
}
