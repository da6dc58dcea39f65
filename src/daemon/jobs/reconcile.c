/* SPDX-License-Identifier: MIT
 *
 * reconcile: did an earlier attempt get through? A message is found by the
 * job's id in its metadata, trusted only if it is our own; a channel by its
 * name, with a number or without, and its maker; a bookmark by its link. Slack's
 * history may lag, so nothing found is believed only after a second look.
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "core/policy.h"
#include "core/report/report.h"
#include "daemon/jobs/effect_job.h"
#include "services/clock.h"
#include "services/slack/slack_element.h"

#define LOOK_FIRST_MS 3000	/* an attempt that died may still arrive */
#define LOOK_AGAIN_MS 2000
#define LOOKS_MAX 2
#define HISTORY_LIMIT 999	/* a page; Slack may give fewer */
#define CHANNELS_LIMIT 999	/* Slack: at most 1,000 */
#define LOOK_PAGES_MAX 40	/* of one look: 40,000 messages or channels */
#define NAME_CHARS_ALIKE 60	/* numbers only change what is behind them */

static void look(void *arg);

bool message_is_from(const struct job *job, const json_t *message,
    const char *fx)
{
	const json_t *metadata = json_object_get(message, "metadata");
	const json_t *payload = json_object_get(metadata, "event_payload");

	return strcmp(slack_string_at(metadata, "event_type"),
	    "incbot_fx") == 0 &&
	    strcmp(slack_string_at(payload, "fx"), fx) == 0 &&
	    strcmp(slack_string_at(message, "user"),
	    job->runner->options.policy->bot_user) == 0;
}

static void look_in(struct job *job, const char *method, json_t *args,
    slack_cb *callback)
{
	slack_call(job->runner->options.slack, method, args, callback, job);
	json_decref(args);
}

/* One more look after a while, or the conclusion that nothing is there. */
static void found_nothing(struct job *job)
{
	if (++job->looks < LOOKS_MAX) {
		clock_wake(job->runner->options.clock, LOOK_AGAIN_MS, look,
		    job);
		return;
	}
	job->looked = true;
	effect_job_send(job);
}

/* Slack will not let us look, neither now nor later: the channel is gone, or
 * a right is missing. */
static bool is_blind(const struct slack_answer *answer)
{
	return answer->outcome == SLACK_REFUSED ||
	    (answer->outcome == SLACK_HELD && text_list_has("missing_scope,"
	    "no_permission,not_allowed_token_type", answer->error));
}

/* What cannot be looked for is sent: twice rather than never. */
static void go_on_blind(struct job *job, const struct slack_answer *answer)
{
	log_warn("look_refused", "job=%s error=%s", job->id, answer->error);
	if (text_starts_with(job->id, "vfy:")) {
		job_done(job);
		return;
	}
	job->looked = true;
	effect_job_send(job);
}

bool job_answer_is_usable(struct job *job, const struct slack_answer *answer)
{
	if (answer->outcome == SLACK_OK)
		return true;
	if (is_blind(answer)) {
		go_on_blind(job, answer);
		return false;
	}
	job_later(job, answer->outcome == SLACK_LATER ?
	    answer->retry_ms : LOOK_FIRST_MS);
	return false;
}

static void on_history(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *message;
	size_t i;

	if (!job_answer_is_usable(job, answer))
		return;
	json_array_foreach(json_object_get(answer->body, "messages"), i,
	    message) {
		if (message_is_from(job, message, job->id)) {
			/* It shows the incident as an earlier attempt knew
			 * it, and that may have been the first. */
			job->version = job->effect.version;
			effect_job_made(job, slack_string_at(message, "ts"),
			    job->channel);
			return;
		}
	}
	if (!job_reads_on(job, answer))
		found_nothing(job);
}

static void read_page(struct job *job, const char *cursor)
{
	char oldest[ID_SIZE];
	struct text text;
	json_t *args;

	text_init(&text, oldest, sizeof(oldest));
	text_addf(&text, "%lld.000000",
	    (long long)(job->effect.created_ms / 1000 - 60));
	args = json_pack("{s:s, s:s, s:i, s:b}", "channel", job->channel,
	    "oldest", oldest, "limit", HISTORY_LIMIT,
	    "include_all_metadata", 1);
	if (*cursor)
		json_object_set_new(args, "cursor", json_string(cursor));
	look_in(job, "conversations.history", args, job->on_history);
}

static const char *next_cursor(const struct slack_answer *answer)
{
	return slack_string_at(json_object_get(answer->body,
	    "response_metadata"), "next_cursor");
}

/* Is there a page behind this one that may be asked for? A cursor for ever is
 * not followed for ever; nor is one beyond the lease, or nobody would come to the
 * end of a long history before the job is somebody else's. What is behind the
 * cut counts as not there: twice rather than never. */
static bool may_read_on(struct job *job, const char *cursor)
{
	if (!*cursor)
		return false;
	if (++job->pages < LOOK_PAGES_MAX && !job_is_late(job))
		return true;
	log_warn("look_cut", "job=%s pages=%d", job->id, job->pages);
	return false;
}

bool job_reads_on(struct job *job, const struct slack_answer *answer)
{
	const char *cursor = next_cursor(answer);

	if (!may_read_on(job, cursor))
		return false;
	read_page(job, cursor);
	return true;
}

static void on_im_open(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	if (!job_answer_is_usable(job, answer))
		return;
	(void)text_copy(job->channel, sizeof(job->channel),
	    slack_string_at(json_object_get(answer->body, "channel"), "id"));
	read_page(job, "");
}

void job_read_history(struct job *job, slack_cb *callback)
{
	const char *channel = slack_string_at(job->call.args, "channel");

	job->on_history = callback;
	job->pages = 0;
	if (*channel == 'U' || *channel == 'W') {
		look_in(job, "conversations.open",
		    json_pack("{s:s}", "users", channel), on_im_open);
		return;
	}
	(void)text_copy(job->channel, sizeof(job->channel), channel);
	read_page(job, "");
}

/* Which of the names that the channel may have this one is; 0: none. */
static int name_number(const struct job *job, const char *name)
{
	const struct policy *policy = job->runner->options.policy;
	const char *first = slack_string_at(job->call.args, "name");
	size_t length = strlen(first);
	char ours[NAME_SIZE];

	if (strncmp(name, first, length < NAME_CHARS_ALIKE ? length :
	    NAME_CHARS_ALIKE) != 0)
		return 0;
	for (int number = 1; number <= NAME_TRIES_MAX; number++) {
		if (job->effect.kind == EFFECT_ROOM_OPEN)
			render_room_name(job->incident, policy, number, ours);
		else
			render_comms_name(job->incident, policy, number,
			    ours);
		if (strcmp(name, ours) == 0)
			return number;
	}
	return 0;
}

/* Made by us since the incident began. Its purpose says whose it is, unless the
 * process died before it was written. */
static bool is_our_channel(const struct job *job, const json_t *channel)
{
	char label[ID_SIZE + 8];
	const char *purpose = slack_string_at(json_object_get(channel,
	    "purpose"), "value");
	int64_t created_ms = json_integer_value(json_object_get(channel,
	    "created")) * 1000;

	incident_label(job->incident, label, sizeof(label));
	(void)text_copy(label + strlen(label), 2, ":");
	return strcmp(slack_string_at(channel, "creator"),
	    job->runner->options.policy->bot_user) == 0 &&
	    created_ms >= job->incident->declared_ms - 60000 &&
	    (!*purpose || text_starts_with(purpose, label));
}

static void look_for_channel(struct job *job, const char *cursor);

/* It may belong to another incident of the same name: then the next one may be
 * ours. */
static void on_channel_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct job *job = arg;

	(void)snapshot;
	if (status == LEDGER_ABSENT) {
		effect_job_made(job, job->channel, job->found_name);
	} else if (status == LEDGER_OK) {
		job->names_others |= UINT64_C(1) << job->name_try;
		look_for_channel(job, "");
	} else {
		job_later(job, LOOK_FIRST_MS);
	}
}

/* Looks whether this one is ours; in any case its name is taken. */
static bool take_channel(struct job *job, const json_t *channel)
{
	const char *name = slack_string_at(channel, "name");
	int number = name_number(job, name);
	uint64_t bit = UINT64_C(1) << number;

	if (number == 0)
		return false;
	job->names_taken |= bit;
	if ((job->names_others & bit) != 0 || !is_our_channel(job, channel))
		return false;
	job->name_try = number;
	job->found_name = arena_strndup(job->arena, name, strlen(name));
	(void)text_copy(job->channel, sizeof(job->channel),
	    slack_string_at(channel, "id"));
	ledger_load(job->runner->options.ledger, "", job->channel,
	    on_channel_load, job);
	return true;
}

/* There are so many calls a minute, and a lease is over soon: what is known to
 * be taken is not tried. */
static void begin_with_a_free_name(struct job *job)
{
	job->name_try = 1;
	while (job->name_try < NAME_TRIES_MAX &&
	    (job->names_taken & (UINT64_C(1) << job->name_try)) != 0)
		job->name_try++;
}

static void on_channels(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *channel;
	const char *cursor;
	size_t i;

	if (!job_answer_is_usable(job, answer))
		return;
	json_array_foreach(json_object_get(answer->body, "channels"), i,
	    channel) {
		if (take_channel(job, channel))
			return;
	}
	cursor = next_cursor(answer);
	if (may_read_on(job, cursor)) {
		look_for_channel(job, cursor);
		return;
	}
	begin_with_a_free_name(job);
	found_nothing(job);
}

static void look_for_channel(struct job *job, const char *cursor)
{
	bool is_private = job->incident->flags & FLAG_PRIVATE;
	json_t *args = json_pack("{s:s, s:i, s:b}", "types",
	    is_private ? "private_channel" : "public_channel",
	    "limit", CHANNELS_LIMIT, "exclude_archived", 1);

	if (*cursor)
		json_object_set_new(args, "cursor", json_string(cursor));
	look_in(job, "conversations.list", args, on_channels);
}

static void on_bookmarks(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *bookmark;
	size_t i;

	if (!job_answer_is_usable(job, answer))
		return;
	json_array_foreach(json_object_get(answer->body, "bookmarks"), i,
	    bookmark) {
		if (strcmp(slack_string_at(bookmark, "link"),
		    slack_string_at(job->call.args, "link")) == 0) {
			effect_job_made(job, "", "");
			return;
		}
	}
	found_nothing(job);
}

/* A file cannot carry our metadata; its name is told from any other. */
static bool shares_file(const struct job *job, const json_t *message)
{
	const json_t *file;
	size_t i;

	if (strcmp(slack_string_at(message, "user"),
	    job->runner->options.policy->bot_user) != 0)
		return false;
	json_array_foreach(json_object_get(message, "files"), i, file) {
		if (strcmp(slack_string_at(file, "title"),
		    slack_string_at(job->call.args, "name")) == 0)
			return true;
	}
	return false;
}

static void on_file_history(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *message;
	size_t i;

	if (!job_answer_is_usable(job, answer))
		return;
	json_array_foreach(json_object_get(answer->body, "messages"), i,
	    message) {
		if (shares_file(job, message)) {
			effect_job_made(job, "", "");
			return;
		}
	}
	if (!job_reads_on(job, answer))
		found_nothing(job);
}

/* The channel's canvas is ours only if our heading is in it. */
static void on_canvas_parts(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;

	if (!job_answer_is_usable(job, answer))
		return;
	if (json_array_size(json_object_get(answer->body, "sections")) > 0) {
		job->version = job->effect.version;
		effect_job_made(job, job->found_ref, "");
		return;
	}
	found_nothing(job);
}

static void on_canvas_channel(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	const json_t *properties = json_object_get(json_object_get(
	    answer->body, "channel"), "properties");
	char mark[NAME_SIZE];
	struct text text;

	if (!job_answer_is_usable(job, answer))
		return;
	(void)text_copy(job->found_ref, sizeof(job->found_ref),
	    slack_string_at(json_object_get(properties, "canvas"),
	    "file_id"));
	if (!*job->found_ref) {
		found_nothing(job);
		return;
	}
	text_init(&text, mark, sizeof(mark));
	text_addf(&text, CANVAS_MARK, job->incident->id);
	look_in(job, "canvases.sections.lookup", json_pack(
	    "{s:s, s:{s:[s], s:s}}", "canvas_id", job->found_ref, "criteria",
	    "section_types", "h1", "contains_text", mark), on_canvas_parts);
}

static void look(void *arg)
{
	struct job *job = arg;

	switch (job->call.reconcile) {
	case RECONCILE_MESSAGE:
		job_read_history(job, on_history);
		return;
	case RECONCILE_CHANNEL:
		job->pages = 0;
		look_for_channel(job, "");
		return;
	case RECONCILE_BOOKMARK:
		look_in(job, "bookmarks.list", json_pack("{s:s}",
		    "channel_id", slack_string_at(job->call.args,
		    "channel_id")), on_bookmarks);
		return;
	case RECONCILE_FILE:
		job_read_history(job, on_file_history);
		return;
	case RECONCILE_CANVAS:
		look_in(job, "conversations.info", json_pack("{s:s}",
		    "channel", slack_string_at(job->call.args, "channel")),
		    on_canvas_channel);
		return;
	case RECONCILE_NONE:
		break;
	}
	abort();
}

void reconcile_job(struct job *job)
{
	log_info("effect_reconcile", "job=%s attempt=%d", job->id,
	    job->attempt);
	job->looks = 0;
	clock_wake(job->runner->options.clock, LOOK_FIRST_MS, look, job);
}
