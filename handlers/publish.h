/* SPDX-License-Identifier: MIT
 *
 * publish: what update and resolved share: reading which phase and which
 * components a public text is about, and making it an event.
 */
#ifndef INCBOT_HANDLERS_PUBLISH_H
#define INCBOT_HANDLERS_PUBLISH_H

#include "handlers/handler.h"

struct publication {
	int status;		/* enum public_status */
	char affected[AFFECTED_SIZE];
	const char *title;	/* "" = as it is */
	const char *text;
	const char *author;	/* of a draft that is approved; "" = the actor */
};

/* The form of an update, filled in; what looks as if it were from inside stands
 * over it, and `seen` says that these were shown. */
json_t *publication_form(struct turn *turn,
    const struct publication *publication, const char *leaks,
    const char *seen);

/* What looks as if it were from inside is shown once, before it is out; the
 * form that shows it publishes (P3.5: points out, never blocks). True if it is
 * open now; `seen` is what the form brought back. */
bool publication_points_out(struct turn *turn,
    const struct publication *publication, const char *seen);

/* Publishes, or where the severity wants a second pair of eyes makes it a draft
 * that waits for it. The update's reply is made either way. */
enum outcome publication_submit(struct turn *turn,
    const struct publication *publication);
/* The same without asking anybody. */
enum outcome publication_go(struct turn *turn,
    const struct publication *publication);

/* What the next update says if nobody chooses: the phase as before, or
 * monitoring once the service is stable. */
int publication_status(const struct incident *incident);

/* Reads the arguments status, components, state and title of the turn's
 * handler. False after a refusal: *outcome is to be returned. */
NODISCARD bool publication_read(struct turn *turn, struct publication *out,
    enum outcome *outcome);

/* The affected components if nobody chooses: as last published, or those of
 * the service. */
void publication_affected(const struct turn *turn,
    char affected[AFFECTED_SIZE]);

/* Publishes: the event, and the title before it if it is new. */
void publication_make(struct turn *turn,
    const struct publication *publication);

/* Publishes the last word and ends the incident (P4.4). */
enum outcome publication_resolve(struct turn *turn,
    const struct publication *publication);

#endif
