/* SPDX-License-Identifier: MIT
 *
 * board_web: see board_web.h.
 */
#include "daemon/board_web.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/board.h"
#include "daemon/web.h"
#include "services/folder.h"

struct board_web {
	const struct policy *policy;
};

/* The kinds of file that a page has; nothing else is given out. */
static const struct {
	const char *ending, *type;
} kinds[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".json", "application/json; charset=utf-8" },
	{ ".atom", "application/atom+xml; charset=utf-8" },
	{ ".rss", "application/rss+xml; charset=utf-8" },
};

static const char *type_of(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		size_t ending = strlen(kinds[i].ending);

		if (length > ending && strcmp(name + length - ending,
		    kinds[i].ending) == 0)
			return kinds[i].type;
	}
	return NULL;
}

/* Small letters, digits, "-", "/" and dots that neither begin a name nor come
 * twice: no way leads out of the folder. */
static bool is_name(const char *name)
{
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-/.")])
		return false;
	return *name != '/' && *name != '.' && !strstr(name, "..") &&
	    !strstr(name, "/.") && !strstr(name, "//");
}

static void answer_file(const struct board_web *board, const char *name,
    struct http_exchange *exchange)
{
	struct http_server_answer answer = { .status = 200,
		.content_type = type_of(name), .is_public = true };
	char *bytes = NULL;

	if (answer.content_type && is_name(name))
		bytes = folder_read(board->policy->board.folder, name,
		    BOARD_FILE_MAX, &answer.body_length);
	if (!bytes) {
		web_answer(exchange, 404, "There is no such page.\n");
		return;
	}
	answer.body = bytes;
	http_exchange_answer(exchange, &answer);
	free(bytes);
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	const struct board_web *board = arg;
	const char *name = request->path + strlen(BOARD_WEB_PATH);

	if (strcmp(request->method, "GET") != 0)
		web_answer(exchange, 405, "GET only.\n");
	else if (!policy_has_board(board->policy))
		web_answer(exchange, 404, "There is no status page.\n");
	else
		answer_file(board, *name ? name : "index.html", exchange);
}

struct board_web *board_web_new(struct web *web, const struct policy *policy)
{
	struct board_web *board = xcalloc(1, sizeof(*board));

	board->policy = policy;
	web_add(web, BOARD_WEB_PATH, on_request, board);
	return board;
}

void board_web_free(struct board_web *board)
{
	free(board);
}

void board_web_set_policy(struct board_web *board,
    const struct policy *policy)
{
	if (board)
		board->policy = policy;
}
