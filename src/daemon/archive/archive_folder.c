/* SPDX-License-Identifier: MIT
 *
 * archive_folder: are the exports in the folder? Each replica writes some, so
 * one that has a folder of its own lacks those of the others. Looks at the
 * latest incidents only.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "base/text.h"
#include "daemon/archive/archive_parts.h"
#include "services/config/config.h"
#include <limits.h>
#include <unistd.h>

#define LOOKED_MAX 200		/* exports */
#define IDS_MEMORY_MAX ((size_t)64 << 20)
#define ONE_MEMORY_MAX ((size_t)256 << 20)

static bool is_exported(struct archive *archive, const char *id)
{
	struct arena *arena = arena_new(ONE_MEMORY_MAX);
	struct incident *incident = arena_alloc(arena, sizeof(*incident));
	enum ledger_status status;
	struct kept kept;
	bool exported = archive_load(archive, arena, id, &kept, &status) &&
	    incident_decode(kept.data, kept.length, incident) &&
	    incident->exported_ms > 0;

	arena_free(arena);
	return exported;
}

static bool is_in_folder(const struct config *config, const char *id)
{
	char path[PATH_MAX];
	struct text text;

	text_init(&text, path, sizeof(path));
	text_addf(&text, "%s/INC-%s.json", config->policy.keep.folder, id);
	return !text.truncated && access(path, R_OK) == 0;
}

bool archive_exports(const struct config *config, FILE *err,
    struct archive_exports *out)
{
	struct archive *archive = archive_open(config, false, err);
	struct arena *arena;
	const char **ids = NULL;
	size_t count = 0;
	bool good;

	memset(out, 0, sizeof(*out));
	if (!archive)
		return false;
	arena = arena_new(IDS_MEMORY_MAX);
	good = archive_ids(archive, arena, &ids, &count);
	for (size_t i = count; good && i > 0 && out->looked < LOOKED_MAX &&
	    count - i < LOOKED_MAX * 2; i--) {
		if (!is_exported(archive, ids[i - 1]))
			continue;
		out->looked++;
		if (is_in_folder(config, ids[i - 1]))
			continue;
		if (out->missing++ == 0)
			(void)text_copy(out->first_missing, ID_SIZE,
			    ids[i - 1]);
	}
	arena_free(arena);
	archive_close(archive);
	return good;
}
