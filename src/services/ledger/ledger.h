/* SPDX-License-Identifier: MIT
 *
 * ledger: everything that must not be lost, in Redis: incidents (snapshot
 * and timeline), the agenda of effects and appointments, input keys seen.
 * Protocol, keys and scripts follow docs/architecture.md; every change is one
 * Lua script: atomic, and validated before its first write. A seam: one
 * implementation over Redis (ledger_redis.c), one in memory for tests
 * (tests/ledger/), chosen by the linker; the contract suite runs on both.
 *
 * Opaque here: snapshots, events and bodies are bytes. All calls are
 * asynchronous; the callback runs exactly once, later, never inside the
 * call, unless the ledger is freed first. Pointers given to a callback live
 * until it returns. Arguments are copied. Times are UTC milliseconds; what
 * is due, leased or fresh is judged by the ledger's clock, not the caller's.
 *
 * Ids of incidents and jobs, lanes and workers are words of 1 to
 * LEDGER_WORD_MAX bytes without blanks or control characters.
 */
#ifndef INCBOT_SERVICES_LEDGER_H
#define INCBOT_SERVICES_LEDGER_H

#include "base/base.h"

struct ledger;

#define LEDGER_WORD_MAX 200
#define LEDGER_URGENCIES 3	/* of a job: 0 (none) to 2 */
#define LEDGER_CLAIM_MAX 100	/* jobs of one claim; more are not given */
#define LEDGER_LIST_MAX 100	/* incidents of one list */
#define LEDGER_SEARCH_MAX 1000	/* incidents looked at in one search */
#define LEDGER_WORDS_MAX 12	/* words of one search; more are not used */
#define LEDGER_CHAIN_SIZE 41	/* of a hash in hexadecimal */
#define LEDGER_TIMELINE_MAX 1000	/* timeline entries of one call */

enum ledger_status {
	LEDGER_OK,
	LEDGER_ABSENT,		/* load: no such incident; open: no store */
	LEDGER_DUPLICATE,	/* commit: this input was committed before, at
				   `version`; durable, so it may be acked */
	LEDGER_CONFLICT,	/* commit: somebody else wrote first: reload */
	LEDGER_SPLIT,		/* load/commit: snapshot and timeline disagree
				   or cannot be read: quarantine this
				   incident, do not write */
	LEDGER_LOST,		/* commit/complete: the job has another owner */
	LEDGER_UNKNOWN,		/* no answer, or "not now": it may or may not
				   have happened; repeat with the same dedupe
				   key */
	LEDGER_UNCONFIRMED,	/* done, but too few replicas have it: do not
				   ack; repeat */
	LEDGER_FULL,		/* Redis is out of memory; nothing written */
	LEDGER_SKEW,		/* claim: the caller's clock and the ledger's
				   differ too much, see ledger_skew_ms() */
	LEDGER_WIPED,		/* the store is not the one known before */
	LEDGER_NEWER,		/* a newer program uses the store; this one
				   would drop what it does not know: stop */
	LEDGER_REFUSED,		/* an error that repeating will not mend; see
				   ledger_last_error() */
};

/* "ok", "conflict", ... for logs and tests. */
const char *ledger_status_name(enum ledger_status status);

/* True for what may be an id, a lane or a worker, see above. */
bool ledger_is_word(const char *word);

/* The first call; until it has answered OK, others answer WIPED. `known` is
 * the id of the store this installation has used before, "" if it does not
 * know. A store is created only if `may_create`, and only where nothing is
 * left of another. `store` is its id, to be remembered as `known`. */
typedef void ledger_open_cb(void *arg, enum ledger_status status,
    const char *store);
void ledger_open(struct ledger *ledger, const char *known, bool may_create,
    ledger_open_cb *callback, void *arg);

/* Callbacks that are still due are never called. NULL is allowed. Not inside
 * a callback. */
void ledger_free(struct ledger *ledger);

/* What the last REFUSED was about, one line for the log; "" before. */
const char *ledger_last_error(const struct ledger *ledger);

/* The ledger's clock minus the caller's, as the last claim found it. */
int64_t ledger_skew_ms(const struct ledger *ledger);

struct ledger_snapshot {
	const char *id;		/* incident number */
	int64_t version;
	int epoch;
	const char *data;
	size_t length;
	const char *chain;	/* load: the hash of its last entry; "" = not
				   known */
};

typedef void ledger_load_cb(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot);

/* By incident number, or, if `id` is "", by the Slack channel in which it
 * lives. One round trip. The snapshot is NULL unless OK; of SPLIT, whose it is,
 * if that is known, and nothing else of it. */
void ledger_load(struct ledger *ledger, const char *id, const char *channel,
    ledger_load_cb *callback, void *arg);

/* A fresh incident number (gaps are allowed). */
typedef void ledger_number_cb(void *arg, enum ledger_status status,
    int64_t number);
void ledger_new_number(struct ledger *ledger, ledger_number_cb *callback,
    void *arg);

/* A job with the id of one that exists takes its place: at the end of its
 * lane, with no attempts; a claim of the old one is lost. */
struct ledger_job {
	const char *id;		/* "fx:...", "ap:..."; "vfy:..." is taken */
	int64_t due_ms;		/* 0 = now */
	const char *lane;	/* "" = none: due on its own. In a lane only
				   the first job can be claimed, and the next
				   one once that is done, finished or
				   cancelled, and due itself */
	const char *body;
	size_t body_length;
	int urgency;		/* 0 = none; of what is due, the more urgent
				   is claimed first */
};

/* An incident that is taken out of the ledger whole, with its timeline. */
struct ledger_drop {
	const char *id;
	int64_t version;	/* as it was when that was decided; otherwise
				   it is a conflict */
};
#define LEDGER_DROPS_MAX 20	/* of one commit */

/* Jobs go in this order: finished, cancelled, added. Cancelling a job that
 * does not exist is fine. */
struct ledger_commit {
	const char *id;
	int64_t expected_version;	/* 0 = create */
	/* What a caller relies on that has not loaded the incident for this
	 * turn but remembers it; where it is otherwise, that is a conflict.
	 * NULL or "" = does not matter. */
	const char *expected_chain;	/* the hash of its last entry */
	const char *found_by;		/* the channel that leads to it */
	int epoch;
	const char *snapshot;
	size_t snapshot_length;
	const char *dedupe_key;		/* "" = none */
	int64_t dedupe_ttl_ms;	/* if there is a key; a repeat starts it anew */
	const char *finished_job;	/* consumed by this turn; "" = none */
	const char *finished_token;
	const char *const *events;	/* at least one */
	size_t event_count;
	const char *const *cancelled_jobs;
	size_t cancelled_count;
	const struct ledger_job *jobs;
	size_t job_count;
	const char *channel;	/* makes loads by channel find it; "" = none
				   yet, or no news. One that is another
				   incident's is a conflict */
	const char *channel_from;	/* unless it is this one's, which
					   loses it; NULL or "" = no other's */
	const struct ledger_drop *drops;
	size_t drop_count;
	double open_rank;	/* place among open incidents, ascending;
				   < 0 = not open any more */
	/* The index of all incidents; a summary of no bytes keeps it out. */
	int64_t declared_ms;	/* its place there */
	const char *summary;	/* the first line is what is searched, in
				   small letters */
	size_t summary_length;
	int64_t owed_ms;	/* something is owed of it until then; 0 =
				   nothing */
};

/* `version` is the new one (OK, UNCONFIRMED), the one that the input made
 * (DUPLICATE), the present one (CONFLICT, SPLIT, LOST), else 0. */
typedef void ledger_commit_cb(void *arg, enum ledger_status status,
    int64_t version, int64_t ledger_now_ms);
/* False if the struct breaks a rule above; a ledger asserts it. */
NODISCARD bool ledger_commit_is_sound(const struct ledger_commit *commit);
void ledger_commit(struct ledger *ledger, const struct ledger_commit *commit,
    ledger_commit_cb *callback, void *arg);

struct ledger_claim {
	const char *job;
	int64_t due_ms;		/* as it stood in the agenda: when an earlier
				   lease ended, for one */
	const char *token;	/* fencing token of this claim */
	int attempt;		/* 1 = first claim ever of this job, beside
				   those that were given back unanswered; not
				   counted anew before the job is gone */
	const char *body;
	size_t body_length;
};

/* A worker's claims are numbered. Where the answer to one is lost, what it took
 * would lie until its lease ends; so the next one says since which number
 * nothing was answered, and what those took is given back first, as if they had
 * never been asked. A claim that arrives behind one that gave back takes
 * nothing: nobody waits for it any more. */
struct ledger_ask {
	const char *worker;	/* no other process has, or ever had, its name */
	int64_t number;		/* from 1; each is higher than all before */
	int64_t unanswered;	/* the lowest number above those of which one was
				   answered OK; this one's if that was the last.
				   Of them nothing may be under way */
	size_t room[LEDGER_URGENCIES];
	int64_t lease_ms;
};

/* Takes due jobs under a lease, the most urgent first, of those the oldest;
 * when it ends they can be claimed by anybody. room[u] is how many in all may
 * be taken while jobs of urgency u are: where room[2] is more than room[0], the
 * rest is kept for what is urgent. `next_due_ms` is when to look again at the
 * latest (0 = agenda empty). */
typedef void ledger_claim_cb(void *arg, enum ledger_status status,
    const struct ledger_claim *claims, size_t count, int64_t next_due_ms,
    int64_t ledger_now_ms);
/* False if the struct breaks a rule above; a ledger asserts it. */
NODISCARD bool ledger_ask_is_sound(const struct ledger_ask *ask);
void ledger_claim(struct ledger *ledger, const struct ledger_ask *ask,
    ledger_claim_cb *callback, void *arg);

typedef void ledger_status_cb(void *arg, enum ledger_status status);

/* An incident by its number, right before an effect is sent: LOST unless the
 * token still owns the job. One round trip: whose the job is and how the
 * incident stands are of the same instant. */
void ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg);

struct ledger_completion {
	const char *job;
	const char *token;
	bool later;		/* false: done; true: again after delay_ms:
				   the attempt counter and the place in the
				   lane are kept, the token is not */
	int64_t delay_ms;
	int64_t verify_after_ms;	/* done: look for surplus posts then, if
					   it was claimed more than once or
					   `late`; 0 = never */
	bool late;		/* the lease may have run out while sending */
	const char *body;	/* for the verify job if ownership was lost */
	size_t body_length;
};
/* The verify job is "vfy:" and the job's id, with the job's body; that of a
 * verify job is the same one again. */
void ledger_complete(struct ledger *ledger,
    const struct ledger_completion *completion, ledger_status_cb *callback,
    void *arg);

/* Incidents, where `total` may exceed what is returned: the open ones by
 * rank; those of which something is owed by when it is due; all that were
 * ever declared, the latest first. */
enum ledger_index { LEDGER_INDEX_OPEN, LEDGER_INDEX_OWED, LEDGER_INDEX_ALL };
typedef void ledger_list_cb(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total);
void ledger_list(struct ledger *ledger, enum ledger_index index,
    size_t offset, size_t max, ledger_list_cb *callback, void *arg);
void ledger_list_open(struct ledger *ledger, size_t offset, size_t max,
    ledger_list_cb *callback, void *arg);

struct ledger_summary {
	const char *id;
	const char *data;	/* as it was committed */
	size_t length;
};

struct ledger_wish {
	const char *const *words;	/* in small letters; all of them stand
					   in a summary's first line, and any
					   one of those that begin with "|" */
	size_t word_count;	/* 0 = all incidents are wished for */
	size_t offset;		/* how many to pass over, the latest first */
	size_t whole;		/* so many are answered with their summary, of
				   the rest the id alone: "" and no bytes */
};

/* Looks at LEDGER_SEARCH_MAX incidents. `looked` is how many there were: 0 =
 * past the end. */
typedef void ledger_search_cb(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total);
void ledger_search(struct ledger *ledger, const struct ledger_wish *wish,
    ledger_search_cb *callback, void *arg);

struct ledger_entry {
	int64_t version;
	int index;		/* within the turn, from 1 */
	const char *data;	/* the event */
	size_t length;
	const char *chain;	/* the hash over it and all before it; "" =
				   written before there were any */
};

/* The next hash of the chain: over the one before ("" for the first entry),
 * the entry's place and its bytes. The commit script computes the same. */
void ledger_chain(const char *before, const struct ledger_entry *entry,
    char out[LEDGER_CHAIN_SIZE]);

/* The timeline, oldest first, from `from_version` on, at most `max`, which
 * may cut a turn: ask again from the last version seen. */
typedef void ledger_timeline_cb(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count);
void ledger_timeline(struct ledger *ledger, const char *id,
    int64_t from_version, size_t max, ledger_timeline_cb *callback,
    void *arg);

#endif
