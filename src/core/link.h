/* SPDX-License-Identifier: MIT
 *
 * link: an address and what it is called, as the config gives them.
 */
#ifndef INCBOT_CORE_LINK_H
#define INCBOT_CORE_LINK_H

#include "core/limits.h"

struct link {
	char title[NAME_SIZE];
	char url[URL_SIZE];
};

#endif
