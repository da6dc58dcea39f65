/* SPDX-License-Identifier: MIT
 *
 * ask: the ledger's calls for tests: each waits for its answer on the bench
 * and returns a copy. What is asked is built with turn_of() and friends,
 * which fill in everything a test does not care about.
 */
#ifndef INCBOT_TESTS_ASK_H
#define INCBOT_TESTS_ASK_H

#include "base/base.h"
#include "services/ledger/ledger.h"

#define SEEN_TEXT 256

struct seen_snapshot {
	enum ledger_status status;
	char id[SEEN_TEXT];
	int64_t version;
	int epoch;
	char data[SEEN_TEXT];
	size_t length;
	char chain[LEDGER_CHAIN_SIZE];	/* of a load */
};

struct seen_commit {
	enum ledger_status status;
	int64_t version;
	int64_t now_ms;
};

struct seen_claim {
	char job[SEEN_TEXT];
	int64_t due_ms;
	char token[SEEN_TEXT];
	int attempt;
	char body[SEEN_TEXT];
};

struct seen_claims {
	enum ledger_status status;
	size_t count;
	struct seen_claim claim[LEDGER_CLAIM_MAX];
	int64_t next_due_ms;
	int64_t now_ms;
};

struct seen_list {
	enum ledger_status status;
	size_t count;
	size_t total;
	struct seen_snapshot snapshot[LEDGER_LIST_MAX];
};

struct seen_timeline {
	enum ledger_status status;
	size_t count;
	struct {
		int64_t version;
		int index;
		char data[SEEN_TEXT];
		char chain[LEDGER_CHAIN_SIZE];
	} entry[64];
};

struct seen_number {
	enum ledger_status status;
	int64_t number;
};

struct seen_open {
	enum ledger_status status;
	char store[SEEN_TEXT];
};

struct seen_open ask_open(struct ledger *ledger, const char *known,
    bool may_create);
struct seen_snapshot ask_load(struct ledger *ledger, const char *id,
    const char *channel);
struct seen_number ask_number(struct ledger *ledger);
struct seen_commit ask_commit(struct ledger *ledger,
    const struct ledger_commit *commit);
/* The answer stays valid until the next claim; `max` whatever the urgency. Each
 * has the next number, and all before it were answered. */
const struct seen_claims *ask_claim_room(struct ledger *ledger,
    const char *worker, const size_t room[LEDGER_URGENCIES],
    int64_t lease_ms);
const struct seen_claims *ask_claim(struct ledger *ledger,
    const char *worker, size_t max, int64_t lease_ms);
/* With numbers of its own. */
const struct seen_claims *ask_claim_as(struct ledger *ledger,
    const struct ledger_ask *ask);
enum ledger_status ask_owner(struct ledger *ledger, const char *job,
    const char *token);
enum ledger_status ask_complete(struct ledger *ledger,
    const struct ledger_completion *completion);
const struct seen_list *ask_list(struct ledger *ledger, size_t offset,
    size_t max);
const struct seen_list *ask_index(struct ledger *ledger,
    enum ledger_index index, size_t offset, size_t max);
/* Ids found, each with a blank behind it, then "| looked total". */
const char *ask_search(struct ledger *ledger, const char *const *words,
    size_t count, size_t offset);
/* The same, with only `whole` of them whole; the others are "3 alone". */
const char *ask_search_some(struct ledger *ledger, const char *const *words,
    size_t count, size_t offset, size_t whole);
const struct seen_timeline *ask_timeline(struct ledger *ledger,
    const char *id, int64_t from_version, size_t max);

/* A turn of this incident with one event and nothing else. */
struct ledger_commit turn_of(const char *id, int64_t expected_version);
struct ledger_job job_of(const char *id, int64_t due_ms, const char *lane);
/* Done, never verified. */
struct ledger_completion done_with(const struct seen_claim *claim);
struct ledger_completion later_with(const struct seen_claim *claim,
    int64_t delay_ms);

/* A turn that only adds jobs to incident "1", at whatever version it is. */
void add_jobs(struct ledger *ledger, const struct ledger_job *jobs,
    size_t count);
void cancel_job(struct ledger *ledger, const char *job);
/* Claims as "w" for 30 s and expects exactly this job, or none if NULL. */
const struct seen_claim *expect_claim(struct ledger *ledger,
    const char *job);

#define ASK_LEASE_MS 30000

#endif
