/* SPDX-License-Identifier: MIT
 *
 * curl_library: libcurl, loaded when the first letter is to be sent. Debian's
 * draws in 27 other libraries (Kerberos, LDAP, GnuTLS, SSH), which takes 10 ms
 * of each start and 4 MiB that nobody uses who has no mail server configured.
 * Only io/mail_client.c, io/mail_transfer.c and io/curl_loop.c include this.
 */
#ifndef INCBOT_IO_CURL_LIBRARY_H
#define INCBOT_IO_CURL_LIBRARY_H

#include "base/base.h"

#include <curl/curl.h>

/* Its functions, by their names behind "curl_". */
#define CURL_LIBRARY(F) \
	F(CURLcode, global_init, (long flags)) \
	F(void, global_cleanup, (void)) \
	F(const char *, version, (void)) \
	F(CURL *, easy_init, (void)) \
	F(CURLcode, easy_setopt, (CURL *easy, CURLoption option, ...)) \
	F(CURLcode, easy_getinfo, (CURL *easy, CURLINFO info, ...)) \
	F(const char *, easy_strerror, (CURLcode code)) \
	F(void, easy_cleanup, (CURL *easy)) \
	F(struct curl_slist *, slist_append, \
	    (struct curl_slist *list, const char *line)) \
	F(void, slist_free_all, (struct curl_slist *list)) \
	F(CURLM *, multi_init, (void)) \
	F(CURLMcode, multi_setopt, (CURLM *multi, CURLMoption option, ...)) \
	F(CURLMcode, multi_add_handle, (CURLM *multi, CURL *easy)) \
	F(CURLMcode, multi_remove_handle, (CURLM *multi, CURL *easy)) \
	F(CURLMsg *, multi_info_read, (CURLM *multi, int *left)) \
	F(CURLMcode, multi_socket_action, \
	    (CURLM *multi, curl_socket_t fd, int events, int *running)) \
	F(CURLMcode, multi_assign, \
	    (CURLM *multi, curl_socket_t fd, void *data)) \
	F(CURLMcode, multi_cleanup, (CURLM *multi))

struct curl_library {
#define MEMBER(type, name, arguments) type (*name) arguments;
	CURL_LIBRARY(MEMBER)
#undef MEMBER
};

/* NULL if it is not installed. It stays loaded. */
const struct curl_library *curl_library_load(void);

#endif
