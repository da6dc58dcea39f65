/* SPDX-License-Identifier: MIT
 *
 * documents: see documents.h.
 */
#include "core/documents.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/apply_record.h"

static const struct {
	const char *word;
	const char *end;	/* of the file's name */
} formats[REPORT_FORMAT_COUNT] = {
	[REPORT_FORMAT_MARKDOWN] = { "md", "report.md" },
	[REPORT_FORMAT_HTML] = { "html", "report.html" },
	[REPORT_FORMAT_PUBLIC] = { "public", "public.md" },
};

const char *report_format_word(int format)
{
	assert(format >= 0 && format < REPORT_FORMAT_COUNT);
	return formats[format].word;
}

bool report_format_parse(const char *word, int *format)
{
	for (int i = 0; i < REPORT_FORMAT_COUNT; i++) {
		if (text_equal_fold(formats[i].word, word)) {
			*format = i;
			return true;
		}
	}
	return false;
}

const char *report_file_name(struct arena *arena,
    const struct effect *effect)
{
	int format = effect->number < REPORT_FORMAT_COUNT ? effect->number :
	    REPORT_FORMAT_MARKDOWN;

	return arena_printf(arena, "INC-%s-%lld-%s", effect->incident,
	    (long long)effect->version, formats[format].end);
}

const char *document_refusal(const char *error)
{
	static const struct { const char *words, *says; } reasons[] = {
		{ "channel_canvas_already_exists,"
		    "free_team_canvas_tab_already_exists",
		    "the channel has one already, made by somebody else, and "
		    "incbot writes over nobody's words" },
		{ "team_tier_cannot_create_channel_canvases,"
		    "free_teams_cannot_create_non_tabbed_canvases,"
		    "free_teams_cannot_create_standalone_canvases,"
		    "free_teams_cannot_edit_standalone_canvases",
		    "this Slack plan has none" },
		{ "canvas_disabled_user_team",
		    "canvases are switched off in this workspace" },
		{ "missing_scope", "incbot has not the right to; whoever "
		    "installed it adds the scopes files:read, files:write and "
		    "canvases:write and installs it anew" },
		{ "restricted_action", "this workspace does not let apps do "
		    "so" },
		{ "file_uploads_disabled,file_uploads_except_images_disabled,"
		    "file_type_not_allowed", "this workspace does not let "
		    "apps share such files" },
		{ "storage_limit_reached", "the workspace has no room for "
		    "files any more" },
		{ "file_upload_size_restricted", "the workspace does not "
		    "take files that long" },
		{ "file_not_found,file_deleted", "the file is gone" },
		{ "file_not_readable", "incbot may not read the file" },
		{ "is_archived,channel_not_found,not_in_channel", "incbot "
		    "cannot get into the channel any more" },
		{ "canvas_not_found,canvas_deleted", "somebody deleted it" },
	};

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (text_list_has(reasons[i].words, error))
			return reasons[i].says;
	}
	return error;
}

/* --- how events change the incident -------------------------------------- */

void apply_REPORT_ASKED(struct incident *incident, const struct event *event)
{
	(void)incident;
	(void)event;
}

void apply_CANVAS_MADE(struct incident *incident, const struct event *event)
{
	(void)text_copy(incident->canvas_id, sizeof(incident->canvas_id),
	    event->ref);
}

void apply_CANVAS_LOST(struct incident *incident, const struct event *event)
{
	(void)event;
	incident->canvas_id[0] = '\0';
}

/* --- what follows -------------------------------------------------------- */

static bool shows_on_canvas(int kind)
{
	static const int kinds[] = {
		EVENT_POSTMORTEM_WRITTEN, EVENT_POSTMORTEM_OWED,
		EVENT_POSTMORTEM_GIVEN, EVENT_ACTION_SET, EVENT_ACTION_DONE,
		EVENT_ACTION_DROPPED, EVENT_TITLE_SET, EVENT_SEVERITY_SET,
		EVENT_ACKNOWLEDGED, EVENT_ASSESSED, EVENT_UPDATE_PUBLISHED,
		EVENT_MITIGATED, EVENT_RESOLVED, EVENT_REOPENED, EVENT_CLOSED,
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i] == kind)
			return true;
	}
	return false;
}

void documents_follow(struct decision *decision)
{
	if (!*decision->incident.canvas_id ||
	    !(decision->incident.flags & FLAG_ROOM))
		return;
	for (int i = 0; i < decision->event_count; i++) {
		if (!shows_on_canvas(decision->events[i]->kind))
			continue;
		decision_effect(decision, &(struct effect){
		    .kind = EFFECT_CANVAS_WRITE });
		return;
	}
}
