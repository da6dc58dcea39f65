/* SPDX-License-Identifier: MIT
 *
 * summary: see summary.h.
 */
#include "core/summary.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/oncall/oncall.h"
#include "core/postmortem.h"
#include "core/record.h"

#define LINE_MAX_BYTES 3200
#define LINE_ALERTS 4		/* of an incident, the first ones */
#define LINE_TEXT_CHARS 300	/* of each text in the line */

static const struct field summary_fields[] = {
	RECORD_TEXT(summary, id),
	RECORD_TEXT(summary, title),
	RECORD_TEXT(summary, service),
	RECORD_TEXT(summary, room_id),
	RECORD_INT(summary, severity),
	RECORD_INT(summary, phase),
	RECORD_INT(summary, flags),
	RECORD_MS(summary, declared_ms),
	RECORD_MS(summary, acknowledged_ms),
	RECORD_MS(summary, update_first_ms),
	RECORD_MS(summary, mitigated_ms),
	RECORD_MS(summary, resolved_ms),
	RECORD_INT(summary, update_count),
	RECORD_INT(summary, update_late_count),
	RECORD_INT(summary, escalations),
	RECORD_TEXT(summary, duplicate_of),
};

static const struct record summary_record = {
	summary_fields, ARRAY_LEN(summary_fields), sizeof(struct summary),
};

/* ASCII letters become small, line feeds blanks; the rest stays. */
static char *lower_line(char *line)
{
	for (char *c = line; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		else if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	}
	return line;
}

static void add_text(struct text *line, const char *text)
{
	text_add_char(line, ' ');
	text_add_n(line, text, utf8_prefix(text, LINE_TEXT_CHARS));
}

void summary_alert_word(const char *hash, char out[24])
{
	struct text text;

	text_init(&text, out, 24);
	text_addf(&text, "alert-%.16s", hash);
}

static void add_alerts(struct text *line, const struct incident *incident)
{
	char word[24];

	for (int i = 0; i < LINE_ALERTS && *incident->alerts[i].hash; i++) {
		summary_alert_word(incident->alerts[i].hash, word);
		add_text(line, word);
	}
}

static char *search_line(struct arena *arena, const struct incident *incident)
{
	struct text line = text_new(arena, LINE_MAX_BYTES);

	text_addf(&line, "inc-%s %s", incident->id,
	    severity_name(incident->severity));
	if ((incident->flags & FLAG_PRIVATE) || incident->phase > PHASE_CLOSED)
		return lower_line(line.data);
	if (incident->flags & FLAG_DRILL)
		text_add(&line, " drill");
	add_text(&line, incident->service);
	add_text(&line, incident->title);
	add_alerts(&line, incident);
	add_text(&line, incident->broken);
	add_text(&line, incident->reach);
	add_text(&line, incident->since);
	add_text(&line, incident->cause);
	add_text(&line, incident->mitigation);
	add_text(&line, incident->resolution);
	for (int i = 0; i < action_count(incident); i++)
		add_text(&line, incident->actions[i].text);
	return lower_line(line.data);
}

static int escalations(const struct incident *incident)
{
	int count = 0;

	for (int i = 0; i < PAGES_MAX; i++) {
		const struct page *page = &incident->pages[i];

		count += *page->user && !page->skipped &&
		    (page->rung == ONCALL_SECONDARY ||
		    page->rung == ONCALL_MANAGER);
	}
	return count;
}

char *summary_encode(struct arena *arena, const struct incident *incident)
{
	struct summary *summary = arena_alloc(arena, sizeof(*summary));

	(void)text_copy(summary->id, sizeof(summary->id), incident->id);
	(void)text_copy(summary->title, sizeof(summary->title),
	    incident->title);
	(void)text_copy(summary->service, sizeof(summary->service),
	    incident->service);
	(void)text_copy(summary->room_id, sizeof(summary->room_id),
	    incident->room_id);
	summary->severity = incident->severity;
	summary->phase = incident->phase;
	summary->flags = incident->flags;
	summary->declared_ms = incident->declared_ms;
	summary->acknowledged_ms = incident->first_ack_ms ?
	    incident->first_ack_ms : incident->acknowledged_ms;
	summary->update_first_ms = incident->update_first_ms;
	summary->mitigated_ms = incident->mitigated_ms;
	summary->resolved_ms = incident->resolved_ms;
	summary->update_count = incident->update_count;
	summary->update_late_count = incident->update_late_count;
	summary->escalations = escalations(incident);
	(void)text_copy(summary->duplicate_of, sizeof(summary->duplicate_of),
	    incident->duplicate_of);
	return arena_printf(arena, "%s\n%s", search_line(arena, incident),
	    record_encode(arena, &summary_record, summary));
}

bool summary_decode(const char *data, size_t length, struct summary *out)
{
	const char *end = memchr(data, '\n', length);
	size_t line = end ? (size_t)(end - data) + 1 : length;

	return record_decode(&summary_record, data + line, length - line,
	    out) && *out->id && out->severity >= SEV1 &&
	    out->severity <= SEV3 && out->phase >= PHASE_OPEN &&
	    out->phase <= PHASE_CLOSED;
}

int64_t summary_owed_ms(const struct incident *incident)
{
	int64_t first_ms = 0;

	if (postmortem_is_owed(incident))
		return incident->postmortem_due_ms;
	if (incident_is_open(incident))
		return 0;
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];
		int64_t due_ms = action->due_ms ? action->due_ms :
		    incident->resolved_ms;

		if (action->state == ACTION_OPEN &&
		    (first_ms == 0 || due_ms < first_ms))
			first_ms = due_ms;
	}
	return first_ms;
}

int summary_words(struct arena *arena, const char *line, const char **words,
    int max)
{
	char *copy = lower_line(arena_strdup(arena, line));
	int count = 0;

	while (count < max) {
		copy += strspn(copy, " ");
		if (!*copy)
			break;
		words[count++] = copy;
		copy += strcspn(copy, " ");
		if (*copy)
			*copy++ = '\0';
	}
	return count;
}
