/* SPDX-License-Identifier: MIT
 *
 * hash: see hash.h.
 */
#include "base/hash.h"

uint64_t hash_bytes(const void *data, size_t n)
{
	const unsigned char *p = data;
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < n; i++) {
		hash ^= p[i];
		hash *= UINT64_C(0x100000001b3);
	}
	return hash;
}

uint64_t hash_string(const char *s)
{
	return hash_bytes(s, strlen(s));
}
