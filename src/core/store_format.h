/* SPDX-License-Identifier: MIT
 *
 * store_format: how much of a store this program knows, as one number. It
 * grows by itself with everything that is added to what is stored, so of two
 * versions of incbot the one with the lower number would drop what the other
 * wrote, and has to step aside (services/ledger/lua/store.lua). Nothing is
 * ever taken away from what is stored, see tests/unit/core_kinds.c.
 */
#ifndef INCBOT_CORE_STORE_FORMAT_H
#define INCBOT_CORE_STORE_FORMAT_H

/* Names of fields and kinds, counted. */
int store_format(void);

#endif
