/* SPDX-License-Identifier: MIT
 *
 * config_places: the rows of the places outside. Only config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_PLACES_H
#define INCBOT_SERVICES_CONFIG_PLACES_H

#include "services/config/config_table.h"

#define STATUSPAGE_ROWS 3
#define INSTATUS_ROWS 3
#define WEBHOOK_PLACE_ROWS 2
extern const struct setting statuspage_rows[STATUSPAGE_ROWS];
extern const struct setting instatus_rows[INSTATUS_ROWS];
extern const struct setting webhook_place_rows[WEBHOOK_PLACE_ROWS];

/* Checks them, and tells the policy which ones are set up. */
void config_check_places(const struct loader *loader);

#endif
