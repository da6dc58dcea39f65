/* SPDX-License-Identifier: MIT
 *
 * mail_errand: a letter by the site's mail server (pagers.mail), for whoever
 * has one to send: a page, or updates for a subscriber. Servers know no key of
 * ours; the Message-ID is the same at each attempt, so that a repeat can be
 * recognised by whoever reads it. "Taken by the mail server" is all that can be
 * known: what it cannot deliver later comes back to pagers.mail.from.
 */
#ifndef INCBOT_SERVICES_MAIL_ERRAND_H
#define INCBOT_SERVICES_MAIL_ERRAND_H

#include "services/outside/errand.h"

struct mail_letter {
	const char *to;
	const char *subject;	/* raw */
	const char *thread;	/* letters with the same word are shown
				   together; "" = this one is by itself */
	bool urgent;
	const char *lead;	/* raw: the body's first line; "" = none */
	const char *text;	/* raw: the body */
};

/* True if there is a mail server and a sender's address. */
bool mail_errand_is_set(const struct config *config);

/* Draws it; there must be a mail server, and a good address. */
void mail_errand(const struct errand_scene *scene,
    const struct mail_letter *letter, struct errand *errand);

/* A letter to a subscriber (effect LETTER_SEND). */
enum errand_draw letter_draw(const struct errand_scene *scene,
    struct errand *errand);

#endif
