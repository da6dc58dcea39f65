/* SPDX-License-Identifier: MIT
 *
 * slack_request: reads what Slack sent (an envelope's type and payload) into a
 * request, the one shape that handlers know. Pure: no I/O, no clock, no log.
 * Total: whatever the payload holds, the answer is a request or a reason why
 * there is none. How clicks and forms are encoded: core/views/view.h. What the
 * payloads look like: docs.slack.dev, "Interactivity" and "Events API".
 */
#ifndef INCBOT_SERVICES_SLACK_REQUEST_H
#define INCBOT_SERVICES_SLACK_REQUEST_H

#include "base/base.h"
#include "core/request.h"
#include <jansson.h>

struct arena;

/* Bytes of words or of a form's value that are looked at. More than any text
 * may have (TEXT_SIZE), so that too long stays too long and is refused by
 * the handler in the user's words. */
#define SLACK_WORDS_MAX 8192

/* Who we are in this workspace; "" = not known (yet). */
struct slack_self {
	char team[ID_SIZE];
	char user[ID_SIZE];	/* the bot's user */
	char bot[ID_SIZE];
};

enum slack_reading {
	REQUEST_MADE,
	REQUEST_IGNORED,	/* reason says why; ack it all the same */
};

struct slack_read {
	struct request request;	/* REQUEST_MADE only */
	const char *reason;	/* REQUEST_IGNORED only; for the log, may
				   quote a type word of Slack's */
};

/* type is the envelope's: "slash_commands", "interactive", "events_api".
 * Strings of the request live in the arena (at most about 200 KiB of it).
 *
 *   slash command    COMMAND, words = the whole line (straight quotes, plain
 *                    spaces, no newlines); the dispatcher knows the commands
 *   block_actions    CLICK by action_id and value; a chosen person becomes
 *                    "<@U..>" at the end of words
 *   view_submission  FORM
 *   shortcuts        CLICK "declare"; words = the message's text as a title
 *   app_home_opened  HAPPENING "home_opened"
 *   pushpins, pins, edits  HAPPENING "message_marked" (slack_marked.h)
 *   a channel is back      HAPPENING "room_unarchived", or, if somebody brought
 *                          incbot into it, "room_joined" (slack_room.h)
 *
 * A select has no value of its own: what it is about is read from the chosen
 * option's value, or else from its block_id, in the form of a button's value.
 * The action "do:menu" takes the handler from the option's value too:
 * "<handler>|<incident>|<epoch>|<words>". */
NODISCARD enum slack_reading slack_request_read(struct arena *arena,
    const struct slack_self *self, const char *type, const json_t *payload,
    struct slack_read *out);

/* One line as a person meant it: &lt; &gt; &amp; undone, <@U1|ana> as <@U1>,
 * <#C1|ops> as #ops, links as their address, curly quotes straight, every
 * kind of white space a plain space, other control characters dropped,
 * trimmed at both ends. Cut at limit bytes. */
const char *slack_plain_line(struct arena *arena, const char *raw,
    size_t limit);

#endif
