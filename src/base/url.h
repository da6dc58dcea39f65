/* SPDX-License-Identifier: MIT
 *
 * url: takes an address apart into bounded pieces, and encodes form values.
 * Whether an address is allowed, and what speaks behind it, is decided above.
 */
#ifndef INCBOT_BASE_URL_H
#define INCBOT_BASE_URL_H

#include "base/base.h"
#include "base/secret.h"

struct text;

enum url_scheme {
	URL_REDIS,	/* redis://[user]:[password]@host[:6379][/db] */
	URL_REDISS,	/* the same inside TLS */
	URL_UNIX,	/* unix://[user:password@]/path/to.sock[?db=N] */
	URL_HTTP,
	URL_HTTPS,
	URL_WS,
	URL_WSS,
	URL_SMTP,	/* submission: port 587, STARTTLS */
	URL_SMTPS,	/* TLS from the first byte: port 465 */
};

struct url {
	enum url_scheme scheme;
	char user[128];		/* "" if not given */
	struct secret password;
	char host[256];		/* without brackets; "" for unix */
	bool host_is_ipv6;	/* it stood in brackets */
	uint16_t port;		/* the scheme's own if not given; unix: 0 */
	char path[2048];	/* http, ws, smtp: from '/' with the query; unix: file */
	int db;			/* redis, unix: database number, 0 to 65535 */
};

/* Taken apart and checked: known scheme, no control characters or spaces, no
 * fragment, every piece fits, port 1 to 65535. False otherwise, with *out
 * untouched and *reason set to fixed words that quote nothing of the input
 * (it may hold a password). Clear the password when done. */
NODISCARD bool url_parse(const char *text, struct url *out,
    const char **reason);

/* Does the scheme ask for TLS? */
bool url_is_secure(const struct url *url);

/* Percent-encodes all but A-Z a-z 0-9 - . _ ~, as form values and query
 * values want it. */
void url_encode(struct text *to, const char *value);
void url_encode_n(struct text *to, const char *value, size_t n);

/* Back again; '+' becomes a space. n bytes of from; size >= 1. False if it
 * does not fit, holds a broken %-sequence or a NUL byte; to is "" then. */
NODISCARD bool url_decode_form(char *to, size_t size, const char *from,
    size_t n);

#endif
