/* SPDX-License-Identifier: MIT
 *
 * effect_job: one effect from claim to end: look whether an earlier attempt
 * got through, ask whether the job is still ours, load the incident, draw the
 * call from its present state, send once, and act on the answer. Each step is
 * one asynchronous call; the next step is its callback.
 */
#include "daemon/jobs/effect_job.h"
#include "daemon/jobs/document_job.h"
#include "daemon/jobs/errand_job.h"
#include "daemon/jobs/export_job.h"
#include "daemon/jobs/letter_job.h"
#include "daemon/jobs/mark_job.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/board/board_keeper.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "services/slack/slack_element.h"

#define WAIT_MS 1000		/* for a channel that is being made */
#define HOLD_MS 30000		/* the token does not work now */
#define UNKNOWN_TRIES_MAX 5	/* of a refusal that nobody knows */
#define BOARD_TRIES 4		/* some ten seconds */

bool effect_may_be_sent(const struct job *job)
{
	const struct clean_list *clean = &job->runner->clean;

	if (job->attempt == 1 || job->looked)
		return false;
	for (int i = 0; i < CLEAN_MAX; i++) {
		if (clean->attempts[i] == job->attempt - 1 &&
		    strcmp(clean->jobs[i], job->id) == 0)
			return false;
	}
	return true;
}

/* This attempt sends nothing. What an earlier one may have sent is as unknown
 * as before, unless it was looked for. */
static void clean_remember(struct job *job)
{
	struct clean_list *clean = &job->runner->clean;

	if (effect_may_be_sent(job))
		return;
	(void)text_copy(clean->jobs[clean->next], JOB_SIZE, job->id);
	clean->attempts[clean->next] = job->attempt;
	clean->next = (clean->next + 1) % CLEAN_MAX;
}

bool effect_only_refreshes(int kind)
{
	return kind == EFFECT_CARD_REFRESH || kind == EFFECT_ROOM_TOPIC ||
	    kind == EFFECT_COMPANY_REFRESH ||
	    kind == EFFECT_COMMS_CARD_REFRESH ||
	    kind == EFFECT_CHECKLIST_REFRESH || kind == EFFECT_CANVAS_WRITE ||
	    kind == EFFECT_PROPOSAL_REFRESH || kind == EFFECT_PAGE_REFRESH ||
	    kind == EFFECT_GROUP_SET;
}

/* One of them an incident, so that the kind tells which. */
static bool is_single(int kind)
{
	return effect_only_refreshes(kind) && kind != EFFECT_PAGE_REFRESH &&
	    kind != EFFECT_GROUP_SET;
}

static struct drawn *drawn_find(struct job *job)
{
	struct drawn_list *list = &job->runner->drawn;

	for (int i = 0; i < DRAWN_MAX; i++) {
		struct drawn *drawn = &list->drawn[i];

		if (drawn->kind == job->effect.kind &&
		    strcmp(drawn->incident, job->effect.incident) == 0)
			return drawn;
	}
	return NULL;
}

static void drawn_remember(struct job *job)
{
	struct drawn_list *list = &job->runner->drawn;
	struct drawn *drawn = drawn_find(job);

	if (!is_single(job->effect.kind))
		return;
	if (!drawn) {
		drawn = &list->drawn[list->next];
		list->next = (list->next + 1) % DRAWN_MAX;
	}
	drawn->kind = job->effect.kind;
	(void)text_copy(drawn->incident, sizeof(drawn->incident),
	    job->effect.incident);
	drawn->version = job->version;
}

/* Already shown, by a drawing for somebody else's sake. Asked of a first
 * attempt only: what an earlier one sent may arrive after that drawing, with
 * the incident as it was. */
static bool is_drawn(struct job *job)
{
	const struct drawn *drawn = is_single(job->effect.kind) ?
	    drawn_find(job) : NULL;

	return drawn && drawn->version >= job->effect.version;
}

int64_t effect_job_back_off_ms(struct job *job)
{
	int shift = job->attempt < 6 ? job->attempt : 6;
	uint32_t top_ms = 500u << shift;

	return 250 + clock_dice(job->runner->options.clock, top_ms);
}

void effect_job_made(struct job *job, const char *ref, const char *name)
{
	job->runner->effects_done++;
	if (text_starts_with(job->id, "vfy:"))
		verify_job_again(job);
	else if (effect_answers(job->effect.kind))
		result_job_write(job, true, "", ref, name);
	else
		job_done(job);
}

void effect_job_give_up(struct job *job, const char *error)
{
	job->runner->effects_given_up++;
	log_warn("effect_given_up", "job=%s kind=%s error=%s", job->id,
	    effect_word(job->effect.kind), error);
	result_job_write(job, false, error, "", "");
}

/* A no that stays one, however often it is asked. */
static bool is_final(const char *error)
{
	return text_list_has("already_archived,as_user_not_supported,"
	    "block_mismatch,body_too_large,canvas_creation_failed,"
	    "canvas_deleted,canvas_disabled_user_team,canvas_not_found,"
	    "canvas_tab_creation_failed,canvas_too_large,"
	    "channel_canvas_already_exists,channel_canvas_creation_failed,"
	    "file_deleted,file_not_found,file_not_readable,"
	    "file_type_not_allowed,file_upload_size_restricted,"
	    "file_uploads_disabled,file_uploads_except_images_disabled,"
	    "foreign_url,free_team_canvas_tab_already_exists,"
	    "free_teams_cannot_create_non_tabbed_canvases,"
	    "free_teams_cannot_create_standalone_canvases,"
	    "free_teams_cannot_edit_standalone_canvases,"
	    "posting_to_channel_denied,storage_limit_reached,"
	    "team_tier_cannot_create_channel_canvases,"
	    "cannot_dm_bot,cant_broadcast_message,cant_invite,"
	    "cant_invite_self,cant_update_message,channel_is_limited_access,"
	    "channel_not_found,duplicate_channel_not_found,"
	    "duplicate_message_not_found,edit_window_closed,"
	    "ekm_access_denied,invalid_arg_name,invalid_arguments,"
	    "invalid_array_arg,invalid_blocks,invalid_blocks_format,"
	    "invalid_charset,invalid_form_data,invalid_json,"
	    "invalid_link,invalid_metadata_format,invalid_metadata_schema,"
	    "invalid_name,invalid_name_maxlength,invalid_name_punctuation,"
	    "invalid_name_required,invalid_name_specials,invalid_post_type,"
	    "invalid_users,is_archived,is_inactive,json_not_object,"
	    "message_not_found,messages_tab_disabled,metadata_too_large,"
	    "method_not_supported_for_channel_type,missing_post_type,"
	    "msg_blocks_too_long,msg_too_long,name_taken,no_channel,no_text,"
	    "not_found,not_in_channel,no_such_subteam,no_user,org_user_not_in_team,"
	    "paid_teams_only,permission_denied,plan_upgrade_required,"
	    "restricted_action,restricted_action_non_threadable_channel,"
	    "restricted_action_read_only_channel,"
	    "restricted_action_thread_locked,"
	    "restricted_action_thread_only_channel,too_long,"
	    "too_many_attachments,too_many_bookmarks,too_many_members,"
	    "too_many_pins,"
	    "unable_to_edit_message,user_disabled,user_is_restricted,"
	    "user_not_found,users_list_not_supplied,users_not_found,"
	    "user_team_not_in_channel,no_external_invite_permission", error);
}

/* The channel has a canvas: ours, perhaps, of before it was given back. */
static bool is_to_be_looked_at(const struct job *job, const char *error)
{
	return job->call.reconcile == RECONCILE_CANVAS && !job->looked &&
	    text_list_has("channel_canvas_already_exists,"
	    "free_team_canvas_tab_already_exists", error);
}

/* Slack said no, and it will say so again, except for a name that is taken:
 * the next one is tried at once (P3.1). A word that is not known may be a
 * passing trouble of Slack's. */
static void on_refused(struct job *job, const char *error)
{
	if (is_to_be_looked_at(job, error)) {
		reconcile_job(job);
		return;
	}
	if (strcmp(error, "name_taken") == 0 &&
	    job->call.reconcile == RECONCILE_CHANNEL &&
	    job->name_try < NAME_TRIES_MAX) {
		job->name_try++;
		effect_job_send(job);
		return;
	}
	if (is_final(error) || job->attempt >= UNKNOWN_TRIES_MAX)
		effect_job_give_up(job, error);
	else
		job_later(job, effect_job_back_off_ms(job));
}

static void on_ok(struct job *job, const json_t *body)
{
	const json_t *channel = json_object_get(body, "channel");

	if (job->effect.kind == EFFECT_MARK_READ)
		mark_job_read(job, body);
	else if (job->effect.kind == EFFECT_CANVAS_MAKE)
		effect_job_made(job, slack_string_at(body, "canvas_id"), "");
	else if (json_is_object(channel))
		effect_job_made(job, slack_string_at(channel, "id"),
		    slack_string_at(channel, "name"));
	else
		effect_job_made(job, slack_string_at(body, "ts"),
		    slack_string_at(body, "channel"));
}

/* Who may not change user groups is told so now, and it goes again at the next
 * hand-off; who may not share documents, whoever asked; to a channel that it may
 * not join incbot posts all the same. Everything else waits until the right is
 * given. */
static bool waits_in_vain(const struct job *job, const char *error)
{
	return (job->effect.kind == EFFECT_GROUP_SET ||
	    job->effect.kind == EFFECT_ROOM_JOIN ||
	    effect_target(job->effect.kind) == TARGET_DOCUMENTS) &&
	    text_list_has(
	    "missing_scope,no_permission,not_allowed_token_type", error);
}

void effect_job_answer(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	switch (answer->outcome) {
	case SLACK_OK:
		drawn_remember(job);
		on_ok(job, answer->body);
		return;
	case SLACK_LATER:
		clean_remember(job);
		job_later(job, answer->retry_ms);
		return;
	case SLACK_UNAVAILABLE:
		clean_remember(job);
		job_later(job, effect_job_back_off_ms(job));
		return;
	case SLACK_AMBIGUOUS:
		job_later(job, effect_job_back_off_ms(job));
		return;
	case SLACK_REFUSED:
		if (job->call.done_errors &&
		    text_list_has(job->call.done_errors, answer->error))
			effect_job_made(job, "", "");
		else
			on_refused(job, answer->error);
		return;
	case SLACK_HELD:
		if (waits_in_vain(job, answer->error)) {
			effect_job_give_up(job, answer->error);
			return;
		}
		clean_remember(job);
		job_later(job, HOLD_MS);
		return;
	}
	abort();
}

/* Writing the page again does no harm. When it does not help people are told;
 * the page itself is tried again every minute. While the ledger is away nothing
 * is wrong with the page. */
static void on_board(void *arg, const char *error)
{
	struct job *job = arg;

	if (!*error)
		effect_job_made(job, "", "");
	else if (job->attempt < BOARD_TRIES ||
	    strcmp(error, ledger_status_name(LEDGER_UNKNOWN)) == 0)
		job_later(job, effect_job_back_off_ms(job));
	else
		effect_job_give_up(job, error);
}

void effect_job_later_unsent(struct job *job, int64_t delay_ms)
{
	clean_remember(job);
	job_later(job, delay_ms > 0 ? delay_ms :
	    effect_job_back_off_ms(job));
}

static enum render_result render(struct job *job)
{
	const struct policy *policy = job->runner->options.policy;

	if (job->site)
		return render_site_effect(job->arena, &job->effect, job->id,
		    job->site, policy, &job->call);
	return render_effect(job->arena, &job->effect, job->id,
	    job->incident, policy, job->name_try, &job->call);
}

static bool draw(struct job *job)
{
	if (errand_job_is(job))
		return errand_job_draw(job);
	json_decref(job->call.args);
	memset(&job->call, 0, sizeof(job->call));
	switch (render(job)) {
	case RENDER_CALL:
		return true;
	case RENDER_OBSOLETE:
		job_done(job);
		return false;
	case RENDER_WAIT:
		clean_remember(job);
		job_later(job, WAIT_MS);
		return false;
	}
	abort();
}

/* False if the job ended instead. */
static bool take_subject(struct job *job, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	if (status == LEDGER_ABSENT) {
		job_done(job);
		return false;
	}
	if (status != LEDGER_OK || !job_take_subject(job, snapshot)) {
		clean_remember(job);
		job_later(job, WAIT_MS);
		return false;
	}
	return draw(job);
}

static void call_slack(struct job *job)
{
	job_leave_subject(job);
	slack_call(job->runner->options.slack, job->call.method,
	    job->call.args, effect_job_answer, job);
}

/* The last thing before the send is whose the job is and what the incident is
 * now: nobody is paged whom an acknowledgement has spared meanwhile (P2.5). */
static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct job *job = arg;

	if (status == LEDGER_LOST) {
		job_end(job);
		return;
	}
	if (!take_subject(job, status, snapshot))
		return;
	if (job_is_late(job)) {
		/* Or the next attempt would not look which names are taken,
		 * and would come no further either. */
		if (job->name_try == 1)
			clean_remember(job);
		job_later(job, 0);
		return;
	}
	if (effect_target(job->effect.kind) == TARGET_BOARD)
		board_keeper_write(job->runner->options.board,
		    job->effect.incident, on_board, job);
	else if (effect_target(job->effect.kind) == TARGET_ARCHIVE)
		export_job_write(job, snapshot);
	else if (effect_target(job->effect.kind) == TARGET_DOCUMENTS)
		document_job_run(job);
	else if (errand_job_is(job))
		errand_job_send(job);
	else
		call_slack(job);
}

void effect_job_send(struct job *job)
{
	ledger_load_owned(job->runner->options.ledger, job->effect.incident,
	    job->id, job->token, on_load, job);
}

/* What is looked for is drawn first: it says where to look. */
static void on_load_again(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct job *job = arg;

	if (!take_subject(job, status, snapshot))
		return;
	if (errand_job_is(job))
		errand_job_reconcile(job);
	else if (job->call.reconcile != RECONCILE_NONE)
		reconcile_job(job);
	else
		effect_job_send(job);
}

void effect_job_go(struct job *job)
{
	if (effect_may_be_sent(job))
		ledger_load(job->runner->options.ledger,
		    job->effect.incident, "", on_load_again, job);
	else
		effect_job_send(job);
}

void effect_job_run(struct job *job)
{
	if (!effect_decode(job->body, job->body_length, &job->effect)) {
		log_error("job_unreadable", "job=%s", job->id);
		job_done(job);
		return;
	}
	if (!effect_may_be_sent(job) && is_drawn(job)) {
		job_done(job);
		return;
	}
	if (effect_target(job->effect.kind) == TARGET_LETTERS)
		effect_job_made(job, "", "");	/* a turn, and no call */
	else if (clock_now_ms(job->runner->options.clock) -
	    job->effect.created_ms > EFFECT_AGE_MAX_MS)
		effect_job_give_up(job, "too_old");
	else if (job->effect.kind == EFFECT_LETTER_SEND)
		letter_job_write(job);
	else
		effect_job_go(job);
}
