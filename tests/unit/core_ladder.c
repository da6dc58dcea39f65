/* SPDX-License-Identifier: MIT
 *
 * core/appointment: when each reminder is due, for every severity and every
 * step (P2.6, P3.4, P4.1), and that there is none without a reason.
 */
#include "core/appointment.h"
#include "core/policy.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)
#define MINUTE INT64_C(60000)

static struct incident open_incident(int severity)
{
	struct incident incident = { .id = "7", .phase = PHASE_OPEN,
		.severity = severity, .flags = FLAG_ROOM };
	struct policy *policy = calloc(1, sizeof(*policy));

	ck_assert_ptr_nonnull(policy);
	policy_init(policy);
	everybody_is_known(policy);
	incident.update_every_ms =
	    policy->severities[severity].update_every_ms;
	if (policy->severities[severity].ack_target_ms)
		incident.ack_due_ms = T0 +
		    policy->severities[severity].ack_target_ms;
	incident.update_due_ms = T0;
	free(policy);
	return incident;
}

/* The ladder of P4.1 around an update that is due at T0, in minutes. The last
 * reminder was at T0 + 10 min; from the channel on they count from it. */
START_TEST(the_update_ladder)
{
	static const struct {
		int severity;
		int stage;
		int64_t due_min;
	} steps[] = {
		{ SEV1, UPDATE_STAGE_NONE, -3 },
		{ SEV1, UPDATE_STAGE_SOON, 0 },
		{ SEV1, UPDATE_STAGE_DUE, 5 },
		{ SEV1, UPDATE_STAGE_COMMANDER, 10 },
		{ SEV1, UPDATE_STAGE_CHANNEL, 25 },
		{ SEV1, UPDATE_STAGE_CHANNEL + 1, 25 },
		{ SEV1, 1000, 25 },
		{ SEV2, UPDATE_STAGE_NONE, -6 },
		{ SEV2, UPDATE_STAGE_SOON, 0 },
		{ SEV2, UPDATE_STAGE_DUE, 10 },
		{ SEV2, UPDATE_STAGE_COMMANDER, 20 },
		{ SEV2, UPDATE_STAGE_CHANNEL, 40 },
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct incident incident = open_incident(steps[i].severity);

		incident.update_stage = steps[i].stage;
		incident.update_nagged_ms = T0 + 10 * MINUTE;
		ck_assert_int_eq(appointment_due_ms(&incident,
		    APPOINTMENT_UPDATE_DUE),
		    T0 + steps[i].due_min * MINUTE);
	}
}
END_TEST

/* Late, the step that is reached by now, never those between. */
START_TEST(the_step_that_is_reached)
{
	static const struct {
		int from;
		int64_t now_min;
		int reached;
	} steps[] = {
		{ UPDATE_STAGE_NONE, -3, UPDATE_STAGE_SOON },
		{ UPDATE_STAGE_NONE, -1, UPDATE_STAGE_SOON },
		{ UPDATE_STAGE_NONE, 0, UPDATE_STAGE_DUE },
		{ UPDATE_STAGE_NONE, 4, UPDATE_STAGE_DUE },
		{ UPDATE_STAGE_NONE, 5, UPDATE_STAGE_COMMANDER },
		{ UPDATE_STAGE_NONE, 10, UPDATE_STAGE_CHANNEL },
		{ UPDATE_STAGE_NONE, 100000, UPDATE_STAGE_CHANNEL },
		{ UPDATE_STAGE_DUE, 5, UPDATE_STAGE_COMMANDER },
		{ UPDATE_STAGE_DUE, 11, UPDATE_STAGE_CHANNEL },
		{ UPDATE_STAGE_CHANNEL, 25, UPDATE_STAGE_CHANNEL + 1 },
		{ UPDATE_STAGE_CHANNEL, 1000, UPDATE_STAGE_CHANNEL + 1 },
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct incident incident = open_incident(SEV1);

		incident.update_stage = steps[i].from;
		ck_assert_int_eq(appointment_update_stage(&incident,
		    T0 + steps[i].now_min * MINUTE), steps[i].reached);
	}
}
END_TEST

START_TEST(a_snooze_only_delays)
{
	struct incident incident = open_incident(SEV1);

	incident.update_stage = UPDATE_STAGE_SOON;
	incident.update_quiet_ms = T0 + 2 * MINUTE;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_UPDATE_DUE), T0 + 2 * MINUTE);
	incident.update_quiet_ms = T0 - 2 * MINUTE;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_UPDATE_DUE), T0);
}
END_TEST

START_TEST(no_update_without_a_cadence_or_an_end)
{
	struct incident incident = open_incident(SEV3);

	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_UPDATE_DUE), 0);
	incident = open_incident(SEV1);
	incident.phase = PHASE_MITIGATED;
	ck_assert_int_ne(appointment_due_ms(&incident,
	    APPOINTMENT_UPDATE_DUE), 0);
	incident.update_stage = TALLY_MAX;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_UPDATE_DUE), 0);
}
END_TEST

START_TEST(the_target_of_the_acknowledgement)
{
	struct incident incident = open_incident(SEV1);

	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), T0 + 5 * MINUTE);
	incident = open_incident(SEV2);
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), T0 + 15 * MINUTE);
	incident.acknowledged_ms = T0;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), 0);
	incident.acknowledged_ms = 0;
	incident.ack_missed = true;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), 0);
	incident.ack_missed = false;
	incident.phase = PHASE_MITIGATED;
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), 0);
	incident = open_incident(SEV3);
	ck_assert_int_eq(appointment_due_ms(&incident,
	    APPOINTMENT_ACK_TARGET), 0);
}
END_TEST

START_TEST(empty_roles)
{
	static const int kinds[ROLE_COUNT] = { APPOINTMENT_COMMANDER_EMPTY,
		APPOINTMENT_TECHNICAL_EMPTY, APPOINTMENT_COMMS_EMPTY };

	for (int role = 0; role < ROLE_COUNT; role++) {
		struct incident incident = open_incident(SEV2);
		struct holder *holder = &incident.roles[role];

		holder->since_ms = T0;
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    T0 + 2 * MINUTE);
		holder->nags = 1;
		holder->nagged_ms = T0 + 3 * MINUTE;
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    T0 + 8 * MINUTE);
		holder->nags = TALLY_MAX;
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    0);
		holder->nags = 0;
		incident.flags = 0;	/* nowhere to ask */
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    0);
		incident.flags = FLAG_ROOM;
		incident.severity = SEV3;	/* a ticket */
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    0);
		incident.severity = SEV1;
		holder->user[0] = 'U';	/* taken */
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[role]),
		    0);
	}
}
END_TEST

START_TEST(nothing_is_due_after_the_end)
{
	struct incident incident = open_incident(SEV1);

	for (int phase = PHASE_RESOLVED; phase <= PHASE_CLOSED; phase++) {
		incident.phase = phase;
		for (int kind = 0; kind < APPOINTMENT_COUNT; kind++)
			ck_assert_int_eq(appointment_due_ms(&incident, kind),
			    0);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/appointment");

	unit_add(&u, the_update_ladder);
	unit_add(&u, the_step_that_is_reached);
	unit_add(&u, a_snooze_only_delays);
	unit_add(&u, no_update_without_a_cadence_or_an_end);
	unit_add(&u, the_target_of_the_acknowledgement);
	unit_add(&u, empty_roles);
	unit_add(&u, nothing_is_due_after_the_end);
	return unit_run(&u);
}
