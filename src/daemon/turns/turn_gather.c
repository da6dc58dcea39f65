/* SPDX-License-Identifier: MIT
 *
 * turn_gather: what a handler's entry says that it needs besides the
 * incident: lists, the timeline, what a search finds, the site. One ledger
 * call after the other; each answer asks what is still missing. Read next:
 * daemon/turns/turns.c.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/similar.h"
#include "core/site_room.h"
#include "core/timeline.h"
#include "daemon/archive/figures_gather.h"
#include "daemon/turns/turn_parts.h"
#include "services/clock.h"
#include "daemon/turns/turn_kept.h"
#include "daemon/turns/turn_search.h"
#include "daemon/turns/turn_timeline.h"

static void gather_on(void *arg, bool good)
{
	struct running *running = arg;

	if (good)
		turn_gather(running);
	else
		turn_end(running, TURN_UNAVAILABLE);
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct turn_timeline *timeline)
{
	struct running *running = arg;

	running->turn.timeline = timeline->events;
	running->turn.timeline_count = timeline->count;
	running->turn.timeline_numbers = timeline->numbers;
	running->turn.timeline_left_out = timeline->left_out;
	gather_on(running, status == LEDGER_OK);
}

static void on_owed(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct running *running = arg;

	running->turn.owed_total = (int)total;
	running->turn.owed_count = turn_list_read(running, snapshots, count,
	    &running->turn.owed);
	gather_on(running, status == LEDGER_OK);
}

static void on_found(void *arg, bool good, const struct summary *found,
    int count, int total)
{
	struct running *running = arg;

	running->turn.found = found;
	running->turn.found_count = count;
	running->turn.found_total = total;
	gather_on(running, good);
}

/* One look at the latest; without an answer there is nothing to offer, and
 * that holds up no declaration. */
static void on_similar(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct running *running = arg;

	(void)looked;
	(void)total;
	for (size_t i = 0; i < count && status == LEDGER_OK; i++)
		similars_take(running->similars, found[i].data,
		    found[i].length);
	gather_on(running, true);
}

static void load_similar(struct running *running)
{
	struct ledger_wish wish = { .whole = LEDGER_SEARCH_MAX };

	running->similars = similars_wish(running->scratch, running->request,
	    running->incident);
	running->turn.similar = running->similars;
	if (running->similars->word_count == 0) {
		gather_on(running, true);
		return;
	}
	wish.words = running->similars->words;
	wish.word_count = (size_t)running->similars->word_count;
	ledger_search(running->turns->options.ledger, &wish, on_similar,
	    running);
}

static void on_kept(void *arg, bool good, const struct incident *kept,
    int count)
{
	struct running *running = arg;

	running->turn.kept = kept;
	running->turn.kept_count = count;
	gather_on(running, good);
}

static void load_kept(struct running *running)
{
	struct turn_kept_wish wish = { running->turns->options.ledger,
		running->scratch, running->turns->options.policy,
		clock_now_ms(running->turns->options.clock) };

	turn_kept(&wish, on_kept, running);
}

static void load_figures(struct running *running)
{
	struct figures_facts *facts = figures_wish(running->scratch,
	    running->turns->options.policy->zone);

	running->turn.figures = facts;
	figures_gather(running->turns->options.ledger, running->scratch, facts,
	    gather_on, running);
}

static void on_open_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct running *running = arg;

	running->turn.open_count = turn_list_read(running, snapshots, count,
	    &running->turn.open);
	running->turn.open_total = (int)total;
	gather_on(running, status == LEDGER_OK);
}

static void on_site(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct running *running = arg;
	struct site *site;

	if (status == LEDGER_UNKNOWN) {
		turn_again(running);
		return;
	}
	if (status != LEDGER_OK && status != LEDGER_ABSENT) {
		turn_end(running, status == LEDGER_SPLIT ? TURN_DAMAGED :
		    TURN_UNAVAILABLE);
		return;
	}
	spare_site_take(&running->turns->spares, &running->site);
	site = running->site;
	if (status == LEDGER_ABSENT) {
		site_clear(site);
	} else {
		if (!site_decode_over(snapshot->data, snapshot->length,
		    site)) {
			turn_end(running, TURN_DAMAGED);
			return;
		}
		site->version = snapshot->version;
	}
	running->turn.site = site;
	turn_gather(running);
}

/* Names the incidents that are open when a command was said elsewhere. */
static bool wants_open_list(const struct running *running)
{
	if (running->handler->needs & NEEDS_OPEN_LIST)
		return true;
	return (running->handler->needs & NEEDS_INCIDENT) &&
	    running->incident->phase == 0 &&
	    running->request->kind != REQUEST_HAPPENING;
}

/* The entry that the request is about, by the number that comes first in what
 * was typed, or that its button or form carries; 0 = none. */
static int entry_asked(const struct running *running)
{
	const char *words = running->request->words;
	int64_t number;
	char word[ID_SIZE];

	if (!text_starts_with(running->handler->arguments, "number:number"))
		return 0;
	if (running->request->kind == REQUEST_COMMAND) {
		words += strcspn(words, " \t\r\n");
		words += strspn(words, " \t\r\n");
	}
	(void)text_copy(word, sizeof(word), words);
	word[strcspn(word, " \t\r\n")] = '\0';
	return text_parse_int(word, 1, ENTRY_NUMBER_MAX, &number) ?
	    (int)number : 0;
}

void turn_gather(struct running *running)
{
	struct ledger *ledger = running->turns->options.ledger;
	unsigned needs = running->handler->needs;

	if (wants_open_list(running) && !running->turn.open)
		ledger_list_open(ledger, 0, OPEN_LIST_MAX, on_open_list,
		    running);
	else if ((needs & NEEDS_TIMELINE) && !running->turn.timeline &&
	    running->incident->version > 0)
		turn_timeline(ledger, running->scratch, running->incident->id,
		    TIMELINE_KEPT_MAX, entry_asked(running), on_timeline,
		    running);
	else if ((needs & NEEDS_OWED) && !running->turn.owed)
		ledger_list(ledger, LEDGER_INDEX_OWED, 0, OWED_LIST_MAX,
		    on_owed, running);
	else if ((needs & NEEDS_FOUND) && !running->turn.found)
		turn_search(ledger, running->scratch, running->request,
		    on_found, running);
	else if ((needs & NEEDS_SIMILAR) && !running->turn.similar)
		load_similar(running);
	else if ((needs & NEEDS_KEPT) && !running->turn.kept)
		load_kept(running);
	else if ((needs & NEEDS_FIGURES) && !running->turn.figures)
		load_figures(running);
	else if ((needs & (NEEDS_SITE | ABOUT_SITE)) && !running->turn.site)
		ledger_load(ledger, SITE_ID, "", on_site, running);
	else
		turn_decide(running);
}
