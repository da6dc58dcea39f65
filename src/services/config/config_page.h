/* SPDX-License-Identifier: MIT
 *
 * config_page: the rows of the group "page". Only config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_PAGE_H
#define INCBOT_SERVICES_CONFIG_PAGE_H

#include "services/config/config_table.h"

#define PAGE_ROW_COUNT 10
extern const struct setting page_rows[PAGE_ROW_COUNT];

/* Checks them, and completes the list of components. After the services were
 * counted. */
void config_check_page(const struct loader *loader);

#endif
