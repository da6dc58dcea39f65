/* SPDX-License-Identifier: MIT
 *
 * board_draw: see board_draw.h. The pages of single incidents come first and
 * the first page last, so that no link leads nowhere.
 */
#include "daemon/board/board_draw.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "services/folder.h"
#include <errno.h>

#define DRAW_BYTES (64u << 20)	/* of one drawing's arena */

struct drawing {
	struct arena *arena;
	struct board board;
	char *buffer;
	struct text out;
	const char *folder;
	struct board_shelf *shelf;
	size_t file;		/* of those that are always there */
	const char *failed;	/* a file that could not be written */
	int reason;		/* errno */
};

static int later_first(const void *a, const void *b)
{
	const struct board_incident *const *x = a;
	const struct board_incident *const *y = b;

	if ((*x)->started_ms != (*y)->started_ms)
		return (*x)->started_ms < (*y)->started_ms ? 1 : -1;
	return strcmp((*x)->key, (*y)->key);
}

/* What is over for longer than the page looks back keeps its own page, and is
 * not on the others. */
static bool is_recent(const struct board_incident *incident, int64_t now_ms)
{
	return incident->resolved_ms == 0 || now_ms - incident->resolved_ms <
	    BOARD_DAYS * WHEN_DAY_MS;
}

static void gather(struct drawing *drawing, const struct board_shelf *shelf)
{
	const struct board_incident **list = arena_alloc(drawing->arena,
	    ((size_t)shelf->count + 1) * sizeof(const struct board_incident *));
	int count = 0;

	for (int i = 0; i < shelf->count; i++) {
		if (shelf->places[i].known &&
		    is_recent(shelf->places[i].known, drawing->board.now_ms))
			list[count++] = shelf->places[i].known;
	}
	if (count > 1)
		qsort(list, (size_t)count, sizeof(*list), later_first);
	drawing->board.incidents = list;
	drawing->board.count = count;
}

static const char *with_slash(struct arena *arena, const char *url)
{
	size_t length = strlen(url);

	return length == 0 || url[length - 1] == '/' ? url :
	    arena_printf(arena, "%s/", url);
}

static void begin_file(struct drawing *drawing)
{
	text_init(&drawing->out, drawing->buffer, BOARD_FILE_MAX);
}

/* A file that does not fit is not written: the old one tells more. One that
 * is as it was written last is left alone, unless somebody took it away. */
static bool end_file(struct drawing *drawing, const char *name,
    uint64_t *written)
{
	const struct text *out = &drawing->out;
	uint64_t hash = hash_bytes(out->data, out->length);

	if (!out->truncated && hash == *written &&
	    folder_has(drawing->folder, name))
		return true;
	*written = 0;
	if (!out->truncated && folder_write(drawing->folder, name, out->data,
	    out->length)) {
		*written = hash;
		return true;
	}
	if (!drawing->failed) {
		drawing->failed = name;
		drawing->reason = out->truncated ? EFBIG : errno;
	}
	return false;
}

/* One of those that are always there. */
static void end_fixed(struct drawing *drawing, const char *name)
{
	assert(drawing->file < BOARD_FILES_MAX);
	(void)end_file(drawing, name,
	    &drawing->shelf->written[drawing->file++]);
}

static void draw_incidents(struct drawing *drawing, struct board_shelf *shelf)
{
	for (int i = 0; i < shelf->count; i++) {
		struct shelf_place *place = &shelf->places[i];
		char key[BOARD_KEY_SIZE];
		const char *name;

		board_key(place->id, key);
		name = arena_printf(drawing->arena, "incidents/%s.html", key);
		if (place->withdrawn &&
		    folder_remove(drawing->folder, name))
			place->withdrawn = false;
		if (!place->known || place->drawn)
			continue;
		begin_file(drawing);
		board_incident_html(drawing->arena, &drawing->board,
		    place->known, &drawing->out);
		/* While it goes on its page tells how old it is. */
		place->drawn = end_file(drawing, name, &place->written) &&
		    !board_is_active(place->known);
	}
}

static void draw_json(struct drawing *drawing)
{
	static const char *const names[] = {
		"summary", "status", "components", "incidents",
		"incidents/unresolved", "scheduled-maintenances",
		"scheduled-maintenances/upcoming",
		"scheduled-maintenances/active",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		begin_file(drawing);
		board_json(drawing->arena, &drawing->board, names[i],
		    &drawing->out);
		end_fixed(drawing, arena_printf(drawing->arena,
		    "api/v2/%s.json", names[i]));
	}
}

static void draw_style(struct drawing *drawing)
{
	begin_file(drawing);
	board_style(&drawing->board, &drawing->out);
	end_fixed(drawing, "style.css");
	begin_file(drawing);
	board_icon(&drawing->board, &drawing->out);
	end_fixed(drawing, "icon.svg");
}

static void draw_pages(struct drawing *drawing)
{
	static const struct {
		const char *name;
		void (*draw)(struct arena *, const struct board *,
		    struct text *);
	} files[] = {
		{ "history.atom", board_atom },
		{ "history.rss", board_rss },
		{ "history.html", board_history_html },
		{ "index.html", board_index_html },
	};

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		begin_file(drawing);
		files[i].draw(drawing->arena, &drawing->board, &drawing->out);
		end_fixed(drawing, files[i].name);
	}
}

const char *board_draw(struct board_shelf *shelf, const struct policy *policy,
    int64_t now_ms)
{
	static char error[256];
	struct drawing drawing = {
		.arena = arena_new(DRAW_BYTES),
		.board = { .policy = policy, .now_ms = now_ms },
		.buffer = xmalloc(BOARD_FILE_MAX),
		.folder = policy->board.folder,
		.shelf = shelf,
	};

	drawing.board.url = with_slash(drawing.arena,
	    policy->status_page_url);
	gather(&drawing, shelf);
	draw_style(&drawing);
	draw_incidents(&drawing, shelf);
	draw_json(&drawing);
	draw_pages(&drawing);
	error[0] = '\0';
	if (drawing.failed)
		snprintf(error, sizeof(error), "%s: %s", drawing.failed,
		    strerror(drawing.reason));
	free(drawing.buffer);
	arena_free(drawing.arena);
	return error;
}
