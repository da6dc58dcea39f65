/* SPDX-License-Identifier: MIT
 *
 * mail_client: letters, each handed to a mail server over SMTP (libcurl). One
 * attempt each, as with any call; what is asked and answered is a request and
 * a response of io/http_client.h, the only one that includes this.
 */
#ifndef INCBOT_IO_MAIL_CLIENT_H
#define INCBOT_IO_MAIL_CLIENT_H

#include "base/base.h"
#include "io/http_client.h"

#define MAIL_ACTIVE_MAX 8	/* on the wire at a time */

struct mail_client;
struct mail_call;

/* Without libcurl every letter is answered with that it was not sent. */
NODISCARD struct mail_client *mail_client_new(struct loop *loop,
    struct resolver *resolver, const struct tls_trust *trust);
/* Open letters are answered first. Allowed in any callback. */
void mail_client_free(struct mail_client *client);

/* Copies all of the request, which has a `mail`. The callback runs exactly
 * once, never inside this call, unless the letter is cancelled. NULL if too
 * many are open or the request is malformed. */
struct mail_call *mail_send(struct mail_client *client,
    const struct http_request *request, http_cb *callback, void *arg);
void mail_cancel(struct mail_call *call);

#endif
