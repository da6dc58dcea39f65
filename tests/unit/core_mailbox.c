/* SPDX-License-Identifier: MIT
 *
 * core/mailbox and core/board/letter: what somebody is still to be told by
 * e-mail: nothing lost, nothing twice, whatever becomes of a letter; and that no
 * words of anybody's look like ours in it.
 */
#include "core/mailbox.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/board/letter.h"
#include "tests/unit/unit.h"

#define HOUR_MS INT64_C(3600000)
#define NOW INT64_C(1781532300000)	/* 2026-06-15 14:05 UTC */

static struct arena *arena;
static struct policy policy;
static struct site site;

static void setup(void)
{
	arena = arena_new(8u << 20);
	policy_init(&policy);
	memset(&site, 0, sizeof(site));
}

static void teardown(void)
{
	arena_free(arena);
}

static void happen(struct event event, const char *user)
{
	(void)text_copy(event.user, sizeof(event.user), user);
	ck_assert(event_is_sane(&event));
	ck_assert(site_may_apply(&site, &event));
	site_apply(&site, &event);
}

static void subscribe(const char *user, int rhythm)
{
	happen((struct event){ .kind = EVENT_MAIL_SUBSCRIBED,
		.number = SEV3, .at_ms = NOW }, user);
	happen((struct event){ .kind = EVENT_MAILBOX_SET,
		.number = rhythm, .at_ms = NOW }, user);
}

static void note(const char *users, const char *subject, int64_t version,
    int64_t at_ms)
{
	struct event event = { .kind = EVENT_NEWS_NOTED, .version = version,
		.at_ms = at_ms, .due_ms = at_ms + 20 * HOUR_MS };

	(void)text_copy(event.text, sizeof(event.text), users);
	(void)text_copy(event.ref, sizeof(event.ref), subject);
	happen(event, "");
}

static void letter(int kind, int64_t at_ms)
{
	happen((struct event){ .kind = kind, .at_ms = at_ms,
		.due_ms = kind == EVENT_LETTER_FAILED ? at_ms + HOUR_MS : 0 },
	    "U1");
}

static const struct mailbox *box(void)
{
	return mailbox_find(&site, "U1");
}

START_TEST(the_first_news_go_at_once_and_the_next_an_hour_later)
{
	subscribe("U1", MAIL_HOURLY);
	ck_assert_int_eq(mailbox_due_ms(&site), 0);
	note("U1", "7", 3, NOW);
	ck_assert_int_eq(mailbox_due_ms(&site), NOW);
	letter(EVENT_LETTER_BEGUN, NOW);
	ck_assert_int_eq(mailbox_due_ms(&site), 0);
	letter(EVENT_LETTER_SENT, NOW + 5);
	note("U1", "7", 4, NOW + 1000);
	note("U1", "7", 6, NOW + 2000);
	ck_assert_int_eq(mailbox_due_ms(&site), NOW + HOUR_MS);
	ck_assert_int_eq(box()->news[0].first, 4);
	ck_assert_int_eq(box()->news[0].last, 6);
}
END_TEST

/* Whatever is changed between two attempts. */
START_TEST(a_letter_under_way_keeps_its_rhythm_and_the_times_it_tells)
{
	const struct mail_news *news;

	subscribe("U1", MAIL_DAILY);
	happen((struct event){ .kind = EVENT_MAINTENANCE_PLANNED, .number = 1,
		.due_ms = NOW + HOUR_MS, .span_ms = HOUR_MS, .at_ms = NOW,
		.text = "Disks" }, "");
	happen((struct event){ .kind = EVENT_NEWS_NOTED, .number = 1,
		.version = 3, .ref = SITE_ID, .text = "U1", .at_ms = NOW,
		.due_ms = NOW }, "");
	letter(EVENT_LETTER_BEGUN, NOW);
	happen((struct event){ .kind = EVENT_MAILBOX_SET,
		.number = MAIL_HOURLY, .at_ms = NOW + 1 }, "U1");
	happen((struct event){ .kind = EVENT_MAINTENANCE_TOLD, .number = 1,
		.due_ms = NOW + 5 * HOUR_MS, .span_ms = HOUR_MS,
		.at_ms = NOW + 1, .text = "Later" }, "");
	news = &box()->news[0];
	ck_assert_int_eq(box()->rhythm, MAIL_HOURLY);
	ck_assert_int_eq(box()->rhythm_asked, MAIL_DAILY);
	ck_assert_int_eq(news->from_ms, NOW + HOUR_MS);
	ck_assert_int_eq(news->until_ms, NOW + 2 * HOUR_MS);
	letter(EVENT_LETTER_FAILED, NOW + 2);
	ck_assert_int_eq(box()->rhythm_asked, MAIL_NEVER);
	ck_assert_int_eq(news->from_ms, 0);
	letter(EVENT_LETTER_BEGUN, NOW + HOUR_MS);
	ck_assert_int_eq(box()->rhythm_asked, MAIL_HOURLY);
	ck_assert_int_eq(news->from_ms, NOW + 5 * HOUR_MS);
	letter(EVENT_LETTER_SENT, NOW + HOUR_MS);
	ck_assert_int_eq(box()->rhythm_asked, MAIL_NEVER);
	ck_assert_str_eq(news->subject, "");
	ck_assert_int_eq(news->until_ms, 0);
}
END_TEST

START_TEST(daily_letters_wait_for_their_hour)
{
	subscribe("U1", MAIL_DAILY);
	note("U1", "7", 3, NOW);
	ck_assert_int_eq(mailbox_due_ms(&site), NOW + 20 * HOUR_MS);
	ck_assert_ptr_null(mailbox_next_due(&site, NULL, NOW));
	ck_assert_ptr_eq(mailbox_next_due(&site, NULL, NOW + 20 * HOUR_MS),
	    box());
}
END_TEST

START_TEST(what_comes_while_a_letter_is_under_way_is_in_the_next)
{
	subscribe("U1", MAIL_HOURLY);
	note("U1", "7", 3, NOW);
	letter(EVENT_LETTER_BEGUN, NOW);
	note("U1", "7", 5, NOW + 1);
	note("U1", "8", 1, NOW + 2);
	/* Not before the one under way has ended. */
	ck_assert_int_eq(mailbox_due_ms(&site), 0);
	ck_assert_int_eq(box()->news[0].asked, 3);
	ck_assert_int_eq(box()->news[1].asked, 0);
	letter(EVENT_LETTER_SENT, NOW + 3);
	ck_assert_int_eq(mailbox_due_ms(&site), NOW + HOUR_MS);
	ck_assert_int_eq(box()->news[0].first, 4);
	ck_assert_int_eq(box()->news[0].last, 5);
	ck_assert_str_eq(box()->news[1].subject, "8");
}
END_TEST

START_TEST(a_letter_that_failed_loses_nothing_and_stops_after_some)
{
	int64_t at_ms = NOW;

	subscribe("U1", MAIL_HOURLY);
	note("U1", "7", 3, at_ms);
	for (int i = 0; i < MAIL_FAILS_MAX; i++) {
		ck_assert_int_eq(mailbox_due_ms(&site), at_ms);
		letter(EVENT_LETTER_BEGUN, at_ms);
		letter(EVENT_LETTER_FAILED, at_ms);
		ck_assert_int_eq(box()->news[0].first, 3);
		at_ms += HOUR_MS;
	}
	ck_assert_int_eq(mailbox_due_ms(&site), 0);
	note("U1", "7", 9, at_ms);
	ck_assert_int_eq(mailbox_due_ms(&site), at_ms);
	letter(EVENT_LETTER_BEGUN, at_ms);
	letter(EVENT_LETTER_SENT, at_ms);
	ck_assert_str_eq(box()->news[0].subject, "");
	ck_assert_int_eq(box()->fails, 0);
}
END_TEST

START_TEST(what_there_is_no_room_for_is_counted_once)
{
	char subject[ID_SIZE];

	subscribe("U1", MAIL_HOURLY);
	for (int i = 0; i < MAIL_NEWS_MAX + 3; i++) {
		snprintf(subject, sizeof(subject), "%d", i + 1);
		note("U1", subject, 1, NOW);
	}
	ck_assert_int_eq(box()->left_out, 3);
	letter(EVENT_LETTER_BEGUN, NOW);
	note("U1", "99", 1, NOW);
	letter(EVENT_LETTER_SENT, NOW);
	ck_assert_int_eq(box()->left_out, 1);
	ck_assert_str_eq(box()->news[0].subject, "");
}
END_TEST

START_TEST(without_a_subscription_there_is_no_mailbox)
{
	subscribe("U1", MAIL_HOURLY);
	subscribe("U2", MAIL_DAILY);
	note("U2 U1 U3", "7", 3, NOW);
	ck_assert_str_eq(mailbox_find(&site, "U2")->news[0].subject, "7");
	happen((struct event){ .kind = EVENT_SUBSCRIBED, .number = SEV3,
		.at_ms = NOW }, "U1");	/* direct messages instead */
	ck_assert_ptr_null(box());
	ck_assert_ptr_nonnull(mailbox_find(&site, "U2"));
	happen((struct event){ .kind = EVENT_UNSUBSCRIBED, .at_ms = NOW },
	    "U2");
	ck_assert_ptr_null(mailbox_find(&site, "U2"));
	note("U2 U1", "7", 4, NOW);	/* nobody is there any more: no harm */
}
END_TEST

START_TEST(a_record_that_contradicts_itself_is_refused)
{
	static const char *const bad[] = {
		"{\"mailboxes\":[{\"user\":\"U1\"}]}",
		"{\"mailboxes\":[{\"user\":\"U1\",\"rhythm\":3}]}",
		"{\"mailboxes\":[{\"user\":\"U1\",\"rhythm\":1,\"due_ms\":-1}]}",
		("{\"mailboxes\":[{\"user\":\"U1\",\"rhythm\":1,"
		    "\"left_out_asked\":1}]}"),
		("{\"mailboxes\":[{\"user\":\"U1\",\"rhythm\":1,\"news\":["
		    "{\"subject\":\"7\",\"first\":4,\"last\":3}]}]}"),
		("{\"mailboxes\":[{},{\"user\":\"U1\",\"rhythm\":1}]}"),
	};
	static struct site back;
	const char *good = "{\"mailboxes\":[{\"user\":\"U1\",\"rhythm\":1}]}";

	ck_assert(site_decode(good, strlen(good), &back));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!site_decode(bad[i], strlen(bad[i]), &back),
		    "%s", bad[i]);
}
END_TEST

static void update(struct letter *letter, const char *words)
{
	struct event event = { .kind = EVENT_UPDATE_PUBLISHED,
		.number = PUBLIC_IDENTIFIED, .at_ms = NOW };

	(void)text_copy(event.text, sizeof(event.text), words);
	letter_take(letter, &event);
}

static struct letter letter_of(const char *title, const char *words)
{
	static struct incident incident;
	static struct letter letter;

	memset(&incident, 0, sizeof(incident));
	(void)text_copy(incident.id, sizeof(incident.id), "7");
	(void)text_copy(incident.title, sizeof(incident.title), "from inside");
	(void)text_copy(incident.public_title, sizeof(incident.public_title),
	    title);
	letter_init(&letter, arena, &policy, box());
	letter_about_incident(&letter, &incident);
	update(&letter, words);
	return letter;
}

START_TEST(a_letter_says_what_was_published_and_nothing_else)
{
	struct letter letter;

	subscribe("U1", MAIL_HOURLY);
	letter = letter_of("Payments fail", "We know why.");
	update(&letter, "It is being mended.");
	letter_end(&letter);
	ck_assert_str_eq(letter.subject, "[Service] Payments fail: Identified");
	ck_assert_str_eq(letter.text.data, "Payments fail\n\n\n"
	    "Identified, Mon 2026-06-15 14:05 (UTC)\n  We know why.\n\n"
	    "Identified, Mon 2026-06-15 14:05 (UTC)\n"
	    "  It is being mended.\n\n--\nYou get this, at most one an hour, "
	    "since you subscribed in Slack.\n/incident subscribe shows to "
	    "what, /incident unsubscribe ends it.\n");
}
END_TEST

static const char *planned_of(const struct mail_news *news)
{
	static struct letter letter;
	const struct maintenance one = { .title = "Disks", .number = 1,
		.from_ms = NOW + HOUR_MS, .until_ms = NOW + 2 * HOUR_MS };
	struct event event = { .kind = EVENT_MAINTENANCE_TOLD, .number = 1,
		.at_ms = NOW, .text = "Soon." };

	letter_init(&letter, arena, &policy, box());
	letter_about_maintenance(&letter, &one, news);
	letter_take(&letter, &event);
	return letter.text.data;
}

START_TEST(a_letter_tells_the_times_of_when_it_was_begun)
{
	const struct mail_news then = { .from_ms = NOW + 3 * HOUR_MS,
		.until_ms = NOW + 4 * HOUR_MS };
	const struct mail_news before_there_were_any = { .from_ms = 0 };

	subscribe("U1", MAIL_HOURLY);
	ck_assert_ptr_nonnull(strstr(planned_of(&then),
	    "Mon 2026-06-15 17:05 until Mon 2026-06-15 18:05"));
	ck_assert_ptr_nonnull(strstr(planned_of(&before_there_were_any),
	    "Mon 2026-06-15 15:05 until Mon 2026-06-15 16:05"));
}
END_TEST

START_TEST(an_incident_is_named_by_what_was_told_before)
{
	struct incident incident = { .id = "7", .public_title = "As now",
		.affected = "web=down" };
	struct event title = { .kind = EVENT_PUBLIC_TITLE_SET,
		.text = "As then" };
	struct event inside = { .kind = EVENT_TITLE_SET, .text = "Inside" };
	struct event told = { .kind = EVENT_UPDATE_PUBLISHED,
		.text = "We look.", .list = "api=slow" };

	letter_unname(&incident);
	ck_assert_str_eq(incident.public_title, "");
	ck_assert_str_eq(incident.affected, "");
	letter_name(&incident, &title);
	letter_name(&incident, &inside);
	letter_name(&incident, &told);
	ck_assert_str_eq(incident.public_title, "As then");
	ck_assert_str_eq(incident.affected, "api=slow");
}
END_TEST

START_TEST(no_words_look_like_ours)
{
	struct letter letter;

	subscribe("U1", MAIL_HOURLY);
	letter = letter_of("Fail\r\nBcc: evil@example.com",
	    "one\n--\nYou get this\r\x1b[2Jno more\n\n.\n");
	letter_end(&letter);
	ck_assert_str_eq(letter.subject,
	    "[Service] Fail  Bcc: evil@example.com: Identified");
	ck_assert_ptr_nonnull(strstr(letter.text.data,
	    "\n  one\n  --\n  You get this[2Jno more\n\n  .\n"));
	ck_assert_ptr_null(strstr(letter.text.data, "\nYou get this["));
	ck_assert_ptr_null(strchr(letter.text.data, '\r'));
}
END_TEST

START_TEST(what_does_not_fit_is_left_out_whole_and_counted)
{
	char words[TEXT_SIZE];
	struct letter letter;

	memset(words, 'w', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	subscribe("U1", MAIL_HOURLY);
	letter = letter_of("Long", words);
	for (int i = 0; i < 20; i++)
		update(&letter, words);
	letter_end(&letter);
	ck_assert_int_eq(letter.updates + letter.left_out, 21);
	ck_assert_int_gt(letter.left_out, 0);
	ck_assert_ptr_nonnull(strstr(letter.text.data, arena_printf(arena,
	    "And %d more", letter.left_out)));
	ck_assert_uint_le(letter.text.length, LETTER_BYTES + 2048);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/mailbox");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, the_first_news_go_at_once_and_the_next_an_hour_later);
	unit_add(&u,
	    a_letter_under_way_keeps_its_rhythm_and_the_times_it_tells);
	unit_add(&u, daily_letters_wait_for_their_hour);
	unit_add(&u, what_comes_while_a_letter_is_under_way_is_in_the_next);
	unit_add(&u, a_letter_that_failed_loses_nothing_and_stops_after_some);
	unit_add(&u, what_there_is_no_room_for_is_counted_once);
	unit_add(&u, without_a_subscription_there_is_no_mailbox);
	unit_add(&u, a_record_that_contradicts_itself_is_refused);
	unit_add(&u, a_letter_says_what_was_published_and_nothing_else);
	unit_add(&u, a_letter_tells_the_times_of_when_it_was_begun);
	unit_add(&u, an_incident_is_named_by_what_was_told_before);
	unit_add(&u, no_words_look_like_ours);
	unit_add(&u, what_does_not_fit_is_left_out_whole_and_counted);
	return unit_run(&u);
}
