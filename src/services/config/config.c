/* SPDX-License-Identifier: MIT
 *
 * config: see config.h. Puts the steps together: defaults, file,
 * environment, secret files, checks.
 */
#include "services/config/config.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/calendar/zone.h"
#include "services/config/config_table.h"
#include "services/config/config_tickets.h"

#include <libconfig.h>
#include <unistd.h>

typedef void row_function(void *arg, const struct setting_group *group,
    const struct setting *row);

static void for_each_row(row_function *function, void *arg)
{
	size_t i, k;

	for (i = 0; i < setting_group_count; i++)
		for (k = 0; k < setting_groups[i].count; k++)
			function(arg, &setting_groups[i],
			    &setting_groups[i].rows[k]);
}

static void *row_value(struct config *config,
    const struct setting_group *group, const struct setting *row)
{
	return (char *)config + group->where + row->where;
}

static const void *row_peek(const struct config *config,
    const struct setting_group *group, const struct setting *row)
{
	return (const char *)config + group->where + row->where;
}

static void set_initial(void *arg, const struct setting_group *group,
    const struct setting *row)
{
	char buffer[200];
	struct text why;

	if (row->initial == NULL)
		return;
	text_init(&why, buffer, sizeof(buffer));
	if (!value_set(row, row_value(arg, group, row), row->initial, &why))
		abort();	/* a wrong row in the table */
}

/* Into what is all zero. */
static void set_defaults(struct config *config)
{
	policy_set_defaults(&config->policy);
	for_each_row(set_initial, config);
}

void config_defaults(struct config *config)
{
	memset(config, 0, sizeof(*config));
	set_defaults(config);
}

void config_release(struct config *config)
{
	for (int i = 0; i < config->zones.count; i++)
		zone_free(config->zones.all[i]);
	free(config->zones.all);
	free(config->policy.rotations.all);
	secret_clear(&config->slack.bot_token);
	secret_clear(&config->slack.app_token);
	config_clear_tickets(config);
	secret_clear(&config->pagers.webhook_secret);
	secret_clear(&config->pagers.ntfy_token);
	secret_clear(&config->pagers.pagerduty_key);
	secret_clear(&config->pagers.pagerduty_webhook);
	secret_clear(&config->pagers.pagerduty_api_token);
	secret_clear(&config->pagers.twilio_token);
	secret_clear(&config->pagers.mail_password);
	secret_clear(&config->pagers.opsgenie_key);
	secret_clear(&config->places.statuspage_key);
	secret_clear(&config->places.instatus_key);
	secret_clear(&config->places.webhook_secret);
	secret_clear(&config->web.calendar_token);
	secret_clear(&config->web.figures_token);
	for (size_t i = 0; i < ALERT_SOURCES_MAX; i++) {
		secret_clear(&config->alert_sources[i].token);
		secret_clear(&config->alert_sources[i].signing_key);
	}
	secret_clear(&config->redis.url);
	secret_clear(&config->redis.address.password);
	memset(config, 0, sizeof(*config));
}

const char *config_find(const char *option, char *const *environment)
{
	const char *variable = environment_get(environment, "INCBOT_CONFIG");

	if (option != NULL)
		return option;
	if (variable != NULL)
		return variable;
	return access(CONFIG_FILE, F_OK) == 0 ? CONFIG_FILE : NULL;
}

static void override(void *arg, const struct setting_group *group,
    const struct setting *row)
{
	struct loader *loader = arg;
	const char *text = row->environment == NULL ? NULL :
	    environment_get(loader->environment, row->environment);
	char buffer[200];
	struct text why;

	if (text == NULL)
		return;
	text_init(&why, buffer, sizeof(buffer));
	loader->config->origins[setting_origin(group, row)] =
	    ORIGIN_ENVIRONMENT;
	if (!value_set(row, row_value(loader->config, group, row), text, &why))
		problems_add(loader->problems, "%s: the value %s; expected "
		    "%s", row->environment, why.data, value_expected(row));
}

static int *origin_of(struct config *config, const char *name)
{
	size_t i;

	for (i = 0; i < setting_groups[0].count; i++)
		if (strcmp(setting_groups[0].rows[i].name, name) == 0)
			return &config->origins[setting_origin(
			    &setting_groups[0], &setting_groups[0].rows[i])];
	abort();		/* no such row in the table */
}

/* The environment is stronger than a credential, which systemd was told to
 * hand over to this very process; two answers in the file are one too many. */
static void read_token(struct loader *loader, const char *name,
    const char *credential, struct secret *token, const char *file)
{
	int *origin = origin_of(loader->config, name);
	char path[SETTING_PATH_SIZE], buffer[4096];
	const char *handed = source_credential(loader, credential, buffer,
	    sizeof(buffer));

	if (*origin == ORIGIN_ENVIRONMENT)
		return;
	snprintf(path, sizeof(path), "slack.%s_file", name);
	if (handed == NULL && file[0] == '\0')
		return;
	if (handed == NULL && secret_is_set(token))
		loader_problem(loader, path, "slack.%s is set as well; "
		    "expected one of the two", name);
	else if (source_read_secret(loader, path,
	    handed == NULL ? file : handed, token))
		*origin = handed == NULL ? ORIGIN_SECRET_FILE :
		    ORIGIN_CREDENTIAL;
}

/* A password in the address is stronger than all others. */
static void read_password(struct loader *loader)
{
	struct redis_config *redis = &loader->config->redis;
	char buffer[4096];
	const char *file = source_credential(loader, "redis-password", buffer,
	    sizeof(buffer));

	if (file == NULL && redis->password_file[0] != '\0')
		file = redis->password_file;
	if (file == NULL || secret_is_set(&redis->address.password))
		return;
	if (!source_read_secret(loader, "redis.password_file", file,
	    &redis->address.password))
		return;		/* the problem is in the list */
}

static void load(struct loader *loader, unsigned flags)
{
	struct slack_config *slack = &loader->config->slack;
	int before;

	if (loader->file != NULL) {
		text_copy(loader->config->file, sizeof(loader->config->file),
		    loader->file);
		config_read_file_into(loader);
	}
	before = loader->problems->count;
	for_each_row(override, loader);
	read_token(loader, "bot_token", "slack-bot-token", &slack->bot_token,
	    slack->bot_token_file);
	read_token(loader, "app_token", "slack-app-token", &slack->app_token,
	    slack->app_token_file);
	/* A token that could not be read is not missing, too. */
	if (loader->problems->count > before)
		flags |= CONFIG_TOKENS_OPTIONAL;
	config_check(loader, flags);
	read_password(loader);
}

/* Most of its megabyte is never written to, and then never there. */
struct config *config_new(const char *file, char *const *environment,
    unsigned flags, struct problems *problems)
{
	struct config *config = xcalloc(1, sizeof(*config));
	int before = problems->count;
	config_t tree;
	struct loader loader = { config, file, environment, &tree, problems };

	set_defaults(config);
	config_init(&tree);
	load(&loader, flags);
	config_destroy(&tree);
	if (problems->count == before && problems->left_out == 0)
		return config;
	config_release(config);
	explicit_bzero(config, sizeof(*config));
	free(config);
	return NULL;
}

bool config_load(const char *file, char *const *environment, unsigned flags,
    struct config *out, struct problems *problems)
{
	struct config *config = config_new(file, environment, flags, problems);

	if (config == NULL)
		return false;
	*out = *config;
	explicit_bzero(config, sizeof(*config));
	free(config);
	return true;
}

struct comparison {
	const struct config *running;
	const struct config *fresh;
	struct problems *lines;
	int count;
};

static void compare(void *arg, const struct setting_group *group,
    const struct setting *row)
{
	struct comparison *c = arg;
	char buffers[2][2 * SECRET_SIZE];
	struct text running, fresh;

	if ((row->flags & NEEDS_RESTART) == 0)
		return;
	text_init(&running, buffers[0], sizeof(buffers[0]));
	text_init(&fresh, buffers[1], sizeof(buffers[1]));
	value_format(row, row_peek(c->running, group, row), true, &running);
	value_format(row, row_peek(c->fresh, group, row), true, &fresh);
	if (strcmp(running.data, fresh.data) != 0) {
		problems_add(c->lines, "%s.%s has changed: takes effect "
		    "after a restart", group->path, row->name);
		c->count++;
	}
	explicit_bzero(buffers, sizeof(buffers));
}

int config_restart_needed(const struct config *running,
    const struct config *fresh, struct problems *lines)
{
	struct comparison c = { running, fresh, lines, 0 };

	for_each_row(compare, &c);
	return c.count;
}
