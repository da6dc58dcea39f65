/* SPDX-License-Identifier: MIT
 *
 * An incident in which everything is there as often, and as long, as its
 * limits allow: its snapshot is within SNAPSHOT_MAX, so that no commit can
 * fail because of what people wrote, and comes back as it was; and the lists
 * of many such incidents fit into a turn.
 */
#include "core/incident.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/component.h"
#include "core/incident_room.h"
#include "core/policy.h"
#include "core/views/view_gaps.h"
#include "tests/unit/unit.h"

#define LATE INT64_C(4102444800000)	/* 2100: thirteen digits */
#define LONG_ID "U0123456789ABCDEFGHIJ"	/* Slack's have some eleven */
#define TS "1781514000.000100"
#define HASH "0123456789abcdef"

/* So many characters, of as many bytes as JSON may take for one: four of
 * UTF-8, six of a control character. */
static const char *character;

static void fill(char *to, size_t size, size_t characters)
{
	struct text text;

	text_init(&text, to, size);
	for (size_t i = 0; i < characters; i++)
		text_add(&text, character);
	ck_assert(!text.truncated);
}

#define FILL(field, characters) fill(field, sizeof(field), characters)
#define SET(field, words) ck_assert(text_copy(field, sizeof(field), words))

static void fill_bytes(char *to, size_t size)
{
	memset(to, 'x', size - 1);
	to[size - 1] = '\0';
}

#define FILL_NAME(field) fill_bytes(field, sizeof(field))

static void fill_people(struct incident *incident)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct holder *holder = &incident->roles[i];

		SET(holder->user, LONG_ID);
		SET(holder->offered_to, LONG_ID);
		SET(holder->offered_by, LONG_ID);
		holder->since_ms = holder->nagged_ms = LATE;
		holder->nags = TALLY_MAX;
	}
	for (int i = 0; i < RUNGS_MAX; i++)
		incident->rungs[i] = (struct rung){ LATE, LATE };
	for (int i = 0; i < PAGES_MAX; i++) {
		struct page *page = &incident->pages[i];

		SET(page->user, LONG_ID);
		SET(page->channel, LONG_ID);
		SET(page->ts, TS);
		SET(page->way, "place-webhook");
		FILL_NAME(page->note);
		page->asked_ms = page->sent_ms = page->accepted_ms = LATE;
		page->epoch = TALLY_MAX;
		page->skipped = true;
		page->rung = RUNG_CALLED;
		SET(page->by, LONG_ID);
		FILL_NAME(page->why);
	}
}

static void fill_lists(struct incident *incident)
{
	for (int i = 0; i < ALERTS_MAX; i++) {
		struct alert_state *alert = &incident->alerts[i];

		SET(alert->hash, HASH);
		FILL_NAME(alert->source);
		FILL(alert->title, TITLE_CHARS);
		alert->starts_ms = alert->ended_ms = LATE;
		alert->times = 1;
	}
	for (int i = 0; i < ACTIONS_MAX; i++) {
		struct action *action = &incident->actions[i];

		FILL(action->text, ACTION_CHARS);
		SET(action->owner, LONG_ID);
		action->due_ms = action->nagged_ms = LATE;
		action->category = CATEGORY_MITIGATIVE;
		action->state = ACTION_DROPPED;
		SET(action->ticket.way, "github");
		SET(action->ticket.key, "INCIDENTS-123456");
		FILL_NAME(action->ticket.url);
		FILL_NAME(action->ticket.note);
		action->ticket.known_ms = LATE;
	}
	for (int i = 0; i < MARKS_MAX; i++) {
		struct message_mark *mark = &incident->marks[i];

		SET(mark->ts, TS);
		SET(mark->pin_ts, TS);
		SET(mark->hash, HASH);
		mark->pinned = mark->dropped = true;
	}
	for (int i = 0; i < RECENT_MAX; i++)
		SET(incident->recent[i], HASH);
}

static void fill_affected(char affected[AFFECTED_SIZE])
{
	char id[ID_SIZE];

	for (int i = 0; i < COMPONENTS_MAX; i++) {
		snprintf(id, sizeof(id), "component-of-a-long-name-%05d", i);
		ck_assert(affected_set(affected, id, COMPONENT_DEGRADED));
	}
}

static void fill_texts(struct incident *incident)
{
	FILL(incident->title, TITLE_CHARS);
	FILL(incident->public_title, TITLE_CHARS);
	FILL(incident->broken, TITLE_CHARS);
	FILL(incident->reach, TITLE_CHARS);
	FILL(incident->since, TITLE_CHARS);
	FILL(incident->cause, CAUSE_CHARS);
	FILL(incident->update_text, TEXT_CHARS);
	FILL(incident->mitigation, TEXT_CHARS);
	FILL(incident->resolution, TEXT_CHARS);
	FILL_NAME(incident->service);
	FILL_NAME(incident->room_name);
	fill_affected(incident->affected);
	fill_affected(incident->touched);
}

static void fill_all(struct incident *incident)
{
	memset(incident, 0, sizeof(*incident));
	SET(incident->id, "1000000");
	incident->epoch = TALLY_MAX;
	incident->severity = SEV1;
	incident->phase = PHASE_OPEN;
	incident->flags = FLAG_DRILL | FLAG_ROOM;
	SET(incident->declared_by, LONG_ID);
	incident->declared_ms = incident->severity_ms = LATE;
	fill_people(incident);
	fill_lists(incident);
	fill_texts(incident);
}

/* What is not filled in above: some sixty ids, numbers and instants. */
#define SPARE_BYTES (60 * 48)

static void assert_fits(const char *with)
{
	static struct incident full, again;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	char *json;

	character = with;
	fill_all(&full);
	json = incident_encode(arena, &full);
	ck_assert_msg(strlen(json) + SPARE_BYTES <= SNAPSHOT_MAX,
	    "%zu bytes", strlen(json));
	ck_assert(incident_decode(json, strlen(json), &again));
	incident_used_note(&full);
	ck_assert_mem_eq(&again, &full, sizeof(full));
	arena_free(arena);
}

START_TEST(what_people_may_write_fits_into_a_snapshot)
{
	assert_fits("\xf0\x9f\x94\xa5");
	assert_fits("\x01");
	assert_fits("\"");
}
END_TEST

/* As many incidents as a turn holds, each with all its action items open and
 * at their longest: the list fits into the turn's memory beside them. */
START_TEST(the_checklist_of_all_fits_into_a_turn)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	int count = OPEN_LIST_MAX + OWED_LIST_MAX;
	struct incident *all = arena_alloc(arena,
	    (size_t)count * sizeof(*all));
	struct gap_list list = { .max = GAPS_TURN_MAX };
	const char *fallback;
	struct policy *policy = calloc(1, sizeof(*policy));
	json_t *blocks;

	character = "\xf0\x9f\x94\xa5";
	ck_assert_ptr_nonnull(policy);
	policy_init(policy);
	for (int i = 0; i < count; i++) {
		fill_all(&all[i]);
		all[i].flags = FLAG_ROOM;
		for (int j = 0; j < ACTIONS_MAX; j++)
			all[i].actions[j].state = ACTION_OPEN;
	}
	gaps_add(arena, &list, all, count, "", "");
	ck_assert_int_eq(list.count + list.left_out, count * ACTIONS_MAX);
	gaps_sort(&list);
	blocks = view_gaps(arena, &list, policy, "", &fallback);
	ck_assert_uint_le(json_array_size(blocks), 50);
	ck_assert_ptr_nonnull(strstr(fallback, "2160 open gaps"));
	json_decref(blocks);
	blocks = view_gaps_export(arena, &list, policy, &fallback);
	ck_assert_uint_le(json_array_size(blocks), 50);
	json_decref(blocks);
	free(policy);
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/incident, full");

	unit_add(&u, what_people_may_write_fits_into_a_snapshot);
	unit_add(&u, the_checklist_of_all_fits_into_a_turn);
	return unit_run(&u);
}
