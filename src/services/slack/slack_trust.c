/* SPDX-License-Identifier: MIT
 *
 * slack_trust: see slack_trust.h.
 */
#include "services/slack/slack_trust.h"

#include "base/text.h"
#include "base/url.h"

static bool url_read(const char *text, struct url *url)
{
	const char *reason;
	bool bare;

	if (!url_parse(text, url, &reason))
		return false;
	bare = url->user[0] == '\0' && !secret_is_set(&url->password);
	secret_clear(&url->password);
	return bare;
}

bool slack_trust_set(struct slack_trust *trust, const char *api_url,
    const char **reason)
{
	struct url url;

	memset(trust, 0, sizeof(*trust));
	if (!url_read(api_url, &url) ||
	    (url.scheme != URL_HTTP && url.scheme != URL_HTTPS)) {
		*reason = "must be an http or https address without a user";
		return false;
	}
	trust->secure = url_is_secure(&url);
	if (!trust->secure || !text_equal_fold(url.host, "slack.com"))
		(void)text_copy(trust->host, sizeof(trust->host), url.host);
	return true;
}

static bool is_configured(const struct slack_trust *trust,
    const struct url *url)
{
	return text_equal_fold(url->host, trust->host) &&
	    url_is_secure(url) == trust->secure;
}

/* Slack's own host of that name, or the one that stands in for all of them. */
static bool is_at(const struct slack_trust *trust, const char *text,
    const char *host)
{
	struct url url;

	if (!url_read(text, &url))
		return false;
	if (url.scheme == URL_HTTPS && text_equal_fold(url.host, host))
		return true;
	return (url.scheme == URL_HTTP || url.scheme == URL_HTTPS) &&
	    is_configured(trust, &url);
}

bool slack_trusts_response(const struct slack_trust *trust, const char *text)
{
	return is_at(trust, text, "hooks.slack.com");
}

bool slack_trusts_file(const struct slack_trust *trust, const char *text)
{
	return is_at(trust, text, "files.slack.com");
}

static bool is_slack_host(const char *host)
{
	static const char domain[] = ".slack.com";
	size_t n = strlen(host), m = strlen(domain);

	return text_equal_fold(host, domain + 1) ||
	    (n > m && text_equal_fold(host + n - m, domain));
}

bool slack_trusts_socket(const struct slack_trust *trust, const char *text)
{
	struct url url;

	if (!url_read(text, &url))
		return false;
	if (url.scheme == URL_WSS && is_slack_host(url.host))
		return true;
	return (url.scheme == URL_WS || url.scheme == URL_WSS) &&
	    is_configured(trust, &url);
}
