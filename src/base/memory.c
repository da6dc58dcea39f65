/* SPDX-License-Identifier: MIT
 *
 * memory: see memory.h. Knows nothing but malloc and abort.
 */
#include "base/memory.h"

static void *or_abort(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

void *xmalloc(size_t size)
{
	return or_abort(malloc(size > 0 ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	if (count == 0 || size == 0)
		count = size = 1;
	return or_abort(calloc(count, size));
}

void *xrealloc(void *old, size_t size)
{
	return or_abort(realloc(old, size > 0 ? size : 1));
}

char *xstrndup(const char *s, size_t n)
{
	size_t length = strnlen(s, n);
	char *copy = xmalloc(length + 1);

	memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}
