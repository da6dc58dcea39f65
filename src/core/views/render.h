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
#include "core/site.h"
#include <jansson.h>

struct arena;
struct message;

enum reconcile {
	RECONCILE_NONE,		/* repeating is harmless (update, topic, pin) */
	RECONCILE_MESSAGE,	/* look for our metadata in the channel */
	RECONCILE_CHANNEL,	/* name_taken: adopt if we made it */
	RECONCILE_BOOKMARK,	/* list by link first */
	RECONCILE_FILE,		/* look for its name in the channel */
	RECONCILE_CANVAS,	/* the channel's, if our heading is in it */
};

struct call {
	const char *method;	/* "chat.postMessage"; "" is not for Slack */
	json_t *args;		/* object; owned by whoever has the call */
	enum reconcile reconcile;
	/* Slack errors that mean "already so", comma separated; or NULL. */
	const char *done_errors;
};

enum render_result {
	RENDER_CALL,		/* send it */
	RENDER_OBSOLETE,	/* the reason is gone: done without a call */
	RENDER_WAIT,		/* needs something that is not there yet (the
				   channel, the card): try again shortly */
};

/* For effects of Slack's alone: what is done ELSEWHERE is not rendered here but
 * in services/outside/errand.h. Messages carry metadata
 * {"event_type":"incbot_fx","event_payload": {"fx": job}} so that they can be
 * found again; client_msg_id is the sender's. An update of a message leaves its
 * metadata as it is (Slack keeps what is not given), so that it is still found
 * by the job that posted it. A direct message names the person's id as its
 * channel, which Slack takes; to reconcile one, its real channel must be asked
 * for first (conversations.open). `name_try` numbers the channel-name suffix (1
 * = none, 2 = "-2"). *call is set only if RENDER_CALL is returned. */
enum render_result render_effect(struct arena *arena,
    const struct effect *effect, const char *job,
    const struct incident *incident, const struct policy *policy,
    int name_try, struct call *call);

/* The same for an effect of the site, with its record as it is now. */
enum render_result render_site_effect(struct arena *arena,
    const struct effect *effect, const char *job, const struct site *site,
    const struct policy *policy, struct call *call);

/* The call that posts a message which the job's id finds again; takes over
 * its blocks. */
struct call render_post(const char *channel, const char *job,
    const struct message *message);

/* The call that changes one which stands there; takes over its blocks. */
struct call render_update(const char *channel, const char *ts,
    const struct message *message);

/* The same for the lane of the comms channel. */
enum render_result render_comms_effect(struct arena *arena,
    const struct effect *effect, const char *job,
    const struct incident *incident, const struct policy *policy,
    int name_try, struct call *call);

/* The name of the comms channel: that of the incident's, and "-comms". */
void render_comms_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE]);

/* The name of the incident's channel: prefix-YYYY-MM-DD-slug[-n], at most 80
 * characters of a-z 0-9 - (P3.1). Latin letters with marks lose the marks;
 * a title without any usable letter becomes "incident". */
void render_room_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE]);

/* The channel's purpose, by which a channel of ours is known as this
 * incident's: begins with "INC-7:" and holds nothing that people wrote. */
/* That of the comms channel: the incident's channel's own, and "-comms". */
void render_comms_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE]);

const char *render_room_mark(struct arena *arena,
    const struct incident *incident);

/* The number-th bookmark (from 0): the service's links, the site's, the
 * status page. False if there are not that many. */
NODISCARD bool render_bookmark(const struct incident *incident,
    const struct policy *policy, int number, struct link *out);

#endif
