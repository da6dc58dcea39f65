/* SPDX-License-Identifier: MIT
 *
 * directory_file: the last answer to "who is in the workspace?", kept in
 * $STATE_DIRECTORY (systemd's StateDirectory=), so that a restart while Slack
 * does not answer locks nobody out who was known. Without that variable
 * nothing is kept. Holds ids alone, no names. See directory.h.
 */
#ifndef INCBOT_DAEMON_DIRECTORY_FILE_H
#define INCBOT_DAEMON_DIRECTORY_FILE_H

#include "base/base.h"
#include "daemon/directory_book.h"

struct directory_kept {
	const char *team;
	int64_t read_ms;
	const struct book *book;
	const struct roster *roster;	/* of which the groups */
};

/* The log tells if it cannot be written. */
void directory_file_write(const struct directory_kept *kept);

/* NULL if there is none, or none of this team, or it is too old. */
json_t *directory_file_read(const char *team, int64_t now_ms);

/* False if it is not what was written; what was taken then is to be
 * cleared. */
NODISCARD bool directory_file_book(const json_t *kept, struct book *book);
/* False, and nothing taken, if nothing is kept of that group. */
NODISCARD bool directory_file_group(const json_t *kept, const char *group,
    struct id_set *users);

#endif
