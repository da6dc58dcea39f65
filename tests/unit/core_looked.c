/* SPDX-License-Identifier: MIT
 *
 * core/oncall/looked: a schedule that somebody else keeps, as it was last seen:
 * whose turn it is then, what counts beyond what is known, and that the
 * rotation's own members count where it names nobody. And what PagerDuty's
 * answers are read as.
 */
#include "core/oncall/rotation.h"
#include "base/text.h"
#include "base/when.h"
#include "services/outside/pagerduty_oncall.h"
#include "tests/unit/unit.h"

#define AT(hour) ((hour) * WHEN_HOUR_MS)

static struct looked looked;
static struct rotation rotation;

static void add(const char *user, int64_t from_ms, int64_t until_ms)
{
	struct looked_shift *shift = &looked.shifts[looked.count++];

	(void)text_copy(shift->user, ID_SIZE, user);
	shift->from_ms = from_ms;
	shift->until_ms = until_ms;
}

/* Ana from 1 to 3, nobody until 4, somebody unknown until 5, Ben until 9 with
 * Cem in his place from 6 to 7; 10 is the end of what is known. */
static void setup(void)
{
	memset(&looked, 0, sizeof(looked));
	memset(&rotation, 0, sizeof(rotation));
	looked.looked_ms = AT(1);
	looked.until_ms = AT(10);
	add("U0ANA", AT(1), AT(3));
	add("", AT(4), AT(5));
	add("U0BEN", AT(5), INT64_MAX);
	add("U0CEM", AT(6), AT(7));
	(void)text_copy(rotation.schedule, ID_SIZE, "P1");
	(void)text_copy(rotation.layers[0].members[0], ID_SIZE, "U0DAN");
	layer_complete(&rotation.layers[0]);
	rotation.layers[0].start = -1000;
	rotation.looked = &looked;
}

START_TEST(whose_turn_it_is)
{
	static const char *const users[] = {
		"U0DAN", "U0ANA", "U0ANA", "U0DAN", "U0DAN", "U0BEN",
		"U0CEM", "U0BEN", "U0BEN", "U0BEN", "U0BEN", "U0BEN",
	};

	for (int hour = 0; hour < (int)ARRAY_LEN(users); hour++)
		ck_assert_str_eq(rotation_user(&rotation, AT(hour)),
		    users[hour]);
	/* What was last known goes on. */
	ck_assert_str_eq(rotation_user(&rotation, AT(100000)), "U0BEN");
	rotation.schedule[0] = '\0';
	ck_assert_str_eq(rotation_user(&rotation, AT(1)), "U0DAN");
	(void)text_copy(rotation.schedule, ID_SIZE, "P1");
	looked.looked_ms = 0;
	ck_assert_str_eq(rotation_user(&rotation, AT(1)), "U0DAN");
	rotation.looked = NULL;
	ck_assert_str_eq(rotation_user(&rotation, AT(1)), "U0DAN");
}
END_TEST

START_TEST(its_edges_are_told)
{
	static const int edges[] = { 1, 3, 4, 5, 6, 7 };
	int64_t at_ms = 0;

	for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
		at_ms = looked_next(&looked, at_ms);
		ck_assert_int_eq(at_ms, AT(edges[i]));
	}
	ck_assert(looked_next(&looked, at_ms) == INT64_MAX);
	ck_assert(looked_next(NULL, 0) == INT64_MAX);
	ck_assert_int_eq(rotation_change(&rotation, AT(2), AT(9)), AT(3));
	ck_assert_int_eq(rotation_change(&rotation, AT(3), AT(9)), AT(5));
}
END_TEST

#define SHIFT(schedule, user, start, end) "{\"escalation_level\":1," \
	"\"schedule\":" schedule ",\"user\":{\"id\":\"" user "\"," \
	"\"name\":\"N\",\"email\":\"N@X.example\"},\"start\":" start \
	",\"end\":" end "}"
#define S1 "{\"id\":\"P1\"}"

static bool read_answer(const char *body, struct pagerduty_shifts *shifts,
    bool *more)
{
	static const struct pagerduty_question question = {
		.schedule = "P1", .from_ms = AT(2), .until_ms = AT(9),
	};

	memset(shifts, 0, sizeof(*shifts));
	return pagerduty_oncall_read(body, strlen(body), &question, shifts,
	    more);
}

START_TEST(an_answer_is_read)
{
	static struct pagerduty_shifts shifts;
	bool more = false;

	ck_assert(read_answer("{\"oncalls\":["
	    SHIFT(S1, "PB", "\"1970-01-01T06:00:00+01:00\"", "null") ","
	    SHIFT(S1, "PA", "null", "\"1970-01-01T05:00:00Z\"") ","
	    SHIFT(S1, "PA", "null", "\"1970-01-01T05:00:00Z\"") ","
	    SHIFT("null", "PC", "null", "null") ","
	    SHIFT("{\"id\":\"P2\"}", "PD", "null", "null")
	    "],\"more\":true}", &shifts, &more) == false);
	/* Times before 1971 are none. */
	ck_assert(read_answer("{\"oncalls\":["
	    SHIFT(S1, "PB", "\"2026-11-27T06:00:00+01:00\"", "null") ","
	    SHIFT(S1, "PA", "null", "\"2026-11-27T05:00:00Z\"") ","
	    SHIFT(S1, "PA", "null", "\"2026-11-27T05:00:00Z\"") ","
	    SHIFT("null", "PC", "null", "null") ","
	    SHIFT("{\"id\":\"P2\"}", "PD", "null", "null")
	    "],\"more\":true}", &shifts, &more));
	ck_assert(more);
	ck_assert_int_eq(shifts.count, 2);
	ck_assert_str_eq(shifts.all[0].id, "PA");
	ck_assert_int_eq(shifts.all[0].from_ms, AT(2));
	ck_assert_str_eq(shifts.all[0].email, "n@x.example");
	ck_assert_str_eq(shifts.all[1].id, "PB");
	ck_assert_int_eq(shifts.all[1].from_ms, shifts.all[0].until_ms);
	ck_assert(shifts.all[1].until_ms == INT64_MAX);
}
END_TEST

START_TEST(what_is_no_answer_is_refused)
{
	static const char *const bodies[] = {
		"", "[]", "{}", "{\"oncalls\":{}}", "{\"oncalls\":[1]}",
		"{\"oncalls\":[{}]}",
		"{\"oncalls\":[" SHIFT(S1, "", "null", "null") "]}",
		"{\"oncalls\":[" SHIFT(S1, "PA", "\"soon\"", "null") "]}",
		"{\"oncalls\":[" SHIFT(S1, "PA", "7", "null") "]}",
	};
	static struct pagerduty_shifts shifts;
	bool more;

	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		ck_assert_msg(!read_answer(bodies[i], &shifts, &more),
		    "%s", bodies[i]);
	ck_assert(read_answer("{\"oncalls\":[]}", &shifts, &more));
	ck_assert_int_eq(shifts.count, 0);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/oncall/looked");

	tcase_add_checked_fixture(u.tcase, setup, NULL);
	unit_add(&u, whose_turn_it_is);
	unit_add(&u, its_edges_are_told);
	unit_add(&u, an_answer_is_read);
	unit_add(&u, what_is_no_answer_is_refused);
	return unit_run(&u);
}
