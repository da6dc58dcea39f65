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

/* The incident if it has open gaps, in the arena; else NULL. */
static const struct incident *load_gaps(struct archive *archive,
    struct arena *arena, const char *id, bool *good)
{
	struct arena *scratch = arena_new(ONE_MEMORY_MAX);
	struct incident *incident = arena_alloc(scratch, sizeof(*incident));
	struct incident *copy = NULL;
	enum ledger_status status;
	struct kept kept;

	*good = archive_load(archive, scratch, id, &kept, &status) ||
	    status == LEDGER_ABSENT;
	if (*good && status != LEDGER_ABSENT &&
	    incident_decode(kept.data, kept.length, incident) &&
	    action_open_count(incident) > 0) {
		copy = arena_alloc(arena, sizeof(*copy));
		*copy = *incident;
	}
	arena_free(scratch);
	return copy;
}

static bool gather(struct archive *archive, struct arena *arena,
    const char *service, struct gap_list *list)
{
	const char **ids = NULL;
	size_t count = 0;
	bool good = archive_ids(archive, arena, &ids, &count);

	for (size_t i = 0; good && i < count; i++) {
		const struct incident *incident = load_gaps(archive, arena,
		    ids[i], &good);

		if (incident)
			gaps_add(arena, list, incident, 1, service, "");
	}
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
