/* SPDX-License-Identifier: MIT
 *
 * pager_pagerduty: a page as an event of PagerDuty's Events API v2. Its
 * dedup_key is ours, so that a repeat joins the open alert and the page can be
 * acknowledged and resolved there; an acknowledgement made there comes back by
 * webhook (handlers/on_pager.c).
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "base/text.h"
#include "services/config/config.h"

#define PER_MINUTE 120		/* an integration key's, about */
#define SUMMARY_CHARS 1000	/* PagerDuty: 1024 */

static bool is_set(const struct config *config)
{
	return *config->pagers.pagerduty_url &&
	    secret_is_set(&config->pagers.pagerduty_key);
}

static void address(const struct errand_scene *scene, struct errand *errand)
{
	errand->request.base = scene->config->pagers.pagerduty_url;
	errand->request.path = "/v2/enqueue";
	errand->request.per_minute = PER_MINUTE;
	errand->repeat = ERRAND_REPEATS;
}

static const char *severity_word(int severity)
{
	return severity == SEV1 ? "critical" :
	    severity == SEV2 ? "error" : "warning";
}

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	const char *summary = arena_strndup(scene->arena, page->headline,
	    utf8_prefix(page->headline, SUMMARY_CHARS));
	json_t *body = json_pack(
	    "{s:s, s:s, s:s, s:s, s:{s:s, s:s, s:s, s:{s:s, s:s, s:s}}}",
	    "routing_key", secret_reveal(&scene->config->pagers.pagerduty_key),
	    "event_action", "trigger", "dedup_key", page->key,
	    "client", "incbot", "payload", "summary", summary,
	    "source", "incbot", "severity",
	    severity_word(scene->incident->severity), "custom_details",
	    "incident", page->label, "called",
	    rung_name(scene->effect->number), "text", page->text);

	if (*page->url)
		json_object_set_new(body, "links", json_pack("[{s:s, s:s}]",
		    "href", page->url, "text", "The channel in Slack"));
	address(scene, errand);
	errand->repeat = ERRAND_ONE_TRY;
	pager_json(scene, errand, body);
	return ERRAND_CALL;
}

static enum errand_draw settle(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	address(scene, errand);
	pager_json(scene, errand, json_pack("{s:s, s:s, s:s}",
	    "routing_key", secret_reveal(&scene->config->pagers.pagerduty_key),
	    "event_action", page->resolved ? "resolve" : "acknowledge",
	    "dedup_key", page->key));
	return ERRAND_CALL;
}

const struct pager pager_pagerduty = {
	"pagerduty", "pagerduty", is_set, send, settle,
};
