/* SPDX-License-Identifier: MIT
 *
 * base/log: one line per call whatever is in it, no secret, and neither a
 * full nor a closed stderr stops the process.
 */
#include "base/log.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <unistd.h>

static int pipe_ends[2];

static void open_pipe(void)
{
	ck_assert_int_eq(pipe2(pipe_ends, O_CLOEXEC), 0);
	ck_assert_int_eq(fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK), 0);
	log_set_descriptor(pipe_ends[1]);
	log_set_level(LOG_LEVEL_INFO);
}

static void close_pipe(void)
{
	log_set_descriptor(STDERR_FILENO);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

/* What is in the pipe now, as one string. */
static const char *read_pipe(void)
{
	static char buffer[2 * LOG_LINE_MAX];
	ssize_t n = read(pipe_ends[0], buffer, sizeof(buffer) - 1);

	buffer[n < 0 ? 0 : n] = '\0';
	return buffer;
}

START_TEST(a_line_has_time_level_and_what)
{
	const char *line;
	int year;

	open_pipe();
	log_info("socket_connected", "took_ms=%d", 81);
	line = read_pipe();
	ck_assert_ptr_nonnull(strstr(line,
	    "Z level=info what=socket_connected took_ms=81\n"));
	ck_assert_int_eq(strncmp(line, "time=2", 6), 0);
	year = (int)strtol(line + 5, NULL, 10);
	ck_assert_int_ge(year, 2024);
	ck_assert_uint_eq(strcspn(line, " "),
	    strlen("time=2026-06-15T14:05:00.123Z"));
	log_warn("nothing_more", "");
	ck_assert_ptr_nonnull(strstr(read_pipe(),
	    "level=warn what=nothing_more\n"));
	close_pipe();
}
END_TEST

START_TEST(levels_are_kept_out)
{
	enum log_level level = LOG_LEVEL_ERROR;

	open_pipe();
	log_debug("hidden", "");
	ck_assert_str_eq(read_pipe(), "");
	ck_assert(log_level_parse("debug", &level));
	log_set_level(level);
	log_debug("shown", "");
	ck_assert_ptr_nonnull(strstr(read_pipe(), "what=shown"));
	ck_assert(!log_level_parse("loud", &level));
	ck_assert_int_eq(level, LOG_LEVEL_DEBUG);
	close_pipe();
}
END_TEST

START_TEST(a_value_cannot_fake_a_line_or_leak_a_token)
{
	const char *line;

	open_pipe();
	log_info("x", "a=%s", "1\ntime=0 level=error xoxb-1-CANARY\x1b[2J");
	line = read_pipe();
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
	ck_assert_ptr_null(strstr(line, "CANARY"));
	ck_assert_ptr_null(strchr(line, '\x1b'));
	close_pipe();
}
END_TEST

START_TEST(a_long_line_is_cut)
{
	char value[LOG_LINE_MAX * 2];
	const char *line;

	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	open_pipe();
	log_info("x", "a=%s", value);
	line = read_pipe();
	ck_assert_uint_le(strlen(line), LOG_LINE_MAX);
	ck_assert_int_eq(line[strlen(line) - 1], '\n');
	close_pipe();
}
END_TEST

START_TEST(a_full_pipe_drops_and_counts)
{
	uint64_t before = log_dropped_count();
	char value[1000];
	const char *line = "";
	int i;

	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	open_pipe();
	for (i = 0; i < 200; i++)
		log_info("flood", "a=%s", value);
	ck_assert_uint_gt(log_dropped_count(), before);
	/* Make room: the next line comes through, then the count. */
	while (*read_pipe() != '\0')
		;
	log_info("again", "");
	line = read_pipe();
	ck_assert_ptr_nonnull(strstr(line, "what=again"));
	ck_assert_ptr_nonnull(strstr(line, "what=log_lines_dropped count="));
	close_pipe();
}
END_TEST

START_TEST(a_closed_pipe_drops_and_counts)
{
	uint64_t before = log_dropped_count();

	open_pipe();
	close(pipe_ends[0]);
	log_info("nobody_listens", "");
	log_info("nobody_listens", "");
	ck_assert_uint_eq(log_dropped_count(), before + 2);
	log_set_descriptor(-1);
	log_info("nowhere", "");
	ck_assert_uint_eq(log_dropped_count(), before + 3);
	close(pipe_ends[1]);
	log_set_descriptor(STDERR_FILENO);
}
END_TEST

START_TEST(quoted_values_read_back_as_one)
{
	static const struct {
		const char *value;
		const char *quoted;
	} rows[] = {
		{ "plain", "plain" },
		{ "", "\"\"" },
		{ "two words", "\"two words\"" },
		{ "a=b", "\"a=b\"" },
		{ "say \"x\"", "\"say \\\"x\\\"\"" },
		{ "a\\b", "\"a\\\\b\"" },
		{ "1\n2\r3\t", "\"1\\n2\\r3\\t\"" },
		{ "\x1b[2J\x7f", "\"\\x1b[2J\\x7f\"" },
		{ "caf\xc3\xa9", "\"caf\xc3\xa9\"" },
		{ "\xff", "\"\\xff\"" },
	};
	char out[LOG_QUOTE_SIZE];
	size_t i, size;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_str_eq(log_quote(out, sizeof(out), rows[i].value),
		    rows[i].quoted);
	ck_assert_str_eq(log_quote(out, 5, "abcdefgh"), "\"ab\"");
	ck_assert_str_eq(log_quote(out, 6, "a\n\nb"), "\"a\\n\"");
	/* Never half a character, always both quotes. */
	for (size = 3; size < 14; size++) {
		log_quote(out, size, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\xa5");
		ck_assert_uint_lt(strlen(out), size);
		ck_assert_int_eq(out[strlen(out) - 1], '"');
		ck_assert_uint_ge(strlen(out), 2);
		ck_assert_int_ne((unsigned char)out[strlen(out) - 2], 0xf0);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/log");

	unit_add(&u, a_line_has_time_level_and_what);
	unit_add(&u, levels_are_kept_out);
	unit_add(&u, a_value_cannot_fake_a_line_or_leak_a_token);
	unit_add(&u, a_long_line_is_cut);
	unit_add(&u, a_full_pipe_drops_and_counts);
	unit_add(&u, a_closed_pipe_drops_and_counts);
	unit_add(&u, quoted_values_read_back_as_one);
	return unit_run(&u);
}
