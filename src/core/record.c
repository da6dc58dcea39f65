/* SPDX-License-Identifier: MIT
 *
 * record: see record.h. The walk over the fields is the same for both
 * directions; only bounds and types are checked here, meaning is the
 * owner's affair. Every turn and every effect begins with decoding a
 * snapshot, so no tree is built on the way: core/json_read.h.
 */
#include "core/record.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/json_read.h"
#include "core/json_tree.h"
#include "core/json_write.h"

/* About the year 14600; sums of a few such instants cannot overflow. */
#define MS_MAX INT64_C(400000000000000)
#define WORD_SIZE 64
#define GLANCE_MAX 4096	/* no struct with a text of TEXT_SIZE is smaller */

static const char *element_at(const struct field *field, const void *data,
    size_t i)
{
	return (const char *)data + field->offset + i * field->size;
}

static int int_at(const struct field *field, const void *data)
{
	int number;

	memcpy(&number, element_at(field, data, 0), sizeof(number));
	return number;
}

static int64_t ms_at(const struct field *field, const void *data)
{
	int64_t ms;

	memcpy(&ms, element_at(field, data, 0), sizeof(ms));
	return ms;
}

static bool truth_at(const struct field *field, const void *data)
{
	bool truth;

	memcpy(&truth, element_at(field, data, 0), sizeof(truth));
	return truth;
}

/* --- writing -------------------------------------------------------------- */

static bool is_empty(const struct record *record, const void *data);

/* Where it is said how far it is used, the rest need not be looked at: up to
 * there, and what has come since then, which begins with a text. */
static size_t begin_of_unused(const struct field *field, const void *data)
{
	int used;

	if (field->used == 0)
		return field->count;
	memcpy(&used, (const char *)data + field->used, sizeof(used));
	while ((size_t)used < field->count &&
	    *element_at(field, data, (size_t)used) != '\0')
		used++;
	return (size_t)used;
}

/* Elements of an array, without the empty ones at its end; what counts is
 * what would be written, not the bytes behind a text's NUL. */
size_t record_used_count(const struct field *field, const void *data)
{
	size_t n = begin_of_unused(field, data);

	while (n > 0) {
		const char *element = element_at(field, data, n - 1);

		if (field->type == FIELD_TEXTS ? *element != '\0' :
		    !is_empty(field->of, element))
			break;
		n--;
	}
	return n;
}

static bool is_zero(const struct field *field, const void *data)
{
	switch (field->type) {
	case FIELD_TEXT:
		return *element_at(field, data, 0) == '\0';
	case FIELD_INT:
	case FIELD_WORD:
		return int_at(field, data) == 0;
	case FIELD_MS:
		return ms_at(field, data) == 0;
	case FIELD_BOOL:
		return !truth_at(field, data);
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return record_used_count(field, data) == 0;
	case FIELD_RECORD:
		return is_empty(field->of, element_at(field, data, 0));
	case FIELD_SIGN:
		return false;
	}
	abort();
}

/* Nothing but zeros: byte by byte the same as the one behind, and the first
 * one is zero. */
static bool is_blank(const char *bytes, size_t size)
{
	return *bytes == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/* Most elements of a snapshot's arrays were never used, and all are asked: at a
 * glance first. Not so what has room for long texts, since behind their NULs
 * anything may lie. */
static bool is_empty(const struct record *record, const void *data)
{
	const struct field *end = record->fields + record->field_count;

	if (record->size <= GLANCE_MAX && is_blank(data, record->size))
		return true;
	for (const struct field *field = record->fields; field < end;
	    field++) {
		const char *place = (const char *)data + field->offset;

		if (field->type == FIELD_TEXT ? *place != '\0' :
		    !is_zero(field, data))
			return false;
	}
	return true;
}

static void write_record(struct json_writer *writer,
    const struct record *record, const void *data);

static void write_array(struct json_writer *writer,
    const struct field *field, const void *data)
{
	size_t count = record_used_count(field, data);

	json_write_open(writer, '[');
	for (size_t i = 0; i < count; i++) {
		const char *element = element_at(field, data, i);

		if (field->type == FIELD_TEXTS)
			json_write_text(writer, element);
		else
			write_record(writer, field->of, element);
	}
	json_write_close(writer, ']');
}

static void write_field(struct json_writer *writer,
    const struct field *field, const void *data)
{
	switch (field->type) {
	case FIELD_TEXT:
		json_write_text(writer, element_at(field, data, 0));
		return;
	case FIELD_INT:
		json_write_integer(writer, int_at(field, data));
		return;
	case FIELD_MS:
		json_write_integer(writer, ms_at(field, data));
		return;
	case FIELD_BOOL:
		json_write_word(writer, "true");
		return;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		write_array(writer, field, data);
		return;
	case FIELD_RECORD:
		write_record(writer, field->of, element_at(field, data, 0));
		return;
	case FIELD_WORD:
		json_write_text(writer, field->word(int_at(field, data)));
		return;
	case FIELD_SIGN:
		json_write_text(writer, field->sign);
		return;
	}
	abort();
}

static void write_record(struct json_writer *writer,
    const struct record *record, const void *data)
{
	json_write_open(writer, '{');
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];

		if (is_zero(field, data))
			continue;
		json_write_key(writer, field->name);
		write_field(writer, field, data);
	}
	json_write_close(writer, '}');
}

char *record_encode(struct arena *arena, const struct record *record,
    const void *data)
{
	struct json_writer writer = json_writer();

	write_record(&writer, record, data);
	return json_write_finish(&writer, arena);
}

char *json_encode(struct arena *arena, const json_t *value)
{
	size_t length;
	char *text = json_tree_text(value, &length);
	char *copy = arena_strndup(arena, text, length);

	free(text);
	return copy;
}

/* --- reading -------------------------------------------------------------- */

static bool read_record(struct json_reader *reader,
    const struct record *record, void *data);

static bool read_array(struct json_reader *reader, const struct field *field,
    char *place)
{
	bool more;

	if (!json_read_open(reader, '['))
		return false;
	for (size_t i = 0; json_read_more(reader, '[', &more); i++) {
		char *to = place + i * field->size;

		if (!more)
			return true;
		if (i == field->count)
			return false;
		if (field->used > 0)
			memcpy(place - field->offset + field->used,
			    &(int){ (int)i + 1 }, sizeof(int));
		if (field->type == FIELD_TEXTS ?
		    !json_read_text(reader, to, field->size) :
		    !read_record(reader, field->of, to))
			return false;
	}
	return false;
}

static bool read_word(struct json_reader *reader, const struct field *field,
    char *place)
{
	char word[WORD_SIZE];

	if (!json_read_text(reader, word, sizeof(word)))
		return false;
	for (int i = 1; i < (int)field->count; i++) {
		const char *known = field->word(i);

		if (*known == *word && strcmp(known, word) == 0) {
			memcpy(place, &i, sizeof(i));
			return true;
		}
	}
	return false;
}

static bool read_sign(struct json_reader *reader, const struct field *field)
{
	char word[WORD_SIZE];

	return json_read_text(reader, word, sizeof(word)) &&
	    strcmp(word, field->sign) == 0;
}

static bool read_number(struct json_reader *reader,
    const struct field *field, char *place)
{
	int64_t number;

	if (field->type == FIELD_MS) {
		if (!json_read_integer(reader, -MS_MAX, MS_MAX, &number))
			return false;
		memcpy(place, &number, sizeof(number));
		return true;
	}
	if (!json_read_integer(reader, INT32_MIN, INT32_MAX, &number))
		return false;
	memcpy(place, &(int){ (int)number }, sizeof(int));
	return true;
}

static bool read_truth(struct json_reader *reader, char *place)
{
	bool truth;

	if (!json_read_truth(reader, &truth))
		return false;
	memcpy(place, &truth, sizeof(truth));
	return true;
}

static bool read_field(struct json_reader *reader, const struct field *field,
    char *place)
{
	switch (field->type) {
	case FIELD_TEXT:
		return json_read_text(reader, place, field->size);
	case FIELD_INT:
	case FIELD_MS:
		return read_number(reader, field, place);
	case FIELD_BOOL:
		return read_truth(reader, place);
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return read_array(reader, field, place);
	case FIELD_RECORD:
		return read_record(reader, field->of, place);
	case FIELD_WORD:
		return read_word(reader, field, place);
	case FIELD_SIGN:
		return read_sign(reader, field);
	}
	abort();
}

/* What was written by us comes in the table's order, so the search begins
 * behind the last one found. field_count if there is none. */
static size_t find_field(const struct record *record,
    const struct json_key *key, size_t from)
{
	for (size_t i = 0; i < record->field_count; i++) {
		size_t at = (from + i) % record->field_count;
		const char *name = record->fields[at].name;

		if (key->length > 0 && *name != *key->text)
			continue;	/* spares most of the calls */
		if (strncmp(name, key->text, key->length) == 0 &&
		    name[key->length] == '\0')
			return at;
	}
	return record->field_count;
}

/* The fields that were there; each may be so once. */
struct seen {
	uint64_t bits[FIELDS_MAX / 64];
};

static bool seen_before(struct seen *seen, size_t field)
{
	uint64_t bit = UINT64_C(1) << field % 64;
	bool before = seen->bits[field / 64] & bit;

	seen->bits[field / 64] |= bit;
	return before;
}

static bool is_signed(const struct record *record, struct seen *seen)
{
	for (size_t i = 0; i < record->field_count; i++) {
		if (record->fields[i].type == FIELD_SIGN &&
		    !seen_before(seen, i))
			return false;
	}
	return true;
}

static bool read_member(struct json_reader *reader,
    const struct record *record, void *data, struct seen *seen, size_t *at)
{
	const struct field *field;
	struct json_key key;
	size_t found;

	if (!json_read_key(reader, &key))
		return false;
	found = find_field(record, &key, *at);
	if (found == record->field_count)
		return json_read_skip(reader);
	*at = found + 1;
	field = &record->fields[found];
	return !seen_before(seen, found) &&
	    read_field(reader, field, (char *)data + field->offset);
}

static bool read_record(struct json_reader *reader,
    const struct record *record, void *data)
{
	struct seen seen = { 0 };
	size_t at = 0;
	bool more;

	assert(record->field_count <= FIELDS_MAX);
	if (!json_read_open(reader, '{'))
		return false;
	while (json_read_more(reader, '{', &more)) {
		if (!more)
			return is_signed(record, &seen);
		if (!read_member(reader, record, data, &seen, &at))
			return false;
	}
	return false;
}

bool record_decode_cleared(const struct record *record, const char *json,
    size_t length, void *data)
{
	struct json_reader reader = json_reader(json, length);

	return read_record(&reader, record, data) && json_read_end(&reader);
}

bool record_decode(const struct record *record, const char *json,
    size_t length, void *data)
{
	memset(data, 0, record->size);
	return record_decode_cleared(record, json, length, data);
}

int record_name_count(const struct record *record)
{
	int count = (int)record->field_count;

	for (size_t i = 0; i < record->field_count; i++) {
		if (record->fields[i].of)
			count += record_name_count(record->fields[i].of);
	}
	return count;
}
