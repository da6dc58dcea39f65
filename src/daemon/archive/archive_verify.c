/* SPDX-License-Identifier: MIT
 *
 * archive_verify: the proof of a file that was exported, one incident or all of
 * them, without Redis and without a config: whoever was given one can look at it
 * anywhere. How a line is read and proven: archive_read.c.
 */
#include "daemon/archive/archive.h"
#include "base/arena.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/daemon.h"
#include <errno.h>

struct source {
	const char *name;
	FILE *in;
	FILE *out;
	FILE *err;
	size_t lines;
	size_t good;
};

/* What is no line at all is nobody's: where it stands is said instead. */
static void verify_line(struct source *source, const char *bytes,
    size_t length)
{
	struct archive_line line;

	archive_line_read(&line, bytes, length);
	source->lines++;
	source->good += !line.flaw;
	if (!line.is_line)
		fprintf(source->err, "incbot: %s:%zu: %s\n", source->name,
		    source->lines, line.flaw);
	else if (line.flaw)
		fprintf(source->out, "%s CHANGED: %s (line %zu)\n",
		    line.label, line.flaw, source->lines);
	else
		fprintf(source->out, "%s unchanged %s\n", line.label,
		    line.kept.chain);
	if (!line.flaw)
		kept_print_dropped(line.arena, &line.kept, source->out);
	archive_line_free(&line);
}

/* False with errno if the file could not be read to its end. */
static bool verify_lines(struct source *source)
{
	char *bytes = NULL;
	size_t room = 0;
	ssize_t length;
	int reason;

	errno = 0;
	while ((length = getline(&bytes, &room, source->in)) > 0)
		verify_line(source, bytes, (size_t)length);
	reason = errno;
	free(bytes);
	errno = reason;
	return !ferror(source->in);
}

static int verify_source(struct source *source)
{
	if (!verify_lines(source)) {
		fprintf(source->err, "incbot: %s: %s\n", source->name,
		    strerror(errno));
		return EXIT_START;
	}
	if (source->lines == 0)
		fprintf(source->err, "incbot: %s: there is nothing in it\n",
		    source->name);
	else
		fprintf(source->err, "%zu of %zu lines unchanged\n",
		    source->good, source->lines);
	return source->lines > 0 && source->good == source->lines ? EXIT_OK :
	    EXIT_CONFIG;
}

int archive_verify_file(const char *name, FILE *out, FILE *err)
{
	struct source source = { .name = name, .in = fopen(name, "re"),
		.out = out, .err = err };
	int status;

	if (!source.in) {
		fprintf(err, "incbot: %s: %s\n", name, strerror(errno));
		return EXIT_START;
	}
	status = verify_source(&source);
	(void)fclose(source.in);
	return status;
}
