/* SPDX-License-Identifier: MIT
 *
 * http_transfer: one request and its answer as one libcurl easy handle with
 * all the memory it needs. Knows no stages, no queue and no loop; only
 * io/http_client.c includes this.
 */
#ifndef INCBOT_IO_HTTP_TRANSFER_H
#define INCBOT_IO_HTTP_TRANSFER_H

#include "base/base.h"
#include "io/http_client.h"

#include <curl/curl.h>

struct address;
struct http_handles;
struct resolver_query;

struct http_transfer {
	CURL *easy;
	struct http_handles *handles;	/* where it came from */
	const struct tls_trust *trust;
	struct curl_slist *headers;
	struct curl_slist *address;
	struct curl_slist *recipient;
	bool is_mail;
	char *body;
	size_t body_length, body_sent;
	char *answer;
	size_t answer_length, answer_capacity, answer_limit;
	size_t header_bytes;
	const char *fault;		/* why we ended it, or NULL */
	bool has_begun;			/* over HTTP: until then the handle
					   tells of an earlier call */
	char error[CURL_ERROR_SIZE];
};

/* t is all zero. Copies the request; false if it is malformed. To be
 * released either way, after the handle left its multi handle. */
NODISCARD bool http_transfer_init(struct http_transfer *t,
    const struct http_request *request, const struct tls_trust *trust,
    struct http_handles *handles);
void http_transfer_release(struct http_transfer *t);

/* Where to connect, and for how long to try, TLS included. Not while the
 * handle is in a multi handle; what an earlier try left behind is undone. */
void http_transfer_aim(struct http_transfer *t,
    const struct resolver_query *query, const struct address *address,
    int64_t connect_ms);

/* What a result of libcurl means for whoever wonders if it was sent. */
enum http_outcome http_transfer_outcome(const struct http_transfer *t,
    CURLcode result);
/* Why; "" if the result is CURLE_OK. */
const char *http_transfer_error(const struct http_transfer *t,
    CURLcode result);
/* A header of the answer; NULL if it has none of that name. */
const char *http_transfer_header(const struct http_transfer *t,
    const char *name);
/* Status, body, content type and Retry-After, as far as they came. */
void http_transfer_read(const struct http_transfer *t,
    struct http_response *response);

#endif
