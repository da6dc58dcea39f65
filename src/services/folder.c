/* SPDX-License-Identifier: MIT
 *
 * folder: see folder.h.
 */
#include "services/folder.h"
#include "base/memory.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE 0644
#define FOLDER_MODE 0755

bool folder_is_writable(const char *folder)
{
	char parent[PATH_MAX];
	char *end;

	if (access(folder, W_OK | X_OK) == 0)
		return true;
	if (errno != ENOENT || !text_copy(parent, sizeof(parent), folder))
		return false;
	end = strrchr(parent, '/');
	if (!end)
		return access(".", W_OK | X_OK) == 0;
	end[end == parent] = '\0';
	return access(parent, W_OK | X_OK) == 0;
}

/* False with ENAMETOOLONG. */
static bool path_make(char path[PATH_MAX], const char *folder,
    const char *name)
{
	struct text text;

	assert(*name != '/' && !strstr(name, ".."));
	text_init(&text, path, PATH_MAX);
	text_addf(&text, "%s/%s", folder, name);
	if (text.truncated)
		errno = ENAMETOOLONG;
	return !text.truncated;
}

/* All folders on the way to the file, from the folder itself on. */
static bool folders_make(char *path, size_t from)
{
	for (char *at = path + from; (at = strchr(at, '/')); at++) {
		bool there;

		*at = '\0';
		there = mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST;
		*at = '/';
		if (!there)
			return false;
	}
	return true;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* Another replica on this machine may write the same file: the name is only
 * ours. One that a crash left is overwritten. */
static bool write_beside(const char *path, const char *bytes, size_t length,
    char beside[PATH_MAX])
{
	struct text text;
	bool written;
	int fd;

	text_init(&text, beside, PATH_MAX);
	text_addf(&text, "%s.%ld.tmp", path, (long)getpid());
	if (text.truncated) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, FILE_MODE);
	if (fd < 0)
		return false;
	/* Whatever the umask: others are to serve it. */
	written = fchmod(fd, FILE_MODE) == 0 && write_all(fd, bytes, length);
	if (close(fd) != 0)
		written = false;
	return written;
}

/* What was written beside takes the file's place, or goes. */
static bool take_place(const char *beside, const char *path, bool written)
{
	int reason;

	if (written && rename(beside, path) == 0)
		return true;
	reason = errno;
	(void)unlink(beside);
	errno = reason;
	return false;
}

bool folder_write(const char *folder, const char *name, const char *bytes,
    size_t length)
{
	char path[PATH_MAX];
	char beside[PATH_MAX];
	bool written;

	if (!path_make(path, folder, name) ||
	    !folders_make(path, strlen(folder)))
		return false;
	written = write_beside(path, bytes, length, beside);
	return take_place(beside, path, written);
}

struct folder_file {
	FILE *out;
	char path[PATH_MAX];
	char beside[PATH_MAX];
};

#define BESIDE_END ".tmp"

/* A name of its own: another may be at the same file for as long. */
static FILE *open_beside(const char *path, char beside[PATH_MAX])
{
	struct text text;
	FILE *out = NULL;
	int fd;

	text_init(&text, beside, PATH_MAX);
	text_addf(&text, "%s.XXXXXX" BESIDE_END, path);
	if (text.truncated) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	fd = mkostemps(beside, strlen(BESIDE_END), O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (fchmod(fd, FILE_MODE) == 0)
		out = fdopen(fd, "w");
	if (!out) {
		close(fd);
		(void)take_place(beside, path, false);
	}
	return out;
}

struct folder_file *folder_begin(const char *folder, const char *name)
{
	struct folder_file *file = xcalloc(1, sizeof(*file));
	int reason;

	if (path_make(file->path, folder, name) &&
	    folders_make(file->path, strlen(folder)))
		file->out = open_beside(file->path, file->beside);
	if (file->out)
		return file;
	reason = errno;
	free(file);
	errno = reason;
	return NULL;
}

FILE *folder_stream(const struct folder_file *file)
{
	return file->out;
}

static bool end(struct folder_file *file, bool written)
{
	bool closed = fclose(file->out) == 0;
	bool there = take_place(file->beside, file->path, written && closed);
	int reason = errno;

	free(file);
	errno = reason;
	return there;
}

bool folder_finish(struct folder_file *file)
{
	return end(file, !ferror(file->out));
}

void folder_drop(struct folder_file *file)
{
	(void)end(file, false);
}

bool folder_has(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return path_make(path, folder, name) && access(path, F_OK) == 0;
}

bool folder_look(const char *folder, const char *name,
    struct folder_stamp *stamp)
{
	char path[PATH_MAX];
	struct stat status;

	if (!path_make(path, folder, name) || lstat(path, &status) != 0 ||
	    !S_ISREG(status.st_mode))
		return false;
	stamp->inode = status.st_ino;
	stamp->size = status.st_size;
	stamp->changed_ns = (int64_t)status.st_mtim.tv_sec * 1000000000 +
	    status.st_mtim.tv_nsec;
	return true;
}

bool folder_remove(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return path_make(path, folder, name) &&
	    (unlink(path) == 0 || errno == ENOENT);
}

static char *read_all(int fd, size_t size, size_t *length)
{
	char *bytes = xmalloc(size + 1);

	*length = 0;
	while (*length < size) {
		ssize_t n = read(fd, bytes + *length, size - *length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		*length += (size_t)n;
	}
	bytes[*length] = '\0';
	return bytes;
}

char *folder_read(const char *folder, const char *name, size_t max,
    size_t *length)
{
	char path[PATH_MAX];
	char *bytes = NULL;
	struct stat status;
	int fd;

	if (!path_make(path, folder, name))
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    (uintmax_t)status.st_size <= max)
		bytes = read_all(fd, (size_t)status.st_size, length);
	close(fd);
	return bytes;
}
