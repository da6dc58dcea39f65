/* SPDX-License-Identifier: MIT
 *
 * config_rotation: the table of settings that a rotation has, with those of
 * its layers, for the group "rotations" of config_table.c.
 */
#ifndef INCBOT_SERVICES_CONFIG_ROTATION_H
#define INCBOT_SERVICES_CONFIG_ROTATION_H

#include "services/config/config_table.h"

extern const struct setting_group rotation_group;

#endif
