/* SPDX-License-Identifier: MIT
 *
 * services/outside/tracker: the calls that open, close and look for tickets,
 * and the reading of what comes back: the mark of one ticket is never taken for
 * that of another, and an answer that cannot be read is no answer.
 */
#include "services/outside/tracker.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "services/config/config.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct config *config;
static struct incident incident;
static struct effect effect;
static struct errand errand;

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static void setup(void)
{
	struct trackers_config *all;

	arena = arena_new(4u << 20);
	config = xcalloc(1, sizeof(*config));
	all = &config->trackers;
	COPY(config->policy.team_id, "T1");
	COPY(config->redis.namespace, "main");
	COPY(all->github_url, "https://api.github.com/");
	COPY(all->github_repository, "acme/ops");
	COPY(all->jira_url, "https://acme.atlassian.net/");
	COPY(all->jira_user, "a@b.c");
	COPY(all->jira_project, "OPS");
	COPY(all->jira_type, "Task");
	ck_assert(secret_set(&all->github_token, "t"));
	ck_assert(secret_set(&all->jira_token, "t"));
	memset(&incident, 0, sizeof(incident));
	COPY(incident.id, "7");
	COPY(incident.title, "all is lost");
	incident.severity = SEV1;
	incident.phase = PHASE_OPEN;
	COPY(incident.actions[0].text, "one");
	COPY(incident.actions[1].text, "a <b>bold</b> @all *word*\n# two");
	memset(&errand, 0, sizeof(errand));
	effect = (struct effect){ .kind = EFFECT_TICKET_OPEN, .number = 2,
		.created_ms = 1781514000000 };
	COPY(effect.way, "github");
}

static void teardown(void)
{
	arena_free(arena);
	free(config);
}

static struct errand_scene scene(void)
{
	return (struct errand_scene){ .arena = arena, .config = config,
		.effect = &effect, .incident = &incident, .job = "fx:7:9:1",
		.now_ms = 1781514060000 };
}

START_TEST(a_mark_is_read_whole)
{
	const char *prefix = tracker_mark_prefix(config, arena);
	struct ticket_sight sight = { .number = -1 };

	ck_assert(tracker_mark_read("x <!-- incbot-T1-main-7-21 --> y",
	    prefix, &sight));
	ck_assert_str_eq(sight.incident, "7");
	ck_assert_int_eq(sight.number, 21);
	ck_assert(!tracker_mark_read("incbot-T1-main-fx:7:9:1", prefix,
	    &sight));
	ck_assert(!tracker_mark_read("incbot-T1-main-7-25", prefix, &sight));
	ck_assert(!tracker_mark_read("incbot-T1-main-7-", prefix, &sight));
	ck_assert(!tracker_mark_read("incbot-T2-main-7-2", prefix, &sight));
	ck_assert(tracker_mark_read("incbot-T1-main-x incbot-T1-main-8-0",
	    prefix, &sight));
	ck_assert_str_eq(sight.incident, "8");
}
END_TEST

START_TEST(a_ticket_is_opened_with_its_mark_and_words_that_are_words)
{
	struct errand_scene s = scene();

	ck_assert_int_eq(tracker_draw_open(&s, &errand), ERRAND_CALL);
	ck_assert_str_eq(errand.request.method, "POST");
	ck_assert_str_eq(errand.request.path, "/repos/acme/ops/issues");
	ck_assert_int_eq(errand.repeat, ERRAND_LOOKS);
	ck_assert(strstr(errand.request.body,
	    "<!-- incbot-T1-main-7-2 -->"));
	ck_assert(strstr(errand.request.body, "\\\\<b\\\\>bold"));
	ck_assert(strstr(errand.request.body, "@\xe2\x81\xa0" "all"));
	ck_assert(strstr(errand.look.path, "&since=2026-06-15T08:55:00Z"));
	COPY(incident.actions[1].ticket.key, "42");
	ck_assert_int_eq(tracker_draw_open(&s, &errand), ERRAND_OBSOLETE);
}
END_TEST

static bool finds(const char *body, struct errand_made *made)
{
	struct errand_scene s = scene();
	struct outbound_answer answer = { .body = body,
		.body_length = strlen(body) };

	memset(made, 0, sizeof(*made));
	return errand.found(&s, &answer, made);
}

/* So many issues, the last one opened then. */
static const char *page_of(int count, const char *last)
{
	struct text text = text_new(arena, 65536);

	text_add_char(&text, '[');
	for (int i = 1; i <= count; i++)
		text_addf(&text, "%s{\"number\":%d,\"created_at\":\"%s\"}",
		    i > 1 ? "," : "", i, i < count ?
		    "2026-06-15T09:30:00Z" : last);
	text_add_char(&text, ']');
	return text.data;
}

START_TEST(a_look_goes_on_while_what_it_sees_is_new)
{
	struct errand_scene s = scene();
	struct errand_made made;

	s.look_page = 3;
	ck_assert_int_eq(tracker_draw_open(&s, &errand), ERRAND_CALL);
	ck_assert(strstr(errand.look.path, "&page=3&"));
	ck_assert(!finds(page_of(TRACKER_PAGE, "2026-06-15T09:30:00Z"),
	    &made));
	ck_assert(made.more);
	/* Older than the effect, but for the clocks. */
	ck_assert(!finds(page_of(TRACKER_PAGE, "2026-06-15T08:54:59Z"),
	    &made));
	ck_assert(!made.more);
	ck_assert(!finds(page_of(TRACKER_PAGE - 1, "2026-06-15T09:30:00Z"),
	    &made));
	ck_assert(!made.more);
}
END_TEST

START_TEST(a_look_finds_this_ticket_and_no_other)
{
	struct errand_scene s = scene();
	struct errand_made made;

	ck_assert_int_eq(tracker_draw_open(&s, &errand), ERRAND_CALL);
	ck_assert(!finds("[]", &made));
	ck_assert(!made.unclear);
	ck_assert(!finds("<html>", &made));
	ck_assert(made.unclear);
	ck_assert(!finds("[{\"number\":9,\"body\":"
	    "\"<!-- incbot-T1-main-7-21 -->\"}]", &made));
	ck_assert(!made.unclear);
	ck_assert(finds("[{\"number\":8},{\"number\":9,\"html_url\":"
	    "\"https://h/9\",\"body\":\"x <!-- incbot-T1-main-7-2 -->\"}]",
	    &made));
	ck_assert_str_eq(made.ref, "9");
	ck_assert_str_eq(made.name, "https://h/9");
}
END_TEST

START_TEST(a_look_finds_this_comment_and_no_other)
{
	struct errand_scene at_hand = scene();
	struct errand_made made = { .ref = "" };
	const char *mark = tracker_comment_mark(&at_hand);
	struct outbound_answer answer = { .outcome = OUTBOUND_OK };

	answer.body = arena_printf(arena, "[{\"body\":\"<!-- %s0 -->\"}]",
	    mark);
	ck_assert(!tracker_comment_found(&at_hand, &answer, &made));
	answer.body = arena_printf(arena, "%s, {\"body\":\"<!-- %s -->\"}",
	    answer.body, mark);
	ck_assert(tracker_comment_found(&at_hand, &answer, &made));
}
END_TEST

static const char *jira_page(int count, const char *created)
{
	char *body = arena_printf(arena, "{\"comments\":[");

	for (int i = 0; i < count; i++)
		body = arena_printf(arena, "%s%s{\"id\":\"%d\","
		    "\"created\":\"%s\"}", body, i > 0 ? "," : "", i,
		    created);
	return arena_printf(arena, "%s]}", body);
}

static bool more_comments(struct errand_scene *s, const char *body)
{
	struct errand_made made = { .ref = "" };
	struct outbound_answer answer = { .outcome = OUTBOUND_OK,
		.body = body, .body_length = strlen(body) };

	ck_assert(!errand.found(s, &answer, &made));
	ck_assert(!made.unclear);
	return made.more;
}

START_TEST(a_look_at_jiras_comments_goes_on_while_they_are_new)
{
	struct errand_scene s = scene();
	struct errand_made made = { .ref = "" };
	struct outbound_answer answer = { .outcome = OUTBOUND_OK,
		.body = "<html>", .body_length = 6 };

	effect.kind = EFFECT_TICKET_TELL;
	effect.event = (struct event){ .kind = EVENT_NOTED, .text = "hi" };
	COPY(effect.way, "jira");
	COPY(incident.actions[1].ticket.key, "OPS-1");
	s.look_page = 2;
	ck_assert_int_eq(tracker_draw_tell(&s, &errand), ERRAND_CALL);
	ck_assert(strstr(errand.look.path, "&startAt=50"));
	ck_assert(more_comments(&s, jira_page(TRACKER_PAGE,
	    "2026-06-15T10:30:00.000+0100")));
	ck_assert(!more_comments(&s, jira_page(TRACKER_PAGE,
	    "2026-06-15T09:54:59.000+0100")));
	ck_assert(!more_comments(&s, jira_page(TRACKER_PAGE - 1,
	    "2026-06-15T10:30:00.000+0100")));
	ck_assert(more_comments(&s, jira_page(TRACKER_PAGE, "then")));
	ck_assert(!errand.found(&s, &answer, &made));
	ck_assert(made.unclear);
}
END_TEST

START_TEST(jira_is_asked_which_way_leads_there)
{
	static const char way[] = "{\"transitions\":[{\"id\":\"1\",\"to\":"
	    "{\"statusCategory\":{\"key\":\"new\"}}},{\"id\":\"7\",\"to\":"
	    "{\"statusCategory\":{\"key\":\"done\"}}}]}";
	struct errand_scene s = scene();
	struct outbound_answer answer = { .body = way,
		.body_length = strlen(way) };

	effect.kind = EFFECT_TICKET_SET;
	effect.cycle = 1;
	COPY(effect.way, "jira");
	COPY(incident.actions[1].ticket.key, "OPS-1");
	ck_assert_int_eq(tracker_draw_set(&s, &errand), ERRAND_OBSOLETE);
	incident.actions[1].state = ACTION_DONE;
	ck_assert_int_eq(tracker_draw_set(&s, &errand), ERRAND_CALL);
	ck_assert_str_eq(errand.prepare.method, "GET");
	ck_assert_int_eq(errand.prepared(&s, &answer, &errand), ERRAND_CALL);
	ck_assert_str_eq(errand.request.body,
	    "{\"transition\":{\"id\":\"7\"}}");
	answer.body = "{\"transitions\":[]}";
	answer.body_length = strlen(answer.body);
	ck_assert_int_eq(errand.prepared(&s, &answer, &errand),
	    ERRAND_IMPOSSIBLE);
	ck_assert(strstr(errand.why, "no way to done"));
}
END_TEST

START_TEST(a_refusal_is_said_a_limit_is_waited_for)
{
	struct errand_scene s = scene();
	struct outbound_answer answer = { .outcome = OUTBOUND_HELD,
		.status = 403, .error = "http_403", .body = "" };

	ck_assert_int_eq(tracker_draw_open(&s, &errand), ERRAND_CALL);
	ck_assert_str_eq(errand.explain(arena, &answer),
	    "it does not let incbot do this (403)");
	answer.body = "You have exceeded a secondary rate limit";
	ck_assert_ptr_null(errand.explain(arena, &answer));
	answer.status = 0;
	ck_assert_ptr_null(errand.explain(arena, &answer));
	answer.status = 418;
	answer.error = "http_418";
	ck_assert_str_eq(errand.explain(arena, &answer), "http_418");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("services/outside/tracker");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, a_mark_is_read_whole);
	unit_add(&u, a_ticket_is_opened_with_its_mark_and_words_that_are_words);
	unit_add(&u, a_look_finds_this_ticket_and_no_other);
	unit_add(&u, a_look_goes_on_while_what_it_sees_is_new);
	unit_add(&u, a_look_finds_this_comment_and_no_other);
	unit_add(&u, a_look_at_jiras_comments_goes_on_while_they_are_new);
	unit_add(&u, jira_is_asked_which_way_leads_there);
	unit_add(&u, a_refusal_is_said_a_limit_is_waited_for);
	return unit_run(&u);
}
