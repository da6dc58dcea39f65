/* SPDX-License-Identifier: MIT
 *
 * report: what all formats share, Markdown and JSON. HTML: report_html.c; the
 * picture: report_picture.c.
 */
#include "core/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/figures.h"
#include "core/markdown.h"
#include "core/mrkdwn.h"
#include "core/postmortem.h"
#include "core/record.h"
#include "core/view.h"
#include "core/zone.h"
#include <jansson.h>

#define ENTRY_BYTES 600		/* of an entry besides its text */
#define FIXED_BYTES 400000	/* of everything else, the sections included */

size_t report_size(const struct report *report)
{
	size_t size = FIXED_BYTES;

	for (int i = 0; i < report->count; i++)
		size += 12 * strlen(report->events[i].text) + ENTRY_BYTES;
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

void report_figures(struct arena *arena, const struct incident *incident,
    struct report_figure out[REPORT_FIGURES])
{
	int64_t update_ms = incident->update_first_ms ?
	    incident->update_first_ms - incident->declared_ms : SPAN_NONE;

	out[0] = (struct report_figure){ "Acknowledged after",
		span(arena, figures_ack_ms(incident)) };
	out[1] = (struct report_figure){ "First public update after",
		span(arena, update_ms) };
	out[2] = (struct report_figure){ "Stable after",
		span(arena, figures_stable_ms(incident)) };
	out[3] = (struct report_figure){ "Resolved after",
		span(arena, figures_resolve_ms(incident)) };
	out[4] = (struct report_figure){ "Updates on time",
		arena_printf(arena, "%d of %d", incident->update_count -
		incident->update_late_count, incident->update_count) };
	out[5] = (struct report_figure){ "Reopened",
		arena_printf(arena, "%d times", incident->reopened_count) };
}

/* What Slack's "<...>" shows: a fallback, a mention, a channel. */
static void add_mark(struct text *out, const char *mark, size_t length)
{
	const char *bar = memchr(mark, '|', length);

	if (*mark == '@' || *mark == '#') {
		text_add_n(out, mark, bar ? (size_t)(bar - mark) : length);
		return;
	}
	if (bar)
		text_add_n(out, bar + 1, length - (size_t)(bar + 1 - mark));
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

const char *report_sentence(struct arena *arena, const struct event *event)
{
	const char *s = view_sentence(arena, event);
	struct text out = text_new(arena, strlen(s));

	while (*s) {
		size_t length = *s == '<' ? strcspn(s, ">") : 0;

		if (length > 0 && s[length] == '>') {
			add_mark(&out, s + 1, length - 1);
			s += length + 1;
		} else if (*s == '&') {
			s += add_entity(&out, s);
		} else {
			text_add_char(&out, *s++);
		}
	}
	return out.data;
}

/* --- Markdown ------------------------------------------------------------ */

/* Several lines, as a quote. */
static void add_quote(struct arena *arena, struct text *out, const char *raw)
{
	while (*raw) {
		size_t length = strcspn(raw, "\n");

		text_add(out, "> ");
		markdown_add(arena, out, arena_strndup(arena, raw, length));
		text_add(out, "\n");
		raw += length + (raw[length] == '\n');
		if (*raw)
			text_add(out, ">\n");
	}
	text_add(out, "\n");
}

static void markdown_section(struct arena *arena, struct text *out,
    const struct report *report, int section)
{
	const char *text = section_text(report->events, report->count,
	    section);

	if (!*text && section >= SECTION_WHY1 && section <= SECTION_WHY5)
		return;
	text_addf(out, "### %s\n\n", section_name(section));
	if (*text)
		add_quote(arena, out, text);
	else
		text_add(out, "Not written yet.\n\n");
}

static void markdown_actions(struct arena *arena, struct text *out,
    const struct report *report)
{
	static const char *const states[] = { "open", "done", "dropped" };
	const struct incident *incident = report->incident;

	text_add(out, "## Action items\n\n");
	if (action_count(incident) == 0) {
		text_add(out, "None yet.\n\n");
		return;
	}
	text_add(out, "| | what | owner | due | for | state |\n"
	    "|---|---|---|---|---|---|\n");
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		text_addf(out, "| %d | ", i + 1);
		markdown_add(arena, out, action->text);
		text_add(out, " | ");
		markdown_add(arena, out, action->owner);
		text_addf(out, " | %.10s | %s | %s |\n", action->due_ms ?
		    report_time(arena, report, action->due_ms) : "",
		    action_category_word(action->category),
		    states[action->state]);
	}
	text_add(out, "\n");
}

static void markdown_head(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct report_figure figures[REPORT_FIGURES];
	const struct incident *incident = report->incident;

	text_addf(out, "# INC-%s: ", incident->id);
	markdown_add(arena, out, incident->title);
	text_addf(out, "\n\n%s%s, declared %s", incident->flags & FLAG_DRILL ?
	    "DRILL, " : "", severity_name(incident->severity),
	    report_time(arena, report, incident->declared_ms));
	if (*incident->service) {
		text_add(out, ", service ");
		markdown_add(arena, out, incident->service);
	}
	text_add(out, "\n\n## Figures\n\n| | |\n|---|---|\n");
	report_figures(arena, incident, figures);
	for (int i = 0; i < REPORT_FIGURES; i++)
		text_addf(out, "| %s | %s |\n", figures[i].name,
		    figures[i].words);
	text_add(out, "\n");
}

char *report_markdown(struct arena *arena, const struct report *report)
{
	struct text out = text_new(arena, report_size(report));

	markdown_head(arena, &out, report);
	text_add(&out, "## Postmortem\n\n");
	for (int i = 0; i < SECTION_COUNT; i++)
		markdown_section(arena, &out, report, i);
	markdown_actions(arena, &out, report);
	text_add(&out, "## Timeline\n\n");
	for (int i = 0; i < report->count; i++) {
		text_addf(&out, "- %s ", report_time(arena, report,
		    report->events[i].at_ms));
		markdown_add(arena, &out, report_sentence(arena,
		    &report->events[i]));
		text_add(&out, "\n");
	}
	assert(!out.truncated);
	return out.data;
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
	whole = json_pack("{s:o, s:o, s:o, s:o}", "incident",
	    json_loads(incident_encode(arena, report->incident), 0, NULL),
	    "figures", numbers, "postmortem", written, "timeline", timeline);
	assert(whole);
	text = json_encode(arena, whole);
	json_decref(whole);
	return arena_printf(arena, "%s\n", text);
}
