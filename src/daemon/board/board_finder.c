/* SPDX-License-Identifier: MIT
 *
 * board_finder: see board_finder.h. Incidents are remembered by their numbers,
 * in a sorted list; those met in the walk under way stand behind it. A walk
 * ends once as many are known as the index holds. What that might miss (one
 * taken out while another was put in) is met by a walk through all of it once
 * an hour.
 */
#include "daemon/board/board_finder.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/board/board.h"
#include "core/summary.h"

#define ROOM_FIRST 64

struct numbers {
	int64_t *all;
	size_t count, room;
};

struct board_finder {
	struct ledger *ledger;
	struct numbers known;	/* met in the index */
	size_t sorted;		/* of them, those of earlier walks */
	struct numbers open;	/* listed now */
	struct numbers before;	/* listed by the look before, or since one that
				   did not fail */
	struct numbers found;	/* to be looked at */
	int64_t whole_ms;	/* when all of it was walked last; 0 = never */
	int64_t now_ms;
	size_t offset;
	board_finder_cb *callback;
	void *arg;
};

static void step(struct board_finder *finder);

struct board_finder *board_finder_new(struct ledger *ledger)
{
	struct board_finder *finder = xcalloc(1, sizeof(*finder));

	finder->ledger = ledger;
	return finder;
}

void board_finder_free(struct board_finder *finder)
{
	if (!finder)
		return;
	free(finder->known.all);
	free(finder->open.all);
	free(finder->before.all);
	free(finder->found.all);
	free(finder);
}

static void add(struct numbers *list, int64_t number)
{
	if (list->count == list->room) {
		list->room = list->room ? 2 * list->room : ROOM_FIRST;
		list->all = xrealloc(list->all,
		    list->room * sizeof(*list->all));
	}
	list->all[list->count++] = number;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool has(const struct numbers *list, size_t count, int64_t number)
{
	return count > 0 && bsearch(&number, list->all, count,
	    sizeof(*list->all), by_number);
}

static void sort(struct numbers *list)
{
	size_t kept = 0;

	if (list->count > 1)
		qsort(list->all, list->count, sizeof(*list->all), by_number);
	for (size_t i = 0; i < list->count; i++) {
		if (kept == 0 || list->all[kept - 1] != list->all[i])
			list->all[kept++] = list->all[i];
	}
	list->count = kept;
}

/* What a look that failed had still to compare stays to be compared. */
void board_finder_begin(struct board_finder *finder)
{
	for (size_t i = 0; i < finder->open.count; i++)
		add(&finder->before, finder->open.all[i]);
	sort(&finder->before);
	finder->open.count = 0;
}

void board_finder_want(struct board_finder *finder, const char *id)
{
	int64_t number;

	if (text_parse_int(id, 1, INT64_MAX, &number))
		add(&finder->found, number);
}

void board_finder_saw_open(struct board_finder *finder, const char *id)
{
	int64_t number;

	if (text_parse_int(id, 1, INT64_MAX, &number))
		add(&finder->open, number);
}

bool board_finder_next(const struct board_finder *finder, char id[ID_SIZE])
{
	struct text text;

	if (finder->found.count == 0)
		return false;
	text_init(&text, id, ID_SIZE);
	text_addf(&text, "%lld", (long long)
	    finder->found.all[finder->found.count - 1]);
	return true;
}

void board_finder_done(struct board_finder *finder)
{
	assert(finder->found.count > 0);
	finder->found.count--;
}

/* Was the public ever told of it, and is it not too long ago? */
static bool is_wanted(const struct board_finder *finder,
    const struct summary *summary)
{
	return summary->update_count > 0 &&
	    !(summary->flags & (FLAG_PRIVATE | FLAG_DRILL)) &&
	    (summary->resolved_ms == 0 || finder->now_ms -
	    summary->resolved_ms <= BOARD_DAYS * WHEN_DAY_MS);
}

static void take(struct board_finder *finder,
    const struct ledger_summary *one)
{
	struct summary summary;
	int64_t number;

	if (!text_parse_int(one->id, 1, INT64_MAX, &number) ||
	    has(&finder->known, finder->sorted, number))
		return;
	add(&finder->known, number);
	/* One that cannot be read may hide anything. */
	if (!summary_decode(one->data, one->length, &summary) ||
	    is_wanted(finder, &summary))
		add(&finder->found, number);
	else if (summary.resolved_ms == 0)	/* since the list was made */
		add(&finder->open, number);
}

/* Listed by the look before, and not any more: it is over, perhaps with a last
 * word to the public. */
static void take_gone(struct board_finder *finder)
{
	sort(&finder->open);
	for (size_t i = 0; i < finder->before.count; i++) {
		if (!has(&finder->open, finder->open.count,
		    finder->before.all[i]))
			add(&finder->found, finder->before.all[i]);
	}
	finder->before.count = 0;
}

static void end(struct board_finder *finder, enum ledger_status status)
{
	if (status == LEDGER_OK) {
		take_gone(finder);
		sort(&finder->known);
		sort(&finder->found);
		finder->sorted = finder->known.count;
	} else {
		finder->known.count = finder->sorted;
	}
	finder->callback(finder->arg, status);
}

/* Some were taken out of the index, or it is time: all are met again. */
static void forget(struct board_finder *finder)
{
	finder->known.count = finder->sorted = 0;
	finder->whole_ms = finder->now_ms;
}

static void on_search(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct board_finder *finder = arg;

	if (status != LEDGER_OK) {
		end(finder, status);
		return;
	}
	if (finder->sorted > total)
		forget(finder);
	for (size_t i = 0; i < count; i++)
		take(finder, &found[i]);
	finder->offset += looked;
	if (looked == 0 || finder->offset >= total ||
	    finder->known.count >= total)
		end(finder, LEDGER_OK);
	else
		step(finder);
}

static void step(struct board_finder *finder)
{
	struct ledger_wish all = { .offset = finder->offset,
		.whole = LEDGER_SEARCH_MAX };

	ledger_search(finder->ledger, &all, on_search, finder);
}

void board_finder_walk(struct board_finder *finder, int64_t now_ms,
    board_finder_cb *callback, void *arg)
{
	finder->now_ms = now_ms;
	finder->callback = callback;
	finder->arg = arg;
	finder->offset = 0;
	if (finder->whole_ms == 0 ||
	    now_ms - finder->whole_ms >= WHEN_HOUR_MS)
		forget(finder);
	step(finder);
}
