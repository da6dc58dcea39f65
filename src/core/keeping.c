/* SPDX-License-Identifier: MIT
 *
 * keeping: see keeping.h.
 */
#include "core/keeping.h"
#include "base/text.h"
#include "base/when.h"
#include "core/apply_record.h"
#include "core/postmortem.h"

int64_t keeping_export_due_ms(const struct incident *incident)
{
	return incident->phase == PHASE_CLOSED ? incident->export_due_ms : 0;
}

bool keeping_may_archive(const struct incident *incident)
{
	return incident->phase == PHASE_CLOSED && incident->exported_ms > 0 &&
	    incident->held_ms == 0;
}

int64_t keeping_cutoff_ms(const struct policy *policy, int64_t now_ms)
{
	const struct keep_policy *keep = &policy->keep;

	if (!*keep->folder || keep->days == 0)
		return 0;
	return now_ms - keep->days * WHEN_DAY_MS;
}

bool keeping_may_drop(const struct incident *incident,
    const struct policy *policy, int64_t now_ms)
{
	bool room = policy->keep.archives_rooms &&
	    (incident->flags & FLAG_ROOM);

	return keeping_may_archive(incident) && !room &&
	    action_open_count(incident) == 0 &&
	    incident->closed_ms <= keeping_cutoff_ms(policy, now_ms);
}

void apply_EXPORT_ASKED(struct incident *incident, const struct event *event)
{
	(void)event;
	incident->export_due_ms = 0;
	incident->exported_ms = 0;
}

void apply_EXPORTED(struct incident *incident,
    const struct event *event)
{
	incident->exported_ms = event->at_ms;
}

void apply_EXPORT_FAILED(struct incident *incident,
    const struct event *event)
{
	incident->export_due_ms = event->due_ms;
}

void apply_HELD(struct incident *incident, const struct event *event)
{
	(void)text_copy(incident->held_by, sizeof(incident->held_by),
	    event->actor);
	incident->held_ms = event->at_ms;
}

void apply_RELEASED(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->held_by[0] = '\0';
	incident->held_ms = 0;
}

/* What follows from the export itself is no change of the incident, nor is
 * that somebody asks for its report. */
static bool is_of_the_export(int kind)
{
	return kind == EVENT_EXPORTED || kind == EVENT_ROOM_ARCHIVED ||
	    kind == EVENT_COMMS_ARCHIVED || kind == EVENT_COMMS_LOST ||
	    kind == EVENT_ROOM_LOST || kind == EVENT_EFFECT_DEAD ||
	    kind == EVENT_REPORT_ASKED;
}

void keeping_note_any(struct incident *incident, const struct event *event)
{
	if (event->kind == EVENT_REOPENED)
		incident->export_due_ms = 0;
	if (incident->exported_ms == 0 || is_of_the_export(event->kind))
		return;
	incident->exported_ms = 0;
	if (incident->phase == PHASE_CLOSED)
		incident->export_due_ms = event->at_ms + EXPORT_AGAIN_MS;
}
