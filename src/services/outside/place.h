/* SPDX-License-Identifier: MIT
 *
 * place: the places outside that public updates go to. Each is one file
 * place_*.c behind one row of the table in place.c. What all share is in struct
 * place_news: the news in the public's words, and its mark, the same however
 * often it is sent, so that whoever looks there knows it again. None of these
 * services knows idempotency keys: an update is looked for before it is sent
 * once more (services/outside/errand.h). When one fails: handlers/on_result.c.
 */
#ifndef INCBOT_SERVICES_PLACE_H
#define INCBOT_SERVICES_PLACE_H

#include "core/component.h"
#include "services/outside/errand.h"
#include <jansson.h>

/* One update, of an incident or of planned maintenance. Raw text: each place
 * escapes for its own sink. */
struct place_news {
	const char *key;	/* the incident's public name */
	const char *mark;	/* this update's, unique within it */
	const char *title;
	const char *text;
	int status;		/* enum public_status, or planned_status */
	int severity;		/* 0 if planned */
	const char *affected;	/* set of components */
	const char *healed;	/* those that an earlier update named and that
				   are well now */
	int64_t at_ms;
	int64_t started_ms;
	int64_t next_ms;	/* next one due; 0 = none promised */
	int64_t from_ms, until_ms;	/* planned maintenance; else 0 */
	const char *ref;	/* its id there; "" = nothing is there yet */
	bool first;		/* of its incident, or maintenance */
};

struct place_service {
	int place;		/* PLACE_ bit */
	enum errand_draw (*update)(const struct errand_scene *scene,
	    const struct place_news *news, struct errand *errand);
};

extern const struct place_service place_statuspage;
extern const struct place_service place_instatus;
extern const struct place_service place_webhook;

/* Of both kinds. */
enum errand_draw place_draw_update(const struct errand_scene *scene,
    struct errand *errand);

/* --- for place_*.c -------------------------------------------------------- */

/* The scene's effect as news; strings live in its arena. */
void place_news(const struct errand_scene *scene, struct place_news *news);
/* What an update says of one component. */
struct place_component {
	char id[ID_SIZE];
	const struct component *known;	/* NULL = not in the config any more */
	int state;
};
/* The components that it names, then those that are well now; false after the
 * last. A cursor begins as {0}. */
struct place_cursor {
	const char *at;
	bool healed;
};
NODISCARD bool place_component_next(const struct errand_scene *scene,
    const struct place_news *news, struct place_cursor *cursor,
    struct place_component *out);
/* Where a service keeps incidents, and who may write them. */
struct place_account {
	const char *base;	/* from the config */
	const char *page;	/* whose incidents */
	const char *path;	/* in front of the page: "/v1/pages/" */
	const char *auth_prefix;
	const struct secret *auth;
};
/* The call to PATH/PAGE/incidents and `rest`. */
void place_address(const struct errand_scene *scene,
    const struct place_account *account, const char *method, const char *rest,
    struct outbound_request *request);
/* A body of JSON, owned by the arena; takes the value. */
void place_json(const struct errand_scene *scene,
    struct outbound_request *request, const char *method, json_t *body);
/* An answer's body, or NULL; released by json_decref(). */
json_t *place_parse(const struct outbound_answer *answer);
/* A string member, or "". */
const char *place_string(const json_t *object, const char *key);
/* Reads "id" of an answer; false if it has none. */
bool place_read_id(const struct outbound_answer *answer,
    struct errand_made *made);
/* "2026-06-15T14:05:00.123Z", in the scene's arena. */
const char *place_stamp(const struct errand_scene *scene, int64_t ms);

#endif
