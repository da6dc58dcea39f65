/* SPDX-License-Identifier: MIT
 *
 * mark_job: see mark_job.h.
 */
#include "daemon/jobs/mark_job.h"
#include "base/arena.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_marked.h"

const struct marked *mark_job_result(const struct job *job,
    struct arena *arena)
{
	struct marked *copy;

	if (!job->marked)
		return NULL;
	copy = arena_alloc(arena, sizeof(*copy));
	copy->author = arena_strdup(arena, job->marked->author);
	copy->text = arena_strdup(arena, job->marked->text);
	copy->links = arena_strdup(arena, job->marked->links);
	copy->reacted = job->marked->reacted;
	return copy;
}

static void take(struct job *job, const json_t *body, const char *permalink)
{
	struct marked *marked = arena_alloc(job->arena, sizeof(*marked));

	if (slack_marked_read(job->arena, body, permalink, marked)) {
		job->marked = marked;
		effect_job_made(job, "", "");
		return;
	}
	effect_job_give_up(job, "tombstone");
}

/* Without an address it is still a message. */
static void on_permalink(void *arg, const struct slack_answer *answer)
{
	struct job *job = arg;
	json_t *body = job->kept_answer;

	job->kept_answer = NULL;
	take(job, body, answer->outcome == SLACK_OK ?
	    slack_string_at(answer->body, "permalink") : "");
	json_decref(body);
}

void mark_job_read(struct job *job, const json_t *body)
{
	const json_t *message = json_object_get(body, "message");
	json_t *args;

	if (*slack_string_at(message, "permalink")) {
		take(job, body, "");
		return;
	}
	job->kept_answer = json_deep_copy(body);
	args = json_pack("{s:O, s:O}", "channel",
	    json_object_get(job->call.args, "channel"), "message_ts",
	    json_object_get(job->call.args, "timestamp"));
	slack_call(job->runner->options.slack, "chat.getPermalink", args,
	    on_permalink, job);
	json_decref(args);
}
