/* SPDX-License-Identifier: MIT
 *
 * business: time as people at work count it: only the hours of business days
 * pass. By the local calendar, so that nine o'clock stays nine o'clock when the
 * clocks change; what they skip or repeat is read as core/calendar/zone.h says.
 */
#ifndef INCBOT_CORE_BUSINESS_H
#define INCBOT_CORE_BUSINESS_H

#include "core/policy.h"

/* The instant at which span_ms of business time have passed since from_ms. */
int64_t business_add_ms(const struct business *business,
    const struct zone *zone, int64_t from_ms, int64_t span_ms);

/* The next beginning of a business day after from_ms. */
int64_t business_next_ms(const struct business *business,
    const struct zone *zone, int64_t from_ms);

#endif
