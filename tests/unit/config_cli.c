/* SPDX-License-Identifier: MIT
 *
 * cli: what the command line makes of its words: statuses, what goes to which
 * stream, and what the daemon is started with. The daemon and the doctor are
 * stand-ins here, chosen by the linker.
 */
#include "daemon/cli.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/daemon.h"
#include "daemon/doctor/doctor.h"
#include "services/config/config.h"
#include "tests/unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

static int started, examined;
static bool healthy;
static char started_file[200];
static enum log_level started_level;

int daemon_run(struct config *config, const char *file,
    char *const *environment)
{
	ck_assert_ptr_nonnull(environment);
	started++;
	started_level = config->log_level;
	text_copy(started_file, sizeof(started_file),
	    file == NULL ? "none" : file);
	config_release(config);
	free(config);
	return EXIT_START;
}

bool doctor_run(char *const *environment, FILE *out)
{
	ck_assert_ptr_nonnull(environment);
	examined++;
	fprintf(out, "ok    everything\n");
	return healthy;
}

static char *out_text, *err_text;

/* Words after "incbot", split at spaces. */
static int call(const char *words)
{
	char *argv[8] = { (char[]){ "incbot" } };
	char line[300];
	size_t size[2];
	FILE *out, *err;
	char *word, *rest = line;
	int argc = 1, status;

	free(out_text);
	free(err_text);
	out = open_memstream(&out_text, &size[0]);
	err = open_memstream(&err_text, &size[1]);
	text_copy(line, sizeof(line), words);
	while ((word = strtok_r(NULL, " ", &rest)) != NULL)
		argv[argc++] = word;
	status = cli_main(argc, argv, out, err);
	fclose(out);
	fclose(err);
	return status;
}

static void set_up(void)
{
	unsetenv("INCBOT_CONFIG");
	unsetenv("INCBOT_LOG_LEVEL");
	unsetenv("SLACK_API_URL");
	unsetenv("REDIS_URL");
	setenv("SLACK_BOT_TOKEN", "xoxb-canary-1", 1);
	setenv("SLACK_APP_TOKEN", "xapp-canary-2", 1);
	started = examined = 0;
	healthy = true;
}

static void tear_down(void)
{
	free(out_text);
	free(err_text);
	out_text = err_text = NULL;
}

static const struct {
	const char *words;
	int status;
	const char *out, *err;	/* how they begin; NULL = nothing there */
} rows[] = {
	{ "", EXIT_USAGE, NULL, "incbot: an incident-response bot" },
	{ "help", EXIT_OK, "incbot: an incident-response bot", NULL },
	{ "--help", EXIT_OK, "incbot: an incident-response bot", NULL },
	{ "run --help", EXIT_OK, "incbot: an incident-response bot", NULL },
	{ "-h", EXIT_OK, "incbot: an incident-response bot", NULL },
	{ "help settings", EXIT_OK, "# incbot.conf: every setting", NULL },
	{ "help me", EXIT_USAGE, NULL, "incbot: no help on \"me\"" },
	{ "version", EXIT_OK, PACKAGE_STRING "\nlibwebsockets ", NULL },
	{ "--version", EXIT_OK, PACKAGE_STRING "\nlibwebsockets ", NULL },
	{ "check", EXIT_OK, "slack.bot_token = (set)", NULL },
	{ "check now", EXIT_USAGE, NULL, "incbot: one word too many: \"now\"" },
	{ "chekc", EXIT_USAGE, NULL, "incbot: unknown command \"chekc\"; did "
	    "you mean \"check\"?" },
	{ "dance", EXIT_USAGE, NULL, "incbot: unknown command \"dance\"; try" },
	{ "run --loud", EXIT_USAGE, NULL, "incbot: unknown option" },
	{ "run --config", EXIT_USAGE, NULL, "incbot: a value is missing" },
	{ "--config= run", EXIT_USAGE, NULL, "incbot: a value is missing" },
	{ "--help=x", EXIT_USAGE, NULL, "incbot: no value is wanted" },
	{ "check --log-level loud", EXIT_CONFIG, NULL,
	    "INCBOT_LOG_LEVEL: the value is not a level" },
	{ "check --config /no/such", EXIT_CONFIG, NULL,
	    "/no/such: cannot be read: No such file" },
};

START_TEST(every_line_has_its_status_and_its_words)
{
	ck_assert_int_eq(call(rows[_i].words), rows[_i].status);
	if (rows[_i].out == NULL)
		ck_assert_str_eq(out_text, "");
	else
		ck_assert(text_starts_with(out_text, rows[_i].out));
	if (rows[_i].err == NULL)
		ck_assert_str_eq(err_text, "");
	else
		ck_assert(text_starts_with(err_text, rows[_i].err));
	ck_assert_int_eq(started + examined, 0);
}
END_TEST

START_TEST(run_starts_the_daemon_with_what_was_asked)
{
	char path[] = "/tmp/incbot-cli.XXXXXX";
	char words[100];
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "log: { level = \"warn\"; };", 25), 25);
	close(fd);
	snprintf(words, sizeof(words), "--config %s run", path);
	ck_assert_int_eq(call(words), EXIT_START);
	ck_assert_int_eq(started, 1);
	ck_assert_str_eq(started_file, path);
	ck_assert_int_eq(started_level, LOG_LEVEL_WARN);
	snprintf(words, sizeof(words), "run --config=%s --log-level debug",
	    path);
	ck_assert_int_eq(call(words), EXIT_START);
	ck_assert_int_eq(started_level, LOG_LEVEL_DEBUG);
	unlink(path);
}
END_TEST

START_TEST(run_does_not_start_on_a_bad_config)
{
	setenv("SLACK_APP_TOKEN", "xoxb-canary-1", 1);
	ck_assert_int_eq(call("run"), EXIT_CONFIG);
	ck_assert_int_eq(started, 0);
	ck_assert(text_starts_with(err_text, "slack.app_token: is a token of "
	    "the other kind"));
	ck_assert_ptr_null(strstr(err_text, "canary"));
}
END_TEST

START_TEST(the_doctor_decides_the_status)
{
	ck_assert_int_eq(call("doctor"), EXIT_OK);
	healthy = false;
	ck_assert_int_eq(call("doctor"), EXIT_CONFIG);
	ck_assert_int_eq(examined, 2);
	ck_assert_str_eq(out_text, "ok    everything\n");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("daemon/cli");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	tcase_add_loop_test(u.tcase, every_line_has_its_status_and_its_words,
	    0, (int)ARRAY_LEN(rows));
	unit_add(&u, run_starts_the_daemon_with_what_was_asked);
	unit_add(&u, run_does_not_start_on_a_bad_config);
	unit_add(&u, the_doctor_decides_the_status);
	return unit_run(&u);
}
