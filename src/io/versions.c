/* SPDX-License-Identifier: MIT
 *
 * versions: see versions.h. What a library tells of itself when it runs goes
 * before what its header said when incbot was built.
 */
#include "io/versions.h"

#include "io/curl_library.h"

#include <hiredis/hiredis.h>
#include <jansson.h>
#include <libconfig.h>
#include <libwebsockets.h>
#include <openssl/crypto.h>

/* "libcurl/7.88.1 OpenSSL/3.0.15 ..." */
static void print_curl(FILE *out)
{
	const struct curl_library *library = curl_library_load();
	const char *version;

	if (library == NULL) {
		fprintf(out, "libcurl is not installed: no letters\n");
		return;
	}
	version = library->version();
	version += strcspn(version, "/");
	version += *version == '/';
	fprintf(out, "libcurl %.*s\n", (int)strcspn(version, " "), version);
}

void versions_print(FILE *out)
{
	fprintf(out, "libwebsockets %s\n", lws_get_library_version());
	print_curl(out);
	fprintf(out, "jansson %s\n", jansson_version_str());
	fprintf(out, "hiredis %d.%d.%d\n", HIREDIS_MAJOR, HIREDIS_MINOR,
	    HIREDIS_PATCH);
	fprintf(out, "libconfig %d.%d.%d\n", LIBCONFIG_VER_MAJOR,
	    LIBCONFIG_VER_MINOR, LIBCONFIG_VER_REVISION);
	fprintf(out, "%s\n", OpenSSL_version(OPENSSL_VERSION));
}
