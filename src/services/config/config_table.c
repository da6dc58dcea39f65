/* SPDX-License-Identifier: MIT
 *
 * config_table: the settings. The only place to add one: reading, checking,
 * `incbot check`, the sample file and the manual follow from the row.
 */
#include "services/config/config_table.h"
#include "services/config/config_archive.h"
#include "services/config/config_digest.h"
#include "services/config/config_page.h"
#include "services/config/config_pagers.h"
#include "services/config/config_places.h"
#include "services/config/config_web.h"
#include "services/config/config_tickets.h"
#include "services/config/config_rotation.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0
#define LIST(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member[0]), \
	ARRAY_LEN(((struct S *)0)->member)
#define LIST_AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member[0]), \
	ARRAY_LEN(((struct config *)0)->member)
#define OF(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member), 0

static const struct setting link_rows[] = {
	{ .name = "title", SETTING_NAME, OF(link, title),
	  .example = "\"Dashboards\"",
	  .help = "What the link is called." },
	{ .name = "url", SETTING_LINK, OF(link, url),
	  .example = "\"https://grafana.example.com/\"",
	  .help = "Where it leads." },
};

static const struct setting_group link_group = {
	"links", "", link_rows, ARRAY_LEN(link_rows), 0,
};

static const struct setting mitigation_rows[] = {
	{ .name = "title", SETTING_NAME, OF(mitigation, title),
	  .example = "\"Roll back\"",
	  .help = "What it does, as it stands on the button." },
	{ .name = "url", SETTING_LINK, OF(mitigation, url),
	  .example = "\"https://deploy.example.com/checkout/rollback\"",
	  .help = "Where it is done; the button leads there." },
	{ .name = "command", SETTING_TEXT, OF(mitigation, command),
	  .example = "\"kubectl rollout undo deploy/checkout\"",
	  .help = "Or what to type. incbot shows it and runs nothing." },
};

static const struct setting_group mitigation_group = {
	"mitigations", "", mitigation_rows, ARRAY_LEN(mitigation_rows), 0,
};

#define ONCALL_ROWS(where) \
	{ .name = "primary", SETTING_TEXT, where(ONCALL_PRIMARY), \
	  .example = "\"checkout-primary\"", \
	  .help = "Who is paged first: a rotation's name, or a user id. " \
	      "Without it the first of the responders." }, \
	{ .name = "secondary", SETTING_TEXT, where(ONCALL_SECONDARY), \
	  .example = "\"checkout-secondary\"", \
	  .help = "Who is paged if the primary does not acknowledge; without " \
	      "it the next of the responders." }, \
	{ .name = "manager", SETTING_TEXT, where(ONCALL_MANAGER), \
	  .example = "\"engineering-managers\"", \
	  .help = "Who is paged after 30 minutes without anybody." }, \
	{ .name = "security_lead", SETTING_TEXT, where(ONCALL_SECURITY), \
	  .example = "\"U0123456789\"", \
	  .help = "Who is paged at once for data loss or a security " \
	      "breach." }, \
	{ .name = "executive", SETTING_TEXT, where(ONCALL_EXECUTIVE), \
	  .example = "\"U0123456780\"", \
	  .help = "The executive sponsor, paged with the security lead." }

#define SERVICE_RUNG(rung) offsetof(struct service, oncall.names[rung]), \
	NAME_SIZE, 0
#define SITE_RUNG(rung) offsetof(struct config, policy.oncall.names[rung]), \
	NAME_SIZE, 0

static const struct setting service_rows[] = {
	{ .name = "name", SETTING_NAME, OF(service, name),
	  .example = "\"checkout\"",
	  .help = "As people type it; each name once." },
	{ .name = "responders", SETTING_USER, LIST(service, responders),
	  .example = "[ \"U0123456789\", \"U0123456780\" ]",
	  .help = "User ids who are invited when this service has an "
	      "incident: the primary on call first, then the secondary. "
	      "Without any here or in site.responders nobody would come: "
	      "refused." },
	{ .name = "links", SETTING_GROUPS, LIST(service, links),
	  .of = &link_group,
	  .example = "( { title = \"Runbook\"; "
	      "url = \"https://wiki.example.com/checkout\"; } )",
	  .help = "Bookmarks for its incident channels." },
	{ .name = "mitigations", SETTING_GROUPS, LIST(service, mitigations),
	  .of = &mitigation_group,
	  .example = "( { title = \"Roll back\"; "
	      "command = \"kubectl rollout undo deploy/checkout\"; } )",
	  .help = "The fastest ways to stop the harm: roll back, switch off, "
	      "redirect, restore. At most 6 groups with title and url or "
	      "command; they stand as buttons in the checklist." },
	ONCALL_ROWS(SERVICE_RUNG),
};

static const struct setting_group service_group = {
	"services", "", service_rows, ARRAY_LEN(service_rows), 0,
};

static const struct setting alert_source_rows[] = {
	{ .name = "name", SETTING_WORD, OF(alert_source, name),
	  .example = "\"prometheus\"",
	  .help = "Part of the address: POST /alerts/NAME at "
	      "webhooks.listen." },
	{ .name = "format", SETTING_CHOICE, OF(alert_source, format),
	  .choices = "alertmanager, grafana, pagerduty, cloudwatch, generic",
	  .example = "\"alertmanager\"",
	  .help = "What is sent: alertmanager, grafana, pagerduty (webhooks "
	      "v3), cloudwatch (carried by SNS) or generic." },
	{ .name = "token_file", SETTING_PATH, OF(alert_source, token_file),
	  .example = "\"/etc/incbot/prometheus-token\"",
	  .help = "A file, mode 0600, with the token that the sender shows: "
	      "as Bearer, as the password of Basic, as X-Incbot-Token, or as "
	      "?token= in the address." },
	{ .name = "signing_key_file", SETTING_PATH,
	  OF(alert_source, signing_key_file),
	  .example = "\"/etc/incbot/pagerduty-key\"",
	  .help = "Instead: a file, mode 0600, with the key that the sender "
	      "signs bodies with: X-PagerDuty-Signature, "
	      "X-Grafana-Alerting-Signature, else X-Incbot-Signature with "
	      "sha256= and the HMAC-SHA256." },
	{ .name = "topic", SETTING_TEXT, OF(alert_source, topic),
	  .example = "\"arn:aws:sns:eu-west-1:123456789012:alarms\"",
	  .help = "Instead, for cloudwatch: the topic of SNS, which signs." },
	{ .name = "sns_url", SETTING_LINK, OF(alert_source, sns_url),
	  .example = "\"https://sns.eu-west-1.amazonaws.com/\"",
	  .help = "Where that SNS is, if not at its region's address." },
};

static const struct setting_group alert_source_group = {
	"alert_sources", "", alert_source_rows, ARRAY_LEN(alert_source_rows), 0,
};

static const struct setting alert_rule_rows[] = {
	{ .name = "action", SETTING_CHOICE, OF(alert_rule, action),
	  .choices = "propose, declare, ignore", .example = "\"propose\"",
	  .help = "propose: a message with buttons; declare: an incident at "
	      "once; ignore: nothing." },
	{ .name = "source", SETTING_WORD, OF(alert_rule, source),
	  .example = "\"prometheus\"",
	  .help = "Only alerts of this source; without it, of all." },
	{ .name = "match", SETTING_NAME, LIST(alert_rule, match),
	  .example = "[ \"severity=critical\", \"team=pay*\" ]",
	  .help = "Labels that the alert must have, as label=value; a value "
	      "may end in *. All must fit; without any, all alerts do." },
	{ .name = "service", SETTING_NAME, OF(alert_rule, service),
	  .example = "\"checkout\"",
	  .help = "Of the incident; without it, what the alert's label "
	      "\"service\" says, if there is such a service." },
	{ .name = "severity", SETTING_SEVERITY, OF(alert_rule, severity),
	  .example = "\"sev2\"",
	  .help = "Of the incident; without it the highest." },
	{ .name = "channel", SETTING_CHANNEL, OF(alert_rule, channel),
	  .example = "\"C0123456789\"",
	  .help = "Where it is proposed; without it, "
	      "site.broadcast_channel." },
};

static const struct setting_group alert_rule_group = {
	"alert_rules", "", alert_rule_rows, ARRAY_LEN(alert_rule_rows), 0,
};

static const struct setting top_rows[] = {
	{ .name = "contacts", SETTING_GROUPS, LIST_AT(policy.contacts),
	  .of = &contact_group,
	  .example = "(\n\t{ user = \"U0123456789\"; pagers = [ \"ntfy\" ];\n"
	      "\t  ntfy = \"a-topic-nobody-guesses\"; "
	      "phone = \"+491701234567\"; }\n)",
	  .help = "How people are paged beside Slack's direct message: a list "
	      "of groups. At most 256." },
	{ .name = "services", SETTING_GROUPS, LIST_AT(policy.services),
	  .of = &service_group,
	  .example = "(\n\t{ name = \"checkout\";\n"
	      "\t  responders = [ \"U0123456789\", \"U0123456780\" ];\n"
	      "\t  links = ( { title = \"Runbook\";\n"
	      "\t      url = \"https://wiki.example.com/checkout\"; } ); }\n)",
	  .help = "What can break: a list of groups with name, responders "
	      "and links. At most 64." },
	{ .name = "rotations", SETTING_GROUPS,
	  offsetof(struct config, policy.rotations), sizeof(struct rotation),
	  ROTATIONS_MAX, .flags = IS_LONG, .of = &rotation_group,
	  .example = "(\n\t{ name = \"checkout-primary\";\n"
	      "\t  time_zone = \"Europe/Berlin\";\n"
	      "\t  members = [ \"U0123456789\", \"U0123456780\" ];\n"
	      "\t  every = \"weekly\"; handoff = \"mon 09:00\"; },\n"
	      "\t{ name = \"checkout-secondary\"; every = \"daily\";\n"
	      "\t  members = [ \"U0123456780\", \"U0123456789\" ]; }\n)",
	  .help = "Who is on call when: a list of groups. The local hour of "
	      "a hand-off stays when the clocks change." },
	{ .name = "alert_sources", SETTING_GROUPS, LIST_AT(alert_sources),
	  .of = &alert_source_group,
	  .example = "( { name = \"prometheus\"; format = "
	      "\"alertmanager\";\n"
	      "\t    token_file = \"/etc/incbot/prometheus-token\"; } )",
	  .help = "Who may send alerts: a list of groups. At most 16." },
	{ .name = "alert_rules", SETTING_GROUPS, LIST_AT(policy.alert_rules),
	  .of = &alert_rule_group,
	  .example = "( { action = \"declare\"; severity = \"sev1\";\n"
	      "\t    match = [ \"severity=critical\" ]; },\n"
	      "\t  { action = \"propose\"; severity = \"sev2\"; } )",
	  .help = "What follows from an alert: the first rule that fits "
	      "decides; one that none fits changes nothing. At most 32." },
};

static const struct setting slack_rows[] = {
	{ .name = "bot_token", SETTING_SECRET, AT(slack.bot_token),
	  .flags = NEEDS_RESTART | IS_SECRET,
	  .environment = "SLACK_BOT_TOKEN", .example = "\"xoxb-...\"",
	  .help = "The bot token of the installed app: xoxb-... Found under "
	      "OAuth & Permissions. A file with a token in it must have "
	      "mode 0600; better is bot_token_file." },
	{ .name = "app_token", SETTING_SECRET, AT(slack.app_token),
	  .flags = NEEDS_RESTART | IS_SECRET,
	  .environment = "SLACK_APP_TOKEN", .example = "\"xapp-...\"",
	  .help = "The app-level token with scope connections:write: "
	      "xapp-... Made under Basic Information, App-Level Tokens." },
	{ .name = "bot_token_file", SETTING_PATH, AT(slack.bot_token_file),
	  .flags = NEEDS_RESTART,
	  .example = "\"/etc/incbot/slack-bot-token\"",
	  .help = "A file that holds the bot token and nothing else, mode "
	      "0600. A credential slack-bot-token handed over by systemd "
	      "(LoadCredential=) goes before it." },
	{ .name = "app_token_file", SETTING_PATH, AT(slack.app_token_file),
	  .flags = NEEDS_RESTART,
	  .example = "\"/etc/incbot/slack-app-token\"",
	  .help = "The same for the app-level token; the credential is "
	      "called slack-app-token." },
	{ .name = "command", SETTING_COMMAND, AT(policy.command),
	  .help = "The slash command, as the app's manifest declares it." },
	{ .name = "api_url", SETTING_LINK, AT(slack.api_url),
	  .flags = NEEDS_RESTART, .initial = "https://slack.com/api/",
	  .environment = "SLACK_API_URL",
	  .help = "Where the Web API answers. Plain http:// is taken for "
	      "this machine only (tests, the demo)." },
};

static const struct setting redis_rows[] = {
	{ .name = "url", SETTING_REDIS, AT(redis.url),
	  .flags = NEEDS_RESTART | IS_SECRET,
	  .initial = "redis://127.0.0.1:6379/0", .environment = "REDIS_URL",
	  .help = "Where incidents are kept: redis://, rediss:// (TLS) or "
	      "unix:///path/to.sock, with [user]:[password]@ and "
	      "a database number if need be." },
	{ .name = "password_file", SETTING_PATH, AT(redis.password_file),
	  .flags = NEEDS_RESTART, .example = "\"/etc/incbot/redis-password\"",
	  .help = "A file that holds Redis's password, mode 0600. A "
	      "credential redis-password handed over by systemd goes "
	      "before it." },
	{ .name = "namespace", SETTING_WORD, AT(redis.namespace),
	  .flags = NEEDS_RESTART, .initial = "main",
	  .help = "Part of every key, so that several incbots can share a "
	      "Redis. Replicas of one incbot have the same." },
	{ .name = "replicas", SETTING_COUNT, AT(redis.replicas),
	  .flags = NEEDS_RESTART, .initial = "0",
	  .help = "How many Redis replicas must have a change before it "
	      "counts (WAIT). With Sentinel and two replicas: 1." },
	{ .name = "plaintext_ok", SETTING_BOOL, AT(redis.plaintext_ok),
	  .flags = NEEDS_RESTART, .initial = "false",
	  .help = "Allows redis:// to another machine without TLS: for "
	      "networks that encrypt by themselves." },
};

static const struct setting site_rows[] = {
	{ .name = "time_zone", SETTING_ZONE, AT(policy.zone_name),
	  .help = "IANA name, such as Europe/Berlin: which day it is in the "
	      "names of incident channels." },
	{ .name = "business_days", SETTING_DAYS, AT(policy.business.days),
	  .help = "Days on which people work." },
	{ .name = "business_hours", SETTING_HOURS, AT(policy.business.hours),
	  .help = "Their hours, by the clock of time_zone: when a SEV3 is "
	      "looked at." },
	{ .name = "channel_prefix", SETTING_WORD, AT(policy.channel_prefix),
	  .help = "Incident channels are called "
	      "PREFIX-YYYY-MM-DD-short-name." },
	{ .name = "broadcast_channel", SETTING_CHANNEL,
	  AT(policy.broadcast_channel), .example = "\"C0123456789\"",
	  .help = "Id of the channel in which the whole company hears of "
	      "incidents. Without it only the incident channels do." },
	{ .name = "responders", SETTING_USER, LIST_AT(policy.responders),
	  .example = "[ \"U0123456789\" ]",
	  .help = "User ids who are invited for every service. The first of "
	      "a service's own and these, in this order, is its primary on "
	      "call, the next one its secondary." },
	{ .name = "pagers", SETTING_WORD, LIST_AT(policy.ways),
	  .example = "[ \"webhook\" ]",
	  .help = "By which pagers people are called who have none of their "
	      "own in contacts, in this order. Slack's direct message comes "
	      "in any case." },
	{ .name = "links", SETTING_GROUPS, LIST_AT(policy.links),
	  .of = &link_group,
	  .example = "( { title = \"Dashboards\"; "
	      "url = \"https://grafana.example.com/\"; } )",
	  .help = "Bookmarks for every incident channel: a list of groups "
	      "with title and url." },
	{ .name = "page_again", SETTING_SPAN, AT(policy.page_again_ms),
	  .help = "Whom no pager has reached is called again so often." },
	{ .name = "proposal_again", SETTING_SPAN, AT(policy.proposal_again_ms),
	  .help = "What an alert proposes and nobody decides is said again "
	      "after this time, then after twice as long and so on, once a "
	      "day at least; from the second time on whoever is on call is "
	      "told directly, too. A SEV3 waits for business hours." },
	{ .name = "status_page_url", SETTING_LINK,
	  AT(policy.status_page_url),
	  .example = "\"https://status.example.com/\"",
	  .help = "The public status page, as a bookmark." },
	ONCALL_ROWS(SITE_RUNG),
};

static const struct setting severity_rows[] = {
	{ .name = "definition", SETTING_TEXT, OF(severity_policy, definition),
	  .help = "What the level means; stands beside the choice." },
	{ .name = "acknowledge", SETTING_SPAN,
	  OF(severity_policy, ack_target_ms),
	  .help = "Somebody must have acknowledged after this time." },
	{ .name = "update_every", SETTING_SPAN,
	  OF(severity_policy, update_every_ms),
	  .help = "A public update is due this often until it is "
	      "resolved." },
	{ .name = "stable_within", SETTING_SPAN,
	  OF(severity_policy, stable_target_ms),
	  .help = "Not marked stable after this time, the incident "
	      "commander is told the open steps." },
	{ .name = "opens_channel", SETTING_BOOL,
	  OF(severity_policy, opens_room),
	  .help = "Whether it gets a channel of its own." },
	{ .name = "comms_channel", SETTING_BOOL,
	  OF(severity_policy, opens_comms),
	  .help = "Whether its channel gets another beside it, for those who "
	      "talk to customers: what is published, and nothing technical." },
	{ .name = "approve_updates", SETTING_BOOL,
	  OF(severity_policy, approves_updates),
	  .help = "Whether a public update is a draft until somebody else "
	      "approves it in the incident's channel." },
	{ .name = "pages", SETTING_BOOL, OF(severity_policy, pages),
	  .help = "Whether the primary on call is paged at once." },
	{ .name = "page_secondary", SETTING_SPAN,
	  OF(severity_policy, page_secondary_ms),
	  .help = "Nobody has acknowledged after this time: the secondary "
	      "on call is paged." },
	{ .name = "page_manager", SETTING_SPAN,
	  OF(severity_policy, page_manager_ms),
	  .help = "Nobody has acknowledged after this time: the engineering "
	      "manager is paged." },
	{ .name = "page_leads", SETTING_BOOL,
	  OF(severity_policy, pages_leads),
	  .help = "Whether data loss or a security breach pages the security "
	      "lead and the executive sponsor at once." },
};

static const struct setting postmortem_rows[] = {
	{ .name = "canvas", SETTING_BOOL, AT(policy.postmortem_canvas),
	  .help = "Where a postmortem is owed, make the channel's canvas show "
	      "it, as it is written. Without it somebody has to ask for it: "
	      "/incident canvas. Not every Slack plan has canvases." },
	{ .name = "due", SETTING_SPAN, AT(policy.postmortem_due_ms),
	  .help = "How long after the resolution a postmortem may take. Its "
	      "owner is reminded after half of it, five sixths, shortly "
	      "before the end, and then every day." },
};

static const struct setting log_rows[] = {
	{ .name = "level", SETTING_LEVEL, AT(log_level), .initial = "info",
	  .environment = "INCBOT_LOG_LEVEL",
	  .help = "How much is logged: error, warn, info or debug. The "
	      "option --log-level overrides it." },
};

#define RIGHT(word, which, what) \
	{ .name = (word), SETTING_MEMBER, \
	  offsetof(struct config, policy.rights[which]), ID_SIZE, \
	  RIGHT_USERS_MAX, .example = "[ \"U0123456789\" ]", \
	  .help = "Ids of users and of user groups (S0123456789) that may " \
	      what "; without any, every member may, but no guest." }

static const struct setting right_rows[] = {
	RIGHT("declare", RIGHT_DECLARE, "declare incidents"),
	RIGHT("page", RIGHT_PAGE, "have people called: declare or raise to a "
	    "severity that pages, set its flags, reopen it"),
	RIGHT("publish", RIGHT_PUBLISH, "publish updates and resolve"),
	RIGHT("close", RIGHT_CLOSE, "close incidents"),
	RIGHT("take_part", RIGHT_TAKE_PART, "do all the rest"),
};

#define GROUP(path, help, rows, where) \
	{ path, help, rows, ARRAY_LEN(rows), where }

const struct setting_group setting_groups[] = {
	GROUP("slack", "Slack: two tokens are all that must be set.",
	    slack_rows, 0),
	GROUP("redis", "Redis: where every incident is kept.", redis_rows, 0),
	GROUP("site", "The company.", site_rows, 0),
	GROUP("severities.sev1", "What the levels mean, and what follows. "
	    "SEV1 and SEV2 must have a target, a cadence, a channel and "
	    "pages.", severity_rows,
	    offsetof(struct config, policy.severities[SEV1])),
	GROUP("severities.sev2", "", severity_rows,
	    offsetof(struct config, policy.severities[SEV2])),
	GROUP("severities.sev3", "", severity_rows,
	    offsetof(struct config, policy.severities[SEV3])),
	{ "page", "The public status page that incbot writes by itself.",
	    page_rows, PAGE_ROW_COUNT, 0 },
	GROUP("postmortem", "What follows a resolved SEV1, and a SEV2 for which "
	    "somebody was paged.", postmortem_rows, 0),
	{ "digest", "What the company hears every week and month.",
	    digest_rows, DIGEST_ROWS, 0 },
	{ "archive", "What becomes of closed incidents.", archive_rows,
	    ARCHIVE_ROWS, 0 },
	GROUP("log", "What incbot says on standard error.", log_rows, 0),
	{ "health", "For load balancers and watchdogs.", health_rows,
	    HEALTH_ROWS, 0 },
	GROUP("rights", "Who may do what. Guests and people of other companies "
	    "may do nothing unless they are listed.", right_rows, 0),
	{ "webhooks", "What other programs send to incbot or read from it.",
	    web_rows, WEB_ROWS, 0 },
	{ "pagers.webhook", "Ways to page people beside Slack.",
	    webhook_pager_rows, WEBHOOK_PAGER_ROWS, 0 },
	{ "pagers.ntfy", "", ntfy_rows, NTFY_ROWS, 0 },
	{ "pagers.pagerduty", "", pagerduty_rows, PAGERDUTY_ROWS, 0 },
	{ "pagers.twilio", "", twilio_rows, TWILIO_ROWS, 0 },
	{ "pagers.mail", "", mail_rows, MAIL_ROWS, 0 },
	{ "pagers.opsgenie", "", opsgenie_rows, OPSGENIE_ROWS, 0 },
	{ "places.statuspage", "Where updates go beside incbot's own page and "
	    "the broadcast channel.", statuspage_rows, STATUSPAGE_ROWS, 0 },
	{ "places.instatus", "", instatus_rows, INSTATUS_ROWS, 0 },
	{ "places.webhook", "", webhook_place_rows, WEBHOOK_PLACE_ROWS, 0 },
	{ "tickets", "What gets a ticket, and who looks at a SEV3.",
	    ticket_rows, TICKET_ROWS, 0 },
	{ "trackers.github", "Where tickets are kept.", github_rows,
	    GITHUB_ROWS, 0 },
	{ "trackers.gitlab", "", gitlab_rows, GITLAB_ROWS, 0 },
	{ "trackers.jira", "", jira_rows, JIRA_ROWS, 0 },
	{ "outbound", "Calls to services that are not Slack.",
	    outbound_rows, OUTBOUND_ROWS, 0 },
	GROUP("", "The services.", top_rows, 0),
};
const size_t setting_group_count = ARRAY_LEN(setting_groups);

size_t setting_origin(const struct setting_group *group,
    const struct setting *row)
{
	size_t place = 0;
	const struct setting_group *g;

	assert(row >= group->rows && row < group->rows + group->count);
	for (g = setting_groups; g != group; g++)
		place += g->count;
	place += (size_t)(row - group->rows);
	assert(place < CONFIG_ORIGINS_MAX);
	return place;
}
