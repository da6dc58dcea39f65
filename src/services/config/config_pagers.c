/* SPDX-License-Identifier: MIT
 *
 * config_pagers: the rows of the pagers and of the people they call, and
 * whether they go well together: each that somebody is to be called by exists,
 * is set up and knows where to find them. What is wrong here would be found out
 * at night.
 */
#include "services/config/config_pagers.h"
#include "base/text.h"
#include "base/when.h"
#include "core/mail.h"
#include "services/outside/outbound.h"
#include "services/outside/pager.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0
#define OF(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member), 0
#define LIST(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member[0]), \
	ARRAY_LEN(((struct S *)0)->member)

static const struct setting contact_rows[] = {
	{ .name = "user", SETTING_USER, OF(contact, user),
	  .example = "\"U0123456789\"",
	  .help = "User id; each person once." },
	{ .name = "pagers", SETTING_WORD, LIST(contact, ways),
	  .example = "[ \"ntfy\", \"webhook\" ]",
	  .help = "By which pagers this person is called, in this order; when "
	      "one fails the next is tried at once. Without any, those of "
	      "site.pagers." },
	{ .name = "phone", SETTING_TEXT, OF(contact, phone),
	  .example = "\"+491701234567\"",
	  .help = "For text messages and calls; shown in the incident's "
	      "channel when every pager has failed." },
	{ .name = "email", SETTING_TEXT, OF(contact, email),
	  .example = "\"ana@example.com\"",
	  .help = "Where mail goes." },
	{ .name = "pagerduty", SETTING_TEXT, OF(contact, pagerduty),
	  .example = "\"PUSER01\"",
	  .help = "The person's id in PagerDuty, so that an acknowledgement "
	      "made there is known as theirs." },
	{ .name = "tracker", SETTING_TEXT, OF(contact, tracker),
	  .example = "\"ana-silva\"",
	  .help = "Who the person is in the tracker, so that tickets are "
	      "assigned to them: a GitHub login, a GitLab user's number, a "
	      "Jira account id." },
	{ .name = "ntfy", SETTING_TEXT, OF(contact, ntfy),
	  .example = "\"a-topic-nobody-guesses\"",
	  .help = "The person's topic." },
	{ .name = "notice_days", SETTING_DAYS, OF(contact, notices.days),
	  .example = "\"mon-fri\"",
	  .help = "On which days a SEV3 may send this person direct "
	      "messages; without any, on all. What comes at another time is "
	      "held back and told in one message when they may be disturbed "
	      "again. Pages are not held back. The person may say otherwise "
	      "by `/incident notices`." },
	{ .name = "notice_hours", SETTING_HOURS, OF(contact, notices.hours),
	  .example = "\"09:00-18:00\"",
	  .help = "At which hours; without it, at all." },
	{ .name = "time_zone", SETTING_ZONE, OF(contact, zone_name),
	  .example = "\"Europe/Lisbon\"",
	  .help = "Whose clock that is; without it, site.time_zone." },
};

const struct setting_group contact_group = {
	"contacts", "", contact_rows, ARRAY_LEN(contact_rows), 0,
};

const struct setting webhook_pager_rows[WEBHOOK_PAGER_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(pagers.webhook_url),
	  .example = "\"https://pager.example.com/page\"",
	  .help = "Where a page is posted as JSON." },
	{ .name = "secret", SETTING_SECRET, AT(pagers.webhook_secret),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_WEBHOOK_PAGER_SECRET",
	  .help = "Signs it: X-Incbot-Signature: t=UNIX,v1=HEX, the "
	      "HMAC-SHA256 of \"UNIX.BODY\"." },
};

const struct setting ntfy_rows[NTFY_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(pagers.ntfy_url),
	  .example = "\"https://ntfy.sh/\"",
	  .help = "An ntfy server; each person's topic stands in contacts." },
	{ .name = "token", SETTING_SECRET, AT(pagers.ntfy_token),
	  .flags = IS_SECRET, .example = "\"tk_...\"",
	  .environment = "INCBOT_NTFY_TOKEN",
	  .help = "An access token, if the server wants one." },
};

const struct setting pagerduty_rows[PAGERDUTY_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(pagers.pagerduty_url),
	  .initial = "https://events.pagerduty.com/",
	  .help = "PagerDuty's Events API v2; accounts in the EU have "
	      "https://events.eu.pagerduty.com/." },
	{ .name = "routing_key", SETTING_SECRET, AT(pagers.pagerduty_key),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_PAGERDUTY_ROUTING_KEY",
	  .help = "The integration key of a service with an Events API v2 "
	      "integration." },
	{ .name = "api_url", SETTING_LINK, AT(pagers.pagerduty_api_url),
	  .initial = "https://api.pagerduty.com/",
	  .help = "PagerDuty's REST API, which is asked who is on call by the "
	      "schedules that rotations name, and whether a page that "
	      "PagerDuty has taken still stands there; accounts in the EU have "
	      "https://api.eu.pagerduty.com/." },
	{ .name = "api_token", SETTING_SECRET,
	  AT(pagers.pagerduty_api_token),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_PAGERDUTY_API_TOKEN",
	  .help = "A key of that API; one that may only read is enough. With "
	      "it a page is asked about 30 s after it was taken and then "
	      "every minute, for two hours at most: what was acknowledged "
	      "there counts, also where no webhook comes through, and what "
	      "was lost is sent again." },
	{ .name = "look_every", SETTING_SPAN, AT(pagers.pagerduty_look_ms),
	  .initial = "5 min",
	  .help = "How often it is asked who is on call. What it last said counts as long as "
	      "it does not answer; /incident oncall says how old that is." },
	{ .name = "webhook_secret", SETTING_SECRET,
	  AT(pagers.pagerduty_webhook),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_PAGERDUTY_WEBHOOK_SECRET",
	  .help = "The secret of a webhook subscription (v3) to /pagerduty at "
	      "webhooks.listen: what is acknowledged in PagerDuty is "
	      "acknowledged here." },
};

const struct setting twilio_rows[TWILIO_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(pagers.twilio_url),
	  .initial = "https://api.twilio.com/",
	  .help = "Twilio's API, for the pagers sms and call." },
	{ .name = "account", SETTING_TEXT, AT(pagers.twilio_account),
	  .example = "\"AC...\"", .help = "The account's SID." },
	{ .name = "token", SETTING_SECRET, AT(pagers.twilio_token),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_TWILIO_TOKEN",
	  .help = "Its auth token." },
	{ .name = "from", SETTING_TEXT, AT(pagers.twilio_from),
	  .example = "\"+15005550006\"",
	  .help = "The number that text messages and calls come from." },
	{ .name = "callback_url", SETTING_LINK,
	  AT(pagers.twilio_callback_url),
	  .example = "\"https://incbot.example.com/\"",
	  .help = "Where Twilio reaches webhooks.listen: then pages show "
	      "whether they arrived, a call is acknowledged by pressing 1, "
	      "and a text message by the reply ACK (the number's webhook for "
	      "messages is twilio/sms behind this address)." },
};

const struct setting mail_rows[MAIL_ROWS] = {
	{ .name = "url", SETTING_TEXT, AT(pagers.mail_url),
	  .example = "\"smtp://mail.example.com:587\"",
	  .help = "A mail server that takes letters from us: smtp:// begins "
	      "with STARTTLS, smtps:// is TLS from the first byte." },
	{ .name = "starttls", SETTING_BOOL, AT(pagers.mail_starttls),
	  .initial = "true",
	  .help = "Without it nothing is sent by smtp://. Off for a server "
	      "on this machine only." },
	{ .name = "from", SETTING_TEXT, AT(pagers.mail_from),
	  .example = "\"incbot@example.com\"",
	  .help = "Who the letters are from." },
	{ .name = "user", SETTING_TEXT, AT(pagers.mail_user),
	  .example = "\"incbot\"",
	  .help = "For AUTH (PLAIN, LOGIN and what else the server offers); "
	      "\"\" = without." },
	{ .name = "password", SETTING_SECRET, AT(pagers.mail_password),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_MAIL_PASSWORD",
	  .help = "The same." },
};

const struct setting opsgenie_rows[OPSGENIE_ROWS] = {
	{ .name = "url", SETTING_LINK, AT(pagers.opsgenie_url),
	  .initial = "https://api.opsgenie.com/",
	  .help = "Opsgenie's alert API, or one that speaks the same." },
	{ .name = "key", SETTING_SECRET, AT(pagers.opsgenie_key),
	  .flags = IS_SECRET, .example = "\"...\"",
	  .environment = "INCBOT_OPSGENIE_KEY",
	  .help = "The key of an API integration." },
};

const struct setting outbound_rows[OUTBOUND_ROWS] = {
	{ .name = "plain_loopback", SETTING_BOOL, AT(plain_loopback),
	  .flags = NEEDS_RESTART, .initial = "false",
	  .help = "Allows http:// to this machine for pagers and the like: "
	      "for tests." },
	{ .name = "ca_file", SETTING_PATH, AT(ca_file),
	  .flags = NEEDS_RESTART, .example = "\"/etc/incbot/ca.pem\"",
	  .help = "PEM: authorities that are trusted beside the system's, "
	      "such as the company's own." },
};

void config_check_base(const struct loader *loader, const char *path,
    const char *url)
{
	const char *reason = "";

	if (*url && !outbound_base_is_good(url,
	    loader->config->plain_loopback, &reason))
		loader_problem(loader, path, "%s; expected an address such as "
		    "\"https://example.com/\"", reason);
}

static void check_ways(const struct loader *loader, const char *path,
    const char ways[WAYS_MAX][ID_SIZE])
{
	for (int i = 0; i < WAYS_MAX && *ways[i]; i++) {
		const struct pager *pager = pager_find(ways[i]);

		if (!pager)
			loader_problem(loader, path, "\"%s\" is no pager; "
			    "expected one of %s", ways[i], pager_words());
		else if (!pager->is_set(loader->config))
			loader_problem(loader, path, "\"%s\" is not set up; "
			    "expected the settings of pagers.%s", ways[i],
			    pager->settings);
	}
}

static bool uses(const struct contact *contact, const char *way)
{
	for (int i = 0; i < WAYS_MAX; i++) {
		if (strcmp(contact->ways[i], way) == 0)
			return true;
	}
	return false;
}

static void check_contact(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct contact *contact = &policy->contacts[index];
	char path[SETTING_PATH_SIZE];

	snprintf(path, sizeof(path), "contacts[%d]", index);
	if (!*contact->user)
		loader_problem(loader, path, "has no user; expected one");
	else if (policy_contact(policy, contact->user) != contact)
		loader_problem(loader, path, "%s is there twice; expected "
		    "each person once", contact->user);
	if (uses(contact, "ntfy") && !*contact->ntfy)
		loader_problem(loader, path, "has no ntfy topic; expected "
		    "one, since pagers names ntfy");
	if (uses(contact, "mail") && !mail_address_is_good(contact->email))
		loader_problem(loader, path, "has no e-mail address; expected "
		    "one such as \"ana@example.com\", since pagers names "
		    "mail");
	if ((uses(contact, "sms") || uses(contact, "call")) &&
	    !*contact->phone)
		loader_problem(loader, path, "has no phone; expected a number "
		    "such as \"+491701234567\", since pagers names sms or "
		    "call");
	snprintf(path, sizeof(path), "contacts[%d].pagers", index);
	check_ways(loader, path, contact->ways);
}

static void check_mail(const struct loader *loader)
{
	const struct pagers_config *pagers = &loader->config->pagers;
	const char *reason = "";

	loader->config->policy.sends_mail = *pagers->mail_url &&
	    *pagers->mail_from;

	if (*pagers->mail_url && !outbound_mail_base_is_good(pagers->mail_url,
	    pagers->mail_starttls, &reason))
		loader_problem(loader, "pagers.mail.url", "%s; expected an "
		    "address such as \"smtp://mail.example.com\"", reason);
	if (*pagers->mail_url && !mail_address_is_good(pagers->mail_from))
		loader_problem(loader, "pagers.mail.from", "is no e-mail "
		    "address; expected one such as \"incbot@example.com\"");
}

void config_check_pagers(const struct loader *loader)
{
	const struct config *config = loader->config;
	int contacts = loader_count(loader, "contacts", CONTACTS_MAX);

	config_check_base(loader, "pagers.webhook.url",
	    config->pagers.webhook_url);
	config_check_base(loader, "pagers.ntfy.url", config->pagers.ntfy_url);
	config_check_base(loader, "pagers.pagerduty.url",
	    config->pagers.pagerduty_url);
	config_check_base(loader, "pagers.pagerduty.api_url",
	    config->pagers.pagerduty_api_url);
	loader->config->policy.asks_pagerduty =
	    secret_is_set(&config->pagers.pagerduty_key) &&
	    secret_is_set(&config->pagers.pagerduty_api_token);
	if (config->pagers.pagerduty_look_ms < WHEN_MINUTE_MS)
		loader_problem(loader, "pagers.pagerduty.look_every", "is too "
		    "often; expected at least \"1m\"");
	config_check_base(loader, "pagers.twilio.url",
	    config->pagers.twilio_url);
	config_check_base(loader, "pagers.opsgenie.url",
	    config->pagers.opsgenie_url);
	check_mail(loader);
	if (*config->pagers.twilio_callback_url &&
	    (!text_starts_with(config->pagers.twilio_callback_url,
	    "https://") || strchr(config->pagers.twilio_callback_url, '?')))
		loader_problem(loader, "pagers.twilio.callback_url", "is not "
		    "https:// without a query; expected an address such as "
		    "\"https://incbot.example.com/\"");
	check_ways(loader, "site.pagers", config->policy.ways);
	for (int i = 0; i < contacts; i++)
		check_contact(loader, i);
}
