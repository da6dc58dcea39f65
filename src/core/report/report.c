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
#define NAMES_PER_ENTRY 8	/* at most: who and whom, once more in the
				   picture and if it was corrected */
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

/* The team's own affair: whom it called, what it forgot, how it works. */
static bool is_inside(int kind)
{
	static const int kinds[] = {
		EVENT_PROPOSED, EVENT_PROPOSAL_POSTED, EVENT_ALERTS_GROUPED,
		EVENT_ROOM_OPENED, EVENT_ROOM_FAILED, EVENT_ROOM_LOST,
		EVENT_ROOM_RETURNED,
		EVENT_CARD_LOST, EVENT_CARD_POSTED, EVENT_BROADCAST_POSTED,
		EVENT_PAGE_ASKED, EVENT_ESCALATED, EVENT_ESCALATION_SET,
		EVENT_PAGING_ENDED, EVENT_PAGE_SKIPPED, EVENT_PAGE_SENT,
		EVENT_PAGE_ACCEPTED, EVENT_PAGE_FAILED, EVENT_PAGE_UNREACHED,
		EVENT_ACK_MISSED, EVENT_ROLE_TAKEN, EVENT_ROLE_OFFERED,
		EVENT_ROLE_DECLINED, EVENT_ROLE_NAGGED, EVENT_PLACE_FAILED,
		EVENT_PLACE_RETRIED, EVENT_UPDATE_NAGGED,
		EVENT_UPDATE_SNOOZED, EVENT_CHECKLIST_POSTED,
		EVENT_OFFER_POSTED,
		EVENT_STABLE_MISSED, EVENT_PARKED, EVENT_POSTMORTEM_OWED,
		EVENT_POSTMORTEM_GIVEN, EVENT_POSTMORTEM_WRITTEN,
		EVENT_POSTMORTEM_NAGGED, EVENT_POSTMORTEM_SNOOZED,
		EVENT_ACTION_SET, EVENT_ACTION_DONE, EVENT_ACTION_DROPPED,
		EVENT_ACTION_NAGGED, EVENT_REMINDER_SKIPPED,
		EVENT_SIMILAR_FOUND, EVENT_PATTERN_SEEN,
		EVENT_PATTERN_SUSPECTED, EVENT_EFFECT_DEAD,
		EVENT_MESSAGE_UNKEPT, EVENT_EXPORT_ASKED, EVENT_EXPORTED,
		EVENT_COMMS_OPENED, EVENT_COMMS_LOST, EVENT_COMMS_ARCHIVED,
		EVENT_COMMS_CARD_POSTED, EVENT_UPDATE_DRAFTED,
		EVENT_DRAFT_TITLED, EVENT_DRAFT_POSTED,
		EVENT_DRAFT_SENT_BACK,
		EVENT_EXPORT_FAILED, EVENT_ROOM_ARCHIVED, EVENT_HELD,
		EVENT_RELEASED,
		EVENT_TICKET_ASKED, EVENT_TICKET_OPENED,
		EVENT_TICKET_FAILED, EVENT_TICKET_RETRIED,
		EVENT_TICKET_CLOSED, EVENT_TICKET_REOPENED,
		EVENT_TRIAGE_SET, EVENT_TRIAGE_NAGGED,
		EVENT_REPORT_ASKED, EVENT_CANVAS_ASKED, EVENT_CANVAS_MADE,
		EVENT_CANVAS_FAILED, EVENT_CANVAS_LOST,
		EVENT_MANUSCRIPT_SHARED, EVENT_MANUSCRIPT_ASKED,
		EVENT_MANUSCRIPT_TAKEN, EVENT_MANUSCRIPT_LEFT,
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
	struct numbered timeline = { report->events, report->count, NULL };
	int count = timeline_read(arena, &timeline, &all);
	struct entry *kept;
	int kept_count = 0;

	if (!report->is_public) {
		*out = all;
		return count;
	}
	kept = arena_reserve(arena, ((size_t)count + 1) * sizeof(*kept));
	for (int i = 0; i < count; i++) {
		if (!all[i].hidden && !is_inside(all[i].event->kind))
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

/* In public nobody is named: the event is told of "somebody". */
static const char *told(struct arena *arena, const struct report *report,
    const struct event *event)
{
	struct event *plain = arena_alloc(arena, sizeof(*plain));
	const char *s;
	struct text out;

	*plain = *event;
	plain->list[0] = '\0';	/* links stand beside it */
	s = sentence(arena, report, plain);
	if (!report->is_public)
		return s;
	out = text_new(arena, strlen(s) * 3 + 64);
	while (*s) {
		size_t length = *s == '@' ? strspn(s + 1,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;

		if (length < 2) {
			text_add_char(&out, *s++);
			continue;
		}
		text_add(&out, "somebody");
		s += length + 1;
	}
	return out.data;
}

const char *report_entry(struct arena *arena, const struct report *report,
    const struct entry *entry)
{
	return entry->text ? entry->text : told(arena, report, entry->event);
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
