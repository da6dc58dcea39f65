/* SPDX-License-Identifier: MIT
 *
 * memory_index: ids in the order of a number, as a sorted set of Redis keeps
 * them: by the number, then by the bytes of the id. For memory_store.c.
 */
#ifndef INCBOT_TESTS_MEMORY_INDEX_H
#define INCBOT_TESTS_MEMORY_INDEX_H

#include "base/base.h"

struct memory_index;

NODISCARD struct memory_index *memory_index_new(void);
void memory_index_free(struct memory_index *index);
/* Puts it there, in place of where it was. */
void memory_index_put(struct memory_index *index, const char *id,
    int64_t place);
void memory_index_remove(struct memory_index *index, const char *id);
size_t memory_index_count(const struct memory_index *index);
/* From the lowest (0) or the highest. */
const char *memory_index_at(const struct memory_index *index, size_t i,
    bool from_highest);

#endif
