/* SPDX-License-Identifier: MIT
 *
 * calendar_web: see calendar_web.h.
 */
#include "daemon/web/calendar_web.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/oncall/ical.h"
#include "core/site.h"
#include "daemon/web/web.h"
#include "services/clock.h"
#include "services/ledger/ledger.h"

#define ENDING ".ics"
#define CALENDAR_MEMORY_MAX (64u << 20)

/* A request that waits for the ledger. */
struct asked {
	struct calendar_web *calendars;
	struct http_exchange *exchange;	/* NULL = this place is free */
	char rotation[NAME_SIZE];
};

struct calendar_web {
	struct calendar_web_options options;
	struct secret token;
	struct site site;	/* as last seen */
	struct asked asked[CALENDAR_ASKED_MAX];
};

static void answer_feed(struct calendar_web *calendars,
    struct http_exchange *exchange, const struct rotation *rotation)
{
	struct arena *arena = arena_new(CALENDAR_MEMORY_MAX);
	struct http_server_answer answer = { .status = 200,
		.content_type = "text/calendar; charset=utf-8" };

	answer.body = ical_rotation(arena, calendars->options.policy,
	    &calendars->site, rotation,
	    clock_now_ms(calendars->options.clock));
	answer.body_length = strlen(answer.body);
	http_exchange_answer(exchange, &answer);
	arena_free(arena);
}

/* The config may have been replaced meanwhile. */
static void answer_asked(struct asked *asked)
{
	struct http_exchange *exchange = asked->exchange;
	const struct rotation *rotation = policy_rotation(
	    asked->calendars->options.policy, asked->rotation);

	asked->exchange = NULL;
	if (rotation)
		answer_feed(asked->calendars, exchange, rotation);
	else
		web_answer(exchange, 404, "There is no such calendar.\n");
}

static void take_site(struct calendar_web *calendars,
    const struct ledger_snapshot *snapshot)
{
	struct site *fresh = xcalloc(1, sizeof(*fresh));

	if (site_decode(snapshot->data, snapshot->length, fresh))
		calendars->site = *fresh;
	else
		log_warn("site_unreadable", "version=%lld",
		    (long long)snapshot->version);
	free(fresh);
}

static void on_site(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct asked *asked = arg;

	if (status == LEDGER_OK)
		take_site(asked->calendars, snapshot);
	else if (status == LEDGER_ABSENT)
		memset(&asked->calendars->site, 0, sizeof(struct site));
	answer_asked(asked);
}

static struct asked *free_place(struct calendar_web *calendars)
{
	for (size_t i = 0; i < CALENDAR_ASKED_MAX; i++) {
		if (!calendars->asked[i].exchange)
			return &calendars->asked[i];
	}
	return NULL;
}

/* "NAME.ics": the rotation's name, or false. */
static bool read_name(const char *path, char name[NAME_SIZE])
{
	const char *file = path + strlen(CALENDAR_WEB_PATH);
	size_t length = strlen(file);

	if (length <= strlen(ENDING) ||
	    length - strlen(ENDING) >= NAME_SIZE ||
	    strcmp(file + length - strlen(ENDING), ENDING) != 0)
		return false;
	(void)text_copy(name, length - strlen(ENDING) + 1, file);
	return true;
}

static void ask(struct calendar_web *calendars, const char *name,
    struct http_exchange *exchange)
{
	struct asked *asked = free_place(calendars);

	if (!asked) {
		web_answer(exchange, 503, "Too many at once.\n");
		return;
	}
	asked->calendars = calendars;
	asked->exchange = exchange;
	(void)text_copy(asked->rotation, sizeof(asked->rotation), name);
	ledger_load(calendars->options.ledger, SITE_ID, "", on_site, asked);
}

/* Who may not read is not told which rotations there are. */
static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct calendar_web *calendars = arg;
	char name[NAME_SIZE];

	if (strcmp(request->method, "GET") != 0)
		web_answer(exchange, 405, "GET only.\n");
	else if (!web_is_token(exchange, request, &calendars->token))
		web_answer(exchange, 401, "The token is missing or wrong.\n");
	else if (!read_name(request->path, name) ||
	    !policy_rotation(calendars->options.policy, name))
		web_answer(exchange, 404, "There is no such calendar.\n");
	else
		ask(calendars, name, exchange);
}

struct calendar_web *calendar_web_new(struct web *web,
    const struct calendar_web_options *options)
{
	struct calendar_web *calendars = xcalloc(1, sizeof(*calendars));

	calendars->options = *options;
	calendars->options.token = NULL;
	calendars->token = *options->token;
	web_add(web, CALENDAR_WEB_PATH, on_request, calendars);
	return calendars;
}

void calendar_web_free(struct calendar_web *calendars)
{
	if (!calendars)
		return;
	for (size_t i = 0; i < CALENDAR_ASKED_MAX; i++) {
		if (calendars->asked[i].exchange)
			web_answer(calendars->asked[i].exchange, 503,
			    "incbot is stopping.\n");
	}
	secret_clear(&calendars->token);
	free(calendars);
}

void calendar_web_set_policy(struct calendar_web *calendars,
    const struct policy *policy)
{
	if (calendars)
		calendars->options.policy = policy;
}
