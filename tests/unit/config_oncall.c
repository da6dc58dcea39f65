/* SPDX-License-Identifier: MIT
 *
 * services/config/config_oncall: rotations in the config: what they mean, every
 * mistake's sentence with its line, and that `incbot check` refuses an instant
 * of the coming year with nobody on call, while incbot still starts with it.
 */
#include "services/config/config.h"
#include "base/text.h"
#include "core/oncall/oncall.h"
#include "core/site.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <unistd.h>

static const char *const tokens[] = {
	"SLACK_BOT_TOKEN=xoxb-canary-1", "SLACK_APP_TOKEN=xapp-canary-2",
	NULL,
};

static char file[] = "/tmp/incbot-oncall.XXXXXX";
static struct config config;
static struct problems problems;

static void set_up(void)
{
	(void)text_copy(file, sizeof(file), "/tmp/incbot-oncall.XXXXXX");
	close(mkstemp(file));
}

static void tear_down(void)
{
	unlink(file);
	config_release(&config);
	problems_clear(&problems);
}

static bool load(const char *text, unsigned flags)
{
	FILE *out = fopen(file, "w");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
	return config_load(file, (char *const *)tokens, flags, &config,
	    &problems);
}

static void load_good(const char *text)
{
	bool good = load(text, CONFIG_CHECK_YEAR);

	if (!good)
		problems_print(&problems, stderr);
	ck_assert(good);
}

static const char *who(const char *service, enum oncall_rung rung,
    int year, int month, int day, int hour)
{
	static const struct site nothing;
	struct civil civil = { .year = year, .month = month, .day = day,
		.hour = hour };

	return oncall_user(&config.policy, &nothing, service, rung,
	    zone_from_civil(config.policy.zone, &civil));
}

static const char good[] =
    "site: { time_zone = \"Europe/Berlin\"; executive = \"U0BOSS\";\n"
    "  manager = \"managers\"; };\n"
    "rotations = (\n"
    "  { name = \"first\"; members = [ \"U0ANA\", \"U0BEN\" ];\n"
    "    handoff = \"wed 10:00\"; start = \"2024-06-05\"; },\n"
    "  { name = \"second\"; members = [ \"U0CEM\" ]; hours = "
    "\"08:00-20:00\";\n"
    "    layers = ( { members = [ \"U0DAN\" ]; hours = \"20:00-08:00\"; },\n"
    "      { members = [ \"U0EVE\" ]; days = \"sat-sun\"; } ); },\n"
    "  { name = \"managers\"; time_zone = \"America/New_York\";\n"
    "    members = [ \"U0FAY\", \"U0GIL\" ]; every = \"daily\";\n"
    "    handoff = \"00:00\"; } );\n"
    "services = (\n"
    "  { name = \"checkout\"; primary = \"first\"; "
    "secondary = \"Second\"; },\n"
    "  { name = \"search\"; primary = \"U0HAL\";\n"
    "    responders = [ \"U0HAL\", \"U0IDA\" ]; security_lead = \"first\"; } );\n";

START_TEST(rotations_say_who_is_on_call)
{
	load_good(good);
	ck_assert_int_eq(config.policy.rotations.count, 3);
	ck_assert_str_eq(who("checkout", ONCALL_PRIMARY, 2026, 6, 3, 10),
	    "U0ANA");
	ck_assert_str_eq(who("checkout", ONCALL_PRIMARY, 2026, 6, 10, 9),
	    "U0ANA");
	ck_assert_str_eq(who("checkout", ONCALL_PRIMARY, 2026, 6, 10, 10),
	    "U0BEN");
	ck_assert_str_eq(who("checkout", ONCALL_SECONDARY, 2026, 6, 3, 19),
	    "U0CEM");
	ck_assert_str_eq(who("checkout", ONCALL_SECONDARY, 2026, 6, 3, 20),
	    "U0DAN");
	ck_assert_str_eq(who("checkout", ONCALL_SECONDARY, 2026, 6, 6, 20),
	    "U0EVE");
	ck_assert_str_eq(who("checkout", ONCALL_EXECUTIVE, 2026, 6, 6, 20),
	    "U0BOSS");
	ck_assert_str_eq(who("checkout", ONCALL_SECURITY, 2026, 6, 6, 20), "");
	/* The hand-off at midnight in New York is at 06:00 in Berlin. */
	ck_assert_str_ne(who("checkout", ONCALL_MANAGER, 2026, 6, 6, 5),
	    who("checkout", ONCALL_MANAGER, 2026, 6, 6, 6));
	ck_assert_str_eq(who("checkout", ONCALL_MANAGER, 2026, 6, 6, 4),
	    who("", ONCALL_MANAGER, 2026, 6, 6, 5));
	/* A person instead of a rotation, and the responders behind. */
	ck_assert_str_eq(who("search", ONCALL_PRIMARY, 2026, 6, 6, 5),
	    "U0HAL");
	ck_assert_str_eq(who("search", ONCALL_SECONDARY, 2026, 6, 6, 5),
	    "U0IDA");
	ck_assert_str_eq(who("search", ONCALL_SECURITY, 2026, 6, 11, 5),
	    "U0BEN");
}
END_TEST

static const struct { const char *text; const char *sentence; } mistakes[] = {
	{ "rotations = ( { members = [ \"U0A\" ]; } );",
	    ":1: rotations[0]: has no name; expected one" },
	{ "rotations = ( { name = \"a\"; } );",
	    ":1: rotations[0]: has no members; expected at least one user "
	    "id" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ]; },\n"
	    "{ name = \"a\"; members = [ \"U0A\" ]; } );",
	    ":2: rotations[1]: \"a\" is there twice; expected each name "
	    "once" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "every = \"fortnight\"; } );",
	    ":2: rotations[0].every: \"fortnight\" is not the length of a "
	    "turn; expected \"weekly\", \"daily\", or a number with h, d or "
	    "w such as \"12h\" or \"2w\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "every = \"0h\"; } );",
	    ":2: rotations[0].every: \"0h\" is not from an hour to a year; "
	    "expected \"weekly\", \"daily\", or a number with h, d or w such "
	    "as \"12h\" or \"2w\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "handoff = \"someday 09:00\"; } );",
	    ":2: rotations[0].handoff: \"someday 09:00\" names no day of "
	    "the week; expected a time, or a day of the week and a time, "
	    "such as \"mon 09:00\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "handoff = \"25:00\"; } );",
	    ":2: rotations[0].handoff: \"25:00\" is no time of a hand-off; "
	    "expected a time, or a day of the week and a time, such as "
	    "\"mon 09:00\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "every = \"daily\"; handoff = \"mon 09:00\"; } );",
	    ":1: rotations[0]: a hand-off on a day of the week needs turns "
	    "of whole weeks; expected handoff = \"09:00\", or every = "
	    "\"weekly\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "start = \"2026-02-29\"; } );",
	    ":2: rotations[0].start: \"2026-02-29\" is not a date; expected "
	    "a date such as \"2026-01-05\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "start = \"2026-02-20\"; end = \"2026-02-19\"; } );",
	    ":1: rotations[0]: ends before it starts" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "days = \"mon-fry\"; } );",
	    ":2: rotations[0].days: \"mon-fry\" names no days of the week; "
	    "expected days of the week such as \"mon-fri\" or \"sat,sun\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "hours = \"9 to 5\"; } );",
	    ":2: rotations[0].hours: \"9 to 5\" is not from one hour to "
	    "another; expected hours such as \"09:00-17:00\"" },
	{ "rotations = ( { name = \"a\"; members = [ \"U0A\" ];\n"
	    "time_zone = \"Europe/Berln\"; } );",
	    ":2: rotations[0].time_zone: \"Europe/Berln\" is not a known "
	    "time zone; did you mean \"Europe/Berlin\"?" },
	{ "site: { manager = \"nobody\"; };",
	    ":1: site.manager: there is no rotation \"nobody\"; expected the "
	    "name of one, or a user id" },
	{ "services = ( { name = \"s\"; primary = \"U0A\";\n"
	    "secondary = \"b\"; } );",
	    ":2: services[0].secondary: there is no rotation \"b\"; expected "
	    "the name of one, or a user id" },
	{ "services = ( { name = \"s\"; primary = \"U0A\"; } );",
	    ":1: services[0]: \"s\" has a primary but no secondary; expected "
	    "secondary here or in site" },
};

START_TEST(every_mistake_has_its_sentence)
{
	ck_assert(!load(mistakes[_i].text, 0));
	ck_assert_int_eq(problems.count, 1);
	ck_assert_str_eq(problems.lines[0] + strlen(file),
	    mistakes[_i].sentence);
}
END_TEST

START_TEST(an_instant_with_nobody_on_call_is_refused)
{
	static const char text[] = "rotations = (\n"
	    "  { name = \"good\"; members = [ \"U0A\" ]; },\n"
	    "  { name = \"office\"; members = [ \"U0A\" ];\n"
	    "    days = \"mon-fri\"; hours = \"09:00-17:00\"; } );\n"
	    "site: { time_zone = \"Asia/Tokyo\"; };\n";

	ck_assert(!load(text, CONFIG_CHECK_YEAR));
	ck_assert_int_eq(problems.count, 1);
	ck_assert_ptr_nonnull(strstr(problems.lines[0],
	    ":3: rotations[1]: \"office\": nobody is on call from 20"));
	ck_assert_ptr_nonnull(strstr(problems.lines[0], "(Asia/Tokyo)"));
	problems_clear(&problems);
	/* It may lie far ahead: incbot starts all the same. */
	ck_assert(load(text, 0));
}
END_TEST

START_TEST(what_is_printed_is_read_as_the_same)
{
	static char first[65536];
	static char text[65536];
	static char second[65536];
	char *end;
	FILE *out = fmemopen(first, sizeof(first), "w");

	load_good(good);
	config_print(&config, out);
	fclose(out);
	end = strchr(strstr(first, "\nrotations = "), '#');
	*end = '\0';
	snprintf(text, sizeof(text), "%s;", strstr(first, "\nrotations = "));
	config_release(&config);
	load_good(text);
	out = fmemopen(second, sizeof(second), "w");
	config_print(&config, out);
	fclose(out);
	end = strchr(strstr(second, "\nrotations = "), '#');
	*end = '\0';
	ck_assert_str_eq(strstr(first, "\nrotations = "),
	    strstr(second, "\nrotations = "));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("services/config/config_oncall");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	unit_add(&u, rotations_say_who_is_on_call);
	tcase_add_loop_test(u.tcase, every_mistake_has_its_sentence, 0,
	    (int)ARRAY_LEN(mistakes));
	unit_add(&u, an_instant_with_nobody_on_call_is_refused);
	unit_add(&u, what_is_printed_is_read_as_the_same);
	return unit_run(&u);
}
