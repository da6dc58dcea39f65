/* SPDX-License-Identifier: MIT
 *
 * sns: what makes a message of Amazon SNS believable. Knows no network: the
 * certificate is the caller's to fetch (daemon/web/sns_in.h).
 */
#ifndef INCBOT_SERVICES_SNS_H
#define INCBOT_SERVICES_SNS_H

#include "base/base.h"

#include <jansson.h>

struct arena;

/* "sns.eu-west-1.amazonaws.com" of "arn:aws:sns:eu-west-1:1234:alarms"; ""
 * if it is no topic. */
const char *sns_host(struct arena *arena, const char *topic);

/* What stands behind https://HOST of an address that the message names, "" if
 * it is another host's, or anything that could lead elsewhere. */
const char *sns_path(const char *url, const char *host);

/* The message's SigningCertURL, the same way; only a .pem is one. */
const char *sns_certificate_path(const json_t *message, const char *host);

/* Is it signed (SignatureVersion 1 or 2) by the key of that certificate
 * (PEM), and is that valid at `now_ms`? */
bool sns_is_signed(struct arena *arena, const json_t *message,
    const char *certificate, size_t length, int64_t now_ms);

#endif
