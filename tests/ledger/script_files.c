/* SPDX-License-Identifier: MIT
 *
 * script_files: a provider of ledger_script_text() that reads the scripts
 * from the folder named by LEDGER_LUA_DIR, for mutation.sh. Linked in place
 * of the one that has them compiled in.
 */
#include "services/ledger/ledger_scripts.h"

#include "base/memory.h"

enum { SCRIPT_MAX = 65536 };

static char *read_file(const char *name)
{
	const char *directory = getenv("LEDGER_LUA_DIR");
	char *text = xmalloc(SCRIPT_MAX);
	char path[512];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.lua", directory ? directory : ".",
	    name);
	file = fopen(path, "re");
	if (!file) {
		perror(path);
		abort();
	}
	length = fread(text, 1, SCRIPT_MAX - 1, file);
	assert(length < SCRIPT_MAX - 1 && !ferror(file));
	fclose(file);
	text[length] = '\0';
	return text;
}

char *ledger_script_text(enum ledger_script which)
{
	static const char *const parts[] = { "store", "write" };
	char *own = read_file(ledger_script_name(which));
	char *rest = strchr(own, '\n') + 1;
	char *text = xcalloc(1, 4 * SCRIPT_MAX);
	size_t length = (size_t)(rest - own);

	memcpy(text, own, length);
	for (int i = 0; i < ledger_script_parts(which); i++) {
		char *part = read_file(parts[i]);

		length += (size_t)snprintf(text + length,
		    4 * SCRIPT_MAX - length, "%s", part);
		free(part);
	}
	snprintf(text + length, 4 * SCRIPT_MAX - length, "%s", rest);
	free(own);
	return text;
}
