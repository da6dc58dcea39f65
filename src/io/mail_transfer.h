/* SPDX-License-Identifier: MIT
 *
 * mail_transfer: one letter and what became of it, as one libcurl easy handle
 * with all the memory it needs. Knows no stages, no queue and no loop; only
 * io/mail_client.c includes this.
 */
#ifndef INCBOT_IO_MAIL_TRANSFER_H
#define INCBOT_IO_MAIL_TRANSFER_H

#include "base/base.h"
#include "io/http_client.h"

#include "io/curl_library.h"

struct address;
struct resolver_query;

struct mail_transfer {
	const struct curl_library *library;
	CURL *easy;
	const struct tls_trust *trust;
	struct curl_slist *address;
	struct curl_slist *recipient;
	char *body;
	size_t body_length, body_sent;
	char *answer;
	size_t answer_length, answer_capacity, answer_limit;
	const char *too_large;		/* what was, or NULL */
	char error[CURL_ERROR_SIZE];
};

/* t is all zero but its library. Copies the request; false if it is malformed. To be
 * released either way, after the handle left its multi handle. */
NODISCARD bool mail_transfer_init(struct mail_transfer *t,
    const struct http_request *request, const struct tls_trust *trust);
void mail_transfer_release(struct mail_transfer *t);

/* Where to connect, and for how long to try, TLS included. Not while the
 * handle is in a multi handle; what an earlier try left behind is undone. */
void mail_transfer_aim(struct mail_transfer *t,
    const struct resolver_query *query, const struct address *address,
    int64_t connect_ms);

/* What a result of libcurl means for whoever wonders if it was sent. */
enum http_outcome mail_transfer_outcome(const struct mail_transfer *t,
    CURLcode result);
/* Why; "" if the result is CURLE_OK. */
const char *mail_transfer_error(const struct mail_transfer *t,
    CURLcode result);
/* The status and what the server said, as far as it came. */
void mail_transfer_read(const struct mail_transfer *t,
    struct http_response *response);

#endif
