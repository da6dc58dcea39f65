/* SPDX-License-Identifier: MIT
 *
 * twilio: what Twilio posts back: a form and the signature over it, which is an
 * HMAC-SHA1 over the address as Twilio was given it and all values in the order
 * of their names. What is done about it: daemon/web/twilio_web.h.
 */
#ifndef INCBOT_SERVICES_TWILIO_H
#define INCBOT_SERVICES_TWILIO_H

#include "base/base.h"

struct arena;
struct secret;
struct text;

#define TWILIO_VALUES_MAX 64	/* of one form; more is no form of Twilio's */
#define TWILIO_BODY_MAX 16384

struct twilio_form {
	struct twilio_value {
		const char *name;
		const char *value;
	} values[TWILIO_VALUES_MAX];	/* by name */
	size_t count;
};

/* False if it is no form, or too large. */
NODISCARD bool twilio_read(struct arena *arena, const char *body,
    size_t length, struct twilio_form *form);

/* "" if it is not there. */
const char *twilio_value(const struct twilio_form *form, const char *name);

/* Is this X-Twilio-Signature (NULL: none) the one for that address? Takes as
 * long for a wrong one as for a right one. */
bool twilio_is_signed(const struct secret *token, const char *url,
    const struct twilio_form *form, const char *signature);

/* Words within an element or an attribute of XML. */
void twilio_xml(struct text *text, const char *words);

#endif
