/* SPDX-License-Identifier: MIT
 *
 * core/oncall/rotation: whose turn it is. Hand-offs keep their local hour when
 * the clocks change (I9); the edges that are told are all there are; a gap is
 * found if and only if there is one. Random rotations in many zones are
 * compared with the plain question asked minute by minute. That the hours are
 * those of the calendar is compared with another implementation in
 * tests/unit/rotation_zones.py.
 */
#include "core/oncall/rotation.h"
#include "base/memory.h"
#include "base/prng.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#define ZONE_FILE_MAX 65536

static struct rotation rotation;
static struct zone *zone;

static void setup(void)
{
	memset(&rotation, 0, sizeof(rotation));
}

static void teardown(void)
{
	zone_free(zone);
	zone = NULL;
}

static void use_zone(const char *name)
{
	char path[128];
	char *bytes = xmalloc(ZONE_FILE_MAX);
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	length = fread(bytes, 1, ZONE_FILE_MAX, file);
	fclose(file);
	zone_free(zone);
	zone = zone_new(name, bytes, length);
	ck_assert_msg(zone != NULL, "%s", name);
	rotation.zone = zone;
	free(bytes);
}

static struct layer *layer_with(int number, int members)
{
	struct layer *layer = &rotation.layers[number];

	for (int i = 0; i < members; i++)
		snprintf(layer->members[i], ID_SIZE, "U%d%c", number,
		    'A' + i);
	layer_complete(layer);
	return layer;
}

static int64_t at(int year, int month, int day, int hour, int minute)
{
	return zone_from_civil(rotation.zone, &(struct civil){ year, month,
	    day, hour, minute, 0, 0 });
}

#define AT(...) rotation_user(&rotation, at(__VA_ARGS__))

START_TEST(weeks_begin_on_their_day_and_hour)
{
	use_zone("Europe/Berlin");
	layer_with(0, 3);
	/* From Monday 2024-01-01 09:00 on. */
	ck_assert_str_eq(AT(2024, 1, 1, 9, 0), "U0A");
	ck_assert_str_eq(AT(2024, 1, 8, 8, 59), "U0A");
	ck_assert_str_eq(AT(2024, 1, 8, 9, 0), "U0B");
	ck_assert_str_eq(AT(2024, 1, 22, 9, 0), "U0A");
	/* Summer time began on 2026-03-29. */
	ck_assert_str_eq(AT(2026, 3, 30, 8, 59), AT(2026, 3, 23, 9, 0));
	ck_assert_str_ne(AT(2026, 3, 30, 9, 0), AT(2026, 3, 23, 9, 0));
	ck_assert_int_eq(rotation_change(&rotation, at(2026, 3, 23, 9, 0),
	    INT64_MAX) - at(2026, 3, 23, 9, 0),
	    7 * WHEN_DAY_MS - WHEN_HOUR_MS);
}
END_TEST

START_TEST(the_first_turn_is_the_first_member_s)
{
	struct layer *layer = layer_with(0, 2);

	layer->start = (day_number)(at(2026, 6, 17, 0, 0) / WHEN_DAY_MS);
	layer->handoff = (struct handoff){ true, 3, 600 };	/* Wednesday */
	ck_assert_str_eq(AT(2026, 6, 16, 23, 59), "");
	ck_assert_str_eq(AT(2026, 6, 17, 10, 0), "U0A");
	ck_assert_str_eq(AT(2026, 6, 24, 9, 59), "U0A");
	ck_assert_str_eq(AT(2026, 6, 24, 10, 0), "U0B");
	layer->end = layer->start + 10;
	ck_assert_str_eq(AT(2026, 6, 27, 23, 59), "U0B");
	ck_assert_str_eq(AT(2026, 6, 28, 0, 0), "");
}
END_TEST

START_TEST(a_hand_off_that_the_clocks_skip_is_at_the_next_instant)
{
	struct layer *layer;

	use_zone("Europe/Berlin");	/* 02:00 to 03:00 on 2026-03-29 */
	layer = layer_with(0, 2);
	layer->turn_minutes = DAY_MINUTES;
	layer->handoff = (struct handoff){ true, -1, 150 };
	ck_assert_str_ne(AT(2026, 3, 29, 1, 59), AT(2026, 3, 29, 3, 0));
	/* 02:30 comes twice on 2026-10-25: the first one counts. */
	ck_assert_int_eq(rotation_change(&rotation, at(2026, 10, 25, 1, 0),
	    INT64_MAX), at(2026, 10, 25, 1, 0) + 90 * WHEN_MINUTE_MS);
	ck_assert_int_eq(rotation_change(&rotation, at(2026, 10, 25, 2, 30),
	    INT64_MAX), at(2026, 10, 26, 2, 30));
	/* At 02:10, the second time, it stays handed over. */
	ck_assert_str_eq(rotation_user(&rotation, at(2026, 10, 25, 2, 30) +
	    40 * WHEN_MINUTE_MS), AT(2026, 10, 25, 2, 30));
}
END_TEST

START_TEST(the_last_layer_that_holds_counts)
{
	struct layer *nights;

	use_zone("America/New_York");
	layer_with(0, 1);
	nights = layer_with(1, 1);
	nights->hours = (struct day_hours){ 22 * 60, 30 * 60 };
	nights->days = 1u << 5;		/* Friday */
	ck_assert_str_eq(AT(2026, 6, 19, 21, 59), "U0A");
	ck_assert_str_eq(AT(2026, 6, 19, 22, 0), "U1A");
	ck_assert_str_eq(AT(2026, 6, 20, 5, 59), "U1A");
	ck_assert_str_eq(AT(2026, 6, 20, 6, 0), "U0A");
	ck_assert_str_eq(AT(2026, 6, 20, 22, 0), "U0A");
}
END_TEST

static const char *const zones[] = {
	"Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
	"Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham",
	"America/St_Johns", "Africa/Cairo", "Asia/Gaza", "Pacific/Apia",
	"Antarctica/Troll", "America/Santiago", "Europe/Dublin", "Etc/UTC",
};

static void shake_layer(struct prng *dice, struct layer *layer)
{
	static const int turns[] = { 60, 240, 720, DAY_MINUTES,
		3 * DAY_MINUTES, WEEK_MINUTES, 2 * WEEK_MINUTES, 5 * 60 };

	layer->turn_minutes = turns[prng_below(dice, ARRAY_LEN(turns))];
	layer->handoff = (struct handoff){ true, (int)prng_below(dice, 7),
		(int)prng_below(dice, DAY_MINUTES) };
	if (prng_below(dice, 2))
		layer->days = (unsigned)prng_below(dice, 128);
	if (prng_below(dice, 2)) {
		layer->hours.from_minute = (int)prng_below(dice, 48) * 30;
		layer->hours.until_minute = layer->hours.from_minute + 30 +
		    (int)prng_below(dice, 47) * 30;
	}
	/* Beginnings and ends in 2026. */
	if (prng_below(dice, 3) == 0)
		layer->start = 20454 + (day_number)prng_below(dice, 365);
	if (prng_below(dice, 4) == 0)
		layer->end = layer->start + (day_number)prng_below(dice, 300);
}

static void shake(struct prng *dice)
{
	int layers = 1 + (int)prng_below(dice, LAYERS_MAX);

	memset(&rotation, 0, sizeof(rotation));
	use_zone(zones[prng_below(dice, ARRAY_LEN(zones))]);
	for (int i = 0; i < layers; i++) {
		(void)layer_with(i, 1 + (int)prng_below(dice, 3));
		shake_layer(dice, &rotation.layers[i]);
	}
}

#define STEP_MS (5 * WHEN_MINUTE_MS)
#define LOOK_MS (16 * WHEN_DAY_MS)

/* Between two edges nothing changes, asked every five minutes; and time goes
 * on. */
static void check_edges(int64_t from_ms)
{
	int64_t next_ms = from_ms;
	const char *user = "";

	for (int64_t ms = from_ms; ms < from_ms + LOOK_MS; ms += STEP_MS) {
		const char *now = rotation_user(&rotation, ms);

		if (ms >= next_ms) {
			next_ms = rotation_next(&rotation, ms);
			ck_assert_int_gt(next_ms, ms);
			user = now;
		}
		ck_assert_msg(strcmp(user, now) == 0, "%s at %lld: %s, not "
		    "%s", zone_name(zone), (long long)ms, now, user);
	}
}

START_TEST(all_edges_are_told)
{
	struct prng dice;

	prng_seed(&dice, 0x0ca11);
	for (int i = 0; i < 60; i++) {
		shake(&dice);
		/* Around the ends of winter and summer time, too. */
		check_edges(at(2026, 1 + (int)prng_below(&dice, 12),
		    15 + (int)prng_below(&dice, 10), 0, 0));
	}
}
END_TEST

/* By the plain question alone. */
static bool slow_gap(int64_t from_ms, int64_t until_ms, int64_t *at_ms)
{
	for (int64_t ms = from_ms; ms < until_ms;
	    ms = rotation_next(&rotation, ms)) {
		if (!*rotation_user(&rotation, ms)) {
			*at_ms = ms;
			return true;
		}
	}
	return false;
}

START_TEST(a_gap_is_found_if_there_is_one)
{
	struct prng dice;
	int found = 0;

	prng_seed(&dice, 0x6a9);
	for (int i = 0; i < 120; i++) {
		int64_t from_ms = at(2026, 1, 1, 0, 0);
		int64_t until_ms = at(2027, 1, 1, 0, 0);
		int64_t slow_ms = 0;
		struct gap gap = { 0, 0 };
		bool is;

		shake(&dice);
		/* Half of them are patched by what holds otherwise. */
		if (prng_below(&dice, 2)) {
			rotation.layers[1] = rotation.layers[0];
			rotation.layers[0] = (struct layer){ .members = {
			    "UX" } };
			layer_complete(&rotation.layers[0]);
		}
		is = slow_gap(from_ms, until_ms, &slow_ms);
		ck_assert(rotation_gap(&rotation, from_ms, until_ms, &gap) ==
		    is);
		found += is;
		if (!is)
			continue;
		ck_assert_int_eq(gap.from_ms, slow_ms);
		ck_assert_int_gt(gap.until_ms, gap.from_ms);
		ck_assert_str_eq(rotation_user(&rotation, gap.from_ms), "");
		ck_assert_str_eq(rotation_user(&rotation, gap.until_ms - 1),
		    "");
		ck_assert(gap.until_ms == until_ms ||
		    *rotation_user(&rotation, gap.until_ms));
	}
	ck_assert_int_gt(found, 20);
	ck_assert_int_lt(found, 100);
}
END_TEST

START_TEST(what_ends_at_nine_and_what_begins_at_nine_leave_no_gap)
{
	struct gap gap;

	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		memset(&rotation, 0, sizeof(rotation));
		use_zone(zones[i]);
		for (int minute = 0; minute < DAY_MINUTES; minute += 30) {
			layer_with(0, 1)->hours = (struct day_hours){ minute,
			    minute + 8 * 60 };
			layer_with(1, 1)->hours = (struct day_hours){
			    (minute + 8 * 60) % DAY_MINUTES,
			    (minute + 8 * 60) % DAY_MINUTES + 16 * 60 };
			ck_assert(!rotation_gap(&rotation,
			    at(2026, 1, 1, 0, 0), at(2027, 1, 1, 0, 0),
			    &gap));
			if (minute % 480 == 0)
				check_edges(at(2026, 10, 20, 0, 0));
		}
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/oncall/rotation");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, weeks_begin_on_their_day_and_hour);
	unit_add(&u, the_first_turn_is_the_first_member_s);
	unit_add(&u, a_hand_off_that_the_clocks_skip_is_at_the_next_instant);
	unit_add(&u, the_last_layer_that_holds_counts);
	unit_add(&u, all_edges_are_told);
	unit_add(&u, a_gap_is_found_if_there_is_one);
	unit_add(&u, what_ends_at_nine_and_what_begins_at_nine_leave_no_gap);
	return unit_run(&u);
}
