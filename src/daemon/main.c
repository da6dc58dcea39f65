/* SPDX-License-Identifier: MIT
 *
 * main: the program's door. Everything is behind cli_main().
 */
#include <jansson.h>
#include <malloc.h>

#include "base/memory.h"
#include "daemon/cli.h"
#include "daemon/daemon.h"

/* Pieces of at least so many bytes come from the system, untouched, and go back to
 * it. glibc's own limit follows the largest piece that was ever freed, up to 32
 * MB: after the 8 MB in which settings are printed, a decision of 288 kB, of which
 * a few kB are used, would be cleared whole in the heap, and stay there. */
enum { LARGE_BYTES = 128 * 1024 };

int main(int argc, char **argv)
{
	int status;

	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
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
