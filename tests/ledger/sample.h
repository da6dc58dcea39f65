/* SPDX-License-Identifier: MIT
 *
 * sample: config/redis.conf for tests, so that what the sample says is what
 * has been tried.
 */
#ifndef INCBOT_TESTS_SAMPLE_H
#define INCBOT_TESTS_SAMPLE_H

#include "base/base.h"

/* The whole file; false if it does not fit or is not there. */
static inline bool sample_read(char *out, size_t size)
{
	const char *source = getenv("srcdir");
	char path[512];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/config/redis.conf",
	    source ? source : ".");
	file = fopen(path, "re");
	if (!file)
		return false;
	length = fread(out, 1, size - 1, file);
	fclose(file);
	out[length] = '\0';
	return length > 0 && length < size - 1;
}

/* The line that makes incbot's user; its password is CHANGE-ME. */
static inline void sample_user(char *out, size_t size)
{
	char text[8192];
	const char *line = sample_read(text, sizeof(text)) ?
	    strstr(text, "\nuser incbot ") : NULL;

	assert(line && strcspn(line + 1, "\n") + 2 < size);
	snprintf(out, size, "%.*s\n", (int)strcspn(line + 1, "\n"), line + 1);
}

#endif
