/* SPDX-License-Identifier: MIT
 *
 * figures_gather: see figures_gather.h.
 */
#include "daemon/archive/figures_gather.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/summary.h"
#include "services/ledger/ledger.h"

#define ROOM_FIRST 1024

struct gather {
	struct ledger *ledger;
	struct arena *arena;
	figures_gather_cb *callback;
	void *arg;
	struct figures_facts *facts;
	size_t room;
	size_t looked;
	int64_t last_ms;	/* declaration of the last one seen, and ... */
	char last_id[ID_SIZE];	/* its number; "" = none yet */
};

static void go_on(struct gather *gather);

static void make_room(struct gather *gather)
{
	size_t room = gather->room == 0 ? ROOM_FIRST : gather->room * 2;
	struct figures_fact *more;

	if ((size_t)gather->facts->count < gather->room)
		return;
	more = arena_reserve(gather->arena, room * sizeof(*more));
	if (gather->facts->count > 0)
		memcpy(more, gather->facts->facts,
		    (size_t)gather->facts->count * sizeof(*more));
	gather->facts->facts = more;
	gather->room = room;
}

/* What was declared while we look moves those behind it on: they come twice.
 * The index is in the order of declaration, then of the number's bytes. */
static bool comes_again(const struct gather *gather,
    const struct summary *summary)
{
	if (!*gather->last_id || summary->declared_ms < gather->last_ms)
		return false;
	return summary->declared_ms > gather->last_ms ||
	    strcmp(summary->id, gather->last_id) >= 0;
}

static void take(struct gather *gather, const struct ledger_summary *found)
{
	struct summary summary;
	struct figures_fact fact;

	if (!summary_decode(found->data, found->length, &summary) ||
	    comes_again(gather, &summary))
		return;
	gather->last_ms = summary.declared_ms;
	(void)text_copy(gather->last_id, sizeof(gather->last_id),
	    summary.id);
	if (!figures_take(&summary, gather->facts->zone, &fact))
		return;
	if (gather->facts->count == gather->facts->max) {
		gather->facts->cut = true;
		return;
	}
	make_room(gather);
	fact.service = arena_strdup(gather->arena, summary.service);
	gather->facts->facts[gather->facts->count++] = fact;
}

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct gather *gather = arg;

	for (size_t i = 0; i < count && !gather->facts->cut; i++)
		take(gather, &found[i]);
	gather->looked += looked;
	if (status == LEDGER_OK && looked > 0 && gather->looked < total &&
	    !gather->facts->cut)
		go_on(gather);
	else
		gather->callback(gather->arg, status == LEDGER_OK);
}

static void go_on(struct gather *gather)
{
	struct ledger_wish all = { .offset = gather->looked,
		.whole = LEDGER_SEARCH_MAX };

	ledger_search(gather->ledger, &all, on_part, gather);
}

void figures_gather(struct ledger *ledger, struct arena *arena,
    struct figures_facts *facts, figures_gather_cb *callback, void *arg)
{
	struct gather *gather = arena_alloc(arena, sizeof(*gather));

	gather->ledger = ledger;
	gather->arena = arena;
	gather->facts = facts;
	gather->callback = callback;
	gather->arg = arg;
	go_on(gather);
}
