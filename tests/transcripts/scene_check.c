/* SPDX-License-Identifier: MIT
 *
 * scene_check: see scene_check.h.
 */
#include "tests/transcripts/scene_check.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/oncall/oncall.h"

static void broken(struct scene *scene, const char *rule, const char *what)
{
	fprintf(scene->out, "  BROKEN   %s: %s\n", rule, what);
	scene->problems++;
}

static bool same_snapshot(struct arena *arena, const struct incident *a,
    const struct incident *b)
{
	return strcmp(incident_encode(arena, a), incident_encode(arena, b)) ==
	    0;
}

/* I4, through the bytes that a ledger keeps. */
static void check_fold(struct scene *scene, struct play *play,
    const struct decision *decision)
{
	struct arena *arena = decision->arena;
	struct incident *back = arena_alloc(arena, sizeof(*back));
	struct event *event = arena_alloc(arena, sizeof(*event));
	const char *bytes;

	for (int i = 0; i < decision->event_count; i++) {
		bytes = event_encode(arena, decision->events[i]);
		if (!event_decode(bytes, strlen(bytes), event)) {
			broken(scene, "I4", "an event does not read back");
			return;
		}
		incident_apply(&play->folded, event);
	}
	if (!same_snapshot(arena, &play->folded, &play->incident))
		broken(scene, "I4", "the snapshot is not the fold");
	bytes = incident_encode(arena, &play->incident);
	if (strlen(bytes) > SNAPSHOT_MAX)
		broken(scene, "I24", "the snapshot is too large");
	if (!incident_decode(bytes, strlen(bytes), back) ||
	    !same_snapshot(arena, back, &play->incident))
		broken(scene, "I4", "the snapshot does not read back");
}

static void check_codec(struct scene *scene, const struct decision *decision)
{
	struct arena *arena = decision->arena;
	struct effect *back = arena_alloc(arena, sizeof(*back));

	for (int i = 0; i < decision->effect_count; i++) {
		const char *bytes = effect_encode(arena,
		    decision->effects[i]);

		if (!effect_decode(bytes, strlen(bytes), back) ||
		    strcmp(effect_encode(arena, back), bytes) != 0)
			broken(scene, "I4", "an effect does not read back");
	}
}

static void check_effects(struct scene *scene, const struct play *play,
    const struct decision *decision)
{
	check_codec(scene, decision);
	for (int i = 0; i < decision->effect_count; i++) {
		const struct effect *effect = decision->effects[i];

		if (effect_target(effect->kind) == TARGET_ROOM &&
		    !(play->incident.flags & FLAG_ROOM))
			broken(scene, "P3", "sent to a channel that will "
			    "never be");
		if (effect->kind == EFFECT_PAGE &&
		    (play->incident.flags & FLAG_DRILL))
			broken(scene, "P7.4", "a drill pages");
		if (effect->kind == EFFECT_PAGE &&
		    play->incident.acknowledged_ms &&
		    effect->number < ONCALL_SECURITY)
			broken(scene, "P2.5", "paged after the ack");
	}
}

/* NULL = the site's. */
static void check_appointments(struct scene *scene, const struct play *play)
{
	const int64_t *agenda = play ? play->agenda : scene->site_agenda;

	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		int64_t due_ms = play ?
		    appointment_due_ms(&play->incident, kind) :
		    appointment_site_due_ms(&scene->site, kind);
		int64_t set_ms = agenda[kind];

		if (due_ms > 0 && due_ms < scene->now_ms)
			due_ms = scene->now_ms;
		if (set_ms > 0 && set_ms < scene->now_ms)
			set_ms = scene->now_ms;
		if (due_ms != set_ms)
			broken(scene, "P2.7", appointment_word(kind));
	}
}

void scene_check_commit(struct scene *scene, struct play *play,
    const struct decision *decision)
{
	check_fold(scene, play, decision);
	check_effects(scene, play, decision);
	check_appointments(scene, play);
	if (decision->outcome == REFUSED)
		broken(scene, "P7.3", "a refusal with events");
}

void scene_check_site(struct scene *scene, const struct decision *decision)
{
	struct arena *arena = decision->arena;
	struct site *back = arena_alloc(arena, sizeof(*back));
	struct event *event = arena_alloc(arena, sizeof(*event));
	const char *bytes;

	for (int i = 0; i < decision->event_count; i++) {
		bytes = event_encode(arena, decision->events[i]);
		if (!event_decode(bytes, strlen(bytes), event))
			broken(scene, "I4", "an event does not read back");
		else
			site_apply(&scene->site_folded, event);
	}
	bytes = site_encode(arena, &scene->site);
	if (strcmp(site_encode(arena, &scene->site_folded), bytes) != 0)
		broken(scene, "I4", "the site is not the fold");
	if (!site_decode(bytes, strlen(bytes), back) ||
	    strcmp(site_encode(arena, back), bytes) != 0)
		broken(scene, "I4", "the site does not read back");
	if (strlen(bytes) > SNAPSHOT_MAX)
		broken(scene, "I24", "the site is too large");
	check_codec(scene, decision);
	check_appointments(scene, NULL);
}

void scene_check_quiet(struct scene *scene, const struct play *play,
    const struct decision *decision)
{
	if (decision->effect_count > 0 || decision->appointment_count > 0)
		broken(scene, "I14", "effects without an event");
	if (play && !same_snapshot(decision->arena, &play->incident,
	    &decision->incident))
		broken(scene, "P7.3", "changed without an event");
	if (decision->outcome == REFUSED && !(decision->reply &&
	    *decision->reply))
		broken(scene, "P7.3", "refused without a sentence");
}
