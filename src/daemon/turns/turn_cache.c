/* SPDX-License-Identifier: MIT
 *
 * turn_cache: see turn_cache.h. A short array, looked through from end to
 * end: a hundred comparisons cost less than one call to the ledger by far.
 */
#include "daemon/turns/turn_cache.h"

#include "base/memory.h"
#include "base/text.h"
#include "core/incident_room.h"
#include "core/record_pack.h"

struct turn_cache {
	struct turn_cached entries[TURN_CACHE_MAX];
	struct record_pack pack;	/* of one that is put away now */
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
	cache->bytes -= entry->packed_length;
	free(entry->packed);
	memset(entry, 0, sizeof(*entry));
}

void turn_cache_free(struct turn_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < TURN_CACHE_MAX; i++)
		entry_clear(cache, &cache->entries[i]);
	free(cache->pack.bytes);
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
    const struct incident *incident, size_t snapshot_length)
{
	struct record_pack *pack = &cache->pack;

	assert(entry);
	record_pack(pack, &incident_record, incident);
	cache->bytes -= entry->packed_length;
	if (!entry->packed || entry->packed_length != pack->length) {
		free(entry->packed);
		entry->packed = xmalloc(pack->length);
	}
	memcpy(entry->packed, pack->bytes, pack->length);
	entry->packed_length = pack->length;
	entry->snapshot_length = snapshot_length;
	entry->used = ++cache->uses;
	cache->bytes += pack->length;
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
    const struct ledger_snapshot *snapshot, const struct incident *incident)
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
	entry_fill(cache, entry, incident, snapshot->length);
}

void turn_cache_commit(struct turn_cache *cache,
    const struct ledger_commit *commit, const struct incident *incident)
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
	entry_fill(cache, entry, incident, commit->snapshot_length);
}

void turn_cached_take(const struct turn_cached *cached,
    struct incident *incident)
{
	incident_clear(incident);
	record_unpack(cached->packed, cached->packed_length, incident);
	incident->version = cached->version;
}

bool turn_cache_read(struct turn_cache *cache,
    const struct ledger_snapshot *snapshot, struct incident *incident)
{
	const struct turn_cached *cached = turn_cache_find(cache,
	    snapshot->id, "");

	if (cached && cached->version == snapshot->version &&
	    cached->snapshot_length == snapshot->length &&
	    strcmp(cached->chain, snapshot->chain) == 0) {
		turn_cached_take(cached, incident);
		return true;
	}
	if (!incident_decode_over(snapshot->data, snapshot->length, incident))
		return false;
	incident->version = snapshot->version;
	return true;
}

void turn_cache_drop(struct turn_cache *cache, const char *id)
{
	struct turn_cached *entry = entry_find(cache, id, "");

	if (entry)
		entry_clear(cache, entry);
}
