/* SPDX-License-Identifier: MIT
 *
 * archive: what is done with incidents outside Slack, by the command line:
 * one incident's report, all of them as lines of JSON and back, and the proof
 * that nothing was changed. Each opens the ledger of the config, waits for
 * its answers one after the other, and closes it. Never creates a store but
 * to import into.
 *
 * The export has one line per incident, oldest number first, and one for the
 * site's record at the end (docs/archive.md): {"id", "version",
 * "epoch", "snapshot": {...}, "timeline": [{"v", "n", "h", "event": {...}}]},
 * where h is the hash over the entry and all before it.
 */
#ifndef INCBOT_DAEMON_ARCHIVE_H
#define INCBOT_DAEMON_ARCHIVE_H

#include "base/base.h"
#include "core/limits.h"

struct config;

/* Exit statuses as in daemon.h; what is wrong is said on err. `id` may begin
 * with "INC-"; format is "md", "html",
 * "json", "public-md" or "public-html". */
int archive_report(const struct config *config, const char *id,
    const char *format, FILE *out, FILE *err);
/* The figures of all incidents (core/report/figures.h); format is "csv", "json"
 * or "html". */
int archive_figures(const struct config *config, const char *format,
    FILE *out, FILE *err);
/* The open action items (core/gaps.h) as Markdown; `service` "" = all. */
int archive_gaps(const struct config *config, const char *service, FILE *out,
    FILE *err);
int archive_export(const struct config *config, FILE *out, FILE *err);
/* Incidents that are there already are left alone, and said so. Reminders are
 * set again from what the incident says. */
int archive_import(const struct config *config, FILE *in, FILE *err);
/* That each timeline's hashes hold, and each snapshot is what its timeline
 * makes of it. Prints a line for what is not so, and how many are. */
int archive_verify(const struct config *config, FILE *out, FILE *err);
/* The same of what was exported, one incident or all of them, without Redis; a
 * line that is none is said on err, with its number. */
int archive_verify_file(const char *name, FILE *out, FILE *err);

/* Are the exports of the latest incidents in archive.folder? */
struct archive_exports {
	int looked;
	int missing;
	char first_missing[ID_SIZE];	/* the latest */
};
NODISCARD bool archive_exports(const struct config *config, FILE *err,
    struct archive_exports *out);

#endif
