/* SPDX-License-Identifier: MIT
 *
 * archive_import: lines of an export become incidents again, turn by turn, so
 * that the store writes the same timeline with the same hashes; what does not
 * come out the same is refused before anything is written.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/alert.h"
#include "core/appointment.h"
#include "core/record.h"
#include "core/summary.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include "services/config/config.h"
#include <jansson.h>

#define LINE_MEMORY_MAX ((size_t)256 << 20)
#define NUMBER_MAX 10000000	/* each number up to it is reserved singly */

struct line {
	struct arena *arena;
	struct kept kept;
	const char *wrong;	/* what of it is not as it was exported */
	struct ledger_job jobs[APPOINTMENT_COUNT];
	size_t job_count;
};

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* The bytes as the ledger writes them. */
static const char *bytes_at(struct arena *arena, const json_t *object,
    const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_object(value) ? json_encode(arena, value) : "";
}

/* The last entry is the next one of its turn, or the first of the next turn. */
static bool follows(const struct kept *kept)
{
	const struct kept_entry *last = &kept->entries[kept->count - 1];

	if (kept->count == 1)
		return last->version == 1 && last->index == 1;
	if (last->version == last[-1].version)
		return last->index == last[-1].index + 1 &&
		    last->index <= EVENTS_MAX;
	return last->version == last[-1].version + 1 && last->index == 1;
}

/* The entry is named by its place, since what it says of itself may be wrong. */
static void refuse_entry(struct line *line, size_t place)
{
	line->wrong = arena_printf(line->arena, "entry %zu of its timeline",
	    place);
}

static bool read_entries(struct line *line, const json_t *timeline)
{
	struct kept *kept = &line->kept;
	char chain[LEDGER_CHAIN_SIZE] = "";
	const json_t *item;
	size_t i;

	kept->entries = arena_alloc(line->arena,
	    (json_array_size(timeline) + 1) * sizeof(*kept->entries));
	json_array_foreach(timeline, i, item) {
		struct kept_entry *to = &kept->entries[kept->count++];
		struct ledger_entry entry;

		to->version = json_integer_value(json_object_get(item, "v"));
		to->index = (int)json_integer_value(
		    json_object_get(item, "n"));
		to->chain = arena_strdup(line->arena, string_at(item, "h"));
		to->data = bytes_at(line->arena, item, "event");
		to->length = strlen(to->data);
		entry = (struct ledger_entry){ to->version, to->index,
			to->data, to->length, to->chain };
		ledger_chain(chain, &entry, chain);
		if (strcmp(chain, to->chain) != 0 || !follows(kept)) {
			refuse_entry(line, kept->count);
			return false;
		}
	}
	return kept->count > 0;
}

static bool read_line(struct line *line, const char *bytes, size_t length)
{
	json_t *object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES,
	    NULL);
	bool good;

	line->wrong = "it is no line of an export";
	line->kept.id = arena_strdup(line->arena, string_at(object, "id"));
	line->kept.data = bytes_at(line->arena, object, "snapshot");
	line->kept.length = strlen(line->kept.data);
	good = object && ledger_is_word(line->kept.id) &&
	    read_entries(line, json_object_get(object, "timeline"));
	json_decref(object);
	return good;
}

static void plan(struct line *line, const struct fold *fold)
{
	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		struct ledger_job *job = &line->jobs[line->job_count];
		int64_t due_ms = fold->is_site ?
		    appointment_site_due_ms(&fold->site, kind) :
		    appointment_due_ms(&fold->incident, kind);
		char *id = arena_alloc(line->arena, JOB_SIZE);

		if (due_ms == 0)
			continue;
		appointment_job(line->kept.id, kind, id);
		job->id = id;
		job->due_ms = due_ms;
		job->lane = "";
		job->body = appointment_encode(line->arena, line->kept.id,
		    kind, due_ms);
		job->body_length = strlen(job->body);
		line->job_count++;
	}
}

static void fill_incident(struct line *line, const struct incident *incident,
    bool last, struct ledger_commit *commit)
{
	commit->epoch = incident->epoch;
	commit->declared_ms = incident->declared_ms;
	commit->summary = summary_encode(line->arena, incident);
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

static bool find_lead(struct archive *archive, const struct line *line,
    const struct fold *fold, const char *alias, struct lead *lead)
{
	memset(lead, 0, sizeof(*lead));
	if (fold->is_site)
		return true;
	(void)text_copy(lead->to, NAME_SIZE, *alias ? alias :
	    fold->incident.room_id);
	if (!*alias)
		return true;
	if (!archive_find(archive, lead->to, lead->from))
		return false;
	if (is_later(lead->from, line->kept.id))
		memset(lead, 0, sizeof(*lead));
	return true;
}

/* One turn again: its events, and what they make of it. */
static enum ledger_status commit_turn(struct archive *archive,
    struct line *line, const struct fold *fold, const struct turn_again *turn)
{
	const struct kept_entry *entries = &line->kept.entries[turn->first];
	bool last = turn->first + turn->count == line->kept.count;
	const char *events[EVENTS_MAX];
	struct lead lead;
	struct ledger_commit commit = {
		.id = line->kept.id,
		.expected_version = entries->version - 1,
		.dedupe_key = "", .finished_job = "", .finished_token = "",
		.events = events, .event_count = turn->count,
		.channel = lead.to,
		.channel_from = lead.from, .open_rank = -1,
	};

	if (!find_lead(archive, line, fold, turn->alias, &lead))
		return LEDGER_UNKNOWN;
	for (size_t i = 0; i < turn->count; i++)
		events[i] = entries[i].data;
	commit.snapshot = fold_encode(line->arena, fold);
	commit.snapshot_length = strlen(commit.snapshot);
	if (!fold->is_site)
		fill_incident(line, &fold->incident, last, &commit);
	if (last) {
		plan(line, fold);
		commit.jobs = line->jobs;
		commit.job_count = line->job_count;
	}
	return archive_commit(archive, &commit);
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

/* Folds the line, and commits what it says after version `from` if `archive`
 * is given. */
static enum ledger_status replay(struct archive *archive, struct line *line,
    int64_t from)
{
	struct fold *fold = fold_new(line->arena, line->kept.id);
	enum ledger_status status = LEDGER_OK;
	size_t count;

	for (size_t i = 0; i < line->kept.count; i += count) {
		struct turn_again turn = { .first = i };

		count = turn.count = turn_length(&line->kept, i);
		for (size_t j = i; j < i + count; j++) {
			if (!fold_take(fold, &line->kept.entries[j])) {
				refuse_entry(line, j + 1);
				return LEDGER_REFUSED;
			}
			if (!*turn.alias)
				alert_event_alias(&fold->event, turn.alias);
			if (fold->event.kind == EVENT_COMMS_OPENED)
				(void)text_copy(turn.alias, NAME_SIZE,
				    fold->event.ref);
		}
		if (archive && line->kept.entries[i].version > from)
			status = commit_turn(archive, line, fold, &turn);
		if (status != LEDGER_OK)
			return status;
	}
	line->wrong = "its snapshot";
	line->kept.version = line->kept.entries[line->kept.count - 1].version;
	line->kept.epoch = fold->is_site ? 0 : fold->incident.epoch;
	return strcmp(fold_encode(line->arena, fold), line->kept.data) == 0 &&
	    (fold->is_site || strcmp(fold->incident.id, line->kept.id) == 0) ?
	    LEDGER_OK : LEDGER_REFUSED;
}

/* All that is not vouched for by a hash, or by the events, is as an export
 * writes it, byte for byte. */
static enum ledger_status check_rest(struct line *line, const char *bytes,
    size_t length)
{
	char *again = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&again, &size);
	bool same;

	assert(out);
	archive_write_line(out, &line->kept);
	if (fclose(out) != 0)
		abort();
	size -= bytes[length - 1] != '\n';	/* of a file's last line */
	same = size == length && memcmp(again, bytes, size) == 0;
	free(again);
	line->wrong = "what stands between its parts";
	return same ? LEDGER_OK : LEDGER_REFUSED;
}

/* What an import that was cut off has left is gone on with; anything else of
 * that number is a conflict. */
static enum ledger_status find_start(struct archive *archive,
    const struct line *line, int64_t *from)
{
	const struct kept *kept = &line->kept;
	enum ledger_status status;
	struct kept there;

	*from = 0;
	if (!archive_load(archive, line->arena, kept->id, &there, &status))
		return status == LEDGER_ABSENT ? LEDGER_OK : status;
	for (size_t i = 0; i + 1 < kept->count; i++) {
		if (kept->entries[i].version == there.version &&
		    kept->entries[i + 1].version > there.version &&
		    strcmp(kept->entries[i].chain, there.chain) == 0) {
			*from = there.version;
			return LEDGER_OK;
		}
	}
	return LEDGER_CONFLICT;
}

static enum ledger_status take(struct archive *archive, struct line *line,
    const char *bytes, size_t length)
{
	bool site = strcmp(line->kept.id, SITE_ID) == 0;
	enum ledger_status status;
	int64_t from;
	int64_t id = 0;

	if (!site && !text_parse_int(line->kept.id, 1, NUMBER_MAX, &id)) {
		line->wrong = "its number";
		return LEDGER_REFUSED;
	}
	status = replay(NULL, line, 0);
	if (status == LEDGER_OK)
		status = check_rest(line, bytes, length);
	if (status == LEDGER_OK)
		status = find_start(archive, line, &from);
	if (status == LEDGER_OK && !site && !archive_reserve(archive, id))
		status = LEDGER_UNKNOWN;
	return status == LEDGER_OK ? replay(archive, line, from) : status;
}

static enum ledger_status import_line(struct archive *archive,
    const char *bytes, size_t length, size_t number, FILE *err)
{
	struct line line = { .arena = arena_new(LINE_MEMORY_MAX) };
	enum ledger_status status = LEDGER_REFUSED;

	if (read_line(&line, bytes, length))
		status = take(archive, &line, bytes, length);
	if (status == LEDGER_REFUSED)
		fprintf(err, "incbot: line %zu is not as it was exported "
		    "(%s%s: %s); nothing of it was taken\n", number,
		    strcmp(line.kept.id, SITE_ID) == 0 ? "" : "INC-",
		    ledger_is_word(line.kept.id) ? line.kept.id : "?",
		    line.wrong);
	else if (status == LEDGER_CONFLICT)
		fprintf(err, "incbot: %s%s is there already; it is left "
		    "alone\n", strcmp(line.kept.id, SITE_ID) == 0 ? "" :
		    "INC-", line.kept.id);
	else if (status != LEDGER_OK)
		fprintf(err, "incbot: line %zu: %s. It stops here; the same "
		    "import again goes on\n", number,
		    ledger_status_name(status));
	arena_free(line.arena);
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
