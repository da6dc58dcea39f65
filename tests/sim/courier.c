/* SPDX-License-Identifier: MIT
 *
 * courier: see courier.h. A call that has left its replica arrives even if
 * that dies; one whose replica is stopped right before the send leaves when it
 * goes on, as in wire.c.
 */
#include "tests/sim/courier.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/place.h"
#include "services/config/config.h"
#include "services/outside/outbound.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"
#include <jansson.h>

#define PAGE "sim"
#define INCIDENTS_PATH "/v1/pages/" PAGE "/incidents"

struct outbound {
	struct replica *replica;
};

struct errand_under_way {
	struct replica *replica;
	uint64_t life;
	bool stopped;
	char method[8];
	char path[160];
	char *body;		/* as sent; "" if none */
	outbound_cb *callback;
	void *arg;
	struct outbound_answer answer;
	char *answered;		/* the answer's body, or NULL */
};

void courier_configure(struct config *config)
{
	struct places_config *places = &config->places;
	bool fits = secret_set(&places->statuspage_key, "sim-key");

	assert(fits);
	(void)text_copy(places->statuspage_url, URL_SIZE,
	    "https://api.statuspage.io");
	(void)text_copy(places->statuspage_page, ID_SIZE, PAGE);
}

struct outbound *courier_new(struct replica *replica)
{
	struct outbound *outbound = xcalloc(1, sizeof(*outbound));

	outbound->replica = replica;
	return outbound;
}

void courier_free(struct outbound *outbound)
{
	free(outbound);
}

static void errand_free(void *arg)
{
	struct errand_under_way *errand = arg;

	free(errand->body);
	free(errand->answered);
	free(errand);
}

static void on_back(void *arg)
{
	struct errand_under_way *errand = arg;

	errand->answer.body = errand->answered ? errand->answered : "";
	errand->answer.body_length = strlen(errand->answer.body);
	errand->callback(errand->arg, &errand->answer);
	errand_free(errand);
}

static void fail_errand(struct errand_under_way *errand,
    enum outbound_outcome outcome, int status, const char *error)
{
	errand->answer.outcome = outcome;
	errand->answer.status = status;
	errand->answer.error = error;
	free(errand->answered);
	errand->answered = NULL;
}

/* --- the place ------------------------------------------------------------ */

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static json_t *incident_find(const json_t *incidents, const char *id)
{
	json_t *incident;
	size_t i;

	json_array_foreach(incidents, i, incident) {
		if (strcmp(text_at(incident, "id"), id) == 0)
			return incident;
	}
	return NULL;
}

static json_t *incident_add(json_t *incidents)
{
	json_t *incident = json_pack("{s:o}", "id", json_sprintf("sp%zu",
	    json_array_size(incidents) + 1));

	json_array_insert_new(incidents, 0, incident);
	return incident;
}

/* An update that was taken: text and metadata by one call. */
static void take(struct errand_under_way *errand, json_t *incident)
{
	struct world *world = errand->replica->world;
	json_t *sent = json_loads(errand->body, 0, NULL);
	json_t *given = json_object_get(sent, "incident");
	json_t *ours = json_object_get(json_object_get(given, "metadata"),
	    "incbot");
	struct news_taken taken = {
		.key = text_at(ours, "incident"),
		.at_ms = strtoll(text_at(ours, "update"), NULL, 10),
		.text = text_at(given, "body"), .stopped = errand->stopped,
	};

	if (!ours)
		world_broken(world, "I15", "the place is sent %s",
		    errand->body);
	json_object_set(incident, "metadata",
	    json_object_get(given, "metadata"));
	news_outside(world->books, &taken);
	json_decref(sent);
}

static void arrive(struct errand_under_way *errand)
{
	json_t *incidents = errand->replica->world->outside_incidents;
	const char *id = errand->path + strlen(INCIDENTS_PATH);
	json_t *incident = *id == '/' ? incident_find(incidents, id + 1) :
	    NULL;

	if (*id == '/' && !incident) {
		fail_errand(errand, OUTBOUND_REFUSED, 404, "http_404");
		return;
	}
	errand->answer.status = 200;
	if (strcmp(errand->method, "GET") == 0) {
		errand->answered = json_dumps(incident ? incident : incidents,
		    JSON_COMPACT);
		return;
	}
	if (!incident)
		incident = incident_add(incidents);
	take(errand, incident);
	errand->answered = json_dumps(incident, JSON_COMPACT);
}

/* --- there and back ------------------------------------------------------- */

static void on_there(void *arg)
{
	struct errand_under_way *errand = arg;
	struct world *world = errand->replica->world;
	const struct faults *faults = &world->faults;
	int64_t back_ms = world_between(world, 5, 120);

	if (world_chance(world, faults->call_lost)) {
		fail_errand(errand, OUTBOUND_AMBIGUOUS, 0, "timeout");
	} else if (world_chance(world, faults->rate_limited)) {
		fail_errand(errand, OUTBOUND_LATER, 429, "http_429");
		errand->answer.retry_ms = world_between(world, 1000, 30000);
	} else {
		arrive(errand);
		if (world_chance(world, faults->answer_lost))
			fail_errand(errand, OUTBOUND_AMBIGUOUS, 503,
			    "http_503");
	}
	if (world_chance(world, faults->slow))
		back_ms = world_between(world, 1000, OUTBOUND_DEADLINE_MS);
	world_trace(world, errand->path);
	world_tell(world, "replica %d: %s %s -> %d", errand->replica->number,
	    errand->method, errand->path, errand->answer.status);
	if (errand->life != errand->replica->life) {
		errand_free(errand);
		return;
	}
	world_at_or_drop(world, errand->replica, back_ms, on_back,
	    errand_free, errand);
}

/* From here on it is beyond its replica's reach. */
static void on_leaving(void *arg)
{
	struct errand_under_way *errand = arg;
	struct world *world = errand->replica->world;

	world_at_or_drop(world, NULL, world_between(world, 2, 60), on_there,
	    errand_free, errand);
}

void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	struct errand_under_way *errand = xcalloc(1, sizeof(*errand));
	struct replica *replica = outbound->replica;
	struct world *world = replica->world;

	errand->replica = replica;
	errand->life = replica->life;
	(void)text_copy(errand->method, sizeof(errand->method),
	    request->method);
	(void)text_copy(errand->path, sizeof(errand->path), request->path);
	errand->body = xstrdup(request->body ? request->body : "");
	errand->callback = callback;
	errand->arg = arg;
	errand->answer.error = "";
	assert(text_starts_with(errand->path, INCIDENTS_PATH));
	if (world_chance(world, world->faults.pauses_sending)) {
		errand->stopped = true;
		replica_pause(replica, pause_length_ms(world));
		world_at_or_drop(world, replica, 0, on_leaving, errand_free,
		    errand);
		return;
	}
	on_leaving(errand);
}
