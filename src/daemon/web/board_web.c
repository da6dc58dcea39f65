/* SPDX-License-Identifier: MIT
 *
 * board_web: see board_web.h.
 */
#include "daemon/web/board_web.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/board/board.h"
#include "daemon/web/web.h"
#include "io/http_server.h"
#include "services/folder.h"

#define KEPT_MAX 64		/* files in memory; another takes the place of
				   the one that was put there longest ago */
#define KEPT_BYTES_MAX (128 * 1024)	/* of one; of larger ones only the last is
					   kept, in the first place */

/* A file as it was last read; asked about at each request, not read. */
struct kept {
	char name[FOLDER_NAME_SIZE];	/* "" = this place is free */
	struct folder_stamp stamp;
	char etag[HTTP_SERVER_ETAG_SIZE];
	char *bytes;
	size_t length;
};

struct board_web {
	const struct policy *policy;
	struct kept kept[KEPT_MAX];
	int next;
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

static bool is_same(const struct folder_stamp *a, const struct folder_stamp *b)
{
	return a->inode == b->inode && a->size == b->size &&
	    a->changed_ns == b->changed_ns;
}

static void forget(struct kept *kept)
{
	free(kept->bytes);
	memset(kept, 0, sizeof(*kept));
}

static struct kept *find_kept(struct board_web *board, const char *name)
{
	for (int i = 0; i < KEPT_MAX; i++) {
		if (strcmp(board->kept[i].name, name) == 0)
			return &board->kept[i];
	}
	return NULL;
}

static struct kept *keep_large(struct board_web *board, struct kept *kept)
{
	struct kept *place = &board->kept[0];

	if (kept == place)
		return place;
	forget(place);
	*place = *kept;
	memset(kept, 0, sizeof(*kept));
	return place;
}

/* The file as it is now, from memory if it is the one that was read last.
 * NULL if there is none. */
static const struct kept *take_file(struct board_web *board, const char *name)
{
	const char *folder = board->policy->board.folder;
	struct kept *kept = find_kept(board, name);
	struct folder_stamp stamp;

	if (!folder_look(folder, name, &stamp))
		return NULL;
	if (kept && is_same(&kept->stamp, &stamp))
		return kept;
	if (!kept) {
		board->next = board->next % (KEPT_MAX - 1) + 1;
		kept = &board->kept[board->next];
	}
	forget(kept);
	kept->bytes = folder_read(folder, name, BOARD_FILE_MAX,
	    &kept->length);
	if (!kept->bytes || !text_copy(kept->name, sizeof(kept->name), name)) {
		forget(kept);
		return NULL;
	}
	kept->stamp = stamp;
	snprintf(kept->etag, sizeof(kept->etag), "\"%016llx\"",
	    (unsigned long long)hash_bytes(kept->bytes, kept->length));
	return kept->length > KEPT_BYTES_MAX ? keep_large(board, kept) : kept;
}

/* "*", or a list of tags, each weak or strong. */
static bool has_it(struct http_exchange *exchange, const char *etag)
{
	const char *tags = http_exchange_header(exchange, "if-none-match");

	return tags && (strcmp(tags, "*") == 0 || strstr(tags, etag));
}

static void answer_file(struct board_web *board, const char *name,
    struct http_exchange *exchange)
{
	struct http_server_answer answer = { .status = 200,
		.content_type = type_of(name), .is_public = true };
	const struct kept *kept = NULL;

	if (answer.content_type && is_name(name))
		kept = take_file(board, name);
	if (!kept) {
		web_answer(exchange, 404, "There is no such page.\n");
		return;
	}
	answer.etag = kept->etag;
	if (has_it(exchange, kept->etag)) {
		answer.status = 304;
	} else {
		answer.body = kept->bytes;
		answer.body_length = kept->length;
	}
	http_exchange_answer(exchange, &answer);
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct board_web *board = arg;
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
	for (int i = 0; board && i < KEPT_MAX; i++)
		forget(&board->kept[i]);
	free(board);
}

void board_web_set_policy(struct board_web *board,
    const struct policy *policy)
{
	if (board)
		board->policy = policy;
}
