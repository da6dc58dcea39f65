/* SPDX-License-Identifier: MIT
 *
 * secret: tokens and passwords as a type of their own, so that nobody prints
 * one by mistake, and the log's second net, mask_secrets(). Where a secret
 * comes from and where it goes is not known here.
 */
#ifndef INCBOT_BASE_SECRET_H
#define INCBOT_BASE_SECRET_H

#include "base/base.h"

#define SECRET_SIZE 512

/* Look at the inside with secret_reveal() only. All zero means "not set". */
struct secret {
	char text[SECRET_SIZE];
};

/* False, and the secret not set, if it needs SECRET_SIZE bytes or more: half
 * a token is no token. An empty string means "not set". */
NODISCARD bool secret_set(struct secret *s, const char *text);
/* Overwrites it so that the compiler cannot leave it out. */
void secret_clear(struct secret *s);
bool secret_is_set(const struct secret *s);
/* For the wires and the services that sign or send; never for a log or an
 * error text. Valid as long as the secret is. "" if not set. */
const char *secret_reveal(const struct secret *s);

/* Overwrites everything in the line that looks like a secret: xoxb-... and
 * its kin, xapp-..., values of ticket=, token=, password=, secret=,
 * routing_key= and api_key= (JSON spelling too), Authorization: headers,
 * Bearer words and the user part of a URL. In place; never grows. */
void mask_secrets(char *line);

#endif
