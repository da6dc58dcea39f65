/* SPDX-License-Identifier: MIT
 *
 * tracker: the systems that keep tickets. Each is one file tracker_*.c behind
 * one row of the table in tracker.c: how a ticket is opened, closed, commented
 * on and looked for. None of them takes a key of ours, so whatever is opened
 * carries a mark, and an attempt whose answer was lost is looked for by it
 * before another one is made. Which incidents get tickets, and what follows
 * from an answer: handlers/tickets.h. Who looks at the tracker again and
 * again: daemon/jobs/ticket_watch.h.
 */
#ifndef INCBOT_SERVICES_TRACKER_H
#define INCBOT_SERVICES_TRACKER_H

#include "core/ticket.h"
#include "services/outside/errand.h"
#include <jansson.h>

struct config;
struct text;

#define TICKET_LINES_MAX 10
#define TRACKER_PAGE 50		/* tickets of one look */

/* A text in pieces: each tracker puts them into its own markup. People's
 * words, not escaped. */
struct ticket_line {
	const char *name;	/* "Owner"; "" = the text alone */
	const char *value;
};

struct ticket_draft {
	const char *title;	/* one line */
	struct ticket_line lines[TICKET_LINES_MAX];
	int line_count;
	const char *mark;	/* [A-Za-z0-9:-]: found again by it */
	const char *due;	/* "2026-07-01" or "" */
	const char *assignee;	/* who it is there, or "" */
};

/* A ticket as a look shows it. */
struct ticket_sight {
	char incident[ID_SIZE];
	int number;		/* core/ticket.h */
	char key[ID_SIZE];
	bool closed;
};
typedef void ticket_sight_fn(void *arg, const struct ticket_sight *sight);

/* What is looked at: all that changed since then, page by page from 1 on. */
struct ticket_range {
	int64_t since_ms;
	int64_t now_ms;
	int page;
	const char *token;	/* of a later page, see next_page; "" else */
};

struct tracker {
	const char *way;	/* "github", also its group in the config */
	bool (*is_set)(const struct config *config);
	/* These fill errand->request and, as far as need be, look, found,
	 * read, prepare and prepared. */
	void (*open)(const struct errand_scene *scene,
	    const struct ticket_draft *draft, struct errand *errand);
	void (*set)(const struct errand_scene *scene,
	    const struct ticket *ticket, bool closed, struct errand *errand);
	void (*tell)(const struct errand_scene *scene,
	    const struct ticket *ticket, const struct ticket_draft *draft,
	    struct errand *errand);
	void (*look)(const struct config *config, struct arena *arena,
	    const struct ticket_range *range,
	    struct outbound_request *request);
	/* How many there are on the page, ours or not: TRACKER_PAGE = there
	 * may be another one; -1 if the answer cannot be read. */
	int (*read_look)(const struct config *config, const char *body,
	    ticket_sight_fn *see, void *arg);
	/* Where pages have tokens: that of the next one, to be freed; NULL if
	 * there is none. NULL where they are counted. */
	char *(*next_page)(const char *body);
	/* Is the project there, for the doctor? */
	void (*check)(const struct config *config, struct arena *arena,
	    struct outbound_request *request);
	/* Whoever calls webhooks.listen: its header, how it is signed, and
	 * what signs it. */
	const char *hook_header;
	const char *hook_prefix;	/* NULL: the secret itself is sent */
	const struct secret *(*hook_secret)(const struct config *config);
};

extern const struct tracker tracker_github;
extern const struct tracker tracker_gitlab;
extern const struct tracker tracker_jira;

#define TRACKER_COUNT 3
extern const struct tracker *const trackers[TRACKER_COUNT];

/* By its word, or NULL. */
const struct tracker *tracker_find(const char *way);
/* "github, gitlab, jira" */
const char *tracker_words(void);

errand_fn tracker_draw_open;
errand_fn tracker_draw_set;
errand_fn tracker_draw_tell;

/* --- for tracker_*.c ------------------------------------------------------ */

/* What all our marks begin with. */
const char *tracker_mark_prefix(const struct config *config,
    struct arena *arena);
/* Finds one of ours in the text; fills incident and number. */
bool tracker_mark_read(const char *text, const char *prefix,
    struct ticket_sight *sight);
/* Takes the value. */
void tracker_json(struct arena *arena, struct outbound_request *request,
    json_t *body);
/* The lines as Markdown, the mark in a comment that nobody sees. */
const char *tracker_markdown(struct arena *arena,
    const struct ticket_draft *draft);
/* True if the answer holds the mark of this draft. */
bool tracker_comment_found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made);
/* Of the effect at hand. */
const char *tracker_mark(const struct errand_scene *scene);
const char *tracker_comment_mark(const struct errand_scene *scene);

#endif
