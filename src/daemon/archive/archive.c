/* SPDX-License-Identifier: MIT
 *
 * archive: see archive.h. Reports, the export and the proof of what the ledger
 * holds; what was exported is read by archive_read.c, for archive_import.c and
 * archive_verify.c.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/report.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include "services/config/config.h"
#include <jansson.h>

#define INCIDENT_MEMORY_MAX ((size_t)2 << 30)	/* a buffer that is large enough
						   for the worst is not all used */
#define INDEX_MEMORY_MAX ((size_t)64 << 20)

static bool read_incident(const struct kept *kept, struct arena *arena,
    struct report *report)
{
	struct incident *incident = arena_alloc(arena, sizeof(*incident));
	struct event *events = arena_alloc(arena,
	    (kept->count + 1) * sizeof(*events));

	if (!incident_decode(kept->data, kept->length, incident))
		return false;
	for (size_t i = 0; i < kept->count; i++)
		if (event_decode(kept->entries[i].data,
		    kept->entries[i].length, &events[report->count]))
			report->count++;
	report->incident = incident;
	report->events = events;
	report->people = report_people(arena, events, report->count);
	return true;
}

static char *draw(struct arena *arena, const struct report *report,
    const char *format)
{
	if (text_list_has("html,public-html", format))
		return report_html(arena, report);
	if (strcmp(format, "json") == 0)
		return report_json(arena, report);
	return report_markdown(arena, report);
}

int archive_report(const struct config *config, const char *id,
    const char *format, FILE *out, FILE *err)
{
	struct report report = { .zone = config->policy.zone,
		.zone_name = config->policy.zone_name,
		.is_public = text_starts_with(format, "public-") };
	struct archive *archive;
	struct arena *arena;
	enum ledger_status status;
	struct kept kept;
	bool found;

	if (!text_list_has("md,html,json,public-md,public-html", format)) {
		fprintf(err, "incbot: the format is md, html, json, "
		    "public-md or public-html\n");
		return EXIT_USAGE;
	}
	archive = archive_open(config, false, err);
	if (!archive)
		return EXIT_START;
	arena = arena_new(INCIDENT_MEMORY_MAX);
	id += strncmp(id, "INC-", 4) == 0 ? 4 : 0;
	found = ledger_is_word(id) &&
	    archive_load(archive, arena, id, &kept, &status) &&
	    read_incident(&kept, arena, &report);
	if (found)
		fputs(draw(arena, &report, format), out);
	else
		fprintf(err, "incbot: there is no incident INC-%s that can be "
		    "read\n", id);
	arena_free(arena);
	archive_close(archive);
	return found ? EXIT_OK : EXIT_CONFIG;
}

/* --- all of them --------------------------------------------------------- */

typedef bool each_fn(struct arena *arena, const struct kept *kept,
    FILE *out);

#define AT_ONCE 16

struct walk {
	struct archive *archive;
	each_fn *each;
	FILE *out;
	FILE *err;
	const char **absent;	/* were listed, and were not there */
	size_t absent_count;
};

/* False, after it was said. */
static bool complain(const struct walk *walk, struct arena *arena,
    const char *id, enum ledger_status status)
{
	fprintf(walk->err, "incbot: %s cannot be read (%s)\n",
	    kept_label(arena, id), ledger_status_name(status));
	return false;
}

/* False if one could not be read, or each() said so. */
static bool each_of_some(struct walk *walk, const char *const *ids,
    size_t count)
{
	struct arena *arena = arena_new(INCIDENT_MEMORY_MAX);
	struct archive_loaded loaded[AT_ONCE];
	bool good = true;

	archive_load_some(walk->archive, arena, ids, count, loaded);
	for (size_t i = 0; i < count; i++) {
		if (loaded[i].status == LEDGER_ABSENT)
			walk->absent[walk->absent_count++] = ids[i];
		else if (loaded[i].status != LEDGER_OK)
			good = complain(walk, arena, ids[i],
			    loaded[i].status);
		else
			good = walk->each(arena, &loaded[i].kept,
			    walk->out) && good;
	}
	arena_free(arena);
	return good;
}

static bool is_listed(const char *id, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(ids[i], id) == 0)
			return true;
	}
	return false;
}

/* What was dropped meanwhile is in no list any more; what still is, is lost. */
static bool absent_are_dropped(const struct walk *walk)
{
	struct arena *arena;
	const char **ids = NULL;
	size_t count = 0;
	bool good;

	if (walk->absent_count == 0)
		return true;
	arena = arena_new(INDEX_MEMORY_MAX);
	good = archive_ids(walk->archive, arena, &ids, &count);
	for (size_t i = 0; i < walk->absent_count; i++) {
		if (is_listed(walk->absent[i], ids, count))
			good = complain(walk, arena, walk->absent[i],
			    LEDGER_ABSENT);
	}
	arena_free(arena);
	return good;
}

/* All incidents by number, then the site, of which a company that has never set
 * anything has no record. */
static int each_incident(const struct config *config, each_fn *each,
    FILE *out, FILE *err)
{
	static const char *const site = SITE_ID;
	struct walk walk = { .each = each, .out = out, .err = err };
	struct arena *index;
	const char **ids = NULL;
	size_t count = 0;
	bool good;

	walk.archive = archive_open(config, false, err);
	if (!walk.archive)
		return EXIT_START;
	index = arena_new(INDEX_MEMORY_MAX);
	good = archive_ids(walk.archive, index, &ids, &count);
	walk.absent = arena_alloc(index, (count + 1) * sizeof(*walk.absent));
	for (size_t i = 0; i < count; i += AT_ONCE)
		good = each_of_some(&walk, ids + i, count - i < AT_ONCE ?
		    count - i : AT_ONCE) && good;
	count -= walk.absent_count;
	good = absent_are_dropped(&walk) && good;
	good = each_of_some(&walk, &site, 1) && good;
	if (good)
		fprintf(err, "%zu incidents\n", count);
	arena_free(index);
	archive_close(walk.archive);
	return good ? EXIT_OK : EXIT_CONFIG;
}

static bool write_incident(struct arena *arena, const struct kept *kept,
    FILE *out)
{
	(void)arena;
	archive_write_line(out, kept);
	return true;
}

int archive_export(const struct config *config, FILE *out, FILE *err)
{
	return each_incident(config, write_incident, out, err);
}

static bool verify_incident(struct arena *arena, const struct kept *kept,
    FILE *out)
{
	const char *flaw = kept_flaw(arena, kept, fold_new(arena, kept->id));

	fprintf(out, "%s %s%s\n", kept_label(arena, kept->id),
	    flaw ? "CHANGED: " : "unchanged ", flaw ? flaw : kept->chain);
	kept_print_dropped(arena, kept, out);
	return flaw == NULL;
}

int archive_verify(const struct config *config, FILE *out, FILE *err)
{
	return each_incident(config, verify_incident, out, err);
}
