/* SPDX-License-Identifier: MIT
 *
 * config: everything a site may set, in one struct, from one file (libconfig
 * syntax), the environment and secret files. The list of settings, with
 * types, defaults and help, is the table in config_table.c: it parses,
 * checks, prints and documents. What the figures mean for an incident is in
 * core/policy.h.
 *
 * Reading is all or nothing: either every setting is good, or the caller
 * keeps what it has and gets all mistakes at once.
 */
#ifndef INCBOT_SERVICES_CONFIG_H
#define INCBOT_SERVICES_CONFIG_H

#include "base/base.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/url.h"
#include "core/policy.h"
#include "services/config/config_problems.h"

#define CONFIG_FILE "/etc/incbot/incbot.conf"
#define CONFIG_FILE_MAX (8 << 20)	/* bytes of a config file */
#define CONFIG_PATH_SIZE 256
#define CONFIG_ORIGINS_MAX 256
#define ROTATIONS_MAX 20000

struct slack_config {
	char api_url[URL_SIZE];		/* ends in '/' */
	struct secret bot_token;	/* xoxb-... */
	struct secret app_token;	/* xapp-... */
	char bot_token_file[CONFIG_PATH_SIZE];
	char app_token_file[CONFIG_PATH_SIZE];
};

struct redis_config {
	struct secret url;		/* as written: may hold a password */
	struct url address;		/* the same in pieces, with the
					   password of password_file */
	char namespace[32];
	int replicas;			/* that must have a commit: WAIT n */
	bool plaintext_ok;
	char password_file[CONFIG_PATH_SIZE];
};

struct health_config {
	char listen[64];		/* "127.0.0.1:8080" or "off" */
	char host[48];			/* its pieces; "" = off */
	uint16_t port;			/* 0 = any free one */
};

/* What others may send to incbot or read from it (daemon/web/web.h). */
struct web_config {
	char listen[64];		/* "127.0.0.1:8081" or "off" */
	char host[48];			/* its pieces; "" = off */
	uint16_t port;			/* 0 = any free one */
	char certificate_file[CONFIG_PATH_SIZE];	/* "" = no TLS */
	char key_file[CONFIG_PATH_SIZE];
	struct secret calendar_token;	/* not set: no calendars */
	struct secret figures_token;	/* not set: no page of figures */
};

/* Ways to page people: services/outside/pager.h. */
struct pagers_config {
	char webhook_url[URL_SIZE];
	struct secret webhook_secret;
	char ntfy_url[URL_SIZE];
	struct secret ntfy_token;
	char pagerduty_url[URL_SIZE];
	struct secret pagerduty_key;
	struct secret pagerduty_webhook;	/* signs what comes back */
	char pagerduty_api_url[URL_SIZE];
	struct secret pagerduty_api_token;
	int64_t pagerduty_look_ms;
	char twilio_url[URL_SIZE];
	char twilio_account[ID_SIZE * 2];
	struct secret twilio_token;
	char twilio_from[ID_SIZE];
	char twilio_callback_url[URL_SIZE];	/* "" = none */
	char mail_url[URL_SIZE];
	char mail_from[NAME_SIZE];
	char mail_user[NAME_SIZE];
	struct secret mail_password;
	bool mail_starttls;
	char opsgenie_url[URL_SIZE];
	struct secret opsgenie_key;
};

/* Places outside that updates go to: services/outside/place.h. */
struct places_config {
	char statuspage_url[URL_SIZE];
	char statuspage_page[ID_SIZE];
	struct secret statuspage_key;
	char instatus_url[URL_SIZE];
	char instatus_page[ID_SIZE];
	struct secret instatus_key;
	char webhook_url[URL_SIZE];
	struct secret webhook_secret;
};

/* Where tickets are kept: services/outside/tracker.h. */
struct trackers_config {
	int64_t look_ms;	/* how often their state is read */
	char github_url[URL_SIZE];
	char github_repository[NAME_SIZE * 2];	/* "owner/name" */
	struct secret github_token;
	char github_label[NAME_SIZE];
	struct secret github_webhook;	/* signs what comes back */
	char gitlab_url[URL_SIZE];
	char gitlab_project[NAME_SIZE * 2];	/* "group/name", or its id */
	struct secret gitlab_token;
	struct secret gitlab_webhook;
	char jira_url[URL_SIZE];
	char jira_user[NAME_SIZE];	/* e-mail address of the token's owner */
	struct secret jira_token;
	char jira_project[ID_SIZE];	/* its key */
	char jira_type[NAME_SIZE];
	struct secret jira_webhook;
};

#define ALERT_SOURCES_MAX 16

/* Who may send alerts, and how it is known to be them. */
struct alert_source {
	char name[NAME_SIZE];	/* POST /alerts/NAME */
	char format[16];	/* services/outside/alert_read.h */
	char token_file[CONFIG_PATH_SIZE];
	char signing_key_file[CONFIG_PATH_SIZE];
	char topic[256];	/* of SNS, which signs by itself; "" = none */
	char sns_url[URL_SIZE];	/* "" = that of the topic's region */
	struct secret token;	/* what the files hold */
	struct secret signing_key;
};

/* Some 400 kB: lives on the heap or static, not on the stack. */
struct config {
	struct policy policy;
	struct slack_config slack;
	struct redis_config redis;
	struct health_config health;
	struct web_config web;
	struct pagers_config pagers;
	char ca_file[CONFIG_PATH_SIZE];	/* trusted beside the system's */
	struct places_config places;
	struct trackers_config trackers;
	bool plain_loopback;		/* http:// to this machine is good */
	struct alert_source alert_sources[ALERT_SOURCES_MAX];
	enum log_level log_level;
	char file[CONFIG_PATH_SIZE];	/* it came from; "" = none */
	struct zone_list {		/* what policy.zone and those of the
					   rotations point to */
		struct zone **all;
		int count;
	} zones;
	int origins[CONFIG_ORIGINS_MAX];	/* of each setting, for
						   config_print() */
};

/* The defaults; tokens are not set. */
void config_defaults(struct config *config);
/* Frees zones and rotations and overwrites the secrets. All zero is allowed. */
void config_release(struct config *config);

/* Which file to read: `option` (--config) if given, else INCBOT_CONFIG, else
 * CONFIG_FILE if there is one, else NULL: defaults and environment do.
 * `environment` is like environ: "NAME=value" strings, NULL at the end. */
const char *config_find(const char *option, char *const *environment);

enum {
	CONFIG_TOKENS_OPTIONAL = 1,	/* missing or wrong tokens are left to
					   config_check_tokens() */
	CONFIG_CHECK_YEAR = 2,	/* an instant of the coming year with nobody on
				   call is a mistake, too; not so where incbot
				   must start: it may lie far ahead */
};

/* Reads the file (NULL: none), then what the environment overrides, then
 * secret files; checks it all. NULL: problems tells why. Else the caller owns
 * it: config_release(), then free(). */
NODISCARD struct config *config_new(const char *file,
    char *const *environment, unsigned flags, struct problems *problems);

/* The same, into a place of the caller's. False: *out is untouched. */
NODISCARD bool config_load(const char *file, char *const *environment,
    unsigned flags, struct config *out, struct problems *problems);

/* Are both tokens there and of the right kind? */
bool config_check_tokens(const struct config *config,
    struct problems *problems);

/* Adds a line for each rotation by which somewhen in the coming year nobody is
 * on call: no reason not to run, but somebody should know. */
void config_gaps(const struct config *config, int64_t now_ms,
    struct problems *problems);

/* The same on all replicas that run the same config, whatever differs from
 * machine to machine (files, addresses to listen at, secrets). */
#define CONFIG_FINGERPRINT_SIZE 17
void config_fingerprint(const struct config *config,
    char out[CONFIG_FINGERPRINT_SIZE]);

/* Adds a line for each setting that differs and takes effect only after a
 * restart. Returns how many. The rest may be used at once. */
int config_restart_needed(const struct config *running,
    const struct config *fresh, struct problems *lines);

/* The effective settings, where each came from, secrets masked. */
void config_print(const struct config *config, FILE *out);
/* config/incbot.conf: all settings, explained, at their defaults. */
void config_print_sample(FILE *out);
/* The list of settings of incbot.conf(5), in man(7). */
void config_print_manual(FILE *out);
/* The same for docs/configuration.md. */
void config_print_markdown(FILE *out);

#endif
