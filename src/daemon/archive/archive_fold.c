/* SPDX-License-Identifier: MIT
 *
 * archive_fold: what a timeline makes of its subject, an incident or the site,
 * entry by entry; total on bytes that somebody has changed.
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
