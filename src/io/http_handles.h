/* SPDX-License-Identifier: MIT
 *
 * http_handles: libcurl's easy handles for HTTP, with the manners of every
 * call of ours already set, and kept from call to call: to make one costs more
 * than to use it. One that is taken says nothing of an earlier call; but what is
 * asked of it (bytes sent, status, headers) is of that one until a connection was
 * found for the next. Only io/http_transfer.c sets what is a call's own; only
 * io/http_client.c owns one of these.
 */
#ifndef INCBOT_IO_HTTP_HANDLES_H
#define INCBOT_IO_HTTP_HANDLES_H

#include "base/base.h"

#include <curl/curl.h>

/* More are made where needed, and not kept. */
#define HTTP_HANDLES_KEPT 8

struct http_handles {
	CURL *kept[HTTP_HANDLES_KEPT];
	size_t count;
};

/* One that was never used, and is not given back. */
NODISCARD CURL *http_handles_new(void);
NODISCARD CURL *http_handles_take(struct http_handles *handles);
/* Back from a call over HTTP; not while it is in a multi handle. What belongs
 * to the call may be freed after this. */
void http_handles_give(struct http_handles *handles, CURL *easy);
void http_handles_release(struct http_handles *handles);

#endif
