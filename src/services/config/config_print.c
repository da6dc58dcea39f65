/* SPDX-License-Identifier: MIT
 *
 * config_print: the table of settings for people: what is in force
 * (`incbot check`), the sample file, and the settings section of the manual
 * and of docs/configuration.md. Tests compare the files in the tree with
 * what is printed here.
 */
#include "services/config/config_table.h"
#include "base/memory.h"
#include "base/text.h"

#define COMMENT_WIDTH 72

static const void *value_at(const struct config *config,
    const struct setting_group *group, const struct setting *row)
{
	return (const char *)config + group->where + row->where;
}

/* The value in the syntax of the file; the caller frees it. */
static char *formatted(const struct setting *row, const void *where)
{
	char *buffer = xmalloc(VALUE_TEXT_MAX);
	struct text text;

	text_init(&text, buffer, VALUE_TEXT_MAX);
	value_format(row, where, false, &text);
	return xrealloc(buffer, text.length + 1);
}

static void print_origin(const struct config *config,
    const struct setting_group *group, const struct setting *row, FILE *out)
{
	int origin = config->origins[setting_origin(group, row)];

	switch (origin) {
	case ORIGIN_DEFAULT:
		fputs("default", out);
		break;
	case ORIGIN_ENVIRONMENT:
		fprintf(out, "environment %s", row->environment);
		break;
	case ORIGIN_SECRET_FILE:
		fprintf(out, "file %s.%s_file", group->path, row->name);
		break;
	case ORIGIN_CREDENTIAL:
		fputs("credential of systemd", out);
		break;
	default:
		fprintf(out, "%s:%d", config->file, origin);
	}
}

void config_print(const struct config *config, FILE *out)
{
	size_t i, k;

	for (i = 0; i < setting_group_count; i++) {
		const struct setting_group *group = &setting_groups[i];

		for (k = 0; k < group->count; k++) {
			const struct setting *row = &group->rows[k];
			char *value = formatted(row, value_at(config, group,
			    row));

			fprintf(out, "%s%s%s = %s  # ", group->path,
			    group->path[0] == '\0' ? "" : ".", row->name,
			    value);
			print_origin(config, group, row, out);
			fputc('\n', out);
			free(value);
		}
	}
}

/* Text in lines of at most COMMENT_WIDTH, each after the prefix. */
static void print_wrapped(const char *prefix, const char *text, FILE *out)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (column > 0 && column + 1 + word > COMMENT_WIDTH) {
			fputc('\n', out);
			column = 0;
		}
		if (column == 0)
			fputs(prefix, out);
		else
			fputc(' ', out);
		fprintf(out, "%.*s", (int)word, text);
		column += word + 1;
		text += word;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

/* As a comment, if there is nothing to set by default. */
static void print_example(const char *tabs, const struct setting *row,
    FILE *out)
{
	const char *p;

	fprintf(out, "%s# %s = ", tabs, row->name);
	for (p = row->example; *p != '\0'; p++) {
		fputc(*p, out);
		if (*p == '\n')
			fprintf(out, "%s# ", tabs);
	}
	fputs(";\n", out);
}

/* Or in a file of its own. */
static void print_file_example(const char *tabs,
    const struct setting_group *group, const struct setting *row, FILE *out)
{
	const char *dot = strchr(group->path, '.');

	fprintf(out, "%s# %s_file = \"/etc/incbot/%s-%s\";\n", tabs,
	    row->name, dot == NULL ? group->path : dot + 1, row->name);
}

static void print_sample_rows(const struct config *config,
    const struct setting_group *group, const char *tabs, bool with_help,
    FILE *out)
{
	char prefix[16];
	size_t i;

	snprintf(prefix, sizeof(prefix), "%s# ", tabs);
	for (i = 0; i < group->count; i++) {
		const struct setting *row = &group->rows[i];
		char *value;

		if (with_help && i > 0)
			fputc('\n', out);
		if (with_help)
			print_wrapped(prefix, row->help, out);
		if (row->example != NULL) {
			print_example(tabs, row, out);
			if (secret_has_file(group, row))
				print_file_example(tabs, group, row, out);
			continue;
		}
		value = formatted(row, value_at(config, group, row));
		fprintf(out, "%s%s = %s;\n", tabs, row->name, value);
		free(value);
	}
}

static bool shares_rows(size_t a, size_t b)
{
	return a < setting_group_count && b < setting_group_count &&
	    setting_groups[a].rows == setting_groups[b].rows;
}

/* "pagers.ntfy" and "pagers.webhook" stand in one group of the file. */
static bool shares_group(size_t a, size_t b)
{
	const char *dot;

	if (a >= setting_group_count || b >= setting_group_count)
		return false;
	dot = strchr(setting_groups[a].path, '.');
	return dot != NULL && strncmp(setting_groups[a].path,
	    setting_groups[b].path,
	    (size_t)(dot + 1 - setting_groups[a].path)) == 0;
}

static void print_sample_group(const struct config *config, size_t index,
    FILE *out)
{
	const struct setting_group *group = &setting_groups[index];
	const char *dot = strchr(group->path, '.');
	bool opens = index == 0 || !shares_group(index - 1, index);
	bool first = index == 0 || !shares_rows(index - 1, index);
	bool last = !shares_group(index, index + 1);

	if (opens) {
		fputc('\n', out);
		print_wrapped("# ", group->help, out);
	}
	if (dot != NULL && opens)
		fprintf(out, "%.*s: {\n", (int)(dot - group->path),
		    group->path);
	if (dot != NULL) {
		fprintf(out, "\t%s: {\n", dot + 1);
		print_sample_rows(config, group, "\t\t", first, out);
		fprintf(out, "\t};\n");
	} else if (group->path[0] != '\0') {
		fprintf(out, "%s: {\n", group->path);
		print_sample_rows(config, group, "\t", true, out);
	} else {
		print_sample_rows(config, group, "", true, out);
	}
	if (group->path[0] != '\0' && last)
		fprintf(out, "};\n");
}

void config_print_sample(FILE *out)
{
	struct config *config = xmalloc(sizeof(*config));
	size_t i;

	config_defaults(config);
	fputs("# incbot.conf: every setting, explained. What has a value here "
	    "is at its\n# default; what is commented out is empty. Printed by "
	    "\"incbot help settings\";\n# see incbot.conf(5). Check a changed "
	    "file with \"incbot check\".\n", out);
	for (i = 0; i < setting_group_count; i++)
		print_sample_group(config, i, out);
	config_release(config);
	free(config);
}

/* One entry of a list of settings: "severities.sevN" stands for the groups
 * that share their rows, and their defaults are given one after the other. */
struct entry {
	char path[SETTING_PATH_SIZE];
	const struct setting *row;
	char *defaults;		/* "" inside lists */
	bool has_file;		/* a secret that may be in a file of its own */
};

typedef void entry_printer(const struct entry *entry, FILE *out);

static char *join_defaults(const struct config *config, size_t index,
    const struct setting *row)
{
	struct text text;
	char *buffer;
	size_t i;

	if ((row->flags & IS_SECRET) != 0 && row->initial == NULL)
		return xstrdup("");
	buffer = xmalloc(VALUE_TEXT_MAX);
	text_init(&text, buffer, VALUE_TEXT_MAX);
	for (i = index; shares_rows(index, i); i++) {
		char *value = formatted(row, value_at(config,
		    &setting_groups[i], row));

		text_addf(&text, "%s%s", i == index ? "" : ", ", value);
		free(value);
	}
	if (strcmp(buffer, "\"\"") == 0 || strcmp(buffer, "[]") == 0 ||
	    strcmp(buffer, "()") == 0)
		buffer[0] = '\0';
	return buffer;
}

static void print_inner(const char *path, const struct setting_group *group,
    entry_printer *print, FILE *out)
{
	size_t i;

	for (i = 0; i < group->count; i++) {
		char none[] = "";
		struct entry entry = { "", &group->rows[i], none, false };
		struct text inner;

		text_init(&inner, entry.path, sizeof(entry.path));
		text_addf(&inner, "%s[].%s", path, group->rows[i].name);
		print(&entry, out);
	}
}

static void print_entries(entry_printer *print, FILE *out)
{
	struct config *config = xmalloc(sizeof(*config));
	size_t i, k;

	config_defaults(config);
	for (i = 0; i < setting_group_count; i++) {
		const struct setting_group *group = &setting_groups[i];
		int length = (int)strlen(group->path);
		bool shared = shares_rows(i, i + 1);

		if (i > 0 && shares_rows(i - 1, i))
			continue;
		for (k = 0; k < group->count; k++) {
			const struct setting *row = &group->rows[k];
			struct entry entry = { "", row,
			    join_defaults(config, i, row),
			    secret_has_file(group, row) };

			snprintf(entry.path, sizeof(entry.path), "%.*s%s%s%s",
			    shared ? length - 1 : length, group->path,
			    shared ? "N" : "", length == 0 ? "" : ".",
			    row->name);
			print(&entry, out);
			free(entry.defaults);
			if (row->type == SETTING_GROUPS)
				print_inner(entry.path, row->of, print, out);
		}
	}
	config_release(config);
	free(config);
}

/* man(7): backslashes and dashes are not what they seem. */
static char *escape_roff(const char *text)
{
	char *buffer = xmalloc(3 * strlen(text) + 1);
	struct text out;

	text_init(&out, buffer, 3 * strlen(text) + 1);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			text_add(&out, "\\e");
		else if (*text == '-')
			text_add(&out, "\\-");
		else
			text_add_char(&out, *text);
	}
	return buffer;
}

/* before, text and after as one paragraph. */
static void print_roff(const char *before, const char *text,
    const char *after, FILE *out)
{
	char *escaped = escape_roff(text);
	size_t size = strlen(before) + strlen(escaped) + strlen(after) + 1;
	char *whole = xmalloc(size);

	snprintf(whole, size, "%s%s%s", before, escaped, after);
	print_wrapped("", whole, out);
	free(whole);
	free(escaped);
}

static void print_manual_entry(const struct entry *entry, FILE *out)
{
	fprintf(out, ".TP\n.B %s\n", entry->path);
	print_roff("", entry->row->help, "", out);
	print_roff("Expected: ", value_expected(entry->row), ".", out);
	if (entry->defaults[0] != '\0')
		print_roff("Default: ", entry->defaults, ".", out);
	if (entry->row->environment != NULL)
		fprintf(out, "Overridden by the environment variable\n"
		    ".BR %s .\n", entry->row->environment);
	if (entry->has_file)
		fprintf(out, "Or in a file of mode 0600 that holds it and "
		    "nothing else, named by\n.BR %s_file .\n",
		    entry->path);
	if ((entry->row->flags & NEEDS_RESTART) != 0)
		fputs("A change takes effect after a restart.\n", out);
}

void config_print_manual(FILE *out)
{
	print_entries(print_manual_entry, out);
}

static void print_markdown_entry(const struct entry *entry, FILE *out)
{
	fprintf(out, "| `%s` | ", entry->path);
	if (entry->defaults[0] != '\0')
		fprintf(out, "`%s` ", entry->defaults);
	fprintf(out, "| %s%s%s | %s | %s%s%s%s |\n",
	    entry->row->environment == NULL ? "" : "`",
	    entry->row->environment == NULL ? "" : entry->row->environment,
	    entry->row->environment == NULL ? "" : "`",
	    (entry->row->flags & NEEDS_RESTART) != 0 ? "restart" : "reload",
	    entry->row->help,
	    entry->has_file ? " Or in a file of mode 0600: `" : "",
	    entry->has_file ? entry->row->name : "",
	    entry->has_file ? "_file`." : "");
}

void config_print_markdown(FILE *out)
{
	fputs("| Setting | Default | Environment | Takes effect | Meaning |\n"
	    "|---|---|---|---|---|\n", out);
	print_entries(print_markdown_entry, out);
}
