/* SPDX-License-Identifier: MIT
 *
 * view_record: see view_record.h.
 */
#include "core/views/view_record.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/report.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "core/views/view_words.h"
#include "core/calendar/zone.h"

#define LINE_CHARS 280
#define WHEN_CHARS 20
#define CHOICE_CHARS 60

const char *view_entry_text(struct arena *arena, const struct report *report,
    const struct entry *entry)
{
	return report_entry(arena, report, entry);
}

const char *view_entry_line(struct arena *arena, const struct entry *entry)
{
	return arena_printf(arena, "%s%s%s", entry->text ?
	    mrkdwn_clip(arena, entry->text, LINE_CHARS) :
	    view_sentence_short(arena, entry->event),
	    entry->corrected ? " _(corrected)_" : "",
	    entry->hidden ? " _(not public)_" : "");
}

static const char *clock_words(struct arena *arena, const struct zone *zone,
    int64_t ms)
{
	struct civil civil = zone_to_civil(zone, ms);

	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", civil.year,
	    civil.month, civil.day, civil.hour, civil.minute);
}

static json_t *public_input(bool hidden)
{
	json_t *options = json_array();

	json_add(options, option_new("In the public version, too", "shown",
	    ""));
	json_add(options, option_new("Not in the public version", "hidden",
	    ""));
	return input_new("public", "Who may read it?", "",
	    element_choice("radio_buttons", options, hidden ? 1 : 0));
}

json_t *view_entry_form(struct arena *arena, const struct report *report,
    const struct policy *policy, const struct entry *entry, int64_t now_ms)
{
	const struct incident *incident = report->incident;
	struct click click = incident_click(incident, entry ? "correct" :
	    "entry", entry ? arena_printf(arena, "%d", entry->number) : "");
	json_t *blocks = json_array();

	if (entry)
		json_add(blocks, block_context(arena_printf(arena,
		    "Entry %d was written %s: %s", entry->number,
		    incident_time(arena, incident, entry->event->at_ms),
		    view_sentence_short(arena, entry->event))));
	json_add(blocks, input_new("when", "When did it happen?",
	    arena_printf(arena, "As 14:05 for the incident's day, or "
	    "2026-06-15 14:05; the clock is that of %s.",
	    policy->zone_name),
	    element_text(clock_words(arena, policy->zone, entry ?
	    entry->at_ms : now_ms), WHEN_CHARS, false)));
	json_add(blocks, input_new("text", "What happened?", "",
	    element_text(entry ? plain_lines(arena, view_entry_text(arena,
	    report, entry), TEXT_CHARS) : "", TEXT_CHARS, true)));
	if (entry)
		json_add(blocks, public_input(entry->hidden));
	return modal_new(arena, entry ? "Correct an entry" : "Add an entry",
	    "Save", &click, blocks);
}

json_t *view_entry_tools(struct arena *arena, const struct report *report,
    const struct entry *entries, int count)
{
	const struct incident *incident = report->incident;
	struct click add = incident_click(incident, "entry", "");
	json_t *row = json_array();
	json_t *options = json_array();
	json_t *menu;

	for (int i = 0; i < count; i++) {
		const char *label = plain_clip(arena, arena_printf(arena,
		    "%d: %s", entries[i].number,
		    view_entry_text(arena, report, &entries[i])),
		    CHOICE_CHARS);

		json_add(options, option_new(label, arena_printf(arena,
		    "%s||%d", incident->id, entries[i].number), ""));
	}
	json_add(row, button_new(arena, "Add an entry", BUTTON_PLAIN, &add));
	if (count == 0) {
		json_decref(options);
		return block_actions(row);
	}
	menu = json_pack("{s:s, s:s, s:o, s:o}", "type", "static_select",
	    "action_id", "do:correct", "placeholder",
	    text_plain("Correct or hide an entry"), "options", options);
	assert(menu);
	json_add(row, menu);
	return block_actions(row);
}
