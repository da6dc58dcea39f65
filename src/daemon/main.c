/* SPDX-License-Identifier: MIT
 *
 * main: the program's door. Everything is behind cli_main().
 */
#include <jansson.h>

#include "base/memory.h"
#include "daemon/cli.h"
#include "daemon/daemon.h"

int main(int argc, char **argv)
{
	int status;

	/* Else a NULL of jansson's may be either: what cannot be written or
	 * read, and is then given up for good, or memory that was short for a
	 * moment. */
	json_set_alloc_funcs(xmalloc, free);
	status = cli_main(argc, argv, stdout, stderr);

	/* A full disk behind stdout is a failure, not a success. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_OK)
		status = EXIT_CONFIG;
	return status;
}
