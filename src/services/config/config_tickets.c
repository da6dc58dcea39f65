/* SPDX-License-Identifier: MIT
 *
 * config_tickets: the rows of tickets and of the trackers that keep them, and
 * whether they go well together: each that is named is set up.
 */
#include "services/config/config_tickets.h"
#include "base/text.h"
#include "services/config/config_pagers.h"
#include "services/outside/tracker.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0

const struct setting ticket_rows[TICKET_ROWS] = {
	{ .name = "sev3", SETTING_TEXT, AT(policy.tickets.sev3),
	  .example = "\"jira\"",
	  .help = "Which tracker gets a ticket of every SEV3: github, gitlab "
	      "or jira. Without it `/incident list` is the list." },
	{ .name = "actions", SETTING_TEXT, AT(policy.tickets.actions),
	  .example = "\"jira\"",
	  .help = "Which tracker gets a ticket of every action item. Closed "
	      "there it is done here, and the other way round." },
	{ .name = "triage_within", SETTING_SPAN, AT(policy.tickets.triage_ms),
	  .help = "Business hours (site.business_hours) until somebody has "
	      "acknowledged a SEV3; then whoever is on call is reminded, and "
	      "again every business morning. Nobody is paged." },
	{ .name = "look_every", SETTING_SPAN, AT(trackers.look_ms),
	  .initial = "1 min",
	  .help = "How often a tracker is asked for tickets that were closed "
	      "or opened there. Webhooks to /tickets/github, /tickets/gitlab "
	      "or /tickets/jira at webhooks.listen have it asked at once." },
};

const struct setting github_rows[GITHUB_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(trackers.github_url),
	  .initial = "https://api.github.com/",
	  .help = "GitHub's API; GitHub Enterprise Server has "
	      "https://HOST/api/v3/." },
	{ .name = "repository", SETTING_TEXT, AT(trackers.github_repository),
	  .example = "\"acme/reliability\"",
	  .help = "Whose issues they are: owner/name." },
	{ .name = "token", SETTING_SECRET, AT(trackers.github_token),
	  .flags = IS_SECRET, .example = "\"github_pat_...\"",
	  .environment = "INCBOT_GITHUB_TOKEN",
	  .help = "A token that may read and write the repository's issues." },
	{ .name = "label", SETTING_TEXT, AT(trackers.github_label),
	  .initial = "incbot", .help = "A label for them." },
	{ .name = "webhook_secret", SETTING_SECRET,
	  AT(trackers.github_webhook),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_GITHUB_WEBHOOK_SECRET",
	  .help = "The secret of a webhook of the repository (Issues, as "
	      "JSON) to /tickets/github." },
};

const struct setting gitlab_rows[GITLAB_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(trackers.gitlab_url),
	  .initial = "https://gitlab.com/api/v4/",
	  .help = "GitLab's API: https://HOST/api/v4/." },
	{ .name = "project", SETTING_TEXT, AT(trackers.gitlab_project),
	  .example = "\"acme/reliability\"",
	  .help = "The project's path, or its number." },
	{ .name = "token", SETTING_SECRET, AT(trackers.gitlab_token),
	  .flags = IS_SECRET, .example = "\"glpat-...\"",
	  .environment = "INCBOT_GITLAB_TOKEN",
	  .help = "An access token of the scope api." },
	{ .name = "webhook_token", SETTING_SECRET,
	  AT(trackers.gitlab_webhook),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_GITLAB_WEBHOOK_TOKEN",
	  .help = "The secret token of a webhook of the project (Issues "
	      "events) to /tickets/gitlab." },
};

const struct setting jira_rows[JIRA_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(trackers.jira_url),
	  .example = "\"https://acme.atlassian.net/\"",
	  .help = "The Jira Cloud site." },
	{ .name = "user", SETTING_TEXT, AT(trackers.jira_user),
	  .example = "\"incbot@example.com\"",
	  .help = "Whose API token it is." },
	{ .name = "token", SETTING_SECRET, AT(trackers.jira_token),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_JIRA_TOKEN",
	  .help = "An API token of that user." },
	{ .name = "project", SETTING_TEXT, AT(trackers.jira_project),
	  .example = "\"OPS\"", .help = "The project's key." },
	{ .name = "type", SETTING_TEXT, AT(trackers.jira_type),
	  .initial = "Task", .help = "Which type of issue they are." },
	{ .name = "webhook_secret", SETTING_SECRET, AT(trackers.jira_webhook),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_JIRA_WEBHOOK_SECRET",
	  .help = "The secret of a webhook (issues updated) to "
	      "/tickets/jira." },
};

static void check_way(const struct loader *loader, const char *path,
    const char *way)
{
	const struct tracker *tracker = tracker_find(way);

	if (!*way)
		return;
	if (!tracker)
		loader_problem(loader, path, "\"%s\" is no tracker; expected "
		    "one of %s", way, tracker_words());
	else if (!tracker->is_set(loader->config))
		loader_problem(loader, path, "\"%s\" is not set up; expected "
		    "the settings of trackers.%s", way, way);
}

/* It becomes part of an address: nothing in it may lead elsewhere. */
static void check_name(const struct loader *loader, const char *path,
    const char *name, bool slash)
{
	const char *bad = name + strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_./");

	if (*bad || strstr(name, "..") ||
	    (*name && (strchr(name, '/') != NULL) != slash))
		loader_problem(loader, path, "\"%s\" is none; expected %s",
		    name, slash ? "\"owner/name\"" : "a key such as "
		    "\"OPS\"");
}

void config_check_tickets(const struct loader *loader)
{
	const struct trackers_config *set = &loader->config->trackers;

	config_check_base(loader, "trackers.github.url", set->github_url);
	config_check_base(loader, "trackers.gitlab.url", set->gitlab_url);
	config_check_base(loader, "trackers.jira.url", set->jira_url);
	check_name(loader, "trackers.github.repository",
	    set->github_repository, true);
	check_name(loader, "trackers.jira.project", set->jira_project,
	    false);
	check_way(loader, "tickets.sev3", loader->config->policy.tickets.sev3);
	check_way(loader, "tickets.actions",
	    loader->config->policy.tickets.actions);
}

void config_clear_tickets(struct config *config)
{
	secret_clear(&config->trackers.github_token);
	secret_clear(&config->trackers.github_webhook);
	secret_clear(&config->trackers.gitlab_token);
	secret_clear(&config->trackers.gitlab_webhook);
	secret_clear(&config->trackers.jira_token);
	secret_clear(&config->trackers.jira_webhook);
}
