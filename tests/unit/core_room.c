/* SPDX-License-Identifier: MIT
 *
 * core/incident_room: a place in which another incident stood before is as good
 * as a new one, whatever that one was full of; and nobody is told of it.
 */
#include "core/incident_room.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)

#define FILL(place, word) ((void)text_copy(place, sizeof(place), word))

static void fill_texts(struct incident *incident)
{
	FILL(incident->id, "7");
	FILL(incident->title, "search is down");
	FILL(incident->update_text, "we are looking into it");
	FILL(incident->affected, "search=down");
	FILL(incident->draft_affected, "search=down");
	FILL(incident->draft_text, "we are looking");
	FILL(incident->touched, "search=down");
	FILL(incident->mitigation, "rolled back");
	FILL(incident->resolution, "a bad release");
	incident->severity = SEV1;
	incident->phase = PHASE_OPEN;
	incident->version = 12;
	incident->recent_next = 3;
}

/* Every element of every array, and every text, has something. */
static struct incident *full_incident(void)
{
	struct incident *incident = xcalloc(1, sizeof(*incident));

	fill_texts(incident);
	for (int i = 0; i < PAGES_MAX; i++) {
		FILL(incident->pages[i].user, "U0ANA");
		FILL(incident->pages[i].note, "no pager");
	}
	for (int i = 0; i < ALERTS_MAX; i++) {
		FILL(incident->alerts[i].hash, "0123456789abcdef");
		FILL(incident->alerts[i].title, "latency");
	}
	for (int i = 0; i < ACTIONS_MAX; i++) {
		FILL(incident->actions[i].text, "write a test");
		FILL(incident->actions[i].ticket.url, "https://t.example/1");
	}
	for (int i = 0; i < MARKS_MAX; i++)
		FILL(incident->marks[i].ts, "1781514000.000100");
	incident_used_note(incident);
	return incident;
}

static struct incident *small_incident(void)
{
	struct incident *incident = xcalloc(1, sizeof(*incident));

	FILL(incident->id, "8");
	incident->severity = SEV3;
	incident->phase = PHASE_OPEN;
	FILL(incident->pages[0].user, "U0BEN");
	FILL(incident->actions[0].text, "call them");
	FILL(incident->actions[1].text, "call them back");
	incident_used_note(incident);
	return incident;
}

static bool is_zero(const void *bytes, size_t size)
{
	const char *at = bytes;

	return *at == 0 && memcmp(at, at + 1, size - 1) == 0;
}

/* Readers go through whole arrays. */
static void assert_nothing_beyond(const struct incident *i)
{
	int at[] = { i->used.pages, i->used.alerts, i->used.actions,
		i->used.marks };

	ck_assert(at[0] == PAGES_MAX || is_zero(&i->pages[at[0]],
	    sizeof(i->pages[0]) * (size_t)(PAGES_MAX - at[0])));
	ck_assert(at[1] == ALERTS_MAX || is_zero(&i->alerts[at[1]],
	    sizeof(i->alerts[0]) * (size_t)(ALERTS_MAX - at[1])));
	ck_assert(at[2] == ACTIONS_MAX || is_zero(&i->actions[at[2]],
	    sizeof(i->actions[0]) * (size_t)(ACTIONS_MAX - at[2])));
	ck_assert(at[3] == MARKS_MAX || is_zero(&i->marks[at[3]],
	    sizeof(i->marks[0]) * (size_t)(MARKS_MAX - at[3])));
}

static void assert_same(const struct incident *a, const struct incident *b)
{
	struct arena *arena = arena_new(1u << 22);

	ck_assert_str_eq(incident_encode(arena, a), incident_encode(arena, b));
	ck_assert_int_eq(a->version, b->version);
	assert_nothing_beyond(a);
	assert_nothing_beyond(b);
	arena_free(arena);
}

START_TEST(nothing_is_left_of_a_full_one)
{
	struct incident *nothing = xcalloc(1, sizeof(*nothing));
	struct incident *place = full_incident();

	incident_clear(place);
	assert_same(place, nothing);
	ck_assert_int_eq(place->used.actions, 0);
	free(place);
	free(nothing);
}
END_TEST

START_TEST(a_copy_is_the_same_over_anything)
{
	struct incident *small = small_incident();
	struct incident *full = full_incident();
	struct incident *place = xcalloc(1, sizeof(*place));

	incident_copy(place, full);
	assert_same(place, full);
	incident_copy(place, small);
	assert_same(place, small);
	incident_copy(place, full);
	assert_same(place, full);
	free(small);
	free(full);
	free(place);
}
END_TEST

START_TEST(a_snapshot_is_read_the_same_over_anything)
{
	static const char *const texts[] = {
		/* Elements that are none, before some that are. */
		"{\"id\":\"9\",\"severity\":1,\"phase\":1,\"pages\":[{},"
		    "{\"rung\":1},{\"user\":\"U0BEN\"},{\"rung\":2}]}",
		"{\"id\":\"9\",\"severity\":1,\"phase\":1,\"actions\":[{},"
		    "{\"state\":1},{}]}",
		"{\"id\":\"9\",\"severity\":1,\"phase\":1}",
		"{\"id\":\"10\",\"severity\":1,\"phase\":1,"
		    "\"update_text\":\"new\",\"marks\":[{\"ts\":\"1.2\"}]}",
	};
	struct incident *place = full_incident();
	struct incident *fresh = xcalloc(1, sizeof(*fresh));

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		ck_assert(incident_decode(texts[i], strlen(texts[i]), fresh));
		ck_assert(incident_decode_over(texts[i], strlen(texts[i]),
		    place));
		place->version = fresh->version;
		assert_same(place, fresh);
	}
	free(place);
	free(fresh);
}
END_TEST

/* What a refused snapshot had filled before it was refused goes as well. */
START_TEST(nothing_is_left_of_what_was_refused)
{
	static const char bad[] = "{\"id\":\"9\",\"update_text\":\"x\\ud800\","
	    "\"pages\":[{\"rung\":1},{\"rung\":4},7]}";
	static const char late[] = "{\"pages\":[{\"rung\":1},{\"rung\":4},7]}";
	struct incident *nothing = xcalloc(1, sizeof(*nothing));
	struct incident *place = full_incident();

	ck_assert(!incident_decode_over(bad, strlen(bad), place));
	incident_clear(place);
	assert_same(place, nothing);
	ck_assert(!incident_decode_over(late, strlen(late), place));
	ck_assert_int_eq(place->pages[1].rung, 4);
	incident_clear(place);
	assert_same(place, nothing);
	free(place);
	free(nothing);
}
END_TEST

/* Events make arrays longer, or write into elements that nobody has. */
START_TEST(what_events_fill_is_known)
{
	struct event event = { .kind = EVENT_TICKET_ASKED, .at_ms = NOW,
		.number = ACTIONS_MAX };
	struct incident *incident = small_incident();
	struct incident *nothing = xcalloc(1, sizeof(*nothing));

	FILL(event.name, "github");
	incident_apply(incident, &event);
	ck_assert_int_eq(incident->used.actions, ACTIONS_MAX);
	incident_clear(incident);
	assert_same(incident, nothing);

	FILL(incident->id, "8");
	incident->severity = SEV1;
	incident->phase = PHASE_OPEN;
	event = (struct event){ .kind = EVENT_PAGE_ASKED, .at_ms = NOW };
	FILL(event.user, "U0ANA");
	incident_apply(incident, &event);
	ck_assert_int_eq(incident->used.pages, 1);
	incident_clear(incident);
	assert_same(incident, nothing);
	free(incident);
	free(nothing);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/incident_room");

	unit_add(&u, nothing_is_left_of_a_full_one);
	unit_add(&u, a_copy_is_the_same_over_anything);
	unit_add(&u, a_snapshot_is_read_the_same_over_anything);
	unit_add(&u, nothing_is_left_of_what_was_refused);
	unit_add(&u, what_events_fill_is_known);
	return unit_run(&u);
}
