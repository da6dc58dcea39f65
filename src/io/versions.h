/* SPDX-License-Identifier: MIT
 *
 * versions: which libraries the program runs with, for bug reports.
 */
#ifndef INCBOT_IO_VERSIONS_H
#define INCBOT_IO_VERSIONS_H

#include "base/base.h"

/* One a line: "libcurl 7.88.1". */
void versions_print(FILE *out);

#endif
