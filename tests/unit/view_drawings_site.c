/* SPDX-License-Identifier: MIT
 *
 * view_drawings_site: the drawings of what the public is told: planned
 * maintenance, and the comms channel. See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_maintenance.h"
#include "core/views/view_site.h"
#include "core/views/view_subscribe.h"

/* One that is under way, and one that is planned and missing at a place. */
static const struct site *site_with_maintenance(const struct world *w)
{
	static struct site site;
	struct maintenance *one = &site.maintenances[0];

	memset(&site, 0, sizeof(site));
	COPY(one->title, w->title);
	COPY(one->text, w->text);
	one->number = 3;
	one->state = MAINTENANCE_RUNNING;
	one->from_ms = AT(-10);
	one->until_ms = AT(50);
	one->places_waiting = PLACE_STATUSPAGE;
	site.maintenances[1] = site.maintenances[0];
	one = &site.maintenances[1];
	one->number = 4;
	one->state = MAINTENANCE_SCHEDULED;
	one->from_ms = AT(1000);
	one->until_ms = AT(1060);
	one->places_failed = PLACE_WEBHOOK;
	return &site;
}

DRAW(maintenances)
{
	const char *fallback;
	json_t *blocks = view_maintenances(w->arena, &w->policy,
	    site_with_maintenance(w), &fallback);

	return drawing_message(blocks, fallback);
}

/* Once by direct message, once by letters, of which the last one failed. */
DRAW(subscriptions)
{
	static struct policy policy;
	static struct site site;
	struct subscription *one = site.subscriptions;
	const char *fallback;
	json_t *blocks;

	policy = w->policy;
	policy.sends_mail = true;
	memset(&site, 0, sizeof(site));
	COPY(one[0].user, "U0ANA");
	one[0].severity = SEV2;
	one[1] = one[0];
	one[1].severity = SEV3;
	one[1].by_mail = true;
	COPY(one[1].service, w->title);
	COPY(site.mailboxes[0].user, "U0ANA");
	COPY(site.mailboxes[0].address, w->title);
	COPY(site.mailboxes[0].trouble, w->title);
	site.mailboxes[0].rhythm = MAIL_DAILY;
	blocks = view_subscriptions(w->arena, &policy, &site, "U0ANA",
	    &fallback);
	return drawing_message(blocks, fallback);
}

DRAW(letter_failed)
{
	static struct effect effect;
	struct message message_of;

	memset(&effect, 0, sizeof(effect));
	effect.kind = EFFECT_SITE_TELL;
	effect.event.kind = EVENT_LETTER_FAILED;
	COPY(effect.event.text, w->title);
	message_of = message_site(w->arena, &effect, site_with_maintenance(w),
	    &w->policy);
	return drawing_message(message_of.blocks, message_of.text);
}

static json_t *told(const struct world *w, int kind)
{
	static struct effect effect;
	struct message message_of;

	memset(&effect, 0, sizeof(effect));
	effect.kind = EFFECT_SITE_SAY;
	effect.event.kind = kind;
	effect.event.number = 3;
	COPY(effect.event.text, w->text);
	message_of = message_site(w->arena, &effect,
	    site_with_maintenance(w), &w->policy);
	return drawing_message(message_of.blocks, message_of.text);
}

DRAW(maintenance_told) { return told(w, EVENT_MAINTENANCE_TOLD); }
DRAW(maintenance_over) { return told(w, EVENT_MAINTENANCE_FINISHED); }
DRAW(maintenance_failed) { return told(w, EVENT_MAINTENANCE_FAILED); }

/* With a page: each component has a state of its own. */
DRAW(form_update_page)
{
	static struct policy policy;
	struct component *components = policy.board.components;
	const struct update_draft draft = { PUBLIC_IDENTIFIED,
		"checkout=partial,search=major", "", w->text, "", "" };

	struct incident incident = world_incident(w, SEV1, 0, STAFFED);

	policy = w->policy;
	COPY(policy.board.folder, "/page");
	COPY(components[0].id, "checkout");
	COPY(components[0].name, w->title);
	COPY(components[1].id, "search");
	COPY(components[1].name, "Search");
	policy.board.component_count = 2;
	return view_update_form(w->arena, &incident, &policy, &draft);
}

DRAW(form_plan)
{
	struct maintenance_draft draft = { "sat 22:00-23:30", w->title, "",
		w->text, "`db-7` (a host's name)", "00ff" };

	return view_plan_form(w->arena, &w->policy, &draft);
}

DRAW(form_maintenance_tell)
{
	return view_maintenance_text_form(w->arena,
	    &site_with_maintenance(w)->maintenances[0], "", "", "");
}

DRAW(form_maintenance_move)
{
	return view_maintenance_move_form(w->arena,
	    &site_with_maintenance(w)->maintenances[0]);
}

DRAW(form_maintenance_cancel)
{
	return view_maintenance_cancel_form(w->arena,
	    &site_with_maintenance(w)->maintenances[0]);
}

static json_t *comms(const struct world *w, enum stage stage, int kind)
{
	static struct incident incident;
	static struct effect effect;

	incident = world_incident(w, SEV1, 0, stage);
	COPY(incident.comms_id, "C0COMMS");
	COPY(incident.comms_name, "inc-7-comms");
	COPY(incident.comms_card_ts, "1781532000.000100");
	if (kind == EFFECT_COMMS_OPEN)
		COPY(incident.comms_id, "");
	if (kind == EFFECT_COMMS_CARD_POST)
		COPY(incident.comms_card_ts, "");
	memset(&effect, 0, sizeof(effect));
	effect.kind = kind;
	effect.number = UPDATE_STAGE_CHANNEL;
	effect.cycle = incident.update_count;
	if (kind == EFFECT_COMMS_INVITE)
		COPY(effect.user, "U0CHLOE");
	return world_render(w, &effect, &incident);
}

DRAW(fx_comms_open) { return comms(w, STAFFED, EFFECT_COMMS_OPEN); }
DRAW(fx_comms_mark) { return comms(w, STAFFED, EFFECT_COMMS_MARK); }
DRAW(fx_comms_invite) { return comms(w, STAFFED, EFFECT_COMMS_INVITE); }
DRAW(fx_comms_pin) { return comms(w, STAFFED, EFFECT_COMMS_CARD_PIN); }
DRAW(fx_comms_nag) { return comms(w, STAFFED, EFFECT_COMMS_NAG); }
DRAW(fx_comms_card) { return comms(w, DECLARED, EFFECT_COMMS_CARD_POST); }

DRAW(fx_comms_card_staffed)
{
	return comms(w, STAFFED, EFFECT_COMMS_CARD_REFRESH);
}

DRAW(fx_comms_card_resolved)
{
	return comms(w, RESOLVED, EFFECT_COMMS_CARD_REFRESH);
}
