/* SPDX-License-Identifier: MIT
 *
 * export_job: see export_job.h. The timeline comes part after part and goes into
 * the file as it comes: no more than a part is in memory, however long it is. What
 * was said since the incident was loaded is no part of it.
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
	struct folder_file *file;
	char name[FOLDER_NAME_SIZE];
	int64_t version;	/* of the incident as it was loaded */
	char wanted[LEDGER_CHAIN_SIZE];	/* the hash of its last entry */
	int64_t last_version;	/* of the entries so far; 0 = none yet */
	int last_index;
	char chain[LEDGER_CHAIN_SIZE];
	bool broken;
};

static void read_part(struct export *export);

static void end_later(struct export *export)
{
	folder_drop(export->file);
	job_later(export->job, PART_AGAIN_MS);
}

static void try_again(struct job *job, const char *why)
{
	if (job->attempt < EXPORT_TRIES)
		job_later(job, effect_job_back_off_ms(job));
	else
		effect_job_give_up(job, why);
}

static void end_badly(struct export *export, const char *why)
{
	folder_drop(export->file);
	try_again(export->job, why);
}

static void end_file(struct export *export)
{
	archive_write_tail(folder_stream(export->file));
	if (folder_finish(export->file))
		effect_job_made(export->job, "", export->name);
	else
		try_again(export->job, strerror(errno));
}

/* The turn that a part's end has cut comes again from its beginning. */
static void take(struct export *export, const struct ledger_entry *entry)
{
	struct kept_entry kept = { entry->version, entry->index, entry->data,
		entry->length, entry->chain };

	if (entry->version > export->version ||
	    entry->version < export->last_version ||
	    (entry->version == export->last_version &&
	    entry->index <= export->last_index))
		return;
	archive_write_entry(folder_stream(export->file), &kept,
	    export->last_version == 0);
	export->last_version = entry->version;
	export->last_index = entry->index;
	ledger_chain(export->chain, entry, export->chain);
	export->broken = export->broken ||
	    strcmp(export->chain, entry->chain) != 0;
}

/* Who comes too late may write over what somebody else has written since. */
static void on_part(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct export *export = arg;
	int64_t before = export->last_version;

	if (status != LEDGER_OK) {
		end_later(export);
		return;
	}
	for (size_t i = 0; i < count; i++)
		take(export, &entries[i]);
	if (fflush(folder_stream(export->file)) != 0)
		end_badly(export, strerror(errno));
	else if (job_is_late(export->job))
		end_badly(export, "it takes too long");
	else if (count == LEDGER_TIMELINE_MAX &&
	    export->last_version > before &&
	    export->last_version < export->version)
		read_part(export);
	else if (export->broken ||
	    strcmp(export->chain, export->wanted) != 0)
		end_badly(export, "the timeline is not what was written: see "
		    "incbot verify");
	else
		end_file(export);
}

static void read_part(struct export *export)
{
	ledger_timeline(export->job->runner->options.ledger,
	    export->job->effect.incident, export->last_version,
	    LEDGER_TIMELINE_MAX, on_part, export);
}

void export_job_write(struct job *job, const struct ledger_snapshot *snapshot)
{
	const char *folder = job->runner->options.policy->keep.folder;
	struct export *export = arena_alloc(job->arena, sizeof(*export));
	struct kept kept = { .id = snapshot->id,
		.version = snapshot->version, .epoch = snapshot->epoch,
		.data = snapshot->data, .length = snapshot->length };
	struct text text;

	if (!*folder) {
		effect_job_give_up(job, "archive.folder is not set");
		return;
	}
	export->job = job;
	export->version = snapshot->version;
	(void)text_copy(export->wanted, sizeof(export->wanted),
	    snapshot->chain);
	text_init(&text, export->name, sizeof(export->name));
	text_addf(&text, "INC-%s.json", job->effect.incident);
	export->file = folder_begin(folder, export->name);
	if (!export->file) {
		try_again(job, strerror(errno));
		return;
	}
	archive_write_head(folder_stream(export->file), &kept);
	read_part(export);
}
