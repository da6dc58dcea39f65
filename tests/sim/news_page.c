/* SPDX-License-Identifier: MIT
 *
 * news_page: the built-in page against what was committed (news.h): its files
 * hold an incident's updates, and those of planned maintenance, up to one of
 * them, in the order of their commits, and never go back.
 */
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/html.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"

#define STAMP_SIZE 40
#define ALL_PAGES_MS 90000
#define CONTENT_BYTES ((size_t)64 << 10)
#define FEED_BYTES ((size_t)8 << 20)	/* to look at one entry */
#define SAID_BYTES ((size_t)4 << 10)

/* Those of a turn and before. */
static size_t count_until(const struct news *news, int64_t version)
{
	size_t count = news->count;

	while (count > 0 && news->updates[count - 1].version > version)
		count--;
	return count;
}

static bool is_update(const struct news_update *update, const json_t *shown)
{
	const char *body = json_string_value(json_object_get(shown, "body"));
	const char *at = json_string_value(json_object_get(shown,
	    "created_at"));
	char iso[WHEN_TEXT_SIZE];
	char stamp[STAMP_SIZE];

	when_format_iso(iso, sizeof(iso), update->at_ms);
	snprintf(stamp, sizeof(stamp), "%.19s.%03dZ", iso,
	    (int)(update->at_ms % 1000));
	return body && at && strcmp(at, stamp) == 0 &&
	    strcmp(body, update->text) == 0;
}

/* How many of the updates the page shows: up to which one. The file has the
 * latest BOARD_UPDATES_MAX, the newest first. */
static size_t match(struct world *world, const struct news *news,
    const json_t *shown)
{
	size_t listed = json_array_size(shown);
	size_t count = news->count;

	while (count > 0 && !is_update(&news->updates[count - 1],
	    json_array_get(shown, 0)))
		count--;
	if (count < listed || listed == 0 || (count > listed &&
	    listed < BOARD_UPDATES_MAX))
		world_broken(world, "I15", "the page has %zu updates of "
		    "%s, the newest is its %zu. of %zu", listed, news->name,
		    count, news->count);
	for (size_t i = 0; i < listed; i++) {
		if (!is_update(&news->updates[count - 1 - i],
		    json_array_get(shown, i)))
			world_broken(world, "I15", "the page shows another "
			    "update of %s as its %zu.", news->name,
			    count - i);
	}
	return count;
}

static void look_at(struct world *world, int folder, const json_t *shown)
{
	struct news *news = news_find(world->books, json_string_value(
	    json_object_get(shown, "id")));
	size_t count;

	if (!news || !news->was_public)
		world_broken(world, "I15", "the page shows what was never "
		    "public");
	count = match(world, news, json_object_get(shown,
	    "incident_updates"));
	if (count < news->on_page[folder])
		world_broken(world, "I15", "page %d goes back to the %zu. "
		    "update of %s from the %zu.", folder, count, news->name,
		    news->on_page[folder]);
	news->on_page[folder] = count;
	news->listed = true;
}

void news_on_page(struct world *world, int folder, bool planned,
    const char *bytes, size_t length)
{
	json_t *file = json_loadb(bytes, length, 0, NULL);
	const json_t *shown;
	struct news *news;
	size_t at;

	for (int i = 0; (news = news_at(world->books, i)); i++)
		news->listed = false;
	json_array_foreach(json_object_get(file, planned ?
	    "scheduled_maintenances" : "incidents"), at, shown)
		look_at(world, folder, shown);
	json_decref(file);
	for (int i = 0; (news = news_at(world->books, i)); i++) {
		if (!*news->key || news->listed ||
		    (news->number == 0) != planned)
			continue;
		if (news->on_page[folder] > 0 && !news->hidden &&
		    !news_is_damaged(world, news))
			world_broken(world, "I15", "%s is gone from page %d",
			    news->name, folder);
		news->on_page[folder] = 0;
	}
}

static void check_done(const struct world *world, const struct news *news,
    const struct owed *owed)
{
	size_t wanted = count_until(news, owed->version);

	if (news->hidden || wanted == 0 || news_is_damaged(world, news))
		return;
	for (int i = 0; i < REPLICAS_MAX; i++) {
		if (news->on_page[i] >= wanted)
			return;
	}
	world_broken(world, "I15", "a job of version %lld is done, but no "
	    "page shows the %zu. update of %s", (long long)owed->version,
	    wanted, news->name);
}

void news_page_is_done(struct books *books, int number,
    const struct owed *owed)
{
	if (number > 0)
		check_done(books->world, &books->cases[number].news, owed);
	for (int i = 0; number == 0 && i < books->planned_count; i++)
		check_done(books->world, &books->planned[i], owed);
}

/* --- at rest -------------------------------------------------------------- */

/* The content of a feed's entry: each update once, the newest first. */
static const char *feed_content(struct arena *arena, const struct news *news)
{
	struct text content = text_new(arena, CONTENT_BYTES);

	for (size_t i = news->count; i > 0; i--) {
		struct text said = text_new(arena, SAID_BYTES);

		text_add(&said, "<br>");
		html_add_lines(&said, news->updates[i - 1].text);
		text_add(&said, "</p>");
		html_add(&content, said.data);
	}
	return content.data;
}

/* What stands between the escaped ends of status and time, and of the
 * paragraph. */
static const char *said_in(struct arena *arena, const char *from,
    const char *end)
{
	static const char begin_mark[] = "&lt;/time&gt;&lt;br&gt;";
	static const char end_mark[] = "&lt;/p&gt;";
	struct text said = text_new(arena, CONTENT_BYTES);
	const char *begin;

	while ((begin = strstr(from, begin_mark)) && begin < end) {
		begin += strlen("&lt;/time&gt;");
		from = strstr(begin, end_mark) + strlen(end_mark);
		text_add(&said, arena_strndup(arena, begin,
		    (size_t)(from - begin)));
	}
	return said.data;
}

static void check_feed(struct world *world, const struct news *news,
    int folder, bool atom)
{
	const char *name = atom ? "history.atom" : "history.rss";
	struct arena *arena = arena_new(FEED_BYTES);
	const char *file = folder_twin_file(folder, name);
	const char *entry = file ? strstr(file, arena_printf(arena,
	    "incidents/%s.html%s", news->key, atom ? "</id>" :
	    "</guid>")) : NULL;
	const char *end = entry ? strstr(entry, atom ? "</entry>" :
	    "</item>") : NULL;

	if (!end || strcmp(said_in(arena, entry, end),
	    feed_content(arena, news)) != 0)
		world_broken(world, "I15", "%s of page %d tells of %s: %s",
		    name, folder, news->name,
		    end ? said_in(arena, entry, end) : "nothing");
	arena_free(arena);
}

/* Maintenance goes on by the clock when people rest: whoever writes the page for
 * it has it at once, which is what its job waits for, and the others within a
 * minute (daemon/board/board_keeper.h). */
static size_t count_due(const struct world *world, const struct news *news)
{
	size_t count = news->count;

	while (count > 0 && news->updates[count - 1].at_ms + ALL_PAGES_MS >
	    world->now_ms)
		count--;
	return count;
}

void check_pages_at_rest(struct world *world, const struct news *news)
{
	size_t all = news->hidden ? 0 : news->count;
	size_t due = news->hidden ? 0 : count_due(world, news);
	size_t most = 0;

	for (int i = 0; i < world->replica_count; i++) {
		if (news->on_page[i] < due || news->on_page[i] > all)
			world_broken(world, "I15", "page %d shows %zu of %zu "
			    "updates of %s", i, news->on_page[i], all,
			    news->name);
		if (all > 0 && news->on_page[i] == all) {
			check_feed(world, news, i, true);
			check_feed(world, news, i, false);
		}
		if (news->on_page[i] > most)
			most = news->on_page[i];
	}
	if (most < all)
		world_broken(world, "I15", "no page shows the last of %zu "
		    "updates of %s", all, news->name);
}

