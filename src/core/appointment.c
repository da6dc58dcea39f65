/* SPDX-License-Identifier: MIT
 *
 * appointment: when the future has something to ask of an incident. The
 * update ladder (P4.1) is laid out in fractions of the cadence, so that one
 * figure in the config moves it all: reminded a fifth before it is due, when
 * due, the commander a third later, the channel two thirds later, then once
 * every cadence.
 */
#include "core/appointment.h"
#include "base/text.h"
#include "core/keeping.h"
#include "core/notices.h"
#include "core/postmortem.h"
#include "core/record.h"
#include "core/site.h"

static int64_t ack_target_due_ms(const struct incident *incident)
{
	if (incident->phase != PHASE_OPEN || incident->acknowledged_ms ||
	    incident->ack_missed)
		return 0;
	return incident->ack_due_ms;
}

/* The lowest rung that is still to be taken (P2.3). */
static int64_t escalate_due_ms(const struct incident *incident)
{
	int64_t next_ms = 0;

	if (!incident_is_paging(incident))
		return 0;
	for (size_t i = 0; i < RUNGS_MAX; i++) {
		int64_t due_ms = incident->rungs[i].due_ms;

		if (due_ms > 0 && (next_ms == 0 || due_ms < next_ms))
			next_ms = due_ms;
	}
	return next_ms;
}

/* Those whom no pager has reached, until somebody acknowledges (P2.8). */
static int64_t page_again_due_ms(const struct incident *incident)
{
	int64_t next_ms = 0;

	for (size_t i = 0; i < PAGES_MAX; i++) {
		const struct page *page = &incident->pages[i];

		if (page->again_ms > 0 &&
		    !incident_voids_page(incident, page->epoch) &&
		    (next_ms == 0 || page->again_ms < next_ms))
			next_ms = page->again_ms;
	}
	return next_ms;
}

/* When the next reminder comes after `stage` of them. From the channel on it
 * counts from the last one, so that nobody is told twice in a row after
 * incbot was away. */
static int64_t update_step_ms(const struct incident *incident, int stage)
{
	int64_t due_ms = incident->update_due_ms;
	int64_t every_ms = incident->update_every_ms;

	if (stage == UPDATE_STAGE_NONE)
		return due_ms - every_ms / 5;
	if (stage == UPDATE_STAGE_SOON)
		return due_ms;
	if (stage == UPDATE_STAGE_DUE)
		return due_ms + every_ms / 3;
	if (stage == UPDATE_STAGE_COMMANDER)
		return due_ms + every_ms * 2 / 3;
	return incident->update_nagged_ms + every_ms;
}

int appointment_update_stage(const struct incident *incident, int64_t now_ms)
{
	int stage = incident->update_stage + 1;

	assert(incident->update_every_ms > 0);
	while (stage < UPDATE_STAGE_CHANNEL &&
	    update_step_ms(incident, stage) <= now_ms)
		stage++;
	return stage;
}

static int64_t update_due_ms(const struct incident *incident)
{
	int64_t step_ms;

	if (!incident_is_open(incident) || incident->update_every_ms == 0 ||
	    incident->update_stage >= TALLY_MAX)
		return 0;
	step_ms = update_step_ms(incident, incident->update_stage);
	return step_ms > incident->update_quiet_ms ?
	    step_ms : incident->update_quiet_ms;
}

static int64_t role_empty_due_ms(const struct incident *incident, int role)
{
	const struct holder *holder = &incident->roles[role];

	if (!incident_needs_roles(incident) || *holder->user ||
	    holder->nags >= TALLY_MAX)
		return 0;
	if (holder->nags == 0)
		return holder->since_ms + ROLE_NAG_FIRST_MS;
	return holder->nagged_ms + ROLE_NAG_AGAIN_MS;
}

/* Told once; the next target asks anew (P5.4). */
static int64_t stable_due_ms(const struct incident *incident)
{
	if (incident->phase != PHASE_OPEN || incident->stable_missed)
		return 0;
	return incident->stable_due_ms;
}

/* P1: a ticket is looked at in business hours. Somebody who acknowledged has
 * looked. */
static int64_t triage_due_ms(const struct incident *incident)
{
	if (incident->severity != SEV3 || incident->phase != PHASE_OPEN ||
	    incident->acknowledged_ms)
		return 0;
	return incident->triage_due_ms;
}

static int64_t proposal_due_ms(const struct incident *incident)
{
	if (incident->phase != PHASE_PROPOSED ||
	    incident->proposal_nags >= TALLY_MAX)
		return 0;
	return incident->proposal_due_ms;
}

static int64_t commander_empty_due_ms(const struct incident *incident)
{
	return role_empty_due_ms(incident, ROLE_COMMANDER);
}

static int64_t technical_empty_due_ms(const struct incident *incident)
{
	return role_empty_due_ms(incident, ROLE_TECHNICAL);
}

static int64_t comms_empty_due_ms(const struct incident *incident)
{
	return role_empty_due_ms(incident, ROLE_COMMS);
}

typedef int64_t due_fn(const struct incident *incident);

static due_fn *const dues[APPOINTMENT_SITE_FIRST] = {
	[APPOINTMENT_ACK_TARGET] = ack_target_due_ms,
	[APPOINTMENT_ESCALATE] = escalate_due_ms,
	[APPOINTMENT_PAGE_AGAIN] = page_again_due_ms,
	[APPOINTMENT_UPDATE_DUE] = update_due_ms,
	[APPOINTMENT_COMMANDER_EMPTY] = commander_empty_due_ms,
	[APPOINTMENT_TECHNICAL_EMPTY] = technical_empty_due_ms,
	[APPOINTMENT_COMMS_EMPTY] = comms_empty_due_ms,
	[APPOINTMENT_STABLE_DUE] = stable_due_ms,
	[APPOINTMENT_POSTMORTEM_DUE] = postmortem_reminder_ms,
	[APPOINTMENT_TRIAGE_DUE] = triage_due_ms,
	[APPOINTMENT_PROPOSAL_DUE] = proposal_due_ms,
	[APPOINTMENT_NOTICES_DUE] = held_due_ms,
	[APPOINTMENT_EXPORT_DUE] = keeping_export_due_ms,
	[APPOINTMENT_ACTION_DUE] = actions_reminder_ms,
};

int64_t appointment_due_ms(const struct incident *incident, int kind)
{
	assert(kind >= 0 && kind < APPOINTMENT_COUNT);
	if (kind >= APPOINTMENT_SITE_FIRST)
		return 0;
	return dues[kind](incident);
}

static int64_t handoff_due_ms(const struct site *site)
{
	return site->handoff_due_ms;
}

static int64_t digest_due_ms(const struct site *site)
{
	return site->digest_due_ms;
}

static int64_t retention_due_ms(const struct site *site)
{
	return site->retention_due_ms;
}

static int64_t monthly_due_ms(const struct site *site)
{
	return site->monthly_due_ms;
}

typedef int64_t site_due_fn(const struct site *site);

static site_due_fn *const site_dues[APPOINTMENT_COUNT] = {
	[APPOINTMENT_HANDOFF] = handoff_due_ms,
	[APPOINTMENT_DIGEST] = digest_due_ms,
	[APPOINTMENT_RETENTION] = retention_due_ms,
	[APPOINTMENT_MONTHLY] = monthly_due_ms,
	[APPOINTMENT_LETTERS] = mailbox_due_ms,
	[APPOINTMENT_MAINTENANCE] = maintenance_due_ms,
};

int64_t appointment_site_due_ms(const struct site *site, int kind)
{
	assert(kind >= 0 && kind < APPOINTMENT_COUNT);
	if (kind < APPOINTMENT_SITE_FIRST)
		return 0;
	return site_dues[kind](site);
}

static const struct {
	const char *word;
	const char *handler;
} kinds[APPOINTMENT_COUNT] = {
#define APPOINTMENT(NAME, word, meaning) \
	[APPOINTMENT_##NAME] = { word, "due" },
#include "core/appointment.def"
#undef APPOINTMENT
#define SITE_APPOINTMENT(NAME, word, meaning) \
	[APPOINTMENT_##NAME] = { word, "due_" word },
#include "core/site_appointment.def"
#undef SITE_APPOINTMENT
};

const char *appointment_word(int kind)
{
	assert(kind >= 0 && kind < APPOINTMENT_COUNT);
	return kinds[kind].word;
}

const char *appointment_handler(int kind)
{
	assert(kind >= 0 && kind < APPOINTMENT_COUNT);
	return kinds[kind].handler;
}

bool appointment_from_word(const char *word, int *kind)
{
	for (int i = 0; i < APPOINTMENT_COUNT; i++) {
		if (strcmp(kinds[i].word, word) == 0) {
			*kind = i;
			return true;
		}
	}
	return false;
}

void appointment_job(const char *subject, int kind, char out[JOB_SIZE])
{
	struct text text;

	text_init(&text, out, JOB_SIZE);
	text_addf(&text, "ap:%s:%s", subject, appointment_word(kind));
}

/* The stored form. */
struct body {
	char type[ID_SIZE];
	char incident[ID_SIZE];
	char kind[ID_SIZE];
	int64_t due_ms;
};

static const struct field body_fields[] = {
	RECORD_TEXT(body, type),
	RECORD_TEXT(body, incident),
	RECORD_TEXT(body, kind),
	RECORD_MS(body, due_ms),
};

static const struct record body_record = {
	body_fields, ARRAY_LEN(body_fields), sizeof(struct body),
};

char *appointment_encode(struct arena *arena, const char *incident, int kind,
    int64_t due_ms)
{
	struct body body = { .type = "appointment", .due_ms = due_ms };

	text_copy(body.incident, sizeof(body.incident), incident);
	text_copy(body.kind, sizeof(body.kind), appointment_word(kind));
	return record_encode(arena, &body_record, &body);
}

bool appointment_decode(const char *json, size_t length,
    char incident[ID_SIZE], int *kind, int64_t *due_ms)
{
	struct body body;

	if (!record_decode(&body_record, json, length, &body) ||
	    strcmp(body.type, "appointment") != 0 || !*body.incident ||
	    !appointment_from_word(body.kind, kind))
		return false;
	text_copy(incident, ID_SIZE, body.incident);
	*due_ms = body.due_ms;
	return true;
}
