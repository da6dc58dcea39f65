/* SPDX-License-Identifier: MIT
 *
 * turn_cache: see turn_cache.h. A short array, looked through from end to
 * end: a hundred comparisons cost less than one call to the ledger by far.
 */
#include "daemon/turns/turn_cache.h"

#include "base/memory.h"
#include "base/text.h"

struct turn_cache {
	struct turn_cached entries[TURN_CACHE_MAX];
	uint64_t uses;
	size_t bytes;
};

struct turn_cache *turn_cache_new(void)
{
	return xcalloc(1, sizeof(struct turn_cache));
}

static void entry_clear(struct turn_cache *cache, struct turn_cached *entry)
{
	assert(entry);
	cache->bytes -= entry->length;
	free(entry->snapshot);
	memset(entry, 0, sizeof(*entry));
}

void turn_cache_free(struct turn_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < TURN_CACHE_MAX; i++)
		entry_clear(cache, &cache->entries[i]);
	free(cache);
}

static struct turn_cached *entry_find(struct turn_cache *cache,
    const char *id, const char *channel)
{
	for (size_t i = 0; i < TURN_CACHE_MAX; i++) {
		struct turn_cached *entry = &cache->entries[i];

		if (entry->used == 0)
			continue;
		if (*id ? strcmp(entry->id, id) == 0 :
		    *channel && strcmp(entry->channel, channel) == 0)
			return entry;
	}
	return NULL;
}

const struct turn_cached *turn_cache_find(struct turn_cache *cache,
    const char *id, const char *channel)
{
	struct turn_cached *entry = entry_find(cache, id, channel);

	if (entry)
		entry->used = ++cache->uses;
	return entry;
}

/* A free place, or the one that was used longest ago. */
static struct turn_cached *entry_oldest(struct turn_cache *cache, bool taken)
{
	struct turn_cached *oldest = NULL;

	for (size_t i = 0; i < TURN_CACHE_MAX; i++) {
		struct turn_cached *entry = &cache->entries[i];

		if ((!taken || entry->used > 0) &&
		    (!oldest || entry->used < oldest->used))
			oldest = entry;
	}
	return oldest;
}

static void entry_fill(struct turn_cache *cache, struct turn_cached *entry,
    const char *snapshot, size_t length)
{
	assert(entry);
	cache->bytes -= entry->length;
	free(entry->snapshot);
	entry->snapshot = xmalloc(length + 1);
	memcpy(entry->snapshot, snapshot, length);
	entry->snapshot[length] = '\0';
	entry->length = length;
	entry->used = ++cache->uses;
	cache->bytes += length;
	while (cache->bytes > TURN_CACHE_BYTES_MAX)
		entry_clear(cache, entry_oldest(cache, true));
}

static struct turn_cached *entry_make(struct turn_cache *cache,
    const char *id)
{
	struct turn_cached *entry = entry_oldest(cache, false);

	entry_clear(cache, entry);
	(void)text_copy(entry->id, sizeof(entry->id), id);
	return entry;
}

/* A channel leads to one incident. */
static void entry_lead(struct turn_cache *cache, struct turn_cached *entry,
    const char *channel)
{
	struct turn_cached *other = entry_find(cache, "", channel);

	if (!*channel)
		return;
	if (other)
		other->channel[0] = '\0';
	if (!text_copy(entry->channel, sizeof(entry->channel), channel))
		entry->channel[0] = '\0';
}

void turn_cache_put(struct turn_cache *cache, const char *channel,
    const struct ledger_snapshot *snapshot)
{
	struct turn_cached *entry;

	if (!*snapshot->chain) {
		turn_cache_drop(cache, snapshot->id);
		return;
	}
	entry = entry_find(cache, snapshot->id, "");
	if (!entry)
		entry = entry_make(cache, snapshot->id);
	entry_lead(cache, entry, channel);
	(void)text_copy(entry->chain, sizeof(entry->chain), snapshot->chain);
	entry->version = snapshot->version;
	entry_fill(cache, entry, snapshot->data, snapshot->length);
}

void turn_cache_commit(struct turn_cache *cache,
    const struct ledger_commit *commit)
{
	struct turn_cached *entry = entry_find(cache, commit->id, "");

	if (!entry && commit->expected_version == 0)
		entry = entry_make(cache, commit->id);
	if (!entry)
		return;
	if (entry->version != commit->expected_version ||
	    strcmp(entry->chain, commit->expected_chain ?
	    commit->expected_chain : "") != 0) {
		entry_clear(cache, entry);
		return;
	}
	entry->version++;
	for (size_t i = 0; i < commit->event_count; i++) {
		struct ledger_entry next = { .version = entry->version,
			.index = (int)i + 1, .data = commit->events[i],
			.length = strlen(commit->events[i]) };

		ledger_chain(entry->chain, &next, entry->chain);
	}
	entry_lead(cache, entry, commit->channel);
	entry_fill(cache, entry, commit->snapshot, commit->snapshot_length);
}

void turn_cache_drop(struct turn_cache *cache, const char *id)
{
	struct turn_cached *entry = entry_find(cache, id, "");

	if (entry)
		entry_clear(cache, entry);
}
