/* SPDX-License-Identifier: MIT
 *
 * memory_index: see memory_index.h.
 */
#include "tests/ledger/memory_index.h"

#include "base/memory.h"

struct member {
	char *id;
	int64_t place;
};

struct memory_index {
	struct member *members;
	size_t count;
	size_t room;
};

struct memory_index *memory_index_new(void)
{
	return xcalloc(1, sizeof(struct memory_index));
}

void memory_index_free(struct memory_index *index)
{
	for (size_t i = 0; i < index->count; i++)
		free(index->members[i].id);
	free(index->members);
	free(index);
}

void memory_index_remove(struct memory_index *index, const char *id)
{
	size_t i = 0;

	while (i < index->count && strcmp(index->members[i].id, id) != 0)
		i++;
	if (i == index->count)
		return;
	free(index->members[i].id);
	memmove(&index->members[i], &index->members[i + 1],
	    (index->count - i - 1) * sizeof(struct member));
	index->count--;
}

static bool stands_before(const struct member *a, const struct member *b)
{
	if (a->place != b->place)
		return a->place < b->place;
	return strcmp(a->id, b->id) < 0;
}

void memory_index_put(struct memory_index *index, const char *id,
    int64_t place)
{
	struct member member = { .place = place };
	size_t i;

	memory_index_remove(index, id);
	member.id = xstrdup(id);
	if (index->count == index->room) {
		index->room = index->room * 2 + 16;
		index->members = xrealloc(index->members,
		    index->room * sizeof(struct member));
	}
	for (i = index->count++; i > 0; i--) {
		if (!stands_before(&member, &index->members[i - 1]))
			break;
		index->members[i] = index->members[i - 1];
	}
	index->members[i] = member;
}

size_t memory_index_count(const struct memory_index *index)
{
	return index->count;
}

const char *memory_index_at(const struct memory_index *index, size_t i,
    bool from_highest)
{
	assert(i < index->count);
	return index->members[from_highest ? index->count - 1 - i : i].id;
}
