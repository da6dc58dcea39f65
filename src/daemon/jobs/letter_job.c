/* SPDX-License-Identifier: MIT
 *
 * letter_job: see letter_job.h. One asynchronous call after the other: the
 * site's record, the person, then for each piece of news its incident and its
 * timeline, part after part. Nothing was sent yet, so whatever does not answer
 * is asked again later.
 *
 * An attempt before this one may have arrived although its answer was lost: what
 * the letter holds, and the headings over it, are those of when it was begun.
 */
#include "daemon/jobs/letter_job.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/board/board.h"
#include "core/board/letter.h"
#include "services/slack/slack_element.h"

struct work {
	struct job *job;
	struct letter letter;
	struct mailbox box;	/* as it was when this began */
	int at;			/* which of its news */
	bool naming;		/* what it was called then is looked for */
	int64_t version;	/* of the last entry that was taken */
	int index;
	struct event event;
};

static void go_on(struct work *work);

static void again(struct work *work)
{
	effect_job_later_unsent(work->job, 0);
}

static void end(struct work *work)
{
	struct job *job = work->job;
	struct letter *letter = &work->letter;

	letter->first = job->effect.number > 0;
	if (!letter->first && letter->updates == 0 &&
	    letter->left_out == 0 && work->box.left_out_asked == 0) {
		effect_job_made(job, "", "");	/* all of it was taken back */
		return;
	}
	letter_end(letter);
	job->letter = letter;
	effect_job_go(job);
}

static const struct mail_news *news_of(const struct work *work)
{
	return &work->box.news[work->at];
}

static void take(struct work *work, const struct ledger_entry *entry)
{
	const struct mail_news *news = news_of(work);

	if (entry->version > news->asked || entry->version < work->version ||
	    (entry->version == work->version && entry->index <= work->index))
		return;
	work->version = entry->version;
	work->index = entry->index;
	if (!event_decode(entry->data, entry->length, &work->event))
		return;
	if (work->naming)
		letter_name(work->job->incident, &work->event);
	else if (news->number == 0 || news->number == work->event.number)
		letter_take(&work->letter, &work->event);
}

static void read_part(struct work *work);
static void on_named(struct work *work);

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct work *work = arg;
	int64_t before = work->version;

	if (status != LEDGER_OK) {
		again(work);
		return;
	}
	for (size_t i = 0; i < count; i++)
		take(work, &entries[i]);
	if (count == LEDGER_TIMELINE_MAX && work->version > before &&
	    work->version < news_of(work)->asked) {
		read_part(work);
		return;
	}
	if (work->naming) {
		on_named(work);
		return;
	}
	work->at++;
	go_on(work);
}

static void read_part(struct work *work)
{
	ledger_timeline(work->job->runner->options.ledger,
	    news_of(work)->subject, work->version, LEDGER_TIMELINE_MAX,
	    on_part, work);
}

static void read_timeline(struct work *work, int64_t first)
{
	work->version = first;
	work->index = 0;
	read_part(work);
}

static void on_named(struct work *work)
{
	work->naming = false;
	letter_about_incident(&work->letter, work->job->incident);
	read_timeline(work, news_of(work)->first);
}

/* What changed since the letter was begun is not in it. */
static void name_as_then(struct work *work, int64_t version)
{
	if (version <= news_of(work)->asked) {
		on_named(work);
		return;
	}
	letter_unname(work->job->incident);
	work->naming = true;
	read_timeline(work, 1);
}

/* What is private now is told to nobody any more. */
static void on_incident(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct work *work = arg;
	struct incident *incident = work->job->incident;

	if (status == LEDGER_UNKNOWN) {
		again(work);
		return;
	}
	if (status == LEDGER_OK && incident_decode(snapshot->data,
	    snapshot->length, incident) && board_is_public(incident)) {
		name_as_then(work, snapshot->version);
		return;
	}
	work->at++;
	go_on(work);
}

/* To the next piece of news that is for this letter. */
static void go_on(struct work *work)
{
	const struct mail_news *news;

	while (work->at < MAIL_NEWS_MAX && news_of(work)->asked == 0)
		work->at++;
	if (work->at == MAIL_NEWS_MAX || work->job->effect.number > 0) {
		end(work);
		return;
	}
	news = news_of(work);
	if (strcmp(news->subject, SITE_ID) != 0) {
		ledger_load(work->job->runner->options.ledger, news->subject,
		    "", on_incident, work);
		return;
	}
	letter_about_maintenance(&work->letter, maintenance_find(
	    work->job->site, news->number), news);
	read_timeline(work, news->first);
}

/* The address that was typed, or the one that Slack shows. */
static void on_person(void *arg, const struct slack_answer *answer)
{
	struct work *work = arg;
	const json_t *user = json_object_get(answer->body, "user");

	if (json_is_true(json_object_get(user, "deleted"))) {
		effect_job_give_up(work->job, "the account in Slack is closed");
		return;
	}
	work->letter.address = work->box.address;
	if (!*work->box.address && answer->outcome == SLACK_OK)
		work->letter.address = arena_strdup(work->job->arena,
		    slack_string_at(json_object_get(user, "profile"),
		    "email"));
	else if (!*work->box.address && answer->outcome != SLACK_REFUSED) {
		again(work);
		return;
	}
	go_on(work);
}

static void ask_person(struct work *work)
{
	json_t *args = json_pack("{s:s}", "user", work->job->effect.user);

	slack_call(work->job->runner->options.slack, "users.info", args,
	    on_person, work);
	json_decref(args);
}

static void on_site(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct work *work = arg;
	struct job *job = work->job;
	const struct mailbox *box;

	if (status == LEDGER_ABSENT) {
		job_done(job);
		return;
	}
	if (status != LEDGER_OK || !job_take_subject(job, snapshot)) {
		again(work);
		return;
	}
	box = mailbox_find(job->site, job->effect.user);
	if (!box) {
		job_done(job);	/* unsubscribed meanwhile */
		return;
	}
	work->box = *box;
	if (job->effect.number == 0 && box->rhythm_asked > MAIL_NEVER)
		work->box.rhythm = box->rhythm_asked;
	letter_init(&work->letter, job->arena, job->runner->options.policy,
	    &work->box);
	ask_person(work);
}

void letter_job_write(struct job *job)
{
	struct work *work = arena_alloc(job->arena, sizeof(*work));

	work->job = job;
	ledger_load(job->runner->options.ledger, SITE_ID, "", on_site, work);
}
