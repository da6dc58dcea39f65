/* SPDX-License-Identifier: MIT
 *
 * config_read: from the tree that libconfig made of a file to values, row by
 * row of the table, with a sentence for everything that does not fit. The
 * bytes come from config_source.c.
 */
#include "services/config/config_table.h"
#include "base/memory.h"
#include "base/text.h"

#include <libconfig.h>
#include <sys/stat.h>

#define NAMES_MAX 32

static void problem_at(const struct loader *loader,
    const config_setting_t *setting, const char *path, const char *what)
{
	problems_add(loader->problems, "%s:%u: %s: %s", loader->file,
	    config_setting_source_line(setting), path, what);
}

static void expected(const struct loader *loader,
    const config_setting_t *setting, const char *path,
    const struct setting *row)
{
	char what[PROBLEM_SIZE];

	snprintf(what, sizeof(what), "wrong type; expected %s%s",
	    row->count > 0 && row->type != SETTING_GROUPS ?
	    "a list [ ... ] of values, each " : "", value_expected(row));
	problem_at(loader, setting, path, what);
}

static void read_scalar(const struct loader *loader,
    const config_setting_t *setting, const struct setting *row, void *where,
    const char *path)
{
	char number[32], why_buffer[SETTING_PATH_SIZE], what[PROBLEM_SIZE];
	char quoted[SETTING_PATH_SIZE];
	const char *text;
	struct text why;

	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		text = config_setting_get_string(setting);
		break;
	case CONFIG_TYPE_BOOL:
		text = config_setting_get_bool(setting) ? "true" : "false";
		break;
	case CONFIG_TYPE_INT:
		snprintf(number, sizeof(number), "%d",
		    config_setting_get_int(setting));
		text = number;
		break;
	default:
		expected(loader, setting, path, row);
		return;
	}
	text_init(&why, why_buffer, sizeof(why_buffer));
	if (value_set(row, where, text, &why))
		return;
	/* A token in the wrong place is not to be quoted, either. */
	snprintf(quoted, sizeof(quoted), "\"%.*s\"",
	    (int)utf8_prefix(text, 40), text);
	mask_secrets(quoted);
	snprintf(what, sizeof(what), "%s %s; expected %s",
	    (row->flags & IS_SECRET) != 0 ? "the value" : quoted, why.data,
	    value_expected(row));
	problem_at(loader, setting, path, what);
}

static void read_rows(const struct loader *loader,
    const config_setting_t *tree, const struct setting_group *group,
    void *base, const char *path);

/* The elements of a long list stand on the heap. */
static void *make_room(const struct setting *row, void *where, int length)
{
	struct long_list *list = where;

	free(list->all);	/* an error of the file: it is there twice */
	list->all = xcalloc((size_t)length + 1, row->size);
	list->count = length;
	return list->all;
}

/* A list of plain values or of groups; all lists are empty before. */
static void read_list(const struct loader *loader,
    const config_setting_t *setting, const struct setting *row, void *where,
    const char *path)
{
	int length = config_setting_length(setting);
	char inner[SETTING_PATH_SIZE];
	int i;

	if (!config_setting_is_aggregate(setting) ||
	    config_setting_is_group(setting)) {
		expected(loader, setting, path, row);
		return;
	}
	if ((size_t)length > row->count) {
		snprintf(inner, sizeof(inner), "%d entries; expected at most "
		    "%zu", length, row->count);
		problem_at(loader, setting, path, inner);
		return;
	}
	if ((row->flags & IS_LONG) != 0)
		where = make_room(row, where, length);
	for (i = 0; i < length; i++) {
		const config_setting_t *element =
		    config_setting_get_elem(setting, (unsigned)i);
		char *to = (char *)where + (size_t)i * row->size;

		snprintf(inner, sizeof(inner), "%s[%d]", path, i);
		if (row->type != SETTING_GROUPS)
			read_scalar(loader, element, row, to, inner);
		else if (config_setting_is_group(element))
			read_rows(loader, element, row->of, to, inner);
		else
			expected(loader, element, inner, row);
	}
}

static void unknown(const struct loader *loader,
    const config_setting_t *setting, const char *path,
    const char *const *names, size_t count)
{
	const char *nearest = nearest_name(config_setting_name(setting),
	    names, count);
	char what[PROBLEM_SIZE];
	struct text text;
	size_t i;

	text_init(&text, what, sizeof(what));
	text_add(&text, "unknown setting; ");
	if (nearest != NULL) {
		text_addf(&text, "did you mean \"%s\"?", nearest);
	} else {
		text_add(&text, "expected one of");
		for (i = 0; i < count; i++)
			text_addf(&text, "%s %s", i == 0 ? "" : ",",
			    names[i]);
	}
	problem_at(loader, setting, path, what);
}

static const struct setting *find_row(const struct setting_group *group,
    const char *name)
{
	size_t i;

	for (i = 0; i < group->count; i++)
		if (strcmp(group->rows[i].name, name) == 0)
			return &group->rows[i];
	return NULL;
}

bool secret_has_file(const struct setting_group *group,
    const struct setting *row)
{
	char name[SETTING_PATH_SIZE];

	snprintf(name, sizeof(name), "%s_file", row->name);
	return row->type == SETTING_SECRET && find_row(group, name) == NULL;
}

/* The secret that "token_file" names the file of; NULL if it is none. */
static const struct setting *find_secret(const struct setting_group *group,
    const char *name)
{
	static const char end[] = "_file";
	size_t length = strlen(name);
	char plain[SETTING_PATH_SIZE];
	const struct setting *row;
	struct text text;

	if (length < sizeof(end) ||
	    strcmp(name + length - (sizeof(end) - 1), end) != 0)
		return NULL;
	text_init(&text, plain, sizeof(plain));
	text_add_n(&text, name, length - (sizeof(end) - 1));
	row = find_row(group, plain);
	return row != NULL && secret_has_file(group, row) ? row : NULL;
}

/* Two answers in the file are one too many; the environment's is stronger
 * than both, and then the file need not be there. */
static void read_secret(const struct loader *loader,
    const config_setting_t *setting, const struct setting *row,
    struct secret *out, const char *path)
{
	const char *file = config_setting_get_string(setting);

	if (file == NULL || file[0] != '/')
		problem_at(loader, setting, path, "wrong; expected the "
		    "absolute path of a file that holds the secret");
	else if (config_setting_get_member(config_setting_parent(setting),
	    row->name) != NULL)
		problem_at(loader, setting, path, "the secret itself is set "
		    "as well; expected one of the two");
	else if (row->environment == NULL ||
	    environment_get(loader->environment, row->environment) == NULL)
		(void)!source_read_secret(loader, path, file, out);
}

static void unknown_row(const struct loader *loader,
    const config_setting_t *setting, const struct setting_group *group,
    const char *path)
{
	const char *names[NAMES_MAX];
	size_t i;

	assert(group->count <= NAMES_MAX);
	for (i = 0; i < group->count; i++)
		names[i] = group->rows[i].name;
	unknown(loader, setting, path, names, group->count);
}

static void read_row(const struct loader *loader,
    const config_setting_t *setting, const struct setting *row, char *base,
    const char *path)
{
	if (row->count > 0)
		read_list(loader, setting, row, base + row->where, path);
	else
		read_scalar(loader, setting, row, base + row->where, path);
}

static bool is_top_level(const struct setting_group *group)
{
	return group >= setting_groups &&
	    group < setting_groups + setting_group_count;
}

static void note_origin(const struct loader *loader,
    const struct setting_group *group, const struct setting *row, int origin)
{
	if (is_top_level(group))
		loader->config->origins[setting_origin(group, row)] = origin;
}

static void read_rows(const struct loader *loader,
    const config_setting_t *tree, const struct setting_group *group,
    void *base, const char *path)
{
	char inner[SETTING_PATH_SIZE];
	int i;

	for (i = 0; i < config_setting_length(tree); i++) {
		const config_setting_t *setting =
		    config_setting_get_elem(tree, (unsigned)i);
		const char *name = config_setting_name(setting);
		const struct setting *row = find_row(group, name);

		snprintf(inner, sizeof(inner), "%s.%s", path, name);
		if (row != NULL) {
			note_origin(loader, group, row,
			    (int)config_setting_source_line(setting));
			read_row(loader, setting, row, base, inner);
		} else if ((row = find_secret(group, name)) != NULL) {
			note_origin(loader, group, row, ORIGIN_SECRET_FILE);
			read_secret(loader, setting, row, (struct secret *)
			    (void *)((char *)base + row->where), inner);
		} else {
			unknown_row(loader, setting, group, inner);
		}
	}
}

/* Is path a group, or ("severities") on the way to one? */
static const struct setting_group *find_group(const char *path,
    bool *on_the_way)
{
	size_t length = strlen(path);
	size_t i;

	*on_the_way = false;
	for (i = 0; i < setting_group_count; i++) {
		const char *full = setting_groups[i].path;

		if (strcmp(full, path) == 0)
			return &setting_groups[i];
		if (strncmp(full, path, length) == 0 && full[length] == '.')
			*on_the_way = true;
	}
	return NULL;
}

/* What may stand directly under the path: "slack", "sev1". */
static size_t names_under(const char *path, char names[][32],
    const char *pointers[NAMES_MAX])
{
	const struct setting_group *top = &setting_groups[
	    setting_group_count - 1];
	size_t length = strlen(path);
	size_t i, count = 0;

	for (i = 0; i < setting_group_count; i++) {
		const char *rest = setting_groups[i].path;
		struct text name;

		if (length > 0) {
			if (strncmp(rest, path, length) != 0)
				continue;
			rest += length + 1;
		}
		if (rest[0] == '\0')
			continue;
		text_init(&name, names[count], 32);
		text_add_n(&name, rest, strcspn(rest, "."));
		pointers[count] = names[count];
		if (count == 0 || strcmp(names[count], names[count - 1]) != 0)
			count++;
	}
	for (i = 0; length == 0 && i < top->count; i++)
		pointers[count++] = top->rows[i].name;
	return count;
}

static void read_groups(const struct loader *loader,
    const config_setting_t *tree, const char *path)
{
	const struct setting_group *top = &setting_groups[
	    setting_group_count - 1];
	char names[NAMES_MAX][32], inner[SETTING_PATH_SIZE];
	const char *pointers[NAMES_MAX];
	int i;

	for (i = 0; i < config_setting_length(tree); i++) {
		const config_setting_t *setting =
		    config_setting_get_elem(tree, (unsigned)i);
		const char *name = config_setting_name(setting);
		const struct setting *row = find_row(top, name);
		const struct setting_group *group;
		bool on_the_way;

		snprintf(inner, sizeof(inner), "%s%s%s", path,
		    path[0] == '\0' ? "" : ".", name);
		group = find_group(inner, &on_the_way);
		if (path[0] == '\0' && row != NULL) {
			loader->config->origins[setting_origin(top, row)] =
			    (int)config_setting_source_line(setting);
			read_row(loader, setting, row,
			    (char *)loader->config, inner);
		} else if (group == NULL && !on_the_way) {
			unknown(loader, setting, inner, pointers,
			    names_under(path, names, pointers));
		} else if (!config_setting_is_group(setting)) {
			problem_at(loader, setting, inner,
			    "wrong type; expected a group: { ... }");
		} else if (group == NULL) {
			read_groups(loader, setting, inner);
		} else {
			read_rows(loader, setting, group,
			    (char *)loader->config + group->where, inner);
		}
	}
}

/* Has any secret a line of the file as its origin? */
static bool holds_secret(const struct config *config)
{
	size_t i, k;

	for (i = 0; i < setting_group_count; i++)
		for (k = 0; k < setting_groups[i].count; k++) {
			const struct setting *row = &setting_groups[i].rows[k];

			if ((row->flags & IS_SECRET) == 0 ||
			    config->origins[setting_origin(&setting_groups[i],
			    row)] <= 0)
				continue;
			if (row->type != SETTING_REDIS || strchr(secret_reveal(
			    &config->redis.url), '@') != NULL)
				return true;
		}
	return false;
}

void config_read_file_into(struct loader *loader)
{
	config_t *tree = loader->tree;
	mode_t mode = 0;
	char *text = source_read(loader, &mode);

	if (text == NULL)
		return;
	if (config_read_string(tree, text) == CONFIG_TRUE)
		read_groups(loader, config_root_setting(tree), "");
	else
		problems_add(loader->problems, "%s:%d: %s", loader->file,
		    config_error_line(tree), config_error_text(tree));
	free(text);
	if (holds_secret(loader->config) && (mode & 077) != 0)
		problems_add(loader->problems, "%s: holds a secret and can be "
		    "read by others; expected mode 0600 (chmod 600 %s)",
		    loader->file, loader->file);
}
