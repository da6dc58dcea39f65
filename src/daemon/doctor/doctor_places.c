/* SPDX-License-Identifier: MIT
 *
 * doctor_places: whether the places outside would take an update: the key is
 * good, the page is there, and so are the components that the config names.
 * Nothing is published to find out; of the webhook only the setting is looked
 * at, since there is no call to it that means nothing.
 */
#include "daemon/doctor/doctor_steps.h"
#include "services/config/config.h"
#include "services/outside/outbound_http.h"
#include "services/outside/place.h"

static const char *reason_of(const struct outbound_answer *answer)
{
	if (answer->outcome == OUTBOUND_HELD)
		return "the key is refused: make a new one there";
	if (answer->status == 404)
		return "there is no such page, or the key is not for it: "
		    "look at its page setting";
	return answer->error;
}

static bool has_id(const json_t *list, const char *id)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (strcmp(place_string(json_array_get(list, i), "id"),
		    id) == 0)
			return true;
	}
	return false;
}

static void judge_components(struct doctor *doctor, const json_t *list)
{
	const struct board_policy *board = &doctor->config->policy.board;
	bool fine = true;

	for (int i = 0; i < board->component_count; i++) {
		const struct component *component = &board->components[i];

		if (!*component->statuspage ||
		    has_id(list, component->statuspage))
			continue;
		doctor_fail(doctor, "Statuspage: it has no component %s: mend "
		    "page.components, %s", component->statuspage,
		    component->id);
		fine = false;
	}
	if (fine)
		doctor_ok(doctor, "Statuspage: page %s, the key works",
		    doctor->config->places.statuspage_page);
}

static void on_statuspage(void *arg, const struct outbound_answer *answer)
{
	struct doctor *doctor = arg;
	json_t *list = place_parse(answer);

	if (answer->outcome == OUTBOUND_OK)
		judge_components(doctor, list);
	else
		doctor_fail(doctor, "Statuspage: %s", reason_of(answer));
	json_decref(list);
	doctor_next(doctor);
}

static void on_instatus(void *arg, const struct outbound_answer *answer)
{
	struct doctor *doctor = arg;
	const char *page = doctor->config->places.instatus_page;
	json_t *list = place_parse(answer);

	if (answer->outcome != OUTBOUND_OK)
		doctor_fail(doctor, "Instatus: %s", reason_of(answer));
	else if (!has_id(list, page))
		doctor_fail(doctor, "Instatus: the key knows no page %s: look "
		    "at places.instatus.page", page);
	else
		doctor_ok(doctor, "Instatus: page %s, the key works", page);
	json_decref(list);
	doctor_next(doctor);
}

static bool is_set_up(const struct doctor *doctor, int place)
{
	return doctor->config_good && doctor->http &&
	    (doctor->config->policy.places & place);
}

static void ask(struct doctor *doctor, const struct outbound_request *request,
    outbound_cb *callback)
{
	if (!doctor->outbound)
		doctor->outbound = outbound_http_new(doctor->loop,
		    doctor->http, doctor->config->plain_loopback);
	outbound_send(doctor->outbound, request, callback, doctor);
}

void doctor_statuspage(struct doctor *doctor)
{
	const struct places_config *places = &doctor->config->places;
	char path[CONFIG_PATH_SIZE];
	struct outbound_request request = { .target = "statuspage",
		.method = "GET", .base = places->statuspage_url,
		.path = path, .auth_prefix = "OAuth ",
		.auth = &places->statuspage_key };

	if (!is_set_up(doctor, PLACE_STATUSPAGE)) {
		doctor_next(doctor);
		return;
	}
	snprintf(path, sizeof(path), "/v1/pages/%s/components",
	    places->statuspage_page);
	ask(doctor, &request, on_statuspage);
}

void doctor_instatus(struct doctor *doctor)
{
	const struct places_config *places = &doctor->config->places;
	struct outbound_request request = { .target = "instatus",
		.method = "GET", .base = places->instatus_url,
		.path = "/v1/pages", .auth_prefix = "Bearer ",
		.auth = &places->instatus_key };

	if (is_set_up(doctor, PLACE_WEBHOOK))
		doctor_ok(doctor, "status webhook: set up; not called");
	if (is_set_up(doctor, PLACE_INSTATUS))
		ask(doctor, &request, on_instatus);
	else
		doctor_next(doctor);
}
