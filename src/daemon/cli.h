/* SPDX-License-Identifier: MIT
 *
 * cli: the command line of the program: options, subcommands, help. Exit
 * statuses are those of daemon.h. What a subcommand does is elsewhere:
 * daemon.h, doctor.h, services/config/config.h.
 */
#ifndef INCBOT_DAEMON_CLI_H
#define INCBOT_DAEMON_CLI_H

#include "base/base.h"

/* Everything between main() and exit(). Options are put into the
 * environment (INCBOT_CONFIG, INCBOT_LOG_LEVEL), so that a later reading of
 * the config sees them too. */
int cli_main(int argc, char *const *argv, FILE *out, FILE *err);

#endif
