/* SPDX-License-Identifier: MIT
 *
 * news: see news.h: what was committed, and the places outside: each gets each
 * update once, in the order of their commits, and says of none that it is over
 * that is not, nor the other way round. Where the severity asks for it, nothing
 * is published that its author alone has seen.
 */
#include "tests/sim/news.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/maintenance.h"
#include "core/place.h"
#include "core/site.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"

#define UPDATE_WORD "\"is\":\"update_published\""
#define PLANNED_WORD "\"is\":\"maintenance_"
#define NOTED_WORD "\"is\":\"news_noted\""
#define READER_WORD "subscribed\""

static const int place_bits[OUTSIDE_COUNT] = {
	PLACE_STATUSPAGE, PLACE_INSTATUS, PLACE_WEBHOOK,
};

void news_free(struct news *news)
{
	for (size_t i = 0; i < news->count; i++)
		free(news->updates[i].text);
	free(news->updates);
}

struct news *news_at(struct books *books, int index)
{
	if (index < books->case_count)
		return &books->cases[index].news;
	index -= books->case_count;
	return index < books->planned_count ? &books->planned[index] : NULL;
}

struct news *news_find(struct books *books, const char *key)
{
	struct news *news;

	for (int i = 0; (news = news_at(books, i)); i++) {
		if (*news->key && strcmp(news->key, key) == 0)
			return news;
	}
	return NULL;
}

bool news_is_damaged(const struct world *world, const struct news *news)
{
	return world->damaged[0] != '\0' && news->number > 0 &&
	    strtol(world->damaged, NULL, 10) == news->number;
}

/* --- what was committed --------------------------------------------------- */

static void begin(struct news *news, const char *id, const char *kind,
    int number)
{
	board_key(id, news->key);
	snprintf(news->name, sizeof(news->name), "%s %d", kind, number);
}

static struct news_update *add(struct news *news, const struct event *event,
    int64_t version)
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
	update->places = event->flags & PLACES_OUTSIDE;
	return update;
}

/* Somebody else has seen it than who wrote it. */
static void check_approved(const struct world *world,
    const struct news *news, const struct ledger_commit *commit,
    const struct event *event)
{
	int flags = (int)books_snapshot_number(commit, "\"flags\":");
	int severity = (int)books_snapshot_number(commit, "\"severity\":");

	if (!world->policy.severities[severity].approves_updates ||
	    !(flags & FLAG_ROOM) || news->hidden)
		return;
	if (!*event->user || strcmp(event->user, event->actor) == 0)
		world_broken(world, "I15", "an update of %s is published that "
		    "nobody but %s has seen", news->name, event->actor);
}

void news_committed(struct books *books, struct news *news,
    const struct ledger_commit *commit, int64_t version)
{
	static struct event event;
	int flags = (int)books_snapshot_number(commit, "\"flags\":");

	if (!*news->key) {
		news->number = (int)strtol(commit->id, NULL, 10);
		begin(news, commit->id, "incident", news->number);
		news->began_ms = books_snapshot_number(commit,
		    "\"declared_ms\":") / 1000 * 1000 + news->number % 1000;
	}
	news->hidden = flags & (FLAG_PRIVATE | FLAG_DRILL);
	for (size_t i = 0; i < commit->event_count; i++) {
		const char *text = commit->events[i];

		if (!strstr(text, UPDATE_WORD) ||
		    !event_decode(text, strlen(text), &event))
			continue;
		add(news, &event, version)->over =
		    event.number == PUBLIC_RESOLVED;
		check_approved(books->world, news, commit, &event);
	}
	if (news->count > 0 && !news->hidden)
		news->was_public = true;
}

static struct news *planned(struct books *books, const struct event *event)
{
	int number = event->number;
	struct news *news;
	char id[ID_SIZE];

	if (number >= books->planned_count) {
		books->planned = xrealloc(books->planned,
		    (size_t)(number + 1) * sizeof(*books->planned));
		memset(books->planned + books->planned_count, 0,
		    (size_t)(number + 1 - books->planned_count) *
		    sizeof(*books->planned));
		books->planned_count = number + 1;
	}
	news = &books->planned[number];
	if (!*news->key) {
		board_planned_id(number, id);
		begin(news, id, "maintenance", number);
		news->which = number;
		news->was_public = true;
	}
	return news;
}

static void take_planned(struct books *books, const struct event *event,
    int64_t version)
{
	struct news_update *update;

	if (!maintenance_is_news(event->kind))
		return;
	if (event->kind == EVENT_MAINTENANCE_PLANNED) {
		(void)planned(books, event);
		return;
	}
	update = add(planned(books, event), event, version);
	update->over = event->kind == EVENT_MAINTENANCE_FINISHED ||
	    event->kind == EVENT_MAINTENANCE_CANCELLED;
}

void news_site_committed(struct books *books,
    const struct ledger_commit *commit, int64_t version)
{
	static struct event event;

	for (size_t i = 0; i < commit->event_count; i++) {
		const char *text = commit->events[i];

		if (!strstr(text, PLANNED_WORD) && !strstr(text, NOTED_WORD) &&
		    !strstr(text, READER_WORD))
			continue;
		if (!event_decode(text, strlen(text), &event))
			continue;
		if (event.kind == EVENT_NEWS_NOTED &&
		    strcmp(event.ref, SITE_ID) == 0)
			news_letter_promised(books, event.ref, event.number,
			    version, event.text);
		else if (event.kind == EVENT_SUBSCRIBED ||
		    event.kind == EVENT_UNSUBSCRIBED)
			news_letter_reader(books, event.user);
		else
			take_planned(books, &event, version);
	}
}

/* --- the places outside --------------------------------------------------- */

/* From 1; 0 = it is none. Of several that are alike the first that is not
 * there. */
static size_t find_taken(const struct news *news,
    const struct news_taken *taken)
{
	size_t found = 0;

	for (size_t i = 0; i < news->count; i++) {
		const struct news_update *update = &news->updates[i];

		if ((taken->at_ms > 0 && update->at_ms != taken->at_ms) ||
		    strcmp(update->text, taken->text) != 0)
			continue;
		found = i + 1;
		if (update->shown[taken->place] == 0)
			break;
	}
	return found;
}

static struct news *news_of(struct books *books,
    const struct news_taken *taken)
{
	struct news *news;

	if (taken->key)
		return news_find(books, taken->key);
	for (int i = 0; (news = news_at(books, i)); i++) {
		if (*news->key && news->began_ms == taken->began_ms)
			return news;
	}
	return NULL;
}

/* What a process sends that was stopped after its last check may come twice,
 * or late: the place has no keys against that, and its mark is then an old one.
 * From then on only what is lost is judged in that incident. */
static void check_taken(struct books *books, struct news *news, size_t at,
    const struct news_taken *taken)
{
	const char *way = place_way(place_bits[taken->place]);
	struct news_update *update = &news->updates[at - 1];
	struct news_place *place = &news->outside[taken->place];

	if (!(update->places & place_bits[taken->place]))
		world_broken(books->world, "I15", "%s is told update %zu of "
		    "%s, which does not go there", way, at, news->name);
	if (update->over != taken->over)
		world_broken(books->world, "I15", "%s is told that %s is%s "
		    "over by its %zu. update", way, news->name,
		    taken->over ? "" : " not", at);
	if (update->shown[taken->place] > 0 && taken->repeats)
		return;
	place->disturbed = place->disturbed || taken->stopped;
	if (update->shown[taken->place] > 0 && !place->disturbed)
		world_broken(books->world, "I15", "update %zu of %s is posted "
		    "on %s again", at, news->name, way);
	if (at < place->last && !place->disturbed)
		world_broken(books->world, "I15", "update %zu of %s comes to "
		    "%s after the %zu.", at, news->name, way, place->last);
	update->shown[taken->place]++;
	place->last = at;
}

void news_outside(struct books *books, const struct news_taken *taken)
{
	struct news *news = news_of(books, taken);
	size_t at = news ? find_taken(news, taken) : 0;

	if (at == 0)
		world_broken(books->world, "I15", "%s is told what nobody "
		    "published: %s", place_way(place_bits[taken->place]),
		    taken->text);
	check_taken(books, news, at, taken);
}

/* --- at rest -------------------------------------------------------------- */

/* It was asked for, and not given up: then it is there. One that was given up
 * may be asked for again. */
static bool is_lost(const struct books *books, const struct news *news,
    const struct news_update *update, int place)
{
	const struct case_book *book = &books->cases[news->number];
	bool asked = false;

	for (size_t i = 0; i < book->owed_count; i++) {
		const struct owed *owed = &book->owed[i];

		if (owed->told_ms != update->at_ms ||
		    owed->which != news->which ||
		    owed->way != place_bits[place])
			continue;
		if (!owed->dead)
			return update->shown[place] == 0;
		asked = true;
	}
	return !asked;
}

static void check_outside(struct world *world, const struct news *news)
{
	for (size_t i = 0; i < news->count; i++) {
		const struct news_update *update = &news->updates[i];

		for (int place = 0; place < OUTSIDE_COUNT; place++) {
			if ((update->places & place_bits[place]) &&
			    is_lost(world->books, news, update, place))
				world_broken(world, "I15", "update %zu of %s "
				    "is lost on its way to %s", i + 1,
				    news->name,
				    place_way(place_bits[place]));
		}
	}
}

void check_news_at_rest(struct world *world)
{
	struct books *books = world->books;
	struct news *news;

	for (int i = 0; (news = news_at(books, i)); i++) {
		if (!*news->key || news_is_damaged(world, news))
			continue;
		if (policy_has_board(&world->policy))
			check_pages_at_rest(world, news);
		check_outside(world, news);
	}
	check_letters_at_rest(world);
}
