/* SPDX-License-Identifier: MIT
 *
 * store_file: remembers across restarts which store this installation has
 * used, so that a Redis that lost everything while incbot was down is not
 * taken for a new one. Kept in $STATE_DIRECTORY (systemd's StateDirectory=);
 * without that variable nothing is remembered.
 */
#ifndef INCBOT_DAEMON_STORE_FILE_H
#define INCBOT_DAEMON_STORE_FILE_H

#include "base/base.h"

#define STORE_ID_SIZE 72
#define STORE_PATH_SIZE 512

/* The file's path, or "" if there is none to be kept. */
void store_file_path(char out[STORE_PATH_SIZE]);

/* The store's id, or "" if none is remembered. */
void store_file_read(char out[STORE_ID_SIZE]);

/* False, with errno set, if it could not be kept. */
NODISCARD bool store_file_write(const char *store);

#endif
