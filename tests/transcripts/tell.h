/* SPDX-License-Identifier: MIT
 *
 * tell: a decision in the words of a transcript: "ana" for U0ANA, 09:04:10
 * for an instant, one line for each thing that follows. Read next: scene.h.
 */
#ifndef INCBOT_TESTS_TELL_H
#define INCBOT_TESTS_TELL_H

#include "core/decision.h"

/* "09:04:10" since the transcripts' first midnight; hours go on after 24. */
void tell_time(FILE *out, int64_t at_ms);

/* "ana" for "U0ANA", "incbot" for "". */
void tell_user(FILE *out, const char *user);

/* Slack's markup as people see it. */
void tell_text(FILE *out, const char *mrkdwn);

/* "page ben": kind, whom, which. */
void tell_effect(FILE *out, const struct effect *effect);

/* Everything that follows, a line each. */
void tell_decision(FILE *out, const struct decision *decision);

#endif
