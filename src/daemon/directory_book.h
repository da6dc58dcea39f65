/* SPDX-License-Identifier: MIT
 *
 * directory_book: one answer to "who is in the workspace?", being read or
 * whole: ids of members and guests, and names. Asks nobody; see directory.h.
 */
#ifndef INCBOT_DAEMON_DIRECTORY_BOOK_H
#define INCBOT_DAEMON_DIRECTORY_BOOK_H

#include "base/base.h"
#include "core/policy.h"
#include "core/rights.h"
#include <jansson.h>

struct id_set {
	char (*ids)[ID_SIZE];
	size_t count;
	size_t room;
};

struct book {
	struct id_set members;
	struct id_set guests;
	char *names;		/* each ended by a NUL, an empty one at the end */
	size_t names_length;
	struct person_name *persons;	/* whose they are, sorted by id */
	size_t person_count;
	size_t seen;		/* people, also those that are not kept */
};

void id_set_add(struct id_set *set, const char *id);
void id_set_sort(struct id_set *set);
/* Into one that is sorted; a second time is no harm. */
void id_set_insert(struct id_set *set, const char *id);
void id_set_clear(struct id_set *set);
/* Points there until the next change. */
struct id_list id_set_list(const struct id_set *set);
json_t *id_set_encode(const struct id_set *set);
NODISCARD bool id_set_decode(const json_t *ids, struct id_set *set);

/* A person as users.list and users.info tell of them. */
void book_add(struct book *book, const json_t *person);
/* Sorted, so that it can be looked up. */
void book_close(struct book *book);
/* Somebody more, into one that is closed. */
void book_insert(struct book *book, const json_t *person);
/* Points there until the next change. */
struct people book_people(const struct book *book);
void book_clear(struct book *book);

#endif
