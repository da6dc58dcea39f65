/* SPDX-License-Identifier: MIT
 *
 * view_drawings_record: what outlives the incident: the postmortem, action
 * items, tickets and gaps; and who is on call.
 * See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_gaps.h"
#include "core/views/view_oncall.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"

/* --- the postmortem ------------------------------------------------------ */

static void add_item(struct incident *incident, int number,
    const struct event *terms)
{
	struct event event = *terms;

	event.kind = EVENT_ACTION_SET;
	event.number = number;
	incident_apply(incident, &event);
}

/* Owed by ana; two sections written, one item whole and one with gaps. */
static struct incident owing(const struct world *w)
{
	struct incident i = world_incident(w, SEV1, 0, RESOLVED);

	world_event(w, &i, &(struct event){ .kind = EVENT_POSTMORTEM_OWED,
	    .at_ms = AT(48), .user = "U0ANA", .due_ms = AT(48 + 48 * 60),
	    .span_ms = 48 * 60 * 60000 });
	for (int n = 0; n < 2; n++)
		world_event(w, &i, &(struct event){
		    .kind = EVENT_POSTMORTEM_WRITTEN, .actor = "U0ANA",
		    .number = n ? SECTION_WHY1 : SECTION_CAUSE,
		    .text = "TEXT" });
	add_item(&i, 1, &(struct event){ .user = "U0BEN",
	    .due_ms = AT(24 * 60), .name = "preventative",
	    .text = "alarm on the pool" });
	add_item(&i, 2, &(struct event){ .text = "TEXT" });
	(void)text_copy(i.actions[1].text, ACTION_SIZE,
	    plain_clip(w->arena, w->title, ACTION_CHARS));
	return i;
}

DRAW(card_owing)
{
	struct incident i = owing(w);

	return drawing_card(w, &i);
}

DRAW(postmortem_owing)
{
	struct incident i = owing(w);
	struct event *events = drawing_events(w, EVENT_COUNT - 1);
	const char *fallback;
	json_t *blocks;

	for (int n = 0; n < SECTION_COUNT; n++) {
		events[n].kind = EVENT_POSTMORTEM_WRITTEN;
		events[n].number = n;
	}
	blocks = view_postmortem(w->arena, &i, &w->policy, events,
	    SECTION_WHY2, &fallback);
	return drawing_message(blocks, fallback);
}

/* All of everything. */
DRAW(postmortem_full)
{
	struct incident i = owing(w);
	struct event *events = drawing_events(w, SECTION_COUNT);
	const char *fallback;
	json_t *blocks;

	for (int n = 0; n < SECTION_COUNT; n++) {
		events[n].kind = EVENT_POSTMORTEM_WRITTEN;
		events[n].number = n;
		incident_apply(&i, &events[n]);
	}
	for (int n = 3; n <= ACTIONS_MAX; n++)
		add_item(&i, n, &(struct event){ .user = "U0BEN",
		    .due_ms = AT(24 * 60), .text = "one more" });
	for (int n = 1; n < ACTIONS_MAX; n++)
		COPY(i.actions[n].text, i.actions[1].text);
	i.actions[2].state = ACTION_DONE;
	i.actions[3].state = ACTION_DROPPED;
	blocks = view_postmortem(w->arena, &i, &w->policy, events,
	    SECTION_COUNT, &fallback);
	return drawing_message(blocks, fallback);
}

DRAW(form_rootcause)
{
	struct incident i = owing(w);
	struct section_form form = { .base = "0123456789abcdef" };

	for (int n = 0; n < SECTION_COUNT; n++)
		form.texts[n] = n < SECTION_WHY3 ? w->text : "";
	return view_cause_form(w->arena, &i, &form);
}

DRAW(form_rootcause_named)
{
	struct incident i = owing(w);
	struct section_form form = { .base = "0123456789abcdef",
		.named = "<@U0BEN>", .newer = "U0BEN" };

	for (int n = 0; n < SECTION_COUNT; n++)
		form.texts[n] = form.now[n] = w->text;
	return view_cause_form(w->arena, &i, &form);
}

DRAW(form_impact)
{
	struct incident i = owing(w);

	return view_section_form(w->arena, &i, SECTION_IMPACT,
	    &(struct section_form){ .base = "0123456789abcdef",
	    .texts[SECTION_IMPACT] = w->text });
}

DRAW(form_action_new)
{
	struct incident i = owing(w);

	return view_action_form(w->arena, &i, &w->policy, 0);
}

DRAW(form_action_change)
{
	struct incident i = owing(w);

	return view_action_form(w->arena, &i, &w->policy, 1);
}

DRAW(form_owner)
{
	struct incident i = owing(w);

	return view_owner_form(w->arena, &i);
}

static json_t *owing_effect(const struct world *w, const struct effect *what)
{
	struct incident i = owing(w);

	return world_render(w, what, &i);
}

#define FX_OWING(name, ...) \
	DRAW(name) \
	{ \
		return owing_effect(w, &(struct effect){ __VA_ARGS__ }); \
	}

FX_OWING(fx_nag_postmortem_told, .kind = EFFECT_NAG_POSTMORTEM,
    .user = "U0ANA", .cycle = AT(48 + 48 * 60))
FX_OWING(fx_nag_postmortem_soon, .kind = EFFECT_NAG_POSTMORTEM,
    .user = "U0ANA", .cycle = AT(48 + 48 * 60), .number = 2,
    .created_ms = AT(48 + 40 * 60))
FX_OWING(fx_nag_postmortem_overdue, .kind = EFFECT_NAG_POSTMORTEM,
    .user = "U0EVE", .cycle = AT(48 + 48 * 60), .number = 4,
    .created_ms = AT(48 + 72 * 60))
FX_OWING(fx_nag_action, .kind = EFFECT_NAG_ACTION, .user = "U0BEN",
    .number = 1, .cycle = AT(24 * 60))
FX_OWING(fx_say_owed, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_POSTMORTEM_OWED, .at_ms = AT(48), .user = "U0ANA",
    .due_ms = AT(48 + 48 * 60), .span_ms = 48 * 60 * 60000 })
FX_OWING(fx_say_action, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_ACTION_SET, .actor = "U0ANA", .user = "U0BEN",
    .number = 1, .due_ms = AT(24 * 60), .name = "preventative",
    .text = "TEXT" })

/* --- tickets and gaps ----------------------------------------------------- */

static struct incident ticketed(const struct world *w)
{
	struct incident i = world_incident(w, SEV3, 0, DECLARED);
	static const struct event events[] = {
		{ .kind = EVENT_TICKET_ASKED, .name = "github" },
		{ .kind = EVENT_TICKET_OPENED, .name = "github", .ref = "42",
		    .text = "https://github.com/acme/ops/issues/42" },
		{ .kind = EVENT_ACTION_SET, .number = 1, .text = "TEXT",
		    .user = "U0BEN", .due_ms = AT(24 * 60),
		    .name = "preventative" },
		{ .kind = EVENT_TICKET_ASKED, .number = 1, .name = "jira" },
		{ .kind = EVENT_TICKET_FAILED, .number = 1, .name = "jira",
		    .text = "it does not let incbot do this (403)" },
		{ .kind = EVENT_ACTION_SET, .number = 2, .text = "TEXT" },
		{ .kind = EVENT_TICKET_OPENED, .number = 2, .name = "jira",
		    .ref = "OPS-7", .text = "https://acme.example/OPS-7" },
		{ .kind = EVENT_TICKET_CLOSED, .number = 2, .name = "jira" },
	};

	for (size_t n = 0; n < ARRAY_LEN(events); n++) {
		struct event event = events[n];

		/* No item is without words. */
		if (event.kind == EVENT_ACTION_SET && !*w->text)
			COPY(event.text, "-");
		world_event(w, &i, &event);
	}
	return i;
}

DRAW(tickets)
{
	struct incident i = ticketed(w);
	const char *fallback;
	json_t *blocks = view_tickets(w->arena, &i, &w->policy, &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(card_ticket)
{
	struct incident i = ticketed(w);

	return drawing_card(w, &i);
}

DRAW(fx_nag_triage)
{
	struct incident i = ticketed(w);

	return world_render(w, &(struct effect){ .kind = EFFECT_NAG_TRIAGE,
	    .user = "U0BEN" }, &i);
}

static void list_gaps(const struct world *w, struct gap_list *list)
{
	static struct incident incidents[2];

	incidents[0] = ticketed(w);
	incidents[1] = ticketed(w);
	COPY(incidents[1].id, "8");
	COPY(incidents[1].service, "search");
	gaps_add(w->arena, list, incidents, 2, "", "U0BEN");
	gaps_sort(list);
}

DRAW(gaps)
{
	struct gap_list list = { .count = 0 };
	const char *fallback;
	json_t *blocks;

	list_gaps(w, &list);
	blocks = view_gaps(w->arena, &list, &w->policy, "", &fallback);
	return drawing_message(blocks, fallback);
}

DRAW(gaps_export)
{
	struct gap_list list = { .count = 0 };
	const char *fallback;
	json_t *blocks;

	list_gaps(w, &list);
	blocks = view_gaps_export(w->arena, &list, &w->policy, &fallback);
	return drawing_message(blocks, fallback);
}

/* Two in turns, somebody who stands in, and a swap to come. */
DRAW(oncall_all)
{
	static struct policy policy;
	static struct rotation rotation;
	static struct site site;
	const char *fallback;
	json_t *blocks;

	policy = w->policy;
	memset(&rotation, 0, sizeof(rotation));
	COPY(rotation.name, "checkout-secondary");
	COPY(rotation.layers[0].members[0], "U0CHLOE");
	COPY(rotation.layers[0].members[1], "U0DAN");
	policy.rotations.all = &rotation;
	policy.rotations.count = 1;
	COPY(policy.services[0].oncall.names[ONCALL_SECONDARY],
	    "checkout-secondary");
	policy_bind_oncall(&policy);
	memset(&site, 0, sizeof(site));
	site.covers[0] = (struct cover){ .user = "U0ANA",
		.instead_of = "U0BEN", .number = 7, .by = "U0BEN",
		.from_ms = AT(-10), .until_ms = AT(120) };
	site.covers[1] = (struct cover){ .user = "U0DAN",
		.instead_of = "U0CHLOE", .number = 8, .by = "U0CHLOE",
		.swap = true, .from_ms = AT(2000), .until_ms = AT(3000) };
	site.covers[2] = (struct cover){ .user = "U0DAN",
		.service = "checkout", .number = 9, .by = "U0ANA",
		.from_ms = AT(4000), .until_ms = AT(4100) };
	blocks = view_oncall(w->arena, &policy, &site, NULL, AT(0),
	    &fallback);
	return drawing_message(blocks, fallback);
}

DRAW(form_cover) { return view_cover_form(w->arena, &w->policy); }
DRAW(form_swap) { return view_swap_form(w->arena); }
