/* SPDX-License-Identifier: MIT
 *
 * notices: when a SEV3 may disturb a person: it is a matter of business hours,
 * and everybody has their own. What the person said in Slack counts
 * (core/site.h), else what the config says (core/policy.h), else always. What
 * comes at another time is held back in the incident and told in one message
 * afterwards. Never of a page. Who is to be told what, and what is held back:
 * handlers/notices.h.
 */
#ifndef INCBOT_CORE_NOTICES_H
#define INCBOT_CORE_NOTICES_H

#include "core/policy.h"

struct arena;
struct record;
struct site;

extern const struct record held_record;
extern const struct record wish_record;

/* When the person may be told: now_ms, or the next time. */
int64_t notices_from_ms(const struct policy *policy, const struct site *site,
    const char *user, int64_t now_ms);

/* When that is: a rule, and whether the person made it; always is all zero. */
struct business notices_rule(const struct policy *policy,
    const struct site *site, const char *user, bool *own);

/* "always", "mon,tue,wed", "at 09:00-18:00", "mon,tue at 09:00-18:00". */
const char *notices_words(struct arena *arena,
    const struct business *business);

/* Is there a place for what waits for the person? */
bool held_has_room(const struct incident *incident, const char *user);
/* When something that waits is to be told; 0 = nothing waits. */
int64_t held_due_ms(const struct incident *incident);
bool held_is_sane(const struct incident *incident);

/* For event.c, site.c and incident_apply.c. */
struct event;
bool wish_event_is_sane(const struct event *event);
bool wish_may_apply(const struct site *site, const struct event *event);
bool wishes_are_sane(const struct site *site);
void apply_NOTICES_SET(struct site *site, const struct event *event);
void apply_NOTICES_UNSET(struct site *site, const struct event *event);
void apply_NOTICE_HELD(struct incident *incident, const struct event *event);
void apply_NOTICES_TOLD(struct incident *incident,
    const struct event *event);

#endif
