/* SPDX-License-Identifier: MIT
 *
 * json_plain: eight characters of a text at a glance: nearly all stand in JSON as
 * they are. For json_read.c and json_write.c.
 */
#ifndef INCBOT_CORE_JSON_PLAIN_H
#define INCBOT_CORE_JSON_PLAIN_H

#include "base/base.h"

/* The same byte eight times. */
#define JSON_BYTES(byte) \
	(UINT64_C(0x0101010101010101) * (unsigned char)(byte))

/* One bit for each of eight bytes that is zero; others may be set above the
 * first that is. */
static inline uint64_t json_zeros_of(uint64_t eight)
{
	return (eight - JSON_BYTES(0x01)) & ~eight & JSON_BYTES(0x80);
}

/* True if all of eight bytes are ASCII and none is to be escaped. */
static inline bool json_are_plain(const char *at)
{
	uint64_t eight;

	memcpy(&eight, at, sizeof(eight));
	return !((eight & JSON_BYTES(0x80)) |
	    json_zeros_of(eight ^ JSON_BYTES('"')) |
	    json_zeros_of(eight ^ JSON_BYTES('\\')) |
	    ((eight - JSON_BYTES(0x20)) & ~eight & JSON_BYTES(0x80)));
}

#endif
