/* SPDX-License-Identifier: MIT
 *
 * render_effect: when an effect is sent, when it waits, and when its reason
 * is gone; one table row per case. What is sent is in the golden files.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/views/render.h"
#include "tests/unit/unit.h"
#include "tests/unit/view_drawings.h"

enum change {
	AS_IT_IS,
	NO_ROOM, NO_ROOM_EVER, ANOTHER_ROOM, NO_CARD, NO_CHECKLIST,
	NO_BROADCAST_TS, NO_BROADCAST_CHANNEL,
	SNOOZED, OFFERED, LOWERED, UNSNOOZED, NO_PAGES, NAGGED_AGAIN,
};

static void apply_change(struct world *world, struct incident *incident,
    enum change change)
{
	switch (change) {
	case AS_IT_IS:
		break;
	case NO_ROOM_EVER:
		incident->flags &= ~FLAG_ROOM;
		incident->room_id[0] = '\0';
		break;
	case NO_ROOM:
		incident->room_id[0] = incident->card_ts[0] = '\0';
		break;
	case ANOTHER_ROOM:
		incident->room_id[0] = incident->card_ts[0] = '\0';
		incident->room_since = 7;
		break;
	case NO_CARD:
		incident->card_ts[0] = '\0';
		break;
	case NO_CHECKLIST:
		incident->checklist_ts[0] = '\0';
		break;
	case NO_BROADCAST_TS:
		incident->broadcast_ts[0] = '\0';
		break;
	case NO_BROADCAST_CHANNEL:
		world->policy.broadcast_channel[0] = '\0';
		break;
	case SNOOZED:
		incident->update_quiet_ms = AT(30);
		break;
	case UNSNOOZED:
		incident->update_quiet_ms = AT(20);
		break;
	case NAGGED_AGAIN:
		incident->update_nagged_ms = AT(30);
		incident->roles[0].nagged_ms = AT(30);
		break;
	case OFFERED:
		(void)text_copy(incident->roles[0].offered_to, ID_SIZE,
		    "U0DAN");
		break;
	case LOWERED:
		incident->severity = SEV3;
		break;
	case NO_PAGES:
		memset(incident->pages, 0, sizeof(incident->pages));
		break;
	}
}

static const struct {
	const char *why;
	enum stage stage;
	int flags;
	enum change change;
	const char *result;
	struct effect effect;
} rows[] = {
	{ "P3.1 the channel is asked for", DECLARED, 0, NO_ROOM, "call",
	    { .kind = EFFECT_ROOM_OPEN } },
	{ "P3.1 it is there already", DECLARED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_ROOM_OPEN } },
	{ "what stands in the channel waits for it", DECLARED, 0, NO_ROOM,
	    "wait", { .kind = EFFECT_SAY, .event = { .kind = EVENT_CLOSED } } },
	{ "no channel will ever come", DECLARED, 0, NO_ROOM_EVER, "obsolete",
	    { .kind = EFFECT_SAY, .event = { .kind = EVENT_CLOSED } } },
	{ "the card waits for the channel", DECLARED, 0, NO_ROOM, "wait",
	    { .kind = EFFECT_CARD_POST } },
	{ "the card is there already", DECLARED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_CARD_POST } },
	{ "the card is posted", DECLARED, 0, NO_CARD, "call",
	    { .kind = EFFECT_CARD_POST } },
	{ "66 no pin for a card that was deleted", DECLARED, 0, NO_CARD,
	    "obsolete",
	    { .kind = EFFECT_CARD_PIN } },
	{ "66 no refresh of a card that was deleted", DECLARED, 0, NO_CARD,
	    "obsolete",
	    { .kind = EFFECT_CARD_REFRESH } },
	{ "61 no refresh of a checklist that is behind it in its lane",
	    DECLARED, 0, NO_CHECKLIST, "obsolete",
	    { .kind = EFFECT_CHECKLIST_REFRESH } },
	{ "a checklist waits for the channel", DECLARED, 0, NO_ROOM, "wait",
	    { .kind = EFFECT_CHECKLIST_REFRESH } },
	{ "61 the channel before it is not waited for where one is opened anew",
	    DECLARED, 0, ANOTHER_ROOM, "obsolete",
	    { .kind = EFFECT_ROOM_TOPIC, .version = 6 } },
	{ "the new one is", DECLARED, 0, ANOTHER_ROOM, "wait",
	    { .kind = EFFECT_ROOM_TOPIC, .version = 7 } },
	{ "a link that is not configured any more", DECLARED, 0, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_ROOM_BOOKMARK, .number = 3 } },
	{ "the last link", DECLARED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_ROOM_BOOKMARK, .number = 2 } },
	{ "a link before the first", DECLARED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_ROOM_BOOKMARK, .number = -1 } },
	{ "an update is said", STAFFED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_SAY, .event = { .kind = EVENT_UPDATE_PUBLISHED,
	    .at_ms = AT(12), .text = "TEXT" } } },
	{ "P4.4 the last update is said by the resolution", RESOLVED, 0,
	    AS_IT_IS, "obsolete", { .kind = EFFECT_SAY, .event = {
	    .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(48),
	    .text = "TEXT" } } },
	{ "P4.2 the draft is offered", DECLARED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_OFFER_DRAFT } },
	{ "P4.2 not after the first update", STAFFED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_OFFER_DRAFT } },
	{ "P3.4 an empty role is nagged about", DECLARED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_NAG_ROLE, .cycle = START_MS } },
	{ "P3.4 until it is taken", COMMANDED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_NAG_ROLE, .cycle = AT(3) } },
	{ "P3.4 a nag of an older emptiness", DECLARED, 0, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_NAG_ROLE, .cycle = START_MS - 1 } },
	{ "P3.4 a ticket needs no roles", DECLARED, 0, LOWERED, "obsolete",
	    { .kind = EFFECT_NAG_ROLE, .cycle = START_MS } },
	{ "P3.4 the last of several reminders speaks for all", DECLARED, 0,
	    NAGGED_AGAIN, "obsolete", { .kind = EFFECT_NAG_ROLE,
	    .cycle = START_MS, .created_ms = AT(20) } },
	{ "P3.4 the last of several reminders speaks", DECLARED, 0,
	    NAGGED_AGAIN, "call", { .kind = EFFECT_NAG_ROLE,
	    .cycle = START_MS, .created_ms = AT(30) } },
	{ "a role that does not exist", DECLARED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_NAG_ROLE, .number = 3, .cycle = START_MS } },
	{ "P4.1 the update is nagged about", STAFFED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_NAG_PERSON, .user = "U0CHLOE", .cycle = 1,
	    .created_ms = AT(24) } },
	{ "P4.1 until it is published", STAFFED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_NAG_PERSON, .user = "U0CHLOE", .cycle = 0,
	    .created_ms = AT(10) } },
	{ "P4.1 not when snoozed meanwhile", STAFFED, 0, SNOOZED, "obsolete",
	    { .kind = EFFECT_NAG_PERSON, .user = "U0CHLOE", .cycle = 1,
	    .created_ms = AT(24) } },
	{ "P4.1 again when the snooze is over", STAFFED, 0, UNSNOOZED, "call",
	    { .kind = EFFECT_NAG_ROOM, .cycle = 1, .created_ms = AT(24) } },
	{ "P4.1 the last of several reminders speaks for all", STAFFED, 0,
	    NAGGED_AGAIN, "obsolete", { .kind = EFFECT_NAG_ROOM, .cycle = 1,
	    .created_ms = AT(24) } },
	{ "P4.1 the last of several reminders speaks", STAFFED, 0,
	    NAGGED_AGAIN, "call", { .kind = EFFECT_NAG_ROOM, .cycle = 1,
	    .created_ms = AT(30) } },
	{ "P4.1 not when resolved", RESOLVED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_NAG_ROOM, .cycle = 2, .created_ms = AT(60) } },
	{ "P3.3 the asked is asked", STAFFED, 0, OFFERED, "call",
	    { .kind = EFFECT_ASK_HANDOVER, .user = "U0DAN" } },
	{ "P3.3 not when the offer is gone", STAFFED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_ASK_HANDOVER, .user = "U0DAN" } },
	{ "P3.3 whoever holds the role is briefed", STAFFED, 0, AS_IT_IS,
	    "call", { .kind = EFFECT_BRIEF, .user = "U0ANA" } },
	{ "P3.3 not who holds it no more", STAFFED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_BRIEF, .user = "U0DAN" } },
	{ "P2.2 the primary is paged", DECLARED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS } },
	{ "P2.2 before there is a channel", DECLARED, 0, NO_ROOM, "call",
	    { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS } },
	{ "P2.5 nobody is paged after an ack", ACKED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS } },
	{ "P2.5 nor after the end", RESOLVED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS } },
	{ "P1.3 nor when lowered to a severity that pages nobody", DECLARED,
	    0, LOWERED, "obsolete", { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS } },
	{ "a page that was asked for anew meanwhile", DECLARED, 0, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_PAGE, .user = "U0BEN",
	    .created_ms = START_MS - 1 } },
	{ "P2.5 a page of an epoch that an ack has ended", ACKED, 0, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_PAGE, .user = "U0BEN", .cycle = 1,
	    .created_ms = START_MS } },
	{ "P2.4 a page that was asked for after the ack", ACKED, 0, AS_IT_IS,
	    "call", { .kind = EFFECT_PAGE, .user = "U0SUE", .number = 3,
	    .cycle = 2, .created_ms = AT(5) } },
	{ "a page that was never sent", ACKED, 0, NO_PAGES, "obsolete",
	    { .kind = EFFECT_PAGE_REFRESH, .user = "U0BEN" } },
	{ "a page is settled", ACKED, 0, AS_IT_IS, "call",
	    { .kind = EFFECT_PAGE_REFRESH, .user = "U0BEN" } },
	{ "the company is told", DECLARED, 0, NO_BROADCAST_TS, "call",
	    { .kind = EFFECT_COMPANY_POST } },
	{ "the company was told", DECLARED, 0, AS_IT_IS, "obsolete",
	    { .kind = EFFECT_COMPANY_POST } },
	{ "a private incident is not the company's affair", DECLARED,
	    FLAG_PRIVATE, NO_BROADCAST_TS, "obsolete",
	    { .kind = EFFECT_COMPANY_POST } },
	{ "nowhere to tell the company", DECLARED, 0, NO_BROADCAST_CHANNEL,
	    "obsolete", { .kind = EFFECT_COMPANY_UPDATE } },
	{ "P7.4 a drill publishes nothing", STAFFED, FLAG_DRILL, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_COMPANY_UPDATE, .event = {
	    .kind = EVENT_UPDATE_PUBLISHED, .text = "TEXT" } } },
	{ "a private update stays private", STAFFED, FLAG_PRIVATE, AS_IT_IS,
	    "obsolete", { .kind = EFFECT_COMPANY_UPDATE, .event = {
	    .kind = EVENT_UPDATE_PUBLISHED, .text = "TEXT" } } },
	{ "nothing to refresh", DECLARED, 0, NO_BROADCAST_TS, "obsolete",
	    { .kind = EFFECT_COMPANY_REFRESH } },
};

START_TEST(an_effect_is_sent_waits_or_is_obsolete)
{
	struct arena *arena = arena_new(1u << 20);
	struct world world;
	struct incident incident;
	json_t *json;

	world_init(&world, arena);
	incident = world_incident(&world, SEV1, rows[_i].flags,
	    rows[_i].stage);
	apply_change(&world, &incident, rows[_i].change);
	json = world_render(&world, &rows[_i].effect, &incident);
	ck_assert_msg(strcmp(json_string_value(json_object_get(json,
	    "result")), rows[_i].result) == 0, "%s: %s, not %s",
	    rows[_i].why,
	    json_string_value(json_object_get(json, "result")),
	    rows[_i].result);
	json_decref(json);
	arena_free(arena);
}
END_TEST

START_TEST(bookmarks_are_service_site_status_page)
{
	static const char *const titles[] = { "Checkout dashboard", "Runbooks",
		"Status page" };
	struct arena *arena = arena_new(1u << 20);
	struct world world;
	struct incident incident;
	struct link link;
	int i;

	world_init(&world, arena);
	incident = world_incident(&world, SEV1, 0, DECLARED);
	for (i = 0; i < 3; i++) {
		ck_assert(render_bookmark(&incident, &world.policy, i,
		    &link));
		ck_assert_str_eq(link.title, titles[i]);
	}
	ck_assert(!render_bookmark(&incident, &world.policy, 3, &link));
	world.policy.status_page_url[0] = '\0';
	ck_assert(!render_bookmark(&incident, &world.policy, 2, &link));
	incident.service[0] = '\0';
	ck_assert(render_bookmark(&incident, &world.policy, 0, &link));
	ck_assert_str_eq(link.title, "Runbooks");
	arena_free(arena);
}
END_TEST

static const struct {
	const char *title;
	int name_try;
	const char *name;
} names[] = {
	{ "api outage", 1, "inc-2026-06-15-api-outage" },
	{ "api outage", 2, "inc-2026-06-15-api-outage-2" },
	{ "API  Outage!!", 10, "inc-2026-06-15-api-outage-10" },
	{ "Caf\xc3\xa9 \xc3\x9c" "bergr\xc3\xb6\xc3\x9f" "e \xc3\xb8re", 1,
	    "inc-2026-06-15-cafe-ubergrosse-ore" },
	{ "\xc5\x81\xc3\xb3" "d\xc5\xba \xc4\x8c" "esk\xc3\xa9 \xc8\x99i", 1,
	    "inc-2026-06-15-lodz-ceske-si" },
	{ "cafe\xcc\x81 can't pay", 1, "inc-2026-06-15-cafe-cant-pay" },
	{ "\xe6\x9c\x8d\xe5\x8a\xa1\xe5\x99\xa8", 1,
	    "inc-2026-06-15-incident" },
	{ "\xf0\x9f\x94\xa5 db \xf0\x9f\x94\xa5 down", 1,
	    "inc-2026-06-15-db-down" },
	{ "", 3, "inc-2026-06-15-incident-3" },
	{ "--a__b..c/d--", 1, "inc-2026-06-15-a-b-c-d" },
	{ "\xff\xfe x", 1, "inc-2026-06-15-x" },
	{ "500 errors on /v2", 1, "inc-2026-06-15-500-errors-on-v2" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaa", 1,
	    "inc-2026-06-15-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaa" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b", 1,
	    "inc-2026-06-15-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaa-b" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b", 2,
	    "inc-2026-06-15-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaa-2" },
};

START_TEST(p3_1_channel_names)
{
	struct arena *arena = arena_new(1u << 20);
	struct world world;
	struct incident incident;
	char name[NAME_SIZE];

	world_init(&world, arena);
	world.title = names[_i].title;
	incident = world_incident(&world, SEV1, 0, DECLARED);
	render_room_name(&incident, &world.policy, names[_i].name_try, name);
	ck_assert_str_eq(name, names[_i].name);
	ck_assert_uint_le(strlen(name), 80);
	ck_assert_uint_eq(strspn(name,
	    "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(name));
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("render_effect");

	tcase_add_loop_test(u.tcase, an_effect_is_sent_waits_or_is_obsolete,
	    0, (int)ARRAY_LEN(rows));
	tcase_add_loop_test(u.tcase, p3_1_channel_names, 0,
	    (int)ARRAY_LEN(names));
	unit_add(&u, bookmarks_are_service_site_status_page);
	return unit_run(&u);
}
