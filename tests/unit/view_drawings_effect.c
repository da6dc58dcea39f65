/* SPDX-License-Identifier: MIT
 *
 * view_drawings_effect: what is sent: the calls that effects become.
 * See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"

#include "base/text.h"
#include "core/views/view.h"

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

DRAW(fx_say_place_failed)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	i.places_failed = PLACE_INSTATUS;
	return world_render(w, &(struct effect){ .kind = EFFECT_SAY,
		.event = { .kind = EVENT_EFFECT_DEAD, .text = "http_422",
		    .name = "publish the update: Instatus" } }, &i);
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
FX(fx_room_join, DECLARED, .kind = EFFECT_ROOM_JOIN)
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
		.actor = "U0ANA", .text = "TEXT" };

	world_event(w, &i, &over);
	COPY(over.ref, "1.2");
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
