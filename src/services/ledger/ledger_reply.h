/* SPDX-License-Identifier: MIT
 *
 * ledger_reply: what the scripts answer, taken apart. What comes out of Redis
 * is not trusted: anything out of shape is an outcome, never a crash. Knows
 * neither the connection nor who waits. See ledger_redis.h.
 */
#ifndef INCBOT_SERVICES_LEDGER_REPLY_H
#define INCBOT_SERVICES_LEDGER_REPLY_H

#include "base/base.h"
#include "services/ledger/ledger.h"

struct arena;
struct redisReply;

/* No reply is UNKNOWN, an error what its first word means, an array what its
 * first element says, and anything else REFUSED. */
enum ledger_status ledger_reply_status(const struct redisReply *reply);
/* What there is to say about a refusal. */
void ledger_reply_describe(const struct redisReply *reply, char *out,
    size_t size);

/* Element `index` of an array as a number >= 0, or a negative one where it is
 * allowed; as text. False, *out untouched, if it is not there or not such. */
NODISCARD bool ledger_reply_number(const struct redisReply *reply,
    size_t index, int64_t min, int64_t *out);
NODISCARD bool ledger_reply_text(const struct redisReply *reply,
    size_t index, const char **out, size_t *length);

/* {id, version, epoch, snapshot} from element `first` on. Points into the
 * reply. */
NODISCARD bool ledger_reply_snapshot(const struct redisReply *reply,
    size_t first, struct ledger_snapshot *out);
/* {id, due, token, attempt, body}; copied into the arena. */
NODISCARD bool ledger_reply_claim(const struct redisReply *reply,
    struct arena *arena, struct ledger_claim *out);
/* Element `index` of an array, which is there: {id, summary}, or an id without
 * its summary. Points into the reply. */
NODISCARD bool ledger_reply_summary(const struct redisReply *reply,
    size_t index, struct ledger_summary *out);
/* {"version-index", event}. Points into the reply. */
NODISCARD bool ledger_reply_entry(const struct redisReply *reply,
    struct ledger_entry *out);

#endif
