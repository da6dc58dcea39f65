/* SPDX-License-Identifier: MIT
 *
 * slack_file: files as bytes, to and from the host where Slack keeps them.
 * That is not the API's host, and its address arrives as data: only Slack's
 * own is used (slack_trust.h), and only there goes the token. What a file is
 * and where it is shared say the API's calls (files.*).
 */
#ifndef INCBOT_SERVICES_SLACK_FILE_H
#define INCBOT_SERVICES_SLACK_FILE_H

#include "services/slack/slack.h"

#define SLACK_FILE_MAX (256u << 10)	/* bytes of a file that is read */

struct call;
struct http_response;
struct slack_judged;
struct slack_method;

/* For slack_web.c: what the answer to a download means, and the answer given;
 * frees the call. */
void slack_file_judge(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out);
void slack_file_answer(struct call *call, const struct slack_judged *judged,
    const struct http_response *http);

#endif
