/* SPDX-License-Identifier: MIT
 *
 * view_drawings: the list. One line a drawing: what is drawn, and of which
 * state of the incident. Read next: view_world.c for the states.
 */
#include "tests/unit/view_drawings.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_oncall.h"
#include "core/views/view_gaps.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static json_t *message(json_t *blocks, const char *fallback)
{
	return json_pack("{s:s, s:o}", "text", fallback, "blocks", blocks);
}

#define DRAW(name) static json_t *draw_##name(const struct world *w)

/* --- the card and what says the same ------------------------------------- */

static json_t *card(const struct world *w, const struct incident *incident)
{
	const char *fallback;
	json_t *blocks = view_card(w->arena, incident, &w->policy, &fallback);

	return message(blocks, fallback);
}

#define CARD(name, severity, flags, stage) \
	DRAW(name) \
	{ \
		struct incident i = world_incident(w, severity, flags, stage); \
		return card(w, &i); \
	}

CARD(card_declared, SEV1, 0, DECLARED)
CARD(card_missed, SEV1, 0, MISSED)
CARD(card_acked, SEV1, 0, ACKED)
CARD(card_commanded, SEV2, 0, COMMANDED)
CARD(card_staffed, SEV1, 0, STAFFED)
CARD(card_stable, SEV1, 0, STABLE)
CARD(card_resolved, SEV1, 0, RESOLVED)
CARD(card_closed, SEV1, 0, CLOSED)
CARD(card_held, SEV1, 0, HELD)
CARD(card_reopened, SEV1, 0, REOPENED)
CARD(card_drill, SEV2, FLAG_DRILL, DECLARED)
CARD(card_security, SEV1, FLAG_PRIVATE | FLAG_SECURITY | FLAG_DATA_LOSS, ACKED)
CARD(card_lowered, SEV3, FLAG_ROOM, DECLARED)

DRAW(card_one_hand)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	COPY(i.roles[ROLE_TECHNICAL].user, "U0ANA");
	COPY(i.roles[ROLE_COMMS].offered_to, "U0DAN");
	COPY(i.roles[ROLE_COMMS].offered_by, "U0CHLOE");
	return card(w, &i);
}

static json_t *status(const struct world *w, enum stage stage, int minutes)
{
	struct incident i = world_incident(w, SEV1, 0, stage);
	const char *fallback;
	json_t *blocks = view_status(w->arena, &i, &w->policy, AT(minutes),
	    &fallback);

	return message(blocks, fallback);
}

DRAW(status_declared) { return status(w, DECLARED, 1); }
DRAW(status_unsaid) { return status(w, MISSED, 13); }
DRAW(status_staffed) { return status(w, STAFFED, 20); }
DRAW(status_overdue) { return status(w, STAFFED, 40); }
DRAW(status_resolved) { return status(w, RESOLVED, 50); }

static json_t *panel(const struct world *w, enum stage stage)
{
	struct incident i = world_incident(w, SEV1, 0, stage);
	const char *fallback;
	json_t *blocks = view_panel(w->arena, &i, &w->policy, &fallback);

	return message(blocks, fallback);
}

DRAW(panel_declared) { return panel(w, DECLARED); }
DRAW(panel_staffed) { return panel(w, STAFFED); }
DRAW(panel_stable) { return panel(w, STABLE); }
DRAW(panel_resolved) { return panel(w, RESOLVED); }
DRAW(panel_closed) { return panel(w, CLOSED); }
DRAW(panel_held) { return panel(w, HELD); }

DRAW(panel_ticket)
{
	struct incident i = world_incident(w, SEV3, 0, ACKED);
	const char *fallback;
	json_t *blocks;

	i.room_id[0] = '\0';
	blocks = view_panel(w->arena, &i, &w->policy, &fallback);
	return message(blocks, fallback);
}

static json_t *steps(const struct world *w, int severity, enum stage stage)
{
	struct incident i = world_incident(w, severity, 0, stage);
	const char *text;
	json_t *blocks = view_steps(w->arena, &i, &w->policy, &text);

	return message(blocks, text);
}

DRAW(steps_declared) { return steps(w, SEV1, DECLARED); }
DRAW(steps_second) { return steps(w, SEV2, STAFFED); }
DRAW(steps_stable) { return steps(w, SEV1, STABLE); }

DRAW(topics)
{
	json_t *list = json_array();
	int stage;

	for (stage = DECLARED; stage <= REOPENED; stage++) {
		struct incident i = world_incident(w, SEV1,
		    stage == ACKED ? FLAG_DRILL : 0, (enum stage)stage);

		json_array_append_new(list,
		    json_string(view_topic(w->arena, &i)));
	}
	return json_pack("{s:o}", "topics", list);
}

static json_t *company(const struct world *w, int flags, enum stage stage)
{
	struct incident i = world_incident(w, SEV1, flags, stage);
	const char *fallback;
	json_t *blocks = view_company_line(w->arena, &i, &fallback);

	return message(blocks, fallback);
}

DRAW(company_open) { return company(w, 0, COMMANDED); }
DRAW(company_stable) { return company(w, 0, STABLE); }
DRAW(company_resolved) { return company(w, 0, RESOLVED); }
DRAW(company_private) { return company(w, FLAG_PRIVATE, ACKED); }

/* --- lists --------------------------------------------------------------- */

static struct incident *many(const struct world *w, int count)
{
	struct incident *list = arena_alloc(w->arena,
	    (size_t)count * sizeof(*list));
	int n;

	for (n = 0; n < count; n++) {
		list[n] = world_incident(w, SEV1 + n % 3,
		    n == 2 ? FLAG_PRIVATE : n == 3 ? FLAG_DRILL : 0,
		    (enum stage)(DECLARED + n % (STABLE + 1)));
		if (list[n].severity == SEV3)
			list[n].room_id[0] = '\0';
		(void)snprintf(list[n].id, sizeof(list[n].id), "%d", n + 7);
	}
	return list;
}

static json_t *list(const struct world *w, int count, int total, int page)
{
	const char *fallback;
	json_t *blocks = view_list(w->arena, many(w, count), count, total,
	    page, &fallback);

	return message(blocks, fallback);
}

DRAW(list_one) { return list(w, 1, 1, 0); }
DRAW(list_first_page) { return list(w, 20, 20, 0); }
DRAW(list_last_page) { return list(w, 50, 63, 6); }

/* Every kind of event, so that every sentence is read: `kinds` of them. */
static struct event *happenings_of(const struct world *w, int kinds,
    int count)
{
	struct event *events = arena_alloc(w->arena,
	    (size_t)count * sizeof(*events));
	int n;

	for (n = 0; n < count; n++) {
		struct event *event = &events[n];

		event->kind = 1 + n % kinds;
		event->at_ms = AT(n);
		event->number = 1 + n % 2;
		event->span_ms = n * 10000;
		event->due_ms = AT(n + 5);
		event->flags = FLAG_SECURITY | FLAG_DATA_LOSS;
		COPY(event->actor, n % 5 ? "U0ANA" : "");
		COPY(event->user, "U0BEN");
		COPY(event->ref, event_is_of_site(event->kind) ? "U0BEN" :
		    "C0INC");
		COPY(event->name, "5 min");
		COPY(event->text, w->text);
	}
	return events;
}

/* An incident's timeline has no others. */
static struct event *happenings(const struct world *w, int count)
{
	return happenings_of(w, EVENT_INCIDENT_COUNT - 1, count);
}

static json_t *timeline(const struct world *w, int count, int page)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);
	const char *fallback;
	json_t *blocks = view_timeline(w->arena, &i, happenings(w, count),
	    count, page, &fallback);

	return message(blocks, fallback);
}

DRAW(timeline_short) { return timeline(w, 3, 0); }
DRAW(timeline_latest) { return timeline(w, 45, 0); }
DRAW(timeline_first) { return timeline(w, 45, 2); }

DRAW(timeline_notes)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);
	struct event *events = happenings(w, 20);
	const char *fallback;
	json_t *blocks;
	int n;

	for (n = 0; n < 20; n++)
		events[n].kind = EVENT_NOTED;
	blocks = view_timeline(w->arena, &i, events, 20, 0, &fallback);
	return message(blocks, fallback);
}

DRAW(sentences)
{
	struct event *events = happenings_of(w, EVENT_COUNT - 1,
	    EVENT_COUNT - 1);
	json_t *lines = json_array();
	int n;

	for (n = 0; n < EVENT_COUNT - 1; n++)
		json_array_append_new(lines,
		    json_string(view_sentence(w->arena, &events[n])));
	return json_pack("{s:o}", "mrkdwn", lines);
}

static json_t *home(const struct world *w, int count, int total,
    const char *user)
{
	return view_home(w->arena, many(w, count), count, total, user,
	    AT(25), &w->policy);
}

DRAW(home_empty) { return home(w, 0, 0, "U0ANA"); }
DRAW(home_mine) { return home(w, 4, 4, "U0ANA"); }
DRAW(home_others) { return home(w, 4, 4, "U0EVE"); }
DRAW(home_many) { return home(w, 50, 63, "U0BEN"); }

/* --- forms --------------------------------------------------------------- */

DRAW(form_declare)
{
	return view_declare_form(w->arena, &w->policy, w->title, SEV2);
}

DRAW(form_declare_bare)
{
	struct policy policy = w->policy;

	policy.service_count = 0;
	return view_declare_form(w->arena, &policy, "", 0);
}

DRAW(form_update_first)
{
	struct incident i = world_incident(w, SEV1, 0, COMMANDED);

	return view_update_form(w->arena, &i, &w->policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", "", "",
	    "" });
}

DRAW(form_update_next)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_update_form(w->arena, &i, &w->policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", "", "",
	    "" });
}

DRAW(form_note)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_text_form(w->arena, &i, "note", "Add a note",
	    "What should be remembered?",
	    "Goes into the timeline and the channel.", w->text);
}

DRAW(form_title)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_text_form(w->arena, &i, "title", "Change the title",
	    "What is broken?", "At most 120 characters.", i.title);
}

DRAW(form_resolved)
{
	struct incident i = world_incident(w, SEV2, FLAG_DRILL, STABLE);

	return view_resolve_form(w->arena, &i);
}

DRAW(form_severity)
{
	struct incident i = world_incident(w, SEV2, 0, ACKED);

	return view_severity_form(w->arena, &i, &w->policy, i.severity);
}

DRAW(form_assess)
{
	struct incident i = world_incident(w, SEV2, 0, STAFFED);

	return view_assess_form(w->arena, &i, i.broken, i.reach, "");
}

DRAW(form_assign)
{
	struct incident i = world_incident(w, SEV2, 0, ACKED);

	return view_role_form(w->arena, &i, "assign", ROLE_COMMS);
}

DRAW(form_handover)
{
	struct incident i = world_incident(w, SEV2, 0, STAFFED);

	return view_role_form(w->arena, &i, "handover", ROLE_COMMANDER);
}

/* --- effects ------------------------------------------------------------- */

static json_t *effect(const struct world *w, enum stage stage,
    const struct effect *what)
{
	struct incident i = world_incident(w, SEV1, 0, stage);

	return world_render(w, what, &i);
}

#define FX(name, stage, ...) \
	DRAW(name) \
	{ \
		return effect(w, stage, &(struct effect){ __VA_ARGS__ }); \
	}

DRAW(fx_room_open)
{
	struct incident i = world_incident(w, SEV1, FLAG_PRIVATE, DECLARED);

	i.room_id[0] = '\0';
	return world_render(w, &(struct effect){ .kind = EFFECT_ROOM_OPEN },
	    &i);
}

DRAW(fx_card_post)
{
	struct incident i = world_incident(w, SEV1, 0, DECLARED);

	i.card_ts[0] = '\0';
	return world_render(w, &(struct effect){ .kind = EFFECT_CARD_POST },
	    &i);
}

DRAW(fx_company_post)
{
	struct incident i = world_incident(w, SEV1, 0, DECLARED);

	i.broadcast_ts[0] = '\0';
	return world_render(w,
	    &(struct effect){ .kind = EFFECT_COMPANY_POST }, &i);
}

DRAW(fx_ask_handover)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	COPY(i.roles[ROLE_COMMANDER].offered_to, "U0DAN");
	COPY(i.roles[ROLE_COMMANDER].offered_by, "U0ANA");
	return world_render(w, &(struct effect){ .kind = EFFECT_ASK_HANDOVER,
	    .user = "U0DAN", .number = ROLE_COMMANDER }, &i);
}

FX(fx_room_mark, DECLARED, .kind = EFFECT_ROOM_MARK)
FX(fx_room_topic, DECLARED, .kind = EFFECT_ROOM_TOPIC)
FX(fx_room_invite, DECLARED, .kind = EFFECT_ROOM_INVITE, .user = "U0BEN")
FX(fx_room_bookmark, DECLARED, .kind = EFFECT_ROOM_BOOKMARK)
FX(fx_card_pin, DECLARED, .kind = EFFECT_CARD_PIN)
FX(fx_checklist_refresh, STAFFED, .kind = EFFECT_CHECKLIST_REFRESH)
FX(fx_nag_stable, STAFFED, .kind = EFFECT_NAG_STABLE, .user = "U0ANA",
    .created_ms = AT(10))
FX(fx_nag_stable_room, ACKED, .kind = EFFECT_NAG_STABLE_ROOM,
    .created_ms = AT(10))
FX(fx_card_refresh, STAFFED, .kind = EFFECT_CARD_REFRESH)
FX(fx_say_noted, STAFFED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_NOTED, .at_ms = AT(9), .actor = "U0BEN", .text = "TEXT" })
FX(fx_say_ack_missed, MISSED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_ACK_MISSED, .at_ms = AT(5), .name = "5 min" })
FX(fx_say_severity, STAFFED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_SEVERITY_SET, .actor = "U0BEN", .number = SEV1,
    .text = "data is at risk" })
FX(fx_say_severity_why, STAFFED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_SEVERITY_SET, .actor = "U0BEN", .number = SEV1,
    .text = "TEXT" })
FX(fx_say_mitigated, STABLE, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_MITIGATED, .actor = "U0BEN", .text = "TEXT" })
FX(fx_say_resolved, RESOLVED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_RESOLVED, .actor = "U0ANA", .text = "TEXT" })
FX(fx_say_page_failed, DECLARED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_PAGE_FAILED, .user = "U0BEN", .text = "user_not_found" })
FX(fx_say_security, ACKED, .kind = EFFECT_SAY, .event = {
    .kind = EVENT_FLAGS_SET, .actor = "U0BEN", .flags = FLAG_SECURITY })
FX(fx_offer_draft, DECLARED, .kind = EFFECT_OFFER_DRAFT)
/* A draft of "identified" waits since minute 20. */
static struct incident drafted(const struct world *w)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);
	struct event event = { .kind = EVENT_UPDATE_DRAFTED, .at_ms = AT(20),
		.actor = "U0CHLOE", .number = PUBLIC_IDENTIFIED,
		.list = "checkout=partial" };

	(void)text_copy(event.text, sizeof(event.text), w->text);
	world_event(w, &i, &event);
	event = (struct event){ .kind = EVENT_DRAFT_TITLED, .at_ms = AT(20),
		.actor = "U0CHLOE" };
	(void)text_copy(event.text, TITLE_SIZE, w->title);
	world_event(w, &i, &event);
	return i;
}

/* There is a page, so that there is a title over it. */
DRAW(fx_ask_approval)
{
	static struct world paged;
	struct incident i = drafted(w);

	paged = *w;
	paged.policy.places = PLACE_STATUSPAGE;
	return world_render(&paged, &(struct effect){ .kind = EFFECT_ASK_APPROVAL,
	    .cycle = AT(20) }, &i);
}

DRAW(fx_nag_room_drafted)
{
	struct incident i = drafted(w);

	return world_render(w, &(struct effect){ .kind = EFFECT_NAG_ROOM,
	    .cycle = 1, .created_ms = AT(37) }, &i);
}

FX(fx_settle_published, STAFFED, .kind = EFFECT_SETTLE, .event = {
    .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(12), .actor = "U0BEN",
    .user = "U0CHLOE", .ref = "1.2", .text = "TEXT" })
FX(fx_settle_back, STAFFED, .kind = EFFECT_SETTLE, .event = {
    .kind = EVENT_DRAFT_SENT_BACK, .at_ms = AT(12), .actor = "U0BEN",
    .user = "U0CHLOE", .ref = "1.2", .text = "TEXT" })
FX(fx_settle_late, STAFFED, .kind = EFFECT_SETTLE, .event = {
    .kind = EVENT_OFFER_POSTED, .at_ms = AT(13), .ref = "1.2" })
DRAW(fx_settle_over)
{
	struct incident i = world_incident(w, SEV1, 0, DECLARED);
	struct event over = { .kind = EVENT_RESOLVED, .at_ms = AT(6),
		.actor = "U0ANA", .text = "TEXT", .ref = "1.2" };

	world_event(w, &i, &over);
	return world_render(w, &(struct effect){ .kind = EFFECT_SETTLE,
	    .event = over }, &i);
}
FX(fx_nag_role, DECLARED, .kind = EFFECT_NAG_ROLE, .number = ROLE_COMMANDER,
    .cycle = START_MS)
FX(fx_nag_room, STAFFED, .kind = EFFECT_NAG_ROOM, .cycle = 1,
    .created_ms = AT(37))
FX(fx_nag_room_nobody, DECLARED, .kind = EFFECT_NAG_ROOM, .cycle = 0,
    .created_ms = AT(10))
FX(fx_nag_person_soon, STAFFED, .kind = EFFECT_NAG_PERSON, .cycle = 1,
    .user = "U0CHLOE", .created_ms = AT(24))
FX(fx_nag_person_due, STAFFED, .kind = EFFECT_NAG_PERSON, .cycle = 1,
    .user = "U0CHLOE", .created_ms = AT(27))
FX(fx_nag_person_overdue, STAFFED, .kind = EFFECT_NAG_PERSON, .cycle = 1,
    .user = "U0ANA", .created_ms = AT(32))
FX(fx_brief_commander, STAFFED, .kind = EFFECT_BRIEF, .user = "U0ANA",
    .number = ROLE_COMMANDER)
FX(fx_brief_technical, STAFFED, .kind = EFFECT_BRIEF, .user = "U0BEN",
    .number = ROLE_TECHNICAL)
FX(fx_brief_comms, STAFFED, .kind = EFFECT_BRIEF, .user = "U0CHLOE",
    .number = ROLE_COMMS)
FX(fx_page, DECLARED, .kind = EFFECT_PAGE, .user = "U0BEN",
    .created_ms = START_MS)
FX(fx_page_refresh_acked, ACKED, .kind = EFFECT_PAGE_REFRESH,
    .user = "U0BEN")
FX(fx_page_refresh_resolved, RESOLVED, .kind = EFFECT_PAGE_REFRESH,
    .user = "U0BEN")
FX(fx_company_refresh, STABLE, .kind = EFFECT_COMPANY_REFRESH)
FX(fx_company_update, STAFFED, .kind = EFFECT_COMPANY_UPDATE, .event = {
    .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(12), .actor = "U0CHLOE",
    .due_ms = AT(27), .text = "TEXT" })
FX(fx_company_update_last, RESOLVED, .kind = EFFECT_COMPANY_UPDATE,
    .event = { .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(48),
    .actor = "U0ANA", .text = "TEXT" })
FX(fx_tell, DECLARED, .kind = EFFECT_TELL, .user = "U0ANA", .event = {
    .kind = EVENT_ROOM_FAILED, .text = "restricted_action" })

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

	return card(w, &i);
}

DRAW(postmortem_owing)
{
	struct incident i = owing(w);
	struct event *events = happenings(w, EVENT_COUNT - 1);
	const char *fallback;
	json_t *blocks;

	for (int n = 0; n < SECTION_COUNT; n++) {
		events[n].kind = EVENT_POSTMORTEM_WRITTEN;
		events[n].number = n;
	}
	blocks = view_postmortem(w->arena, &i, &w->policy, events,
	    SECTION_WHY2, &fallback);
	return message(blocks, fallback);
}

/* All of everything. */
DRAW(postmortem_full)
{
	struct incident i = owing(w);
	struct event *events = happenings(w, SECTION_COUNT);
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
	return message(blocks, fallback);
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

	return message(blocks, fallback);
}

DRAW(card_ticket)
{
	struct incident i = ticketed(w);

	return card(w, &i);
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
	return message(blocks, fallback);
}

DRAW(gaps_export)
{
	struct gap_list list = { .count = 0 };
	const char *fallback;
	json_t *blocks;

	list_gaps(w, &list);
	blocks = view_gaps_export(w->arena, &list, &w->policy, &fallback);
	return message(blocks, fallback);
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
	return message(blocks, fallback);
}

DRAW(form_cover) { return view_cover_form(w->arena, &w->policy); }
DRAW(form_swap) { return view_swap_form(w->arena); }

#define ROW(name, is) { #name, is, draw_##name }

const struct drawing drawings[] = {
	ROW(card_declared, A_MESSAGE), ROW(card_missed, A_MESSAGE),
	ROW(card_acked, A_MESSAGE), ROW(card_commanded, A_MESSAGE),
	ROW(card_staffed, A_MESSAGE), ROW(card_stable, A_MESSAGE),
	ROW(card_resolved, A_MESSAGE), ROW(card_closed, A_MESSAGE),
	ROW(card_reopened, A_MESSAGE), ROW(card_drill, A_MESSAGE),
	ROW(card_security, A_MESSAGE), ROW(card_lowered, A_MESSAGE),
	ROW(card_one_hand, A_MESSAGE), ROW(status_declared, A_MESSAGE),
	ROW(status_staffed, A_MESSAGE), ROW(status_overdue, A_MESSAGE),
	ROW(status_resolved, A_MESSAGE), ROW(panel_declared, A_MESSAGE),
	ROW(status_unsaid, A_MESSAGE),
	ROW(panel_staffed, A_MESSAGE), ROW(panel_stable, A_MESSAGE),
	ROW(panel_resolved, A_MESSAGE), ROW(panel_closed, A_MESSAGE),
	ROW(panel_ticket, A_MESSAGE), ROW(steps_declared, A_MESSAGE),
	ROW(steps_second, A_MESSAGE), ROW(steps_stable, A_MESSAGE),
	ROW(form_assess, A_MODAL), ROW(fx_checklist_refresh, A_CALL),
	ROW(fx_nag_stable, A_CALL), ROW(fx_nag_stable_room, A_CALL),
	ROW(topics, A_LIST), ROW(sentences, A_LIST),
	ROW(company_open, A_MESSAGE), ROW(company_stable, A_MESSAGE),
	ROW(company_resolved, A_MESSAGE), ROW(company_private, A_MESSAGE),
	ROW(list_one, A_MESSAGE), ROW(list_first_page, A_MESSAGE),
	ROW(list_last_page, A_MESSAGE), ROW(timeline_short, A_MESSAGE),
	ROW(timeline_latest, A_MESSAGE), ROW(timeline_first, A_MESSAGE),
	ROW(timeline_notes, A_MESSAGE),
	ROW(home_empty, A_HOME), ROW(home_mine, A_HOME),
	ROW(home_others, A_HOME), ROW(home_many, A_HOME),
	ROW(form_declare, A_MODAL), ROW(form_declare_bare, A_MODAL),
	ROW(form_update_first, A_MODAL), ROW(form_update_next, A_MODAL),
	ROW(form_note, A_MODAL), ROW(form_title, A_MODAL),
	ROW(form_resolved, A_MODAL), ROW(form_severity, A_MODAL),
	ROW(form_assign, A_MODAL), ROW(form_handover, A_MODAL),
	ROW(fx_room_open, A_CALL), ROW(fx_room_mark, A_CALL),
	ROW(fx_room_topic, A_CALL), ROW(fx_room_invite, A_CALL),
	ROW(fx_room_bookmark, A_CALL), ROW(fx_card_post, A_CALL),
	ROW(fx_card_pin, A_CALL), ROW(fx_card_refresh, A_CALL),
	ROW(fx_say_noted, A_CALL), ROW(fx_say_ack_missed, A_CALL),
	ROW(fx_say_severity, A_CALL), ROW(fx_say_severity_why, A_CALL),
	ROW(fx_say_mitigated, A_CALL), ROW(fx_say_resolved, A_CALL),
	ROW(fx_say_page_failed, A_CALL), ROW(fx_say_security, A_CALL),
	ROW(fx_offer_draft, A_CALL), ROW(fx_ask_approval, A_CALL),
	ROW(fx_nag_room_drafted, A_CALL), ROW(fx_settle_published, A_CALL),
	ROW(fx_settle_back, A_CALL), ROW(fx_nag_role, A_CALL),
	ROW(fx_settle_late, A_CALL), ROW(fx_settle_over, A_CALL),
	ROW(fx_nag_room, A_CALL), ROW(fx_nag_room_nobody, A_CALL),
	ROW(fx_nag_person_soon, A_CALL), ROW(fx_nag_person_due, A_CALL),
	ROW(fx_nag_person_overdue, A_CALL), ROW(fx_ask_handover, A_CALL),
	ROW(fx_brief_commander, A_CALL), ROW(fx_brief_technical, A_CALL),
	ROW(fx_brief_comms, A_CALL), ROW(fx_page, A_CALL),
	ROW(fx_page_refresh_acked, A_CALL),
	ROW(fx_page_refresh_resolved, A_CALL),
	ROW(fx_company_post, A_CALL), ROW(fx_company_refresh, A_CALL),
	ROW(fx_company_update, A_CALL), ROW(fx_company_update_last, A_CALL),
	ROW(fx_tell, A_CALL),
	ROW(card_owing, A_MESSAGE), ROW(postmortem_owing, A_MESSAGE),
	ROW(postmortem_full, A_MESSAGE), ROW(form_rootcause, A_MODAL),
	ROW(form_rootcause_named, A_MODAL), ROW(form_impact, A_MODAL),
	ROW(form_action_new, A_MODAL), ROW(form_action_change, A_MODAL),
	ROW(form_owner, A_MODAL), ROW(fx_nag_postmortem_told, A_CALL),
	ROW(fx_nag_postmortem_soon, A_CALL),
	ROW(fx_nag_postmortem_overdue, A_CALL), ROW(fx_nag_action, A_CALL),
	ROW(fx_say_owed, A_CALL), ROW(fx_say_action, A_CALL),
	ROW(tickets, A_MESSAGE), ROW(card_ticket, A_MESSAGE),
	ROW(fx_nag_triage, A_CALL), ROW(gaps, A_MESSAGE),
	ROW(gaps_export, A_MESSAGE), ROW(card_held, A_MESSAGE),
	ROW(oncall_all, A_MESSAGE), ROW(panel_held, A_MESSAGE),
	ROW(fx_comms_open, A_CALL),
	ROW(fx_comms_mark, A_CALL),
	ROW(fx_comms_invite, A_CALL),
	ROW(fx_comms_pin, A_CALL),
	ROW(fx_comms_nag, A_CALL),
	ROW(fx_comms_card, A_CALL),
	ROW(fx_comms_card_staffed, A_CALL),
	ROW(fx_comms_card_resolved, A_CALL),
	ROW(maintenances, A_MESSAGE), ROW(maintenance_told, A_MESSAGE),
	ROW(maintenance_over, A_MESSAGE), ROW(maintenance_failed, A_MESSAGE),
	ROW(form_plan, A_MODAL), ROW(form_maintenance_tell, A_MODAL),
	ROW(form_maintenance_move, A_MODAL),
	ROW(form_maintenance_cancel, A_MODAL),
	ROW(form_cover, A_MODAL), ROW(form_swap, A_MODAL),
};

const size_t drawing_count = ARRAY_LEN(drawings);
