/* SPDX-License-Identifier: MIT
 *
 * string_map: a hash table from strings to pointers, for the ledger in
 * memory. Order means nothing here: it hands nothing out but single values.
 */
#ifndef INCBOT_TESTS_STRING_MAP_H
#define INCBOT_TESTS_STRING_MAP_H

#include "base/base.h"

struct string_map;

/* Keys are copied. Values are the map's: free_value is called for those
 * replaced or left at the end. */
NODISCARD struct string_map *string_map_new(void (*free_value)(void *));
void string_map_free(struct string_map *map);

/* NULL if there is none. */
void *string_map_get(const struct string_map *map, const char *key);
void string_map_put(struct string_map *map, const char *key, void *value);
void string_map_remove(struct string_map *map, const char *key);

#endif
