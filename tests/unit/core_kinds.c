/* SPDX-License-Identifier: MIT
 *
 * core/event, effect, appointment: every kind of the closed lists reads back
 * as it was written, with every field; what means nothing is refused.
 */
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/appointment.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/maintenance.h"
#include "core/site.h"
#include "core/store_format.h"
#include "tests/unit/unit.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(4u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static void fill(char *to, size_t size, char with)
{
	memset(to, with, size - 1);
	to[size - 1] = '\0';
}

/* Every field at its limit, as far as the kind allows. */
static struct event full_event(int kind)
{
	struct event event = { .kind = kind, .at_ms = 1781514000000,
		.number = 1, .flags = 0x1f, .due_ms = 1781514900000,
		.span_ms = kind == EVENT_NOTICES_SET ? WHEN_DAY_MS :
		UPDATE_EVERY_MAX_MS };

	fill(event.key, sizeof(event.key), 'k');
	fill(event.actor, sizeof(event.actor), 'A');
	fill(event.actor_name, sizeof(event.actor_name), '"');
	fill(event.user, sizeof(event.user), 'U');
	fill(event.user_name, sizeof(event.user_name), '"');
	fill(event.ref, sizeof(event.ref), 'R');
	fill(event.name, sizeof(event.name), 'n');
	fill(event.text, maintenance_is_news(kind) ? TITLE_SIZE :
	    sizeof(event.text), '"');
	return event;
}

START_TEST(every_event_reads_back)
{
	for (int kind = EVENT_NONE + 1; kind < EVENT_COUNT; kind++) {
		struct event event = full_event(kind);
		struct event back;
		char *json = event_encode(arena, &event);

		/* What lies behind the end of a text means nothing. */
		memset(&back, 0, sizeof(back));
		ck_assert_msg(event_decode(json, strlen(json), &back), "%s",
		    event_word(kind));
		ck_assert_mem_eq(&back, &event, sizeof(event));
	}
}
END_TEST

START_TEST(words_of_events_are_unique_and_sentences_there)
{
	for (int a = EVENT_NONE + 1; a < EVENT_COUNT; a++) {
		ck_assert(*event_sentence(a));
		for (int b = a + 1; b < EVENT_COUNT; b++)
			ck_assert_str_ne(event_word(a), event_word(b));
	}
}
END_TEST

static bool decodes_event(const char *json)
{
	struct event event;

	return event_decode(json, strlen(json), &event);
}

START_TEST(events_that_mean_nothing_are_refused)
{
	static const char *const bad[] = {
		"", "[]", "{}", "{\"is\":\"\"}", "{\"is\":\"unheard_of\"}",
		"{\"is\":7}", "{\"is\":null}", "{\"is\":\"noted\",\"text\":1}",
		"{\"is\":\"noted\",\"at_ms\":-1}",
		"{\"is\":\"declared\",\"number\":1}",	/* no number of its
							   own */
		"{\"is\":\"declared\",\"number\":4,\"ref\":\"7\"}",
		"{\"is\":\"severity_set\"}",
		"{\"is\":\"severity_set\",\"number\":4}",
		"{\"is\":\"severity_set\",\"number\":-1}",
		"{\"is\":\"severity_set\",\"number\":1,\"span_ms\":-1}",
		("{\"is\":\"severity_set\",\"number\":1,"
		    "\"span_ms\":604800001}"),
		"{\"is\":\"role_taken\",\"number\":3}",
		"{\"is\":\"role_nagged\",\"number\":-1}",
		"{\"is\":\"update_nagged\",\"number\":1000001}",
		"{\"is\":\"postmortem_owed\",\"user\":\"U1\"}",
		("{\"is\":\"postmortem_owed\",\"user\":\"U1\","
		    "\"due_ms\":9,\"span_ms\":7776000001}"),
		"{\"is\":\"postmortem_owed\",\"due_ms\":9,\"span_ms\":1}",
		"{\"is\":\"postmortem_written\",\"number\":8}",
		"{\"is\":\"postmortem_nagged\",\"number\":-1}",
		"{\"is\":\"action_set\",\"number\":1}",	/* to do what? */
		"{\"is\":\"action_set\",\"text\":\"x\"}",
		"{\"is\":\"action_done\",\"number\":25}",
		"{\"is\":\"action_nagged\"}",
		"{\"is\":\"maintenance_planned\",\"number\":1}",
		("{\"is\":\"maintenance_planned\",\"number\":1,"
		    "\"text\":\"x\",\"due_ms\":5}"),	/* how long? */
		"{\"is\":\"maintenance_told\",\"number\":1}",
		("{\"is\":\"maintenance_told\",\"number\":1,"
		    "\"text\":\"x\",\"due_ms\":5}"),
		"{\"is\":\"maintenance_started\",\"text\":\"x\"}",
		("{\"is\":\"maintenance_placed\",\"number\":1,"
		    "\"flags\":32}"),
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!decodes_event(bad[i]), "%s", bad[i]);
	ck_assert(decodes_event("{\"is\":\"noted\"}"));
	ck_assert(decodes_event("{\"is\":\"role_taken\",\"number\":2}"));
}
END_TEST

static bool tells(int kind)
{
	return kind == EFFECT_SAY || kind == EFFECT_COMMS_SAY ||
	    kind == EFFECT_TELL ||
	    kind == EFFECT_COMPANY_UPDATE || kind == EFFECT_TICKET_TELL ||
	    kind == EFFECT_PLACE_UPDATE || kind == EFFECT_SETTLE ||
	    kind == EFFECT_NOTIFY || kind == EFFECT_NEWS_NOTE || kind == EFFECT_SITE_SAY ||
	    kind == EFFECT_SITE_TELL || kind == EFFECT_MAINTENANCE_SEND ||
	    kind == EFFECT_MANUSCRIPT_READ || kind == EFFECT_MANUSCRIPT_TAKE;
}

static struct effect full_effect(int kind)
{
	struct effect effect = { .kind = kind, .version = 1 << 30,
		.created_ms = 1781514000000, .number = 2, .cycle = 77 };

	fill(effect.incident, sizeof(effect.incident), '9');
	if (effect_is_of_site(kind))
		memset(effect.incident, 0, sizeof(effect.incident));
	if (effect_is_of_site(kind))
		(void)text_copy(effect.incident, sizeof(effect.incident),
		    SITE_ID);
	if (effect_target(kind) == TARGET_PLACE)
		fill(effect.place, sizeof(effect.place), 'C');
	fill(effect.user, sizeof(effect.user), 'U');
	if (effect_target(kind) == TARGET_ELSEWHERE)
		fill(effect.way, sizeof(effect.way), 'w');
	if (tells(kind))
		effect.event = full_event(EVENT_NOTED);
	return effect;
}

START_TEST(every_effect_reads_back)
{
	for (int kind = EFFECT_NONE + 1; kind < EFFECT_COUNT; kind++) {
		struct effect effect = full_effect(kind);
		struct effect back;
		char *json = effect_encode(arena, &effect);

		memset(&back, 0, sizeof(back));
		ck_assert_msg(effect_decode(json, strlen(json), &back), "%s",
		    effect_word(kind));
		ck_assert_mem_eq(&back, &effect, sizeof(effect));
		ck_assert(*effect_meaning(kind));
	}
}
END_TEST

static bool decodes_effect(const char *json)
{
	struct effect effect;

	return effect_decode(json, strlen(json), &effect);
}

#define EFFECT_JSON(rest) \
	("{\"type\":\"effect\",\"incident\":\"7\"," rest "}")

START_TEST(effects_that_mean_nothing_are_refused)
{
	static const char *const bad[] = {
		"{}", "{\"type\":\"effect\",\"do\":\"room_open\"}",
		("{\"type\":\"other\",\"incident\":\"7\","
		    "\"do\":\"room_open\"}"),
		EFFECT_JSON("\"do\":\"unheard_of\""),
		EFFECT_JSON("\"do\":\"page\""),		/* whom? */
		EFFECT_JSON("\"do\":\"room_invite\""),
		EFFECT_JSON("\"do\":\"nag_role\",\"number\":3"),
		EFFECT_JSON("\"do\":\"nag_role\",\"number\":-1"),
		EFFECT_JSON("\"do\":\"brief\",\"number\":3,\"user\":\"U1\""),
		EFFECT_JSON("\"do\":\"room_bookmark\",\"number\":-1"),
		EFFECT_JSON("\"do\":\"say\""),		/* what? */
		/* The site's is of no incident, and the other way round. */
		(EFFECT_JSON("\"do\":\"site_tell\",\"user\":\"U1\","
		    "\"event\":{\"is\":\"noted\"}")),
		("{\"type\":\"effect\",\"incident\":\"site\","
		    "\"do\":\"room_open\"}"),
		("{\"type\":\"effect\",\"incident\":\"site\","
		    "\"do\":\"site_say\","	/* where? */
		    "\"event\":{\"is\":\"noted\"}}"),
		EFFECT_JSON("\"do\":\"say\",\"event\":{}"),
		EFFECT_JSON("\"do\":\"say\",\"event\":1"),
		(EFFECT_JSON("\"do\":\"card_pin\","
		    "\"event\":{\"is\":\"noted\"}")),
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!decodes_effect(bad[i]), "%s", bad[i]);
	ck_assert(decodes_effect(EFFECT_JSON("\"do\":\"room_open\"")));
}
END_TEST

START_TEST(lanes_keep_the_order_of_one_place)
{
	struct effect say = full_effect(EFFECT_SAY);
	struct effect page = full_effect(EFFECT_PAGE);
	struct effect post = full_effect(EFFECT_COMPANY_POST);
	struct effect told = full_effect(EFFECT_SITE_SAY);
	char lane[LANE_SIZE];
	char job[JOB_SIZE];

	(void)text_copy(say.incident, sizeof(say.incident), "7");
	effect_lane(&say, lane);
	ck_assert_str_eq(lane, "7/room");
	(void)text_copy(page.incident, sizeof(page.incident), "7");
	(void)text_copy(page.user, sizeof(page.user), "U0ANA");
	effect_lane(&page, lane);
	ck_assert_str_eq(lane, "7/U0ANA");
	(void)text_copy(post.incident, sizeof(post.incident), "7");
	effect_lane(&post, lane);
	ck_assert_str_eq(lane, "7/company");
	(void)text_copy(told.incident, sizeof(told.incident), SITE_ID);
	(void)text_copy(told.place, sizeof(told.place), "C0ONCALL");
	effect_lane(&told, lane);
	ck_assert_str_eq(lane, "site/C0ONCALL");
	say.version = 12;
	effect_job(&say, 3, job);
	ck_assert_str_eq(job, "fx:7:12:3");
	/* The longest ids fit, uncut. */
	page = full_effect(EFFECT_PAGE);
	effect_lane(&page, lane);
	ck_assert_uint_eq(strlen(lane), 2 * (ID_SIZE - 1) + 1);
}
END_TEST

START_TEST(every_appointment_reads_back)
{
	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		char *json = appointment_encode(arena, "7", kind,
		    1781514000000);
		char id[ID_SIZE];
		char job[JOB_SIZE];
		int back;
		int64_t due_ms;

		ck_assert(appointment_decode(json, strlen(json), id, &back,
		    &due_ms));
		ck_assert_str_eq(id, "7");
		ck_assert_int_eq(back, kind);
		ck_assert_int_eq(due_ms, 1781514000000);
		appointment_job("7", kind, job);
		ck_assert(text_starts_with(job, "ap:7:"));
		ck_assert_str_eq(job + 5, appointment_word(kind));
	}
}
END_TEST

START_TEST(appointments_that_mean_nothing_are_refused)
{
	static const char *const bad[] = {
		"", "{}", "{\"type\":\"appointment\",\"incident\":\"7\"}",
		"{\"type\":\"appointment\",\"kind\":\"ack_target\"}",
		("{\"type\":\"appointment\",\"incident\":\"7\","
		    "\"kind\":\"unheard_of\"}"),
		("{\"type\":\"effect\",\"incident\":\"7\","
		    "\"kind\":\"ack_target\"}"),
	};
	char id[ID_SIZE];
	int kind;
	int64_t due_ms;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!appointment_decode(bad[i], strlen(bad[i]), id,
		    &kind, &due_ms), "%s", bad[i]);
}
END_TEST

/* What an older version has written is there for ever. When something new is
 * released, this rises. */
#define KNOWN_BEFORE 502

START_TEST(F17_nothing_is_taken_away_from_what_is_stored)
{
	ck_assert_int_ge(store_format(), KNOWN_BEFORE);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/kinds");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, every_event_reads_back);
	unit_add(&u, words_of_events_are_unique_and_sentences_there);
	unit_add(&u, events_that_mean_nothing_are_refused);
	unit_add(&u, every_effect_reads_back);
	unit_add(&u, effects_that_mean_nothing_are_refused);
	unit_add(&u, lanes_keep_the_order_of_one_place);
	unit_add(&u, every_appointment_reads_back);
	unit_add(&u, appointments_that_mean_nothing_are_refused);
	unit_add(&u, F17_nothing_is_taken_away_from_what_is_stored);
	return unit_run(&u);
}
