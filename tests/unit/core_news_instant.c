/* SPDX-License-Identifier: MIT
 *
 * core/news_instant: no two things that are told to the public have the same
 * instant, whatever the clocks say, and no hand-off comes before the last one.
 */
#include "core/news_instant.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/site.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781532300000)	/* 2026-06-15 14:05 UTC */
#define BEHIND (NOW - 8000)

static struct incident incident;
static struct site site;

static void setup(void)
{
	memset(&incident, 0, sizeof(incident));
	memset(&site, 0, sizeof(site));
}

static int64_t instant(int kind, int64_t now_ms)
{
	struct event event = { .kind = kind };

	return news_instant_ms(&incident, &event, now_ms);
}

static int64_t site_instant(int kind, const char *name, int64_t now_ms)
{
	struct event event = { .kind = kind, .number = 1 };

	(void)text_copy(event.name, sizeof(event.name), name);
	return news_instant_site_ms(&site, &event, now_ms);
}

START_TEST(updates_and_drafts_have_instants_of_their_own)
{
	ck_assert_int_eq(instant(EVENT_UPDATE_PUBLISHED, NOW), NOW);
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, NOW), NOW);
	incident.draft_ms = NOW;
	ck_assert_int_eq(instant(EVENT_UPDATE_PUBLISHED, NOW), NOW + 1);
	incident.draft_ms = 0;
	incident.update_ms = NOW + 1;
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, NOW), NOW + 2);
	incident.update_ms = incident.draft_ms = NOW;
	ck_assert_int_eq(instant(EVENT_UPDATE_PUBLISHED, NOW), NOW + 1);
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, BEHIND), NOW + 1);
	ck_assert_int_eq(instant(EVENT_UPDATE_PUBLISHED, NOW + 9), NOW + 9);
	ck_assert_int_eq(instant(EVENT_NOTED, NOW), NOW);
}
END_TEST

START_TEST(a_draft_that_was_sent_back_keeps_its_instant)
{
	incident.draft_gone_ms = NOW;
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, NOW), NOW + 1);
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, BEHIND), NOW + 1);
	ck_assert_int_eq(instant(EVENT_UPDATE_PUBLISHED, NOW), NOW + 1);
	ck_assert_int_eq(instant(EVENT_DRAFT_SENT_BACK, NOW), NOW);
	incident.update_ms = NOW;
	incident.draft_ms = NOW + 1;
	ck_assert_int_eq(instant(EVENT_UPDATE_DRAFTED, NOW), NOW + 2);
}
END_TEST

START_TEST(maintenance_begins_before_it_ends)
{
	struct maintenance *one = &site.maintenances[0];

	ck_assert_int_eq(site_instant(EVENT_MAINTENANCE_PLANNED, "", NOW),
	    NOW);
	*one = (struct maintenance){ .title = "Work", .number = 1,
		.state = MAINTENANCE_SCHEDULED, .until_ms = NOW + 1000,
		.told_ms = NOW };
	ck_assert_int_eq(site_instant(EVENT_MAINTENANCE_TOLD, "", NOW),
	    NOW + 1);
	ck_assert_int_eq(site_instant(EVENT_MAINTENANCE_FINISHED, "", BEHIND),
	    NOW + 1);
	one->told_ms = NOW + 5000;	/* by a clock that is ahead */
	ck_assert_int_eq(site_instant(EVENT_MAINTENANCE_STARTED, "", NOW),
	    NOW + 1000);
}
END_TEST

START_TEST(a_clock_that_is_behind_tells_of_no_earlier_handoff)
{
	struct duty *duty = &site.duties[0];

	(void)text_copy(duty->rotation, sizeof(duty->rotation), "managers");
	duty->told_ms = NOW;
	ck_assert_int_eq(site_instant(EVENT_DUTY_PASSED, "managers", BEHIND),
	    NOW + 1);
	ck_assert_int_eq(site_instant(EVENT_DUTY_PASSED, "managers", NOW + 5),
	    NOW + 5);
	ck_assert_int_eq(site_instant(EVENT_DUTY_PASSED, "others", BEHIND),
	    BEHIND);
	ck_assert_int_eq(site_instant(EVENT_DUTY_BEGUN, "managers", BEHIND),
	    BEHIND);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core_news_instant");

	tcase_add_checked_fixture(u.tcase, setup, NULL);
	unit_add(&u, updates_and_drafts_have_instants_of_their_own);
	unit_add(&u, a_draft_that_was_sent_back_keeps_its_instant);
	unit_add(&u, maintenance_begins_before_it_ends);
	unit_add(&u, a_clock_that_is_behind_tells_of_no_earlier_handoff);
	return unit_run(&u);
}
