/* SPDX-License-Identifier: MIT
 *
 * archive_import: lines of an export become incidents again, turn by turn, so
 * that the store writes the same timeline with the same hashes; what is not as it
 * was exported (archive_read.c) is refused before anything is written.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/alert.h"
#include "core/appointment.h"
#include "core/summary.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include "services/config/config.h"
#include <limits.h>

#define TURN_MEMORY_BYTES ((size_t)4 << 20)
#define THERE_MEMORY_MAX ((size_t)2 << 30)	/* not all of it is used */

/* A line on its way into the ledger. */
struct import {
	struct archive *archive;
	const struct archive_line *line;
	struct fold *fold;
	struct arena *arena;	/* of one turn */
	struct ledger_job jobs[APPOINTMENT_COUNT];
	size_t job_count;
};

static void plan(struct import *import)
{
	const struct fold *fold = import->fold;
	const char *subject = import->line->kept.id;

	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		struct ledger_job *job = &import->jobs[import->job_count];
		int64_t due_ms = fold->is_site ?
		    appointment_site_due_ms(&fold->site, kind) :
		    appointment_due_ms(&fold->incident, kind);
		char *id = arena_alloc(import->arena, JOB_SIZE);

		if (due_ms == 0)
			continue;
		appointment_job(subject, kind, id);
		job->id = id;
		job->due_ms = due_ms;
		job->lane = "";
		job->body = appointment_encode(import->arena, subject, kind,
		    due_ms);
		job->body_length = strlen(job->body);
		import->job_count++;
	}
}

static void fill_incident(const struct import *import, bool last,
    struct ledger_commit *commit)
{
	const struct incident *incident = &import->fold->incident;

	commit->epoch = incident->epoch;
	commit->declared_ms = incident->declared_ms;
	commit->summary = summary_encode(import->arena, incident);
	commit->summary_length = strlen(commit->summary);
	if (!last)
		return;
	commit->owed_ms = summary_owed_ms(incident);
	if (incident_is_open(incident))
		commit->open_rank = (double)incident->severity * 1e13 +
		    (double)incident->declared_ms / 1000;
}

/* By what the incident is found after the turn: its channel, or the alert that
 * came in with it, so that one that still fires joins it. An alert that a
 * later incident has taken over stays there. */
struct lead {
	char to[NAME_SIZE];
	char from[ID_SIZE];
};

struct turn_again {
	size_t first, count;	/* its entries */
	char alias[NAME_SIZE];	/* of an alert that came in, or its comms
				   channel; "" = neither */
};

static bool is_later(const char *id, const char *other)
{
	size_t length = strlen(id);
	size_t other_length = strlen(other);

	return length != other_length ? length > other_length :
	    strcmp(id, other) > 0;
}

static bool find_lead(const struct import *import, const char *alias,
    struct lead *lead)
{
	memset(lead, 0, sizeof(*lead));
	if (import->fold->is_site)
		return true;
	(void)text_copy(lead->to, NAME_SIZE, *alias ? alias :
	    import->fold->incident.room_id);
	if (!*alias)
		return true;
	if (!archive_find(import->archive, lead->to, lead->from))
		return false;
	if (is_later(lead->from, import->line->kept.id))
		memset(lead, 0, sizeof(*lead));
	return true;
}

/* One turn again: its events, and what they make of it. */
static enum ledger_status commit_turn(struct import *import,
    const struct turn_again *turn)
{
	const struct kept *kept = &import->line->kept;
	const struct kept_entry *entries = &kept->entries[turn->first];
	bool last = turn->first + turn->count == kept->count;
	const char *events[EVENTS_MAX];
	struct lead lead;
	struct ledger_commit commit = {
		.id = kept->id,
		.expected_version = entries->version - 1,
		.dedupe_key = "", .finished_job = "", .finished_token = "",
		.events = events, .event_count = turn->count,
		.channel = lead.to,
		.channel_from = lead.from, .open_rank = -1,
	};

	if (!find_lead(import, turn->alias, &lead))
		return LEDGER_UNKNOWN;
	for (size_t i = 0; i < turn->count; i++)
		events[i] = entries[i].data;
	commit.snapshot = fold_encode(import->arena, import->fold);
	commit.snapshot_length = strlen(commit.snapshot);
	if (!import->fold->is_site)
		fill_incident(import, last, &commit);
	if (last) {
		plan(import);
		commit.jobs = import->jobs;
		commit.job_count = import->job_count;
	}
	return archive_commit(import->archive, &commit);
}

/* How many entries the turn at `first` has. */
static size_t turn_length(const struct kept *kept, size_t first)
{
	size_t count = 1;

	while (first + count < kept->count && count < EVENTS_MAX &&
	    kept->entries[first + count].version ==
	    kept->entries[first].version)
		count++;
	return count;
}

/* It was proven: each entry can be. */
static void fold_turn(struct import *import, struct turn_again *turn)
{
	const struct event *event = &import->fold->event;

	for (size_t i = 0; i < turn->count; i++) {
		if (!fold_take(import->fold,
		    &import->line->kept.entries[turn->first + i]))
			abort();
		if (!*turn->alias)
			alert_event_alias(event, turn->alias);
		if (event->kind == EVENT_COMMS_OPENED)
			(void)text_copy(turn->alias, NAME_SIZE, event->ref);
	}
}

/* Commits what the line says after version `from`, turn by turn. */
static enum ledger_status replay(struct import *import, int64_t from)
{
	const struct kept *kept = &import->line->kept;
	enum ledger_status status = LEDGER_OK;
	size_t count;

	for (size_t i = 0; i < kept->count && status == LEDGER_OK;
	    i += count) {
		struct turn_again turn = { .first = i };

		count = turn.count = turn_length(kept, i);
		fold_turn(import, &turn);
		if (kept->entries[i].version <= from)
			continue;
		status = commit_turn(import, &turn);
		arena_reset(import->arena);
	}
	return status;
}

/* What an import that was cut off has left is gone on with; anything else of
 * that number is a conflict. */
static enum ledger_status find_start(const struct kept *kept,
    const struct kept *there, int64_t *from)
{
	for (size_t i = 0; i + 1 < kept->count; i++) {
		if (kept->entries[i].version == there->version &&
		    kept->entries[i + 1].version > there->version &&
		    strcmp(kept->entries[i].chain, there->chain) == 0) {
			*from = there->version;
			return LEDGER_OK;
		}
	}
	return LEDGER_CONFLICT;
}

static enum ledger_status look_there(struct archive *archive,
    const struct kept *kept, int64_t *from)
{
	struct arena *arena = arena_new(THERE_MEMORY_MAX);
	enum ledger_status status;
	struct kept there;

	*from = 0;
	if (archive_load(archive, arena, kept->id, &there, &status))
		status = find_start(kept, &there, from);
	else if (status == LEDGER_ABSENT)
		status = LEDGER_OK;
	arena_free(arena);
	return status;
}

static enum ledger_status take(struct archive *archive,
    const struct archive_line *line)
{
	struct import import = { .archive = archive, .line = line };
	int64_t from;
	int64_t id;
	enum ledger_status status = look_there(archive, &line->kept, &from);

	if (status == LEDGER_OK && text_parse_int(line->kept.id, 1, INT_MAX,
	    &id) && !archive_reserve(archive, id))
		status = LEDGER_UNKNOWN;
	if (status != LEDGER_OK)
		return status;
	import.fold = fold_new(line->arena, line->kept.id);
	import.arena = arena_new(TURN_MEMORY_BYTES);
	status = replay(&import, from);
	arena_free(import.arena);
	return status;
}

static enum ledger_status import_line(struct archive *archive,
    const char *bytes, size_t length, size_t number, FILE *err)
{
	enum ledger_status status = LEDGER_REFUSED;
	struct archive_line line;

	archive_line_read(&line, bytes, length);
	if (!line.flaw)
		status = take(archive, &line);
	if (status == LEDGER_REFUSED)
		fprintf(err, "incbot: line %zu is not as it was exported "
		    "(%s: %s); nothing of it was taken\n", number,
		    line.label, line.flaw ? line.flaw : "the ledger refuses "
		    "it");
	else if (status == LEDGER_CONFLICT)
		fprintf(err, "incbot: %s is there already; it is left "
		    "alone\n", line.label);
	else if (status != LEDGER_OK)
		fprintf(err, "incbot: line %zu: %s. It stops here; the same "
		    "import again goes on\n", number,
		    ledger_status_name(status));
	archive_line_free(&line);
	return status;
}

int archive_import(const struct config *config, FILE *in, FILE *err)
{
	struct archive *archive = archive_open(config, true, err);
	enum ledger_status status = LEDGER_OK;
	char *bytes = NULL;
	size_t room = 0;
	size_t number = 0;
	size_t taken = 0;
	ssize_t length;

	if (!archive)
		return EXIT_START;
	while ((status == LEDGER_OK || status == LEDGER_CONFLICT ||
	    status == LEDGER_REFUSED) &&
	    (length = getline(&bytes, &room, in)) > 0) {
		status = import_line(archive, bytes, (size_t)length, ++number,
		    err);
		taken += status == LEDGER_OK;
	}
	free(bytes);
	fprintf(err, "%zu of %zu lines taken\n", taken, number);
	archive_close(archive);
	return taken == number ? EXIT_OK : EXIT_CONFIG;
}
