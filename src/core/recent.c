/* SPDX-License-Identifier: MIT
 *
 * recent: see recent.h.
 */
#include "core/recent.h"
#include "base/hash.h"
#include "base/text.h"

static void hash_key(const char *key, char out[RECENT_HASH_SIZE])
{
	struct text text;

	text_init(&text, out, RECENT_HASH_SIZE);
	text_addf(&text, "%016llx", (unsigned long long)hash_string(key));
}

void recent_add(char ring[RECENT_MAX][RECENT_HASH_SIZE], int *next,
    const char *key)
{
	assert(*next >= 0 && *next < RECENT_MAX);
	hash_key(key, ring[*next]);
	*next = (*next + 1) % RECENT_MAX;
}

bool recent_has(const char ring[RECENT_MAX][RECENT_HASH_SIZE],
    const char *key)
{
	char hash[RECENT_HASH_SIZE];

	hash_key(key, hash);
	for (size_t i = 0; i < RECENT_MAX; i++) {
		if (strcmp(ring[i], hash) == 0)
			return true;
	}
	return false;
}
