/* SPDX-License-Identifier: MIT
 *
 * config_web: the rows of the groups "health" and "webhooks": what listens.
 * Only config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_WEB_H
#define INCBOT_SERVICES_CONFIG_WEB_H

#include "services/config/config_table.h"

#define HEALTH_ROWS 1
#define WEB_ROWS 5

extern const struct setting health_rows[HEALTH_ROWS];
extern const struct setting web_rows[WEB_ROWS];

#endif
