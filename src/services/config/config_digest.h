/* SPDX-License-Identifier: MIT
 *
 * config_digest: the rows of the group "digest". Only config*.c include this.
 */
#ifndef INCBOT_SERVICES_CONFIG_DIGEST_H
#define INCBOT_SERVICES_CONFIG_DIGEST_H

#include "services/config/config_table.h"

#define DIGEST_ROWS 2

extern const struct setting digest_rows[DIGEST_ROWS];

#endif
