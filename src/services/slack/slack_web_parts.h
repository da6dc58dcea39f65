/* SPDX-License-Identifier: MIT
 *
 * slack_web_parts: a call on its way, for slack_web.c and slack_file.c alone.
 */
#ifndef INCBOT_SERVICES_SLACK_WEB_PARTS_H
#define INCBOT_SERVICES_SLACK_WEB_PARTS_H

#include "core/limits.h"
#include "io/loop.h"
#include "services/slack/slack_judge.h"
#include "services/slack/slack_method.h"
#include "services/slack/slack_pace.h"
#include "services/slack/slack_trust.h"
#include "services/slack/slack_web.h"

struct http_call;

#define API_URL_SIZE 256

struct hold {
	char word[SLACK_WORD_SIZE];	/* "" = not held */
	int64_t probe_ms;	/* one call may try again then */
};

struct call {
	struct slack *slack;
	struct call *next;
	struct call **back;	/* what points to us */
	const struct slack_method *method;
	char name[SLACK_WORD_SIZE];
	char channel[ID_SIZE];	/* posts only */
	char url[URL_SIZE];
	char *body;
	size_t length;
	bool json;
	bool is_upload;		/* the body is a file's bytes */
	bool is_download;	/* so is the answer */
	struct timer timer;
	struct http_call *exchange;
	slack_cb *callback;
	slack_identity_cb *identify;
	void *arg;
	/* A local answer, given one tick later. */
	struct slack_verdict verdict;
	char error[SLACK_WORD_SIZE];
};

struct slack {
	struct loop *loop;
	struct http_client *http;
	char api_url[URL_SIZE];
	struct slack_trust trust;
	int64_t timeout_ms;
	int64_t probe_ms;
	struct secret tokens[SLACK_TOKEN_NONE];
	struct hold tokens_held[SLACK_TOKEN_NONE + 1];
	struct hold methods_held[SLACK_PACE_METHODS];
	struct slack_pace pace;
	struct call *calls;
	int call_count;
};

struct call *call_new(struct slack *slack, const char *name,
    const struct slack_method *method);
/* Sends what is in it: now, in its turn, or says why not. */
void call_start(struct call *call);
/* Answers without a send, one tick later. */
void call_end(struct call *call, enum slack_outcome outcome,
    int64_t retry_ms, const char *error);
void call_free(struct call *call);

#endif
