/* SPDX-License-Identifier: MIT
 *
 * effect_job: one claimed job on its way: the struct that the steps share,
 * and the steps' entries. runner.c claims and counts; effect_job.c sends;
 * reconcile.c looks for what an earlier attempt may have left.
 */
#ifndef INCBOT_DAEMON_EFFECT_JOB_H
#define INCBOT_DAEMON_EFFECT_JOB_H

#include "core/views/render.h"
#include "core/site.h"
#include "daemon/jobs/runner.h"
#include "daemon/turns/spare_incident.h"
#include "services/outside/errand.h"
#include "services/ledger/ledger.h"
#include "services/slack/slack.h"

#define TOKEN_SIZE 128
#define CLEAN_MAX 256
#define SURPLUS_MAX 16		/* deleted in one verify job */
#define NAME_TRIES_MAX 30	/* of a channel: numbers fit into 64 bits */

/* Jobs of which this replica knows that their last attempt did not reach
 * Slack (paced, 429, refused connection): they need no looking before they
 * are sent again. A ring; what falls out is looked for once too often. */
struct clean_list {
	char jobs[CLEAN_MAX][JOB_SIZE];
	int attempts[CLEAN_MAX];
	int next;
};

/* The version from which each thing that is only brought up to date (card,
 * topic, announcement) was last drawn here: what was asked for by an older
 * version is contained in it. A ring, like the other. */
#define DRAWN_MAX 64

struct drawn_list {
	struct drawn {
		char incident[ID_SIZE];
		int kind;
		int64_t version;
	} drawn[DRAWN_MAX];
	int next;
};

struct letter;
struct document;
struct marked;

struct runner {
	struct runner_options options;
	struct clean_list clean;
	struct drawn_list drawn;
	struct job *first;	/* under way */
	int under_way;
	bool started;
	bool claiming;
	bool poked;
	enum ledger_status claim_status;	/* of the last claim */
	int64_t asked_ms;	/* uptime of the last claim's question */
	int64_t asks;		/* claims asked for so far */
	int64_t unanswered;	/* the first since one was answered */
	int64_t next_due_ms;	/* in the agenda after the last claim */
	int64_t answered_ms;
	uint64_t effects_done;
	uint64_t effects_given_up;
	struct spares spares;
	int64_t wake_ms;	/* uptime of the next claim; wakes that come
				   earlier are of a plan that was dropped */
};

struct job {
	struct runner *runner;
	struct job *next;
	struct job *previous;
	struct arena *arena;
	char id[JOB_SIZE];
	char token[TOKEN_SIZE];
	int attempt;
	int64_t due_ms;
	int64_t claimed_ms;	/* uptime before the claim was asked for: the
				   lease may run since then, and whoever is
				   stopped gets the answer when it is over */
	const char *body;
	size_t body_length;
	int64_t version;	/* of what it is drawn from: the incident, or */
	struct site *site;	/* of the site's effects, this; else NULL */
	struct call call;
	struct errand errand;	/* instead of call, if it is not Slack's */
	struct marked *marked;	/* what MARK_READ has read; or NULL */
	const struct letter *letter;	/* of LETTER_SEND; or NULL */
	struct arena *large;	/* for what no job's own arena holds; or NULL */
	struct document *document;	/* document_job.c's, in it */
	json_t *kept_answer;	/* until the next one comes; or NULL */
	char found_ref[ID_SIZE];	/* errand: by a look, of an earlier
					   effect; "" = none */
	struct {
		bool succeeded;
		const char *error;
		const char *ref;
		const char *name;
	} result;		/* what is to be written down, until it is */
	bool ends_later;	/* how it ends in the agenda */
	int64_t ends_delay_ms;
	int name_try;		/* of a channel's name */
	uint64_t names_taken;	/* bits of such numbers, by a look */
	uint64_t names_others;	/* of these, other incidents' */
	const char *found_name;	/* of a channel that may be ours */
	int looks;		/* reads of the history so far */
	int look_page;		/* errand: pages looked at so far */
	int pages;		/* of a history, or a list, in this look */
	bool looked;		/* enough of them: nothing is there */
	char channel[ID_SIZE];	/* where a look goes */
	slack_cb *on_history;
	char keep[ID_SIZE];	/* verify: ts of the best so far, or "" */
	char surplus[SURPLUS_MAX][ID_SIZE];	/* verify: ts to delete */
	int surplus_count;
	struct incident *incident;	/* from job_take_subject() to
					   job_leave_subject(); else NULL */
	struct effect effect;	/* last: most of it is room for long texts */
};

/* Takes what the effect is of, an incident or the site, as it is stored;
 * false if it cannot be read. */
NODISCARD bool job_take_subject(struct job *job,
    const struct ledger_snapshot *snapshot);
/* Nothing is asked of the incident any more, as long as it is not taken again:
 * 90 kB that the next job gets, while this one waits for an answer. */
void job_leave_subject(struct job *job);

/* Runs a claimed effect; ends in job_end(). */
void effect_job_run(struct job *job);

/* Brings up to date what stands there already: card, topic, announcement,
 * page. */
bool effect_only_refreshes(int kind);

/* Its message has buttons that are void once its reason is gone. */
bool effect_asks(int kind);

/* Somebody may have sent this before: an earlier attempt of which it is not
 * known here that it did not get through. */
bool effect_may_be_sent(const struct job *job);

/* Answered: what it made becomes a turn, or it is simply done. */
void effect_job_made(struct job *job, const char *ref, const char *name);

/* Slack has answered the call that matters: done, again, or given up. */
slack_cb effect_job_answer;

/* result_job.c's: the turn of what came of it. */
void result_job_write(struct job *job, bool succeeded, const char *error,
    const char *ref, const char *name);

/* It will not be: that becomes a turn. */
void effect_job_give_up(struct job *job, const char *error);

/* Again after a while; this attempt has certainly sent nothing. 0 = after a
 * back-off. */
void effect_job_later_unsent(struct job *job, int64_t delay_ms);
int64_t effect_job_back_off_ms(struct job *job);

/* The first step, after what it needs was gathered. */
void effect_job_go(struct job *job);

/* Goes on to the send, after a look found nothing. */
void effect_job_send(struct job *job);

/* Looks for the effect's result before it is sent again; goes on with
 * effect_job_made() or effect_job_send(). */
void reconcile_job(struct job *job);

/* The messages of the channel (or direct message) that the call names, since
 * the effect was made, with metadata; job->channel is set to its id. The callback
 * gets one page. */
void job_read_history(struct job *job, slack_cb *callback);

/* Asks for the page behind this one, for the same callback; false if there is
 * none, or enough was read. */
NODISCARD bool job_reads_on(struct job *job,
    const struct slack_answer *answer);

/* A message of our own that carries this job's id. Metadata alone is visible
 * to, and forgeable by, other apps. */
bool message_is_from(const struct job *job, const json_t *message,
    const char *fx);

/* False if the look failed: the job comes again; or goes on without a look if
 * Slack will never allow one. */
bool job_answer_is_usable(struct job *job,
    const struct slack_answer *answer);

/* A verify job: keeps one of the posts that an effect left, deletes the
 * rest; or draws anew what an effect has drawn, and again if the incident
 * changed while that was under way. */
#define VERIFY_AFTER_MS (2 * LEASE_MS)
void verify_job_run(struct job *job);
void verify_job_again(struct job *job);

/* Ends in the agenda: done, or again after a delay; then frees the job. */
void job_done(struct job *job);
void job_later(struct job *job, int64_t delay_ms);
/* Without a word to the ledger (it is somebody else's, or was consumed). */
void job_end(struct job *job);

/* The lease may run out before a send that starts now is over. */
bool job_is_late(const struct job *job);

#endif
