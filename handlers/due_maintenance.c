/* SPDX-License-Identifier: MIT
 *
 * due_maintenance: planned maintenance begins and ends by itself, one a turn;
 * whoever is earlier or later says so (cmd_maintenance.c). Work whose whole
 * time passed while nothing ran is told to be over, and no more.
 */
#include "handlers/maintenances.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/maintenance.h"

static enum outcome skip(struct turn *turn)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	event->kind = EVENT_SITE_SKIPPED;
	(void)text_copy(event->name, sizeof(event->name),
	    appointment_word(turn->request->number));
	(void)text_copy(event->text, sizeof(event->text),
	    "nothing begins or ends now");
	decision_event(turn->out, event);
	return DECIDED;
}

static enum outcome run(struct turn *turn)
{
	const struct maintenance *one = maintenance_due(turn->site,
	    turn->now_ms);
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	bool ends;

	if (!one)
		return skip(turn);
	ends = one->until_ms <= turn->now_ms;
	event->kind = ends ? EVENT_MAINTENANCE_FINISHED :
	    EVENT_MAINTENANCE_STARTED;
	event->number = one->number;
	(void)text_copy(event->text, sizeof(event->text), ends ?
	    "The maintenance is over." : "The maintenance has begun.");
	maintenance_tell(turn, event);
	return DECIDED;
}

const struct handler due_maintenance = {
	.name = "due_maintenance", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run,
};
