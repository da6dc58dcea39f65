/* SPDX-License-Identifier: MIT
 *
 * config_oncall: what is on call according to the config: that its rotations
 * make sense together and that there is no instant with nobody on call. Part
 * of config_check().
 */
#ifndef INCBOT_SERVICES_CONFIG_ONCALL_H
#define INCBOT_SERVICES_CONFIG_ONCALL_H

#include "services/config/config_table.h"

/* The zone of that name, kept by the config; NULL is UTC. A problem at `path`
 * if there is none. */
void config_zone(struct loader *loader, const char *path,
    const char *name, const struct zone **zone);

/* Completes and binds the rotations; adds a problem for whatever is wrong with
 * them, and with CONFIG_CHECK_YEAR for each with a gap in the coming year. */
void check_oncall(struct loader *loader, unsigned flags);

#endif
