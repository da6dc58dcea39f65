/* SPDX-License-Identifier: MIT
 *
 * room: see room.h. What lies between the long members is taken whole.
 */
#include "core/room.h"

static size_t bytes_of(const struct room_part *part)
{
	return part->size * (size_t)(part->count == 0 ? 1 : part->count);
}

/* Elements come one behind the other, so the first free one ends what came
 * since it was noted last. */
static int used_of(const struct room_part *part, const char *bytes)
{
	int used;

	memcpy(&used, bytes + part->used, sizeof(used));
	while (used < part->count &&
	    bytes[part->at + (size_t)used * part->size] != '\0')
		used++;
	return used;
}

void room_note(const struct room *room, void *data)
{
	char *bytes = data;

	for (size_t i = 0; i < room->part_count; i++) {
		const struct room_part *part = &room->parts[i];
		int used;

		if (part->count == 0)
			continue;
		used = used_of(part, bytes);
		memcpy(bytes + part->used, &used, sizeof(used));
	}
}

static void clear_part(const struct room_part *part, char *bytes)
{
	size_t used = part->count == 0 ? 1 :
	    part->size * (size_t)used_of(part, bytes);

	memset(bytes + part->at, 0, used);
}

void room_clear(const struct room *room, void *data)
{
	char *bytes = data;
	size_t at = 0;

	for (size_t i = 0; i < room->part_count; i++) {
		const struct room_part *part = &room->parts[i];

		memset(bytes + at, 0, part->at - at);
		clear_part(part, bytes);
		at = part->at + bytes_of(part);
	}
	memset(bytes + at, 0, room->size - at);
}

static void copy_part(const struct room_part *part, char *to, const char *from)
{
	size_t used;
	size_t before;

	if (part->count == 0) {
		memcpy(to + part->at, from + part->at,
		    strlen(from + part->at) + 1);
		return;
	}
	used = part->size * (size_t)used_of(part, from);
	before = part->size * (size_t)used_of(part, to);
	memcpy(to + part->at, from + part->at, used);
	if (before > used)
		memset(to + part->at + used, 0, before - used);
}

void room_copy(const struct room *room, void *to, const void *from)
{
	char *bytes = to;
	const char *other = from;
	size_t at = 0;

	for (size_t i = 0; i < room->part_count; i++) {
		const struct room_part *part = &room->parts[i];

		memcpy(bytes + at, other + at, part->at - at);
		copy_part(part, bytes, other);
		at = part->at + bytes_of(part);
	}
	memcpy(bytes + at, other + at, room->size - at);
}
