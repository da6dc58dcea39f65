/* SPDX-License-Identifier: MIT
 *
 * ledger_script_texts: the compiled-in provider of ledger_script_text(). The
 * make rule beside this file turns every line of Lua into a C string.
 */
#include "services/ledger/ledger_scripts.h"

#include "base/memory.h"

/* Defines lua_<name>: its lines, each with its newline, then NULL. */
#include "services/ledger/ledger_lua.inc"

static const char *const *const texts[LEDGER_SCRIPT_COUNT] = {
	[LEDGER_SCRIPT_OPEN] = lua_open,
	[LEDGER_SCRIPT_LOAD] = lua_load,
	[LEDGER_SCRIPT_NUMBER] = lua_number,
	[LEDGER_SCRIPT_COMMIT] = lua_commit,
	[LEDGER_SCRIPT_CLAIM] = lua_claim,
	[LEDGER_SCRIPT_COMPLETE] = lua_complete,
	[LEDGER_SCRIPT_LIST] = lua_list,
	[LEDGER_SCRIPT_SEARCH] = lua_search,
	[LEDGER_SCRIPT_TIMELINE] = lua_timeline,
};

static char *append(char *text, const char *const *lines, size_t count)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < count && lines[i]; i++) {
		size_t more = strlen(lines[i]);

		text = xrealloc(text, length + more + 1);
		memcpy(text + length, lines[i], more + 1);
		length += more;
	}
	return text;
}

char *ledger_script_text(enum ledger_script which)
{
	static const char *const *const parts[] = { lua_store, lua_write };
	int count = ledger_script_parts(which);
	char *text = append(xstrdup(""), texts[which], 1);

	assert(count <= (int)ARRAY_LEN(parts));
	for (int i = 0; i < count; i++)
		text = append(text, parts[i], SIZE_MAX);
	return append(text, texts[which] + 1, SIZE_MAX);
}
