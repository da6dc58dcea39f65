/* SPDX-License-Identifier: MIT
 *
 * approval: does a public update of an incident wait for a second pair of eyes
 * (severities.sevN.approve_updates)? Asked when one is written, and by the forms
 * and messages that have to say so before (handlers/publish.h).
 */
#ifndef INCBOT_CORE_APPROVAL_H
#define INCBOT_CORE_APPROVAL_H

#include "base/base.h"

struct incident;
struct policy;

/* Where there is a channel in which somebody else can look at it, and something
 * is published at all. */
bool approval_is_needed(const struct incident *incident,
    const struct policy *policy);

#endif
