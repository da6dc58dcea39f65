/* SPDX-License-Identifier: MIT
 *
 * place_statuspage: Atlassian Statuspage's manage API. An update is one call
 * that carries text, phase and components together: its rate limit is one call
 * a second. What tells whether it is there is our mark in the incident's
 * metadata, which the same call sets. Resolving does not set components right
 * by itself there, so that those that were affected are named as operational.
 */
#include "services/outside/place.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/board/board.h"
#include "services/config/config.h"

#define LISTED "50"		/* the newest, among which ours is looked for */

static void address(const struct errand_scene *scene,
    struct outbound_request *request, const char *method, const char *rest)
{
	const struct places_config *places = &scene->config->places;
	struct place_account account = { places->statuspage_url,
		places->statuspage_page, "/v1/pages/", "OAuth ",
		&places->statuspage_key };

	place_address(scene, &account, method, rest, request);
}

/* Those that are there. */
static void add_components(const struct errand_scene *scene,
    const struct place_news *news, json_t *states, json_t *ids)
{
	struct place_cursor cursor = { NULL, false };
	struct place_component one;

	while (place_component_next(scene, news, &cursor, &one)) {
		if (!one.known || !*one.known->statuspage)
			continue;
		json_object_set_new(states, one.known->statuspage,
		    json_string(component_state_wire(one.state)));
		json_array_append_new(ids, json_string(
		    one.known->statuspage));
	}
}

static json_t *incident_json(const struct errand_scene *scene,
    const struct place_news *news)
{
	static const char *const impacts[SEVERITY_COUNT + 1] = {
		"none", "critical", "major", "minor",
	};
	json_t *states = json_object();
	json_t *ids = json_array();

	add_components(scene, news, states, ids);
	return json_pack("{s:{s:s, s:s, s:s, s:s, s:o, s:o, s:b, "
	    "s:{s:{s:s, s:s}}}}", "incident", "name", news->title,
	    "status", public_status_word(news->status), "body", news->text,
	    "impact_override", impacts[news->severity],
	    "components", states, "component_ids", ids,
	    "deliver_notifications", 1, "metadata", "incbot",
	    "incident", news->key, "update", news->mark);
}

/* Scheduled work. It begins and ends there when it does here: incbot says so,
 * and its own automatic steps would say it twice. Components are named from the
 * beginning on, and kept while it goes on. */
static json_t *planned_json(const struct errand_scene *scene,
    const struct place_news *news)
{
	static const char *const words[] = {
		[PLANNED_SCHEDULED] = "scheduled",
		[PLANNED_RUNNING] = "in_progress",
		[PLANNED_COMPLETED] = "completed",
		[PLANNED_CANCELLED] = "completed",
	};
	json_t *states = json_object();
	json_t *ids = json_array();
	json_t *body;

	add_components(scene, news, states, ids);
	body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, "
	    "s:{s:{s:s, s:s}}}", "name", news->title, "status",
	    words[news->status], "body", news->text, "impact_override",
	    "maintenance", "scheduled_for", place_stamp(scene, news->from_ms),
	    "scheduled_until", place_stamp(scene, news->until_ms),
	    "scheduled_remind_prior", 0, "scheduled_auto_in_progress", 0,
	    "scheduled_auto_completed", 0, "deliver_notifications", 1,
	    "metadata", "incbot", "incident", news->key, "update",
	    news->mark);
	if (json_array_size(ids) > 0) {
		json_object_set(body, "components", states);
		json_object_set(body, "component_ids", ids);
	}
	json_decref(states);
	json_decref(ids);
	return json_pack("{s:o}", "incident", body);
}

/* Ours? Fills made. */
static bool is_ours(const json_t *incident, const struct place_news *news,
    struct errand_made *made)
{
	const json_t *ours = json_object_get(json_object_get(incident,
	    "metadata"), "incbot");

	if (strcmp(place_string(ours, "incident"), news->key) != 0 ||
	    !text_copy(made->ref, sizeof(made->ref),
	    place_string(incident, "id")))
		return false;
	made->earlier = strcmp(place_string(ours, "update"), news->mark) != 0;
	return *made->ref;
}

static bool found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *body = place_parse(answer);
	struct place_news news;
	bool is_there;

	place_news(scene, &news);
	is_there = is_ours(body, &news, made);
	for (size_t i = 0; !is_there && i < json_array_size(body); i++)
		is_there = is_ours(json_array_get(body, i), &news, made);
	json_decref(body);
	return is_there;
}

static enum errand_draw update(const struct errand_scene *scene,
    const struct place_news *news, struct errand *errand)
{
	const char *one = *news->ref ?
	    arena_printf(scene->arena, "/%s", news->ref) : "";

	address(scene, &errand->request, "", one);
	place_json(scene, &errand->request, *news->ref ? "PATCH" : "POST",
	    news->from_ms ? planned_json(scene, news) :
	    incident_json(scene, news));
	address(scene, &errand->look, "GET", *news->ref ? one :
	    "?limit=" LISTED);
	errand->look.per_minute = errand->request.per_minute;
	errand->found = found;
	errand->read = place_read_id;
	return ERRAND_CALL;
}

const struct place_service place_statuspage = { PLACE_STATUSPAGE, update };
