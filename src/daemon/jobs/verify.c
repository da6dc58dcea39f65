/* SPDX-License-Identifier: MIT
 *
 * verify: a while after an effect that may have been sent twice (a paused
 * replica, a lease that ran out) looks at what is really there, keeps one post
 * and deletes the rest. The one kept is the one that the incident knows (its
 * card), else the oldest. An offer, or a draft to approve, that was settled
 * before anybody knew that it stands there has its buttons still: it is
 * deleted, too. What was brought up to date late, and so perhaps to an older state, is
 * drawn anew.
 */
#include "base/log.h"
#include "base/text.h"
#include "daemon/jobs/effect_job.h"
#include "services/clock.h"
#include "services/slack/slack_element.h"

static void delete_next(struct job *job);

bool effect_asks(int kind)
{
	return kind == EFFECT_OFFER_DRAFT || kind == EFFECT_ASK_APPROVAL;
}

static const char *known_ts(const struct job *job)
{
	const struct incident *incident = job->incident;
	const struct page *page;

	if (job->effect.kind == EFFECT_CARD_POST)
		return incident->card_ts;
	if (job->effect.kind == EFFECT_COMMS_CARD_POST)
		return incident->comms_card_ts;
	if (job->effect.kind == EFFECT_PROPOSAL_POST)
		return incident->proposal_ts;
	if (job->effect.kind == EFFECT_CHECKLIST_POST)
		return incident->checklist_ts;
	if (job->effect.kind == EFFECT_COMPANY_POST)
		return incident->broadcast_ts;
	if (job->effect.kind == EFFECT_OFFER_DRAFT)
		return incident->offer_ts;
	if (job->effect.kind == EFFECT_ASK_APPROVAL)
		return job->effect.cycle == incident->draft_ms ?
		    incident->draft_ts : "";
	page = job->effect.kind == EFFECT_PAGE ? incident_page(incident,
	    job->effect.user, job->effect.number) : NULL;
	return page ? page->ts : "";
}

/* A channel, or the user id of a direct message. */
static const char *posted_in(const struct job *job)
{
	switch (effect_target(job->effect.kind)) {
	case TARGET_ROOM:
	case TARGET_DOCUMENTS:
		return job->incident->room_id;
	case TARGET_COMMS:
		return job->incident->comms_id;
	case TARGET_COMPANY:
		return job->runner->options.policy->broadcast_channel;
	case TARGET_PERSON:
		return job->effect.user;
	case TARGET_BOARD:
	case TARGET_MARKS:
	case TARGET_ELSEWHERE:
	case TARGET_ARCHIVE:
	case TARGET_LETTERS:
		break;		/* never verified here */
	case TARGET_PLACE:
		return job->effect.place;
	case TARGET_ALERTS:
		return job->incident->proposed_in;
	}
	abort();
}

static void on_deleted(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	bool gone = answer->outcome == SLACK_REFUSED &&
	    strcmp(answer->error, "message_not_found") == 0;

	if (!gone && !job_answer_is_usable(job, answer))
		return;
	job->surplus_count--;
	delete_next(job);
}

static void delete_next(struct job *job)
{
	json_t *args;

	if (job->surplus_count == 0) {
		job_done(job);
		return;
	}
	log_warn("surplus_deleted", "job=%s channel=%s ts=%s", job->id,
	    job->channel, job->surplus[job->surplus_count - 1]);
	args = json_pack("{s:s, s:s}", "channel", job->channel, "ts",
	    job->surplus[job->surplus_count - 1]);
	slack_call(job->runner->options.slack, "chat.delete", args,
	    on_deleted, job);
	json_decref(args);
}

static void add_surplus(struct job *job, const char *ts)
{
	if (job->surplus_count < SURPLUS_MAX)
		(void)text_copy(job->surplus[job->surplus_count++], ID_SIZE,
		    ts);
}

static bool has_buttons(const json_t *message)
{
	const json_t *block;
	size_t i;

	json_array_foreach(json_object_get(message, "blocks"), i, block) {
		if (strcmp(slack_string_at(block, "type"), "actions") == 0)
			return true;
	}
	return false;
}

/* The incident knows of none that stands there: nobody would ever take the
 * buttons off. */
static bool is_void(const struct job *job, const json_t *message)
{
	return effect_asks(job->effect.kind) && !*known_ts(job) &&
	    has_buttons(message);
}

/* The one that the incident knows is kept, else the oldest. */
static bool is_better(const struct job *job, const char *ts)
{
	const char *known = known_ts(job);

	return strcmp(job->keep, known) != 0 &&
	    (strcmp(ts, known) == 0 || strcmp(ts, job->keep) < 0);
}

/* One of the posts: the best of them stays, the others have to go. Where pages
 * meet one may come twice. */
static void weigh(struct job *job, const json_t *message)
{
	const char *ts = slack_string_at(message, "ts");

	if (strcmp(ts, job->keep) == 0)
		return;
	if (is_void(job, message) || (*job->keep && !is_better(job, ts))) {
		add_surplus(job, ts);
		return;
	}
	if (*job->keep)
		add_surplus(job, job->keep);
	(void)text_copy(job->keep, sizeof(job->keep), ts);
}

static void on_history(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const char *fx = job->id + strlen("vfy:");
	const json_t *message;
	size_t i;

	if (!job_answer_is_usable(job, answer))
		return;
	json_array_foreach(json_object_get(answer->body, "messages"), i,
	    message) {
		if (*slack_string_at(message, "ts") &&
		    message_is_from(job, message, fx))
			weigh(job, message);
	}
	if (!job_reads_on(job, answer))
		delete_next(job);
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct job *job = arg;

	if (status != LEDGER_OK || !job_take_subject(job, snapshot)) {
		job_later(job, LEASE_MS);
		return;
	}
	if (!*posted_in(job)) {
		job_done(job);
		return;
	}
	job->call.args = json_pack("{s:s}", "channel", posted_in(job));
	job_read_history(job, on_history);
}

static void on_load_after(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct job *job = arg;

	if (status != LEDGER_OK && status != LEDGER_ABSENT)
		job_later(job, LEASE_MS);
	else if (status == LEDGER_OK &&
	    snapshot->version != job->version)
		effect_job_send(job);
	else
		job_done(job);
}

/* This drawing is of no lane, so a newer one may have gone out beside it and
 * arrived before it. */
void verify_job_again(struct job *job)
{
	ledger_load(job->runner->options.ledger, job->effect.incident, "",
	    on_load_after, job);
}

void verify_job_run(struct job *job)
{
	if (!effect_decode(job->body, job->body_length, &job->effect)) {
		log_error("job_unreadable", "job=%s", job->id);
		job_done(job);
		return;
	}
	/* Due long ago, perhaps by a clock that was wrong: what it is to look
	 * for may have been sent just now. */
	if (clock_now_ms(job->runner->options.clock) - job->due_ms >
	    VERIFY_AFTER_MS) {
		job_later(job, VERIFY_AFTER_MS);
		return;
	}
	if (effect_only_refreshes(job->effect.kind)) {
		effect_job_send(job);
		return;
	}
	ledger_load(job->runner->options.ledger, job->effect.incident, "",
	    on_load, job);
}
