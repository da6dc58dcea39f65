/* SPDX-License-Identifier: MIT
 *
 * http_headers: what our HTTP server says with every answer, beside its type
 * and length. Only http_server.c includes this.
 */
#ifndef INCBOT_IO_HTTP_HEADERS_H
#define INCBOT_IO_HTTP_HEADERS_H

#include "base/base.h"
#include <libwebsockets.h>

/* Adds them at *at, which moves on. False if there is no room before end. */
NODISCARD bool http_headers_add(struct lws *wsi, bool is_public,
    const char *etag, unsigned char **at, unsigned char *end);

/* A request's header by its name in small letters; how long it is, or less
 * than 1 if it is not there or does not fit. */
int http_headers_copy(struct lws *wsi, const char *name, char *to, int size);

#endif
