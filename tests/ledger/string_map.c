/* SPDX-License-Identifier: MIT
 *
 * string_map: see string_map.h. Chained buckets, doubled when there are more
 * values than buckets.
 */
#include "tests/ledger/string_map.h"

#include "base/hash.h"
#include "base/memory.h"

enum { FIRST_BUCKETS = 64 };

struct node {
	struct node *next;
	char *key;
	void *value;
};

struct string_map {
	void (*free_value)(void *);
	struct node **buckets;
	size_t bucket_count;
	size_t count;
};

struct string_map *string_map_new(void (*free_value)(void *))
{
	struct string_map *map = xcalloc(1, sizeof(*map));

	map->free_value = free_value;
	map->bucket_count = FIRST_BUCKETS;
	map->buckets = xcalloc(FIRST_BUCKETS, sizeof(struct node *));
	return map;
}

static void node_free(struct string_map *map, struct node *node)
{
	map->free_value(node->value);
	free(node->key);
	free(node);
}

void string_map_free(struct string_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->bucket_count; i++) {
		while (map->buckets[i]) {
			struct node *node = map->buckets[i];

			map->buckets[i] = node->next;
			node_free(map, node);
		}
	}
	free(map->buckets);
	free(map);
}

/* The link that points to the key's node, or the end of its chain. */
static struct node **find(const struct string_map *map, const char *key)
{
	size_t bucket = hash_string(key) & (map->bucket_count - 1);
	struct node **link = &map->buckets[bucket];

	while (*link && strcmp((*link)->key, key) != 0)
		link = &(*link)->next;
	return link;
}

void *string_map_get(const struct string_map *map, const char *key)
{
	struct node *node = *find(map, key);

	return node ? node->value : NULL;
}

static void grow(struct string_map *map)
{
	struct node **old = map->buckets;
	size_t old_count = map->bucket_count;

	map->bucket_count *= 2;
	map->buckets = xcalloc(map->bucket_count, sizeof(struct node *));
	for (size_t i = 0; i < old_count; i++) {
		while (old[i]) {
			struct node *node = old[i];

			old[i] = node->next;
			node->next = NULL;
			*find(map, node->key) = node;
		}
	}
	free(old);
}

void string_map_put(struct string_map *map, const char *key, void *value)
{
	struct node **link = find(map, key);
	struct node *node = *link;

	if (node) {
		map->free_value(node->value);
		node->value = value;
		return;
	}
	node = xcalloc(1, sizeof(*node));
	node->key = xstrdup(key);
	node->value = value;
	*link = node;
	if (++map->count > map->bucket_count)
		grow(map);
}

void string_map_remove(struct string_map *map, const char *key)
{
	struct node **link = find(map, key);
	struct node *node = *link;

	if (!node)
		return;
	*link = node->next;
	map->count--;
	node_free(map, node);
}
