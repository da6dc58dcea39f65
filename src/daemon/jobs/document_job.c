/* SPDX-License-Identifier: MIT
 *
 * document_job: see document_job.h. A file goes up in three calls: an address
 * is asked for, the bytes are sent there, the file is shared. What was sent
 * and not shared nobody sees, so only the last call needs looking before it
 * is repeated (reconcile.c, by the file's name).
 */
#include "daemon/jobs/document_job.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/documents.h"
#include "core/report/report.h"
#include "core/views/view.h"
#include "core/views/view_manuscript.h"
#include "daemon/turns/turn_timeline.h"
#include "services/clock.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_file.h"

#define DOCUMENT_MEMORY_MAX ((size_t)192 << 20)
#define DOCUMENT_EVENTS_MAX 5000	/* of more the oldest are left out, and so */
#define DOCUMENT_TEXT_MAX ((size_t)96 << 20)	/* where this is not enough */
#define LEDGER_AGAIN_MS 1000

struct document {
	struct report report;
	const char *text;
	size_t length;
	char hash[17];		/* of what a shared file says */
	char file[ID_SIZE];
};

static void call_slack(struct job *job, const char *method, json_t *args,
    slack_cb *callback)
{
	assert(args);
	slack_call(job->runner->options.slack, method, args, callback, job);
	json_decref(args);
}

/* --- the report as a file ------------------------------------------------ */

static const char *file_name(const struct job *job)
{
	return slack_string_at(job->call.args, "name");
}

static void share_file(struct job *job, const char *channel)
{
	const char *comment = arena_printf(job->arena, "Report of *INC-%s* "
	    "%s, asked for by %s", job->incident->id, mrkdwn_clip(job->arena,
	    job->incident->title, TITLE_CHARS),
	    mrkdwn_user(job->arena, job->effect.user));

	if (job_is_late(job)) {
		effect_job_later_unsent(job, 0);
		return;
	}
	call_slack(job, "files.completeUploadExternal", json_pack(
	    "{s:[{s:s, s:s}], s:s, s:s}", "files", "id",
	    job->document->file, "title", file_name(job), "channel_id",
	    channel, "initial_comment", comment), effect_job_answer);
}

static void on_im(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	if (answer->outcome == SLACK_OK)
		share_file(job, slack_string_at(json_object_get(answer->body,
		    "channel"), "id"));
	else
		effect_job_answer(job, answer);
}

static void on_sent(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	if (answer->outcome != SLACK_OK)
		effect_job_answer(job, answer);
	else if (*job->incident->room_id)
		share_file(job, job->incident->room_id);
	else
		call_slack(job, "conversations.open", json_pack("{s:s}",
		    "users", job->effect.user), on_im);
}

static void on_address(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	struct document *document = job->document;

	if (answer->outcome != SLACK_OK) {
		effect_job_answer(job, answer);
		return;
	}
	(void)text_copy(document->file, sizeof(document->file),
	    slack_string_at(answer->body, "file_id"));
	slack_upload(job->runner->options.slack, slack_string_at(answer->body,
	    "upload_url"), document->text, strlen(document->text), on_sent,
	    job);
}

static void upload_report(struct job *job)
{
	struct document *document = job->document;
	struct report *report = &document->report;
	char length[ID_SIZE];
	struct text text;

	report->is_public = job->effect.number == REPORT_FORMAT_PUBLIC;
	document->text = job->effect.number == REPORT_FORMAT_HTML ?
	    report_html(job->large, report) :
	    report_markdown(job->large, report);
	text_init(&text, length, sizeof(length));
	text_addf(&text, "%zu", strlen(document->text));
	call_slack(job, "files.getUploadURLExternal", json_pack(
	    "{s:s, s:s}", "filename", file_name(job), "length", length),
	    on_address);
}

/* --- the canvas ---------------------------------------------------------- */

static json_t *canvas_content(struct job *job)
{
	return json_pack("{s:s, s:s}", "type", "markdown", "markdown",
	    report_canvas(job->large, &job->document->report));
}

static void make_canvas(struct job *job)
{
	call_slack(job, "conversations.canvases.create", json_pack(
	    "{s:s, s:s, s:o}", "channel_id", job->incident->room_id, "title",
	    arena_printf(job->arena, CANVAS_MARK, job->incident->id),
	    "document_content", canvas_content(job)), effect_job_answer);
}

static void write_canvas(struct job *job)
{
	call_slack(job, "canvases.edit", json_pack("{s:s, s:[{s:s, s:o}]}",
	    "canvas_id", job->incident->canvas_id, "changes", "operation",
	    "replace", "document_content", canvas_content(job)),
	    effect_job_answer);
}

/* --- a report that comes back -------------------------------------------- */

static void show_changes(struct job *job, const struct manuscript *manuscript,
    const struct manuscript_changes *changes)
{
	const char *words = arena_printf(job->arena, "%s %s",
	    job->effect.event.ref, job->document->hash);
	struct message message;

	if (strcmp(manuscript->incident, job->incident->id) == 0)
		message = message_manuscript(job->large, &job->effect,
		    job->incident, job->runner->options.policy, changes,
		    words);
	else
		message = message_manuscript_foreign(job->large, &job->effect,
		    manuscript->incident);
	json_decref(job->call.args);
	job->call = render_post(job->incident->room_id, job->id, &message);
	slack_call(job->runner->options.slack, job->call.method,
	    job->call.args, effect_job_answer, job);
}

/* Most files that end in ".md" are none of ours. */
static void look_through(struct job *job, const char *bytes, size_t length)
{
	const struct policy *policy = job->runner->options.policy;
	struct manuscript *manuscript = arena_alloc(job->large,
	    sizeof(*manuscript));
	struct manuscript_changes *changes = arena_alloc(job->large,
	    sizeof(*changes));

	manuscript_read(job->large, bytes, length, manuscript);
	if (!*manuscript->incident) {
		effect_job_made(job, "", "");
		return;
	}
	manuscript_hash(bytes, length, job->document->hash);
	manuscript_compare(job->large, manuscript, &job->document->report,
	    policy->people, clock_now_ms(job->runner->options.clock),
	    changes);
	show_changes(job, manuscript, changes);
}

static void on_bytes(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	if (answer->outcome != SLACK_OK) {
		effect_job_answer(job, answer);
		return;
	}
	if (job_is_late(job)) {
		effect_job_later_unsent(job, 0);
		return;
	}
	if (job->effect.kind == EFFECT_MANUSCRIPT_READ) {
		look_through(job, answer->bytes, answer->length);
		return;
	}
	job->document->text = arena_strndup(job->large, answer->bytes,
	    answer->length);
	job->document->length = answer->length;
	effect_job_made(job, "", "");
}

static void on_file(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *file = json_object_get(answer->body, "file");

	if (answer->outcome != SLACK_OK)
		effect_job_answer(job, answer);
	else if (json_integer_value(json_object_get(file, "size")) >
	    (json_int_t)SLACK_FILE_MAX)
		effect_job_give_up(job, "it is too long");
	else
		slack_download(job->runner->options.slack,
		    slack_string_at(file, "url_private_download"), on_bytes,
		    job);
}

static void read_manuscript(struct job *job)
{
	call_slack(job, "files.info", json_pack("{s:s}", "file",
	    job->effect.event.ref), on_file);
}

void document_job_result(const struct job *job, struct arena *arena,
    struct request *request)
{
	if (job->effect.kind != EFFECT_MANUSCRIPT_TAKE ||
	    !request->succeeded)
		return;
	request->manuscript = arena_strndup(arena, job->document->text,
	    job->document->length);
	request->manuscript_length = job->document->length;
}

/* --- all of them --------------------------------------------------------- */

/* What there is to draw from, as much of it as a document has room for. */
static void take_timeline(struct job *job, struct turn_timeline timeline)
{
	struct report *report = &job->document->report;

	do {
		*report = (struct report){ .incident = job->incident,
			.events = timeline.events, .count = timeline.count,
			.numbers = timeline.numbers,
			.people = report_people(job->large, timeline.events,
			    timeline.count),
			.zone = job->runner->options.policy->zone,
			.zone_name = job->runner->options.policy->zone_name,
			.left_out = timeline.left_out };
	} while (report_size(report) > DOCUMENT_TEXT_MAX &&
	    turn_timeline_shorten(&timeline));
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct turn_timeline *timeline)
{
	static void (*const makers[EFFECT_SITE_FIRST])(struct job *job) = {
		[EFFECT_REPORT_UPLOAD] = upload_report,
		[EFFECT_CANVAS_MAKE] = make_canvas,
		[EFFECT_CANVAS_WRITE] = write_canvas,
		[EFFECT_MANUSCRIPT_READ] = read_manuscript,
		[EFFECT_MANUSCRIPT_TAKE] = read_manuscript,
	};
	struct job *job = arg;

	if (status != LEDGER_OK) {
		effect_job_later_unsent(job, LEDGER_AGAIN_MS);
		return;
	}
	if (job_is_late(job)) {
		effect_job_later_unsent(job, 0);
		return;
	}
	take_timeline(job, *timeline);
	makers[job->effect.kind](job);
}

void document_job_run(struct job *job)
{
	if (!job->large)
		job->large = arena_new(DOCUMENT_MEMORY_MAX);
	job->document = arena_alloc(job->large, sizeof(*job->document));
	turn_timeline(job->runner->options.ledger, job->large,
	    job->effect.incident, DOCUMENT_EVENTS_MAX, 0, on_timeline, job);
}
