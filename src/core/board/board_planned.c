/* SPDX-License-Identifier: MIT
 *
 * board_planned: planned maintenance on the public page: what the public knows
 * of it, from the events of the site's timeline (core/maintenance.h), and its
 * own pieces of the drawings: what is coming and what is under way. What it
 * has in common with an incident is drawn like one.
 */
#include "base/memory.h"
#include "base/text.h"
#include "core/board/board_parts.h"
#include "core/report/html.h"
#include "core/maintenance.h"

static const struct {
	const char *word, *name;
} statuses[] = {
	[PLANNED_SCHEDULED - PLANNED_SCHEDULED] = { "scheduled", "Planned" },
	[PLANNED_RUNNING - PLANNED_SCHEDULED] = { "in_progress",
	    "Under way" },
	[PLANNED_COMPLETED - PLANNED_SCHEDULED] = { "completed",
	    "Completed" },
	/* Clients know no other word for what is over. */
	[PLANNED_CANCELLED - PLANNED_SCHEDULED] = { "completed",
	    "Cancelled" },
};

bool board_is_planned(const struct board_incident *incident)
{
	return incident->from_ms > 0;
}

static bool is_planned_status(int status)
{
	return status >= PLANNED_SCHEDULED &&
	    status < PLANNED_SCHEDULED + (int)ARRAY_LEN(statuses);
}

const char *board_status_word(int status)
{
	return is_planned_status(status) ?
	    statuses[status - PLANNED_SCHEDULED].word :
	    public_status_word(status);
}

const char *board_status_name(int status)
{
	return is_planned_status(status) ?
	    statuses[status - PLANNED_SCHEDULED].name :
	    public_status_name(status);
}

int board_status_now(const struct board *board,
    const struct board_incident *incident)
{
	if (!board_is_planned(incident))
		return incident->status;
	if (!board_is_active(incident))
		return incident->count > 0 && incident->updates[
		    incident->count - 1].status == PLANNED_CANCELLED ?
		    PLANNED_CANCELLED : PLANNED_COMPLETED;
	if (incident->until_ms <= board->now_ms)
		return PLANNED_COMPLETED;
	return incident->from_ms <= board->now_ms ? PLANNED_RUNNING :
	    PLANNED_SCHEDULED;
}

bool board_is_dropped(const struct board_incident *incident)
{
	return board_is_planned(incident) && !board_is_active(incident) &&
	    incident->resolved_ms <= incident->from_ms;
}

/* --- from events ----------------------------------------------------------- */

void board_planned_id(int number, char id[ID_SIZE])
{
	struct text text;

	text_init(&text, id, ID_SIZE);
	text_addf(&text, "maintenance-%d", number);
}

static char *keep(char **place, const char *text)
{
	char *copy = *place;
	size_t size = strlen(text) + 1;

	memcpy(copy, text, size);
	*place += size;
	return copy;
}

static size_t measure(const struct board_incident *known)
{
	size_t bytes = strlen(known->title) + strlen(known->affected) + 2;

	for (int i = 0; i < known->count; i++)
		bytes += strlen(known->updates[i].text) + 1;
	return bytes;
}

/* One block with room for one update more, and for its text. */
static struct board_incident *copy_with_room(
    const struct board_incident *known, const char *text)
{
	size_t total = (size_t)known->count + 1;
	struct board_update *updates;
	struct board_incident *out = xcalloc(1, sizeof(*out) + total *
	    sizeof(*updates) + measure(known) + strlen(text) + 1);
	char *place;

	*out = *known;
	updates = (struct board_update *)(void *)(out + 1);
	place = (char *)(updates + total);
	out->title = keep(&place, known->title);
	out->affected = keep(&place, known->affected);
	for (int i = 0; i < known->count; i++) {
		updates[i] = known->updates[i];
		updates[i].text = keep(&place, known->updates[i].text);
		updates[i].affected = out->affected;
	}
	updates[known->count].text = keep(&place, text);
	updates[known->count].affected = out->affected;
	out->updates = updates;
	return out;
}

static struct board_incident *plan(const struct event *event)
{
	struct board_incident blank = { .title = event->text,
		.affected = event->list, .severity = SEV3,
		.status = PUBLIC_NONE, .created_ms = event->at_ms,
		.updated_ms = event->at_ms, .started_ms = event->due_ms,
		.from_ms = event->due_ms,
		.until_ms = event->due_ms + event->span_ms };
	char id[ID_SIZE];

	board_planned_id(event->number, id);
	board_key(id, blank.key);
	return copy_with_room(&blank, "");
}

static void take_times(struct board_incident *out, const struct event *event)
{
	bool running = out->count > 0 &&
	    out->updates[out->count - 1].status == PLANNED_RUNNING;

	if (event->kind == EVENT_MAINTENANCE_STARTED &&
	    event->at_ms < out->from_ms)
		out->from_ms = event->at_ms;
	if (event->kind == EVENT_MAINTENANCE_TOLD && event->due_ms > 0) {
		out->from_ms = running ? out->from_ms : event->due_ms;
		out->until_ms = event->due_ms + event->span_ms;
	}
	if ((event->kind == EVENT_MAINTENANCE_FINISHED ||
	    (event->kind == EVENT_MAINTENANCE_CANCELLED && running)) &&
	    event->at_ms < out->until_ms)
		out->until_ms = event->at_ms;
	if (out->until_ms < out->from_ms)
		out->until_ms = out->from_ms;
	out->started_ms = out->from_ms;
}

static int status_after(const struct board_incident *out, int kind)
{
	if (kind == EVENT_MAINTENANCE_STARTED)
		return PLANNED_RUNNING;
	if (kind == EVENT_MAINTENANCE_FINISHED)
		return PLANNED_COMPLETED;
	if (kind == EVENT_MAINTENANCE_CANCELLED)
		return PLANNED_CANCELLED;
	return out->count > 0 ? out->updates[out->count - 1].status :
	    PLANNED_SCHEDULED;
}

struct board_incident *board_planned_take(struct board_incident *known,
    const struct event *event)
{
	struct board_incident *out;
	struct board_update *update;

	if (event->kind == EVENT_MAINTENANCE_PLANNED) {
		free(known);
		return plan(event);
	}
	if (!known)
		return NULL;	/* of what was before the timeline begins */
	out = copy_with_room(known, event->text);
	free(known);
	take_times(out, event);
	update = (struct board_update *)(uintptr_t)&out->updates[out->count];
	update->at_ms = event->at_ms;
	update->status = status_after(out, event->kind);
	out->count++;
	out->updated_ms = event->at_ms;
	if (update->status >= PLANNED_COMPLETED) {
		out->status = PUBLIC_RESOLVED;
		out->resolved_ms = event->at_ms;
	}
	return out;
}

/* --- drawn ------------------------------------------------------------------ */

void board_add_planned_facts(const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	int status = board_status_now(board, incident);

	text_addf(out, "<p class=\"facts\"><span class=\"tag %s\">%s</span> ",
	    status == PLANNED_COMPLETED ? "p4" : "s1t", board_status_name(status));
	board_add_time(board, incident->from_ms, out);
	text_add(out, " until ");
	board_add_time(board, incident->until_ms, out);
	text_add(out, "</p>\n");
	if (!*incident->affected)
		return;
	text_addf(out, "<p class=\"facts\">%s",
	    status == PLANNED_SCHEDULED ? "Affects " : "");
	board_add_affected(board, incident->affected,
	    status != PLANNED_SCHEDULED, out);
	text_add(out, "</p>\n");
}

/* The next one first. */
void board_add_planned(const struct board *board, struct text *out)
{
	bool any = false;

	for (int i = board->count - 1; i >= 0; i--) {
		const struct board_incident *incident = board->incidents[i];

		if (!board_is_planned(incident) || board_status_now(board,
		    incident) > PLANNED_RUNNING)
			continue;
		if (!any)
			text_add(out, "<section aria-labelledby=\"planned\">"
			    "\n<h2 id=\"planned\">Maintenance</h2>\n");
		any = true;
		board_add_incident(board, incident, 3, true, out);
	}
	if (any)
		text_add(out, "</section>\n");
}
