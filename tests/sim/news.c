/* SPDX-License-Identifier: MIT
 *
 * news: see news.h. A page holds an incident's updates up to one of them, in
 * the order of their commits, and never goes back; the place outside gets each
 * once, in the same order.
 */
#include "tests/sim/news.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/place.h"
#include "core/report/html.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"

#define UPDATE_WORD "\"is\":\"update_published\""
#define STAMP_SIZE 40
#define CONTENT_BYTES ((size_t)64 << 10)
#define FEED_BYTES ((size_t)8 << 20)	/* to look at one entry */
#define SAID_BYTES ((size_t)4 << 10)

void news_free(struct news *news)
{
	for (size_t i = 0; i < news->count; i++)
		free(news->updates[i].text);
	free(news->updates);
}

/* --- what was committed --------------------------------------------------- */

static void add(struct news *news, const struct event *event, int64_t version)
{
	struct news_update *update;

	if (news->count == news->size) {
		news->size = news->size * 2 + 16;
		news->updates = xrealloc(news->updates,
		    news->size * sizeof(*news->updates));
	}
	update = &news->updates[news->count++];
	memset(update, 0, sizeof(*update));
	update->version = version;
	update->at_ms = event->at_ms;
	update->text = xstrdup(event->text);
	update->outside = event->flags & PLACES_OUTSIDE;
}

void news_committed(struct news *news, const struct ledger_commit *commit,
    int64_t version, int flags)
{
	static struct event event;

	if (!*news->key)
		board_key(commit->id, news->key);
	news->hidden = flags & (FLAG_PRIVATE | FLAG_DRILL);
	for (size_t i = 0; i < commit->event_count; i++) {
		const char *text = commit->events[i];

		if (strstr(text, UPDATE_WORD) &&
		    event_decode(text, strlen(text), &event))
			add(news, &event, version);
	}
	if (news->count > 0 && !news->hidden)
		news->was_public = true;
}

/* Those of a turn and before. */
static size_t count_until(const struct news *news, int64_t version)
{
	size_t count = news->count;

	while (count > 0 && news->updates[count - 1].version > version)
		count--;
	return count;
}

static struct case_book *case_of(struct books *books, const char *key)
{
	for (int i = 1; i < books->case_count; i++) {
		if (strcmp(books->cases[i].news.key, key) == 0)
			return &books->cases[i];
	}
	return NULL;
}

static int number_of(const struct books *books, const struct case_book *book)
{
	return (int)(book - books->cases);
}

static bool is_damaged(const struct world *world, int number)
{
	return world->damaged[0] != '\0' &&
	    strtol(world->damaged, NULL, 10) == number;
}

/* --- the page ------------------------------------------------------------- */

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
static size_t match(struct world *world, const struct case_book *book,
    const json_t *shown)
{
	const struct news *news = &book->news;
	size_t listed = json_array_size(shown);
	size_t count = news->count;

	while (count > 0 && !is_update(&news->updates[count - 1],
	    json_array_get(shown, 0)))
		count--;
	if (count < listed || listed == 0 || (count > listed &&
	    listed < BOARD_UPDATES_MAX))
		world_broken(world, "I15", "the page has %zu updates of "
		    "incident %d, the newest is its %zu. of %zu", listed,
		    number_of(world->books, book), count, news->count);
	for (size_t i = 0; i < listed; i++) {
		if (!is_update(&news->updates[count - 1 - i],
		    json_array_get(shown, i)))
			world_broken(world, "I15", "the page shows another "
			    "update of incident %d as its %zu.",
			    number_of(world->books, book), count - i);
	}
	return count;
}

static void look_at(struct world *world, int folder, const json_t *shown)
{
	struct case_book *book = case_of(world->books, json_string_value(
	    json_object_get(shown, "id")));
	size_t count;

	if (!book || !book->news.was_public)
		world_broken(world, "I15", "the page shows an incident that "
		    "was never public");
	count = match(world, book, json_object_get(shown,
	    "incident_updates"));
	if (count < book->news.on_page[folder])
		world_broken(world, "I15", "page %d goes back to the %zu. "
		    "update of incident %d from the %zu.", folder, count,
		    number_of(world->books, book),
		    book->news.on_page[folder]);
	book->news.on_page[folder] = count;
	book->news.listed = true;
}

void news_on_page(struct world *world, int folder, const char *bytes,
    size_t length)
{
	struct books *books = world->books;
	json_t *file = json_loadb(bytes, length, 0, NULL);
	const json_t *shown;
	size_t i;

	for (int n = 1; n < books->case_count; n++)
		books->cases[n].news.listed = false;
	json_array_foreach(json_object_get(file, "incidents"), i, shown)
		look_at(world, folder, shown);
	json_decref(file);
	for (int n = 1; n < books->case_count; n++) {
		struct news *news = &books->cases[n].news;

		if (!news->listed && news->on_page[folder] > 0 &&
		    !news->hidden && !is_damaged(world, n))
			world_broken(world, "I15", "incident %d is gone from "
			    "page %d", n, folder);
		if (!news->listed)
			news->on_page[folder] = 0;
	}
}

void news_page_is_done(struct books *books, int number,
    const struct owed *owed)
{
	const struct news *news = &books->cases[number].news;
	size_t wanted = count_until(news, owed->version);

	if (news->hidden || wanted == 0 || is_damaged(books->world, number))
		return;
	for (int i = 0; i < REPLICAS_MAX; i++) {
		if (news->on_page[i] >= wanted)
			return;
	}
	world_broken(books->world, "I15", "fx:%d:%lld:%d is done, but no page "
	    "shows the %zu. update", number, (long long)owed->version,
	    owed->index, wanted);
}

/* --- the place outside ---------------------------------------------------- */

/* From 1; 0 = it is none. Of several that are alike the first that is not
 * there. */
static size_t find_taken(const struct news *news,
    const struct news_taken *taken)
{
	size_t found = 0;

	for (size_t i = 0; i < news->count; i++) {
		const struct news_update *update = &news->updates[i];

		if (update->at_ms != taken->at_ms ||
		    strcmp(update->text, taken->text) != 0)
			continue;
		found = i + 1;
		if (update->shown == 0)
			break;
	}
	return found;
}

/* What a process sends that was stopped after its last check may come twice,
 * or late: the place has no keys against that, and its mark is then an old one.
 * From then on only what is lost is judged in that incident. */
void news_outside(struct books *books, const struct news_taken *taken)
{
	struct case_book *book = case_of(books, taken->key);
	struct news *news = book ? &book->news : NULL;
	size_t at = news ? find_taken(news, taken) : 0;
	struct news_update *update;

	if (at == 0)
		world_broken(books->world, "I15", "the place outside is told "
		    "what nobody published: %s", taken->text);
	update = &news->updates[at - 1];
	news->disturbed = news->disturbed || taken->stopped;
	if (update->shown > 0 && !news->disturbed)
		world_broken(books->world, "I15", "update %zu of incident %d "
		    "is posted outside again", at, number_of(books, book));
	if (at < news->outside_last && !news->disturbed)
		world_broken(books->world, "I15", "update %zu of incident %d "
		    "comes outside after the %zu.", at,
		    number_of(books, book), news->outside_last);
	update->shown++;
	news->outside_last = at;
}

/* --- at rest -------------------------------------------------------------- */

static bool was_given_up(const struct case_book *book, int64_t version)
{
	for (size_t i = 0; i < book->owed_count; i++) {
		if (book->owed[i].version == version && book->owed[i].dead &&
		    book->owed[i].kind == EFFECT_PLACE_UPDATE)
			return true;
	}
	return false;
}

static void check_outside(struct world *world, const struct case_book *book)
{
	const struct news *news = &book->news;

	for (size_t i = 0; i < news->count; i++) {
		const struct news_update *update = &news->updates[i];

		if (!update->outside || was_given_up(book, update->version))
			continue;
		if (update->shown == 0)
			world_broken(world, "I15", "update %zu of incident "
			    "%d is lost outside", i + 1,
			    number_of(world->books, book));
	}
}

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

static void check_feed(struct world *world, const struct case_book *book,
    int folder, bool atom)
{
	const char *name = atom ? "history.atom" : "history.rss";
	struct arena *arena = arena_new(FEED_BYTES);
	const char *file = folder_twin_file(folder, name);
	const char *entry = file ? strstr(file, arena_printf(arena,
	    "incidents/%s.html%s", book->news.key, atom ? "</id>" :
	    "</guid>")) : NULL;
	const char *end = entry ? strstr(entry, atom ? "</entry>" :
	    "</item>") : NULL;

	if (!end || strcmp(said_in(arena, entry, end),
	    feed_content(arena, &book->news)) != 0)
		world_broken(world, "I15", "%s of page %d tells of incident "
		    "%d: %s", name, folder, number_of(world->books, book),
		    end ? said_in(arena, entry, end) : "nothing");
	arena_free(arena);
}

static void check_pages(struct world *world, const struct case_book *book)
{
	const struct news *news = &book->news;
	size_t wanted = news->hidden ? 0 : news->count;

	for (int i = 0; i < world->replica_count; i++) {
		if (news->on_page[i] != wanted)
			world_broken(world, "I15", "page %d shows %zu of %zu "
			    "updates of incident %d", i, news->on_page[i],
			    wanted, number_of(world->books, book));
		if (wanted > 0) {
			check_feed(world, book, i, true);
			check_feed(world, book, i, false);
		}
	}
}

void check_news_at_rest(struct world *world)
{
	const struct books *books = world->books;

	for (int n = 1; n < books->case_count; n++) {
		const struct case_book *book = &books->cases[n];

		if (book->version == 0 || is_damaged(world, n))
			continue;
		if (policy_has_board(&world->policy))
			check_pages(world, book);
		check_outside(world, book);
	}
}
