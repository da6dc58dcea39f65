/* SPDX-License-Identifier: MIT
 *
 * store_format: see store_format.h.
 */
#include "core/store_format.h"

#include "core/appointment.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/record.h"
#include "core/site.h"

int store_format(void)
{
	return record_name_count(&incident_record) +
	    record_name_count(&site_record) +
	    record_name_count(&effect_record) + EVENT_COUNT + EFFECT_COUNT +
	    APPOINTMENT_COUNT;
}
