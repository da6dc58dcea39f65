/* SPDX-License-Identifier: MIT
 *
 * listen: whether somebody may listen at an address, asked before a library
 * tries that does not take a no well. It knows nothing of who wants to.
 * Next: http_server.h.
 */
#ifndef INCBOT_IO_LISTEN_H
#define INCBOT_IO_LISTEN_H

#include "base/base.h"

/* The address, IPv4 or IPv6 in figures, is this machine's and the port free;
 * port 0 is any. Nothing is held: by the time somebody listens, somebody else
 * may have been faster. */
bool listen_is_possible(const char *address, uint16_t port);

#endif
