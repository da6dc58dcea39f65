/* SPDX-License-Identifier: MIT
 *
 * subscribe, unsubscribe: who gets each public update as a direct message
 * (P4.3), for one service or all of them, for all severities or the worse ones.
 * Kept in the site's record; who gets which update is decided when it is
 * published (handlers/publish.c).
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_subscribe.h"

static enum outcome refuse(struct turn *turn, const char *word)
{
	return decision_refuse(turn->out, "There is no service %s. Type `%s "
	    "subscribe all` or `%s subscribe SERVICE`, with sev1 or sev2 "
	    "behind it for these and worse only.",
	    mrkdwn_code(turn->arena, word), turn->policy->command,
	    turn->policy->command);
}

/* Takes "sev2" off the line's end; SEV3, which is all, if it is not there. */
static int take_severity(char *line)
{
	static const char *const words[] = { "sev1", "sev2", "sev3" };
	size_t length = strlen(line);
	char *end = line + (length < 4 ? 0 : length - 4);

	if (end > line && end[-1] != ' ')
		return SEV3;
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (!text_equal_fold(end, words[i]))
			continue;
		*end = '\0';
		return SEV1 + i;
	}
	return SEV3;
}

/* "all sev2", "checkout", "API gateway sev1". False after a refusal. */
static bool read_line(struct turn *turn, struct event *event,
    enum outcome *outcome)
{
	char *line = arena_strdup(turn->arena, turn_text(turn, "what"));
	const struct service *service;

	event->number = take_severity(line);
	line = text_trim(line);
	if (*line && !text_equal_fold(line, "all")) {
		service = policy_service(turn->policy, line);
		if (!service) {
			*outcome = refuse(turn, line);
			return false;
		}
		(void)text_copy(event->name, sizeof(event->name),
		    service->name);
	}
	(void)text_copy(event->text, sizeof(event->text), subscription_words(
	    turn->arena, event->name, event->number));
	(void)text_copy(event->user, sizeof(event->user), event->actor);
	return true;
}

static enum outcome show(struct turn *turn)
{
	const char *fallback;
	json_t *blocks = view_subscriptions(turn->arena, turn->policy,
	    turn->site, turn->request->actor, &fallback);

	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome run_subscribe(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_SUBSCRIBED);
	enum outcome outcome;

	if (!*turn_text(turn, "what"))
		return show(turn);
	if (!read_line(turn, &event, &outcome))
		return outcome;
	if (!site_may_apply(turn->site, &event))
		return decision_refuse(turn->out, "There are %d "
		    "subscriptions already, as many as there may be. The "
		    "broadcast channel has each update, too.",
		    SUBSCRIPTIONS_MAX);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Each public update of %s comes to "
	    "you as a direct message. `%s unsubscribe` ends it.",
	    mrkdwn_escape(turn->arena, event.text), turn->policy->command);
}

/* The person's for exactly this ("" = that for all services), or for any. */
static bool is_subscribed(const struct turn *turn, const char *service,
    bool exactly)
{
	int count = site_subscription_count(turn->site);

	for (int i = 0; i < count; i++) {
		const struct subscription *one = &turn->site->subscriptions[i];

		if (strcmp(one->user, turn->request->actor) == 0 &&
		    (!exactly || text_equal_fold(one->service, service)))
			return true;
	}
	return false;
}

/* The config may not know the service any more, so only what there is counts.
 * One service cannot be taken out of all of them. */
static enum outcome run_unsubscribe(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_UNSUBSCRIBED);
	char *line = arena_strdup(turn->arena, turn_text(turn, "what"));
	const char *all = is_subscribed(turn, "", true) ? arena_printf(
	    turn->arena, " Your subscription to all services brings its "
	    "updates, too; `%s unsubscribe` ends all of them.",
	    turn->policy->command) : "";

	(void)take_severity(line);
	line = text_trim(line);
	if (text_equal_fold(line, "all"))
		*line = '\0';
	if (!is_subscribed(turn, line, *line))
		return decision_refuse(turn->out, "You are not subscribed%s%s."
		    "%s", *line ? " to " : "", *line ? mrkdwn_code(turn->arena,
		    line) : "", all);
	(void)text_copy(event.name, sizeof(event.name), line);
	(void)text_copy(event.text, sizeof(event.text), *line ? line :
	    "all services");
	(void)text_copy(event.user, sizeof(event.user), event.actor);
	decision_event(turn->out, &event);
	if (*line && *all)
		return decision_reply(turn->out, "That is ended.%s", all);
	return decision_reply(turn->out, "Updates of %s do not come to you "
	    "any more.", mrkdwn_escape(turn->arena, event.text));
}

const struct handler cmd_subscribe = {
	.name = "subscribe", .aliases = "subscriptions",
	.arguments = "what:any?",
	.usage = "subscribe [all|service] [sev1|sev2]",
	.help = "Get each public update as a direct message; without words, "
	    "what you are subscribed to.",
	.needs = ABOUT_SITE,
	.run = run_subscribe,
};

const struct handler cmd_unsubscribe = {
	.name = "unsubscribe", .aliases = "",
	.arguments = "what:any?", .usage = "unsubscribe [service]",
	.help = "Get them no more.",
	.needs = ABOUT_SITE,
	.run = run_unsubscribe,
};
