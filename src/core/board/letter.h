/* SPDX-License-Identifier: MIT
 *
 * letter: public updates as a letter to somebody who subscribed by e-mail: the
 * words, as plain text. What is put in is what was published and nothing else;
 * people's lines are indented, so that none of them looks like one of ours. How
 * it becomes bytes on the wire: services/outside/mail_errand.h; whose turn it
 * is: core/mailbox.h.
 */
#ifndef INCBOT_CORE_LETTER_H
#define INCBOT_CORE_LETTER_H

#include "base/base.h"
#include "base/text.h"
#include "core/incident.h"
#include "core/policy.h"
#include "core/site.h"

struct arena;

#define LETTER_BYTES 49152	/* of all updates; then the rest is counted */

struct letter {
	struct arena *arena;
	const struct policy *policy;
	const struct mailbox *box;
	const char *address;	/* where it goes; "" until it is known */
	struct text text;
	const char *heading;	/* of what comes next; NULL = stands there */
	const char *title;	/* of what was told last */
	const char *state;	/* ... and its phase */
	int subjects;		/* incidents and maintenances */
	int updates;
	int left_out;
	bool first;		/* it only says what will come */
	const char *subject;	/* set by letter_end() */
};

void letter_init(struct letter *letter, struct arena *arena,
    const struct policy *policy, const struct mailbox *box);

/* What the next updates are about; of maintenance (NULL = it is not known any
 * more) the times are those of the news, if these have some. */
void letter_about_incident(struct letter *letter,
    const struct incident *incident);
void letter_about_maintenance(struct letter *letter,
    const struct maintenance *maintenance, const struct mail_news *news);

/* What the public called an incident, and what was affected, when a letter was
 * begun: none is known, and then by one event after the other up to there. A
 * letter that is sent again has the heading that it had. */
void letter_unname(struct incident *incident);
void letter_name(struct incident *incident, const struct event *event);

/* An event of its timeline; only what told the public something is taken. */
void letter_take(struct letter *letter, const struct event *event);

/* Nothing is added any more. */
void letter_end(struct letter *letter);

#endif
