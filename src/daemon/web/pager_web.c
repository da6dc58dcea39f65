/* SPDX-License-Identifier: MIT
 *
 * pager_web: see pager_web.h.
 */
#include "daemon/web/pager_web.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/request.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/config/config.h"
#include "services/outside/pager.h"
#include "services/slack/slack_element.h"

struct pager_web {
	struct turns *turns;
	const struct config *config;
};

/* "incbot/7/0/U123" taken apart: which incident, and whom it was to wake. */
static bool read_key(struct arena *arena, const char *key,
    const char **incident, const char **user)
{
	const char *number = key + strlen(PAGER_KEY_PREFIX);
	size_t digits;

	if (!text_starts_with(key, PAGER_KEY_PREFIX))
		return false;
	digits = strspn(number, "0123456789");
	*user = strrchr(key, '/') + 1;
	if (digits == 0 || digits >= ID_SIZE || number[digits] != '/' ||
	    !**user || strlen(*user) >= ID_SIZE)
		return false;
	*incident = arena_strndup(arena, number, digits);
	*user = arena_strdup(arena, *user);
	return true;
}

/* Whose id in PagerDuty this is; whoever was paged if nobody's. */
static const char *who(const struct pager_web *pagers, const json_t *event,
    const char *paged)
{
	const char *agent = slack_string_at(json_object_get(event, "agent"),
	    "id");
	const struct contact *contacts = pagers->config->policy.contacts;

	for (int i = 0; i < CONTACTS_MAX && *contacts[i].user; i++) {
		if (*agent && strcmp(contacts[i].pagerduty, agent) == 0)
			return contacts[i].user;
	}
	return paged;
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	bool taken = answer->result == TURN_DONE ||
	    answer->result == TURN_DUPLICATE;

	web_answer(arg, taken ? 202 : 503, taken ? "Taken.\n" :
	    "Not now; send it again.\n");
}

/* What its events are here; others change nothing. */
static const char *happening(const char *type)
{
	static const char *const names[][2] = {
		{ "incident.acknowledged", "pager_acked" },
		{ "incident.unacknowledged", "pager_unacked" },
		{ "incident.reopened", "pager_unacked" },
		{ "incident.resolved", "pager_resolved" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i][0], type) == 0)
			return names[i][1];
	}
	return NULL;
}

/* False if it is none of ours, or nothing that changes anything here. */
static bool start_turn(struct pager_web *pagers, const json_t *event,
    struct http_exchange *exchange)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	const char *key = slack_string_at(json_object_get(event, "data"),
	    "incident_key");
	const char *paged = "";
	const char *name = happening(slack_string_at(event, "event_type"));

	request_init(request, REQUEST_HAPPENING, name ? name : "");
	if (!name || !read_key(arena, key, &request->incident, &paged)) {
		arena_free(arena);
		return false;
	}
	request->actor = arena_strdup(arena, who(pagers, event, paged));
	request->made_name = "pagerduty";	/* the pager, as a page has it */
	request->team = arena_strdup(arena, pagers->config->policy.team_id);
	request->key = arena_printf(arena, "pd:%.100s",
	    slack_string_at(event, "id"));
	if (!turn_run(pagers->turns, arena, request, "", "", on_turn,
	    exchange))
		web_answer(exchange, 503, "Not now; send it again.\n");
	return true;
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct pager_web *pagers = arg;
	const char *signature = http_exchange_header(exchange,
	    "x-pagerduty-signature");
	json_t *body;

	if (strcmp(request->method, "POST") != 0) {
		web_answer(exchange, 405, "POST only.\n");
		return;
	}
	if (!signature || !web_is_signed(signature, "v1=", request,
	    &pagers->config->pagers.pagerduty_webhook)) {
		log_warn("pager_refused", "pager=pagerduty reason=signature");
		web_answer(exchange, 403, "The signature is not good.\n");
		return;
	}
	body = json_loadb(request->body, request->body_length,
	    JSON_REJECT_DUPLICATES, NULL);
	if (!start_turn(pagers, json_object_get(body, "event"), exchange))
		web_answer(exchange, 202, "Taken.\n");
	json_decref(body);
}

struct pager_web *pager_web_new(struct web *web, struct turns *turns,
    const struct config *config)
{
	struct pager_web *pagers = xcalloc(1, sizeof(*pagers));

	pagers->turns = turns;
	pagers->config = config;
	web_add(web, "/pagerduty", on_request, pagers);
	return pagers;
}

void pager_web_free(struct pager_web *pagers)
{
	free(pagers);
}

void pager_web_set_config(struct pager_web *pagers,
    const struct config *config)
{
	if (pagers)
		pagers->config = config;
}
