/* SPDX-License-Identifier: MIT
 *
 * slack_trust: which addresses that arrive as data may be used. Slack's own
 * hosts over TLS; and the host of the API's address, if another one was
 * configured (the stand-in), as secure as that. Pure.
 */
#ifndef INCBOT_SERVICES_SLACK_TRUST_H
#define INCBOT_SERVICES_SLACK_TRUST_H

#include "base/base.h"

struct slack_trust {
	char host[256];		/* another API host than Slack's, or "" */
	bool secure;
};

/* False, and *reason set to fixed words, if it is no http(s) address. */
NODISCARD bool slack_trust_set(struct slack_trust *trust, const char *api_url,
    const char **reason);
bool slack_trusts_response(const struct slack_trust *trust, const char *url);
bool slack_trusts_file(const struct slack_trust *trust, const char *url);
bool slack_trusts_socket(const struct slack_trust *trust, const char *url);

#endif
