/* SPDX-License-Identifier: MIT
 *
 * sns_in: messages of Amazon SNS are believed by their signature: RSA over some
 * of their fields, with a certificate that is fetched from the SNS of the
 * topic's own region, and from nowhere else, and kept for a day. A subscription
 * is confirmed only if it is signed and of the topic that the config names.
 */
#ifndef INCBOT_DAEMON_SNS_IN_H
#define INCBOT_DAEMON_SNS_IN_H

#include "base/base.h"

struct alert_source;
struct clock;
struct http_exchange;
struct http_server_request;
struct outbound;
struct sns_in;

/* A notification that is good; answers the exchange. The body lives until it
 * returns. */
typedef void sns_in_cb(void *arg, const char *source, const char *body,
    size_t length, struct http_exchange *exchange);

/* All outlive it. */
struct sns_in *sns_in_new(struct outbound *outbound, struct clock *clock,
    sns_in_cb *callback, void *arg);
/* What waits for a certificate is dropped unanswered. */
void sns_in_free(struct sns_in *sns);

/* The source has a topic. Answers what is refused, or no notification. */
void sns_in_take(struct sns_in *sns, const struct alert_source *source,
    const struct http_server_request *request,
    struct http_exchange *exchange);

#endif
