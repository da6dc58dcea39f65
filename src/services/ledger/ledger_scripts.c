/* SPDX-License-Identifier: MIT
 *
 * ledger_scripts: see ledger_scripts.h. Which script has which parts; the
 * texts come from ledger_script_texts.c.
 */
#include "services/ledger/ledger_scripts.h"

static const struct {
	const char *name;
	int parts;
} scripts[LEDGER_SCRIPT_COUNT] = {
	[LEDGER_SCRIPT_OPEN] = { "open", 0 },
	[LEDGER_SCRIPT_LOAD] = { "load", 1 },
	[LEDGER_SCRIPT_NUMBER] = { "number", 1 },
	[LEDGER_SCRIPT_COMMIT] = { "commit", 2 },
	[LEDGER_SCRIPT_CLAIM] = { "claim", 2 },
	[LEDGER_SCRIPT_COMPLETE] = { "complete", 2 },
	[LEDGER_SCRIPT_LIST] = { "list", 1 },
	[LEDGER_SCRIPT_SEARCH] = { "search", 1 },
	[LEDGER_SCRIPT_TIMELINE] = { "timeline", 1 },
};

const char *ledger_script_name(enum ledger_script which)
{
	return scripts[which].name;
}

int ledger_script_parts(enum ledger_script which)
{
	return scripts[which].parts;
}
