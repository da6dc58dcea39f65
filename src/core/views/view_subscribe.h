/* SPDX-License-Identifier: MIT
 *
 * view_subscribe: what a person is subscribed to, with buttons. The message
 * that a subscriber gets is among those of view_message.h.
 */
#ifndef INCBOT_CORE_VIEW_SUBSCRIBE_H
#define INCBOT_CORE_VIEW_SUBSCRIBE_H

#include "core/policy.h"
#include "core/site.h"
#include <jansson.h>

struct arena;

/* "checkout, SEV1 only", "all services": plain. */
const char *subscription_words(struct arena *arena, const char *service,
    int severity);

/* "at most one an hour, to ola@example.com": plain. */
const char *mailbox_words(struct arena *arena, const char *address,
    int rhythm);

json_t *view_subscriptions(struct arena *arena, const struct policy *policy,
    const struct site *site, const char *user, const char **fallback);

#endif
