/* SPDX-License-Identifier: MIT
 *
 * pager_opsgenie: a page as an alert of the Opsgenie-shaped API (Opsgenie
 * itself ends in 2027; others speak the same). Its alias is ours, so that a
 * repeat joins the open alert and it can be acknowledged and closed.
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "services/config/config.h"

#define MESSAGE_CHARS 130

static bool is_set(const struct config *config)
{
	return *config->pagers.opsgenie_url &&
	    secret_is_set(&config->pagers.opsgenie_key);
}

static void address(const struct errand_scene *scene, struct errand *errand,
    const char *path)
{
	errand->request.base = scene->config->pagers.opsgenie_url;
	errand->request.path = path;
	errand->request.auth_prefix = "GenieKey ";
	errand->request.auth = &scene->config->pagers.opsgenie_key;
}

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	address(scene, errand, "/v2/alerts");
	pager_json(scene, errand, json_pack("{s:s, s:s, s:s, s:s, s:s, "
	    "s:{s:s, s:s}}", "message", arena_strndup(scene->arena,
	    page->headline, utf8_prefix(page->headline, MESSAGE_CHARS)),
	    "alias", page->key, "description", page->text,
	    "priority", scene->incident->severity == SEV1 ? "P1" : "P2",
	    "source", "incbot", "details", "incident", page->label,
	    "called", rung_name(scene->effect->number)));
	return ERRAND_CALL;
}

static enum errand_draw settle(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	struct text path = text_new(scene->arena, OUTBOUND_URL_SIZE);

	text_add(&path, "/v2/alerts/");
	url_encode(&path, page->key);
	text_addf(&path, "/%s?identifierType=alias",
	    page->resolved ? "close" : "acknowledge");
	address(scene, errand, path.data);
	pager_json(scene, errand, json_pack("{s:s}", "source", "incbot"));
	return ERRAND_CALL;
}

const struct pager pager_opsgenie = { "opsgenie", "opsgenie", is_set, send, settle };
