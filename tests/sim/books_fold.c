/* SPDX-License-Identifier: MIT
 *
 * books_fold: I4 and I12 after every step: what each commit's events make of
 * the incident as it was is the snapshot that is written with them, byte for
 * byte; and no incident says that it lives where another one does. Folding
 * costs as much as the turn did, so that not every seed does it
 * (world_folds()); at rest all are read back from the store (rest.c).
 */
#include "base/arena.h"
#include "base/memory.h"
#include "core/incident.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"
#include "tests/sim/world.h"

#define FOLD_BYTES_MAX ((size_t)1 << 20)

/* I12 */
static void check_home(const struct books *books, const struct case_book *mine)
{
	for (int i = 1; *mine->fold->room_id && i < books->case_count; i++) {
		const struct case_book *other = &books->cases[i];

		if (other != mine && other->fold &&
		    strcmp(other->fold->room_id, mine->fold->room_id) == 0)
			world_broken(books->world, "I12",
			    "incidents %d and %d "
			    "live in %s",
			    i, (int)(mine - books->cases), mine->fold->room_id);
	}
}

void books_fold(struct books *books, struct case_book *book,
    const struct ledger_commit *commit)
{
	struct arena *arena = arena_new(FOLD_BYTES_MAX);
	struct event *event = xcalloc(1, sizeof(*event));
	const char *fold;

	if (!book->fold)
		book->fold = xcalloc(1, sizeof(*book->fold));
	for (size_t i = 0; i < commit->event_count; i++) {
		if (!event_decode(
			commit->events[i], strlen(commit->events[i]), event))
			world_broken(books->world, "I4", "unreadable event %s",
			    commit->events[i]);
		incident_apply(book->fold, event);
	}
	book->fold->version = book->version;
	fold = incident_encode(arena, book->fold);
	if (strlen(fold) != commit->snapshot_length ||
	    memcmp(fold, commit->snapshot, commit->snapshot_length) != 0)
		world_broken(books->world, "I4",
		    "incident %s at %lld: "
		    "snapshot %.*s fold %s",
		    commit->id, (long long)book->version,
		    (int)commit->snapshot_length, commit->snapshot, fold);
	check_home(books, book);
	free(event);
	arena_free(arena);
}
