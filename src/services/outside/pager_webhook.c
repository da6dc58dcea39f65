/* SPDX-License-Identifier: MIT
 *
 * pager_webhook: a page as a signed POST of JSON to an address of the site's
 * own, which does the rest. Signed so that the receiver can tell that it comes
 * from here and is fresh: X-Incbot-Signature: t=UNIX,v1=HEX, where HEX is
 * HMAC-SHA256 of "t.body"; X-Incbot-Event is the same at each attempt, so that
 * a repeat is known.
 */
#include "services/outside/pager.h"
#include "base/arena.h"
#include "services/config/config.h"
#include "services/outside/signature.h"

static bool is_set(const struct config *config)
{
	return *config->pagers.webhook_url &&
	    secret_is_set(&config->pagers.webhook_secret);
}

static void sign(const struct errand_scene *scene, struct errand *errand)
{
	long long t = (long long)(scene->now_ms / 1000);
	const char *signed_text = arena_printf(scene->arena, "%lld.%s", t,
	    errand->request.body);
	char hex[SIGNATURE_HEX_SIZE];

	signature_hex(&scene->config->pagers.webhook_secret, signed_text,
	    strlen(signed_text), hex);
	errand->request.headers[0] = (struct outbound_header){
	    "X-Incbot-Signature", arena_printf(scene->arena,
	    "t=%lld,v1=%s", t, hex) };
	errand->request.headers[1] = (struct outbound_header){
	    "X-Incbot-Event", arena_strdup(scene->arena, scene->job) };
	errand->request.header_count = 2;
}

static enum errand_draw send(const struct errand_scene *scene,
    const struct pager_page *page, const char *type, struct errand *errand)
{
	errand->request.base = scene->config->pagers.webhook_url;
	pager_json(scene, errand, json_pack(
	    "{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s}",
	    "type", type, "key", page->key, "incident", page->label,
	    "headline", page->headline, "text", page->text,
	    "severity", scene->incident->severity,
	    "user", scene->effect->user,
	    "role", rung_name(scene->effect->number),
	    "phone", page->contact ? page->contact->phone : "",
	    "email", page->contact ? page->contact->email : "",
	    "url", page->url));
	sign(scene, errand);
	return ERRAND_CALL;
}

static enum errand_draw send_page(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	return send(scene, page, "page", errand);
}

static enum errand_draw settle(const struct errand_scene *scene,
    const struct pager_page *page, struct errand *errand)
{
	return send(scene, page, page->resolved ? "resolved" :
	    "acknowledged", errand);
}

const struct pager pager_webhook = {
	"webhook", "webhook", is_set, send_page, settle,
};
