/* SPDX-License-Identifier: MIT
 *
 * limits.c: token buckets, one per method (and per channel for posting).
 * Read next: api.c.
 */
#include "tests/workspace/model.h"

#define MINUTE_MS 60000.0

static struct bucket *bucket_of(struct workspace *ws, const char *key,
	double burst)
{
	struct bucket *bucket;

	for (size_t i = 0; i < ws->buckets.count; i++) {
		bucket = ws->buckets.items[i];
		if (same(bucket->key, key))
			return bucket;
	}
	bucket = zalloc(sizeof(*bucket));
	PUT(bucket->key, "%s", key);
	bucket->tokens = burst;
	bucket->filled_ms = ws->now_ms;
	list_add(&ws->buckets, bucket);
	return bucket;
}

int limit_take(struct workspace *ws, const char *key, double per_minute,
	double burst)
{
	struct bucket *bucket;
	double missing;

	if (ws->no_rate_limits)
		return 0;
	bucket = bucket_of(ws, key, burst);
	bucket->tokens += (double)(ws->now_ms - bucket->filled_ms) *
		per_minute / MINUTE_MS;
	bucket->filled_ms = ws->now_ms;
	if (bucket->tokens > burst)
		bucket->tokens = burst;
	if (bucket->tokens >= 1.0) {
		bucket->tokens -= 1.0;
		return 0;
	}
	missing = (1.0 - bucket->tokens) * 60.0 / per_minute;
	return (int)missing + 1;
}
