/* SPDX-License-Identifier: MIT
 *
 * place_webhook: a public update as a signed POST of JSON to an address of the
 * site's own. Signed as pages are (services/outside/signature.h).
 * X-Incbot-Event is the same however often an update is sent, by a retry or by
 * people, so that the receiver knows a repeat.
 */
#include "services/outside/place.h"
#include "base/arena.h"
#include "core/board/board.h"
#include "services/config/config.h"
#include "services/outside/signature.h"

static void sign(const struct errand_scene *scene,
    const struct place_news *news, struct outbound_request *request)
{
	long long t = (long long)(scene->now_ms / 1000);
	const char *signed_text = arena_printf(scene->arena, "%lld.%s", t,
	    request->body);
	char hex[SIGNATURE_HEX_SIZE];

	signature_hex(&scene->config->places.webhook_secret, signed_text,
	    strlen(signed_text), hex);
	request->headers[0] = (struct outbound_header){ "X-Incbot-Signature",
	    arena_printf(scene->arena, "t=%lld,v1=%s", t, hex) };
	request->headers[1] = (struct outbound_header){ "X-Incbot-Event",
	    arena_printf(scene->arena, "%s/%s", news->key, news->mark) };
	request->header_count = 2;
}

static void add_components(const struct errand_scene *scene,
    const struct place_news *news, json_t *list)
{
	struct place_cursor cursor = { NULL, false };
	struct place_component one;

	while (place_component_next(scene, news, &cursor, &one))
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "id",
		    one.id, "name", one.known ? one.known->name : one.id,
		    "status", component_state_wire(one.state)));
}

static const char *status_word(int status)
{
	static const char *const words[] = { "scheduled", "in_progress",
		"completed", "cancelled" };

	return status >= PLANNED_SCHEDULED ?
	    words[status - PLANNED_SCHEDULED] : public_status_word(status);
}

static void add_planned(const struct errand_scene *scene,
    const struct place_news *news, json_t *body)
{
	json_object_del(body, "severity");
	json_object_del(body, "next_update_by");
	json_object_set_new(body, "scheduled_for",
	    json_string(place_stamp(scene, news->from_ms)));
	json_object_set_new(body, "scheduled_until",
	    json_string(place_stamp(scene, news->until_ms)));
}

static enum errand_draw update(const struct errand_scene *scene,
    const struct place_news *news, struct errand *errand)
{
	json_t *components = json_array();
	json_t *body;

	add_components(scene, news, components);
	body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:o}",
	    "type", news->from_ms ? "maintenance" : "update",
	    "incident", news->key, "update", news->mark,
	    "title", news->title, "status", status_word(news->status),
	    "text", news->text, "severity", news->severity,
	    "started_at", place_stamp(scene, news->started_ms),
	    "published_at", place_stamp(scene, news->at_ms),
	    "components", components);
	json_object_set_new(body, "next_update_by", news->next_ms ?
	    json_string(place_stamp(scene, news->next_ms)) : json_null());
	if (news->from_ms)
		add_planned(scene, news, body);
	errand->request.base = scene->config->places.webhook_url;
	errand->request.path = "";
	errand->repeat = ERRAND_REPEATS;
	place_json(scene, &errand->request, "POST", body);
	sign(scene, news, &errand->request);
	return ERRAND_CALL;
}

const struct place_service place_webhook = { PLACE_WEBHOOK, update };
