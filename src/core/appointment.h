/* SPDX-License-Identifier: MIT
 *
 * appointment: a request that the future will make of an incident. When each
 * is due follows from the incident alone; a turn sets those whose due time
 * changed and cancels those whose reason is gone, so no handler schedules by
 * hand and none can forget to stop a reminder.
 */
#ifndef INCBOT_CORE_APPOINTMENT_H
#define INCBOT_CORE_APPOINTMENT_H

#include "base/base.h"
#include "core/incident.h"

enum appointment_kind {
#define APPOINTMENT(NAME, word, meaning) APPOINTMENT_##NAME,
#include "core/appointment.def"
#undef APPOINTMENT
	APPOINTMENT_COUNT
};

#define ROLE_NAG_FIRST_MS (2 * 60 * 1000)
#define ROLE_NAG_AGAIN_MS (5 * 60 * 1000)

/* When it is due (UTC, ms), or 0 if the incident has no reason for it. */
int64_t appointment_due_ms(const struct incident *incident, int kind);

/* The step of the update ladder that is reached by now, at least the next
 * one: those missed while nobody was there are not run through. There must be
 * a cadence. */
int appointment_update_stage(const struct incident *incident, int64_t now_ms);

const char *appointment_word(int kind);
NODISCARD bool appointment_from_word(const char *word, int *kind);

/* "ap:<incident>:<word>". */
void appointment_job(const struct incident *incident, int kind,
    char out[JOB_SIZE]);

/* Body kept in the ledger, {"type":"appointment",...}, and back. */
char *appointment_encode(struct arena *arena, const char *incident, int kind,
    int64_t due_ms);
NODISCARD bool appointment_decode(const char *json, size_t length,
    char incident[ID_SIZE], int *kind, int64_t *due_ms);

#endif
