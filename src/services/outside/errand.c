/* SPDX-License-Identifier: MIT
 *
 * errand: see errand.h.
 */
#include "services/outside/errand.h"
#include "services/outside/mail_errand.h"
#include "services/outside/pager.h"
#include "services/outside/pagerduty_page.h"
#include "services/outside/place.h"
#include "services/outside/tracker.h"

static errand_fn *const drawers[EFFECT_COUNT] = {
	[EFFECT_PAGE_OUT] = pager_draw_page,
	[EFFECT_PAGE_LOOK] = pagerduty_draw_look,
	[EFFECT_PAGE_SETTLE] = pager_draw_settle,
	[EFFECT_PLACE_UPDATE] = place_draw_update,
	[EFFECT_MAINTENANCE_SEND] = place_draw_update,
	[EFFECT_LETTER_SEND] = letter_draw,
	[EFFECT_TICKET_OPEN] = tracker_draw_open,
	[EFFECT_TICKET_SET] = tracker_draw_set,
	[EFFECT_TICKET_TELL] = tracker_draw_tell,
};

enum errand_draw errand_draw(const struct errand_scene *scene,
    struct errand *errand)
{
	errand_fn *draw = drawers[scene->effect->kind];

	assert(draw);	/* effect.def says ELSEWHERE; say what it means */
	return draw(scene, errand);
}

void errand_send(const struct errands *errands, const struct errand *errand,
    outbound_cb *callback, void *arg)
{
	outbound_send(errands->outbound, &errand->request, callback, arg);
}
