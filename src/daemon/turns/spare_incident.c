/* SPDX-License-Identifier: MIT
 *
 * spare_incident: see spare_incident.h.
 */
#include "daemon/turns/spare_incident.h"
#include "base/memory.h"

void spares_free(struct spares *spares)
{
	while (spares->incident_count > 0)
		free(spares->incidents[--spares->incident_count]);
	while (spares->decision_count > 0)
		free(spares->decisions[--spares->decision_count]);
	while (spares->site_count > 0)
		free(spares->sites[--spares->site_count]);
}

void spare_incident_take(struct spares *spares, struct incident **place)
{
	if (*place)
		return;
	*place = spares->incident_count > 0 ?
	    spares->incidents[--spares->incident_count] :
	    xcalloc(1, sizeof(**place));
}

void spare_incident_leave(struct spares *spares, struct incident **place)
{
	if (*place && spares->incident_count < SPARE_INCIDENTS_MAX)
		spares->incidents[spares->incident_count++] = *place;
	else
		free(*place);
	*place = NULL;
}

void spare_decision_take(struct spares *spares, struct decision **place)
{
	assert(!*place);
	*place = spares->decision_count > 0 ?
	    spares->decisions[--spares->decision_count] :
	    xcalloc(1, sizeof(**place));
}

void spare_decision_leave(struct spares *spares, struct decision **place)
{
	if (!*place)
		return;
	decision_release(*place);
	if (spares->decision_count < SPARE_DECISIONS_MAX)
		spares->decisions[spares->decision_count++] = *place;
	else
		free(*place);
	*place = NULL;
}

void spare_site_take(struct spares *spares, struct site **place)
{
	if (*place)
		return;
	*place = spares->site_count > 0 ?
	    spares->sites[--spares->site_count] :
	    xcalloc(1, sizeof(**place));
}

void spare_site_leave(struct spares *spares, struct site **place)
{
	if (*place && spares->site_count < SPARE_SITES_MAX)
		spares->sites[spares->site_count++] = *place;
	else
		free(*place);
	*place = NULL;
}
