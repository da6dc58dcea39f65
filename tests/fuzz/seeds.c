/* SPDX-License-Identifier: MIT
 *
 * seeds: writes what only the program itself can write, as first inputs:
 * snapshots of every phase, the events, effects and appointments of the
 * drawings' world, and the site's record, as `seeds DIRECTORY`, into
 * DIRECTORY/snapshot, DIRECTORY/stored and DIRECTORY/site.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/effect.h"
#include "core/site.h"
#include "tests/unit/view_drawings.h"

static const char *directory;

static void save(const char *folder, const char *name, int number,
    const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s/%s-%d", directory, folder, name,
	    number);
	out = fopen(path, "w");
	if (!out || fputs(text, out) < 0 || fclose(out) != 0) {
		perror(path);
		exit(1);
	}
}

static void save_snapshots(const struct world *world)
{
	static const int flags[] = { 0, FLAG_DRILL, FLAG_PRIVATE,
		FLAG_SECURITY | FLAG_DATA_LOSS };

	for (int stage = DECLARED; stage <= REOPENED; stage++)
		for (int i = 0; i < 12; i++) {
			struct incident incident = world_incident(world,
			    1 + i % 3, flags[i / 3], (enum stage)stage);

			save("snapshot", "s", stage * 12 + i,
			    incident_encode(world->arena, &incident));
		}
}

static void save_events(struct arena *arena)
{
	for (int kind = 1; kind < EVENT_COUNT; kind++) {
		struct event event = { .kind = kind, .at_ms = AT(1),
			.actor = "U0ANA", .user = "U0BEN", .ref = "C0INC",
			.name = "inc-x", .number = 1, .span_ms = 60000,
			.due_ms = AT(9), .text = "x <!here> & y" };

		save("stored", "event", kind, event_encode(arena, &event));
	}
}

static void save_effects(struct arena *arena)
{
	for (int kind = 1; kind < EFFECT_COUNT; kind++) {
		struct effect effect = { .kind = kind, .incident = "7",
			.version = 3, .created_ms = AT(1), .user = "U0BEN",
			.number = 1, .cycle = 1 };
		bool site = effect_is_of_site(kind);

		if (site)
			(void)text_copy(effect.incident,
			    sizeof(effect.incident), SITE_ID);
		if (effect_target(kind) == TARGET_PLACE)
			(void)text_copy(effect.place, sizeof(effect.place),
			    "C0ONCALL");
		if (site)
			effect.event = (struct event){ .at_ms = AT(1),
				.kind = EVENT_DUTY_PASSED, .user = "U0BEN",
				.name = "first", .text = "INC-7 x" };
		if (kind == EFFECT_SAY || kind == EFFECT_TELL ||
		    kind == EFFECT_COMPANY_UPDATE ||
		    kind == EFFECT_PLACE_UPDATE ||
		    kind == EFFECT_SETTLE || kind == EFFECT_NOTIFY)
			effect.event = (struct event){ .kind = EVENT_NOTED,
				.at_ms = AT(1), .text = "x" };
		save("stored", "effect", kind, effect_encode(arena, &effect));
	}
	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++)
		save("stored", "appointment", kind,
		    appointment_encode(arena, "7", kind, AT(5)));
}

static void save_sites(struct arena *arena)
{
	static struct site site;

	save("site", "site", 0, site_encode(arena, &site));
	for (int i = 0; i < 4; i++) {
		struct cover *cover = &site.covers[i];

		cover->number = ++site.cover_number;
		cover->from_ms = AT(i * 60);
		cover->until_ms = AT(i * 60 + 600);
		cover->swap = i == 2;
		cover->rung = i % 2;
		memcpy(cover->user, "U0BEN", 6);
		memcpy(cover->by, "U0ANA", 6);
		if (i != 1)
			memcpy(cover->instead_of, "U0ANA", 6);
		save("site", "site", i + 1, site_encode(arena, &site));
	}
}

int main(int argc, char **argv)
{
	static struct world world;
	struct arena *arena = arena_new(64u << 20);

	if (argc != 2) {
		fputs("usage: seeds DIRECTORY\n", stderr);
		return 2;
	}
	directory = argv[1];
	world_init(&world, arena);
	save_snapshots(&world);
	save_events(arena);
	save_effects(arena);
	save_sites(arena);
	arena_free(arena);
	return 0;
}
