/* SPDX-License-Identifier: MIT
 *
 * config_zone: time zones by name, from the system's files, each read once
 * for a config; see config_oncall.h.
 */
#include "services/config/config_oncall.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/calendar/zone.h"

#include <fcntl.h>
#include <unistd.h>

#define ZONE_DIRECTORY "/usr/share/zoneinfo"
#define ZONE_FILE_MAX 65536

static void *read_zone_file(const char *name, size_t *length)
{
	char path[CONFIG_PATH_SIZE];
	char *bytes;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", ZONE_DIRECTORY, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	bytes = xmalloc(ZONE_FILE_MAX);
	got = read(fd, bytes, ZONE_FILE_MAX);
	close(fd);
	*length = got > 0 ? (size_t)got : 0;
	return bytes;
}

/* The third column of zone1970.tab, the list of zones that people use. */
static void suggest_zone(const char *name, char *out, size_t size)
{
	static const char list[] = ZONE_DIRECTORY "/zone1970.tab";
	char line[512];
	FILE *file = fopen(list, "r");
	unsigned best = 4;

	out[0] = '\0';
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		char *column = strchr(line, '\t');

		column = column == NULL ? NULL : strchr(column + 1, '\t');
		if (line[0] == '#' || column == NULL)
			continue;
		column++;
		column[strcspn(column, "\t\n")] = '\0';
		if (text_distance(name, column) < best) {
			best = text_distance(name, column);
			text_copy(out, size, column);
		}
	}
	if (file != NULL)
		fclose(file);
}

static const struct zone *find_known(const struct zone_list *zones,
    const char *name)
{
	for (int i = 0; i < zones->count; i++)
		if (strcmp(zone_name(zones->all[i]), name) == 0)
			return zones->all[i];
	return NULL;
}

static const struct zone *read_zone(struct zone_list *zones,
    const char *name)
{
	size_t length = 0;
	void *bytes = read_zone_file(name, &length);
	struct zone *zone = bytes == NULL ? NULL :
	    zone_new(name, bytes, length);

	free(bytes);
	if (zone == NULL)
		return NULL;
	zones->all = xrealloc(zones->all, (size_t)(zones->count + 1) *
	    sizeof(zones->all[0]));
	zones->all[zones->count++] = zone;
	return zone;
}

static void complain(const struct loader *loader, const char *path,
    const char *name)
{
	char nearest[64];

	suggest_zone(name, nearest, sizeof(nearest));
	if (access(ZONE_DIRECTORY, F_OK) != 0)
		loader_problem(loader, path, "there is no %s; "
		    "install the package tzdata", ZONE_DIRECTORY);
	else if (nearest[0] != '\0')
		loader_problem(loader, path, "\"%s\" is not a "
		    "known time zone; did you mean \"%s\"?", name, nearest);
	else
		loader_problem(loader, path, "\"%s\" is not a "
		    "known time zone; expected an IANA name such as "
		    "\"Europe/Berlin\"", name);
}

void config_zone(struct loader *loader, const char *path, const char *name,
    const struct zone **zone)
{
	struct zone_list *zones = &loader->config->zones;

	*zone = NULL;
	if (strcmp(name, "UTC") == 0)
		return;
	*zone = find_known(zones, name);
	if (*zone == NULL)
		*zone = read_zone(zones, name);
	if (*zone == NULL)
		complain(loader, path, name);
}
