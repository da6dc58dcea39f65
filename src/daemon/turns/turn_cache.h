/* SPDX-License-Identifier: MIT
 *
 * turn_cache: the incidents that this replica has touched last, as they were
 * then, so that a turn can decide without asking the ledger first. What it
 * holds is a guess: the turn's commit names the version, the hash of the
 * last entry and the channel that the guess relies on, and where one of them
 * is not so any more the ledger refuses (turns.c then loads). Nothing may be
 * told to anybody from a guess that no commit has confirmed. What was loaded
 * and is remembered need not be read again: version, last entry's hash and
 * length say that it is the same. Does no I/O; knows no handler. Read next:
 * daemon/turns/turns.c.
 */
#ifndef INCBOT_DAEMON_TURN_CACHE_H
#define INCBOT_DAEMON_TURN_CACHE_H

#include "base/base.h"
#include "core/incident.h"
#include "services/ledger/ledger.h"

#define TURN_CACHE_MAX 96		/* incidents; the one that was used
					   longest ago goes */
#define TURN_CACHE_BYTES_MAX (1u << 20)	/* of what is packed */

struct turn_cache;

struct turn_cached {
	char id[ID_SIZE];
	char channel[NAME_SIZE];	/* by which it was found; "" = none */
	char chain[LEDGER_CHAIN_SIZE];
	int64_t version;
	char *packed;		/* see core/record_pack.h */
	size_t packed_length;
	size_t snapshot_length;	/* of its JSON */
	uint64_t used;		/* the later, the higher; 0 = a free place */
};

struct turn_cache *turn_cache_new(void);
void turn_cache_free(struct turn_cache *cache);

/* By id, or, if that is "", by channel. NULL if it is not there. It lives
 * until the next put or drop. */
const struct turn_cached *turn_cache_find(struct turn_cache *cache,
    const char *id, const char *channel);

/* Over what stood there before. */
void turn_cached_take(const struct turn_cached *cached,
    struct incident *incident);

/* As loaded, by the channel (or ""), and what reading it gave. Without a hash
 * it is not kept. */
void turn_cache_put(struct turn_cache *cache, const char *channel,
    const struct ledger_snapshot *snapshot, const struct incident *incident);

/* What the commit has made of it, if the commit was made from what is held
 * here; else it is dropped. A new incident is kept. */
void turn_cache_commit(struct turn_cache *cache,
    const struct ledger_commit *commit, const struct incident *incident);

/* What was loaded, over what stood there before; false if it cannot be read. */
NODISCARD bool turn_cache_read(struct turn_cache *cache,
    const struct ledger_snapshot *snapshot, struct incident *incident);

void turn_cache_drop(struct turn_cache *cache, const char *id);

#endif
