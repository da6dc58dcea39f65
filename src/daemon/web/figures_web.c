/* SPDX-License-Identifier: MIT
 *
 * figures_web: see figures_web.h.
 */
#include "daemon/web/figures_web.h"
#include "base/arena.h"
#include "base/memory.h"
#include "core/report/figures_text.h"
#include "daemon/archive/figures_gather.h"
#include "daemon/web/web.h"
#include "services/clock.h"

#define FIGURES_MEMORY_MAX ((size_t)64 << 20)

typedef char *draw_fn(struct arena *arena, const struct figures_table *table);

/* A request that waits for the ledger. */
struct asked {
	struct figures_web *figures;
	struct http_exchange *exchange;	/* NULL = this place is free */
	struct arena *arena;
	const struct form *form;
	struct figures_facts facts;
};

struct figures_web {
	struct figures_web_options options;
	struct secret token;
	struct asked asked[FIGURES_ASKED_MAX];
};

static char *draw_page(struct arena *arena, const struct figures_table *table)
{
	return figures_html(arena, table, table->cut ? "The latest incidents" :
	    "All incidents");
}

static const struct form {
	const char *name, *type;
	draw_fn *draw;
} forms[] = {
	{ FIGURES_WEB_PATH, "text/html; charset=utf-8", draw_page },
	{ FIGURES_WEB_PATH "figures.csv", "text/csv; charset=utf-8",
	  figures_csv },
	{ FIGURES_WEB_PATH "figures.json", "application/json; charset=utf-8",
	  figures_json },
};

static const struct form *find_form(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (strcmp(forms[i].name, path) == 0)
			return &forms[i];
	}
	return NULL;
}

static void answer(const struct asked *asked)
{
	const struct figures_table *table = figures_compute(asked->arena,
	    &asked->facts, 0, 0);
	struct http_server_answer reply = { .status = 200,
		.content_type = asked->form->type };

	reply.body = asked->form->draw(asked->arena, table);
	reply.body_length = strlen(reply.body);
	if (reply.body_length > HTTP_SERVER_ANSWER_MAX_BYTES)
		web_answer(asked->exchange, 500, "That is too much for here; "
		    "use \"incbot figures\".\n");
	else
		http_exchange_answer(asked->exchange, &reply);
}

static void on_facts(void *arg, bool good)
{
	struct asked *asked = arg;

	if (good)
		answer(asked);
	else
		web_answer(asked->exchange, 503, "Redis does not answer.\n");
	asked->exchange = NULL;
	arena_free(asked->arena);
}

static void ask(struct figures_web *figures, const struct form *form,
    struct http_exchange *exchange)
{
	struct asked *asked = figures->asked;

	while (asked < figures->asked + FIGURES_ASKED_MAX && asked->exchange)
		asked++;
	if (asked == figures->asked + FIGURES_ASKED_MAX) {
		web_answer(exchange, 503, "Too many at once.\n");
		return;
	}
	*asked = (struct asked){ figures, exchange,
		arena_new(FIGURES_MEMORY_MAX), form,
		{ .zone = figures->options.policy->zone,
		    .max = FIGURES_MAX } };
	figures_gather(figures->options.ledger, asked->arena, &asked->facts,
	    on_facts, asked);
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct figures_web *figures = arg;
	const struct form *form = find_form(request->path);

	if (strcmp(request->method, "GET") != 0)
		web_answer(exchange, 405, "GET only.\n");
	else if (!web_is_token(exchange, request, &figures->token))
		web_answer(exchange, 401, "The token is missing or wrong.\n");
	else if (!form)
		web_answer(exchange, 404, "There is no such page.\n");
	else
		ask(figures, form, exchange);
}

struct figures_web *figures_web_new(struct web *web,
    const struct figures_web_options *options)
{
	struct figures_web *figures = xcalloc(1, sizeof(*figures));

	figures->options = *options;
	figures->options.token = NULL;
	figures->token = *options->token;
	web_add(web, FIGURES_WEB_PATH, on_request, figures);
	return figures;
}

void figures_web_free(struct figures_web *figures)
{
	if (!figures)
		return;
	for (size_t i = 0; i < FIGURES_ASKED_MAX; i++) {
		struct asked *asked = &figures->asked[i];

		if (!asked->exchange)
			continue;
		web_answer(asked->exchange, 503, "incbot is stopping.\n");
		arena_free(asked->arena);
	}
	secret_clear(&figures->token);
	free(figures);
}

void figures_web_set_policy(struct figures_web *figures,
    const struct policy *policy)
{
	if (figures)
		figures->options.policy = policy;
}
