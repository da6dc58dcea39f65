/* SPDX-License-Identifier: MIT
 *
 * http_request: a request as the bytes that go over the wire (RFC 9112). Only
 * io/http_client.c includes this.
 */
#ifndef INCBOT_IO_HTTP_REQUEST_H
#define INCBOT_IO_HTTP_REQUEST_H

#include "base/base.h"

struct http_request;
struct url;

/* Head and body; it may hold a token. NULL if a header is malformed or too
 * long, or there are too many. The caller frees it. */
NODISCARD char *http_request_encode(const struct http_request *request,
    const struct url *url, size_t *length);

#endif
