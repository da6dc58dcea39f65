/* SPDX-License-Identifier: MIT
 *
 * courier: a replica's line to the one place outside, with faults on the way:
 * the seam services/outside/outbound.h. The place is a small Statuspage: it
 * keeps incidents with their metadata and knows no idempotency keys.
 */
#ifndef INCBOT_TESTS_SIM_COURIER_H
#define INCBOT_TESTS_SIM_COURIER_H

#include "base/base.h"

struct config;
struct outbound;
struct replica;

/* Where the place is, and who may write there. */
void courier_configure(struct config *config);

NODISCARD struct outbound *courier_new(struct replica *replica);
/* What has left goes on by itself. */
void courier_free(struct outbound *outbound);

#endif
