/* SPDX-License-Identifier: MIT
 *
 * core/record_pack, core/room: whatever is in a record, what is put away and
 * taken out again is what its JSON would have given, byte for byte; what is not
 * stored does not survive; and what stood in a place before is gone when it is
 * cleared or copied over. Records are filled by the dice, after their own tables.
 */
#include "core/record_pack.h"
#include "base/arena.h"
#include "base/memory.h"
#include "core/incident_room.h"
#include "core/site_room.h"
#include "tests/unit/unit.h"

#define ROUNDS 300

static uint64_t dice_state;

static unsigned dice(unsigned sides)
{
	dice_state = dice_state * UINT64_C(6364136223846793005) + 1;
	return (unsigned)(dice_state >> 33) % sides;
}

/* With something behind its end. */
static void fill_text(char *place, size_t size)
{
	size_t length = dice((unsigned)size);

	if (dice(3) == 0)
		length = length % 8 < size ? length % 8 : 0;
	memset(place, dice(2) ? 'x' : '\0', size);
	memset(place, 'a', length);
	place[length] = '\0';
	if (length > 1 && dice(4) == 0)
		place[1] = '"';
}

static void fill(const struct record *record, char *data);

/* With gaps; how far it is used may be said too high, never too low. */
static void fill_array(const struct field *field, char *data)
{
	int used = 0;
	int top = (int)dice((unsigned)field->count + 1);

	for (int i = 0; i < top; i++) {
		char *place = data + field->offset + (size_t)i * field->size;

		if (dice(3) == 0)
			continue;
		if (field->type == FIELD_TEXTS)
			fill_text(place, field->size);
		else
			fill(field->of, place);
		used = i + 1;
	}
	if (dice(2))
		used = (int)field->count;
	if (field->used > 0)
		memcpy(data + field->used, &used, sizeof(used));
}

static void fill_field(const struct field *field, char *data)
{
	char *place = data + field->offset;
	int number = (int)dice(1000000) - 5000;
	int64_t ms = INT64_C(1781514000000) + dice(1u << 30);
	bool truth = true;

	switch (field->type) {
	case FIELD_TEXT:
		fill_text(place, field->size);
		return;
	case FIELD_INT:
		memcpy(place, &number, sizeof(number));
		return;
	case FIELD_MS:
		memcpy(place, &ms, sizeof(ms));
		return;
	case FIELD_BOOL:
		memcpy(place, &truth, sizeof(truth));
		return;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		fill_array(field, data);
		return;
	case FIELD_RECORD:
		fill(field->of, place);
		return;
	case FIELD_WORD:
	case FIELD_SIGN:
		break;
	}
	ck_abort_msg("no field of these records");
}

static void fill(const struct record *record, char *data)
{
	unsigned often = 1 + dice(4);

	for (size_t i = 0; i < record->field_count; i++) {
		if (dice(often) == 0)
			fill_field(&record->fields[i], data);
	}
}

static void clear_incident(void *place)
{
	incident_clear(place);
}

static void copy_incident(void *to, const void *from)
{
	incident_copy(to, from);
}

static void clear_site(void *place)
{
	site_clear(place);
}

static void copy_site(void *to, const void *from)
{
	site_copy(to, from);
}

struct kind {
	const struct record *record;
	void (*clear)(void *place);
	void (*copy)(void *to, const void *from);
};

static const struct kind incidents = {
	&incident_record, clear_incident, copy_incident,
};
static const struct kind sites = { &site_record, clear_site, copy_site };

static void assert_json(const struct kind *kind, const void *data,
    const char *wanted)
{
	struct arena *arena = arena_new(1u << 22);

	ck_assert_str_eq(record_encode(arena, kind->record, data), wanted);
	arena_free(arena);
}

/* Each over what the one before has left. */
static void check_room(const struct kind *kind)
{
	char *data = xcalloc(1, kind->record->size);
	char *place = xcalloc(1, kind->record->size);

	for (dice_state = 1; dice_state <= ROUNDS;) {
		struct arena *arena = arena_new(1u << 22);
		uint64_t seed = dice_state;

		memset(data, 0, kind->record->size);
		fill(kind->record, data);
		kind->copy(place, data);
		assert_json(kind, place, record_encode(arena, kind->record,
		    data));
		kind->clear(data);
		assert_json(kind, data, "{}");
		arena_free(arena);
		dice_state = seed + 1;
	}
	free(data);
	free(place);
}

START_TEST(an_incident_is_gone_where_another_comes)
{
	check_room(&incidents);
}
END_TEST

START_TEST(a_site_is_gone_where_another_comes)
{
	check_room(&sites);
}
END_TEST

/* Events make its arrays longer. */
START_TEST(what_events_fill_of_the_site_is_known)
{
	struct site *site = xcalloc(1, sizeof(*site));
	struct event event = { .kind = EVENT_SUBSCRIBED, .number = 2,
		.at_ms = 1 };

	memcpy(event.user, "U0ANA", sizeof("U0ANA"));
	ck_assert(site_may_apply(site, &event));
	site_apply(site, &event);
	ck_assert_int_eq(site->used.subscriptions, 1);
	site_clear(site);
	assert_json(&sites, site, "{}");
	ck_assert_int_eq(site->used.subscriptions, 0);
	free(site);
}
END_TEST

static void check(const struct record *record)
{
	char *data = xcalloc(1, record->size);
	char *read = xcalloc(1, record->size);
	char *taken = xcalloc(1, record->size);
	struct record_pack pack = { 0 };

	for (dice_state = 1; dice_state <= ROUNDS;) {
		struct arena *arena = arena_new(1u << 22);
		uint64_t seed = dice_state;
		const char *json;

		memset(data, 0, record->size);
		memset(taken, 0, record->size);
		fill(record, data);
		json = record_encode(arena, record, data);
		ck_assert(record_decode(record, json, strlen(json), read));
		record_pack(&pack, record, data);
		record_unpack(pack.bytes, pack.length, taken);
		ck_assert_msg(memcmp(read, taken, record->size) == 0,
		    "seed %llu", (unsigned long long)seed);
		arena_free(arena);
		dice_state = seed + 1;
	}
	free(pack.bytes);
	free(data);
	free(read);
	free(taken);
}

START_TEST(an_incident_comes_back_as_its_json_would)
{
	check(&incident_record);
}
END_TEST

START_TEST(a_site_comes_back_as_its_json_would)
{
	check(&site_record);
}
END_TEST

START_TEST(what_is_not_stored_does_not_survive)
{
	struct incident *before = xcalloc(1, sizeof(*before));
	struct incident *after = xcalloc(1, sizeof(*after));
	struct record_pack pack = { 0 };

	memset(before->title, 'x', sizeof(before->title));
	memcpy(before->title, "down", sizeof("down"));
	memcpy(before->pages[2].user, "U0ANA", sizeof("U0ANA"));
	before->used.pages = PAGES_MAX;
	before->used.marks = MARKS_MAX;
	before->version = 12;
	record_pack(&pack, &incident_record, before);
	record_unpack(pack.bytes, pack.length, after);
	ck_assert_str_eq(after->title, "down");
	ck_assert_int_eq(after->title[sizeof("down")], 0);
	ck_assert_int_eq(after->version, 0);
	ck_assert_int_eq(after->used.pages, 3);
	ck_assert_int_eq(after->used.marks, 0);
	free(pack.bytes);
	free(before);
	free(after);
}
END_TEST

START_TEST(the_pack_is_filled_anew)
{
	struct incident *incident = xcalloc(1, sizeof(*incident));
	struct record_pack pack = { 0 };
	size_t length;

	memset(incident->update_text, 'a', sizeof(incident->update_text) - 1);
	record_pack(&pack, &incident_record, incident);
	length = pack.length;
	ck_assert_uint_ge(length, sizeof(incident->update_text));
	incident_clear(incident);
	record_pack(&pack, &incident_record, incident);
	ck_assert_uint_eq(pack.length, 0);
	free(pack.bytes);
	free(incident);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/record_pack");

	unit_add(&u, an_incident_comes_back_as_its_json_would);
	unit_add(&u, a_site_comes_back_as_its_json_would);
	unit_add(&u, what_is_not_stored_does_not_survive);
	unit_add(&u, the_pack_is_filled_anew);
	unit_add(&u, an_incident_is_gone_where_another_comes);
	unit_add(&u, a_site_is_gone_where_another_comes);
	unit_add(&u, what_events_fill_of_the_site_is_known);
	return unit_run(&u);
}
