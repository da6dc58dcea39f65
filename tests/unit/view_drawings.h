/* SPDX-License-Identifier: MIT
 *
 * view_drawings: everything that people can be shown, as one list of
 * drawings over a small world: one policy, one incident in all its states.
 * The golden files show them with everyday words; the other view tests put
 * hostile and oversized words into the same drawings.
 */
#ifndef INCBOT_TESTS_VIEW_DRAWINGS_H
#define INCBOT_TESTS_VIEW_DRAWINGS_H

#include "core/effect.h"
#include "core/incident.h"
#include "core/policy.h"
#include <jansson.h>

struct arena;

struct world {
	struct arena *arena;
	struct policy policy;
	const char *title;	/* the words that people type */
	const char *text;
};

/* 2026-06-15 14:00 UTC, when the incident is declared. */
#define START_MS INT64_C(1781532000000)
#define AT(minutes) (START_MS + (minutes) * INT64_C(60000))

enum surface_kind { A_MESSAGE, A_MODAL, A_HOME, A_CALL, A_LIST };

struct drawing {
	const char *name;	/* of its golden file */
	enum surface_kind is;
	json_t *(*draw)(const struct world *world);
};

extern const struct drawing drawings[];
extern const size_t drawing_count;

/* Everyday words, one service, everything configured. */
void world_init(struct world *world, struct arena *arena);

/* The incident's states, in the order in which they come about. */
enum stage {
	DECLARED,	/* channel and card are there, nobody else is */
	MISSED,		/* ... and the acknowledgement target is missed */
	ACKED,		/* ben is on it */
	COMMANDED,	/* ana is commander */
	STAFFED,	/* all roles, first update published */
	STABLE,
	RESOLVED,
	CLOSED,
	REOPENED,
	HELD,		/* closed, not reopened, and under legal hold */
};
struct incident world_incident(const struct world *world, int severity,
    int flags, enum stage stage);

/* One more thing that happens. */
void world_event(const struct world *world, struct incident *incident,
    const struct event *event);

/* The call as JSON: {"result": .., "method": .., "args": ..}. */
json_t *world_render(const struct world *world, const struct effect *effect,
    const struct incident *incident);

/* --- for those who draw ---------------------------------------------------- */

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))
#define DRAW(name) json_t *draw_##name(const struct world *w)

#define DRAWING(name, is) DRAW(name);
#include "tests/unit/view_drawings.def"
#undef DRAWING

json_t *drawing_message(json_t *blocks, const char *fallback);
json_t *drawing_card(const struct world *w, const struct incident *incident);
/* What a timeline may hold, of one kind after the other. */
struct event *drawing_events(const struct world *w, int count);

#endif
