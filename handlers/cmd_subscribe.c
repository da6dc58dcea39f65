/* SPDX-License-Identifier: MIT
 *
 * subscribe, unsubscribe: who gets each public update (P4.3), for one service or
 * all of them, for all severities or the worse ones, as a direct message or in
 * letters (handlers/letters.h). Kept in the site's record; who gets which update
 * is decided when it is published (handlers/publish.c).
 */
#include "handlers/letters.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/mail.h"
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

/* How the updates are to come, and where the line's end says nothing as
 * before. */
struct wish {
	int severity;		/* this and worse */
	bool by_mail;
	int rhythm;		/* enum mail_rhythm; MAIL_NEVER = as before */
	const char *address;	/* "" = as before */
};

static bool take_word(struct wish *wish, const char *word)
{
	static const char *const severities[] = { "sev1", "sev2", "sev3" };

	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (text_equal_fold(word, severities[i])) {
			wish->severity = SEV1 + i;
			return true;
		}
	}
	if (text_list_has("hourly,daily", word))
		wish->rhythm = text_equal_fold(word, "daily") ? MAIL_DAILY :
		    MAIL_HOURLY;
	else if (*word != '<' && strchr(word, '@'))
		wish->address = word;
	else if (!text_list_has("email,e-mail,mail", word) &&
	    !(wish->by_mail && text_equal_fold(word, "by")))
		return false;
	wish->by_mail = true;
	return true;
}

/* From the line's end, as far as it is no service's name: what is left is
 * whose updates. */
static const char *take_words(struct turn *turn, struct wish *wish)
{
	char *line = arena_strdup(turn->arena, turn_text(turn, "what"));

	*wish = (struct wish){ SEV3, false, MAIL_NEVER, "" };
	for (;;) {
		char *word;

		line = text_trim(line);
		word = strrchr(line, ' ');
		word = word ? word + 1 : line;
		if (!*word || policy_service(turn->policy, line) ||
		    !take_word(wish, arena_strdup(turn->arena, word)))
			return line;
		*word = '\0';
	}
}

/* "all sev2", "checkout email daily". False after a refusal. */
static bool read_line(struct turn *turn, struct event *event,
    struct wish *wish, enum outcome *outcome)
{
	const char *line = take_words(turn, wish);
	const struct service *service;

	event->number = wish->severity;
	if (*line && !text_equal_fold(line, "all")) {
		service = policy_service(turn->policy, line);
		if (!service) {
			*outcome = refuse(turn, line);
			return false;
		}
		(void)text_copy(event->name, sizeof(event->name),
		    service->name);
	}
	if (wish->by_mail)
		event->kind = EVENT_MAIL_SUBSCRIBED;
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

/* False after a refusal. */
static bool check_mail(struct turn *turn, const struct wish *wish,
    enum outcome *outcome)
{
	if (!turn->policy->sends_mail)
		*outcome = decision_refuse(turn->out, "No mail server is set "
		    "up (`pagers.mail` in the config). Without `email` "
		    "updates come as direct messages.");
	else if (*wish->address && (strlen(wish->address) >= NAME_SIZE ||
	    !mail_address_is_good(wish->address)))
		*outcome = decision_refuse(turn->out, "%s is no address that "
		    "a letter can go to. Type `%s subscribe all email "
		    "you@example.com`, or without one for that of your Slack "
		    "profile.", mrkdwn_code(turn->arena, wish->address),
		    turn->policy->command);
	else
		return true;
	return false;
}

/* The mailbox is made, or changed where the line says so. */
static enum outcome set_mailbox(struct turn *turn, const struct wish *wish,
    const char *what)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	const struct mailbox *box = mailbox_find(turn->site,
	    turn->request->actor);

	*event = turn_event(turn, EVENT_MAILBOX_SET);
	event->number = wish->rhythm ? wish->rhythm : box ? box->rhythm :
	    MAIL_HOURLY;
	(void)text_copy(event->user, sizeof(event->user), event->actor);
	(void)text_copy(event->name, sizeof(event->name), *wish->address ?
	    wish->address : box ? box->address : "");
	(void)text_copy(event->text, sizeof(event->text), mailbox_words(
	    turn->arena, event->name, event->number));
	decision_event(turn->out, event);
	letters_begin(turn, event->user);
	return decision_reply(turn->out, "Public updates of %s come to you by "
	    "e-mail: %s, with everything new. A first letter is on its way, "
	    "so that you see whether they arrive. `%s unsubscribe` ends it.",
	    mrkdwn_escape(turn->arena, what), mrkdwn_escape(turn->arena,
	    event->text), turn->policy->command);
}

static enum outcome run_subscribe(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_SUBSCRIBED);
	enum outcome outcome;
	struct wish wish;

	if (!*turn_text(turn, "what"))
		return show(turn);
	if (!read_line(turn, &event, &wish, &outcome) ||
	    (wish.by_mail && !check_mail(turn, &wish, &outcome)))
		return outcome;
	if (!site_may_apply(turn->site, &event))
		return decision_refuse(turn->out, "There are %d "
		    "subscriptions already, as many as there may be. The "
		    "broadcast channel has each update, too.",
		    SUBSCRIPTIONS_MAX);
	decision_event(turn->out, &event);
	if (wish.by_mail)
		return set_mailbox(turn, &wish, event.text);
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
	struct wish wish;
	const char *line = take_words(turn, &wish);
	const char *all = is_subscribed(turn, "", true) ? arena_printf(
	    turn->arena, " Your subscription to all services brings its "
	    "updates, too; `%s unsubscribe` ends all of them.",
	    turn->policy->command) : "";

	if (text_equal_fold(line, "all"))
		line = "";
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
	.usage = "subscribe [all|service] [sev1|sev2] [email] [hourly|daily] "
	    "[you@example.com]",
	.help = "Get each public update as a direct message, or by e-mail at "
	    "most hourly or daily; without words, what you are subscribed "
	    "to.",
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
