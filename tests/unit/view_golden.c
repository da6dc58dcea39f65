/* SPDX-License-Identifier: MIT
 *
 * view_golden: what people see, byte for byte, one file a view in
 * tests/golden. `view_golden --write` writes the files anew; the change is
 * then reviewed by reading the difference.
 */
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"
#include "tests/unit/view_check.h"

static char *drawn(const struct drawing *drawing)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct world world;
	json_t *json;
	char *dump;

	world_init(&world, arena);
	json = drawing->draw(&world);
	assert(json);
	dump = json_dumps(json, JSON_INDENT(1));
	json_decref(json);
	arena_free(arena);
	return dump;
}

static void golden_path(const struct drawing *drawing, char *out, size_t size)
{
	struct text path;

	text_init(&path, out, size);
	text_addf(&path, "%s/%s.json", GOLDEN_DIR, drawing->name);
	assert(!path.truncated);
}

static char *read_golden(const struct drawing *drawing)
{
	static char buffer[256 * 1024];
	char path[1024];
	FILE *file;
	size_t n;

	golden_path(drawing, path, sizeof(path));
	file = fopen(path, "r");
	if (!file)
		return NULL;
	n = fread(buffer, 1, sizeof(buffer) - 1, file);
	fclose(file);
	buffer[n] = '\0';
	return buffer;
}

START_TEST(what_is_drawn_equals_its_golden_file)
{
	const struct drawing *drawing = &drawings[_i];
	const char *golden = read_golden(drawing);
	char *dump = drawn(drawing);
	size_t n = strlen(dump);

	ck_assert_msg(golden, "%s: no golden file", drawing->name);
	ck_assert_msg(strncmp(golden, dump, n) == 0 &&
	    strcmp(golden + n, "\n") == 0,
	    "%s differs from its golden file; it is now:\n%s",
	    drawing->name, dump);
	free(dump);
}
END_TEST

START_TEST(what_is_drawn_is_what_slack_takes)
{
	const struct drawing *drawing = &drawings[_i];
	char *dump = drawn(drawing);
	json_t *json = json_loads(dump, 0, NULL);
	const char *wrong = view_limits_problem(json, drawing->is);

	if (!wrong)
		wrong = view_markup_problem(json);
	ck_assert_msg(!wrong, "%s: %.900s", drawing->name, wrong);
	json_decref(json);
	free(dump);
}
END_TEST

static int write_all(void)
{
	size_t i;

	for (i = 0; i < drawing_count; i++) {
		char path[1024];
		char *dump = drawn(&drawings[i]);
		FILE *file;

		golden_path(&drawings[i], path, sizeof(path));
		file = fopen(path, "w");
		if (!file || fprintf(file, "%s\n", dump) < 0 ||
		    fclose(file) != 0) {
			fprintf(stderr, "cannot write %s\n", path);
			return EXIT_FAILURE;
		}
		free(dump);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct unit u = unit_new("view_golden");

	if (argc == 2 && strcmp(argv[1], "--write") == 0)
		return write_all();
	tcase_add_loop_test(u.tcase, what_is_drawn_equals_its_golden_file, 0,
	    (int)drawing_count);
	tcase_add_loop_test(u.tcase, what_is_drawn_is_what_slack_takes, 0,
	    (int)drawing_count);
	return unit_run(&u);
}
