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
	*place = *spare ? *spare : xmalloc(sizeof(**place));
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
