/* SPDX-License-Identifier: MIT
 *
 * slack_judge: what an HTTP exchange with Slack means: outcome, error word,
 * body. Takes the response apart and asks the tables of slack_method.h.
 */
#ifndef INCBOT_SERVICES_SLACK_JUDGE_H
#define INCBOT_SERVICES_SLACK_JUDGE_H

#include "base/base.h"
#include "services/slack/slack_method.h"

struct http_response;

#define SLACK_WORD_SIZE 64

struct slack_judged {
	struct slack_verdict verdict;
	char word[SLACK_WORD_SIZE];	/* Slack's, or "http_503", "no_answer",
					   "not_sent", "bad_answer"; "" if OK */
	json_t *body;			/* NULL or the caller's to release */
};

void slack_judge_response(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out);

#endif
