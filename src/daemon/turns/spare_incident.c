/* SPDX-License-Identifier: MIT
 *
 * spare_incident: see spare_incident.h.
 */
#include "daemon/turns/spare_incident.h"
#include "base/memory.h"

void spare_incident_take(struct incident **spare, struct incident **place)
{
	if (*place)
		return;
	*place = *spare ? *spare : xcalloc(1, sizeof(**place));
	*spare = NULL;
}

void spare_incident_leave(struct incident **spare, struct incident **place)
{
	if (*spare)
		free(*place);
	else
		*spare = *place;
	*place = NULL;
}

void spare_decision_take(struct spare_decisions *spare,
    struct decision **place)
{
	assert(!*place);
	*place = spare->count > 0 ? spare->rooms[--spare->count] :
	    xcalloc(1, sizeof(**place));
}

void spare_decision_leave(struct spare_decisions *spare,
    struct decision **place)
{
	if (!*place)
		return;
	decision_release(*place);
	if (spare->count < SPARE_DECISIONS_MAX)
		spare->rooms[spare->count++] = *place;
	else
		free(*place);
	*place = NULL;
}

void spare_decisions_free(struct spare_decisions *spare)
{
	while (spare->count > 0)
		free(spare->rooms[--spare->count]);
}
