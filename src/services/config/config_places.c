/* SPDX-License-Identifier: MIT
 *
 * config_places: the settings of the places outside that updates go to. Half
 * of one is a mistake: an update would silently not go there.
 */
#include "services/config/config_places.h"
#include "services/config/config_pagers.h"

#define AT(member) offsetof(struct config, places.member), \
	sizeof(((struct config *)0)->places.member), 0

const struct setting statuspage_rows[STATUSPAGE_ROWS] = {
	{ .name = "page", SETTING_TEXT, AT(statuspage_page),
	  .example = "\"kctbh9vrtdwd\"",
	  .help = "Atlassian Statuspage: the page's id. Each of "
	      "page.components that is there has its id there." },
	{ .name = "key", SETTING_SECRET, AT(statuspage_key),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_STATUSPAGE_KEY",
	  .help = "An API key of a member of its team." },
	{ .name = "url", SETTING_LINK, AT(statuspage_url),
	  .initial = "https://api.statuspage.io/",
	  .help = "Statuspage's API." },
};

const struct setting instatus_rows[INSTATUS_ROWS] = {
	{ .name = "page", SETTING_TEXT, AT(instatus_page),
	  .example = "\"ckf01fvnxywz60a35an1bq6q2\"",
	  .help = "Instatus: the page's id." },
	{ .name = "key", SETTING_SECRET, AT(instatus_key),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_INSTATUS_KEY", .help = "An API key." },
	{ .name = "url", SETTING_LINK, AT(instatus_url),
	  .initial = "https://api.instatus.com/",
	  .help = "Instatus' API." },
};

const struct setting webhook_place_rows[WEBHOOK_PLACE_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(webhook_url),
	  .example = "\"https://hooks.example.com/status\"",
	  .help = "Where each public update is posted as JSON." },
	{ .name = "secret", SETTING_SECRET, AT(webhook_secret),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_PLACE_WEBHOOK_SECRET",
	  .help = "Signs it: X-Incbot-Signature: t=UNIX,v1=HEX, the "
	      "HMAC-SHA256 of \"UNIX.BODY\"." },
};

/* Ids go into addresses as they are. */
static bool is_id(const char *id)
{
	return strspn(id, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == strlen(id);
}

static void check_pair(const struct loader *loader, int place,
    const char *path, const char *public_part, const struct secret *secret)
{
	if (*public_part && !secret_is_set(secret))
		loader_problem(loader, path, "has no key or secret; expected "
		    "one in the file or the environment");
	else if (secret_is_set(secret) && !*public_part)
		loader_problem(loader, path, "has a key or secret, but no "
		    "page or url; expected one");
	else if (*public_part)
		loader->config->policy.places |= place;
}

static void check_ids(const struct loader *loader)
{
	const struct config *config = loader->config;

	if (!is_id(config->places.statuspage_page))
		loader_problem(loader, "places.statuspage.page", "is not an "
		    "id; expected letters and digits");
	if (!is_id(config->places.instatus_page))
		loader_problem(loader, "places.instatus.page", "is not an "
		    "id; expected letters and digits");
}

void config_check_places(const struct loader *loader)
{
	const struct places_config *places = &loader->config->places;

	loader->config->policy.places = 0;
	config_check_base(loader, "places.statuspage.url",
	    places->statuspage_url);
	config_check_base(loader, "places.instatus.url", places->instatus_url);
	config_check_base(loader, "places.webhook.url", places->webhook_url);
	check_ids(loader);
	check_pair(loader, PLACE_STATUSPAGE, "places.statuspage",
	    places->statuspage_page, &places->statuspage_key);
	check_pair(loader, PLACE_INSTATUS, "places.instatus",
	    places->instatus_page, &places->instatus_key);
	check_pair(loader, PLACE_WEBHOOK, "places.webhook",
	    places->webhook_url, &places->webhook_secret);
}
