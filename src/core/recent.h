/* SPDX-License-Identifier: MIT
 *
 * recent: the ring of the last input keys that a record remembers, so that an
 * input whose key has left the ledger is still known. Shared by the incident
 * and the site; both keep it in their snapshot.
 */
#ifndef INCBOT_CORE_RECENT_H
#define INCBOT_CORE_RECENT_H

#include "base/base.h"
#include "core/limits.h"

#define RECENT_HASH_SIZE 17	/* hexadecimal */

/* *next is where the next one goes: 0 to RECENT_MAX - 1. */
void recent_add(char ring[RECENT_MAX][RECENT_HASH_SIZE], int *next,
    const char *key);
bool recent_has(const char ring[RECENT_MAX][RECENT_HASH_SIZE],
    const char *key);

#endif
