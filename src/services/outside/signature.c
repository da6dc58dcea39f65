/* SPDX-License-Identifier: MIT
 *
 * signature: see signature.h.
 */
#include "services/outside/signature.h"
#include "base/secret.h"
#include "base/text.h"

#include <openssl/hmac.h>

void signature_hex(const struct secret *key, const void *bytes, size_t length,
    char out[SIGNATURE_HEX_SIZE])
{
	const char *text = secret_reveal(key);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (!HMAC(EVP_sha256(), text, (int)strlen(text), bytes, length,
	    digest, &size))
		abort();
	assert(size * 2 + 1 == SIGNATURE_HEX_SIZE);
	text_hex(out, digest, size);
}
