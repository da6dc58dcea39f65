/* SPDX-License-Identifier: MIT
 *
 * doctor_tickets: the doctor's question to each tracker that is set up: is
 * the project there, and does the token see it. One after the other.
 */
#include "daemon/doctor/doctor_steps.h"
#include "base/arena.h"
#include "services/config/config.h"
#include "services/outside/outbound_http.h"
#include "services/outside/tracker.h"

#define CHECK_MEMORY (64 << 10)

static void ask(struct doctor *doctor);

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct doctor *doctor = arg;
	const char *way = trackers[doctor->tracker]->way;

	if (answer->outcome == OUTBOUND_OK)
		doctor_ok(doctor, "tickets: %s has the project", way);
	else if (answer->status == 401 || answer->status == 403)
		doctor_fail(doctor, "tickets: %s does not accept the token "
		    "(%d): set trackers.%s.token anew", way, answer->status,
		    way);
	else if (answer->status == 404)
		doctor_fail(doctor, "tickets: %s does not know the project, or "
		    "the token may not see it (404): look at trackers.%s",
		    way, way);
	else
		doctor_fail(doctor, "tickets: %s did not answer well (%s): is "
		    "trackers.%s.url right?", way, answer->error, way);
	doctor->tracker++;
	ask(doctor);
}

static void ask(struct doctor *doctor)
{
	struct outbound_request request = { .target = "" };
	struct arena *arena;

	while (doctor->tracker < TRACKER_COUNT &&
	    !trackers[doctor->tracker]->is_set(doctor->config))
		doctor->tracker++;
	if (doctor->tracker == TRACKER_COUNT) {
		doctor_next(doctor);
		return;
	}
	arena = arena_new(CHECK_MEMORY);
	trackers[doctor->tracker]->check(doctor->config, arena, &request);
	outbound_send(doctor->outbound, &request, on_answer, doctor);
	arena_free(arena);
}

/* No line of its own if there is no tracker. */
void doctor_tickets(struct doctor *doctor)
{
	if (!doctor->config_good || !doctor->http) {
		doctor_next(doctor);
		return;
	}
	doctor->tracker = 0;
	if (!doctor->outbound)
		doctor->outbound = outbound_http_new(doctor->loop,
		    doctor->http, doctor->config->plain_loopback);
	ask(doctor);
}
