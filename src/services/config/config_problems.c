/* SPDX-License-Identifier: MIT
 *
 * config_problems: see config_problems.h.
 */
#include "services/config/config_problems.h"
#include "base/memory.h"

#include <stdarg.h>

void problems_add(struct problems *problems, const char *format, ...)
{
	char line[PROBLEM_SIZE];
	va_list arguments;

	if (problems->count == PROBLEMS_MAX) {
		problems->left_out++;
		return;
	}
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	problems->lines[problems->count++] = xstrdup(line);
}

void problems_print(const struct problems *problems, FILE *out)
{
	int i;

	for (i = 0; i < problems->count; i++)
		fprintf(out, "%s\n", problems->lines[i]);
	if (problems->left_out > 0)
		fprintf(out, "... and %d more\n", problems->left_out);
}

void problems_clear(struct problems *problems)
{
	int i;

	for (i = 0; i < problems->count; i++)
		free(problems->lines[i]);
	memset(problems, 0, sizeof(*problems));
}
