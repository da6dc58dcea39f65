/* SPDX-License-Identifier: MIT
 *
 * turn_search: see turn_search.h.
 */
#include "daemon/turns/turn_search.h"
#include "base/arena.h"
#include "core/incident.h"
#include "handlers/handler.h"

struct search {
	struct ledger *ledger;
	turn_search_cb *callback;
	void *arg;
	const char *words[LEDGER_WORDS_MAX];
	size_t word_count;
	size_t looked;
	struct summary found[FOUND_MAX];
	int count;
	int total;
};

static void go_on(struct search *search);

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct search *search = arg;

	for (size_t i = 0; i < count; i++) {
		struct summary summary;

		if (!summary_decode(found[i].data, found[i].length,
		    &summary) || (summary.flags & FLAG_PRIVATE))
			continue;
		if (search->count < FOUND_MAX)
			search->found[search->count++] = summary;
		search->total++;
	}
	search->looked += looked;
	if (status == LEDGER_OK && looked > 0 && search->looked < total)
		go_on(search);
	else
		search->callback(search->arg, status == LEDGER_OK,
		    search->found, search->count, search->total);
}

static void go_on(struct search *search)
{
	ledger_search(search->ledger, search->words, search->word_count,
	    search->looked, on_part, search);
}

void turn_search(struct ledger *ledger, struct arena *arena,
    const struct request *request, turn_search_cb *callback, void *arg)
{
	struct search *search = arena_alloc(arena, sizeof(*search));
	const char *words[LEDGER_WORDS_MAX + 1];
	int count = summary_words(arena, request->words, words,
	    LEDGER_WORDS_MAX + 1);
	int skip = request->kind == REQUEST_COMMAND && count > 0;

	search->ledger = ledger;
	search->callback = callback;
	search->arg = arg;
	for (int i = skip; i < count && i - skip < LEDGER_WORDS_MAX; i++)
		search->words[search->word_count++] = words[i];
	go_on(search);
}

int turn_list(struct arena *arena,
    const struct ledger_snapshot *snapshots, size_t count,
    const struct incident **out)
{
	struct incident *list = arena_reserve(arena,
	    (count + 1) * sizeof(*list));
	int taken = 0;

	for (size_t i = 0; i < count; i++) {
		if (!incident_decode(snapshots[i].data, snapshots[i].length,
		    &list[taken]))
			continue;
		list[taken++].version = snapshots[i].version;
	}
	*out = list;
	return taken;
}
