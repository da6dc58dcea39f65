/* SPDX-License-Identifier: MIT
 *
 * daemon: `incbot run`: puts the floors together, in order, and takes them
 * apart again. Reads its config anew on SIGHUP (all or nothing); leaves on
 * SIGTERM or SIGINT after what is under way is finished, at the latest after
 * DAEMON_STOP_MAX_MS.
 */
#ifndef INCBOT_DAEMON_DAEMON_H
#define INCBOT_DAEMON_DAEMON_H

#include "base/base.h"

struct config;

#define DAEMON_STOP_MAX_MS 8000

enum {
	EXIT_OK = 0,
	EXIT_CONFIG = 1,
	EXIT_USAGE = 2,
	EXIT_START = 3,		/* a descriptor, thread or address that is
				   needed at start cannot be had */
};

/* Runs until told to stop; returns the exit code. `config` was loaded from
 * `file` (NULL: defaults and environment alone) and `environment`, from which
 * it is read again on SIGHUP; the daemon takes it over and frees it. */
int daemon_run(struct config *config, const char *file,
    char *const *environment);

#endif
