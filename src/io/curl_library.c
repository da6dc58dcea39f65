/* SPDX-License-Identifier: MIT
 *
 * curl_library: see curl_library.h.
 */
#include "io/curl_library.h"

#include <dlfcn.h>

/* The name of its interface since 2006. */
#define LIBRARY "libcurl.so.4"

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
#define ROW(type, name, arguments) \
	{ "curl_" #name, offsetof(struct curl_library, name) },
	CURL_LIBRARY(ROW)
#undef ROW
};

/* All are pointers of one size; ISO C has no cast from the one that dlsym()
 * gives, POSIX wants it to work. */
static bool find_all(void *library, struct curl_library *found)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		void *function = dlsym(library, functions[i].name);

		if (function == NULL)
			return false;
		memcpy((char *)found + functions[i].offset, &function,
		    sizeof(function));
	}
	return true;
}

const struct curl_library *curl_library_load(void)
{
	static struct curl_library loaded;
	static bool is_loaded;
	void *library;

	if (is_loaded)
		return &loaded;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || !find_all(library, &loaded))
		return NULL;
	is_loaded = true;
	return &loaded;
}
