/* SPDX-License-Identifier: MIT
 *
 * bench_redis: what the bench over Redis offers beyond bench.h: the server
 * itself, to be damaged, filled, emptied, killed.
 */
#ifndef INCBOT_TESTS_BENCH_REDIS_H
#define INCBOT_TESTS_BENCH_REDIS_H

#include "base/base.h"
#include "services/ledger/ledger_scripts.h"
#include "tests/ledger/bench.h"

/* One command as administrator, in printf's manner as hiredis understands it;
 * the answer as text: a string, a number in digits, an error, an array's
 * first element, "" for nil. Valid until the next. */
const char *bench_raw(const char *format, ...);
/* "{ib:t1:0}:" and the rest: a key of the present test. */
const char *bench_key(const char *rest);
/* One script with all its keys, those of incident "1" and input "in" where it
 * has such; args as given. The answer as of bench_raw(). */
const char *bench_script(enum ledger_script which, size_t count,
    const char *const *args);
/* The present store, as the scripts want it of one who knows nothing. */
const char *bench_store(void);

/* kill -9, and up again with what it had written; the handles reconnect. */
void bench_kill_server(void);
void bench_restart_server(void);
void bench_wait_until_up(void);

#endif
