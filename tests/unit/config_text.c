/* SPDX-License-Identifier: MIT
 *
 * config_text: prints what the tables of settings and of commands say, for
 * config_text.sh, which compares and renews the files in the tree.
 */
#include "handlers/handler.h"
#include "services/config/config.h"

/* '|' would end a cell; names are separated by commas. */
static void print_cell(const char *text)
{
	for (; *text != '\0'; text++)
		printf("%s%c%s", *text == '|' ? "\\" : "", *text,
		    *text == ',' && text[1] != ' ' ? " " : "");
}

/* Entries without a usage are not for people. */
static void print_commands(void)
{
	const struct handler *const *at;

	printf("| Type `/incident` and | Other names | What it does |\n"
	    "|---|---|---|\n");
	for (at = handler_table; *at != NULL; at++) {
		if ((*at)->usage[0] == '\0')
			continue;
		printf("| `");
		print_cell((*at)->usage);
		printf("` | ");
		print_cell((*at)->aliases);
		printf(" | ");
		print_cell((*at)->help);
		printf(" |\n");
	}
}

int main(int argc, char **argv)
{
	const char *form = argc == 2 ? argv[1] : "";

	if (strcmp(form, "sample") == 0)
		config_print_sample(stdout);
	else if (strcmp(form, "manual") == 0)
		config_print_manual(stdout);
	else if (strcmp(form, "markdown") == 0)
		config_print_markdown(stdout);
	else if (strcmp(form, "commands") == 0)
		print_commands();
	else
		return EXIT_FAILURE;
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
