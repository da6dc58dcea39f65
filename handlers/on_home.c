/* SPDX-License-Identifier: MIT
 *
 * home_opened: somebody looks at the Home tab: what is open, what is theirs,
 * a button to declare, when nobody will be on call, and what is owed after
 * incidents.
 */
#include "handlers/handler.h"
#include "core/views/view.h"
#include "core/views/view_oncall.h"
#include "core/views/view_postmortem.h"

static enum outcome run(struct turn *turn)
{
	bool member = rights_allow(turn->policy, RIGHT_TAKE_PART,
	    turn->request->actor);

	/* A guest is told of nothing. */
	turn->out->home = view_home(turn->arena, turn->open,
	    member ? turn->open_count : 0, member ? turn->open_total : 0,
	    turn->request->actor, turn->now_ms, turn->policy);
	if (member)
		view_oncall_home(turn->arena, json_object_get(turn->out->home,
		    "blocks"), HOME_SUMMARY_BLOCKS, turn->policy, turn->site,
		    turn->now_ms);
	view_postmortem_home(turn->arena, json_object_get(turn->out->home,
	    "blocks"), turn->owed, member ? turn->owed_count : 0,
	    turn->request->actor);
	return DECIDED;
}

const struct handler on_home = {
	.name = "home_opened", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_OPEN_LIST | NEEDS_OWED | NEEDS_SITE,
	.run = run,
};
