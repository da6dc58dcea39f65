/* SPDX-License-Identifier: MIT
 *
 * main: the program's door. Everything is behind cli_main().
 */
#include "daemon/cli.h"
#include "daemon/daemon.h"

int main(int argc, char **argv)
{
	int status = cli_main(argc, argv, stdout, stderr);

	/* A full disk behind stdout is a failure, not a success. */
	if (fflush(stdout) != 0 && status == EXIT_OK)
		status = EXIT_CONFIG;
	return status;
}
