/* SPDX-License-Identifier: MIT
 *
 * folder: files that others serve: each is replaced whole, by a rename, so
 * that nobody ever reads half of one. Knows no page and no incident. A crash
 * of the machine may lose the last version; whoever writes here can write it
 * again.
 */
#ifndef INCBOT_SERVICES_FOLDER_H
#define INCBOT_SERVICES_FOLDER_H

#include "base/base.h"

#define FOLDER_NAME_SIZE 128

/* Writes folder/name (a relative path; its folders are made, the top one
 * too). False with errno. */
NODISCARD bool folder_write(const char *folder, const char *name,
    const char *bytes, size_t length);

/* A file written part after part: it is there when all of it is, and nobody sees
 * a part of it before. NULL with errno. */
struct folder_file;
struct folder_file *folder_begin(const char *folder, const char *name);
FILE *folder_stream(const struct folder_file *file);
/* Puts it there, or not; either way it is let go. False with errno: what stood there
 * before is as it was. */
NODISCARD bool folder_finish(struct folder_file *file);
void folder_drop(struct folder_file *file);

/* May files be written there? True of one that is still to be made, where it can
 * be. */
bool folder_is_writable(const char *folder);

/* Is it there? */
bool folder_has(const char *folder, const char *name);

/* True if it is not there any more, or never was. */
bool folder_remove(const char *folder, const char *name);

/* What tells one version of a file from another; false if it is not there. */
struct folder_stamp {
	uint64_t inode;
	int64_t size;
	int64_t changed_ns;
};
NODISCARD bool folder_look(const char *folder, const char *name,
    struct folder_stamp *stamp);

/* Reads folder/name whole, as a new string; NULL if it is not there or has
 * more than max bytes. */
char *folder_read(const char *folder, const char *name, size_t max,
    size_t *length);

#endif
