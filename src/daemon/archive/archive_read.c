/* SPDX-License-Identifier: MIT
 *
 * archive_read: one line of an export, read and proven without a ledger: by the
 * hashes, by what the timeline makes of the snapshot, and byte for byte by writing
 * it again. Total on any bytes. For the import (archive_import.c) and for whoever
 * only wants to know (archive_verify.c).
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/record.h"
#include "daemon/archive/archive_parts.h"
#include <jansson.h>

#define LINE_MEMORY_BASE ((size_t)16 << 20)
#define LINE_MEMORY_SHARE 8	/* times the line's own bytes: a number may be
				   written longer than it was read */
#define ENTRY_BYTES_MIN 40	/* of the line; it has a hash */
#define NUMBER_MAX 10000000	/* each number up to it is reserved singly */

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

static void read_entries(struct archive_line *line, const json_t *timeline)
{
	struct kept *kept = &line->kept;
	const json_t *item;
	size_t i;

	kept->entries = arena_alloc(line->arena,
	    (json_array_size(timeline) + 1) * sizeof(*kept->entries));
	json_array_foreach(timeline, i, item) {
		struct kept_entry *to = &kept->entries[kept->count++];

		to->version = json_integer_value(json_object_get(item, "v"));
		to->index = (int)json_integer_value(
		    json_object_get(item, "n"));
		to->chain = arena_strdup(line->arena, string_at(item, "h"));
		to->data = bytes_at(line->arena, item, "event");
		to->length = strlen(to->data);
	}
	if (kept->count == 0)
		return;
	kept->version = kept->entries[kept->count - 1].version;
	kept->chain = kept->entries[kept->count - 1].chain;
}

/* As the ledger writes it, and nothing that a terminal would obey. */
static bool is_subject(const char *id, int64_t *number)
{
	*number = 1;
	return strcmp(id, SITE_ID) == 0 || (*id >= '1' && *id <= '9' &&
	    text_parse_int(id, 1, INT64_MAX, number));
}

/* No more entries than there is room for hashes: an array of many numbers is no
 * timeline. */
static const char *take_object(struct archive_line *line, const json_t *object,
    size_t length)
{
	const json_t *timeline = json_object_get(object, "timeline");
	const char *id = string_at(object, "id");
	int64_t number;

	if (!is_subject(id, &number) || json_array_size(timeline) == 0 ||
	    json_array_size(timeline) > length / ENTRY_BYTES_MIN)
		return "it is no line of an export";
	line->is_line = true;
	line->kept.id = arena_strdup(line->arena, id);
	line->label = kept_label(line->arena, line->kept.id);
	if (number > NUMBER_MAX)
		return "its number";
	line->kept.data = bytes_at(line->arena, object, "snapshot");
	line->kept.length = strlen(line->kept.data);
	read_entries(line, timeline);
	return NULL;
}

/* All that is not vouched for by a hash, or by the events, is as an export
 * writes it. */
static const char *rest_flaw(const struct archive_line *line, const char *bytes,
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
	return same ? NULL : "what stands between its parts";
}

/* What jansson says of its text may hold bytes of it; the place does not. */
static const char *parse(struct archive_line *line, const char *bytes, size_t length)
{
	json_error_t error = { .position = 0 };
	json_t *object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES,
	    &error);
	const char *flaw = object ? take_object(line, object, length) :
	    arena_printf(line->arena, "it is no line of an export: no JSON "
	    "from byte %d on", error.position);

	json_decref(object);
	return flaw;
}

void archive_line_read(struct archive_line *line, const char *bytes, size_t length)
{
	struct fold *fold;

	assert(length > 0);
	*line = (struct archive_line){ .label = "?", .arena = arena_new(
	    LINE_MEMORY_BASE + LINE_MEMORY_SHARE * length) };
	line->flaw = parse(line, bytes, length);
	if (line->flaw)
		return;
	fold = fold_new(line->arena, line->kept.id);
	line->flaw = kept_flaw(line->arena, &line->kept, fold);
	if (line->flaw)
		return;
	line->kept.epoch = fold->is_site ? 0 : fold->incident.epoch;
	line->flaw = rest_flaw(line, bytes, length);
}

void archive_line_free(struct archive_line *line)
{
	arena_free(line->arena);
}
