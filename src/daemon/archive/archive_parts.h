/* SPDX-License-Identifier: MIT
 *
 * archive_parts: the archive's way to the ledger, for archive*.c alone: calls
 * that wait for their answer.
 */
#ifndef INCBOT_DAEMON_ARCHIVE_PARTS_H
#define INCBOT_DAEMON_ARCHIVE_PARTS_H

#include "base/base.h"
#include "core/incident.h"
#include "core/site.h"
#include "services/ledger/ledger.h"

struct arena;
struct archive;
struct config;
struct figures_facts;

/* Opened, or NULL after the reason was said. */
struct archive *archive_open(const struct config *config, bool may_create,
    FILE *err);
void archive_close(struct archive *archive);
const struct config *archive_config(const struct archive *archive);

struct kept_entry {
	int64_t version;
	int index;
	const char *data;
	size_t length;
	const char *chain;
};

/* An incident as the ledger has it, in the arena. */
struct kept {
	const char *id;
	int64_t version;
	int epoch;
	const char *data;
	size_t length;
	const char *chain;
	struct kept_entry *entries;
	size_t count;
};

/* A line of the export; or its head (which needs no entries), each entry, and its
 * tail. */
void archive_write_line(FILE *out, const struct kept *kept);
void archive_write_head(FILE *out, const struct kept *kept);
void archive_write_entry(FILE *out, const struct kept_entry *entry,
    bool is_first);
void archive_write_tail(FILE *out);

/* What a timeline makes of an incident, or of the site. */
struct fold {
	bool is_site;
	struct incident incident;
	struct site site;
	struct event event;	/* the last one taken */
};

struct fold *fold_new(struct arena *arena, const char *id);
/* False if the event cannot be read, or cannot be. */
NODISCARD bool fold_take(struct fold *fold, const struct kept_entry *entry);
const char *fold_encode(struct arena *arena, const struct fold *fold);

/* NULL if the hashes hold and the timeline makes the snapshot, else what does not,
 * as a sentence; the first entry, if it is one. The fold is a new one. */
const char *kept_flaw(struct arena *arena, const struct kept *kept,
    struct fold *fold);
/* "INC-7", "site" */
const char *kept_label(struct arena *arena, const char *id);

/* What was missing by right, of the site's timeline: a line each. */
void kept_print_dropped(struct arena *arena, const struct kept *kept,
    FILE *out);

/* A line of an export as it is read; ends with archive_line_free(). */
struct archive_line {
	struct arena *arena;
	struct kept kept;
	const char *label;	/* "INC-7"; "?" where it is no line at all */
	bool is_line;		/* it says which incident it is of */
	const char *flaw;	/* NULL = it is as it was exported, byte for
				   byte */
};

void archive_line_read(struct archive_line *line, const char *bytes, size_t length);
void archive_line_free(struct archive_line *line);

/* False if it is not there, or cannot be read (*status says which). */
NODISCARD bool archive_load(struct archive *archive, struct arena *arena,
    const char *id, struct kept *out, enum ledger_status *status);
/* Several at once, since the way to Redis and back takes longer than the
 * reading. */
struct archive_loaded {
	struct kept kept;
	enum ledger_status status;
};
void archive_load_some(struct archive *archive, struct arena *arena,
    const char *const *ids, size_t count, struct archive_loaded *out);
/* What counts of all incidents, in the arena. */
NODISCARD bool archive_facts(struct archive *archive, struct arena *arena,
    struct figures_facts *out);
/* All ids, by number; in the arena. */
NODISCARD bool archive_ids(struct archive *archive, struct arena *arena,
    const char ***ids, size_t *count);
/* Which incident a channel, or an alert's name, leads to; "" = none. False:
 * no answer. */
NODISCARD bool archive_find(struct archive *archive, const char *channel,
    char id[ID_SIZE]);
enum ledger_status archive_commit(struct archive *archive,
    const struct ledger_commit *commit);
/* Numbers up to this one are given to nobody any more. */
NODISCARD bool archive_reserve(struct archive *archive, int64_t number);

#endif
