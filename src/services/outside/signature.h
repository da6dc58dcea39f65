/* SPDX-License-Identifier: MIT
 *
 * signature: HMAC-SHA256 for what incbot sends, as text.
 */
#ifndef INCBOT_SERVICES_SIGNATURE_H
#define INCBOT_SERVICES_SIGNATURE_H

#include "base/base.h"

struct secret;

#define SIGNATURE_HEX_SIZE 65

/* Lower-case hexadecimal. */
void signature_hex(const struct secret *key, const void *bytes, size_t length,
    char out[SIGNATURE_HEX_SIZE]);

#endif
