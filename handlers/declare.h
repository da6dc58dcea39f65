/* SPDX-License-Identifier: MIT
 *
 * declare: opening an incident, shared by those who can: people by typing and
 * by form, alerts, and people who confirm what an alert proposed. They
 * declare NEEDS_SITE.
 */
#ifndef INCBOT_HANDLERS_DECLARE_H
#define INCBOT_HANDLERS_DECLARE_H

#include "handlers/handler.h"

struct declaration {
	const char *id;		/* the incident's number */
	const char *title;
	const char *service;	/* "" = none */
	int severity;
	int flags;		/* of the request; the channel follows from the
				   severity */
};

/* The event, and all that follows from it: channel, pages, targets. */
void declare_incident(struct turn *turn, const struct declaration *what);

/* Past incidents like it, after all of its events; nothing if there are none.
 * The handler declares NEEDS_SIMILAR. */
void similar_offer(struct turn *turn);

/* Of another one that is fresh whoever declared is told in the reply, with a
 * button that closes theirs: the handler's `after`. */
void duplicate_hint(struct turn *turn);

#endif
