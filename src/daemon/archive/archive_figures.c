/* SPDX-License-Identifier: MIT
 *
 * archive_figures: the company's figures by the command line, over all
 * incidents that the index holds.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/figures_text.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include "services/config/config.h"

#define FIGURES_MEMORY_MAX ((size_t)1 << 30)

static const char *draw(struct arena *arena, const struct figures_table *table,
    const char *format)
{
	if (strcmp(format, "json") == 0)
		return figures_json(arena, table);
	if (strcmp(format, "html") == 0)
		return figures_html(arena, table, "All incidents");
	return figures_csv(arena, table);
}

int archive_figures(const struct config *config, const char *format,
    FILE *out, FILE *err)
{
	struct figures_facts facts = { .count = 0 };
	struct archive *archive;
	struct arena *arena;
	bool good;

	if (!text_list_has("csv,json,html", format)) {
		fprintf(err, "incbot: the format is csv, json or html\n");
		return EXIT_USAGE;
	}
	archive = archive_open(config, false, err);
	if (!archive)
		return EXIT_START;
	arena = arena_new(FIGURES_MEMORY_MAX);
	good = archive_facts(archive, arena, &facts);
	if (good)
		fputs(draw(arena, figures_compute(arena, &facts, 0, 0),
		    format), out);
	else
		fprintf(err, "incbot: Redis does not answer\n");
	arena_free(arena);
	archive_close(archive);
	return good ? EXIT_OK : EXIT_START;
}
