/* SPDX-License-Identifier: MIT
 *
 * http_handles: see http_handles.h.
 */
#include "io/http_handles.h"

#include "io/http_client.h"

static void set_manners(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	/* A proxy is something to configure, not to inherit. */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "incbot/" PACKAGE_VERSION);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)HTTP_IDLE_MAX_S);
	/* With a CAPATH libcurl reads the whole bundle for each connection;
	 * our store comes through the function instead. */
	curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

CURL *http_handles_new(void)
{
	CURL *easy = curl_easy_init();

	if (easy == NULL)
		abort();
	set_manners(easy);
	return easy;
}

CURL *http_handles_take(struct http_handles *handles)
{
	return handles->count > 0 ? handles->kept[--handles->count] :
	    http_handles_new();
}

void http_handles_give(struct http_handles *handles, CURL *easy)
{
	if (handles->count == HTTP_HANDLES_KEPT) {
		curl_easy_cleanup(easy);
		return;
	}
	/* All that a call may have set, and neither connections nor sessions. */
	curl_easy_reset(easy);
	set_manners(easy);
	handles->kept[handles->count++] = easy;
}

void http_handles_release(struct http_handles *handles)
{
	while (handles->count > 0)
		curl_easy_cleanup(handles->kept[--handles->count]);
}
