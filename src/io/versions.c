/* SPDX-License-Identifier: MIT
 *
 * versions: see versions.h. What a library tells of itself when it runs goes
 * before what its header said when incbot was built.
 */
#include "io/versions.h"

#include <curl/curl.h>
#include <hiredis/hiredis.h>
#include <jansson.h>
#include <libconfig.h>
#include <libwebsockets.h>
#include <openssl/crypto.h>

void versions_print(FILE *out)
{
	fprintf(out, "libwebsockets %s\n", lws_get_library_version());
	fprintf(out, "libcurl %s\n",
	    curl_version_info(CURLVERSION_NOW)->version);
	fprintf(out, "jansson %s\n", jansson_version_str());
	fprintf(out, "hiredis %d.%d.%d\n", HIREDIS_MAJOR, HIREDIS_MINOR,
	    HIREDIS_PATCH);
	fprintf(out, "libconfig %d.%d.%d\n", LIBCONFIG_VER_MAJOR,
	    LIBCONFIG_VER_MINOR, LIBCONFIG_VER_REVISION);
	fprintf(out, "%s\n", OpenSSL_version(OPENSSL_VERSION));
}
