/* SPDX-License-Identifier: MIT
 *
 * config_archive: the rows of the group "archive". Only config*.c include
 * this.
 */
#ifndef INCBOT_SERVICES_CONFIG_ARCHIVE_H
#define INCBOT_SERVICES_CONFIG_ARCHIVE_H

#include "services/config/config_table.h"

#define ARCHIVE_ROWS 4

extern const struct setting archive_rows[ARCHIVE_ROWS];

#endif
