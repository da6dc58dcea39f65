/* SPDX-License-Identifier: MIT
 *
 * export_job: see export_job.h. The timeline comes part after part; what was
 * said since the incident was loaded is no part of it.
 */
#include "daemon/jobs/export_job.h"
#include "base/arena.h"
#include "base/text.h"
#include "daemon/archive/archive_parts.h"
#include "services/folder.h"
#include <errno.h>

#define EXPORT_TRIES 4
#define PART_AGAIN_MS 1000

struct export {
	struct job *job;
	struct arena *arena;	/* a timeline may be longer than a job's */
	struct kept kept;
	size_t room;
	char chain[LEDGER_CHAIN_SIZE];
	bool broken;
};

#define EXPORT_MEMORY_MAX ((size_t)64 << 20)

static void read_part(struct export *export);

static void end_later(struct export *export)
{
	struct job *job = export->job;

	arena_free(export->arena);
	job_later(job, PART_AGAIN_MS);
}

static void end_badly(struct export *export, const char *why)
{
	struct job *job = export->job;

	arena_free(export->arena);
	if (job->attempt < EXPORT_TRIES)
		job_later(job, effect_job_back_off_ms(job));
	else
		effect_job_give_up(job, why);
}

static void write_file(struct export *export)
{
	struct job *job = export->job;
	const char *folder = job->runner->options.policy->keep.folder;
	char name[NAME_SIZE];
	struct text text;
	char *bytes = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&bytes, &length);
	bool good = out != NULL;

	text_init(&text, name, sizeof(name));
	text_addf(&text, "INC-%s.json", job->effect.incident);
	if (good) {
		archive_write_line(out, &export->kept);
		good = fclose(out) == 0 &&
		    folder_write(folder, name, bytes, length);
	}
	free(bytes);
	if (!good) {
		end_badly(export, strerror(errno));
		return;
	}
	arena_free(export->arena);
	effect_job_made(job, "", name);
}

static void make_room(struct export *export)
{
	struct kept *kept = &export->kept;
	size_t room = export->room * 2 + 64;
	struct kept_entry *more;

	if (kept->count < export->room)
		return;
	more = arena_alloc(export->arena, room * sizeof(*more));
	if (kept->count > 0)
		memcpy(more, kept->entries, kept->count * sizeof(*more));
	kept->entries = more;
	export->room = room;
}

/* The turn that a part's end has cut comes again from its beginning. */
static void take(struct export *export, const struct ledger_entry *entry)
{
	struct kept *kept = &export->kept;
	const struct kept_entry *last = kept->count == 0 ? NULL :
	    &kept->entries[kept->count - 1];

	if (entry->version > kept->version || (last &&
	    (entry->version < last->version ||
	    (entry->version == last->version && entry->index <= last->index))))
		return;
	make_room(export);
	kept->entries[kept->count++] = (struct kept_entry){
		entry->version, entry->index,
		arena_strndup(export->arena, entry->data, entry->length),
		entry->length, arena_strdup(export->arena, entry->chain),
	};
	ledger_chain(export->chain, entry, export->chain);
	export->broken = export->broken ||
	    strcmp(export->chain, entry->chain) != 0;
}

static int64_t last_version(const struct export *export)
{
	return export->kept.count == 0 ? 0 :
	    export->kept.entries[export->kept.count - 1].version;
}

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct export *export = arg;
	int64_t before = last_version(export);

	if (status != LEDGER_OK) {
		end_later(export);
		return;
	}
	for (size_t i = 0; i < count; i++)
		take(export, &entries[i]);
	if (count == LEDGER_TIMELINE_MAX && last_version(export) > before &&
	    last_version(export) < export->kept.version)
		read_part(export);
	else if (export->broken ||
	    strcmp(export->chain, export->kept.chain) != 0)
		end_badly(export, "the timeline is not what was written: see "
		    "incbot verify");
	else
		write_file(export);
}

static void read_part(struct export *export)
{
	ledger_timeline(export->job->runner->options.ledger,
	    export->job->effect.incident, last_version(export),
	    LEDGER_TIMELINE_MAX, on_part, export);
}

void export_job_write(struct job *job, const struct ledger_snapshot *snapshot)
{
	struct arena *arena = arena_new(EXPORT_MEMORY_MAX);
	struct export *export;

	if (!*job->runner->options.policy->keep.folder) {
		arena_free(arena);
		effect_job_give_up(job, "archive.folder is not set");
		return;
	}
	export = arena_alloc(arena, sizeof(*export));
	*export = (struct export){ .job = job, .arena = arena, .kept = {
		.id = arena_strdup(arena, snapshot->id),
		.version = snapshot->version, .epoch = snapshot->epoch,
		.data = arena_strndup(arena, snapshot->data,
		    snapshot->length), .length = snapshot->length,
		.chain = arena_strdup(arena, snapshot->chain) } };
	read_part(export);
}
