/* SPDX-License-Identifier: MIT
 *
 * turn_commit: see turn_commit.h.
 */
#include "daemon/turns/turn_commit.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/summary.h"
#include "daemon/turns/turns.h"

#define JOBS_MAX (EFFECTS_MAX + APPOINTMENT_COUNT)

struct jobs {
	struct ledger_job add[JOBS_MAX];
	const char *cancel[APPOINTMENT_COUNT];
	size_t add_count;
	size_t cancel_count;
};

/* Who is to be woken comes before what is to be read, and SEV1 before the
 * others. */
enum { URGENCY_NONE, URGENCY_SEV1, URGENCY_PAGE };

static int urgency(const struct decision *decision, bool pages)
{
	if (pages)
		return URGENCY_PAGE;
	return !decision->about_site &&
	    decision->incident.severity == SEV1 &&
	    incident_is_open(&decision->incident) ? URGENCY_SEV1 :
	    URGENCY_NONE;
}

static void add_effects(const struct decision *decision, struct jobs *jobs)
{
	for (int i = 0; i < decision->effect_count; i++) {
		const struct effect *effect = decision->effects[i];
		struct ledger_job *job = &jobs->add[jobs->add_count++];
		char *id = arena_alloc(decision->arena, JOB_SIZE);
		char *lane = arena_alloc(decision->arena, LANE_SIZE);

		effect_job(effect, i, id);
		effect_lane(effect, lane);
		job->id = id;
		job->lane = lane;
		job->due_ms = effect->due_ms;
		job->urgency = urgency(decision, effect->kind == EFFECT_PAGE ||
		    effect->kind == EFFECT_PAGE_OUT);
		job->body = effect_encode(decision->arena, effect);
		job->body_length = strlen(job->body);
	}
}

static void add_appointments(const struct decision *decision,
    struct jobs *jobs)
{
	for (int i = 0; i < decision->appointment_count; i++) {
		const struct appointment_change *change =
		    &decision->appointments[i];
		char *id = arena_alloc(decision->arena, JOB_SIZE);
		struct ledger_job *job;

		appointment_job(decision_subject(decision), change->kind,
		    id);
		if (change->due_ms == 0) {
			jobs->cancel[jobs->cancel_count++] = id;
			continue;
		}
		job = &jobs->add[jobs->add_count++];
		job->id = id;
		job->lane = "";
		job->due_ms = change->due_ms;
		job->urgency = urgency(decision,
		    change->kind == APPOINTMENT_ESCALATE ||
		    change->kind == APPOINTMENT_PAGE_AGAIN);
		job->body = appointment_encode(decision->arena,
		    decision_subject(decision), change->kind,
		    change->due_ms);
		job->body_length = strlen(job->body);
	}
}

static const char *const *encode_events(const struct decision *decision)
{
	const char **events = arena_alloc(decision->arena,
	    sizeof(*events) * EVENTS_MAX);

	for (int i = 0; i < decision->event_count; i++)
		events[i] = event_encode(decision->arena, decision->events[i]);
	return events;
}

/* Severity first, then the older one. */
static double open_rank(const struct incident *incident)
{
	if (!incident_is_open(incident))
		return -1;
	return (double)incident->severity * 1e13 +
	    (double)incident->declared_ms / 1000;
}

/* The channel that this turn gives the incident, or "". If it turns out to be
 * another incident's, the job that found it looks again. */
static const char *new_room(const struct decision *decision)
{
	for (int i = 0; i < decision->event_count; i++) {
		if (decision->events[i]->kind == EVENT_ROOM_OPENED)
			return decision->incident.room_id;
		if (decision->events[i]->kind == EVENT_COMMS_OPENED)
			return decision->incident.comms_id;
	}
	return "";
}

static void fill_incident(const struct decision *decision,
    struct ledger_commit *commit)
{
	const struct incident *incident = &decision->incident;

	commit->expected_version = incident->version;
	commit->epoch = incident->epoch;
	commit->snapshot = incident_encode(decision->arena, incident);
	commit->channel = *decision->alias ? decision->alias :
	    new_room(decision);
	commit->channel_from = decision->alias_from;
	commit->open_rank = open_rank(incident);
	if (incident->phase == 0)
		return;		/* alerts that are no incident yet */
	commit->declared_ms = incident->declared_ms;
	commit->summary = summary_encode(decision->arena, incident);
	commit->summary_length = strlen(commit->summary);
	commit->owed_ms = summary_owed_ms(incident);
}

/* In no list and in no channel. */
static void fill_site(const struct decision *decision,
    struct ledger_commit *commit)
{
	commit->expected_version = decision->site->version;
	commit->snapshot = site_encode(decision->arena, decision->site);
	commit->channel = "";
	commit->open_rank = -1;
}

static void add_drops(const struct decision *decision,
    struct ledger_commit *commit)
{
	struct ledger_drop *drops = arena_alloc(decision->arena,
	    sizeof(*drops) * DROPS_MAX);

	_Static_assert(DROPS_MAX <= LEDGER_DROPS_MAX, "one commit");
	for (int i = 0; i < decision->drop_count; i++)
		drops[i] = (struct ledger_drop){ decision->drops[i].id,
			decision->drops[i].version };
	commit->drops = drops;
	commit->drop_count = (size_t)decision->drop_count;
}

struct ledger_commit *turn_commit(const struct decision *decision,
    const char *job, const char *token)
{
	struct jobs *jobs = arena_alloc(decision->arena, sizeof(*jobs));
	struct ledger_commit *commit = arena_alloc(decision->arena,
	    sizeof(*commit));

	commit->id = decision_subject(decision);
	commit->dedupe_key = decision->request->key;
	commit->dedupe_ttl_ms = *decision->request->key ? DEDUPE_TTL_MS : 0;
	commit->finished_job = job;
	commit->finished_token = token;
	assert(decision->event_count > 0);
	add_effects(decision, jobs);
	add_appointments(decision, jobs);
	if (decision->about_site)
		fill_site(decision, commit);
	else
		fill_incident(decision, commit);
	commit->snapshot_length = strlen(commit->snapshot);
	assert(commit->snapshot_length <= SNAPSHOT_MAX);
	commit->events = encode_events(decision);
	commit->event_count = (size_t)decision->event_count;
	commit->cancelled_jobs = jobs->cancel;
	commit->cancelled_count = jobs->cancel_count;
	commit->jobs = jobs->add;
	commit->job_count = jobs->add_count;
	add_drops(decision, commit);
	return commit;
}
