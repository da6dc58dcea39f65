/* SPDX-License-Identifier: MIT
 *
 * read_once: a version of a record is loaded by turns, effects, lists and
 * replicas many times; here its text is read the first time only. Stands
 * before core/record.h by the linker (--wrap): the first time that a text is
 * met the shipped code reads it, and what that made of it is kept, together
 * with the text; whenever the very same bytes come again, so does the result.
 * What is refused is not kept. Owners still look at what they get, each time.
 */
#include "base/base.h"
#include "base/memory.h"
#include "core/record.h"

#define SLOTS 512		/* power of two; a newer text takes its slot */
#define GAP_MAX 32		/* zeros within a run; more end it */
#define BLOCK 256		/* of zeros, skipped at once */
#define WORTH_BYTES 32768	/* smaller structs are read each time: events
				   and effects, most of them only once */

struct run {			/* bytes of the struct that are not all zero */
	size_t at;
	size_t length;
};

struct slot {
	const struct record *record;	/* NULL = free */
	uint64_t hash;
	char *text;
	size_t length;
	struct run *runs;
	size_t run_count;
	char *bytes;		/* of all runs */
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

/* Where the next byte is that is not zero; size if there is none. */
static size_t skip_zeros(const char *bytes, size_t at, size_t size)
{
	static const char zeros[BLOCK];

	while (at + BLOCK <= size && memcmp(bytes + at, zeros, BLOCK) == 0)
		at += BLOCK;
	while (at < size && bytes[at] == 0)
		at++;
	return at;
}

/* Behind the last byte before a gap, and the zero that ends it: of a text that
 * is cleared, only the first byte is. */
static size_t run_end(const char *bytes, size_t at, size_t size)
{
	size_t end = at;

	while (at < size && at - end <= GAP_MAX) {
		if (bytes[at++] != 0)
			end = at;
	}
	return end < size ? end + 1 : end;
}

static void keep_runs(struct slot *slot, const char *bytes, size_t size)
{
	size_t used = 0;
	size_t room = 0;
	size_t at = 0;

	slot->run_count = 0;
	while ((at = skip_zeros(bytes, at, size)) < size) {
		size_t end = run_end(bytes, at, size);

		if (slot->run_count == room) {
			room = 2 * room + 32;
			slot->runs = xrealloc(slot->runs,
			    room * sizeof(*slot->runs));
		}
		slot->runs[slot->run_count++] = (struct run){ at, end - at };
		used += end - at;
		at = end;
	}
	slot->bytes = xrealloc(slot->bytes, used);
	used = 0;
	for (size_t i = 0; i < slot->run_count; i++) {
		memcpy(slot->bytes + used, bytes + slot->runs[i].at,
		    slot->runs[i].length);
		used += slot->runs[i].length;
	}
}

static void keep(struct slot *slot, const struct record *record,
    uint64_t hash, const char *json, size_t length, const void *data)
{
	slot->record = record;
	slot->hash = hash;
	slot->text = xrealloc(slot->text, length);
	memcpy(slot->text, json, length);
	slot->length = length;
	keep_runs(slot, data, record->size);
}

/* Over what is cleared already. */
static void give(const struct slot *slot, char *data)
{
	const char *from = slot->bytes;

	for (size_t i = 0; i < slot->run_count; i++) {
		memcpy(data + slot->runs[i].at, from, slot->runs[i].length);
		from += slot->runs[i].length;
	}
}

bool __wrap_record_decode_cleared(const struct record *record,
    const char *json, size_t length, void *data)
{
	uint64_t hash = hash_of(json, length);
	struct slot *slot = &slots[hash & (SLOTS - 1)];

	if (slot->record == record && slot->hash == hash &&
	    slot->length == length && memcmp(slot->text, json, length) == 0) {
		give(slot, data);
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
