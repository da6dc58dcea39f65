/* SPDX-License-Identifier: MIT
 *
 * decision_init: a decision begins with what it is about as it was before. See
 * decision.h; what is decided then is collected by decision.c.
 */
#include "base/arena.h"
#include "core/decision.h"
#include "core/incident_room.h"
#include "core/site_room.h"

void decision_init(struct decision *decision, struct arena *arena,
    const struct request *request, const struct incident *incident,
    int64_t now_ms)
{
	memset(&decision->incident, 0, sizeof(decision->incident));
	decision_init_over(decision, arena, request, incident, now_ms);
}

void decision_init_over(struct decision *decision, struct arena *arena,
    const struct request *request, const struct incident *incident,
    int64_t now_ms)
{
	memset(decision, 0, offsetof(struct decision, incident));
	decision->arena = arena;
	decision->request = request;
	incident_copy(&decision->incident, incident);
	decision->now_ms = now_ms;
}

void decision_about_site(struct decision *decision, const struct site *site)
{
	assert(decision->event_count == 0);
	decision->about_site = true;
	decision->site = decision->site_room ? decision->site_room :
	    arena_alloc(decision->arena, sizeof(*site));
	site_copy(decision->site, site);
	decision->site_before = site;
}
