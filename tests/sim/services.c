/* SPDX-License-Identifier: MIT
 *
 * services: see services.h.
 */
#include "tests/sim/services.h"
#include "base/text.h"
#include "base/when.h"
#include "core/place.h"
#include "services/config/config.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"
#include <jansson.h>

#define PAGE "sim"
#define STATUSPAGE_PATH "/v1/pages/" PAGE "/incidents"
#define INSTATUS_PATH "/v1/" PAGE "/incidents"
#define UPDATES_PATH "/incident-updates"

void services_configure(struct config *config)
{
	struct places_config *places = &config->places;
	bool fits = secret_set(&places->statuspage_key, "sim-key") &&
	    secret_set(&places->instatus_key, "sim-key") &&
	    secret_set(&places->webhook_secret, "sim-secret");

	assert(fits);
	(void)text_copy(places->statuspage_url, URL_SIZE,
	    "https://api.statuspage.io");
	(void)text_copy(places->statuspage_page, ID_SIZE, PAGE);
	(void)text_copy(places->instatus_url, URL_SIZE,
	    "https://api.instatus.com");
	(void)text_copy(places->instatus_page, ID_SIZE, PAGE);
	(void)text_copy(places->webhook_url, URL_SIZE,
	    "https://hooks.example.com/status");
	if (!config->policy.sends_mail)
		return;
	(void)text_copy(config->pagers.mail_url, URL_SIZE,
	    "smtps://mail.example.com");
	(void)text_copy(config->pagers.mail_from, NAME_SIZE,
	    "status@example.com");
}

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* --- lists of incidents --------------------------------------------------- */

static json_t *incident_find(const json_t *incidents, const char *id,
    size_t length)
{
	json_t *incident;
	size_t i;

	json_array_foreach(incidents, i, incident) {
		const char *own = text_at(incident, "id");

		if (strlen(own) == length && strncmp(own, id, length) == 0)
			return incident;
	}
	return NULL;
}

static json_t *incident_add(json_t *incidents)
{
	json_t *incident = json_pack("{s:o}", "id", json_sprintf("in%zu",
	    json_array_size(incidents) + 1));

	json_array_insert_new(incidents, 0, incident);
	return incident;
}

static int show(const json_t *what, char **answered)
{
	*answered = json_dumps(what, JSON_COMPACT);
	return 200;
}

static void tell(struct world *world, const struct arrival *arrival,
    struct news_taken *taken)
{
	taken->stopped = arrival->stopped;
	news_outside(world->books, taken);
}

/* --- Statuspage ----------------------------------------------------------- */

/* Text and metadata by one call. */
static void take_statuspage(struct world *world,
    const struct arrival *arrival, json_t *incident)
{
	json_t *sent = json_loads(arrival->body, 0, NULL);
	json_t *given = json_object_get(sent, "incident");
	json_t *ours = json_object_get(json_object_get(given, "metadata"),
	    "incbot");
	struct news_taken taken = {
		.place = OUTSIDE_STATUSPAGE,
		.key = text_at(ours, "incident"),
		.at_ms = strtoll(text_at(ours, "update"), NULL, 10),
		.text = text_at(given, "body"),
		.over = text_list_has("resolved,completed",
		    text_at(given, "status")),
	};

	if (!ours)
		world_broken(world, "I15", "Statuspage is sent %s",
		    arrival->body);
	json_object_set(incident, "metadata",
	    json_object_get(given, "metadata"));
	tell(world, arrival, &taken);
	json_decref(sent);
}

static int arrive_at_statuspage(struct world *world,
    const struct arrival *arrival, char **answered)
{
	json_t *incidents = world->statuspage;
	const char *id = arrival->path + strlen(STATUSPAGE_PATH);
	json_t *incident = *id == '/' ? incident_find(incidents, id + 1,
	    strlen(id + 1)) : NULL;

	assert(text_starts_with(arrival->path, STATUSPAGE_PATH));
	if (*id == '/' && !incident)
		return 404;
	if (strcmp(arrival->method, "GET") == 0)
		return show(incident ? incident : incidents, answered);
	if (!incident)
		incident = incident_add(incidents);
	take_statuspage(world, arrival, incident);
	return show(incident, answered);
}

/* --- Instatus ------------------------------------------------------------- */

/* "2026-06-15T14:05:00.123Z" */
static int64_t stamp_ms(const char *stamp)
{
	assert(strlen(stamp) == 24);
	return when_parse_iso(stamp) + strtoll(stamp + 20, NULL, 10);
}

/* Its first update makes an incident, with the instant at which that began. */
static void take_instatus(struct world *world, const struct arrival *arrival,
    json_t *incident)
{
	json_t *sent = json_loads(arrival->body, 0, NULL);
	const char *started = text_at(sent, "started");
	bool first = !json_object_get(incident, "started");
	struct news_taken taken = {
		.place = OUTSIDE_INSTATUS, .text = text_at(sent, "message"),
		.over = strcmp(text_at(sent, "status"), "RESOLVED") == 0,
	};

	if (first)
		json_object_set_new(incident, "started",
		    json_string(started));
	else
		taken.at_ms = stamp_ms(started);
	taken.began_ms = stamp_ms(text_at(incident, "started"));
	if (!json_object_get(incident, "updates"))
		json_object_set_new(incident, "updates", json_array());
	json_array_append_new(json_object_get(incident, "updates"), json_pack(
	    "{s:s, s:s}", "message", taken.text, "started", started));
	tell(world, arrival, &taken);
	json_decref(sent);
}

static int arrive_at_instatus(struct world *world,
    const struct arrival *arrival, char **answered)
{
	json_t *incidents = world->instatus;
	const char *id = arrival->path + strlen(INSTATUS_PATH);
	size_t length = *id == '/' ? strcspn(id + 1, "/") : 0;
	json_t *incident = length > 0 ? incident_find(incidents, id + 1,
	    length) : NULL;

	assert(text_starts_with(arrival->path, INSTATUS_PATH));
	if (length > 0 && !incident)
		return 404;
	if (strcmp(arrival->method, "GET") == 0)
		return show(incident ? incident : incidents, answered);
	assert(!incident || strcmp(id + 1 + length, UPDATES_PATH) == 0);
	if (!incident)
		incident = incident_add(incidents);
	take_instatus(world, arrival, incident);
	return show(incident, answered);
}

/* --- the webhook, and letters --------------------------------------------- */

/* What comes again has the same name in its header, and is not shown twice. */
static int arrive_at_webhook(struct world *world,
    const struct arrival *arrival, char **answered)
{
	json_t *sent = json_loads(arrival->body, 0, NULL);
	char name[ID_SIZE * 2];
	struct news_taken taken = {
		.place = OUTSIDE_WEBHOOK, .key = text_at(sent, "incident"),
		.at_ms = strtoll(text_at(sent, "update"), NULL, 10),
		.text = text_at(sent, "text"),
		.over = text_list_has("resolved,completed,cancelled",
		    text_at(sent, "status")),
		.repeats = true,
	};

	(void)answered;
	snprintf(name, sizeof(name), "%s/%lld", taken.key,
	    (long long)taken.at_ms);
	if (strcmp(arrival->key, name) != 0)
		world_broken(world, "I15", "the webhook is sent %s as %s",
		    name, arrival->key);
	tell(world, arrival, &taken);
	json_decref(sent);
	return 200;
}

static int arrive_by_mail(struct world *world, const struct arrival *arrival,
    char **answered)
{
	struct letter_taken taken = { arrival->to, arrival->body };

	(void)answered;
	news_letter(world->books, &taken);
	return 250;
}

/* --- all ------------------------------------------------------------------ */

int services_take(struct world *world, const struct arrival *arrival,
    char **answered)
{
	static const struct {
		const char *target;
		int (*take)(struct world *world, const struct arrival *arrival,
		    char **answered);
	} rows[] = {
		{ "statuspage", arrive_at_statuspage },
		{ "instatus", arrive_at_instatus },
		{ "place-webhook", arrive_at_webhook },
		{ "mail", arrive_by_mail },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(rows[i].target, arrival->target) == 0)
			return rows[i].take(world, arrival, answered);
	}
	world_broken(world, "twin", "no such service: %s", arrival->target);
}

bool services_may_refuse(const struct world *world,
    const struct arrival *arrival)
{
	if (strcmp(arrival->method, "GET") == 0)
		return false;
	return strcmp(arrival->target, "mail") != 0 ||
	    !news_letter_is_known(world->books, arrival->body);
}
