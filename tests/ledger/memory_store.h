/* SPDX-License-Identifier: MIT
 *
 * memory_store: what a ledger keeps, as plain structures, and the meaning of
 * the Lua scripts in C: one function per script, in the same order of checks
 * and changes. Synchronous, deterministic, no clock but the one it is told.
 * ledger_memory.c makes a ledger of it. Change a script and this together:
 * the contract suite and the differential test compare them.
 */
#ifndef INCBOT_TESTS_MEMORY_STORE_H
#define INCBOT_TESTS_MEMORY_STORE_H

#include "base/base.h"
#include "services/ledger/ledger.h"

struct arena;
struct memory_agenda;
struct memory_store;

/* Counted: every handle has one; the last put frees. */
NODISCARD struct memory_store *memory_store_new(void);
struct memory_store *memory_store_get(struct memory_store *store);
void memory_store_put(struct memory_store *store);

/* The store's clock; any value, backwards too. */
void memory_store_set_now(struct memory_store *store, int64_t now_ms);
int64_t memory_store_now(const struct memory_store *store);
/* Every input key has expired. */
void memory_store_forget_inputs(struct memory_store *store);
/* All gone, as after FLUSHALL. */
void memory_store_wipe(struct memory_store *store);
/* A timeline entry without its snapshot, as damage would leave it. */
void memory_store_split(struct memory_store *store, const char *id);
/* A snapshot that cannot be read. */
void memory_store_garble(struct memory_store *store, const char *id);

/* The store's id, "" if there is no store. */
const char *memory_store_id(const struct memory_store *store);

const struct memory_agenda *memory_store_agenda(
    const struct memory_store *store);

enum ledger_status memory_store_open(struct memory_store *store,
    const char *known, bool may_create);
int64_t memory_store_number(struct memory_store *store);
/* Copies what it gives into the arena. */
enum ledger_status memory_store_load(struct memory_store *store,
    const char *id, const char *channel, struct arena *arena,
    struct ledger_snapshot *out);
enum ledger_status memory_store_commit(struct memory_store *store,
    const struct ledger_commit *commit, int64_t *version, int64_t *now_ms);

struct memory_claim {		/* in and out of a claim */
	struct ledger_ask ask;	/* its worker lives as long as the call */
	int64_t skew_ms;	/* the store's clock minus the caller's */
	struct ledger_claim *claims;	/* in the arena */
	size_t count;
	int64_t next_due_ms;
	int64_t now_ms;
};
enum ledger_status memory_store_claim(struct memory_store *store,
    struct arena *arena, struct memory_claim *claim);
enum ledger_status memory_store_check_owner(struct memory_store *store,
    const char *job, const char *token);
enum ledger_status memory_store_complete(struct memory_store *store,
    const struct ledger_completion *completion);

struct memory_list {
	size_t max;		/* in; the rest is out, in the arena */
	struct ledger_snapshot *snapshots;
	size_t count;
	size_t total;
};
/* All copy into the arena; returns how many. */
size_t memory_store_list(struct memory_store *store,
    enum ledger_index which, size_t offset, struct memory_list *list,
    struct arena *arena);
struct memory_search {
	struct ledger_summary *found;
	size_t count;
	size_t looked;
	size_t total;
};
void memory_store_search(struct memory_store *store,
    const struct ledger_wish *wish, struct memory_search *search,
    struct arena *arena);
size_t memory_store_timeline(struct memory_store *store, const char *id,
    int64_t from_version, size_t max, struct arena *arena,
    struct ledger_entry **out);

#endif
