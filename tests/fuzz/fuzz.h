/* SPDX-License-Identifier: MIT
 *
 * fuzz: what every target of this folder shares: libFuzzer's entry, the
 * complaints that end a run, and what must hold for anything that is shown
 * to people, whatever came in (I23). A target is one file: bytes in, the
 * shipped code over them, an oracle behind. tests/fuzz/run builds and runs
 * them.
 */
#ifndef INCBOT_TESTS_FUZZ_H
#define INCBOT_TESTS_FUZZ_H

#include "base/base.h"
#include <jansson.h>

struct effect;
struct incident;
struct policy;
struct request;

/* libFuzzer calls it for every input; 0 = seen, do not complain. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold and aborts, so that libFuzzer keeps the input. */
_Noreturn void fuzz_fail(const char *what, const char *where);

/* Everything in the JSON that Slack reads as mrkdwn has no active sequence
 * but mentions of ids that `known` holds as whole strings (at any depth) and
 * our own dates; no text has characters that deceive. */
void fuzz_check_markup(const json_t *json, const json_t *known);
/* The same for one text. */
void fuzz_check_text(const char *mrkdwn, const json_t *known);

/* The snapshot reads back as what was written, and fits the ledger. */
void fuzz_check_snapshot(const struct incident *incident);
/* Everything that an incident is drawn as, checked. */
void fuzz_check_views(const struct incident *incident,
    const struct policy *policy, int64_t now_ms);
/* The effect as a call, if it comes to one, checked. */
void fuzz_check_effect(const struct effect *effect,
    const struct incident *incident, const struct policy *policy);

/* One turn of the shipped dispatcher on the incident (phase 0: none there),
 * with all oracles behind it: the answer, events and effects, the commit, and
 * how all of it is drawn. */
void fuzz_turn(struct request *request, const struct incident *incident,
    const struct policy *policy, int64_t now_ms);

#endif
