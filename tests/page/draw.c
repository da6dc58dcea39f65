/* SPDX-License-Identifier: MIT
 *
 * draw: writes a public page from made-up incidents, for validators, browsers
 * and the figures: draw FOLDER INCIDENTS COMPONENTS [hostile] [planned]. Each
 * incident has four updates; the first two are still open. Of planned
 * maintenance one is under way, one to come, one over and one cancelled. Prints how long the whole
 * took, the best of five, and again after one update to one incident.
 */
#include "base/base.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "daemon/board/board_draw.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NOW_MS INT64_C(1781532300000)	/* 2026-06-15 14:05 UTC */
#define ROUNDS 5
#define EVENTS 5

static const char *const hostile[] = {
	"</p><script>alert(1)</script><img src=x onerror=alert(2)>",
	"\" onmouseover=\"alert(3)' style='x",
	("]]>&lt;!-- <![CDATA[ & &amp; &#0; \xe2\x80\xae" "gnp.exe"),
	"<svg/onload=alert(4)>\n\n\n# *bold* [x](javascript:alert(5))",
};

static const char *const plain[] = {
	"We are looking into failing payments.",
	"A change from this morning is the cause. It is being taken back.",
	"Payments go through again; we keep watching.",
	"All payments go through. Nothing was charged twice.",
};

static bool is_hostile;

static const char *words(int i)
{
	return is_hostile ? hostile[i % (int)ARRAY_LEN(hostile)] :
	    plain[i % (int)ARRAY_LEN(plain)];
}

static void add_components(struct policy *policy, int count)
{
	struct board_policy *board = &policy->board;

	for (int i = 0; i < count; i++) {
		struct component *component = &board->components[i];
		struct text text;

		text_init(&text, component->id, sizeof(component->id));
		text_addf(&text, "part-%d", i + 1);
		text_init(&text, component->name, sizeof(component->name));
		text_addf(&text, "%s %d", is_hostile ?
		    "<b>\"Part\"&</b>" : "Part", i + 1);
		(void)text_copy(component->about, sizeof(component->about),
		    i % 3 == 0 ? words(i) : "");
		(void)text_copy(component->group, sizeof(component->group),
		    i % 10 < 4 ? "" : i % 10 < 7 ? "Shop" : "Back office");
	}
	board->component_count = count;
}

static void add_policy(struct policy *policy, const char *folder,
    int components)
{
	struct board_policy *board = &policy->board;

	policy_init(policy);
	(void)text_copy(policy->status_page_url,
	    sizeof(policy->status_page_url), "https://status.example.com");
	(void)text_copy(board->folder, sizeof(board->folder), folder);
	(void)text_copy(board->name, sizeof(board->name), is_hostile ?
	    "<i>Example</i> & \"Co\"" : "Example");
	(void)text_copy(board->about, sizeof(board->about), words(0));
	(void)text_copy(board->links[0].title,
	    sizeof(board->links[0].title), "Help");
	(void)text_copy(board->links[0].url, sizeof(board->links[0].url),
	    is_hostile ? "javascript:alert(6)" : "https://example.com/help");
	add_components(policy, components);
}

static void make_event(struct event *event, int number, int step,
    int64_t start_ms, int components)
{
	static const int states[] = { COMPONENT_MAJOR, COMPONENT_PARTIAL,
		COMPONENT_DEGRADED };
	struct text text;

	memset(event, 0, sizeof(*event));
	event->kind = step < EVENTS - 1 ? EVENT_UPDATE_PUBLISHED :
	    EVENT_RESOLVED;
	event->at_ms = start_ms + (step + 1) * 10 * WHEN_MINUTE_MS;
	event->number = step < EVENTS - 1 ? PUBLIC_INVESTIGATING + step :
	    PUBLIC_RESOLVED;
	(void)text_copy(event->text, sizeof(event->text), words(step));
	text_init(&text, event->list, sizeof(event->list));
	if (components > 0)
		text_addf(&text, "part-%d=%s", number % components + 1,
		    component_state_word(states[number % 3]));
}

/* The last event of one that is over is RESOLVED; the first two go on. */
static void put_incident(struct board_shelf *shelf, int number, int total,
    int components, int updates)
{
	static struct incident incident;
	static struct event events[EVENTS];
	struct board_event told[EVENTS];
	int64_t start_ms = NOW_MS - WHEN_HOUR_MS - number *
	    (85 * WHEN_DAY_MS / total);
	struct text text;

	memset(&incident, 0, sizeof(incident));
	text_init(&text, incident.id, sizeof(incident.id));
	text_addf(&text, "%d", number + 1);
	incident.version = updates;
	incident.severity = SEV1 + number % 3;
	incident.phase = updates < EVENTS ? PHASE_OPEN : PHASE_RESOLVED;
	incident.update_count = updates < EVENTS ? updates : EVENTS - 1;
	incident.declared_ms = start_ms;
	incident.update_every_ms = 15 * WHEN_MINUTE_MS;
	incident.update_due_ms = NOW_MS + 10 * WHEN_MINUTE_MS;
	incident.resolved_ms = updates < EVENTS ? 0 :
	    start_ms + EVENTS * 10 * WHEN_MINUTE_MS;
	(void)text_copy(incident.public_title, sizeof(incident.public_title),
	    is_hostile ? words(number) : "Payments fail");
	for (int i = 0; i < updates; i++)
		make_event(&events[i], number, i, start_ms, components);
	for (int i = 0; i < updates; i++)
		told[i] = board_event(&events[i]);
	shelf_put(shelf, &incident, NOW_MS);
	for (int i = 0; i < shelf->count; i++) {
		if (strcmp(shelf->places[i].id, incident.id) == 0)
			shelf_fill(&shelf->places[i], &incident, told,
			    updates);
	}
}

static void tell_planned(struct board_shelf *shelf, int number, int kind,
    int64_t at_ms)
{
	static struct event event;

	memset(&event, 0, sizeof(event));
	event.kind = kind;
	event.number = number;
	event.at_ms = at_ms;
	(void)text_copy(event.text, sizeof(event.text), words(number + kind));
	shelf_take_planned(shelf, &event);
}

static void plan(struct board_shelf *shelf, int number, int64_t from_ms)
{
	static struct event event;

	memset(&event, 0, sizeof(event));
	event.kind = EVENT_MAINTENANCE_PLANNED;
	event.number = number;
	event.at_ms = from_ms - WHEN_DAY_MS;
	event.due_ms = from_ms;
	event.span_ms = 2 * WHEN_HOUR_MS;
	(void)text_copy(event.text, sizeof(event.text), is_hostile ?
	    words(number) : "Database upgrade");
	(void)text_copy(event.list, sizeof(event.list),
	    "part-1=maintenance,part-3=maintenance");
	shelf_take_planned(shelf, &event);
	tell_planned(shelf, number, EVENT_MAINTENANCE_TOLD, event.at_ms);
}

static void plan_all(struct board_shelf *shelf)
{
	const int64_t begun_ms = NOW_MS - WHEN_HOUR_MS;
	const int64_t past_ms = NOW_MS - 5 * WHEN_DAY_MS;

	plan(shelf, 1, begun_ms);
	tell_planned(shelf, 1, EVENT_MAINTENANCE_STARTED, begun_ms);
	plan(shelf, 2, NOW_MS + 2 * WHEN_DAY_MS);
	plan(shelf, 3, past_ms);
	tell_planned(shelf, 3, EVENT_MAINTENANCE_STARTED, past_ms);
	tell_planned(shelf, 3, EVENT_MAINTENANCE_FINISHED,
	    past_ms + WHEN_HOUR_MS);
	plan(shelf, 4, NOW_MS + WHEN_DAY_MS);
	tell_planned(shelf, 4, EVENT_MAINTENANCE_CANCELLED,
	    NOW_MS - WHEN_HOUR_MS);
}

static int64_t clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t measure_us(struct board_shelf *shelf,
    const struct policy *policy, bool all)
{
	int64_t best_us = INT64_MAX;

	for (int i = 0; i < ROUNDS; i++) {
		int64_t start_us = clock_us();
		const char *error;

		if (all)
			shelf_redraw(shelf);
		error = board_draw(shelf, policy, NOW_MS);
		if (*error) {
			fprintf(stderr, "draw: %s\n", error);
			exit(1);
		}
		if (clock_us() - start_us < best_us)
			best_us = clock_us() - start_us;
	}
	return best_us;
}

static int number_of(const char *text, int max)
{
	int64_t number;

	if (text_parse_int(text, 0, max, &number))
		return (int)number;
	fprintf(stderr, "draw: \"%s\" is no number up to %d\n", text, max);
	exit(2);
}

static bool is_asked(int argc, char **argv, const char *word)
{
	for (int i = 4; i < argc; i++) {
		if (strcmp(argv[i], word) == 0)
			return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	struct policy *policy = xcalloc(1, sizeof(*policy));
	struct board_shelf shelf = { .count = 0 };
	int incidents, components;

	if (argc < 4) {
		fprintf(stderr, "usage: draw FOLDER INCIDENTS COMPONENTS "
		    "[hostile] [planned]\n");
		return 2;
	}
	incidents = number_of(argv[2], SHELF_MAX);
	components = number_of(argv[3], COMPONENTS_MAX);
	is_hostile = is_asked(argc, argv, "hostile");
	add_policy(policy, argv[1], components);
	for (int i = 0; i < incidents; i++)
		put_incident(&shelf, i, incidents, components,
		    i < 2 ? 1 + i : EVENTS);
	if (is_asked(argc, argv, "planned"))
		plan_all(&shelf);
	printf("all_us=%lld\n", (long long)measure_us(&shelf, policy, true));
	printf("one_us=%lld\n", (long long)measure_us(&shelf, policy, false));
	shelf_clear(&shelf);
	free(policy);
	return 0;
}
