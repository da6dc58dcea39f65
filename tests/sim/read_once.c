/* SPDX-License-Identifier: MIT
 *
 * read_once: a version of a record is loaded by turns, effects, lists and
 * replicas many times; here its text is read the first time only. Stands
 * before core/record.h by the linker (--wrap): the first time that a text is
 * met the shipped code reads it, and what that made of it is kept, packed
 * (core/record_pack.h), together with the text; whenever the very same bytes
 * come again, so does the result.
 * What is refused is not kept. Owners still look at what they get, each time.
 */
#include "base/base.h"
#include "base/memory.h"
#include "core/record_pack.h"

#define SLOTS 512		/* power of two; a newer text takes its slot */
#define WORTH_BYTES 32768	/* smaller structs are read each time: events
				   and effects, most of them only once */

struct slot {
	const struct record *record;	/* NULL = free */
	uint64_t hash;
	char *text;
	size_t length;
	struct record_pack pack;	/* what came of it */
};

static struct slot slots[SLOTS];

bool __real_record_decode(const struct record *record, const char *json,
    size_t length, void *data);
bool __wrap_record_decode(const struct record *record, const char *json,
    size_t length, void *data);
bool __real_record_decode_cleared(const struct record *record,
    const char *json, size_t length, void *data);
bool __wrap_record_decode_cleared(const struct record *record,
    const char *json, size_t length, void *data);

static uint64_t hash_of(const char *text, size_t length)
{
	uint64_t hash = length;
	uint64_t eight;

	for (; length >= sizeof(eight); length -= sizeof(eight)) {
		memcpy(&eight, text, sizeof(eight));
		text += sizeof(eight);
		hash = (hash ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
	}
	eight = 0;
	memcpy(&eight, text, length);
	hash = (hash ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static void keep(struct slot *slot, const struct record *record,
    uint64_t hash, const char *json, size_t length, const void *data)
{
	slot->record = record;
	slot->hash = hash;
	slot->text = xrealloc(slot->text, length);
	memcpy(slot->text, json, length);
	slot->length = length;
	record_pack(&slot->pack, record, data);
}

bool __wrap_record_decode_cleared(const struct record *record,
    const char *json, size_t length, void *data)
{
	uint64_t hash;
	struct slot *slot;

	if (record->size < WORTH_BYTES)
		return __real_record_decode_cleared(record, json, length,
		    data);
	hash = hash_of(json, length);
	slot = &slots[hash & (SLOTS - 1)];
	if (slot->record == record && slot->hash == hash &&
	    slot->length == length && memcmp(slot->text, json, length) == 0) {
		record_unpack(slot->pack.bytes, slot->pack.length, data);
		return true;
	}
	if (!__real_record_decode_cleared(record, json, length, data))
		return false;
	keep(slot, record, hash, json, length, data);
	return true;
}

bool __wrap_record_decode(const struct record *record, const char *json,
    size_t length, void *data)
{
	if (record->size < WORTH_BYTES)
		return __real_record_decode(record, json, length, data);
	memset(data, 0, record->size);
	return __wrap_record_decode_cleared(record, json, length, data);
}
