/* SPDX-License-Identifier: MIT
 *
 * cli: see cli.h. Two tables, options and subcommands, parse the line and
 * print the help.
 */
#include "daemon/cli.h"
#include "daemon/archive/archive.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/cli_oncall.h"
#include "daemon/daemon.h"
#include "daemon/doctor/doctor.h"
#include "io/versions.h"
#include "services/config/config.h"

#include <unistd.h>

#define WORDS_MAX 4		/* subcommand and topic, and room to complain */

struct line {
	const char *words[WORDS_MAX];
	int word_count;
	bool help;
	bool version;
	const char *ical;	/* --ical; NULL = not given */
	FILE *out;
	FILE *err;
};

static const struct option {
	const char *name;
	const char *value;	/* what it is called in the help; NULL = none */
	const char *variable;	/* it is put into; NULL = the line's own */
	const char *help;
} options[] = {
	{ "--config", "FILE", "INCBOT_CONFIG",
	  "Read this file instead of " CONFIG_FILE "." },
	{ "--log-level", "LEVEL", "INCBOT_LOG_LEVEL",
	  "error, warn, info or debug; overrides the file." },
	{ "--ical", "ROTATION", NULL,
	  "With oncall: that rotation's calendar (iCalendar)." },
	{ "--format", "FORMAT", "INCBOT_FORMAT",
	  "md, html, json, public-md, public-html: of a postmortem; csv, json, "
	  "html: of figures." },
	{ "--csv", NULL, "INCBOT_FORMAT", "The same as --format csv." },
	{ "--json", NULL, "INCBOT_FORMAT", "The same as --format json." },
	{ "--html", NULL, "INCBOT_FORMAT", "The same as --format html." },
	{ "--help", NULL, NULL, "Print this." },
	{ "--version", NULL, NULL, "Like the command version." },
};

struct subcommand {
	const char *name;
	const char *arguments;
	const char *help;
	int (*run)(struct line *line);
};

extern const struct subcommand cli_subcommands[];
extern const size_t cli_subcommand_count;

static void print_help(FILE *out)
{
	size_t i;

	fputs("incbot: an incident-response bot for Slack\n\n"
	    "usage: incbot [options] command\n\ncommands:\n", out);
	for (i = 0; i < cli_subcommand_count; i++) {
		const struct subcommand *s = &cli_subcommands[i];
		char usage[40];

		snprintf(usage, sizeof(usage), "%s %s", s->name,
		    s->arguments);
		fprintf(out, "  %-20s %s\n", usage, s->help);
	}
	fputs("\noptions:\n", out);
	for (i = 0; i < ARRAY_LEN(options); i++) {
		char usage[40];

		snprintf(usage, sizeof(usage), "%s %s", options[i].name,
		    options[i].value == NULL ? "" : options[i].value);
		fprintf(out, "  %-20s %s\n", usage, options[i].help);
	}
	fputs("\nexit status: 0 good; 1 the config is wrong or a check "
	    "failed; 2 the command\nline is wrong; 3 what is needed at the "
	    "start cannot be had\n\n"
	    "More in incbot(8) and incbot.conf(5).\n", out);
}

/* The config on the heap, or NULL after its mistakes have been said. */
static struct config *load(struct line *line, unsigned flags)
{
	struct problems problems = { .count = 0 };
	struct config *config = config_new(config_find(NULL, environ), environ,
	    flags, &problems);

	if (config)
		return config;
	problems_print(&problems, line->err);
	problems_clear(&problems);
	return NULL;
}

static int run_run(struct line *line)
{
	struct config *config = load(line, 0);
	char file[CONFIG_PATH_SIZE];

	if (config == NULL)
		return EXIT_CONFIG;
	log_set_level(config->log_level);
	text_copy(file, sizeof(file), config->file);
	/* The daemon takes the config over: it replaces it on SIGHUP. */
	return daemon_run(config, file[0] == '\0' ? NULL : file, environ);
}

static int run_check(struct line *line)
{
	struct config *config = load(line, CONFIG_CHECK_YEAR);

	if (config == NULL)
		return EXIT_CONFIG;
	config_print(config, line->out);
	config_release(config);
	free(config);
	return EXIT_OK;
}

static int run_oncall(struct line *line)
{
	struct config *config = load(line, CONFIG_TOKENS_OPTIONAL);
	bool good = true;

	if (config == NULL)
		return EXIT_CONFIG;
	if (line->ical == NULL)
		cli_oncall_print(&config->policy, line->out);
	else
		good = cli_oncall_ical(&config->policy, line->ical, line->out,
		    line->err);
	config_release(config);
	free(config);
	return good ? EXIT_OK : EXIT_CONFIG;
}

static int run_doctor(struct line *line)
{
	return doctor_run(environ, line->out) ?
	    EXIT_OK : EXIT_CONFIG;
}

static int run_archive(struct line *line,
    int (*act)(const struct config *config, struct line *line))
{
	struct config *config = load(line, 0);
	int status;

	if (config == NULL)
		return EXIT_CONFIG;
	log_set_level(LOG_LEVEL_ERROR);
	status = act(config, line);
	config_release(config);
	free(config);
	return status;
}

static int act_postmortem(const struct config *config, struct line *line)
{
	const char *format = getenv("INCBOT_FORMAT");

	return archive_report(config, line->words[1],
	    format == NULL ? "md" : format, line->out, line->err);
}

static int run_postmortem(struct line *line)
{
	if (line->word_count < 2) {
		fprintf(line->err, "incbot: which incident? incbot postmortem "
		    "INC-7\n");
		return EXIT_USAGE;
	}
	return run_archive(line, act_postmortem);
}

static int act_figures(const struct config *config, struct line *line)
{
	const char *format = getenv("INCBOT_FORMAT");

	return archive_figures(config, format == NULL ? "csv" : format,
	    line->out, line->err);
}

static int run_figures(struct line *line)
{
	return run_archive(line, act_figures);
}

static int act_checklist(const struct config *config, struct line *line)
{
	return archive_gaps(config, line->word_count > 1 ? line->words[1] : "",
	    line->out, line->err);
}

static int run_checklist(struct line *line)
{
	return run_archive(line, act_checklist);
}

static int act_export(const struct config *config, struct line *line)
{
	return archive_export(config, line->out, line->err);
}

static int run_export(struct line *line)
{
	return run_archive(line, act_export);
}

static int act_import(const struct config *config, struct line *line)
{
	return archive_import(config, stdin, line->err);
}

static int run_import(struct line *line)
{
	return run_archive(line, act_import);
}

static int act_verify(const struct config *config, struct line *line)
{
	return archive_verify(config, line->out, line->err);
}

static int run_verify(struct line *line)
{
	if (line->word_count > 1)
		return archive_verify_file(line->words[1], line->out,
		    line->err);
	return run_archive(line, act_verify);
}

static int run_version(struct line *line)
{
	fprintf(line->out, "%s\n", PACKAGE_STRING);
	versions_print(line->out);
	return EXIT_OK;
}

static int run_help(struct line *line)
{
	if (line->word_count < 2) {
		print_help(line->out);
		return EXIT_OK;
	}
	if (strcmp(line->words[1], "settings") == 0) {
		config_print_sample(line->out);
		return EXIT_OK;
	}
	fprintf(line->err, "incbot: no help on \"%s\"; try incbot help or "
	    "incbot help settings\n", line->words[1]);
	return EXIT_USAGE;
}

const struct subcommand cli_subcommands[] = {
	{ "run", "", "Work: connect to Slack and Redis until told to stop.",
	  run_run },
	{ "check", "", "Check the config; print the settings in force.",
	  run_check },
	{ "doctor", "", "Check everything that incbot needs; say how to mend "
	  "it.", run_doctor },
	{ "oncall", "", "Print who is on call by the config; with --ical a "
	  "rotation's calendar.", run_oncall },
	{ "postmortem", "INC-ID", "Print an incident with its timeline, figures "
	  "and postmortem.", run_postmortem },
	{ "figures", "", "Print the company's figures: times to acknowledge "
	  "and to resolve, ...", run_figures },
	{ "checklist", "[SERVICE]", "Print the open action items, by service, "
	  "as Markdown.", run_checklist },
	{ "export", "", "Print all incidents, one a line, as JSON.",
	  run_export },
	{ "import", "", "Take in what was exported, from standard input.",
	  run_import },
	{ "verify", "[FILE]", "Prove that no timeline was changed, in Redis or in FILE.",
	  run_verify },
	{ "version", "", "Print the versions of incbot and its libraries.",
	  run_version },
	{ "help", "[settings]", "Print this, or a config file with every "
	  "setting explained.", run_help },
};
const size_t cli_subcommand_count = ARRAY_LEN(cli_subcommands);

static bool complain(struct line *line, const char *what, const char *word)
{
	fprintf(line->err, "incbot: %s \"%s\"; try incbot --help\n", what,
	    word);
	return false;
}

/* Takes the option at argv[*at], and its value if it wants one. */
static bool parse_option(struct line *line, int argc, char *const *argv,
    int *at)
{
	const char *word = argv[*at];
	size_t length = strcspn(word, "=");
	const struct option *option = NULL;
	const char *value = word[length] == '=' ? word + length + 1 : NULL;
	size_t i;

	for (i = 0; i < ARRAY_LEN(options); i++)
		if (strlen(options[i].name) == length &&
		    strncmp(word, options[i].name, length) == 0)
			option = &options[i];
	if (option == NULL)
		return complain(line, "unknown option", word);
	if (option->value == NULL) {
		line->help |= strcmp(option->name, "--help") == 0;
		line->version |= strcmp(option->name, "--version") == 0;
		if (option->variable != NULL)	/* the name is the value */
			setenv(option->variable, option->name + 2, 1);
		return value == NULL ||
		    complain(line, "no value is wanted by", option->name);
	}
	if (value == NULL && *at + 1 < argc)
		value = argv[++*at];
	if (value == NULL || value[0] == '\0')
		return complain(line, "a value is missing after",
		    option->name);
	if (option->variable == NULL)
		line->ical = value;
	else
		setenv(option->variable, value, 1);
	return true;
}

static bool parse(struct line *line, int argc, char *const *argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-h") == 0) {
			line->help = true;
		} else if (argv[i][0] == '-') {
			if (!parse_option(line, argc, argv, &i))
				return false;
		} else if (line->word_count < WORDS_MAX) {
			line->words[line->word_count++] = argv[i];
		}
	}
	return true;
}

static const struct subcommand *find(struct line *line)
{
	const char *word = line->words[0];
	const struct subcommand *nearest = NULL;
	unsigned best = 3;
	size_t i;

	for (i = 0; i < cli_subcommand_count; i++) {
		const struct subcommand *s = &cli_subcommands[i];
		unsigned distance = text_distance(word, s->name);

		if (strcmp(word, s->name) == 0)
			return s;
		if (distance < best) {
			best = distance;
			nearest = s;
		}
	}
	if (nearest == NULL)
		complain(line, "unknown command", word);
	else
		fprintf(line->err, "incbot: unknown command \"%s\"; did you "
		    "mean \"%s\"?\n", word, nearest->name);
	return NULL;
}

int cli_main(int argc, char *const *argv, FILE *out, FILE *err)
{
	struct line line = { .out = out, .err = err };
	const struct subcommand *subcommand;
	int words_max;

	if (!parse(&line, argc, argv))
		return EXIT_USAGE;
	if (line.help) {
		print_help(out);
		return EXIT_OK;
	}
	if (line.version)
		return run_version(&line);
	if (line.word_count == 0) {
		print_help(err);
		return EXIT_USAGE;
	}
	subcommand = find(&line);
	if (subcommand == NULL)
		return EXIT_USAGE;
	words_max = subcommand->arguments[0] == '\0' ? 1 : 2;
	if (line.word_count > words_max) {
		complain(&line, "one word too many:",
		    line.words[words_max]);
		return EXIT_USAGE;
	}
	return subcommand->run(&line);
}
