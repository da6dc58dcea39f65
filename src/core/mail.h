/* SPDX-License-Identifier: MIT
 *
 * mail: text as what letters are made of. The sinks for people's words there:
 * a header's value (RFC 2047), one that no words can end or add to, and a body
 * (quoted-printable, RFC 2045), whose lines hold printable ASCII only, so that
 * no server on the way has anything to mend. Knows no incident.
 */
#ifndef INCBOT_CORE_MAIL_H
#define INCBOT_CORE_MAIL_H

#include "base/base.h"

struct text;

/* "Subject: =?utf-8?q?...?=", folded, with its line's end. What is not
 * printable ASCII, and all that could mean something, is encoded. */
void mail_header(struct text *out, const char *name, const char *raw);

/* "Date: Mon, 15 Jun 2026 14:05:00 +0000" */
void mail_date(struct text *out, int64_t ms);

/* The body as "Content-Transfer-Encoding: quoted-printable" wants it. */
void mail_body(struct text *out, const char *raw);

/* May this be written as an address, and is it one? local@domain, without
 * anything that would need quotes. */
bool mail_address_is_good(const char *address);

#endif
