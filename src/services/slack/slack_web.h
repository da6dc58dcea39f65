/* SPDX-License-Identifier: MIT
 *
 * slack_web: the real implementation of slack.h, over io/http_client. Keeps
 * calls within Slack's pace, holds them while a token does not work, and
 * says who we are. Retries nothing: that is the runner's affair.
 */
#ifndef INCBOT_SERVICES_SLACK_WEB_H
#define INCBOT_SERVICES_SLACK_WEB_H

#include "base/base.h"
#include "base/secret.h"
#include "services/slack/slack.h"
#include "services/slack/slack_request.h"

struct http_client;
struct loop;

#define SLACK_API_URL "https://slack.com/api/"

#define SLACK_CALLS_MAX 256		/* under way and waiting */
#define SLACK_QUEUE_WAIT_MS 3000	/* longer waits are the caller's */
#define SLACK_CALL_TIMEOUT_MS 5000
#define SLACK_ANSWER_MAX (2u << 20)	/* bytes of an answer */
#define SLACK_PROBE_MS 60000		/* held: one call so often */

struct slack_options {
	const char *api_url;	/* NULL: SLACK_API_URL; ends in "/" */
	struct secret bot_token;
	struct secret app_token;	/* not set: no Socket Mode */
	int64_t timeout_ms;	/* 0: SLACK_CALL_TIMEOUT_MS */
	int64_t probe_ms;	/* 0: SLACK_PROBE_MS */
};

/* Copies the options. NULL, and *reason set to fixed words, if the address
 * is none. Free it after the socket and before the client and the loop. */
NODISCARD struct slack *slack_web_new(struct loop *loop,
    struct http_client *http, const struct slack_options *options,
    const char **reason);
/* Calls under way are dropped unanswered. */
void slack_web_free(struct slack *slack);

/* Calls made with this arg will not be answered any more. */
void slack_web_forget(struct slack *slack, const void *arg);

/* "invalid_auth" or the like while a token is held, "" while all is well. */
const char *slack_web_held(const struct slack *slack);

#define SLACK_SCOPES_SIZE 1024

struct slack_identity {
	struct slack_self self;
	char team_name[NAME_SIZE];
	char team_url[URL_SIZE];
	char scopes[SLACK_SCOPES_SIZE];	/* what the bot token may, commas */
};

/* identity is NULL unless the outcome is OK. Both live until it returns. */
typedef void slack_identity_cb(void *arg, const struct slack_answer *answer,
    const struct slack_identity *identity);

/* auth.test: who are we, and does the bot token work? */
void slack_web_identify(struct slack *slack, slack_identity_cb *callback,
    void *arg);

/* May a socket be opened at this address, which arrived as data? */
bool slack_web_trusts_socket(const struct slack *slack, const char *url);

#endif
