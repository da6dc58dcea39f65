/* SPDX-License-Identifier: MIT
 *
 * config_check: whether the settings go well together and keep what the
 * playbook promises. Also where settings are completed: addresses in pieces,
 * the time zone's data.
 */
#include "services/config/config_table.h"
#include "services/config/config_page.h"
#include "services/config/config_pagers.h"
#include "services/outside/outbound.h"
#include "services/outside/sns.h"
#include "services/config/config_places.h"
#include "services/config/config_tickets.h"
#include "base/arena.h"
#include "base/text.h"
#include "services/config/config_oncall.h"

#define TOPIC_MEMORY_MAX (1u << 16)

static bool is_this_machine(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	    text_starts_with(host, "127.");
}

static void check_slack(const struct loader *loader)
{
	struct slack_config *slack = &loader->config->slack;
	struct url url;
	const char *reason;
	size_t length = strlen(slack->api_url);

	if (!url_parse(slack->api_url, &url, &reason)) {
		loader_problem(loader, "slack.api_url", "is missing; expected "
		    "an address such as \"https://slack.com/api/\"");
		return;
	}
	secret_clear(&url.password);
	if (!url_is_secure(&url) && !is_this_machine(url.host))
		loader_problem(loader, "slack.api_url", "plain http:// would "
		    "show the token to the network; expected https://");
	if (slack->api_url[length - 1] != '/' &&
	    length + 1 < sizeof(slack->api_url))
		memcpy(slack->api_url + length, "/", 2);
}

static void check_redis(const struct loader *loader)
{
	struct redis_config *redis = &loader->config->redis;
	const char *reason;

	if (!url_parse(secret_reveal(&redis->url), &redis->address, &reason))
		return;		/* refused when it was set */
	if (redis->address.scheme == URL_REDIS && !redis->plaintext_ok &&
	    !is_this_machine(redis->address.host))
		loader_problem(loader, "redis.url", "redis:// to another "
		    "machine is not encrypted; expected rediss://, or "
		    "redis.plaintext_ok = true if the network encrypts");
}

/* "address:port" in pieces; host stays "" for "off". */
static void split_listen(const char *listen, char *host, size_t size,
    uint16_t *port)
{
	const char *colon = strrchr(listen, ':');
	struct text text;
	int64_t number;

	if (colon == NULL ||
	    !text_parse_int(colon + 1, 0, UINT16_MAX, &number))
		return;		/* "off" */
	if (listen[0] == '[')
		listen++;
	text_init(&text, host, size);
	text_add_n(&text, listen, (size_t)(colon - listen));
	if (text.length > 0 && text.data[text.length - 1] == ']')
		text.data[text.length - 1] = '\0';
	*port = (uint16_t)number;
}

static void check_listen(const struct loader *loader)
{
	struct health_config *health = &loader->config->health;
	struct web_config *web = &loader->config->web;

	split_listen(health->listen, health->host, sizeof(health->host),
	    &health->port);
	split_listen(web->listen, web->host, sizeof(web->host), &web->port);
	if ((web->certificate_file[0] == '\0') != (web->key_file[0] == '\0'))
		loader_problem(loader, web->key_file[0] == '\0' ?
		    "webhooks.certificate_file" : "webhooks.key_file",
		    "stands alone; expected both certificate_file and "
		    "key_file, or none");
}

/* What the playbook promises of SEV1 and SEV2 (P1, P2.2, P3.1, P4.1). */
static void check_severity(const struct loader *loader, int level)
{
	const struct severity_policy *severity =
	    &loader->config->policy.severities[level];
	const struct {
		const char *name;
		bool missing;
		const char *why;
	} rules[] = {
		{ "acknowledge", severity->ack_target_ms == 0,
		    "must be acknowledged within a time; expected a "
		    "duration such as \"15m\"" },
		{ "update_every", severity->update_every_ms == 0,
		    "needs public updates; expected a duration such as "
		    "\"30m\"" },
		{ "opens_channel", !severity->opens_room,
		    "needs a channel; expected true" },
		{ "pages", !severity->pages,
		    "must page somebody; expected true" },
		{ "page_secondary", severity->page_secondary_ms == 0,
		    "must escalate to the secondary; expected a duration "
		    "such as \"20m\"" },
		{ "page_manager", severity->page_manager_ms == 0,
		    "must escalate to the manager; expected a duration "
		    "such as \"30m\"" },
		{ "definition", severity->definition[0] == '\0',
		    "needs a definition: people choose by it" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rules); i++) {
		char path[SETTING_PATH_SIZE];

		if (!rules[i].missing)
			continue;
		if (level == SEV3 && strcmp(rules[i].name, "definition") != 0)
			continue;
		snprintf(path, sizeof(path), "severities.sev%d.%s", level,
		    rules[i].name);
		loader_problem(loader, path, "SEV%d %s", level,
		    rules[i].why);
	}
}

static void check_links(const struct loader *loader, const char *path,
    const struct link links[LINKS_MAX])
{
	char inner[SETTING_PATH_SIZE];
	int i;

	for (i = 0; i < LINKS_MAX; i++) {
		bool has_title = links[i].title[0] != '\0';
		bool has_url = links[i].url[0] != '\0';

		snprintf(inner, sizeof(inner), "%s[%d]", path, i);
		if (has_title && !has_url)
			loader_problem(loader, inner, "has no url; expected "
			    "title and url");
		if (has_url && !has_title)
			loader_problem(loader, inner, "has no title; expected "
			    "title and url");
	}
}

static void check_mitigations(const struct loader *loader, int index)
{
	const struct mitigation *paths =
	    loader->config->policy.services[index].mitigations;
	char path[SETTING_PATH_SIZE];
	int i;

	for (i = 0; i < MITIGATIONS_MAX; i++) {
		bool leads = paths[i].url[0] != '\0' ||
		    paths[i].command[0] != '\0';

		snprintf(path, sizeof(path), "services[%d].mitigations[%d]",
		    index, i);
		if (leads && paths[i].title[0] == '\0')
			loader_problem(loader, path, "has no title; expected "
			    "one, such as \"Roll back\"");
		if (!leads && paths[i].title[0] != '\0')
			loader_problem(loader, path, "leads nowhere; expected "
			    "a url or a command");
	}
}

/* Of one that is there and no name, that was said as it was read. */
static void check_no_name(const struct loader *loader, const char *list,
    int index)
{
	char path[SETTING_PATH_SIZE];
	char name[SETTING_PATH_SIZE];

	snprintf(path, sizeof(path), "%s[%d]", list, index);
	snprintf(name, sizeof(name), "%s[%d].name", list, index);
	if (!loader_says(loader, name))
		loader_problem(loader, path, "has no name; expected one");
}

static void check_service(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct service *service = &policy->services[index];
	char path[SETTING_PATH_SIZE];
	const struct service *same;

	if (service->name[0] == '\0') {
		check_no_name(loader, "services", index);
		return;
	}
	snprintf(path, sizeof(path), "services[%d]", index);
	same = policy_service(policy, service->name);
	if (same != service)
		loader_problem(loader, path, "\"%s\" is there twice (see "
		    "services[%d]); expected each name once", service->name,
		    (int)(same - policy->services));
	if (service->responders[0][0] == '\0' &&
	    policy->responders[0][0] == '\0' &&
	    oncall_source(policy, service->name, ONCALL_PRIMARY) == NULL)
		loader_problem(loader, path, "nobody would be paged for "
		    "\"%s\"; expected responders here or in site.responders",
		    service->name);
	snprintf(path, sizeof(path), "services[%d].links", index);
	check_links(loader, path, service->links);
	check_mitigations(loader, index);
}

static bool check_token(const char *name, const char *variable,
    const struct secret *token, const char *prefix, struct problems *problems)
{
	const char *text = secret_reveal(token);
	const char *other = strcmp(prefix, "xoxb-") == 0 ? "xapp-" : "xoxb-";

	if (text_starts_with(text, prefix) && strlen(text) > strlen(prefix))
		return true;
	if (!secret_is_set(token))
		problems_add(problems, "slack.%s: is missing; expected a "
		    "token that begins with %s, in %s, in slack.%s_file or "
		    "in slack.%s", name, prefix, variable, name, name);
	else if (text_starts_with(text, other))
		problems_add(problems, "slack.%s: is a token of the other "
		    "kind (%s...); expected %s...: the two were swapped",
		    name, other, prefix);
	else
		problems_add(problems, "slack.%s: is not such a token; "
		    "expected one that begins with %s", name, prefix);
	return false;
}

bool config_check_tokens(const struct config *config,
    struct problems *problems)
{
	bool bot = check_token("bot_token", "SLACK_BOT_TOKEN",
	    &config->slack.bot_token, "xoxb-", problems);
	bool app = check_token("app_token", "SLACK_APP_TOKEN",
	    &config->slack.app_token, "xapp-", problems);

	return bot && app;
}

static void check_topic(const struct loader *loader,
    const struct alert_source *source, const char *path)
{
	struct arena *arena;
	const char *reason = "";

	if (source->topic[0] == '\0')
		return;
	arena = arena_new(TOPIC_MEMORY_MAX);
	if (strcmp(source->format, "cloudwatch") != 0 ||
	    *sns_host(arena, source->topic) == '\0')
		loader_problem(loader, path, "its topic is none of SNS; "
		    "expected format cloudwatch and a topic such as "
		    "\"arn:aws:sns:eu-west-1:123456789012:alarms\"");
	arena_free(arena);
	if (source->sns_url[0] != '\0' && !outbound_base_is_good(
	    source->sns_url, loader->config->plain_loopback, &reason))
		loader_problem(loader, path, "its sns_url %s; expected an "
		    "address that begins with https://", reason);
}

static void check_source(const struct loader *loader, int index)
{
	struct alert_source *source = &loader->config->alert_sources[index];
	char path[SETTING_PATH_SIZE];

	snprintf(path, sizeof(path), "alert_sources[%d]", index);
	if (source->name[0] == '\0')
		check_no_name(loader, "alert_sources", index);
	if (source->format[0] == '\0')
		loader_problem(loader, path, "has no format; expected one");
	if ((source->token_file[0] != '\0') +
	    (source->signing_key_file[0] != '\0') +
	    (source->topic[0] != '\0') != 1)
		loader_problem(loader, path, "anybody could send alerts, or "
		    "two ways are given; expected either token_file or "
		    "signing_key_file");
	check_topic(loader, source, path);
	if (source->token_file[0] != '\0')
		(void)!source_read_secret(loader, path, source->token_file,
		    &source->token);
	if (source->signing_key_file[0] != '\0')
		(void)!source_read_secret(loader, path,
		    source->signing_key_file, &source->signing_key);
}

static void check_rule(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct alert_rule *rule = &policy->alert_rules[index];
	char path[SETTING_PATH_SIZE];
	size_t i;

	snprintf(path, sizeof(path), "alert_rules[%d]", index);
	if (rule->action[0] == '\0')
		loader_problem(loader, path, "has no action; expected "
		    "propose, declare or ignore");
	for (i = 0; i < ALERT_MATCHES_MAX && rule->match[i][0] != '\0'; i++)
		if (!alert_match_is_sound(rule->match[i]))
			loader_problem(loader, path, "\"%s\" is no match; "
			    "expected label=value", rule->match[i]);
	if (rule->service[0] != '\0' &&
	    policy_service(policy, rule->service) == NULL)
		loader_problem(loader, path, "there is no service \"%s\"; "
		    "expected one of services", rule->service);
	if (strcmp(rule->action, "propose") == 0 &&
	    rule->channel[0] == '\0' && policy->broadcast_channel[0] == '\0')
		loader_problem(loader, path, "there is no channel to propose "
		    "in; expected one here or site.broadcast_channel");
}

static void check_alerts(const struct loader *loader)
{
	struct policy *policy = &loader->config->policy;
	int sources = loader_count(loader, "alert_sources",
	    ALERT_SOURCES_MAX);

	for (int i = 0; i < sources; i++)
		check_source(loader, i);
	policy->alert_rule_count = loader_count(loader, "alert_rules",
	    ALERT_RULES_MAX);
	for (int i = 0; i < policy->alert_rule_count; i++)
		check_rule(loader, i);
}

static void check_contact_zone(struct loader *loader, int index)
{
	struct contact *contact = &loader->config->policy.contacts[index];
	char path[SETTING_PATH_SIZE];

	if (contact->zone_name[0] == '\0')
		return;
	snprintf(path, sizeof(path), "contacts[%d].time_zone", index);
	config_zone(loader, path, contact->zone_name, &contact->zone);
}

void config_check(struct loader *loader, unsigned flags)
{
	struct policy *policy = &loader->config->policy;
	int i;

	check_slack(loader);
	check_redis(loader);
	check_listen(loader);
	config_zone(loader, "site.time_zone", policy->zone_name,
	    &policy->zone);
	for (i = SEV1; i <= SEV3; i++)
		check_severity(loader, i);
	check_links(loader, "site.links", policy->links);
	policy->service_count = loader_count(loader, "services", SERVICES_MAX);
	for (i = 0; i < policy->service_count; i++)
		check_service(loader, i);
	config_check_page(loader);
	check_oncall(loader, flags);
	for (i = 0; i < CONTACTS_MAX; i++)
		check_contact_zone(loader, i);
	config_check_pagers(loader);
	config_check_places(loader);
	config_check_tickets(loader);
	check_alerts(loader);
	if ((flags & CONFIG_TOKENS_OPTIONAL) == 0)
		config_check_tokens(loader->config, loader->problems);
}
