/* SPDX-License-Identifier: MIT
 *
 * room: an incident is a struct of 92 kB, the site's record one of 144 kB, and
 * nearly all of it is room for what few of them have: two dozen action items,
 * texts of 6 kB. A place in which one stood before is made ready for another one
 * by these, which touch only what is used: a few kB. Of a long text that is all
 * up to its NUL; what lies behind means nothing to anybody. Of the long arrays
 * an int in the struct's end says how far they were ever used; all beyond is
 * zero.
 *
 * Each takes a struct that is as one of these, its decoding or its apply left it,
 * or is all zero; so does what a refused snapshot left behind. Knows nothing of
 * what the members mean; who has such a room: core/incident_room.h,
 * core/site_room.h.
 */
#ifndef INCBOT_CORE_ROOM_H
#define INCBOT_CORE_ROOM_H

#include "base/base.h"

struct room_part {
	size_t at;
	size_t size;		/* of it, or of each of its elements */
	int count;		/* of an array; 0 = it is a text */
	size_t used;		/* where it stands how far an array is used;
				   behind all of them */
};

struct room {
	const struct room_part *parts;	/* in the order of the struct */
	size_t part_count;
	size_t size;		/* of the struct */
};

#define ROOM_TEXT(S, f) { offsetof(struct S, f), \
	sizeof(((struct S *)0)->f), 0, 0 }
/* Its elements begin with a text that is "" if they are not used. */
#define ROOM_ARRAY(S, f) { offsetof(struct S, f), \
	sizeof(((struct S *)0)->f[0]), \
	ARRAY_LEN(((struct S *)0)->f), \
	offsetof(struct S, used.f) }

/* As good as all zero. */
void room_clear(const struct room *room, void *data);

/* The same as *to = *from. */
void room_copy(const struct room *room, void *to, const void *from);

/* After a change: the arrays may be used further. */
void room_note(const struct room *room, void *data);

#endif
