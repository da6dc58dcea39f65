/* SPDX-License-Identifier: MIT
 *
 * services/folder: a file that is written part after part is there when all of it
 * is, and leaves nothing where it is dropped or cannot be finished.
 */
#include "services/folder.h"
#include "base/text.h"
#include "tests/unit/unit.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "INC-7.json"

static char top[] = "/tmp/incbot-folder-XXXXXX";
static char folder[64];

static void set_up(void)
{
	(void)text_copy(top, sizeof(top), "/tmp/incbot-folder-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(top));
	(void)snprintf(folder, sizeof(folder), "%s/exports", top);
}

static void tear_down(void)
{
	ck_assert(folder_remove(folder, NAME));
	(void)rmdir(folder);
	ck_assert_int_eq(rmdir(top), 0);
}

static int count_files(void)
{
	DIR *files = opendir(folder);
	int count = 0;

	ck_assert_ptr_nonnull(files);
	for (const struct dirent *one; (one = readdir(files));)
		count += one->d_name[0] != '.';
	closedir(files);
	return count;
}

static void assert_says(const char *wanted)
{
	size_t length;
	char *bytes = folder_read(folder, NAME, 1000, &length);

	ck_assert_ptr_nonnull(bytes);
	ck_assert_str_eq(bytes, wanted);
	free(bytes);
}

static struct folder_file *begin(const char *words)
{
	struct folder_file *file = folder_begin(folder, NAME);

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(words, folder_stream(file)), 0);
	ck_assert_int_eq(fflush(folder_stream(file)), 0);
	return file;
}

START_TEST(a_part_is_not_seen_and_the_whole_takes_the_place_of_the_old)
{
	struct folder_file *file = begin("one ");

	ck_assert(!folder_has(folder, NAME));
	fputs("two", folder_stream(file));
	ck_assert(folder_finish(file));
	assert_says("one two");
	file = begin("three");
	assert_says("one two");
	ck_assert(folder_finish(file));
	assert_says("three");
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(two_at_the_same_file_do_not_mix)
{
	struct folder_file *slow = begin("slow ");
	struct folder_file *fast = begin("fast");

	fputs("and late", folder_stream(slow));
	ck_assert(folder_finish(fast));
	assert_says("fast");
	ck_assert(folder_finish(slow));
	assert_says("slow and late");
}
END_TEST

START_TEST(what_is_dropped_leaves_nothing)
{
	ck_assert(folder_finish(begin("old")));
	folder_drop(begin("new"));
	assert_says("old");
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

/* A folder stands where the file should. */
START_TEST(what_cannot_be_finished_says_why_and_leaves_nothing)
{
	char path[96];
	struct folder_file *file = begin("new");

	(void)snprintf(path, sizeof(path), "%s/" NAME, folder);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	ck_assert(!folder_finish(file));
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(count_files(), 0);
}
END_TEST

START_TEST(where_there_can_be_no_folder_it_does_not_begin)
{
	ck_assert_ptr_null(folder_begin("/dev/null/exports", NAME));
	ck_assert_int_eq(errno, ENOTDIR);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("services/folder");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	unit_add(&u,
	    a_part_is_not_seen_and_the_whole_takes_the_place_of_the_old);
	unit_add(&u, two_at_the_same_file_do_not_mix);
	unit_add(&u, what_is_dropped_leaves_nothing);
	unit_add(&u, what_cannot_be_finished_says_why_and_leaves_nothing);
	unit_add(&u, where_there_can_be_no_folder_it_does_not_begin);
	return unit_run(&u);
}
