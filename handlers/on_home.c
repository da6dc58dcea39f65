/* SPDX-License-Identifier: MIT
 *
 * home_opened: somebody looks at the Home tab: what is open, what is theirs,
 * and a button to declare.
 */
#include "handlers/handler.h"
#include "core/view.h"

static enum outcome run(struct turn *turn)
{
	turn->out->home = view_home(turn->arena, turn->open, turn->open_count,
	    turn->open_total, turn->request->actor, turn->now_ms,
	    turn->policy);
	return DECIDED;
}

const struct handler on_home = {
	.name = "home_opened", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_OPEN_LIST,
	.run = run,
};
