/* SPDX-License-Identifier: MIT
 *
 * slack: Slack's Web API as one call with a classified answer. Knows method
 * tiers, per-channel pace, Retry-After and error words; knows no incidents.
 * A seam: slack_web.c over HTTP, one in tests over the in-process workspace.
 * Facts: docs.slack.dev, "Web API" and "Rate limits".
 *
 * Asynchronous: the callback runs exactly once, later, never inside the
 * call; what it is given lives until it returns.
 */
#ifndef INCBOT_SERVICES_SLACK_H
#define INCBOT_SERVICES_SLACK_H

#include "base/base.h"
#include <jansson.h>

struct slack;

enum slack_outcome {
	SLACK_OK,
	SLACK_LATER,		/* paced or 429, certainly not applied: again
				   after retry_ms */
	SLACK_UNAVAILABLE,	/* certainly not applied (no connection,
				   refused): again with back-off */
	SLACK_AMBIGUOUS,	/* 5xx, timeout, internal_error: it may have
				   been applied: reconcile before repeating */
	SLACK_REFUSED,		/* ok:false; error says why; do not repeat */
	SLACK_HELD,		/* token or app trouble (invalid_auth,
				   missing_scope, ...): hold, tell the operator,
				   go on when it works again */
};

struct slack_answer {
	enum slack_outcome outcome;
	int64_t retry_ms;	/* LATER */
	const char *error;	/* Slack's word or a local one; "" if OK */
	const json_t *body;	/* the whole answer object, or NULL */
	const char *bytes;	/* a file that was read; else "" */
	size_t length;
};

typedef void slack_cb(void *arg, const struct slack_answer *answer);

/* Exactly one HTTP attempt. `args` is borrowed. Direct messages (pages) and
 * what somebody waits for (views) may use a reserve of the pace. */
void slack_call(struct slack *slack, const char *method, const json_t *args,
    slack_cb *callback, void *arg);

/* Answers a slash command or click through its response_url (at most 5 times
 * in 30 minutes; host must be Slack's, or the one of SLACK_API_URL). */
void slack_respond(struct slack *slack, const char *response_url,
    const json_t *message, slack_cb *callback, void *arg);

/* The bytes of a file, to the address that files.getUploadURLExternal gave; and
 * from a file's url_private, at most SLACK_FILE_MAX of them. The host must be
 * Slack's (slack_trust.h). Repeating either is harmless. */
void slack_upload(struct slack *slack, const char *url, const char *bytes,
    size_t length, slack_cb *callback, void *arg);
void slack_download(struct slack *slack, const char *url, slack_cb *callback,
    void *arg);

#endif
