/* SPDX-License-Identifier: MIT
 *
 * appointment: a request that the future will make of an incident, or of the
 * site's record. When each is due follows from that alone; a turn sets those
 * whose due time changed and cancels those whose reason is gone, so no handler
 * schedules by hand and none can forget to stop a reminder.
 */
#ifndef INCBOT_CORE_APPOINTMENT_H
#define INCBOT_CORE_APPOINTMENT_H

#include "base/base.h"
#include "core/incident.h"

enum appointment_kind {
#define APPOINTMENT(NAME, word, meaning) APPOINTMENT_##NAME,
#include "core/appointment.def"
#undef APPOINTMENT
	APPOINTMENT_SITE_FIRST,
	APPOINTMENT_SITE_BEFORE = APPOINTMENT_SITE_FIRST - 1,
#define SITE_APPOINTMENT(NAME, word, meaning) APPOINTMENT_##NAME,
#include "core/site_appointment.def"
#undef SITE_APPOINTMENT
	APPOINTMENT_COUNT
};

#define ROLE_NAG_FIRST_MS (2 * 60 * 1000)
#define ROLE_NAG_AGAIN_MS (5 * 60 * 1000)

struct site;

/* When it is due (UTC, ms), or 0 if the incident, or the site, has no reason
 * for it: neither has any for the other's kinds. */
int64_t appointment_due_ms(const struct incident *incident, int kind);
int64_t appointment_site_due_ms(const struct site *site, int kind);

/* The step of the update ladder that is reached by now, at least the next
 * one: those missed while nobody was there are not run through. There must be
 * a cadence. */
int appointment_update_stage(const struct incident *incident, int64_t now_ms);

const char *appointment_word(int kind);

/* The handler that answers it: "due", or "due_<word>" for one of the site's. */
const char *appointment_handler(int kind);
NODISCARD bool appointment_from_word(const char *word, int *kind);

/* "ap:<subject>:<word>"; the subject is an incident's number, or SITE_ID. */
void appointment_job(const char *subject, int kind, char out[JOB_SIZE]);

/* Body kept in the ledger, {"type":"appointment",...}, and back. */
char *appointment_encode(struct arena *arena, const char *incident, int kind,
    int64_t due_ms);
NODISCARD bool appointment_decode(const char *json, size_t length,
    char incident[ID_SIZE], int *kind, int64_t *due_ms);

#endif
