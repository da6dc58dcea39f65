/* SPDX-License-Identifier: MIT
 *
 * store_file: see store_file.h.
 */
#include "daemon/turns/store_file.h"
#include "base/text.h"

void store_file_path(char out[STORE_PATH_SIZE])
{
	const char *directory = getenv("STATE_DIRECTORY");
	struct text path;

	text_init(&path, out, STORE_PATH_SIZE);
	if (!directory || !*directory)
		return;
	/* systemd lists several with colons; ours is the first. */
	text_add_n(&path, directory, strcspn(directory, ":"));
	text_add(&path, "/store");
	if (path.truncated)
		out[0] = '\0';
}

void store_file_read(char out[STORE_ID_SIZE])
{
	char path[STORE_PATH_SIZE];
	FILE *file;

	out[0] = '\0';
	store_file_path(path);
	file = *path ? fopen(path, "re") : NULL;
	if (!file)
		return;
	if (!fgets(out, STORE_ID_SIZE, file))
		out[0] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	fclose(file);
}

bool store_file_write(const char *store)
{
	char path[STORE_PATH_SIZE];
	FILE *file;
	bool written;

	store_file_path(path);
	if (!*path)
		return true;
	file = fopen(path, "we");
	if (!file)
		return false;
	written = fprintf(file, "%s\n", store) > 0;
	return fclose(file) == 0 && written;
}
