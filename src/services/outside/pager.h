/* SPDX-License-Identifier: MIT
 *
 * pager: the ways to page a person that are not Slack. Each is one file
 * pager_*.c behind one row of the table in pager.c: how a page is sent, and,
 * where the service wants to know, how it is told that the page is settled.
 * Which ways a person has, and in which order: core/policy.h. What happens
 * when one fails: handlers/page_result.h.
 */
#ifndef INCBOT_SERVICES_PAGER_H
#define INCBOT_SERVICES_PAGER_H

#include "core/policy.h"
#include "services/outside/errand.h"
#include <jansson.h>

#define PAGER_KEY_PREFIX "incbot/"	/* of each page's key: it is ours */

/* A page in words, the same for every way. Not escaped: people's title is in
 * it; each way escapes for its own sink. */
struct pager_page {
	char key[NAME_SIZE];	/* "incbot/7/0/U123": one alert there */
	const char *label;	/* "INC-7" */
	const char *headline;	/* "SEV1: checkout is down (INC-7)" */
	const char *asked;	/* ": he knows it", what a person called them
				   for; or "" */
	const char *text;	/* why you, what to do, one line each */
	const char *url;	/* the channel in Slack, or "" */
	const struct contact *contact;	/* of the person, or NULL */
	bool acknowledged;	/* of a settled page: somebody is on it */
	bool resolved;		/* ... or it is over */
};

struct pager {
	const char *way;	/* "ntfy" */
	const char *settings;	/* "ntfy": its group in the config */
	/* True if the config has what it takes. */
	bool (*is_set)(const struct config *config);
	enum errand_draw (*page)(const struct errand_scene *scene,
	    const struct pager_page *page, struct errand *errand);
	/* NULL = the service keeps no state. */
	enum errand_draw (*settle)(const struct errand_scene *scene,
	    const struct pager_page *page, struct errand *errand);
};

extern const struct pager pager_webhook;
extern const struct pager pager_ntfy;
extern const struct pager pager_pagerduty;
extern const struct pager pager_sms;
extern const struct pager pager_call;
extern const struct pager pager_opsgenie;
extern const struct pager pager_mail;

/* By its word, or NULL. */
const struct pager *pager_find(const char *way);

/* "webhook, ntfy": all the words, for messages. */
const char *pager_words(void);

enum errand_draw pager_draw_page(const struct errand_scene *scene,
    struct errand *errand);
enum errand_draw pager_draw_settle(const struct errand_scene *scene,
    struct errand *errand);

/* The key of the page that the effect is of. */
void pager_key(const struct errand_scene *scene, char key[NAME_SIZE]);

/* For pager_*.c: fails with words for people. */
enum errand_draw pager_impossible(struct errand *errand, const char *why);
/* A body of JSON, owned by the arena; takes the value. */
void pager_json(const struct errand_scene *scene, struct errand *errand,
    json_t *body);

#endif
