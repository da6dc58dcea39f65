/* SPDX-License-Identifier: MIT
 *
 * view_record: an entry of the timeline as it reads (core/timeline.h), and
 * the form that adds or corrects one.
 */
#ifndef INCBOT_CORE_VIEW_RECORD_H
#define INCBOT_CORE_VIEW_RECORD_H

#include "base/base.h"
#include "core/incident.h"
#include "core/policy.h"
#include "core/timeline.h"
#include <jansson.h>

struct arena;
struct report;

/* What the entry says: its corrected words, or the event's sentence without
 * markup, with the people and in the zone of `report`. Raw text, for any sink. */
const char *view_entry_text(struct arena *arena, const struct report *report,
    const struct entry *entry);

/* The same as mrkdwn, at most about 280 code points of it. */
const char *view_entry_line(struct arena *arena, const struct entry *entry);

/* `entry` NULL: a new one. */
json_t *view_entry_form(struct arena *arena, const struct report *report,
    const struct policy *policy, const struct entry *entry, int64_t now_ms);

/* Under a page of the timeline: a button that adds, a menu that corrects. */
json_t *view_entry_tools(struct arena *arena, const struct report *report,
    const struct entry *entries, int count);

#endif
