/* SPDX-License-Identifier: MIT
 *
 * record_pack: a record as a list of those stretches of its struct that hold
 * something, for who remembers many of them within this process: as small as
 * its JSON and put back twenty times as fast. It follows the same table of fields
 * (core/record.h), so what comes back is what record_decode() would make of
 * what record_encode() writes, byte for byte: nothing that is not stored
 * survives. Never leaves the process. Knows nothing of what the fields mean.
 */
#ifndef INCBOT_CORE_RECORD_PACK_H
#define INCBOT_CORE_RECORD_PACK_H

#include "core/record.h"

/* All zero = none yet. free() its bytes at the end. */
struct record_pack {
	char *bytes;
	size_t length;
	size_t room;
};

/* Takes the place of what was in the pack. */
void record_pack(struct record_pack *pack, const struct record *record,
    const void *data);

/* Into a struct that is as good as all zero, see record_decode_cleared(). */
void record_unpack(const char *bytes, size_t length, void *data);

#endif
