/* SPDX-License-Identifier: MIT
 *
 * place_instatus: Instatus' API. An incident is made by its first update;
 * later ones are added to it. There is no metadata to leave a mark in: ours
 * are known by the second in which they began, with the incident's number in
 * the place of the milliseconds, since two may be declared at the same instant.
 */
#include "services/outside/place.h"
#include "base/arena.h"
#include "base/text.h"
#include "services/config/config.h"

static const char *const statuses[PUBLIC_STATUS_COUNT] = {
	"INVESTIGATING", "INVESTIGATING", "IDENTIFIED", "MONITORING",
	"RESOLVED",
};

static const char *const states[COMPONENT_STATE_COUNT] = {
	"OPERATIONAL", "UNDERMAINTENANCE", "DEGRADEDPERFORMANCE",
	"PARTIALOUTAGE", "MAJOROUTAGE",
};

static void address(const struct errand_scene *scene,
    struct outbound_request *request, const char *method, const char *rest)
{
	const struct places_config *places = &scene->config->places;
	struct place_account account = { places->instatus_url,
		places->instatus_page, "/v1/", "Bearer ",
		&places->instatus_key };

	place_address(scene, &account, method, rest, request);
}

static int64_t began_ms(const struct errand_scene *scene,
    const struct place_news *news)
{
	return news->started_ms - news->started_ms % 1000 +
	    strtoll(scene->incident->id, NULL, 10) % 1000;
}

static void add_components(const struct errand_scene *scene,
    const struct place_news *news, json_t *ids, json_t *list)
{
	struct place_cursor cursor = { NULL, false };
	struct place_component one;

	while (place_component_next(scene, news, &cursor, &one)) {
		if (!one.known || !*one.known->instatus)
			continue;
		json_array_append_new(ids, json_string(one.known->instatus));
		json_array_append_new(list, json_pack("{s:s, s:s}", "id",
		    one.known->instatus, "status", states[one.state]));
	}
}

static json_t *update_json(const struct errand_scene *scene,
    const struct place_news *news, int64_t started_ms)
{
	json_t *ids = json_array();
	json_t *list = json_array();

	add_components(scene, news, ids, list);
	return json_pack("{s:s, s:s, s:s, s:b, s:o, s:o}", "message",
	    news->text, "status", statuses[news->status], "started",
	    place_stamp(scene, started_ms), "notify", 1, "components", ids,
	    "statuses", list);
}

/* "...:00Z" and "...:00.000Z" are the same instant. */
static bool is_instant(const json_t *object, const char *stamp)
{
	const char *other = place_string(object, "started");

	return strcmp(other, stamp) == 0 || (strlen(other) == 20 &&
	    strncmp(other, stamp, 19) == 0 &&
	    strcmp(stamp + 19, ".000Z") == 0);
}

static bool has_update(const struct errand_scene *scene,
    const json_t *incident, const struct place_news *news)
{
	const char *stamp = place_stamp(scene, news->at_ms);
	const json_t *updates = json_object_get(incident, "updates");

	for (size_t i = 0; i < json_array_size(updates); i++) {
		const json_t *update = json_array_get(updates, i);

		if (is_instant(update, stamp) ||
		    (!*scene->incident->instatus_id && strcmp(
		    place_string(update, "message"), news->text) == 0))
			return true;
	}
	return news->first;	/* it is what made the incident */
}

static bool is_ours(const struct errand_scene *scene, const json_t *incident,
    const struct place_news *news, struct errand_made *made)
{
	if (!*place_string(incident, "id") ||
	    !text_copy(made->ref, sizeof(made->ref),
	    place_string(incident, "id")))
		return false;
	if (strcmp(made->ref, news->ref) != 0 && !is_instant(incident,
	    place_stamp(scene, began_ms(scene, news))))
		return false;
	made->earlier = !has_update(scene, incident, news);
	return true;
}

static bool found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *body = place_parse(answer);
	struct place_news news;
	bool is_there;

	place_news(scene, &news);
	is_there = is_ours(scene, body, &news, made);
	for (size_t i = 0; !is_there && i < json_array_size(body); i++)
		is_there = is_ours(scene, json_array_get(body, i), &news,
		    made);
	json_decref(body);
	return is_there;
}

/* An update's own id is no use to anybody: the incident's is kept. */
static bool read_nothing(const struct outbound_answer *answer,
    struct errand_made *made)
{
	(void)answer;
	made->ref[0] = '\0';
	return true;
}

static enum errand_draw add_update(const struct errand_scene *scene,
    const struct place_news *news, struct errand *errand)
{
	address(scene, &errand->request, "", arena_printf(scene->arena,
	    "/%s/incident-updates", news->ref));
	place_json(scene, &errand->request, "POST", update_json(scene, news,
	    news->at_ms));
	address(scene, &errand->look, "GET", arena_printf(scene->arena, "/%s",
	    news->ref));
	errand->read = read_nothing;
	return ERRAND_CALL;
}

static enum errand_draw make_incident(const struct errand_scene *scene,
    const struct place_news *news, struct errand *errand)
{
	json_t *body = update_json(scene, news, began_ms(scene, news));

	json_object_set_new(body, "name", json_string(news->title));
	json_object_set_new(body, "shouldPublish", json_true());
	address(scene, &errand->request, "", "");
	place_json(scene, &errand->request, "POST", body);
	address(scene, &errand->look, "GET", "");
	errand->read = place_read_id;
	return ERRAND_CALL;
}

static enum errand_draw update(const struct errand_scene *scene,
    const struct place_news *news, struct errand *errand)
{
	errand->look.per_minute = errand->request.per_minute;
	errand->found = found;
	return *news->ref ? add_update(scene, news, errand) :
	    make_incident(scene, news, errand);
}

const struct place_service place_instatus = { PLACE_INSTATUS, update };
