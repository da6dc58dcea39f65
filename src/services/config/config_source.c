/* SPDX-License-Identifier: MIT
 *
 * config_source: where settings come from: the text of the file, the
 * environment, secret files; and how a problem says where it was found. One
 * file only: @include is refused, since libconfig ends the process when an
 * included name is a directory.
 */
#include "services/config/config_table.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

const char *environment_get(char *const *environment, const char *name)
{
	size_t length = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, length) == 0 &&
		    (*environment)[length] == '=' &&
		    (*environment)[length + 1] != '\0')
			return *environment + length + 1;
	return NULL;
}

const char *nearest_name(const char *name, const char *const *names,
    size_t count)
{
	const char *nearest = NULL;
	unsigned best = 4;
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned distance = text_distance(name, names[i]);

		if (distance < best && distance * 2 <= strlen(names[i])) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

/* libconfig wants "services.[1].name" where people read "services[1].name". */
static void lookup_path(const char *path, char out[SETTING_PATH_SIZE])
{
	struct text lookup;

	text_init(&lookup, out, SETTING_PATH_SIZE);
	for (; *path != '\0'; path++) {
		if (*path == '[')
			text_add_char(&lookup, '.');
		text_add_char(&lookup, *path);
	}
}

/* The line of the deepest part of the path that is in the file; 0 if none. */
static unsigned find_line(const struct loader *loader, const char *path)
{
	char buffer[SETTING_PATH_SIZE];
	char *dot;

	if (loader->tree == NULL)
		return 0;
	lookup_path(path, buffer);
	for (;;) {
		config_setting_t *found = config_lookup(loader->tree, buffer);

		if (found != NULL)
			return config_setting_source_line(found);
		dot = strrchr(buffer, '.');
		if (dot == NULL)
			return 0;
		*dot = '\0';
	}
}

bool loader_says(const struct loader *loader, const char *path)
{
	char buffer[SETTING_PATH_SIZE];

	lookup_path(path, buffer);
	return loader->tree && config_lookup(loader->tree, buffer);
}

int loader_count(const struct loader *loader, const char *path, int max)
{
	const config_setting_t *list = loader->tree ?
	    config_lookup(loader->tree, path) : NULL;
	int length = list ? config_setting_length(list) : 0;
	int count = 0;

	for (int i = 0; i < length && i < max; i++) {
		if (config_setting_is_group(config_setting_get_elem(list,
		    (unsigned)i)))
			count = i + 1;
	}
	return count;
}

/* The variable that the value of this path came from, or NULL. */
static const char *find_variable(const struct loader *loader,
    const char *path)
{
	size_t i, k;

	for (i = 0; i < setting_group_count; i++) {
		const struct setting_group *group = &setting_groups[i];
		size_t length = strlen(group->path);

		if (strncmp(path, group->path, length) != 0 ||
		    path[length] != '.')
			continue;
		for (k = 0; k < group->count; k++)
			if (strcmp(path + length + 1,
			    group->rows[k].name) == 0 &&
			    loader->config->origins[setting_origin(group,
			    &group->rows[k])] == ORIGIN_ENVIRONMENT)
				return group->rows[k].environment;
	}
	return NULL;
}

void loader_problem(const struct loader *loader, const char *path,
    const char *format, ...)
{
	char what[PROBLEM_SIZE];
	const char *variable = find_variable(loader, path);
	unsigned line = find_line(loader, path);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	if (variable != NULL)
		problems_add(loader->problems, "%s: %s", variable, what);
	else if (line > 0)
		problems_add(loader->problems, "%s:%u: %s: %s", loader->file,
		    line, path, what);
	else if (loader->file != NULL)
		problems_add(loader->problems, "%s: %s: %s", loader->file,
		    path, what);
	else
		problems_add(loader->problems, "%s: %s", path, what);
}

static bool includes_others(const struct loader *loader, const char *text)
{
	unsigned line = 1;
	const char *at;

	for (at = text; at != NULL; at = strchr(at, '\n')) {
		if (*at == '\n') {
			at++;
			line++;
		}
		if (text_starts_with(at + strspn(at, " \t"), "@include")) {
			problems_add(loader->problems, "%s:%u: @include is "
			    "not supported; expected one file",
			    loader->file, line);
			return true;
		}
	}
	return false;
}

char *source_read(const struct loader *loader, mode_t *mode)
{
	int fd = open(loader->file, O_RDONLY | O_CLOEXEC);
	struct stat status;
	char *text = NULL;
	ssize_t length;

	if (fd < 0 || fstat(fd, &status) != 0) {
		problems_add(loader->problems, "%s: cannot be read: %s",
		    loader->file, strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		problems_add(loader->problems, "%s: is not a plain file",
		    loader->file);
	} else if (status.st_size > CONFIG_FILE_MAX) {
		problems_add(loader->problems, "%s: is larger than 1 MB",
		    loader->file);
	} else {
		*mode = status.st_mode;
		text = xcalloc(1, (size_t)status.st_size + 1);
		length = read(fd, text, (size_t)status.st_size);
		if (length < 0) {
			problems_add(loader->problems, "%s: cannot be read: "
			    "%s", loader->file, strerror(errno));
			free(text);
			text = NULL;
		} else if (length != status.st_size || !utf8_valid(text,
		    (size_t)length) || strlen(text) != (size_t)length) {
			problems_add(loader->problems, "%s: is not a text "
			    "in UTF-8", loader->file);
			free(text);
			text = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	if (text != NULL && includes_others(loader, text)) {
		free(text);
		text = NULL;
	}
	return text;
}


/* systemd guards its directory of credentials itself. */
static bool is_credential(const struct loader *loader, const char *path)
{
	const char *directory = environment_get(loader->environment,
	    "CREDENTIALS_DIRECTORY");

	return directory != NULL && text_starts_with(path, directory) &&
	    path[strlen(directory)] == '/';
}

/* What is wrong with it ("" if nothing); the text without white space around
 * is in buffer. */
static const char *read_secret_file(const struct loader *loader,
    const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const char *wrong = "";
	struct stat status;
	ssize_t length;

	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		wrong = "is not a plain file";
	else if ((status.st_mode & 077) != 0 && !is_credential(loader, path))
		wrong = "can be read by others; expected mode 0600";
	else if ((length = read(fd, buffer, size - 1)) <= 0)
		wrong = "is empty";
	else
		buffer[length] = '\0';
	close(fd);
	if (wrong[0] == '\0' && text_trim(buffer)[0] == '\0')
		wrong = "is empty";
	return wrong;
}

bool source_read_secret(const struct loader *loader, const char *setting,
    const char *path, struct secret *out)
{
	char buffer[SECRET_SIZE + 8];
	const char *wrong = read_secret_file(loader, path, buffer,
	    sizeof(buffer));
	bool good = wrong[0] == '\0' && strpbrk(buffer, " \t\r\n") == NULL &&
	    secret_set(out, buffer);

	explicit_bzero(buffer, sizeof(buffer));
	if (wrong[0] != '\0')
		loader_problem(loader, setting, "%s: %s", path, wrong);
	else if (!good)
		loader_problem(loader, setting, "%s: holds more than one "
		    "token; expected the token and nothing else", path);
	return good;
}

const char *source_credential(const struct loader *loader, const char *name,
    char *path, size_t size)
{
	const char *directory = environment_get(loader->environment,
	    "CREDENTIALS_DIRECTORY");

	if (directory == NULL)
		return NULL;
	snprintf(path, size, "%s/%s", directory, name);
	return access(path, F_OK) == 0 ? path : NULL;
}
