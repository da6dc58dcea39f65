/* SPDX-License-Identifier: MIT
 *
 * turn_kept: see turn_kept.h. The index begins with the latest: what was
 * declared meanwhile moves the others on, so that some are seen twice and none
 * is passed over.
 */
#include "daemon/turns/turn_kept.h"
#include "base/arena.h"
#include "core/decision.h"
#include "core/keeping.h"

#define PART 20			/* snapshots of one call */

struct looking {
	struct turn_kept_wish wish;
	turn_kept_cb *callback;
	void *arg;
	struct incident *kept;
	int count;
	size_t end;		/* those from here on were looked at */
	bool young;		/* what is left is too young */
};

static void look(struct looking *looking);

static bool is_known(const struct looking *looking, const char *id)
{
	for (int i = 0; i < looking->count; i++) {
		if (strcmp(looking->kept[i].id, id) == 0)
			return true;
	}
	return false;
}

static void take(struct looking *looking,
    const struct ledger_snapshot *snapshot)
{
	struct incident *incident = &looking->kept[looking->count];

	if (looking->count == DROPS_MAX || is_known(looking, snapshot->id) ||
	    !incident_decode(snapshot->data, snapshot->length, incident))
		return;
	incident->version = snapshot->version;
	if (incident->declared_ms > keeping_cutoff_ms(looking->wish.policy,
	    looking->wish.now_ms))
		looking->young = true;
	else if (keeping_may_drop(incident, looking->wish.policy,
	    looking->wish.now_ms))
		looking->count++;
}

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct looking *looking = arg;

	if (looking->end == SIZE_MAX)
		looking->end = total;	/* the first call only counts */
	else
		for (size_t i = count; i > 0; i--)
			take(looking, &snapshots[i - 1]);
	if (status != LEDGER_OK || looking->end == 0 || looking->young ||
	    looking->count == DROPS_MAX)
		looking->callback(looking->arg, status == LEDGER_OK,
		    looking->kept, looking->count);
	else
		look(looking);
}

static void look(struct looking *looking)
{
	size_t count = looking->end < PART ? looking->end : PART;

	looking->end -= count;
	ledger_list(looking->wish.ledger, LEDGER_INDEX_ALL, looking->end,
	    count, on_part, looking);
}

void turn_kept(const struct turn_kept_wish *wish, turn_kept_cb *callback,
    void *arg)
{
	struct looking *looking = arena_alloc(wish->arena, sizeof(*looking));

	*looking = (struct looking){ .wish = *wish, .callback = callback,
		.arg = arg, .end = SIZE_MAX };
	looking->kept = arena_reserve(wish->arena, (DROPS_MAX + 1) *
	    sizeof(*looking->kept));
	ledger_list(wish->ledger, LEDGER_INDEX_ALL, 0, 1, on_part, looking);
}
