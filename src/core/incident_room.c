/* SPDX-License-Identifier: MIT
 *
 * incident_room: see incident_room.h. The long members, in the order of the
 * struct; all that lies between them is taken whole.
 */
#include "core/incident_room.h"

struct part {
	size_t at;
	size_t size;		/* of it, or of each of its elements */
	int count;		/* of an array; 0 = it is a text */
	size_t used;		/* where it stands how far an array is used */
};

#define TEXT(f) { offsetof(struct incident, f), \
	sizeof(((struct incident *)0)->f), 0, 0 }
/* Its elements begin with a text that is "" if they are not used. */
#define ARRAY(f) { offsetof(struct incident, f), \
	sizeof(((struct incident *)0)->f[0]), \
	ARRAY_LEN(((struct incident *)0)->f), \
	offsetof(struct incident, used.f) }

static const struct part parts[] = {
	ARRAY(pages),
	TEXT(update_text),
	TEXT(affected),
	TEXT(draft_affected),
	TEXT(draft_text),
	TEXT(touched),
	ARRAY(alerts),
	TEXT(mitigation),
	TEXT(resolution),
	ARRAY(actions),
	ARRAY(marks),
};

/* Behind all of them, so that it is still there when they are gone through. */
_Static_assert(offsetof(struct incident, used) >
    offsetof(struct incident, marks), "it stands last");

static size_t bytes_of(const struct part *part)
{
	return part->size * (size_t)(part->count == 0 ? 1 : part->count);
}

/* Elements come one behind the other, so the first free one ends what came
 * since it was noted last. */
static int used_of(const struct part *part, const char *bytes)
{
	int used;

	memcpy(&used, bytes + part->used, sizeof(used));
	while (used < part->count &&
	    bytes[part->at + (size_t)used * part->size] != '\0')
		used++;
	return used;
}

void incident_used_note(struct incident *incident)
{
	char *bytes = (char *)incident;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		int used;

		if (parts[i].count == 0)
			continue;
		used = used_of(&parts[i], bytes);
		memcpy(bytes + parts[i].used, &used, sizeof(used));
	}
}

static void clear_part(const struct part *part, char *bytes)
{
	size_t used = part->count == 0 ? 1 :
	    part->size * (size_t)used_of(part, bytes);

	memset(bytes + part->at, 0, used);
}

void incident_clear(struct incident *incident)
{
	char *bytes = (char *)incident;
	size_t at = 0;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		memset(bytes + at, 0, parts[i].at - at);
		clear_part(&parts[i], bytes);
		at = parts[i].at + bytes_of(&parts[i]);
	}
	memset(bytes + at, 0, sizeof(*incident) - at);
}

static void copy_part(const struct part *part, char *to, const char *from)
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

void incident_copy(struct incident *to, const struct incident *from)
{
	char *bytes = (char *)to;
	const char *other = (const char *)from;
	size_t at = 0;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		memcpy(bytes + at, other + at, parts[i].at - at);
		copy_part(&parts[i], bytes, other);
		at = parts[i].at + bytes_of(&parts[i]);
	}
	memcpy(bytes + at, other + at, sizeof(*to) - at);
}
