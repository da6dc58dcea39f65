/* SPDX-License-Identifier: MIT
 *
 * format: what printf() makes of a format, for those few conversions that nearly
 * all texts here are put together with: %s, %d, %lld, %zu, with zeros in front
 * (%02d), and %%. A page, a card, a command to Redis have hundreds of them. Any
 * other one is left to the library. For base/text.h and base/arena.h.
 */
#ifndef INCBOT_BASE_FORMAT_H
#define INCBOT_BASE_FORMAT_H

#include "base/base.h"
#include <stdarg.h>

/* The same as vsnprintf(). */
PRINTF_LIKE(3, 0)
int format_into(char *out, size_t size, const char *format,
    va_list arguments);

#endif
