/* SPDX-License-Identifier: MIT
 *
 * base: the first include of every file. Compiler words (NODISCARD,
 * PRINTF_LIKE, ARRAY_LEN) and the list of libc functions that nobody here
 * may call. Knows nothing of incidents. Read next: base/arena.h, base/text.h.
 */
#ifndef INCBOT_BASE_H
#define INCBOT_BASE_H

#include "config.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef NDEBUG
#error "asserts stay on: do not define NDEBUG"
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define UNUSED __attribute__((unused))
/* In front of a large buffer that is written before it is read: it need not be
 * cleared, as all other variables are (-ftrivial-auto-var-init). */
#define FILLED_LATER __attribute__((uninitialized))

/* Unbounded, locale-bound or stateful functions: each has a better friend in
 * base/text.h, base/when.h or libc. clang's fortified stdio makes macros of
 * two of them. (rand is banned as well, but OpenSSL's headers name arguments
 * so: a script finds it.) */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi sscanf
#pragma GCC poison localtime ctime gmtime system popen

#endif
