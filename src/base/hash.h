/* SPDX-License-Identifier: MIT
 *
 * hash: 64-bit FNV-1a, for tables and for naming things by their content.
 * Stable over versions and machines. Not for secrets: whoever chooses the
 * input can choose the hash.
 */
#ifndef INCBOT_BASE_HASH_H
#define INCBOT_BASE_HASH_H

#include "base/base.h"

uint64_t hash_bytes(const void *data, size_t n);
uint64_t hash_string(const char *s);

#endif
