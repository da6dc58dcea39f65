/* SPDX-License-Identifier: MIT
 *
 * ledger_scripts: the texts of the Lua scripts (src/services/ledger/lua), put
 * together from their parts. Compiled in; a test may link another provider,
 * which is how the mutants of tests/ledger/mutation.sh are run.
 */
#ifndef INCBOT_SERVICES_LEDGER_SCRIPTS_H
#define INCBOT_SERVICES_LEDGER_SCRIPTS_H

#include "base/base.h"

enum ledger_script {
	LEDGER_SCRIPT_OPEN,
	LEDGER_SCRIPT_LOAD,
	LEDGER_SCRIPT_NUMBER,
	LEDGER_SCRIPT_COMMIT,
	LEDGER_SCRIPT_CLAIM,
	LEDGER_SCRIPT_COMPLETE,
	LEDGER_SCRIPT_LIST,
	LEDGER_SCRIPT_SEARCH,
	LEDGER_SCRIPT_TIMELINE,
	LEDGER_SCRIPT_COUNT
};

/* "commit": the file without its ending. */
const char *ledger_script_name(enum ledger_script which);

/* What goes between a script's first line and its rest: 0, 1 or 2 of
 * store.lua and write.lua, in this order. */
int ledger_script_parts(enum ledger_script which);

/* The whole script; the caller frees it. */
NODISCARD char *ledger_script_text(enum ledger_script which);

#endif
