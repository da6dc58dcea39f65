/* SPDX-License-Identifier: MIT
 *
 * outbound: HTTP to a service that is not Slack (pagers, status pages,
 * tickets), as one call with a classified answer. A call goes only to an
 * address that the config names: the request brings that address (`base`) and
 * a path behind it, https only, and redirects are not followed. Exactly one
 * attempt; whoever asked repeats. Knows pace, Retry-After and credentials that
 * do not work; knows no incidents.
 *
 * A seam: outbound_http.c over io/http_client, one in the simulator.
 * Asynchronous: the callback runs exactly once, later, never inside the call;
 * what it is given lives until it returns.
 */
#ifndef INCBOT_SERVICES_OUTBOUND_H
#define INCBOT_SERVICES_OUTBOUND_H

#include "base/base.h"

struct mail_envelope;
struct secret;

#define OUTBOUND_HEADERS_MAX 8
#define OUTBOUND_URL_SIZE 2048
#define OUTBOUND_DEADLINE_MS 5000
#define OUTBOUND_BODY_MAX (1u << 20)	/* bytes of an answer */
#define OUTBOUND_TARGETS_MAX 32		/* with a pace or a hold of their own;
					   more go unpaced */
#define OUTBOUND_RETRY_MAX_MS (60 * 60 * 1000)

enum outbound_outcome {
	OUTBOUND_OK,		/* 2xx */
	OUTBOUND_LATER,		/* certainly not done (not sent, paced, 429):
				   again after retry_ms; 0 = with back-off */
	OUTBOUND_AMBIGUOUS,	/* 408, 5xx, no answer: it may have been done */
	OUTBOUND_REFUSED,	/* any other answer: it will be so again */
	OUTBOUND_HELD,		/* 401, 403: the credentials do not work now */
};

struct outbound_answer {
	enum outbound_outcome outcome;
	int status;		/* 0 = no answer */
	int64_t retry_ms;	/* LATER */
	const char *error;	/* "http_500", "not_sent"; "" if OK; names no
				   secret and quotes no body */
	const char *body;	/* NUL-terminated; "" if none */
	size_t body_length;
};

typedef void outbound_cb(void *arg, const struct outbound_answer *answer);

struct outbound_header {
	const char *name;
	const char *value;
};

struct outbound_request {
	const char *target;	/* "pagerduty": whose pace and holds these are */
	int per_minute;		/* pace of the target; 0 = none */
	int calls;		/* for so many this one counts, since others follow
				   it that take no turn; 0 = 1. It goes when one
				   may go: nobody waits for room for several */
	const char *method;	/* "POST" */
	const char *base;	/* from the config: "https://events.x.com/v2" */
	const char *path;	/* goes behind it: "/enqueue?a=b", or "" */
	const char *content_type;	/* NULL = no body */
	struct outbound_header headers[OUTBOUND_HEADERS_MAX];
	size_t header_count;
	/* Authorization: auth_prefix and then the secret ("Bearer ", "Token
	 * token="); with auth_user Basic of both instead. NULL = none. */
	const char *auth_prefix;
	const char *auth_user;
	const struct secret *auth;
	const char *body;
	size_t body_length;
	/* A letter (io/http_client.h): base is smtp:// or smtps://, body the
	 * message; the status of its answer is what the server said. Of what is
	 * above only target, pace, base and body count. */
	const struct mail_envelope *mail;
	int64_t deadline_ms;	/* 0 = OUTBOUND_DEADLINE_MS */
};

struct outbound;

/* Copies the request. */
void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg);

/* May calls go there? https://, without a user; plain http:// only to this
 * machine and only if `plain_loopback` (tests, the demo). If not, *reason is
 * set to fixed words for the config's author. */
NODISCARD bool outbound_base_is_good(const char *base, bool plain_loopback,
    const char **reason);

/* The same for letters: smtp:// (with STARTTLS, unless it is this machine and
 * `starttls` is false) or smtps://. */
NODISCARD bool outbound_mail_base_is_good(const char *base, bool starttls,
    const char **reason);

#endif
