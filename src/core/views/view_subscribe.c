/* SPDX-License-Identifier: MIT
 *
 * view_subscribe: see view_subscribe.h.
 */
#include "core/views/view_subscribe.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "core/views/view_words.h"

#define LIST_BYTES 2500

static const char *const levels[SEVERITY_COUNT + 1] = {
	"", ", SEV1 only", ", SEV1 and SEV2", "",
};

const char *subscription_words(struct arena *arena, const char *service,
    int severity)
{
	return arena_printf(arena, "%s%s", *service ? service :
	    "all services", levels[severity]);
}

const char *mailbox_words(struct arena *arena, const char *address,
    int rhythm)
{
	return arena_printf(arena, "%s, to %s", mail_rhythm_words(rhythm),
	    *address ? address : "the address in your Slack profile");
}

static const char *list_of(struct arena *arena, const struct site *site,
    const char *user)
{
	struct text text = text_new(arena, LIST_BYTES);
	int count = site ? site_subscription_count(site) : 0;

	for (int i = 0; i < count; i++) {
		const struct subscription *one = &site->subscriptions[i];

		if (strcmp(one->user, user) == 0)
			text_addf(&text, "\n• %s%s", mrkdwn_escape(arena,
			    subscription_words(arena, one->service,
			    one->severity)), one->by_mail ? ", by e-mail" :
			    "");
	}
	return text.data;
}

/* How letters come, and whether the last one did not. */
static const char *letters_of(struct arena *arena, const struct site *site,
    const char *user)
{
	const struct mailbox *box = site ? mailbox_find(site, user) : NULL;

	if (!box)
		return "";
	return arena_printf(arena, "Letters: %s.%s%s%s",
	    mrkdwn_escape(arena, mailbox_words(arena, box->address,
	    box->rhythm)), *box->trouble ? "\n:warning: The last one did not "
	    "get through: " : "", mrkdwn_escape(arena, box->trouble),
	    *box->trouble ? "." : "");
}

json_t *view_subscriptions(struct arena *arena, const struct policy *policy,
    const struct site *site, const char *user, const char **fallback)
{
	static const struct click all = { .handler = "subscribe",
		.incident = "", .words = "all", .number = 1 };
	static const struct click hourly = { .handler = "subscribe",
		.incident = "", .words = "all email hourly", .number = 3 };
	static const struct click daily = { .handler = "subscribe",
		.incident = "", .words = "all email daily", .number = 4 };
	static const struct click end = { .handler = "unsubscribe",
		.incident = "", .words = "all", .number = 2 };
	const char *list = list_of(arena, site, user);
	const char *letters = letters_of(arena, site, user);
	const char *lead;
	json_t *blocks = json_array();
	json_t *row = json_array();

	lead = *list ? arena_printf(arena, "You get each public update of "
	    "these as a direct message%s:%s", *letters ? ", or by e-mail" :
	    "", list) : "You get no public updates as direct messages.";
	*fallback = *letters ? arena_printf(arena, "%s\n%s", lead, letters) :
	    lead;
	json_add(blocks, block_section(lead));
	if (*letters)
		json_add(blocks, block_section(letters));
	json_add(row, button_new(arena, "Subscribe to all", BUTTON_PLAIN,
	    &all));
	if (policy->sends_mail) {
		json_add(row, button_new(arena, "All by e-mail, hourly",
		    BUTTON_PLAIN, &hourly));
		json_add(row, button_new(arena, "All by e-mail, daily",
		    BUTTON_PLAIN, &daily));
	}
	if (*list)
		json_add(row, button_new(arena, "Unsubscribe", BUTTON_PLAIN,
		    &end));
	json_add(blocks, block_actions(row));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "subscribe all`, `%s subscribe checkout sev2%s`, `%s unsubscribe "
	    "checkout`.", policy->command, policy->command,
	    policy->sends_mail ? " email daily" : "", policy->command)));
	return blocks;
}

struct message message_notify(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	struct message message = message_company_update(arena, effect,
	    incident, policy);
	static const struct click end = { .handler = "unsubscribe",
		.incident = "", .words = "all" };

	json_add(message.blocks, block_actions(json_pack("[o]",
	    button_new(arena, "Unsubscribe", BUTTON_PLAIN, &end))));
	json_add(message.blocks, block_context(arena_printf(arena, "You get "
	    "this since you subscribed; `%s subscribe` shows to what.",
	    policy->command)));
	return message;
}
