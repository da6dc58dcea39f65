/* SPDX-License-Identifier: MIT
 *
 * page_look: see page_look.h.
 */
#include "handlers/page_look.h"
#include "base/arena.h"
#include "base/text.h"
#include "handlers/page_result.h"

#define LOOK_AFTER_MS 30000
#define SENT_AGAIN_MAX 1

void page_look_plan(struct turn *turn)
{
	const struct effect *page = turn->request->effect;
	struct effect look = { .kind = EFFECT_PAGE_LOOK,
		.number = page->number, .cycle = page->cycle,
		.tries = page->tries, .due_ms = turn->now_ms + LOOK_AFTER_MS };

	if (!turn->policy->asks_pagerduty ||
	    strcmp(page->way, "pagerduty") != 0)
		return;
	(void)text_copy(look.user, sizeof(look.user), page->user);
	(void)text_copy(look.way, sizeof(look.way), page->way);
	decision_effect(turn->out, &look);
}

/* Whose id in the pager this is; whoever was paged if nobody's. */
static const char *who(const struct turn *turn)
{
	const struct contact *contacts = turn->policy->contacts;
	const char *agent = turn->request->made_ref;

	for (int i = 0; i < CONTACTS_MAX && *contacts[i].user; i++) {
		if (*agent && strcmp(contacts[i].pagerduty, agent) == 0)
			return contacts[i].user;
	}
	return turn->request->effect->user;
}

/* As if the webhook had told it. */
static void take_over(struct turn *turn, void (*tell)(struct turn *turn))
{
	const struct request *asked = turn->request;
	struct request request = *asked;

	request.actor = who(turn);
	request.made_name = asked->effect->way;
	turn->request = &request;
	tell(turn);
	turn->request = asked;
}

/* It said that it had taken it: so it has failed, after all. */
static void count_as_failed(struct turn *turn)
{
	const struct request *asked = turn->request;
	struct effect page = *asked->effect;
	struct request request = *asked;

	page.kind = EFFECT_PAGE_OUT;
	page.due_ms = 0;
	request.effect = &page;
	request.succeeded = false;
	request.error = PAGE_FORGOTTEN_WORD;
	turn->request = &request;
	page_result(turn);
	turn->request = asked;
}

static void forgotten(struct turn *turn)
{
	const struct effect *look = turn->request->effect;
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	struct effect *again = arena_alloc(turn->arena, sizeof(*again));
	bool once_more = look->tries < SENT_AGAIN_MAX;

	event->kind = EVENT_PAGE_FORGOTTEN;
	event->number = look->number;
	(void)text_copy(event->user, sizeof(event->user), look->user);
	(void)text_copy(event->name, sizeof(event->name), look->way);
	(void)text_copy(event->text, sizeof(event->text), once_more ?
	    "; it is sent once more" : " again");
	decision_event(turn->out, event);
	if (!once_more) {
		count_as_failed(turn);
		return;
	}
	*again = (struct effect){ .kind = EFFECT_PAGE_OUT,
		.number = look->number, .cycle = look->cycle,
		.tries = look->tries + 1 };
	(void)text_copy(again->user, sizeof(again->user), look->user);
	(void)text_copy(again->way, sizeof(again->way), look->way);
	decision_effect(turn->out, again);
}

void page_look_result(struct turn *turn)
{
	const char *state = turn->request->made_name;

	if (incident_voids_page(turn->incident,
	    (int)turn->request->effect->cycle))
		return;		/* somebody was faster */
	if (strcmp(state, "acknowledged") == 0)
		take_over(turn, pager_acknowledged);
	else if (strcmp(state, "resolved") == 0)
		take_over(turn, pager_resolved);
	else
		forgotten(turn);
}
