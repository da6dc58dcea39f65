/* SPDX-License-Identifier: MIT
 *
 * marked: messages of the incident's channel that responders marked with a
 * pushpin, as a reaction or as a pin, so that they stand in its record
 * (P6.3). Either marks; a message is marked as long as one of the two is
 * there. Slack's events only say that something changed: what counts is the
 * message as Slack shows it when it is read afterwards, so their order does
 * not matter. Pure questions about an incident; it changes in
 * incident_apply() only. Who reads: services/slack/slack_marked.h.
 */
#ifndef INCBOT_CORE_MARKED_H
#define INCBOT_CORE_MARKED_H

#include "base/base.h"
#include "core/incident.h"

struct arena;

#define MARK_EMOJI "pushpin"

/* REQUEST_HAPPENING "message_marked": what happened, as request->number;
 * made_ref is the message's ts, made_name the event's for a pin. */
enum mark_happening {
	MARK_REACTED, MARK_UNREACTED, MARK_PINNED, MARK_UNPINNED,
	MARK_EDITED, MARK_DELETED,
};

/* A message as Slack has it now. Strings are people's own, raw. */
struct marked {
	const char *author;	/* user id; "" = none of the team's people */
	const char *text;	/* one line */
	const char *links;	/* "address name" a line: the message, then
				   its files */
	bool reacted;		/* somebody's pushpin is on it */
};

/* Lines of links that are kept; more files than that are not listed. */
#define MARK_LINKS_MAX 9
#define MARK_NAME_CHARS 60	/* of a file's name */

/* The mark of the message with that ts, or -1. */
int mark_find(const struct incident *incident, const char *ts);
/* A new one would not find a place: it is not kept. */
bool marks_are_full(const struct incident *incident);
/* It stands in the record now. */
bool mark_is_kept(const struct incident *incident, int mark);

/* What tells one content of a message from another. */
void mark_hash(const struct event *kept, char out[17]);

/* The number-th line of a kept event's list (from 0): an address that begins
 * with https: or http:, and a name. False past the end, and for a line that
 * is not one. */
NODISCARD bool mark_link(struct arena *arena, const char *links,
    int number, const char **url, const char **name);

#endif
