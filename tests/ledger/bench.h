/* SPDX-License-Identifier: MIT
 *
 * bench: where the contract suite runs. One of bench_memory.c and
 * bench_redis.c is linked; both give a ledger under a clock that stands still
 * until it is moved. Every test starts with bench_new(): an empty store,
 * created and opened, at BENCH_START_MS.
 */
#ifndef INCBOT_TESTS_BENCH_H
#define INCBOT_TESTS_BENCH_H

#include "base/base.h"
#include "services/ledger/ledger.h"

#define BENCH_START_MS INT64_C(1781532300000)	/* 2026-06-15 14:05 UTC */

/* The bench keeps the handles and frees them at the next bench_new() or
 * bench_end(). */
struct ledger *bench_new(void);
/* As bench_new(), but without a store yet. */
struct ledger *bench_new_unopened(void);
/* Another handle on the same store, not opened. */
struct ledger *bench_attach(void);
void bench_end(void);

int64_t bench_now(void);
void bench_set_now(int64_t now_ms);
/* The callers' clocks run behind the store's by this much. */
void bench_set_skew(int64_t skew_ms);

/* Runs until *done; a test that waits in vain fails. */
void bench_wait(const bool *done);

void bench_wipe(void);
void bench_split(const char *id);

#endif
