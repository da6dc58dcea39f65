/* SPDX-License-Identifier: MIT
 *
 * outbound_http: the real implementation of outbound.h, over io/http_client.
 */
#ifndef INCBOT_SERVICES_OUTBOUND_HTTP_H
#define INCBOT_SERVICES_OUTBOUND_HTTP_H

#include "services/outside/outbound.h"

struct http_client;
struct loop;

/* loop and http outlive it. */
NODISCARD struct outbound *outbound_http_new(struct loop *loop,
    struct http_client *http, bool plain_loopback);
/* Calls under way are dropped unanswered. */
void outbound_http_free(struct outbound *outbound);

/* What a status means; `retry_ms` is Retry-After's, 0 = not said. */
void outbound_judge(int status, int64_t retry_ms,
    struct outbound_answer *answer);
void outbound_judge_mail(int status, struct outbound_answer *answer);

#endif
