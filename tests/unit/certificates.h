/* SPDX-License-Identifier: MIT
 *
 * certificates: an authority and a server certificate made for one test run:
 * files in PEM, valid for an hour, for the names one asks for.
 */
#ifndef INCBOT_TESTS_CERTIFICATES_H
#define INCBOT_TESTS_CERTIFICATES_H

#include "base/base.h"

struct certificates {
	char directory[64];
	char authority[96];	/* trusts certificate */
	char stranger[96];	/* another authority; does not */
	char certificate[96];
	char key[96];
};

/* names: as in subjectAltName, "DNS:localhost,IP:127.0.0.1". */
void certificates_make(struct certificates *c, const char *names);
void certificates_remove(struct certificates *c);

#endif
