/* SPDX-License-Identifier: MIT
 *
 * courier: a replica's line to the services outside (services.h), with faults
 * on the way: the seam services/outside/outbound.h.
 */
#ifndef INCBOT_TESTS_SIM_COURIER_H
#define INCBOT_TESTS_SIM_COURIER_H

#include "base/base.h"

struct outbound;
struct replica;

NODISCARD struct outbound *courier_new(struct replica *replica);
/* What has left goes on by itself. */
void courier_free(struct outbound *outbound);

#endif
