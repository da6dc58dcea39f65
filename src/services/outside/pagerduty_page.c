/* SPDX-License-Identifier: MIT
 *
 * pagerduty_page: see pagerduty_page.h.
 */
#include "services/outside/pagerduty_page.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "base/when.h"
#include "services/config/config.h"
#include "services/outside/pager.h"
#include "services/outside/pagerduty_oncall.h"
#include <jansson.h>

#define PATH_SIZE 512
#define SECOND_MS 1000		/* it tells no parts of one */
#define FOUND_MAX 10		/* incidents of one key, the latest first */

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static const struct page *page_of(const struct errand_scene *scene)
{
	return incident_page(scene->incident, scene->effect->user,
	    scene->effect->number);
}

/* Of what was resolved before it was asked for, this page is none. */
static bool is_of_it(const struct errand_scene *scene, const json_t *incident,
    const char *key)
{
	const struct page *page = page_of(scene);
	const char *status = string_at(incident, "status");
	const char *since = string_at(incident, "last_status_change_at");

	if (strcmp(string_at(incident, "incident_key"), key) != 0)
		return false;
	return strcmp(status, "resolved") != 0 ||
	    (page && when_parse_iso(since) + SECOND_MS > page->asked_ms);
}

static const json_t *find(const struct errand_scene *scene,
    const json_t *incidents, const char *key)
{
	const json_t *incident;
	size_t i;

	json_array_foreach(incidents, i, incident) {
		if (is_of_it(scene, incident, key))
			return incident;
	}
	return NULL;
}

/* Whoever acknowledged it first, or else resolved it. */
static const char *agent_of(const json_t *incident)
{
	const json_t *first = json_array_get(json_object_get(incident,
	    "acknowledgements"), 0);
	const char *id = string_at(json_object_get(first, "acknowledger"),
	    "id");

	return *id ? id : string_at(json_object_get(incident,
	    "last_status_change_by"), "id");
}

static bool judge(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made)
{
	json_t *root = json_loadb(answer->body, answer->body_length,
	    JSON_REJECT_DUPLICATES, NULL);
	const json_t *incidents = json_object_get(root, "incidents");
	bool good = json_is_array(incidents);
	const json_t *incident;
	char key[NAME_SIZE];

	pager_key(scene, key);
	incident = find(scene, incidents, key);
	(void)text_copy(made->name, sizeof(made->name), incident ?
	    string_at(incident, "status") : "forgotten");
	(void)text_copy(made->ref, sizeof(made->ref), agent_of(incident));
	if (strcmp(made->name, "triggered") == 0)
		made->again_ms = PAGE_LOOK_AGAIN_MS;
	json_decref(root);
	return good;
}

enum errand_draw pagerduty_draw_look(const struct errand_scene *scene,
    struct errand *errand)
{
	const struct page *page = page_of(scene);
	char key[NAME_SIZE], buffer[PATH_SIZE];
	struct text path;

	if (incident_voids_page(scene->incident,
	    (int)scene->effect->cycle) || !page || !page->accepted_ms ||
	    scene->attempt > PAGE_LOOKS_MAX ||
	    !secret_is_set(&scene->config->pagers.pagerduty_api_token))
		return ERRAND_OBSOLETE;
	pager_key(scene, key);
	text_init(&path, buffer, sizeof(buffer));
	text_add(&path, "/incidents?incident_key=");
	url_encode(&path, key);
	text_addf(&path, "&date_range=all&time_zone=UTC"
	    "&sort_by=created_at%%3Adesc&limit=%d&offset=0", FOUND_MAX);
	pagerduty_address(scene->config, arena_strdup(scene->arena, buffer),
	    &errand->request);
	errand->repeat = ERRAND_REPEATS;
	errand->held_ends = true;
	errand->judge = judge;
	return ERRAND_CALL;
}
