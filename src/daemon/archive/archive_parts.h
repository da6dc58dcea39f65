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

/* A line of the export. */
void archive_write_line(FILE *out, const struct kept *kept);

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
