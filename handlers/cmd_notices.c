/* SPDX-License-Identifier: MIT
 *
 * notices: everybody says for themselves when a SEV3 may send them direct
 * messages; what comes at another time is told afterwards (handlers/notices.h).
 * Kept in the site's record; behind it stands what the config says.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/calendar_text.h"
#include "core/notices.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_notices.h"
#include "handlers/arguments.h"

static enum outcome show(struct turn *turn)
{
	const char *fallback;
	json_t *blocks = view_notices(turn->arena, turn->policy, turn->site,
	    turn->request->actor, &fallback);

	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome refuse(struct turn *turn, const char *word)
{
	return decision_refuse(turn->out, "%s is neither days nor hours. Type "
	    "`%s notices mon-fri 09:00-18:00`, `%s notices always` or `%s "
	    "notices default`.", mrkdwn_code(turn->arena, word),
	    turn->policy->command, turn->policy->command,
	    turn->policy->command);
}

/* "mon-fri 09:00-18:00", each part once or not at all; NULL, or the word that
 * is neither. */
static const char *read_line(struct turn *turn, const char *line,
    struct business *rule)
{
	for (;;) {
		const char *word = word_take(turn->arena, &line);

		if (!*word)
			return NULL;
		if (text_equal_fold(word, "weekdays"))
			word = "mon-fri";
		if (!(rule->hours.until_minute == 0 &&
		    calendar_read_hours(word, &rule->hours)) &&
		    !(rule->days == 0 && calendar_read_days(word,
		    &rule->days)))
			return word;
	}
}

static enum outcome set(struct turn *turn, const struct business *rule)
{
	struct event event = turn_event(turn, EVENT_NOTICES_SET);
	const char *words = notices_words(turn->arena, rule);

	(void)text_copy(event.user, sizeof(event.user), event.actor);
	(void)text_copy(event.text, sizeof(event.text), words);
	event.flags = (int)rule->days;
	event.number = rule->hours.from_minute;
	event.span_ms = (rule->hours.until_minute -
	    rule->hours.from_minute) * WHEN_MINUTE_MS;
	if (!site_may_apply(turn->site, &event))
		return decision_refuse(turn->out, "%d people have said when "
		    "already, as many as there may be. The config's contacts "
		    "can say it, too.", WISHES_MAX);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "SEV3s may disturb you: %s. What "
	    "comes at another time is told to you afterwards, in one message. "
	    "Pages come at any time.", words);
}

static enum outcome unset(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_NOTICES_UNSET);
	struct business rule;
	bool own;

	(void)notices_rule(turn->policy, turn->site, turn->request->actor,
	    &own);
	if (!own)
		return decision_refuse(turn->out, "You have said nothing else: "
		    "what the config says counts. `%s notices` shows it.",
		    turn->policy->command);
	(void)text_copy(event.user, sizeof(event.user), event.actor);
	decision_event(turn->out, &event);
	rule = notices_rule(turn->policy, turn->out->site,
	    turn->request->actor, &own);
	return decision_reply(turn->out, "What the config says counts again. "
	    "SEV3s may disturb you: %s.", notices_words(turn->arena, &rule));
}

static enum outcome run(struct turn *turn)
{
	const char *line = turn_text(turn, "when");
	struct business rule = { .days = 0 };
	const char *wrong;

	if (!*line)
		return show(turn);
	if (text_equal_fold(line, "default"))
		return unset(turn);
	if (text_equal_fold(line, "always"))
		return set(turn, &rule);
	wrong = read_line(turn, line, &rule);
	return wrong ? refuse(turn, wrong) : set(turn, &rule);
}

const struct handler cmd_notices = {
	.name = "notices", .aliases = "quiet",
	.arguments = "when:any?",
	.usage = "notices [mon-fri] [09:00-18:00]|always|default",
	.help = "When a SEV3 may send you direct messages; what comes at "
	    "another time is told to you afterwards.",
	.needs = ABOUT_SITE,
	.run = run,
};
