/* SPDX-License-Identifier: MIT
 *
 * slack_method: see slack_method.h.
 */
#include "services/slack/slack_method.h"

#define RETRY_AFTER_MAX_MS 3600000

#define BOT SLACK_TOKEN_BOT
#define APP SLACK_TOKEN_APP

/* Reads are repeatable, and so is what sets a state. Sorted by name. */
static const struct slack_method methods[] = {
	/* name, tier, json, repeatable, urgent, token */
	{ "apps.connections.open", SLACK_TIER_OPEN, false, true, true, APP },
	{ "auth.test", SLACK_TIER_MANY, true, true, false, BOT },
	{ "bookmarks.add", SLACK_TIER_2, true, false, false, BOT },
	{ "bookmarks.edit", SLACK_TIER_2, true, true, false, BOT },
	{ "bookmarks.list", SLACK_TIER_3, true, true, false, BOT },
	{ "bookmarks.remove", SLACK_TIER_2, true, true, false, BOT },
	{ "bots.info", SLACK_TIER_3, false, true, false, BOT },
	{ "canvases.edit", SLACK_TIER_3, true, true, false, BOT },
	{ "canvases.sections.lookup", SLACK_TIER_3, true, true, false, BOT },
	{ "chat.delete", SLACK_TIER_3, true, true, false, BOT },
	{ "chat.getPermalink", SLACK_TIER_MANY, false, true, false, BOT },
	{ "chat.postEphemeral", SLACK_TIER_4, true, false, true, BOT },
	{ "chat.postMessage", SLACK_TIER_POST, true, false, false, BOT },
	{ "chat.update", SLACK_TIER_3, true, true, false, BOT },
	{ "conversations.archive", SLACK_TIER_2, true, true, false, BOT },
	{ "conversations.canvases.create", SLACK_TIER_2, true, false, false,
	    BOT },
	{ "conversations.create", SLACK_TIER_2, true, false, true, BOT },
	{ "conversations.history", SLACK_TIER_3, true, true, false, BOT },
	{ "conversations.info", SLACK_TIER_3, false, true, false, BOT },
	{ "conversations.invite", SLACK_TIER_3, true, true, false, BOT },
	{ "conversations.join", SLACK_TIER_3, true, true, false, BOT },
	{ "conversations.list", SLACK_TIER_2, false, true, false, BOT },
	{ "conversations.members", SLACK_TIER_4, false, true, false, BOT },
	{ "conversations.open", SLACK_TIER_3, true, true, true, BOT },
	{ "conversations.rename", SLACK_TIER_2, true, true, false, BOT },
	{ "conversations.replies", SLACK_TIER_3, false, true, false, BOT },
	{ "conversations.setPurpose", SLACK_TIER_2, true, true, false, BOT },
	{ "conversations.setTopic", SLACK_TIER_2, true, true, false, BOT },
	{ "conversations.unarchive", SLACK_TIER_2, true, true, false, BOT },
	{ "files.completeUploadExternal", SLACK_TIER_4, true, false, false,
	    BOT },
	{ "files.getUploadURLExternal", SLACK_TIER_4, false, true, false,
	    BOT },
	{ "files.info", SLACK_TIER_4, false, true, false, BOT },
	{ "pins.add", SLACK_TIER_2, true, true, false, BOT },
	{ "pins.list", SLACK_TIER_2, false, true, false, BOT },
	{ "pins.remove", SLACK_TIER_2, true, true, false, BOT },
	{ "reactions.add", SLACK_TIER_3, true, true, false, BOT },
	{ "reactions.get", SLACK_TIER_3, false, true, false, BOT },
	{ "reactions.remove", SLACK_TIER_2, true, true, false, BOT },
	{ "team.info", SLACK_TIER_3, true, true, false, BOT },
	{ "usergroups.list", SLACK_TIER_2, false, true, false, BOT },
	{ "usergroups.users.list", SLACK_TIER_2, false, true, false, BOT },
	{ "usergroups.users.update", SLACK_TIER_2, true, true, false, BOT },
	{ "users.conversations", SLACK_TIER_3, false, true, false, BOT },
	{ "users.info", SLACK_TIER_4, false, true, false, BOT },
	{ "users.list", SLACK_TIER_2, false, true, false, BOT },
	{ "users.lookupByEmail", SLACK_TIER_3, false, true, false, BOT },
	{ "views.open", SLACK_TIER_4, true, false, true, BOT },
	{ "views.publish", SLACK_TIER_4, true, true, true, BOT },
	{ "views.push", SLACK_TIER_4, true, false, true, BOT },
	{ "views.update", SLACK_TIER_4, true, true, true, BOT },
	/* messages to a response_url; carries no token */
	{ SLACK_RESPOND, SLACK_TIER_MANY, true, false, true,
	    SLACK_TOKEN_NONE },
	/* a file's bytes; the address to send them to is secret itself */
	{ SLACK_UPLOAD, SLACK_TIER_4, false, true, false, SLACK_TOKEN_NONE },
	{ SLACK_DOWNLOAD, SLACK_TIER_4, false, true, false, BOT },
	/* the careful one, last */
	{ NULL, SLACK_TIER_2, false, false, false, BOT },
};

const struct slack_method *slack_method_find(const char *name)
{
	size_t i;

	for (i = 0; methods[i].name != NULL; i++)
		if (strcmp(methods[i].name, name) == 0)
			break;
	return &methods[i];
}

size_t slack_method_index(const struct slack_method *method)
{
	assert(method >= methods && method < methods + ARRAY_LEN(methods));
	return (size_t)(method - methods);
}

size_t slack_method_count(void)
{
	return ARRAY_LEN(methods);
}

/* What a word asks for; MAYBE is AMBIGUOUS where repeating would show, and
 * UNAVAILABLE where it would not. */
enum meaning { LOCKED, PACED, DOWN, MAYBE, METHOD_HELD, TOKEN_HELD, REFUSED };

static const struct {
	const char *word;
	enum meaning meaning;
} words[] = {
	{ "ratelimited", PACED },
	{ "rate_limited", PACED },
	{ "canvas_editing_locked", LOCKED },
	{ "too_many_requests", LOCKED },

	{ "request_timeout", DOWN },	/* the body never arrived whole */
	{ "team_added_to_org", DOWN },
	{ "external_channel_migrating", DOWN },
	{ "internal_error", MAYBE },
	{ "fatal_error", MAYBE },
	{ "service_unavailable", MAYBE },
	{ "update_failed", MAYBE },

	{ "missing_scope", METHOD_HELD },
	{ "no_permission", METHOD_HELD },
	{ "not_allowed_token_type", METHOD_HELD },

	{ "invalid_auth", TOKEN_HELD },
	{ "not_authed", TOKEN_HELD },
	{ "account_inactive", TOKEN_HELD },
	{ "token_revoked", TOKEN_HELD },
	{ "token_expired", TOKEN_HELD },
	{ "user_removed_from_team", TOKEN_HELD },
	{ "team_disabled", TOKEN_HELD },
	{ "forbidden_team", TOKEN_HELD },
	{ "org_login_required", TOKEN_HELD },
	{ "ekm_access_denied", TOKEN_HELD },
	{ "enterprise_is_restricted", TOKEN_HELD },
	{ "team_access_not_granted", TOKEN_HELD },
	{ "access_denied", TOKEN_HELD },
	{ "accesslimited", TOKEN_HELD },
	{ "two_factor_setup_required", TOKEN_HELD },
};

static struct slack_verdict verdict(enum slack_outcome outcome)
{
	struct slack_verdict v = { outcome, SLACK_REACH_CALL, 0 };

	return v;
}

static struct slack_verdict later(int64_t retry_ms)
{
	struct slack_verdict v = { SLACK_LATER, SLACK_REACH_CALL, retry_ms };

	return v;
}

static struct slack_verdict held(enum slack_reach reach)
{
	struct slack_verdict v = { SLACK_HELD, reach, 0 };

	return v;
}

static struct slack_verdict maybe(const struct slack_method *method)
{
	return verdict(method->repeatable ? SLACK_UNAVAILABLE :
	    SLACK_AMBIGUOUS);
}

struct slack_verdict slack_judge_word(const struct slack_method *method,
    const char *word)
{
	enum meaning meaning = REFUSED;
	size_t i;

	for (i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, word) == 0)
			meaning = words[i].meaning;
	switch (meaning) {
	case LOCKED:
		return later(SLACK_LOCK_WAIT_MS);
	case PACED:
		return later(SLACK_RATE_WAIT_MS);
	case DOWN:
		return verdict(SLACK_UNAVAILABLE);
	case MAYBE:
		return maybe(method);
	case METHOD_HELD:
		return held(SLACK_REACH_METHOD);
	case TOKEN_HELD:
		return held(SLACK_REACH_TOKEN);
	case REFUSED:
		break;
	}
	return verdict(SLACK_REFUSED);
}

int64_t slack_rate_wait_ms(int64_t retry_after_ms)
{
	if (retry_after_ms <= 0)
		return SLACK_RATE_WAIT_MS;
	if (retry_after_ms > RETRY_AFTER_MAX_MS)
		return RETRY_AFTER_MAX_MS;
	return retry_after_ms > 1000 ? retry_after_ms : 1000;
}

/* Slack gives meaning to 200 and 429 only; anything else comes from what
 * stands in between, 5xx from machines that may have passed the call on. */
struct slack_verdict slack_judge_status(const struct slack_method *method,
    int status, int64_t retry_after_ms)
{
	if (status == 429)
		return later(slack_rate_wait_ms(retry_after_ms));
	if (status >= 500 || status == 408)
		return maybe(method);
	return verdict(SLACK_UNAVAILABLE);
}

struct slack_verdict slack_judge_failure(const struct slack_method *method,
    bool sent)
{
	return sent ? maybe(method) : verdict(SLACK_UNAVAILABLE);
}
