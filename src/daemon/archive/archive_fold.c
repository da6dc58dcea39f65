/* SPDX-License-Identifier: MIT
 *
 * archive_fold: what a timeline makes of its subject, an incident or the site,
 * entry by entry, and what of it is not as it was written; total on bytes that
 * somebody has changed.
 */
#include "base/arena.h"
#include "daemon/archive/archive_parts.h"

struct fold *fold_new(struct arena *arena, const char *id)
{
	struct fold *fold = arena_alloc(arena, sizeof(*fold));

	fold->is_site = strcmp(id, SITE_ID) == 0;
	return fold;
}

bool fold_take(struct fold *fold, const struct kept_entry *entry)
{
	struct event *event = &fold->event;

	if (!event_decode(entry->data, entry->length, event) ||
	    !(fold->is_site ? site_may_apply(&fold->site, event) :
	    incident_may_apply(&fold->incident, event)))
		return false;
	if (fold->is_site)
		site_apply(&fold->site, event);
	else
		incident_apply(&fold->incident, event);
	return true;
}

const char *fold_encode(struct arena *arena, const struct fold *fold)
{
	return fold->is_site ? site_encode(arena, &fold->site) :
	    incident_encode(arena, &fold->incident);
}

/* The entry is the next one of its turn, or the first of the next turn. */
static bool follows(const struct kept *kept, size_t i)
{
	const struct kept_entry *entry = &kept->entries[i];

	if (i == 0)
		return entry->version == 1 && entry->index == 1;
	if (entry->version == entry[-1].version)
		return entry->index == entry[-1].index + 1 &&
		    entry->index <= EVENTS_MAX;
	return entry->version == entry[-1].version + 1 && entry->index == 1;
}

/* Named by its place, since what it says of itself may be wrong. */
static const char *entry_flaw(struct arena *arena, size_t i, const char *what)
{
	return arena_printf(arena, "entry %zu of its timeline %s", i + 1, what);
}

static const char *timeline_flaw(struct arena *arena, const struct kept *kept,
    struct fold *fold)
{
	char chain[LEDGER_CHAIN_SIZE] = "";

	for (size_t i = 0; i < kept->count; i++) {
		const struct kept_entry *from = &kept->entries[i];
		struct ledger_entry entry = { from->version, from->index,
			from->data, from->length, from->chain };

		if (!follows(kept, i))
			return entry_flaw(arena, i, "does not follow the one "
			    "before: something is missing there, or put in");
		ledger_chain(chain, &entry, chain);
		if (strcmp(chain, from->chain) != 0)
			return entry_flaw(arena, i, "is not what was written");
		if (!fold_take(fold, from))
			return entry_flaw(arena, i, "cannot be");
	}
	return kept->count == 0 || strcmp(chain, kept->chain) != 0 ||
	    kept->entries[kept->count - 1].version != kept->version ?
	    "the end of the timeline is missing" : NULL;
}

const char *kept_flaw(struct arena *arena, const struct kept *kept,
    struct fold *fold)
{
	const char *flaw = timeline_flaw(arena, kept, fold);
	const char *bytes;

	if (flaw)
		return flaw;
	bytes = fold_encode(arena, fold);
	if (strlen(bytes) != kept->length ||
	    memcmp(bytes, kept->data, kept->length) != 0)
		return "the snapshot is not what the timeline makes of it";
	return fold->is_site || strcmp(fold->incident.id, kept->id) == 0 ?
	    NULL : "it is another incident by its timeline";
}

const char *kept_label(struct arena *arena, const char *id)
{
	return strcmp(id, SITE_ID) == 0 ? id : arena_printf(arena, "INC-%s",
	    id);
}

void kept_print_dropped(struct arena *arena, const struct kept *kept,
    FILE *out)
{
	struct event *event;

	if (strcmp(kept->id, SITE_ID) != 0)
		return;
	event = arena_alloc(arena, sizeof(*event));
	for (size_t i = 0; i < kept->count; i++) {
		if (event_decode(kept->entries[i].data,
		    kept->entries[i].length, event) &&
		    event->kind == EVENT_INCIDENT_DROPPED)
			fprintf(out, "INC-%d dropped, by entry %lld-%d of the "
			    "site\n", event->number,
			    (long long)kept->entries[i].version,
			    kept->entries[i].index);
	}
}
