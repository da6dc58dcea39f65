/* SPDX-License-Identifier: MIT
 *
 * config: what a file, the environment and secret files make of the
 * settings; every mistake's sentence; and that the sample file in the tree is
 * the one that the table prints.
 */
#include "services/config/config.h"
#include "base/memory.h"
#include "base/prng.h"
#include "base/text.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOT "SLACK_BOT_TOKEN=xoxb-canary-1"
#define APP "SLACK_APP_TOKEN=xapp-canary-2"

static const char *const tokens[] = { BOT, APP, NULL };

static char directory[128];
static char file[160];

static void write_file(const char *name, const char *text, mode_t mode)
{
	int fd;

	snprintf(file, sizeof(file), "%s/%s", directory, name);
	unlink(file);
	fd = open(file, O_CREAT | O_WRONLY | O_TRUNC, mode);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	ck_assert_int_eq(write(fd, text, strlen(text)),
	    (ssize_t)strlen(text));
	close(fd);
}

static struct config config;
static struct problems problems;

/* What environ would be; strings in tests are constant. */
static bool load(const char *path, const char *const *environment,
    unsigned flags, struct config *out, struct problems *lines)
{
	return config_load(path, (char *const *)environment, flags, out,
	    lines);
}

static const char *find(const char *option, const char *const *environment)
{
	return config_find(option, (char *const *)environment);
}

static void set_up(void)
{
	snprintf(directory, sizeof(directory), "/tmp/incbot-config.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void tear_down(void)
{
	static const char *const names[] = { "c.conf", "token", "password",
		"slack-bot-token", "slack-app-token", "redis-password" };
	char path[200];
	size_t i;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	rmdir(directory);
	config_release(&config);
	problems_clear(&problems);
}

static void load_good(const char *text, const char *const *environment)
{
	write_file("c.conf", text, 0600);
	if (!load(file, environment, 0, &config, &problems)) {
		problems_print(&problems, stderr);
		ck_abort_msg("refused");
	}
}

/* All sentences, each after the file's name, joined by "|". */
static char *load_bad(const char *text, const char *const *environment)
{
	struct config untouched = { .file = "untouched" };
	struct text all;
	static char buffer[8192];
	int i;

	config = untouched;
	write_file("c.conf", text, 0600);
	ck_assert(!load(file, environment, 0, &config, &problems));
	ck_assert_str_eq(config.file, "untouched");
	text_init(&all, buffer, sizeof(buffer));
	for (i = 0; i < problems.count; i++) {
		const char *line = problems.lines[i];

		if (text_starts_with(line, file))
			line += strlen(file) + 1;
		text_addf(&all, "%s%s", i == 0 ? "" : "|", line);
	}
	memset(&config, 0, sizeof(config));
	return buffer;
}

START_TEST(two_tokens_are_enough)
{
	struct policy expected;

	ck_assert(load(NULL, tokens, 0, &config, &problems));
	ck_assert_str_eq(secret_reveal(&config.slack.bot_token),
	    "xoxb-canary-1");
	ck_assert_str_eq(secret_reveal(&config.slack.app_token),
	    "xapp-canary-2");
	ck_assert_str_eq(config.slack.api_url, "https://slack.com/api/");
	ck_assert_str_eq(config.redis.address.host, "127.0.0.1");
	ck_assert_int_eq(config.redis.address.port, 6379);
	ck_assert_str_eq(config.health.host, "");
	policy_init(&expected);
	ck_assert_mem_eq(&config.policy, &expected, sizeof(expected));
}
END_TEST

START_TEST(P1_the_defaults_are_those_of_the_playbook)
{
	const struct severity_policy *s = config.policy.severities;

	config_defaults(&config);
	ck_assert_int_eq(s[SEV1].ack_target_ms, 5 * 60000);
	ck_assert_int_eq(s[SEV2].ack_target_ms, 15 * 60000);
	ck_assert_int_eq(s[SEV3].ack_target_ms, 0);
	ck_assert_int_eq(s[SEV1].update_every_ms, 15 * 60000);
	ck_assert_int_eq(s[SEV2].update_every_ms, 30 * 60000);
	ck_assert(s[SEV1].pages && s[SEV2].pages && !s[SEV3].pages);
	ck_assert_int_eq(s[SEV1].page_secondary_ms, 10 * 60000);
	ck_assert_int_eq(s[SEV2].page_secondary_ms, 20 * 60000);
	ck_assert_int_eq(s[SEV1].page_manager_ms, 30 * 60000);
	ck_assert_int_eq(s[SEV2].page_manager_ms, 30 * 60000);
	ck_assert(s[SEV1].pages_leads && !s[SEV2].pages_leads);
	ck_assert(s[SEV1].opens_room && s[SEV2].opens_room);
	ck_assert(!s[SEV3].opens_room);
}
END_TEST

START_TEST(every_kind_of_setting_is_read)
{
	const struct service *service;

	load_good("site: { time_zone = \"Europe/Berlin\";\n"
	    "  broadcast_channel = \"C0GENERAL\"; channel_prefix = \"outage\";\n"
	    "  responders = [ \"U0ANA\", \"W0BEN\" ];\n"
	    "  manager = \"U0MAX\"; security_lead = \"U0SUE\";\n"
	    "  executive = \"U0EVA\";\n"
	    "  links = ( { title = \"Board\"; url = \"https://x.example/b\"; } );\n"
	    "  status_page_url = \"https://status.example\"; };\n"
	    "severities: { sev3: { acknowledge = \"1h30m\"; pages = true; };\n"
	    "  sev1: { acknowledge = 3; definition = \"Bad\"; }; };\n"
	    "services = ( { name = \"api\"; }, { name = \"Web Shop\";\n"
	    "  responders = ( \"U0CAT\" ); links = ( { title = \"Runbook\";\n"
	    "  url = \"http://wiki.example/\"; } ); } );\n"
	    "redis: { url = \"rediss://:pw@cache.example:7000/3\";\n"
	    "  replicas = 2; namespace = \"blue\"; };\n"
	    "slack: { command = \"/inc\";\n"
	    "  api_url = \"http://127.0.0.1:9/api\"; };\n"
	    "log: { level = \"debug\"; };\n"
	    "health: { listen = \"[::1]:8080\"; };\n", tokens);
	ck_assert_str_eq(zone_name(config.policy.zone), "Europe/Berlin");
	ck_assert_str_eq(config.policy.oncall.names[ONCALL_MANAGER], "U0MAX");
	ck_assert_str_eq(config.policy.oncall.names[ONCALL_SECURITY], "U0SUE");
	ck_assert_str_eq(config.policy.oncall.names[ONCALL_EXECUTIVE], "U0EVA");
	ck_assert_str_eq(config.policy.broadcast_channel, "C0GENERAL");
	ck_assert_str_eq(config.policy.channel_prefix, "outage");
	ck_assert_str_eq(config.policy.responders[1], "W0BEN");
	ck_assert_str_eq(config.policy.links[0].title, "Board");
	ck_assert_int_eq(config.policy.severities[SEV3].ack_target_ms,
	    90 * 60000);
	ck_assert_int_eq(config.policy.severities[SEV1].ack_target_ms,
	    3 * 60000);
	ck_assert_int_eq(config.policy.severities[SEV1].update_every_ms,
	    15 * 60000);
	ck_assert_int_eq(config.policy.service_count, 2);
	service = policy_service(&config.policy, "WEB SHOP");
	ck_assert_ptr_nonnull(service);
	ck_assert_str_eq(service->responders[0], "U0CAT");
	ck_assert_str_eq(service->links[0].url, "http://wiki.example/");
	ck_assert_ptr_null(policy_service(&config.policy, "shop"));
	ck_assert_str_eq(secret_reveal(&config.redis.address.password), "pw");
	ck_assert_int_eq(config.redis.address.db, 3);
	ck_assert_int_eq(config.redis.replicas, 2);
	ck_assert_str_eq(config.redis.namespace, "blue");
	ck_assert_str_eq(config.slack.api_url, "http://127.0.0.1:9/api/");
	ck_assert_str_eq(config.policy.command, "/inc");
	ck_assert_int_eq(config.log_level, LOG_LEVEL_DEBUG);
	ck_assert_str_eq(config.health.host, "::1");
	ck_assert_int_eq(config.health.port, 8080);
}
END_TEST

#define EXPECT_SPAN "expected a duration such as \"15m\" or \"1h30m\", or " \
	"\"none\""
#define EXPECT_USER "expected a user id such as \"U0123456789\" (in the " \
	"person's profile in Slack: Copy member ID)"
#define EXPECT_CHANNEL "expected a channel id such as \"C0123456789\" (at " \
	"the foot of the channel's details in Slack)"
#define EXPECT_LINK "expected an address that begins with https:// or http://"

static const struct {
	const char *text;
	const char *sentences;
} mistakes[] = {
	{ "slak: { };", "1: slak: unknown setting; did you mean \"slack\"?" },
	{ "\n\nsite: { timezone = \"UTC\"; };", "3: site.timezone: unknown "
	    "setting; did you mean \"time_zone\"?" },
	{ "severities: { sev4: { }; };", "1: severities.sev4: unknown "
	    "setting; did you mean \"sev1\"?" },
	{ "health: { colour = 1; };", "1: health.colour: unknown setting; "
	    "expected one of listen" },
	{ "services = ( { name = \"a\"; responders = [ \"U0A\" ]; "
	    "owner = \"x\"; } );", "1: services[0].owner: unknown setting; "
	    "expected one of name, responders, links, mitigations, primary, "
	    "secondary, manager, security_lead, executive" },
	{ "site = 3;", "1: site: wrong type; expected a group: { ... }" },
	{ "site: { responders = \"U0ANA\"; };", "1: site.responders: wrong "
	    "type; expected a list [ ... ] of values, each a user id such as "
	    "\"U0123456789\" (in the person's profile in Slack: Copy member "
	    "ID)" },
	{ "site: { responders = [ \"U01\",\"U02\",\"U03\",\"U04\",\"U05\","
	    "\"U06\",\"U07\",\"U08\",\"U09\",\"U10\",\"U11\",\"U12\","
	    "\"U13\",\"U14\",\"U15\",\"U16\",\"U17\" ]; };",
	    "1: site.responders: 17 entries; expected at most 16" },
	{ "site: { time_zone = [ ]; };", "1: site.time_zone: wrong type; "
	    "expected an IANA name such as \"Europe/Berlin\"" },
	{ "services = ( \"api\" );", "1: services[0]: wrong type; expected a "
	    "list of groups: ( { ... }, { ... } )" },
	{ "site: { responders = [ \"@ana\" ]; };", "1: site.responders[0]: "
	    "\"@ana\" is a name, not an id; " EXPECT_USER },
	{ "site: { responders = [ \"U0A\", \"C0B\" ]; };",
	    "1: site.responders[1]: \"C0B\" is not an id; " EXPECT_USER },
	{ "site: { broadcast_channel = \"#general\"; };",
	    "1: site.broadcast_channel: \"#general\" is a name, not an id; "
	    EXPECT_CHANNEL },
	{ "site: { status_page_url = \"ftp://x\"; };",
	    "1: site.status_page_url: \"ftp://x\" is not an address (the "
	    "scheme is not one that is known); " EXPECT_LINK },
	{ "site: { links = ( { title = \"x\"; } ); };",
	    "1: site.links[0]: has no url; expected title and url" },
	{ "site: { links = ( { url = \"https://x\"; } ); };",
	    "1: site.links[0]: has no title; expected title and url" },
	{ "site: { channel_prefix = \"Inc_1\"; };", "1: site.channel_prefix: "
	    "\"Inc_1\" has other characters in it; expected small letters, "
	    "digits and dashes" },
	{ "site: { channel_prefix = \"abcdefghijklmnop\"; };",
	    "1: site.channel_prefix: \"abcdefghijklmnop\" is longer than 15 "
	    "bytes; expected small letters, digits and dashes" },
	{ "site: { time_zone = \"Europe/Berln\"; };", "1: site.time_zone: "
	    "\"Europe/Berln\" is not a known time zone; did you mean "
	    "\"Europe/Berlin\"?" },
	{ "site: { time_zone = \"Mars/Base\"; };", "1: site.time_zone: "
	    "\"Mars/Base\" is not a known time zone; expected an IANA name "
	    "such as \"Europe/Berlin\"" },
	{ "site: { time_zone = \"../../etc/passwd\"; };", "1: "
	    "site.time_zone: \"../../etc/passwd\" is not a time zone's name; "
	    "expected an IANA name such as \"Europe/Berlin\"" },
	{ "site: { time_zone = \"zone.tab\"; };", "1: site.time_zone: "
	    "\"zone.tab\" has other characters in it; expected an IANA name "
	    "such as \"Europe/Berlin\"" },
	{ "severities: { sev1: { acknowledge = \"soon\"; }; };",
	    "1: severities.sev1.acknowledge: \"soon\" is not a duration; "
	    EXPECT_SPAN },
	{ "severities: { sev3: { update_every = \"9d\"; }; };",
	    "1: severities.sev3.update_every: \"9d\" is more than a week; "
	    EXPECT_SPAN },
	/* P1, P2.2, P3.1, P4.1: a config may not break the playbook. */
	{ "severities: { sev1: { acknowledge = \"none\"; }; };",
	    "1: severities.sev1.acknowledge: SEV1 must be acknowledged "
	    "within a time; expected a duration such as \"15m\"" },
	{ "severities: { sev2: { update_every = \"none\"; }; };",
	    "1: severities.sev2.update_every: SEV2 needs public updates; "
	    "expected a duration such as \"30m\"" },
	{ "severities: { sev2: { pages = false; }; };",
	    "1: severities.sev2.pages: SEV2 must page somebody; expected "
	    "true" },
	{ "severities: { sev2: { page_secondary = \"none\"; }; };",
	    "1: severities.sev2.page_secondary: SEV2 must escalate to the "
	    "secondary; expected a duration such as \"20m\"" },
	{ "severities: { sev1: { page_manager = 0; }; };",
	    "1: severities.sev1.page_manager: SEV1 must escalate to the "
	    "manager; expected a duration such as \"30m\"" },
	{ "severities: { sev1: { opens_channel = false; }; };",
	    "1: severities.sev1.opens_channel: SEV1 needs a channel; "
	    "expected true" },
	{ "severities: { sev3: { definition = \"\"; }; };",
	    "1: severities.sev3.definition: SEV3 needs a definition: people "
	    "choose by it" },
	{ "alert_sources = ( { name = \"a\"; format = \"cloudwatch\";\n"
	    "topic = \"arn:aws:sns:evil.example.com:1:x\"; } );",
	    "1: alert_sources[0]: its topic is none of SNS; expected format "
	    "cloudwatch and a topic such as "
	    "\"arn:aws:sns:eu-west-1:123456789012:alarms\"" },
	{ "site: { pagers = [ \"pigeon\" ]; };", "1: site.pagers: "
	    "\"pigeon\" is no pager; expected one of webhook, ntfy, "
	    "pagerduty, sms, call, opsgenie, mail" },
	{ "pagers: { mail: { url = \"smtp://m.example\"; }; };",
	    "1: pagers.mail.from: is no e-mail address; expected one such as "
	    "\"incbot@example.com\"" },
	{ "pagers: { mail: { from = \"a@example.com\"; starttls = false;\n"
	    "url = \"smtp://m.example\"; }; };",
	    "2: pagers.mail.url: would send passwords and pages in the clear; "
	    "expected an address such as \"smtp://mail.example.com\"" },
	{ "pagers: { mail: { from = \"a@example.com\";\n"
	    "url = \"smtps://m.example\"; }; };\n"
	    "contacts = ( { user = \"U0ANA\"; pagers = [ \"mail\" ]; } );",
	    "3: contacts[0]: has no e-mail address; expected one such as "
	    "\"ana@example.com\", since pagers names mail" },
	{ "site: { pagers = [ \"ntfy\" ]; };", "1: site.pagers: \"ntfy\" is "
	    "not set up; expected the settings of pagers.ntfy" },
	{ "pagers: { ntfy: { url = \"http://ntfy.example/\"; }; };",
	    "1: pagers.ntfy.url: is not https://; expected an address such "
	    "as \"https://example.com/\"" },
	{ "pagers: { ntfy: { url = \"https://ntfy.example/\"; }; };\n"
	    "contacts = ( { user = \"U0ANA\"; pagers = [ \"ntfy\" ]; } );",
	    "2: contacts[0]: has no ntfy topic; expected one, since pagers "
	    "names ntfy" },
	{ "contacts = ( { user = \"U0ANA\"; },\n{ user = \"U0ANA\"; } );",
	    "2: contacts[1]: U0ANA is there twice; expected each person "
	    "once" },
	{ "services = ( { name = \"api\"; } );", "1: services[0]: nobody "
	    "would be paged for \"api\"; expected responders here or in "
	    "site.responders" },
	{ "site: { responders = [ \"U0A\" ]; };\nservices = (\n"
	    "{ name = \"api\"; },\n{ name = \"API\"; } );",
	    "4: services[1]: \"API\" is there twice (see services[0]); "
	    "expected each name once" },
	{ "site: { responders = [ \"U0A\" ]; };\n"
	    "services = ( { name = \"a\"; }, { links = ( { title = \"x\"; "
	    "url = \"https://x\"; } ); } );",
	    "2: services[1]: has no name; expected one" },
	/* Nothing in them is not nothing. */
	{ "site: { responders = [ \"U0A\" ]; };\nservices = (\n"
	    "{ name = \"a\"; },\n{ } );\ncontacts = ( { } );",
	    "4: services[1]: has no name; expected one|5: contacts[0]: has "
	    "no user; expected one" },
	{ "page: { components = ( { } ); };", "1: page.components[0]: has no "
	    "id; expected id and name" },
	{ "alert_rules = ( { } );", "1: alert_rules[0]: has no action; "
	    "expected propose, declare or ignore" },
	{ "services = ( { name = \"\"; } );", "1: services[0].name: \"\" is "
	    "empty; expected a name" },
	{ "redis: { url = \"redis://cache.example/0\"; };", "1: redis.url: "
	    "redis:// to another machine is not encrypted; expected "
	    "rediss://, or redis.plaintext_ok = true if the network "
	    "encrypts" },
	{ "redis: { url = \"https://x\"; };", "1: redis.url: the value is "
	    "not an address of Redis; expected an address such as "
	    "\"redis://127.0.0.1:6379/0\", \"rediss://...\" or "
	    "\"unix:///run/redis/redis.sock\"" },
	{ "redis: { replicas = 9; };", "1: redis.replicas: \"9\" is not such "
	    "a number; expected a number from 0 to 8" },
	{ "redis: { plaintext_ok = 1; };", "1: redis.plaintext_ok: \"1\" is "
	    "neither true nor false; expected true or false" },
	{ "slack: { api_url = \"http://slack.com/api/\"; };",
	    "1: slack.api_url: plain http:// would show the token to the "
	    "network; expected https://" },
	{ "slack: { command = \"incident\"; };", "1: slack.command: "
	    "\"incident\" is not a slash command; expected a slash command "
	    "such as \"/incident\"" },
	{ "slack: { bot_token_file = \"token\"; };",
	    "1: slack.bot_token_file: \"token\" is not an absolute path; "
	    "expected a path that begins with /" },
	{ "log: { level = \"loud\"; };", "1: log.level: \"loud\" is not a "
	    "level; expected \"error\", \"warn\", \"info\" or \"debug\"" },
	{ "health: { listen = \"8080\"; };", "1: health.listen: \"8080\" is "
	    "not an address with a port; expected an address such as "
	    "\"127.0.0.1:8080\", or \"off\"" },
	{ "health: { listen = \"127.0.0.1:99999\"; };", "1: health.listen: "
	    "\"127.0.0.1:99999\" is not an address with a port; expected an "
	    "address such as \"127.0.0.1:8080\", or \"off\"" },
	{ "log: {", "1: syntax error" },
	{ "log: { level = \"info\"; level = \"warn\"; };",
	    "1: duplicate setting name" },
	{ " \n\t@include \"/etc\"\n", "2: @include is not supported; "
	    "expected one file" },
	{ "site: { channel_prefix = \"\xff\"; };", " is not a text in "
	    "UTF-8" },
	/* A token where it does not belong is not quoted. */
	{ "slack: { command = \"xoxb-12345-canary\"; };",
	    "1: slack.command: \"xoxb-***\" is not a slash command; expected "
	    "a slash command such as \"/incident\"" },
	/* All at once. */
	{ "slak: { };\nlog: { level = \"x\"; };\nredis: { replicas = -1; };",
	    "1: slak: unknown setting; did you mean \"slack\"?|2: log.level: "
	    "\"x\" is not a level; expected \"error\", \"warn\", \"info\" or "
	    "\"debug\"|3: redis.replicas: \"-1\" is not such a number; "
	    "expected a number from 0 to 8" },
};

START_TEST(every_mistake_has_its_sentence)
{
	ck_assert_str_eq(load_bad(mistakes[_i].text, tokens),
	    mistakes[_i].sentences);
}
END_TEST

static const char *const loud_environment[] = { BOT, APP,
	"REDIS_URL=redis://far.example/0",
	"SLACK_API_URL=gopher://x", NULL };

START_TEST(the_environment_overrides_and_its_mistakes_name_the_variable)
{
	static const char *const environment[] = { BOT, APP,
		"REDIS_URL=unix:///run/redis.sock?db=4",
		"SLACK_API_URL=", NULL };

	load_good("redis: { url = \"redis://127.0.0.1:1/0\"; };",
	    environment);
	ck_assert_int_eq(config.redis.address.scheme, URL_UNIX);
	ck_assert_int_eq(config.redis.address.db, 4);
	config_release(&config);
	ck_assert_str_eq(load_bad("", loud_environment),
	    "SLACK_API_URL: the value is not an address (the scheme is not "
	    "one that is known); "
	    EXPECT_LINK "|REDIS_URL: redis:// to another machine is not "
	    "encrypted; expected rediss://, or redis.plaintext_ok = true if "
	    "the network encrypts");
}
END_TEST

START_TEST(plaintext_to_another_redis_may_be_allowed)
{
	load_good("redis: { url = \"redis://far.example:1/0\"; "
	    "plaintext_ok = true; };", tokens);
	ck_assert_str_eq(config.redis.address.host, "far.example");
}
END_TEST

START_TEST(tokens_that_are_missing_swapped_or_of_another_kind_are_refused)
{
	static const char *const none[] = { NULL };
	static const char *const swapped[] = {
		"SLACK_BOT_TOKEN=xapp-canary-2",
		"SLACK_APP_TOKEN=xoxb-canary-1", NULL };
	static const char *const other[] = { APP,
		"SLACK_BOT_TOKEN=xoxp-canary-3", NULL };

	ck_assert_str_eq(load_bad("", none), "slack.bot_token: is missing; "
	    "expected a token that begins with xoxb-, in SLACK_BOT_TOKEN, in "
	    "slack.bot_token_file or in slack.bot_token|slack.app_token: is "
	    "missing; expected a token that begins with xapp-, in "
	    "SLACK_APP_TOKEN, in slack.app_token_file or in "
	    "slack.app_token");
	problems_clear(&problems);
	ck_assert_str_eq(load_bad("", swapped), "slack.bot_token: is a token "
	    "of the other kind (xapp-...); expected xoxb-...: the two were "
	    "swapped|slack.app_token: is a token of the other kind "
	    "(xoxb-...); expected xapp-...: the two were swapped");
	problems_clear(&problems);
	ck_assert_str_eq(load_bad("", other), "slack.bot_token: is not such "
	    "a token; expected one that begins with xoxb-");
	problems_clear(&problems);
	write_file("c.conf", "", 0600);
	ck_assert(load(file, none, CONFIG_TOKENS_OPTIONAL, &config,
	    &problems));
	ck_assert(!config_check_tokens(&config, &problems));
}
END_TEST

static const char *const app_only[] = { APP, NULL };

START_TEST(a_secret_that_others_can_read_is_refused)
{
	char text[300], expected[500];

	write_file("token", "xoxb-canary-1\n", 0640);
	snprintf(text, sizeof(text), "slack: { bot_token_file = \"%s\"; };",
	    file);
	snprintf(expected, sizeof(expected), "1: slack.bot_token_file: %s: "
	    "can be read by others; expected mode 0600", file);
	ck_assert_str_eq(load_bad(text, app_only), expected);
	problems_clear(&problems);
	write_file("token", "xoxb-canary-1\n", 0600);
	load_good(text, app_only);
	ck_assert_str_eq(secret_reveal(&config.slack.bot_token),
	    "xoxb-canary-1");
	config_release(&config);

	write_file("c.conf", "slack: { bot_token = \"xoxb-canary-1\"; };",
	    0644);
	snprintf(expected, sizeof(expected), "%s: holds a secret and can be "
	    "read by others; expected mode 0600 (chmod 600 %s)", file, file);
	ck_assert(!load(file, app_only, 0, &config, &problems));
	ck_assert_str_eq(problems.lines[0], expected);
	problems_clear(&problems);
	write_file("c.conf", "redis: { url = \"redis://:pw@127.0.0.1/\"; };",
	    0644);
	ck_assert(!load(file, tokens, 0, &config, &problems));
	problems_clear(&problems);
	write_file("c.conf", "redis: { url = \"redis://127.0.0.1/\"; };",
	    0644);
	ck_assert(load(file, tokens, 0, &config, &problems));
}
END_TEST

START_TEST(secret_files_hold_one_word)
{
	static const struct { const char *text, *wrong; } rows[] = {
		{ "", "is empty" },
		{ " \n", "is empty" },
		{ "xoxb-1 xoxb-2", "holds more than one token; expected the "
		    "token and nothing else" },
	};
	char text[300], expected[500], path[200];
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		write_file("token", rows[i].text, 0600);
		text_copy(path, sizeof(path), file);
		snprintf(text, sizeof(text),
		    "slack: { bot_token_file = \"%s\"; };", path);
		snprintf(expected, sizeof(expected),
		    "1: slack.bot_token_file: %s: %s", path, rows[i].wrong);
		ck_assert_str_eq(load_bad(text, app_only), expected);
		problems_clear(&problems);
	}
	snprintf(text, sizeof(text), "slack: { bot_token_file = \"%s\"; "
	    "bot_token = \"xoxb-1\"; };", path);
	ck_assert_str_eq(load_bad(text, app_only), "1: slack.bot_token_file: "
	    "slack.bot_token is set as well; expected one of the two");
	problems_clear(&problems);
	ck_assert_str_eq(load_bad("slack: { bot_token_file = \"/nowhere\"; "
	    "};", app_only), "1: slack.bot_token_file: /nowhere: No such "
	    "file or directory");
}
END_TEST

/* "token_file" for "token", without a row of its own in the table. */
START_TEST(every_secret_may_be_in_a_file_of_its_own)
{
	static const char *const outside[] = { BOT, APP,
		"INCBOT_GITHUB_TOKEN=from-outside", NULL };
	char text[400], path[200], expected[500];

	write_file("token", "from-a-file\n", 0600);
	text_copy(path, sizeof(path), file);
	snprintf(text, sizeof(text), "trackers: { github: { token_file = "
	    "\"%s\"; }; };", path);
	load_good(text, tokens);
	ck_assert_str_eq(secret_reveal(&config.trackers.github_token),
	    "from-a-file");
	config_release(&config);
	/* What the environment says goes first, and the file may be gone. */
	unlink(path);
	load_good(text, outside);
	ck_assert_str_eq(secret_reveal(&config.trackers.github_token),
	    "from-outside");
	config_release(&config);
	snprintf(expected, sizeof(expected), "1: trackers.github.token_file: "
	    "%s: No such file or directory", path);
	ck_assert_str_eq(load_bad(text, tokens), expected);
	problems_clear(&problems);
	snprintf(text, sizeof(text), "trackers: { github: { token = \"x\"; "
	    "token_file = \"%s\"; }; };", path);
	ck_assert_str_eq(load_bad(text, tokens), "1: trackers.github."
	    "token_file: the secret itself is set as well; expected one of "
	    "the two");
	problems_clear(&problems);
	ck_assert_str_eq(load_bad("trackers: { github: { token_file = "
	    "\"here\"; }; };", tokens), "1: trackers.github.token_file: "
	    "wrong; expected the absolute path of a file that holds the "
	    "secret");
	problems_clear(&problems);
	ck_assert_str_eq(load_bad("trackers: { github: { label_file = "
	    "\"/x\"; }; };", tokens), "1: trackers.github.label_file: "
	    "unknown setting; expected one of url, repository, token, label, "
	    "webhook_secret");
}
END_TEST

/* What may differ from machine to machine is no other config. */
START_TEST(a_fingerprint_is_that_of_people_and_rules)
{
	static const char *const texts[] = {
		"site: { responders = [ \"U0BEN\" ]; };",
		("site: { responders = [ \"U0BEN\" ]; }; "
		    "log: { level = \"debug\"; }; "
		    "health: { listen = \"127.0.0.1:8080\"; };"),
		"site: { responders = [ \"U0CHLOE\" ]; };",
		("site: { responders = [ \"U0BEN\" ]; proposal_again = "
		    "\"20m\"; };"),
	};
	char prints[ARRAY_LEN(texts)][CONFIG_FINGERPRINT_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		load_good(texts[i], tokens);
		config_fingerprint(&config, prints[i]);
		config_release(&config);
	}
	ck_assert_str_eq(prints[0], prints[1]);
	ck_assert_str_ne(prints[0], prints[2]);
	ck_assert_str_ne(prints[0], prints[3]);
}
END_TEST

START_TEST(credentials_of_systemd_are_found)
{
	char variable[200];
	const char *environment[] = { variable, NULL };

	snprintf(variable, sizeof(variable), "CREDENTIALS_DIRECTORY=%s",
	    directory);
	write_file("slack-bot-token", "xoxb-canary-5", 0440);
	write_file("slack-app-token", "xapp-canary-6\n", 0440);
	write_file("redis-password", "hunter2\n", 0440);
	load_good("slack: { bot_token_file = \"/root/not-ours\"; };",
	    environment);
	ck_assert_str_eq(secret_reveal(&config.slack.bot_token),
	    "xoxb-canary-5");
	ck_assert_str_eq(secret_reveal(&config.slack.app_token),
	    "xapp-canary-6");
	ck_assert_str_eq(secret_reveal(&config.redis.address.password),
	    "hunter2");
}
END_TEST

START_TEST(no_secret_is_printed)
{
	char *output = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&output, &size);

	load_good("slack: { bot_token = \"xoxb-canary-1\"; app_token = "
	    "\"xapp-canary-2\"; };\n"
	    "redis: { url = \"redis://me:canary@127.0.0.1:1/0\"; };\n",
	    (const char *const[]){ NULL });
	config_print(&config, out);
	fclose(out);
	ck_assert_ptr_null(strstr(output, "canary"));
	ck_assert_ptr_nonnull(strstr(output, "slack.bot_token = (set)  # "));
	ck_assert_ptr_nonnull(strstr(output, "redis.url = "
	    "\"redis://(set)@127.0.0.1:1/0\"  # "));
	ck_assert_ptr_nonnull(strstr(output, "log.level = \"info\"  # "
	    "default\n"));
	free(output);
}
END_TEST

START_TEST(a_reload_tells_what_needs_a_restart)
{
	struct config *fresh = xmalloc(sizeof(*fresh));

	load_good("", tokens);
	write_file("c.conf", "redis: { url = \"redis://127.0.0.1:2/0\"; };\n"
	    "site: { channel_prefix = \"x\"; };\n"
	    "slack: { api_url = \"https://slack.com/api\"; };\n", 0600);
	ck_assert(load(file, tokens, 0, fresh, &problems));
	ck_assert_int_eq(config_restart_needed(&config, fresh, &problems),
	    1);
	ck_assert_str_eq(problems.lines[0], "redis.url has changed: takes "
	    "effect after a restart");
	ck_assert_int_eq(config_restart_needed(fresh, fresh, &problems), 0);
	config_release(fresh);
	free(fresh);
}
END_TEST

START_TEST(the_file_is_looked_for_in_three_places)
{
	static const char *const variable[] = {
		"INCBOT_CONFIG=/somewhere", NULL };
	static const char *const nothing[] = { "INCBOT_CONFIG=", NULL };
	const char *found = find(NULL, nothing);

	ck_assert_str_eq(find("/mine", variable), "/mine");
	ck_assert_str_eq(find(NULL, variable), "/somewhere");
	ck_assert(found == NULL || strcmp(found, CONFIG_FILE) == 0);
	ck_assert(!load("/no/such/file", tokens, 0, &config,
	    &problems));
	ck_assert_str_eq(problems.lines[0], "/no/such/file: cannot be read: "
	    "No such file or directory");
	problems_clear(&problems);
	ck_assert(!load(directory, tokens, 0, &config, &problems));
	ck_assert_ptr_nonnull(strstr(problems.lines[0],
	    "is not a plain file"));
}
END_TEST

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = xcalloc(1, 1 << 18);

	ck_assert_msg(in != NULL, "%s", path);
	ck_assert_uint_lt(fread(text, 1, (1 << 18) - 1, in), (1 << 18) - 1);
	fclose(in);
	return text;
}

START_TEST(the_sample_files_are_good_and_change_nothing)
{
	static const char *const names[] = { "incbot.conf",
		"incbot-minimal.conf" };
	const char *source = getenv("srcdir");
	struct config *defaults = xmalloc(sizeof(*defaults));
	char path[300];
	char *text;

	snprintf(path, sizeof(path), "%s/config/%s",
	    source == NULL ? "." : source, names[_i]);
	text = read_all(path);
	load_good(text, tokens);
	ck_assert(load(NULL, tokens, 0, defaults, &problems));
	ck_assert_mem_eq(&config.policy, &defaults->policy,
	    sizeof(defaults->policy));
	if (_i == 0)
		ck_assert_int_eq(config_restart_needed(defaults, &config,
		    &problems), 0);
	config_release(defaults);
	free(defaults);
	free(text);
}
END_TEST

/* libconfig 1.5 loses the text of a string that does not end. The leak
 * sanitizer asks by this name. */
__attribute__((visibility("default")))
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

START_TEST(any_bytes_end_in_settings_or_in_problems)
{
	static const char pieces[] = "{}()[]=;:,\"\\#/*@ \n\t0x9L.-";
	const char *source = getenv("srcdir");
	char path[300];
	struct prng dice;
	char *sample, *text;
	size_t length;
	int round, k;

	snprintf(path, sizeof(path), "%s/config/incbot.conf",
	    source == NULL ? "." : source);
	sample = read_all(path);
	length = strlen(sample);
	prng_seed(&dice, 3);
	for (round = 0; round < 1500; round++) {
		text = xstrndup(sample, prng_below(&dice, length) + 1);
		for (k = (int)prng_below(&dice, 6); k >= 0; k--)
			text[prng_below(&dice, strlen(text))] =
			    prng_chance(&dice, 800) ?
			    pieces[prng_below(&dice, sizeof(pieces) - 1)] :
			    (char)(1 + prng_below(&dice, 255));
		write_file("c.conf", text, 0600);
		if (load(file, tokens, 0, &config, &problems))
			config_release(&config);
		else
			ck_assert_int_gt(problems.count, 0);
		problems_clear(&problems);
		free(text);
	}
	free(sample);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("services/config/config");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	unit_add(&u, two_tokens_are_enough);
	unit_add(&u, P1_the_defaults_are_those_of_the_playbook);
	unit_add(&u, every_kind_of_setting_is_read);
	tcase_add_loop_test(u.tcase, every_mistake_has_its_sentence, 0,
	    (int)ARRAY_LEN(mistakes));
	unit_add(&u,
	    the_environment_overrides_and_its_mistakes_name_the_variable);
	unit_add(&u, plaintext_to_another_redis_may_be_allowed);
	unit_add(&u,
	    tokens_that_are_missing_swapped_or_of_another_kind_are_refused);
	unit_add(&u, a_secret_that_others_can_read_is_refused);
	unit_add(&u, secret_files_hold_one_word);
	unit_add(&u, every_secret_may_be_in_a_file_of_its_own);
	unit_add(&u, a_fingerprint_is_that_of_people_and_rules);
	unit_add(&u, credentials_of_systemd_are_found);
	unit_add(&u, no_secret_is_printed);
	unit_add(&u, a_reload_tells_what_needs_a_restart);
	unit_add(&u, the_file_is_looked_for_in_three_places);
	unit_add(&u, any_bytes_end_in_settings_or_in_problems);
	tcase_add_loop_test(u.tcase,
	    the_sample_files_are_good_and_change_nothing, 0, 2);
	return unit_run(&u);
}
