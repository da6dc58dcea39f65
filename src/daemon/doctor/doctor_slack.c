/* SPDX-License-Identifier: MIT
 *
 * doctor_slack: the doctor's questions to Slack: does it answer, do both
 * tokens work, what may the bot do, can it speak to the company. Slack's
 * error words are turned into what to do about them.
 */
#include "daemon/doctor/doctor_steps.h"
#include "base/text.h"
#include "services/config/config.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_web.h"

#define APPS "https://api.slack.com/apps"

const char *const doctor_scopes_needed[] = {
	"commands", "chat:write", "chat:write.public", "channels:manage",
	"channels:join", "channels:read", "channels:history", "groups:write", "groups:read",
	"groups:history", "im:write", "im:history", "users:read",
	"users:read.email",
	"pins:write", "bookmarks:write", "bookmarks:read",
	"canvases:read", "canvases:write", "files:read", "files:write",
	"reactions:read", "pins:read", "usergroups:read", "usergroups:write", NULL,
};

struct advice {
	const char *error;
	const char *text;
};

static const struct advice bot_advice[] = {
	{ "invalid_auth", "Slack does not know this bot token: copy it anew "
	    "from " APPS ", OAuth & Permissions" },
	{ "not_authed", "no token arrived at Slack: is a proxy in between?" },
	{ "account_inactive", "the app was removed from the workspace: "
	    "install it again, and copy the new bot token" },
	{ "token_revoked", "the bot token was revoked: install the app "
	    "again, and copy the new one" },
	{ "token_expired", "the bot token has run out: token rotation is on, "
	    "which cannot be undone; make a new app from the manifest" },
	{ "not_allowed_token_type", "this is not a bot token: it begins with "
	    "xoxb-, at " APPS ", OAuth & Permissions" },
	{ "team_disabled", "the workspace is disabled: ask its owner" },
	{ "access_denied", "the workspace does not let the app in: ask its "
	    "admin to allow it" },
	{ "org_login_required", "the workspace is being moved to an "
	    "Enterprise organisation: wait" },
	{ "ekm_access_denied", "the workspace's keys are withdrawn: ask its "
	    "admin" },
	{ NULL, NULL },
};

static const struct advice app_advice[] = {
	{ "invalid_auth", "Slack does not know this app-level token: copy it "
	    "anew from " APPS ", Basic Information, App-Level Tokens" },
	{ "not_allowed_token_type", "this is not an app-level token: it "
	    "begins with xapp-, at " APPS ", Basic Information, App-Level "
	    "Tokens" },
	{ "missing_scope", "the app-level token lacks connections:write: "
	    "generate a new one with that scope at " APPS ", Basic "
	    "Information, App-Level Tokens" },
	{ "token_revoked", "the app-level token was revoked: generate a new "
	    "one at " APPS ", Basic Information, App-Level Tokens" },
	{ "account_inactive", "the app was removed from the workspace: "
	    "install it again" },
	{ "forbidden_team", "the workspace does not allow it: is Socket Mode "
	    "on, at " APPS ", Socket Mode?" },
	{ NULL, NULL },
};

static const struct advice channel_advice[] = {
	{ "channel_not_found", "there is no such channel, or it is private "
	    "and incbot is not in it: check the id, or say /invite @incbot "
	    "there" },
	{ "missing_scope", "incbot may not look at it: add channels:read and "
	    "groups:read, then reinstall the app" },
	{ NULL, NULL },
};

static const char *advise(const struct advice *table, const char *error)
{
	for (; table->error != NULL; table++)
		if (strcmp(table->error, error) == 0)
			return table->text;
	return NULL;
}

/* What no answer of Slack itself means; NULL if it did answer. */
static const char *advise_outcome(const struct slack_answer *answer)
{
	switch (answer->outcome) {
	case SLACK_LATER:
		return "Slack asks for a pause: try again in a minute";
	case SLACK_UNAVAILABLE:
		return "it cannot be reached: check the network, DNS, the "
		    "firewall, and slack.api_url";
	case SLACK_AMBIGUOUS:
		return "it gave no usable answer: see "
		    "https://status.slack.com/, and try again";
	case SLACK_OK:
	case SLACK_REFUSED:
	case SLACK_HELD:
		break;
	}
	return NULL;
}

static void fail(struct doctor *doctor, const char *what,
    const struct slack_answer *answer, const struct advice *table)
{
	const char *text = advise_outcome(answer);

	if (text == NULL)
		text = advise(table, answer->error);
	if (text == NULL)
		text = "see this word at https://docs.slack.dev/";
	doctor_fail(doctor, "%s: %s (%s)", what, text, answer->error);
}

static void on_identity(void *arg, const struct slack_answer *answer,
    const struct slack_identity *identity)
{
	struct doctor *doctor = arg;
	const char *url = doctor->config->slack.api_url;

	if (advise_outcome(answer) != NULL) {
		fail(doctor, url, answer, bot_advice);
		doctor_next(doctor);
		return;
	}
	doctor_ok(doctor, "Slack answers at %s", url);
	doctor->slack_answers = true;
	if (identity == NULL) {
		fail(doctor, "bot token", answer, bot_advice);
	} else {
		doctor_ok(doctor, "bot token: works in the workspace %s "
		    "(%s)", identity->team_name, identity->team_url);
		text_copy(doctor->scopes, sizeof(doctor->scopes),
		    identity->scopes);
		doctor->slack_good = true;
	}
	doctor_next(doctor);
}

void doctor_slack(struct doctor *doctor)
{
	if (!doctor->tokens_good) {
		doctor_skip(doctor, "Slack: needs both tokens");
		doctor_next(doctor);
		return;
	}
	slack_web_identify(doctor->slack, on_identity, doctor);
}

void doctor_scopes(struct doctor *doctor)
{
	char buffer[512];
	struct text missing;
	size_t i;

	text_init(&missing, buffer, sizeof(buffer));
	for (i = 0; doctor_scopes_needed[i] != NULL; i++)
		if (!text_list_has(doctor->scopes, doctor_scopes_needed[i]))
			text_addf(&missing, "%s%s",
			    missing.length == 0 ? "" : ", ",
			    doctor_scopes_needed[i]);
	if (!doctor->slack_good)
		doctor_skip(doctor, "scopes: needs a bot token that works");
	else if (missing.length == 0)
		doctor_ok(doctor, "scopes: all %zu are there", i);
	else
		doctor_fail(doctor, "scopes: missing %s: add them at " APPS
		    ", OAuth & Permissions, Bot Token Scopes, then Reinstall "
		    "to Workspace", missing.data);
	doctor_next(doctor);
}

static void on_socket(void *arg, const struct slack_answer *answer)
{
	struct doctor *doctor = arg;

	if (answer->outcome == SLACK_OK)
		doctor_ok(doctor, "Socket Mode: on, and the app-level token "
		    "works");
	else
		fail(doctor, "Socket Mode", answer, app_advice);
	doctor_next(doctor);
}

void doctor_socket(struct doctor *doctor)
{
	if (!doctor->slack_answers) {
		doctor_skip(doctor, "Socket Mode: needs a Slack that "
		    "answers");
		doctor_next(doctor);
		return;
	}
	slack_call(doctor->slack, "apps.connections.open", NULL, on_socket,
	    doctor);
}

static bool is_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

static void judge_channel(struct doctor *doctor, const json_t *channel)
{
	const char *name = slack_string_at(channel, "name");

	if (is_true(channel, "is_archived"))
		doctor_fail(doctor, "broadcast channel: #%s is archived: "
		    "unarchive it, or set another one in "
		    "site.broadcast_channel", name);
	else if (is_true(channel, "is_private") &&
	    !is_true(channel, "is_member"))
		doctor_fail(doctor, "broadcast channel: #%s is private and "
		    "incbot is not in it: say /invite @incbot there", name);
	else if (!is_true(channel, "is_member") &&
	    !text_list_has(doctor->scopes, "chat:write.public"))
		doctor_fail(doctor, "broadcast channel: incbot may not post "
		    "in #%s: say /invite @incbot there", name);
	else
		doctor_ok(doctor, "broadcast channel: #%s, incbot may post "
		    "there", name);
}

static void on_channel(void *arg, const struct slack_answer *answer)
{
	struct doctor *doctor = arg;

	if (answer->outcome == SLACK_OK)
		judge_channel(doctor, json_object_get(answer->body,
		    "channel"));
	else
		fail(doctor, "broadcast channel", answer, channel_advice);
	doctor_next(doctor);
}

void doctor_broadcast(struct doctor *doctor)
{
	const char *id = doctor->config_good ?
	    doctor->config->policy.broadcast_channel : "";
	json_t *args;

	if (doctor->config_good && id[0] == '\0') {
		doctor_ok(doctor, "broadcast channel: none is set "
		    "(site.broadcast_channel)");
		doctor_next(doctor);
		return;
	}
	if (!doctor->slack_good) {
		doctor_skip(doctor, "broadcast channel: needs a bot token "
		    "that works");
		doctor_next(doctor);
		return;
	}
	args = json_pack("{s:s}", "channel", id);
	slack_call(doctor->slack, "conversations.info", args, on_channel,
	    doctor);
	json_decref(args);
}
