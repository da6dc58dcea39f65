/* SPDX-License-Identifier: MIT
 *
 * directory_book: see directory_book.h.
 */
#include "daemon/directory_book.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/directory.h"
#include "services/slack/slack_element.h"

static int compare_ids(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void make_room(struct id_set *set)
{
	if (set->count < set->room)
		return;
	set->room = set->room ? 2 * set->room : 64;
	set->ids = xrealloc(set->ids, set->room * ID_SIZE);
}

void id_set_add(struct id_set *set, const char *id)
{
	make_room(set);
	(void)text_copy(set->ids[set->count++], ID_SIZE, id);
}

void id_set_sort(struct id_set *set)
{
	if (set->count > 0)
		qsort(set->ids, set->count, ID_SIZE, compare_ids);
}

void id_set_insert(struct id_set *set, const char *id)
{
	size_t at = set->count;

	while (at > 0 && strcmp(set->ids[at - 1], id) > 0)
		at--;
	if (at > 0 && strcmp(set->ids[at - 1], id) == 0)
		return;
	make_room(set);
	memmove(set->ids + at + 1, set->ids + at,
	    (set->count - at) * ID_SIZE);
	(void)text_copy(set->ids[at], ID_SIZE, id);
	set->count++;
}

void id_set_clear(struct id_set *set)
{
	free(set->ids);
	memset(set, 0, sizeof(*set));
}

struct id_list id_set_list(const struct id_set *set)
{
	return (struct id_list){ (const char (*)[ID_SIZE])set->ids,
	    set->count };
}

json_t *id_set_encode(const struct id_set *set)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < set->count; i++)
		json_array_append_new(ids, json_string(set->ids[i]));
	return ids;
}

static bool is_id(const char *id)
{
	return id && *id && strlen(id) < ID_SIZE;
}

bool id_set_decode(const json_t *ids, struct id_set *set)
{
	if (!json_is_array(ids) || json_array_size(ids) >
	    2 * (size_t)DIRECTORY_PEOPLE_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));

		if (!is_id(id))
			return false;
		id_set_add(set, id);
	}
	id_set_sort(set);
	return true;
}

static bool is_true(const json_t *person, const char *name)
{
	return json_is_true(json_object_get(person, name));
}

/* Somebody of another workspace (Slack Connect) counts as a guest. */
static struct id_set *place_of(struct book *book, const json_t *person)
{
	if (is_true(person, "is_restricted") ||
	    is_true(person, "is_ultra_restricted") ||
	    is_true(person, "is_stranger"))
		return &book->guests;
	return &book->members;
}

static bool is_somebody(const json_t *person)
{
	return is_id(slack_string_at(person, "id")) &&
	    !is_true(person, "deleted");
}

static void add_person(struct book *book, const char *id)
{
	struct person_name *person;

	book->persons = xrealloc(book->persons, (book->person_count + 1) *
	    sizeof(*book->persons));
	person = &book->persons[book->person_count++];
	(void)text_copy(person->id, sizeof(person->id), id);
	person->at = book->names_length;
}

/* An empty name would end the list. */
static void add_name(struct book *book, const json_t *person)
{
	const char *name = slack_string_at(json_object_get(person,
	    "profile"), "real_name");
	size_t size = strlen(name) + 1;

	if (is_true(person, "is_bot") || size == 1 ||
	    book->names_length + size >= DIRECTORY_NAMES_MAX)
		return;
	add_person(book, slack_string_at(person, "id"));
	book->names = xrealloc(book->names, book->names_length + size + 1);
	memcpy(book->names + book->names_length, name, size);
	book->names_length += size;
	book->names[book->names_length] = '\0';
}

void book_add(struct book *book, const json_t *person)
{
	if (++book->seen > DIRECTORY_PEOPLE_MAX || !is_somebody(person))
		return;
	id_set_add(place_of(book, person), slack_string_at(person, "id"));
	add_name(book, person);
}

static int compare_persons(const void *left, const void *right)
{
	return strcmp(((const struct person_name *)left)->id,
	    ((const struct person_name *)right)->id);
}

static void sort_persons(struct book *book)
{
	if (book->person_count > 0)
		qsort(book->persons, book->person_count,
		    sizeof(*book->persons), compare_persons);
}

void book_close(struct book *book)
{
	id_set_sort(&book->members);
	id_set_sort(&book->guests);
	sort_persons(book);
}

void book_insert(struct book *book, const json_t *person)
{
	const char *id = slack_string_at(person, "id");
	struct people people = book_people(book);

	if (!is_somebody(person) || book->members.count + book->guests.count >=
	    2 * (size_t)DIRECTORY_PEOPLE_MAX)
		return;
	id_set_insert(place_of(book, person), id);
	if (*people_name(&people, id))
		return;
	add_name(book, person);
	sort_persons(book);
}

struct people book_people(const struct book *book)
{
	return (struct people){ book->names ? book->names : "",
	    book->persons, book->person_count };
}

void book_clear(struct book *book)
{
	id_set_clear(&book->members);
	id_set_clear(&book->guests);
	free(book->names);
	free(book->persons);
	memset(book, 0, sizeof(*book));
}
