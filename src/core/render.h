/* SPDX-License-Identifier: MIT
 *
 * render: turns an effect into the Slack call that fulfils it, with the
 * incident as it is now. Pure. The runner sends the call; how to tell after
 * an ambiguous answer whether it was already done is said in `reconcile`.
 */
#ifndef INCBOT_CORE_RENDER_H
#define INCBOT_CORE_RENDER_H

#include "base/base.h"
#include "core/effect.h"
#include "core/incident.h"
#include "core/policy.h"
#include <jansson.h>

struct arena;

enum reconcile {
	RECONCILE_NONE,		/* repeating is harmless (update, topic, pin) */
	RECONCILE_MESSAGE,	/* look for our metadata in the channel */
	RECONCILE_CHANNEL,	/* name_taken: adopt if we made it */
	RECONCILE_BOOKMARK,	/* list by link first */
};

struct call {
	const char *method;	/* "chat.postMessage" */
	json_t *args;		/* object; owned by whoever has the call */
	enum reconcile reconcile;
	/* Slack errors that mean "already so", comma separated. */
	const char *done_errors;
};

enum render_result {
	RENDER_CALL,		/* send it */
	RENDER_OBSOLETE,	/* the reason is gone: done without a call */
	RENDER_WAIT,		/* needs something that is not there yet (the
				   channel): try again shortly */
};

/* Messages carry metadata {"event_type":"incbot_fx","event_payload":
 * {"fx": job}} so that they can be found again. `attempt` numbers the
 * channel-name suffix (1 = none, 2 = "-2"). */
enum render_result render_effect(struct arena *arena,
    const struct effect *effect, const char *job,
    const struct incident *incident, const struct policy *policy,
    int name_try, struct call *call);

/* The name of the incident's channel: prefix-YYYY-MM-DD-slug[-n], at most 80
 * characters of a-z 0-9 - (P3.1). Latin letters with marks lose the marks;
 * a title without any usable letter becomes "incident". */
void render_room_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE]);

#endif
