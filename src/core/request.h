/* SPDX-License-Identifier: MIT
 *
 * request: what a person, the clock or a service asked of incbot, in one
 * shape. Typed commands, clicks and filled forms become the same request
 * with the same arguments (P7.2), so a handler cannot tell them apart.
 * Strings live in the turn's arena; "" means absent, never NULL.
 */
#ifndef INCBOT_CORE_REQUEST_H
#define INCBOT_CORE_REQUEST_H

#include "base/base.h"
#include "core/alert.h"
#include "core/effect.h"
#include "core/limits.h"

struct marked;

enum request_kind {
	REQUEST_COMMAND,	/* typed */
	REQUEST_CLICK,		/* a button or menu; value holds the words */
	REQUEST_FORM,		/* a submitted modal; values[] by name */
	REQUEST_HAPPENING,	/* Slack tells of something: home opened, ... */
	REQUEST_DUE,		/* an appointment fell due */
	REQUEST_RESULT,		/* an effect was done, or given up */
	REQUEST_ALERT,		/* a monitoring system says something */
	REQUEST_SELF,		/* incbot itself noticed something */
};

#define FORM_VALUES_MAX 12

struct form_value {
	const char *name;	/* the argument's name = the block_id */
	const char *value;	/* as typed; several are joined by "," */
};

struct request {
	enum request_kind kind;
	const char *key;	/* recognises a repeat; "" = none needed */
	const char *name;	/* handler asked for: "severity"; "" if typed */
	const char *words;	/* its arguments, or the whole typed line;
				   Slack's entities undone but <@U..> kept */
	const char *actor;	/* user id */
	const char *team;
	const char *channel;	/* where it was said; "" = nowhere */
	const char *incident;	/* number, if the click or form names it */
	int epoch;		/* as the button knew it; 0 = unknown */
	const char *trigger_id;	/* lives 3 s: may open a form */
	const char *view_id;	/* the form it came from */
	const char *response_url;
	const char *message;	/* REQUEST_CLICK: ts of the message that has the
				   button; "" = a private one, or a view */
	struct form_value values[FORM_VALUES_MAX];
	int value_count;

	/* REQUEST_HAPPENING: name is the handler's: "home_opened",
	   "room_unarchived", "room_joined", "message_marked" (core/marked.h)
	   or "file_shared" (made_ref is the file's id, made_name its name). */

	/* REQUEST_SELF: name is "config_taken". */

	/* REQUEST_DUE: name is appointment_handler(number). */
	int number;
	int64_t due_ms;

	/* REQUEST_RESULT: name is effect_result_name() of it. */
	const struct effect *effect;
	bool succeeded;
	const char *error;	/* Slack's word if it was given up */
	const char *made_ref;	/* id of what was made: channel or ts */
	const char *made_name;	/* its name, or the DM channel of a page */
	const struct marked *marked;	/* EFFECT_MARK_READ; or NULL */
	const char *manuscript;		/* EFFECT_MANUSCRIPT_TAKE; or NULL */
	size_t manuscript_length;
	/* REQUEST_ALERT: name is "alert_open", "alert_join" ... */
	const struct alert *alert;
	int64_t rendered_version;	/* incident version it was drawn from */
};

/* Everything absent. */
void request_init(struct request *request, enum request_kind kind,
    const char *name);

/* Asked by incbot or a service, not by a person. */
bool request_is_own(const struct request *request);

/* The form's value by name, or "". */
const char *request_value(const struct request *request, const char *name);

#endif
