/* SPDX-License-Identifier: MIT
 *
 * news: what was promised to the public and what it was shown (I15): each
 * public update of an incident and of planned maintenance that was committed,
 * against the built-in page's files of each replica (news_page.c), against the
 * places outside (news.c), and against the letters that subscribers got
 * (news_letters.c). The broadcast channel and direct messages are in
 * books_seen.c, like every post at Slack.
 */
#ifndef INCBOT_TESTS_SIM_NEWS_H
#define INCBOT_TESTS_SIM_NEWS_H

#include "base/base.h"
#include "core/board/board.h"
#include "tests/sim/world.h"

struct books;
struct event;
struct ledger_commit;
struct ledger_job;
struct owed;

#define NEWS_FILE "api/v2/incidents.json"
#define NEWS_PLANNED_FILE "api/v2/scheduled-maintenances.json"

/* The places outside, in the order of their bits (core/place.h). */
enum { OUTSIDE_STATUSPAGE, OUTSIDE_INSTATUS, OUTSIDE_WEBHOOK, OUTSIDE_COUNT };

struct news_update {
	int64_t version;
	int64_t at_ms;
	char *text;
	int places;		/* PLACE_ bits: it goes there */
	bool over;		/* it says that it is over */
	int shown[OUTSIDE_COUNT];	/* times */
};

struct news_place {
	size_t last;		/* the update that it shows last, from 1 */
	bool disturbed;		/* by a process that was stopped right before
				   it sent */
};

/* Of one incident, or of one maintenance. */
struct news {
	char name[32];		/* "incident 3", for who reads what is broken */
	char key[BOARD_KEY_SIZE];	/* "" = nothing was committed yet */
	int number;		/* of an incident; 0 = a maintenance */
	int which;		/* ... by its number */
	int64_t began_ms;	/* as Instatus knows it */
	struct news_update *updates;	/* in the order of their commits */
	size_t count;
	size_t size;
	bool hidden;		/* now: private, or a drill */
	bool was_public;	/* at any time */
	size_t on_page[REPLICAS_MAX];	/* updates on the page in each folder */
	bool listed;		/* by the file that is being looked at */
	struct news_place outside[OUTSIDE_COUNT];
};

void news_free(struct news *news);

/* The ledger's side: an incident's commit, the flags and the severity as they
 * are then; and the site's. */
void news_committed(struct books *books, struct news *news,
    const struct ledger_commit *commit, int64_t version);
void news_site_committed(struct books *books,
    const struct ledger_commit *commit, int64_t version);

/* All there are, of incidents and then of maintenance: from 0 on; NULL ends
 * it. Some may be empty. */
struct news *news_at(struct books *books, int index);
/* By the public name; or NULL. */
struct news *news_find(struct books *books, const char *key);
/* Its record was damaged: nothing follows from it any more. */
bool news_is_damaged(const struct world *world, const struct news *news);

/* A file of incidents, or of maintenance, was written to a replica's folder. */
void news_on_page(struct world *world, int folder, bool planned,
    const char *bytes, size_t length);
/* The job that writes the page for this effect says that it is done; number 0:
 * for maintenance. */
void news_page_is_done(struct books *books, int number,
    const struct owed *owed);

/* A place outside took an update. */
struct news_taken {
	int place;		/* OUTSIDE_ */
	const char *key;	/* of the incident; NULL = by began_ms */
	int64_t began_ms;
	int64_t at_ms;		/* of the update; 0 = by its text alone */
	const char *text;
	bool over;		/* as the place was told */
	bool repeats;		/* the place knows an update that comes again,
				   and shows it once */
	bool stopped;		/* its sender, right before it left */
};
void news_outside(struct books *books, const struct news_taken *taken);

/* A letter was taken by the mail server. */
struct letter_taken {
	const char *to;
	const char *message;	/* with its headers */
};
void news_letter(struct books *books, const struct letter_taken *taken);
/* How many different ones. */
size_t news_letter_count(const struct books *books);
/* Was one with this Message-ID taken before? */
bool news_letter_is_known(const struct books *books, const char *message);
/* What subscribers by e-mail are to hear of, as an incident's effect says. */
void news_letter_promised(struct books *books, const char *subject,
    int number, int64_t version, const char *users);
/* Somebody (un)subscribed. */
void news_letter_reader(struct books *books, const char *user);

void check_news_at_rest(struct world *world);
void check_pages_at_rest(struct world *world, const struct news *news);
void check_letters_at_rest(struct world *world);
void news_letters_free(struct books *books);

/* folder_twin.c: folders of files, kept in memory: the seam
 * services/folder.h. One world at a time. */
void folder_twin_begin(struct world *world);
void folder_twin_end(void);
/* The folder of a replica, by name, and a file in it; NULL if there is none. */
const char *folder_twin_name(int folder);
const char *folder_twin_file(int folder, const char *name);

#endif
