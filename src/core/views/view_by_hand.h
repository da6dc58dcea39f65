/* SPDX-License-Identifier: MIT
 *
 * view_by_hand: what people are told to do themselves while incbot cannot
 * save anything: whom to call, from the last known config, and what the
 * playbook asks for. Pure, and knows nothing of what is broken; the sentence
 * about that is its caller's. Read next: src/daemon/front.c.
 */
#ifndef INCBOT_CORE_VIEW_BY_HAND_H
#define INCBOT_CORE_VIEW_BY_HAND_H

#include "base/base.h"

struct arena;
struct policy;

/* Services named at most; the config has the others. */
#define BY_HAND_SERVICES_MAX 8

/* One paragraph of mrkdwn. Who is on call is what the config says: changes made
 * in Slack are where incbot cannot look now. */
const char *view_by_hand(struct arena *arena, const struct policy *policy,
    int64_t now_ms);

#endif
