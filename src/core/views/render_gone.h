/* SPDX-License-Identifier: MIT
 *
 * render_gone: whether the reason of an effect is gone by the time it is
 * drawn: a reminder of an update that was published meanwhile. For the rows of
 * render.c and render_comms.c alone.
 */
#ifndef INCBOT_CORE_VIEWS_RENDER_GONE_H
#define INCBOT_CORE_VIEWS_RENDER_GONE_H

#include "core/views/render.h"

struct rendering {
	struct arena *arena;
	const struct effect *effect;
	const char *job;
	const struct incident *incident;
	const struct policy *policy;
	int name_try;
	struct call *call;
};

bool gone_room_open(const struct rendering *r);
bool gone_card_post(const struct rendering *r);
bool gone_bookmark(const struct rendering *r);
bool gone_say(const struct rendering *r);
bool gone_draft(const struct rendering *r);
bool gone_approval(const struct rendering *r);
bool gone_nag_role(const struct rendering *r);
bool gone_nag_update(const struct rendering *r);
bool gone_handover(const struct rendering *r);
bool gone_brief(const struct rendering *r);
bool gone_proposal_post(const struct rendering *r);
bool gone_proposal_refresh(const struct rendering *r);
bool gone_nag_proposal(const struct rendering *r);
bool gone_checklist_post(const struct rendering *r);
bool gone_nag_stable(const struct rendering *r);
bool gone_page(const struct rendering *r);
bool gone_page_refresh(const struct rendering *r);
bool gone_company_post(const struct rendering *r);
bool gone_company_refresh(const struct rendering *r);
bool gone_company_update(const struct rendering *r);
bool gone_notify(const struct rendering *r);
bool gone_board(const struct rendering *r);
bool gone_nag_postmortem(const struct rendering *r);
bool gone_nag_action(const struct rendering *r);
bool gone_mark(const struct rendering *r);
bool gone_nag_triage(const struct rendering *r);
bool gone_room_archive(const struct rendering *r);
bool gone_canvas_make(const struct rendering *r);
bool gone_canvas_write(const struct rendering *r);
bool gone_export(const struct rendering *r);

/* The receipt of the page that the effect is about, or NULL. */
const struct page *effect_page(const struct rendering *r);

#endif
