/* SPDX-License-Identifier: MIT
 *
 * archive_gaps: the pre-launch checklist by the command line: the open action
 * items of all incidents, as Markdown.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "core/gaps.h"
#include "core/postmortem.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include "services/config/config.h"

#define GAPS_MEMORY_MAX ((size_t)1 << 30)
#define ONE_MEMORY_MAX ((size_t)256 << 20)

/* What its owners were called when they were last named in the timeline. */
static void name_owners(struct arena *arena, struct gap_list *list, int from,
    const struct kept *kept)
{
	struct event *event = arena_alloc(arena, sizeof(*event));

	for (size_t i = 0; i < kept->count; i++) {
		if (!event_decode(kept->entries[i].data,
		    kept->entries[i].length, event) || !*event->user_name)
			continue;
		for (int gap = from; gap < list->count; gap++) {
			if (strcmp(gap_action(&list->all[gap])->owner,
			    event->user) == 0)
				list->all[gap].owner = arena_strdup(arena,
				    event->user_name);
		}
	}
}

/* Adds what is open of an incident; false if the ledger did not answer. */
static bool add_one(struct archive *archive, struct arena *arena,
    const char *id, const char *service, struct gap_list *list)
{
	struct arena *scratch = arena_new(ONE_MEMORY_MAX);
	struct incident *incident = arena_alloc(scratch, sizeof(*incident));
	struct incident *copy;
	int before = list->count;
	enum ledger_status status;
	struct kept kept;
	bool there = archive_load(archive, scratch, id, &kept, &status);

	if (there && incident_decode(kept.data, kept.length, incident) &&
	    action_open_count(incident) > 0) {
		copy = arena_alloc(arena, sizeof(*copy));
		*copy = *incident;
		gaps_add(arena, list, copy, 1, service, "");
		name_owners(arena, list, before, &kept);
	}
	arena_free(scratch);
	return there || status == LEDGER_ABSENT;
}

static bool gather(struct archive *archive, struct arena *arena,
    const char *service, struct gap_list *list)
{
	const char **ids = NULL;
	size_t count = 0;
	bool good = archive_ids(archive, arena, &ids, &count);

	for (size_t i = 0; good && i < count; i++)
		good = add_one(archive, arena, ids[i], service, list);
	gaps_sort(list);
	return good;
}

int archive_gaps(const struct config *config, const char *service, FILE *out,
    FILE *err)
{
	struct archive *archive = archive_open(config, false, err);
	struct gap_list list = { .max = GAPS_MAX };
	struct arena *arena;
	bool good;

	if (!archive)
		return EXIT_START;
	arena = arena_new(GAPS_MEMORY_MAX);
	good = gather(archive, arena, service, &list);
	if (good)
		fputs(gaps_markdown(arena, &list, config->policy.zone), out);
	else
		fprintf(err, "incbot: Redis does not answer\n");
	arena_free(arena);
	archive_close(archive);
	return good ? EXIT_OK : EXIT_START;
}
