/* SPDX-License-Identifier: MIT
 *
 * core/site, core/oncall/oncall: who is on call when the config's people are
 * changed in Slack; the record reads back, and what means nothing is refused.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/oncall/oncall.h"
#include "core/policy.h"
#include "core/site.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define HOUR_MS INT64_C(3600000)

static struct arena *arena;
static struct policy policy;
static struct site site;

static void setup(void)
{
	arena = arena_new(8u << 20);
	policy_init(&policy);
	everybody_is_known(&policy);
	memset(&site, 0, sizeof(site));
	policy.service_count = 1;
	(void)text_copy(policy.services[0].name, NAME_SIZE, "Checkout");
	(void)text_copy(policy.services[0].responders[0], ID_SIZE, "U0ANA");
	(void)text_copy(policy.responders[0], ID_SIZE, "U0ANA");
	(void)text_copy(policy.responders[1], ID_SIZE, "U0BEN");
}

static void teardown(void)
{
	arena_free(arena);
}

static void cover(const char *user, const char *instead_of,
    const char *service, int64_t from_h, int64_t until_h)
{
	struct event event = { .kind = EVENT_ONCALL_COVERED, .at_ms = 1,
		.due_ms = from_h * HOUR_MS,
		.span_ms = (until_h - from_h) * HOUR_MS };

	(void)text_copy(event.user, sizeof(event.user), user);
	(void)text_copy(event.ref, sizeof(event.ref), instead_of);
	(void)text_copy(event.name, sizeof(event.name), service);
	ck_assert(event_is_sane(&event));
	site_apply(&site, &event);
}

static void swap(const char *user, const char *with, int64_t from_h,
    int64_t until_h)
{
	cover(user, with, "", from_h, until_h);
	site.covers[site_cover_count(&site, 0) - 1].swap = true;
}

static const char *at(const char *service, enum oncall_rung rung,
    int64_t hour)
{
	return oncall_user(&policy, &site, service, rung, hour * HOUR_MS);
}

START_TEST(responders_stand_in_for_rotations)
{
	ck_assert_str_eq(at("checkout", ONCALL_PRIMARY, 1), "U0ANA");
	/* The same person is not both. */
	ck_assert_str_eq(at("checkout", ONCALL_SECONDARY, 1), "U0BEN");
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 1), "U0ANA");
	ck_assert_str_eq(at("unheard of", ONCALL_SECONDARY, 1), "U0BEN");
	ck_assert_str_eq(at("checkout", ONCALL_MANAGER, 1), "");
	memset(policy.responders, 0, sizeof(policy.responders));
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 1), "");
	ck_assert_str_eq(at("checkout", ONCALL_SECONDARY, 1), "");
}
END_TEST

START_TEST(a_cover_holds_from_then_until_then)
{
	cover("U0CEM", "U0ANA", "", 10, 12);
	ck_assert_str_eq(at("checkout", ONCALL_PRIMARY, 9), "U0ANA");
	ck_assert_str_eq(at("checkout", ONCALL_PRIMARY, 10), "U0CEM");
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 11), "U0CEM");
	ck_assert_str_eq(at("checkout", ONCALL_SECONDARY, 11), "U0BEN");
	ck_assert_str_eq(at("checkout", ONCALL_PRIMARY, 12), "U0ANA");
}
END_TEST

START_TEST(a_cover_may_be_for_one_rung_of_one_service)
{
	cover("U0CEM", "", "checkout", 10, 12);
	ck_assert_str_eq(at("CHECKOUT", ONCALL_PRIMARY, 11), "U0CEM");
	ck_assert_str_eq(at("checkout", ONCALL_SECONDARY, 11), "U0BEN");
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 11), "U0ANA");
}
END_TEST

START_TEST(what_was_handed_on_can_be_handed_on_again)
{
	cover("U0CEM", "U0ANA", "", 10, 14);
	cover("U0DAN", "U0CEM", "", 11, 12);
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 10), "U0CEM");
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 11), "U0DAN");
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 12), "U0CEM");
}
END_TEST

START_TEST(a_swap_goes_both_ways)
{
	swap("U0BEN", "U0ANA", 10, 12);
	ck_assert_str_eq(at("", ONCALL_PRIMARY, 11), "U0BEN");
	ck_assert_str_eq(at("", ONCALL_SECONDARY, 11), "U0ANA");
	ck_assert_str_eq(at("", ONCALL_SECONDARY, 12), "U0BEN");
}
END_TEST

START_TEST(what_is_over_makes_room)
{
	struct event drop = { .kind = EVENT_ONCALL_DROPPED,
		.at_ms = 12 * HOUR_MS, .number = 2 };

	for (int i = 0; i < COVERS_MAX; i++)
		cover("U0CEM", "", "", 10, i < 3 ? 11 : 13);
	ck_assert_int_eq(site_cover_count(&site, 1), COVERS_MAX);
	ck_assert_int_eq(site_cover_count(&site, 12 * HOUR_MS),
	    COVERS_MAX - 3);
	ck_assert_ptr_null(site_cover(&site, 3, 12 * HOUR_MS));
	ck_assert_ptr_nonnull(site_cover(&site, 4, 12 * HOUR_MS));
	drop.number = 4;
	site_apply(&site, &drop);
	ck_assert_ptr_null(site_cover(&site, 4, 12 * HOUR_MS));
	ck_assert_int_eq(site.covers[0].number, 5);
	ck_assert_str_eq(site.covers[COVERS_MAX - 5].user, "U0CEM");
	ck_assert_str_eq(site.covers[COVERS_MAX - 4].user, "");
}
END_TEST

/* --- maintenance ------------------------------------------------------------ */

/* Applied, or what would have been so if it may not. */
static bool maintain(int kind, int number, int64_t at_ms, int64_t from_ms,
    int64_t until_ms)
{
	struct event event = { .kind = kind, .number = number,
		.at_ms = at_ms, .due_ms = from_ms,
		.span_ms = until_ms - from_ms, .text = "words" };

	if (!site_may_apply(&site, &event))
		return false;
	site_apply(&site, &event);
	return true;
}

static bool plan(int number, int64_t at_ms, int64_t from_ms,
    int64_t until_ms)
{
	return maintain(EVENT_MAINTENANCE_PLANNED, number, at_ms, from_ms,
	    until_ms);
}

static bool step(int kind, int number, int64_t at_ms)
{
	return maintain(kind, number, at_ms, 0, 0);
}

/* All at their longest. */
static void fill_maintenances(void)
{
	for (int i = 0; i < MAINTENANCES_MAX; i++) {
		struct maintenance *one = &site.maintenances[i];

		ck_assert(plan(i + 1, 5, 1000000000000, 1000000001000));
		memset(one->title, '"', sizeof(one->title) - 1);
		memset(one->text, '"', sizeof(one->text) - 1);
		one->affected[0] = '\0';
		for (int c = 0; c < COMPONENTS_MAX; c++) {
			char id[ID_SIZE];

			memset(id, 'a' + c % 26, ID_SIZE - 1);
			id[0] = (char)('0' + c / 26);
			id[ID_SIZE - 1] = '\0';
			ck_assert(affected_set(one->affected, id,
			    COMPONENT_MAINTENANCE));
		}
		memset(one->by, 'U', ID_SIZE - 1);
		memset(one->statuspage_id, 'p', ID_SIZE - 1);
	}
}

/* All at their longest. */
static void fill_mailboxes(void)
{
	for (int i = 0; i < MAILBOXES_MAX; i++) {
		struct mailbox *box = &site.mailboxes[i];

		memset(site.subscriptions[i].user, 'U', ID_SIZE - 1);
		memset(site.subscriptions[i].service, '"', NAME_SIZE - 1);
		site.subscriptions[i].severity = SEV3;
		site.subscriptions[i].by_mail = true;
		memset(box->user, 'U', ID_SIZE - 1);
		memset(box->address, 'a', NAME_SIZE - 1);
		memset(box->trouble, '"', NAME_SIZE - 1);
		box->rhythm = box->rhythm_asked = MAIL_DAILY;
		box->since_ms = box->due_ms = box->sent_ms = box->asked_ms =
		    1000000000000;
		box->fails = box->left_out = box->left_out_asked = 1000000;
		for (int n = 0; n < MAIL_NEWS_MAX; n++) {
			memset(box->news[n].subject, '9', 18);
			box->news[n].number = MAINTENANCE_NUMBER_MAX;
			box->news[n].first = box->news[n].last =
			    box->news[n].asked = 1000000;
			box->news[n].from_ms = box->news[n].until_ms =
			    1000000000000;
		}
	}
}

START_TEST(maintenance_is_due_when_it_begins_and_when_it_ends)
{
	ck_assert(plan(1, 5, 100, 200));
	ck_assert(!plan(1, 5, 100, 200));	/* the number is taken */
	ck_assert(plan(2, 6, 90, 300));
	ck_assert_int_eq(appointment_site_due_ms(&site,
	    APPOINTMENT_MAINTENANCE), 90);
	ck_assert_int_eq(maintenance_due(&site, 95)->number, 2);
	ck_assert_ptr_null(maintenance_due(&site, 89));
	ck_assert(step(EVENT_MAINTENANCE_STARTED, 2, 90));
	ck_assert(!step(EVENT_MAINTENANCE_STARTED, 2, 91));
	ck_assert_int_eq(maintenance_due_ms(&site), 100);
	/* Not before it begins; ended early, its end is that of the work. */
	ck_assert(!step(EVENT_MAINTENANCE_FINISHED, 1, 99));
	ck_assert(step(EVENT_MAINTENANCE_FINISHED, 2, 150));
	ck_assert_int_eq(maintenance_find(&site, 2)->until_ms, 150);
	ck_assert(!step(EVENT_MAINTENANCE_TOLD, 2, 151));
	ck_assert(step(EVENT_MAINTENANCE_CANCELLED, 1, 152));
	ck_assert_int_eq(maintenance_due_ms(&site), 0);
	ck_assert(!step(EVENT_MAINTENANCE_TOLD, 3, 153));
}
END_TEST

START_TEST(maintenance_begun_early_and_moved_has_the_times_that_were)
{
	ck_assert(plan(1, 5, 100, 200));
	ck_assert(maintain(EVENT_MAINTENANCE_TOLD, 1, 6, 120, 220));
	ck_assert_int_eq(maintenance_find(&site, 1)->from_ms, 120);
	ck_assert(step(EVENT_MAINTENANCE_STARTED, 1, 110));
	ck_assert_int_eq(maintenance_find(&site, 1)->from_ms, 110);
	ck_assert(maintain(EVENT_MAINTENANCE_TOLD, 1, 130, 130, 400));
	ck_assert_int_eq(maintenance_find(&site, 1)->from_ms, 110);
	ck_assert_int_eq(maintenance_due_ms(&site), 400);
}
END_TEST

START_TEST(maintenance_that_is_over_makes_room)
{
	for (int i = 1; i <= MAINTENANCES_MAX; i++)
		ck_assert(plan(i, 5, 100 + i, 200));
	ck_assert(!plan(MAINTENANCES_MAX + 1, 6, 100, 200));
	ck_assert(step(EVENT_MAINTENANCE_CANCELLED, 4, 7));
	ck_assert(step(EVENT_MAINTENANCE_CANCELLED, 2, 8));
	ck_assert(plan(MAINTENANCES_MAX + 1, 9, 100, 200));
	ck_assert_ptr_null(maintenance_find(&site, 4));	/* over for longest */
	ck_assert_ptr_nonnull(maintenance_find(&site, 2));
	ck_assert_int_eq(maintenance_open_count(&site), MAINTENANCES_MAX - 1);
}
END_TEST

START_TEST(a_full_record_fits_and_reads_back)
{
	static struct site back;
	char name[NAME_SIZE];
	char user[ID_SIZE];
	char *json;

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	memset(user, 'U', sizeof(user) - 1);
	user[sizeof(user) - 1] = '\0';
	for (int i = 0; i < COVERS_MAX; i++)
		cover(user, user, name, 400000, 400001);
	for (int i = 0; i < DUTIES_MAX; i++) {
		struct event event = { .kind = EVENT_DUTY_BEGUN,
			.at_ms = 400000 * HOUR_MS };

		(void)snprintf(event.name, sizeof(event.name), "%02d%s", i,
		    name + 2);
		(void)text_copy(event.user, sizeof(event.user), user);
		site_apply(&site, &event);
	}
	for (int i = 0; i < DUTIES_MAX; i++) {
		memset(site.duties[i].group, 'S', ID_SIZE - 1);
		memset(site.duties[i].trouble, 't', ID_SIZE - 1);
	}
	fill_maintenances();
	fill_mailboxes();
	for (int i = 0; i < RECENT_MAX; i++) {
		struct event event = { .kind = EVENT_ONCALL_DROPPED };

		(void)snprintf(event.key, sizeof(event.key), "k%d", i);
		site_apply(&site, &event);
	}
	json = site_encode(arena, &site);
	ck_assert_uint_le(strlen(json), SNAPSHOT_MAX);
	ck_assert(site_decode(json, strlen(json), &back));
	ck_assert_str_eq(site_encode(arena, &back), json);
	ck_assert(site_has_seen(&back, "k0"));
	ck_assert(!site_has_seen(&back, "k64"));
}
END_TEST

static void duty_event(int kind, const char *rotation, const char *user,
    int64_t at_ms)
{
	struct event event = { .kind = kind, .at_ms = at_ms };

	(void)text_copy(event.name, sizeof(event.name), rotation);
	(void)text_copy(event.user, sizeof(event.user), user);
	ck_assert(event_is_sane(&event));
	site_apply(&site, &event);
}

START_TEST(digests_are_due_when_their_last_event_said)
{
	struct event weekly = { .kind = EVENT_DIGEST_SET, .due_ms = 7 };
	struct event monthly = { .kind = EVENT_MONTHLY_SET, .due_ms = 30 };

	ck_assert(event_is_sane(&weekly) && event_is_sane(&monthly));
	site_apply(&site, &weekly);
	site_apply(&site, &monthly);
	ck_assert_int_eq(appointment_site_due_ms(&site, APPOINTMENT_DIGEST),
	    7);
	ck_assert_int_eq(appointment_site_due_ms(&site,
	    APPOINTMENT_MONTHLY), 30);
	weekly.due_ms = -1;
	ck_assert(!event_is_sane(&weekly));
}
END_TEST

START_TEST(whose_shift_was_told_is_kept_by_rotation)
{
	struct event plan = { .kind = EVENT_HANDOFF_PLANNED, .due_ms = 77 };
	struct event named = { .kind = EVENT_GROUP_NAMED };

	duty_event(EVENT_DUTY_BEGUN, "first", "U0ANA", 10);
	duty_event(EVENT_DUTY_BEGUN, "second", "", 11);
	duty_event(EVENT_DUTY_PASSED, "first", "U0BEN", 12);
	ck_assert_str_eq(site_duty(&site, "first")->user, "U0BEN");
	ck_assert_int_eq(site_duty(&site, "first")->told_ms, 12);
	ck_assert_str_eq(site_duty(&site, "second")->user, "");
	named.at_ms = 12;
	(void)text_copy(named.name, sizeof(named.name), "first");
	(void)text_copy(named.ref, sizeof(named.ref), "S0ONCALL");
	site_apply(&site, &named);
	ck_assert_str_eq(site_duty(&site, "first")->group, "S0ONCALL");
	named.kind = EVENT_GROUP_FAILED;
	(void)text_copy(named.text, sizeof(named.text), "missing_scope");
	site_apply(&site, &named);
	ck_assert_str_eq(site_duty(&site, "first")->trouble, "missing_scope");
	named.kind = EVENT_GROUP_MENDED;
	site_apply(&site, &named);
	ck_assert_str_eq(site_duty(&site, "first")->trouble, "");
	duty_event(EVENT_DUTY_ENDED, "first", "", 13);
	ck_assert_ptr_null(site_duty(&site, "first"));
	ck_assert_str_eq(site.duties[0].rotation, "second");
	ck_assert_str_eq(site.duties[1].rotation, "");
	/* What is due is a function of the record alone. */
	ck_assert_int_eq(appointment_site_due_ms(&site, APPOINTMENT_HANDOFF),
	    0);
	site_apply(&site, &plan);
	ck_assert_int_eq(appointment_site_due_ms(&site, APPOINTMENT_HANDOFF),
	    77);
	for (int kind = 0; kind < APPOINTMENT_SITE_FIRST; kind++)
		ck_assert_int_eq(appointment_site_due_ms(&site, kind), 0);
}
END_TEST

static bool decodes(const char *json)
{
	static struct site back;

	return site_decode(json, strlen(json), &back);
}

#define COVER_JSON(rest) "{\"covers\":[{\"user\":\"U1\"," rest "}]}"

START_TEST(a_record_that_means_nothing_is_refused)
{
	static const char *const bad[] = {
		"", "[]", "{\"covers\":1}", "{\"covers\":[{}]}x",
		"{\"recent_next\":64}", "{\"recent_next\":-1}",
		"{\"cover_number\":-1}",
		COVER_JSON("\"from_ms\":1,\"until_ms\":2"),
		COVER_JSON("\"from_ms\":2,\"until_ms\":2,\"number\":1"),
		COVER_JSON("\"from_ms\":1,\"until_ms\":2,\"number\":1,"
		    "\"rung\":5"),
		COVER_JSON("\"from_ms\":1,\"until_ms\":2,\"number\":1,"
		    "\"rung\":-1"),
		"{\"handoff_due_ms\":-1}",
		"{\"digest_due_ms\":-1}",
		"{\"monthly_due_ms\":-1}",
		"{\"duties\":[{\"rotation\":\"a\",\"told_ms\":-1}]}",
		"{\"duties\":[{},{\"rotation\":\"a\"}]}",
		"{\"maintenance_number\":-1}",
		"{\"maintenances\":[{\"title\":\"a\"}]}",
		("{\"maintenances\":[{\"title\":\"a\",\"number\":1,"
		    "\"state\":5,\"from_ms\":1,\"until_ms\":2}]}"),
		("{\"maintenances\":[{\"title\":\"a\",\"number\":1,"
		    "\"state\":1,\"from_ms\":3,\"until_ms\":2}]}"),
		("{\"maintenances\":[{\"title\":\"a\",\"number\":1,"
		    "\"state\":3,\"from_ms\":1,\"until_ms\":2}]}"),
		("{\"maintenances\":[{},{\"title\":\"a\",\"number\":1,"
		    "\"state\":1,\"from_ms\":1,\"until_ms\":2}]}"),
		("{\"covers\":[{},{\"user\":\"U1\",\"from_ms\":1,"
		    "\"until_ms\":2,\"number\":1}]}"),
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!decodes(bad[i]), "%s", bad[i]);
	ck_assert(decodes("{}"));
	ck_assert(decodes("{\"unheard\":1}"));
	ck_assert(decodes("{\"maintenances\":[{\"title\":\"a\","
	    "\"number\":1,\"state\":1,\"from_ms\":1,\"until_ms\":2}]}"));
	ck_assert(decodes(COVER_JSON("\"from_ms\":1,\"until_ms\":2,"
	    "\"number\":1")));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/site");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, responders_stand_in_for_rotations);
	unit_add(&u, a_cover_holds_from_then_until_then);
	unit_add(&u, a_cover_may_be_for_one_rung_of_one_service);
	unit_add(&u, what_was_handed_on_can_be_handed_on_again);
	unit_add(&u, a_swap_goes_both_ways);
	unit_add(&u, what_is_over_makes_room);
	unit_add(&u, digests_are_due_when_their_last_event_said);
	unit_add(&u, whose_shift_was_told_is_kept_by_rotation);
	unit_add(&u, maintenance_is_due_when_it_begins_and_when_it_ends);
	unit_add(&u,
	    maintenance_begun_early_and_moved_has_the_times_that_were);
	unit_add(&u, maintenance_that_is_over_makes_room);
	unit_add(&u, a_full_record_fits_and_reads_back);
	unit_add(&u, a_record_that_means_nothing_is_refused);
	return unit_run(&u);
}
