/* SPDX-License-Identifier: MIT
 *
 * pager_ntfy: a page as a notification by an ntfy server (ntfy.sh or one's
 * own) on the person's topic, with the highest priority. The server knows no
 * key of ours, so a page is sent once and not repeated blindly.
 */
#include "services/outside/pager.h"
#include "services/config/config.h"

#define PER_MINUTE 12		/* a server lets one through each 5 s */

static bool is_set(const struct config *config)
{
	return *config->pagers.ntfy_url;
}

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	json_t *body;

	if (!page->contact || !*page->contact->ntfy)
		return pager_impossible(errand, "no topic is known");
	body = json_pack("{s:s, s:s, s:s, s:i, s:[s]}",
	    "topic", page->contact->ntfy, "title", page->headline,
	    "message", page->text, "priority", 5, "tags", "rotating_light");
	if (*page->url)
		json_object_set_new(body, "click", json_string(page->url));
	errand->request.base = scene->config->pagers.ntfy_url;
	errand->request.per_minute = PER_MINUTE;
	errand->request.auth_prefix = "Bearer ";
	errand->request.auth = &scene->config->pagers.ntfy_token;
	pager_json(scene, errand, body);
	return ERRAND_CALL;
}

const struct pager pager_ntfy = { "ntfy", "ntfy", is_set, send, NULL };
