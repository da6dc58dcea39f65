/* SPDX-License-Identifier: MIT
 *
 * news: what was promised to the public and what it was shown: each public
 * update that was committed, against the built-in page's files of each
 * replica and against the one place outside (I15). The broadcast channel and
 * the subscribers are in books_seen.c, like every post at Slack.
 */
#ifndef INCBOT_TESTS_SIM_NEWS_H
#define INCBOT_TESTS_SIM_NEWS_H

#include "base/base.h"
#include "core/board/board.h"
#include "tests/sim/world.h"

struct books;
struct ledger_commit;
struct owed;

#define NEWS_FILE "api/v2/incidents.json"

struct news_update {
	int64_t version;
	int64_t at_ms;
	char *text;
	bool outside;		/* it goes to the place outside */
	int shown;		/* times at the place outside */
};

/* Of one incident. */
struct news {
	char key[BOARD_KEY_SIZE];
	struct news_update *updates;	/* in the order of their commits */
	size_t count;
	size_t size;
	bool hidden;		/* now: private, or a drill */
	bool was_public;	/* at any time */
	size_t on_page[REPLICAS_MAX];	/* updates on the page in each folder */
	bool listed;		/* by the file that is being looked at */
	size_t outside_last;	/* the one the place shows last, from 1 */
	bool disturbed;		/* outside, by a process that was stopped right
				   before it sent */
};

void news_free(struct news *news);

/* The ledger's side: an incident's commit; its flags as they are then. */
void news_committed(struct news *news, const struct ledger_commit *commit,
    int64_t version, int flags);

/* NEWS_FILE was written to a replica's folder. */
void news_on_page(struct world *world, int folder, const char *bytes,
    size_t length);
/* The job that writes the page for this effect says that it is done. */
void news_page_is_done(struct books *books, int number,
    const struct owed *owed);

/* The place outside took an update. */
struct news_taken {
	const char *key;	/* of the incident */
	int64_t at_ms;		/* of the update */
	const char *text;
	bool stopped;		/* its sender, right before it left */
};
void news_outside(struct books *books, const struct news_taken *taken);

void check_news_at_rest(struct world *world);

/* folder_twin.c: folders of files, kept in memory: the seam
 * services/folder.h. One world at a time. */
void folder_twin_begin(struct world *world);
void folder_twin_end(void);
/* The folder of a replica, by name, and a file in it; NULL if there is none. */
const char *folder_twin_name(int folder);
const char *folder_twin_file(int folder, const char *name);

#endif
