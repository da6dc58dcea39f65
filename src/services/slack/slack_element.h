/* SPDX-License-Identifier: MIT
 *
 * slack_element: what Block Kit's elements hold (a text, an option, people)
 * and the "<incident>|<epoch>|<words>" that incbot puts into them. Pure and
 * total. The elements are slack_request.c's; slack_string_at() is for all who
 * read Slack's JSON. The writing side is core/views/view.h.
 */
#ifndef INCBOT_SERVICES_SLACK_ELEMENT_H
#define INCBOT_SERVICES_SLACK_ELEMENT_H

#include "base/base.h"
#include <jansson.h>

struct arena;

/* The string under key, "" if there is none. */
const char *slack_string_at(const json_t *object, const char *key);

/* The text cut at a whole character, in the arena. */
const char *slack_keep(struct arena *arena, const char *s, size_t limit);

/* Is it a kind of element that we can read? */
bool slack_element_known(const json_t *state);
/* A button's value is what we put there; others hold a choice. */
bool slack_element_is_button(const json_t *state);
/* The value is one user's id. */
bool slack_element_is_person(const json_t *state);

/* What was typed or chosen, in the arena; "" if nothing. Several values are
 * joined by ",". The element must be a known one. */
const char *slack_element_value(struct arena *arena, const json_t *state);

struct slack_reference {
	const char *incident;	/* "" = none named */
	int epoch;		/* 0 = unknown */
	const char *words;
};

/* Takes "<incident>|<epoch>|<words>" apart; both numbers may be empty. False,
 * *out untouched, if the text has another form. */
NODISCARD bool slack_reference_read(struct arena *arena, const char *s,
    struct slack_reference *out);

/* The ts of the message that has the payload's button; "" if only one person
 * sees it, since such a one cannot be brought up to date, or it is a view. */
const char *slack_shown_message(struct arena *arena, const json_t *payload);

#endif
