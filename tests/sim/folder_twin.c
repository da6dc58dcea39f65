/* SPDX-License-Identifier: MIT
 *
 * folder_twin: the folders of the replicas' public pages, in memory: the seam
 * services/folder.h. They outlive their replica, as a disk does. A disk may be
 * full for a moment.
 */
#include "base/memory.h"
#include "base/text.h"
#include "services/folder.h"
#include "tests/sim/news.h"
#include <errno.h>

struct file {
	char name[FOLDER_NAME_SIZE];
	char *bytes;
	size_t length;
};

struct folder {
	struct file *files;
	size_t count;
	size_t size;
};

static struct {
	struct world *world;
	struct folder folders[REPLICAS_MAX];
} twin;

static const char *const names[REPLICAS_MAX] = {
	"/page/0", "/page/1", "/page/2",
};

const char *folder_twin_name(int folder)
{
	return names[folder];
}

void folder_twin_begin(struct world *world)
{
	folder_twin_end();	/* a seed that is run again leaves its own */
	twin.world = world;
}

void folder_twin_end(void)
{
	for (size_t i = 0; i < REPLICAS_MAX; i++) {
		struct folder *folder = &twin.folders[i];

		for (size_t j = 0; j < folder->count; j++)
			free(folder->files[j].bytes);
		free(folder->files);
	}
	memset(&twin, 0, sizeof(twin));
}

static int number_of(const char *folder)
{
	for (int i = 0; i < REPLICAS_MAX; i++) {
		if (strcmp(folder, names[i]) == 0)
			return i;
	}
	abort();
}

static struct file *find(const struct folder *folder, const char *name)
{
	for (size_t i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].name, name) == 0)
			return &folder->files[i];
	}
	return NULL;
}

static struct file *add(struct folder *folder, const char *name)
{
	struct file *file;

	if (folder->count == folder->size) {
		folder->size = folder->size * 2 + 32;
		folder->files = xrealloc(folder->files,
		    folder->size * sizeof(*folder->files));
	}
	file = &folder->files[folder->count++];
	memset(file, 0, sizeof(*file));
	(void)text_copy(file->name, sizeof(file->name), name);
	return file;
}

bool folder_write(const char *folder, const char *name, const char *bytes,
    size_t length)
{
	int number = number_of(folder);
	struct file *file = find(&twin.folders[number], name);

	if (world_chance(twin.world, twin.world->faults.disk_full)) {
		errno = ENOSPC;
		return false;
	}
	if (!file)
		file = add(&twin.folders[number], name);
	file->bytes = xrealloc(file->bytes, length + 1);
	memcpy(file->bytes, bytes, length);
	file->bytes[length] = '\0';
	file->length = length;
	if (strcmp(name, NEWS_FILE) == 0)
		news_on_page(twin.world, number, false, bytes, length);
	else if (strcmp(name, NEWS_PLANNED_FILE) == 0)
		news_on_page(twin.world, number, true, bytes, length);
	return true;
}

struct folder_file {
	FILE *out;
	char *bytes;
	size_t length;
	const char *folder;
	char name[FOLDER_NAME_SIZE];
};

struct folder_file *folder_begin(const char *folder, const char *name)
{
	struct folder_file *file = xcalloc(1, sizeof(*file));

	file->folder = names[number_of(folder)];
	(void)text_copy(file->name, sizeof(file->name), name);
	file->out = open_memstream(&file->bytes, &file->length);
	return file;
}

FILE *folder_stream(const struct folder_file *file)
{
	return file->out;
}

void folder_drop(struct folder_file *file)
{
	fclose(file->out);
	free(file->bytes);
	free(file);
}

bool folder_finish(struct folder_file *file)
{
	bool written = fflush(file->out) == 0 && folder_write(file->folder,
	    file->name, file->bytes, file->length);
	int reason = errno;

	folder_drop(file);
	errno = reason;
	return written;
}

bool folder_has(const char *folder, const char *name)
{
	return find(&twin.folders[number_of(folder)], name) != NULL;
}

bool folder_remove(const char *folder, const char *name)
{
	struct folder *from = &twin.folders[number_of(folder)];
	struct file *file = find(from, name);

	if (file) {
		free(file->bytes);
		*file = from->files[--from->count];
	}
	return true;
}

bool folder_look(const char *folder, const char *name,
    struct folder_stamp *stamp)
{
	const struct file *file = find(&twin.folders[number_of(folder)],
	    name);

	if (!file)
		return false;
	*stamp = (struct folder_stamp){ .size = (int64_t)file->length };
	return true;
}

char *folder_read(const char *folder, const char *name, size_t max,
    size_t *length)
{
	const struct file *file = find(&twin.folders[number_of(folder)],
	    name);

	if (!file || file->length > max)
		return NULL;
	*length = file->length;
	return xstrdup(file->bytes);
}

const char *folder_twin_file(int folder, const char *name)
{
	const struct file *file = find(&twin.folders[folder], name);

	return file ? file->bytes : NULL;
}
