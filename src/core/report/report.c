/* SPDX-License-Identifier: MIT
 *
 * report: what all formats share, and JSON. Markdown: report_markdown.c; HTML:
 * report_html.c; the picture: report_picture.c; the tables: report_tables.c;
 * people's names: report_people.c.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/figures.h"
#include "core/views/mrkdwn.h"
#include "core/postmortem.h"
#include "core/record.h"
#include "core/views/view.h"
#include "core/calendar/zone.h"
#include <jansson.h>

#define ENTRY_BYTES 1200		/* of an entry besides its text */
#define NAMES_PER_ENTRY 40	/* at most: who, whom and eight who are mentioned,
				   once more in the picture and the tables,
				   and if it was corrected */
#define ESCAPED_MAX 6		/* bytes that one byte becomes */
#define FIXED_BYTES 400000	/* of everything else, the sections included */

size_t report_size(const struct report *report)
{
	size_t names = NAMES_PER_ENTRY * ESCAPED_MAX *
	    report_name_bytes(report);
	size_t size = FIXED_BYTES;

	for (int i = 0; i < report->count; i++)
		size += 24 * strlen(report->events[i].text) + ENTRY_BYTES +
		    names + 12 * strlen(report->events[i].list);
	return size;
}

const char *report_time(struct arena *arena, const struct report *report,
    int64_t ms)
{
	struct civil civil = zone_to_civil(report->zone, ms);

	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d:%02d",
	    civil.year, civil.month, civil.day, civil.hour, civil.minute,
	    civil.second);
}

const char *report_zone(const struct report *report)
{
	return report->zone_name ? report->zone_name : "UTC";
}

/* "date^1781514000^{date_short_pretty} {time}" as a document shows it, in the
 * zone of all its times. */
static void add_instant(struct arena *arena, struct text *out,
    const struct report *report, const char *mark)
{
	int64_t seconds = strtoll(mark + strlen("date^"), NULL, 10);
	const char *when = report_time(arena, report, seconds * 1000);
	bool day = strstr(mark, "{date") != NULL;
	bool time = strstr(mark, "{time") != NULL;

	text_addf(out, "%.*s%s%.*s", day ? (int)strlen("2026-06-15") : 0,
	    when, day && time ? " " : "", time ? (int)strlen("14:05") : 0,
	    when + strlen("2026-06-15 "));
}

static const char *span(struct arena *arena, int64_t ms)
{
	char words[WHEN_TEXT_SIZE];

	if (ms == SPAN_NONE)
		return "never";
	when_format_duration(words, sizeof(words), ms);
	return arena_strdup(arena, words);
}

const char *report_span(struct arena *arena, int64_t from_ms, int64_t to_ms)
{
	return span(arena, to_ms == 0 ? SPAN_NONE : to_ms - from_ms);
}

static int64_t since_declared(const struct incident *incident, int64_t ms)
{
	return ms ? ms - incident->declared_ms : SPAN_NONE;
}

void report_figures(struct arena *arena, const struct incident *incident,
    struct report_figure out[REPORT_FIGURES])
{
	const struct { const char *name; int64_t ms; } spans[] = {
		{ "Acknowledged after", figures_ack_ms(incident) },
		{ "Assessed after", since_declared(incident,
		    incident->assessed_ms) },
		{ "First public update after", since_declared(incident,
		    incident->update_first_ms) },
		{ "Stable after", figures_stable_ms(incident) },
		{ "Resolved after", figures_resolve_ms(incident) },
	};

	for (size_t i = 0; i < ARRAY_LEN(spans); i++)
		out[i] = (struct report_figure){ spans[i].name,
			span(arena, spans[i].ms) };
	out[5] = (struct report_figure){ "Updates on time",
		arena_printf(arena, "%d of %d", incident->update_count -
		incident->update_late_count, incident->update_count) };
	out[6] = (struct report_figure){ "Reopened",
		arena_printf(arena, "%d times", incident->reopened_count) };
}

static size_t add_entity(struct text *out, const char *s)
{
	static const struct { const char *entity, *plain; } entities[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
	};

	for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
		if (!text_starts_with(s, entities[i].entity))
			continue;
		text_add(out, entities[i].plain);
		return strlen(entities[i].entity);
	}
	text_add_char(out, *s);
	return 1;
}

/* What Slack's "<...>" shows: a fallback, a mention, a channel. */
static void add_mark(struct arena *arena, struct text *out,
    const struct report *report, const char *mark, size_t length)
{
	const char *bar = memchr(mark, '|', length);
	size_t own = bar ? (size_t)(bar - mark) : length;

	if (*mark == '@') {
		const char *id = arena_strndup(arena, mark + 1, own - 1);

		text_addf(out, "@%s", report ? report_name(report, id) : id);
		return;
	}
	if (report && report->zone && bar &&
	    text_starts_with(mark, "!date^")) {
		add_instant(arena, out, report, arena_strndup(arena, mark + 1,
		    own - 1));
		return;
	}
	if (*mark == '#') {
		text_add_n(out, mark, own);
		return;
	}
	for (const char *s = bar; s && s + 1 < mark + length;)
		s += add_entity(out, s + 1);
}

/* With people's names; with their ids if there is no report. */
static const char *sentence(struct arena *arena, const struct report *report,
    const struct event *event)
{
	const char *s = view_sentence(arena, event);
	struct text out = text_new(arena, strlen(s) + NAMES_PER_ENTRY *
	    (report ? report_name_bytes(report) : 0));

	while (*s) {
		size_t length = *s == '<' ? strcspn(s, ">") : 0;

		if (length > 0 && s[length] == '>') {
			add_mark(arena, &out, report, s + 1, length - 1);
			s += length + 1;
		} else if (*s == '&') {
			s += add_entity(&out, s);
		} else {
			text_add_char(&out, *s++);
		}
	}
	return out.data;
}

const char *report_sentence(struct arena *arena, const struct event *event)
{
	return sentence(arena, NULL, event);
}

/* --- the timeline -------------------------------------------------------- */

/* What happened to whom it serves. All else is the team's own affair: whom it
 * called, what it forgot, how it works. A new kind is, too, until it is listed. */
static bool is_outside(int kind)
{
	static const int kinds[] = {
		EVENT_DECLARED, EVENT_ALERT_FIRED, EVENT_ALERT_RESOLVED,
		EVENT_ACKNOWLEDGED, EVENT_SEVERITY_SET, EVENT_FLAGS_SET,
		EVENT_NOTED, EVENT_UPDATE_PUBLISHED, EVENT_PUBLIC_TITLE_SET,
		EVENT_PLACE_REACHED, EVENT_ASSESSED, EVENT_TRIED,
		EVENT_MITIGATED, EVENT_EVIDENCE_KEPT, EVENT_CAUSE_NAMED,
		EVENT_RESOLVED, EVENT_REOPENED, EVENT_CLOSED, EVENT_TITLE_SET,
		EVENT_MESSAGE_KEPT, EVENT_ENTRY_ADDED,
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i] == kind)
			return true;
	}
	return false;
}

int report_entries(struct arena *arena, const struct report *report,
    const struct entry **out)
{
	const struct entry *all;
	struct numbered timeline = { report->events, report->count,
		report->numbers };
	int count = timeline_read(arena, &timeline, &all);
	struct entry *kept;
	int kept_count = 0;

	if (!report->is_public) {
		*out = all;
		return count;
	}
	kept = arena_reserve(arena, ((size_t)count + 1) * sizeof(*kept));
	for (int i = 0; i < count; i++) {
		if (!all[i].hidden && is_outside(all[i].event->kind))
			kept[kept_count++] = all[i];
	}
	*out = kept;
	return kept_count;
}

const char *report_person(struct arena *arena, const struct report *report,
    const char *user)
{
	if (!*user)
		return "incbot";
	return report->is_public ? "somebody" :
	    arena_printf(arena, "@%s", report_name(report, user));
}

const char *report_entry(struct arena *arena, const struct report *report,
    const struct entry *entry)
{
	const char *words = entry->text;

	if (!words) {
		struct event *plain = arena_reserve(arena, sizeof(*plain));

		event_copy(plain, entry->event);
		plain->list[0] = '\0';	/* links stand beside it */
		(void)text_copy(plain->text, sizeof(plain->text),
		    report_words(arena, report, entry->event->text));
		words = sentence(arena, report, plain);
	}
	return report->is_public || entry->text ?
	    report_words(arena, report, words) : words;
}

const char *report_entry_before(struct arena *arena,
    const struct report *report, const struct entry *entry)
{
	if (!entry->corrected || report->is_public)
		return "";
	return arena_printf(arena, "Corrected by %s; written %s as: %s",
	    report_person(arena, report, entry->corrected->actor),
	    report_time(arena, report, entry->event->at_ms),
	    sentence(arena, report, entry->event));
}

/* --- JSON ---------------------------------------------------------------- */

char *report_json(struct arena *arena, const struct report *report)
{
	struct report_figure figures[REPORT_FIGURES];
	json_t *timeline = json_array();
	json_t *numbers = json_object();
	json_t *written = json_object();
	json_t *whole;
	char *text;

	for (int i = 0; i < report->count; i++)
		json_array_append_new(timeline, json_loads(event_encode(arena,
		    &report->events[i]), 0, NULL));
	report_figures(arena, report->incident, figures);
	for (int i = 0; i < REPORT_FIGURES; i++)
		json_object_set_new(numbers, figures[i].name,
		    json_string(figures[i].words));
	for (int i = 0; i < SECTION_COUNT; i++)
		json_object_set_new(written, section_name(i), json_string(
		    section_text(report->events, report->count, i)));
	whole = json_pack("{s:o, s:o, s:o, s:o, s:o}", "incident",
	    json_loads(incident_encode(arena, report->incident), 0, NULL),
	    "people", report_people_json(report), "figures", numbers,
	    "postmortem", written, "timeline", timeline);
	assert(whole);
	text = json_encode(arena, whole);
	json_decref(whole);
	return arena_printf(arena, "%s\n", text);
}
