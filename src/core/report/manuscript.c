/* SPDX-License-Identifier: MIT
 *
 * manuscript: reading; see manuscript.h. Line by line: a heading begins a part,
 * what follows is the part's. Comparing: manuscript_compare.c.
 */
#include "core/report/manuscript.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define LINES_MAX 4000

/* What a heading begins. Sections are their own number. */
enum part { PART_NONE = -1, PART_RECORD = -2, PART_ITEMS = -3 };

struct reading {
	struct arena *arena;
	struct manuscript *out;
	const char **lines;
	int count;
	int columns[ITEM_CELLS];	/* of a cell in a row; -1 = not there */
	bool has_columns;
};

void problem_add(struct problems *problems, int line, const char *says)
{
	if (problems->count < PROBLEMS_MAX)
		problems->list[problems->count] =
		    (struct manuscript_problem){ line, says };
	problems->count++;
}

void manuscript_hash(const char *text, size_t length, char out[17])
{
	uint64_t sum = length;
	struct text to;

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	text_init(&to, out, 17);
	text_addf(&to, "%016llx", (unsigned long long)sum);
}

/* --- lines --------------------------------------------------------------- */

static const char *take_line(struct arena *arena, const char **text)
{
	size_t length = strcspn(*text, "\n");
	size_t kept = length;
	char *line;

	while (kept > 0 && ((*text)[kept - 1] == '\r' ||
	    (*text)[kept - 1] == ' ' || (*text)[kept - 1] == '\t'))
		kept--;
	line = arena_strndup(arena, *text, kept);
	*text += length + ((*text)[length] == '\n');
	return line;
}

/* Marks that were escaped become what they were. */
static const char *unmarked(struct arena *arena, const char *s)
{
	char *out = arena_alloc(arena, strlen(s) + 1);
	char *to = out;

	for (; *s; s++) {
		if (*s == '\\' && s[1] > ' ' && s[1] < 0x7f &&
		    strchr("\\`*_{}[]<>#|!~&+-.()\"'", s[1]))
			s++;
		*to++ = *s;
	}
	*to = '\0';
	return plain_clean(arena, out);
}

/* "Root cause" of "### Root cause ##"; NULL if it is no heading. */
static const char *heading_of(struct arena *arena, const char *line)
{
	size_t level = strspn(line, "#");
	size_t length;

	if (level < 1 || level > 6 || (line[level] != ' ' &&
	    line[level] != '\0'))
		return NULL;
	line += level + strspn(line + level, " ");
	length = strlen(line);
	while (length > 0 && (line[length - 1] == '#' ||
	    line[length - 1] == ' '))
		length--;
	return unmarked(arena, arena_strndup(arena, line, length));
}

static enum part part_of(const char *heading)
{
	static const char *const record[] = { "Postmortem", "Figures",
		"Who was involved", "Alerts", "Pages", "Public updates",
		"Marked messages", "Parked for later", "Timeline" };

	for (int i = 0; i < SECTION_COUNT; i++) {
		if (text_equal_fold(section_heading(i), heading))
			return (enum part)i;
	}
	if (text_equal_fold(heading, "Action items"))
		return PART_ITEMS;
	for (size_t i = 0; i < ARRAY_LEN(record); i++) {
		if (text_equal_fold(record[i], heading))
			return PART_RECORD;
	}
	return PART_NONE;
}

/* --- a section ----------------------------------------------------------- */

static bool is_quote(const char *line)
{
	return *line == '>';
}

static const char *unquoted(const char *line)
{
	if (!is_quote(line))
		return line;
	return line + 1 + (line[1] == ' ');
}

/* As the report writes it: a quote whose lines have an empty one between. */
static bool is_as_exported(const struct reading *r, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (!is_quote(r->lines[i]) || ((i - from) % 2 == 1 &&
		    strcmp(r->lines[i], ">") != 0))
			return false;
	}
	return true;
}

static const char *section_body(const struct reading *r, int from, int to)
{
	bool exported = is_as_exported(r, from, to);
	size_t size = 1;
	struct text out;
	int blank = 0;

	for (int i = from; i < to; i++)
		size += strlen(r->lines[i]) * 3 + 2;
	out = text_new(r->arena, size);
	for (int i = from; i < to; i += exported ? 2 : 1) {
		const char *line = unmarked(r->arena, unquoted(r->lines[i]));

		if (!*line && (blank > 0 || out.length == 0))
			continue;
		blank = *line ? 0 : blank + 1;
		text_addf(&out, "%s%s", out.length > 0 ? "\n" : "", line);
	}
	return text_trim(out.data);
}

static void read_section(struct reading *r, int section, int from, int to)
{
	struct manuscript *out = r->out;
	const char *body;

	while (from < to && !*r->lines[from])
		from++;
	while (to > from && !*r->lines[to - 1])
		to--;
	if (from == to || *r->lines[from] == '|')
		return;		/* nothing, or a table of the record's */
	body = section_body(r, from, to);
	if (!*body || strcmp(body, "Not written yet.") == 0)
		return;
	if (utf8_length(body) > TEXT_CHARS) {
		problem_add(&out->problems, from + 1, arena_printf(r->arena,
		    "%s has %zu characters; %d fit", section_heading(section),
		    utf8_length(body), TEXT_CHARS));
		return;
	}
	if (out->sections[section]) {
		problem_add(&out->problems, from + 1, arena_printf(r->arena,
		    "%s is there twice; the first one counts",
		    section_heading(section)));
		return;
	}
	out->sections[section] = body;
	out->section_lines[section] = from + 1;
}

/* --- the action items ---------------------------------------------------- */

/* The cells of "| a | b |" (a bar that is escaped is text); how many. */
static int split_row(struct arena *arena, const char *line,
    const char *cells[ITEM_CELLS * 2])
{
	int count = 0;

	for (line++; *line && count < ITEM_CELLS * 2; ) {
		const char *end = line;
		char *cell;

		while (*end && *end != '|')
			end += *end == '\\' && end[1] ? 2 : 1;
		cell = arena_strndup(arena, line, (size_t)(end - line));
		cells[count++] = unmarked(arena, text_trim(cell));
		line = end + (*end == '|');
	}
	return count;
}

static void read_head(struct reading *r, int at, const char *const *cells,
    int count)
{
	static const char *const names[ITEM_CELLS] = { "", "what", "gap",
		"owner", "due", "for", "state" };

	for (int cell = 0; cell < ITEM_CELLS; cell++) {
		r->columns[cell] = -1;
		for (int i = count - 1; i >= 0; i--) {
			if (text_equal_fold(names[cell], cells[i]))
				r->columns[cell] = i;
		}
	}
	for (int i = 0; i < count; i++) {
		bool known = false;

		for (int cell = 0; cell < ITEM_CELLS; cell++)
			known = known || r->columns[cell] == i;
		if (!known)
			problem_add(&r->out->problems, at + 1, arena_printf(
			    r->arena, "there is no column \"%s\"", cells[i]));
	}
	r->has_columns = true;
}

static void add_item(struct reading *r, int at, const char *const *cells,
    int count)
{
	struct manuscript *out = r->out;
	struct manuscript_item *item;

	if (out->item_count == ACTIONS_MAX) {
		problem_add(&out->problems, at + 1, arena_printf(r->arena,
		    "more than %d action items; nobody does more",
		    ACTIONS_MAX));
		return;
	}
	item = &out->items[out->item_count++];
	item->line = at + 1;
	for (int cell = 0; cell < ITEM_CELLS; cell++) {
		int column = r->columns[cell];

		item->cells[cell] = column >= 0 && column < count ?
		    cells[column] : NULL;
	}
}

static bool is_rule(const char *line)
{
	return strspn(line, "|-: ") == strlen(line);
}

static void read_items(struct reading *r, int from, int to)
{
	const char *cells[ITEM_CELLS * 2];

	for (int i = from; i < to; i++) {
		const char *line = r->lines[i];
		int count;

		if (!*line || strcmp(line, "None yet.") == 0 ||
		    (*line == '|' && is_rule(line)))
			continue;
		if (*line != '|') {
			problem_add(&r->out->problems, i + 1, "this is no row "
			    "of the table of action items");
			continue;
		}
		count = split_row(r->arena, line, cells);
		if (r->has_columns)
			add_item(r, i, cells, count);
		else
			read_head(r, i, cells, count);
	}
}

/* --- all of it ----------------------------------------------------------- */

/* "7" of "INC-7: checkout is down". */
static const char *label_of(struct arena *arena, const char *heading)
{
	size_t digits;

	if (text_starts_with(heading, "Postmortem of "))
		heading += strlen("Postmortem of ");
	if (!text_starts_with(heading, "INC-"))
		return "";
	digits = strspn(heading + 4, "0123456789");
	if (digits == 0 || digits >= ID_SIZE || (heading[4 + digits] != ':' &&
	    heading[4 + digits] != '\0'))
		return "";
	return arena_strndup(arena, heading + 4, digits);
}

static void read_part(struct reading *r, const char *heading, int from, int to)
{
	enum part part = part_of(heading);

	if (part == PART_ITEMS)
		read_items(r, from, to);
	else if (part >= 0)
		read_section(r, (int)part, from, to);
	else if (part == PART_NONE && *label_of(r->arena, heading)) {
		if (!*r->out->incident)
			r->out->incident = label_of(r->arena, heading);
	} else if (part == PART_NONE)
		problem_add(&r->out->problems, from, arena_printf(r->arena,
		    "a postmortem has no part \"%s\"", plain_clip(r->arena,
		    heading, 80)));
}

static bool split_lines(struct reading *r, const char *text, size_t length)
{
	const char *rest;

	if (memchr(text, '\0', length) || !utf8_valid(text, length)) {
		problem_add(&r->out->problems, 1, "this is no text in UTF-8");
		return false;
	}
	rest = arena_strndup(r->arena, text, length);
	if (text_starts_with(rest, "\xef\xbb\xbf"))
		rest += 3;
	while (*rest && r->count < LINES_MAX)
		r->lines[r->count++] = take_line(r->arena, &rest);
	if (*rest)
		problem_add(&r->out->problems, LINES_MAX, arena_printf(
		    r->arena, "more than %d lines; the rest is not read",
		    LINES_MAX));
	return true;
}

void manuscript_read(struct arena *arena, const char *text, size_t length,
    struct manuscript *out)
{
	struct reading r = { .arena = arena, .out = out };
	const char *heading = NULL;
	int from = 0;

	memset(out, 0, sizeof(*out));
	out->incident = "";
	r.lines = arena_alloc(arena, LINES_MAX * sizeof(*r.lines));
	if (!split_lines(&r, text, length))
		return;
	for (int i = 0; i < r.count; i++) {
		const char *next = heading_of(arena, r.lines[i]);

		if (!next)
			continue;
		if (heading)
			read_part(&r, heading, from, i);
		heading = next;
		from = i + 1;
	}
	if (heading)
		read_part(&r, heading, from, r.count);
	else
		problem_add(&out->problems, 1, "there is no heading in it, "
		    "such as \"### Root cause\"");
}
