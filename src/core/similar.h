/* SPDX-License-Identifier: MIT
 *
 * similar: past incidents that are like a new one: the same alert, the same
 * service, like words in the title. The ledger picks out those that have
 * anything in common (of the latest LEDGER_SEARCH_MAX); here they are weighed
 * and the best are kept. Pure. Who asks: daemon/turns/turn_search.h; who tells:
 * handlers/similar.c.
 */
#ifndef INCBOT_CORE_SIMILAR_H
#define INCBOT_CORE_SIMILAR_H

#include "base/base.h"
#include "core/request.h"
#include "core/summary.h"

struct arena;

#define SIMILAR_MAX 6
#define SIMILAR_WORDS_MAX 8
#define SIMILAR_WORD_MIN 4	/* letters; shorter ones say nothing */
#define SIMILAR_ENOUGH 3	/* of the score: worth being told */
#define SIMILAR_CLOSE 4		/* the same again, as far as can be seen */

struct similar {
	struct summary summary;
	int score;
};

/* What is looked for, and the best of what was found, the likest first. */
struct similars {
	struct arena *arena;
	const char *words[SIMILAR_WORDS_MAX];	/* for ledger_search(): any of
						   them, so each begins with
						   "|" */
	int word_count;
	char alert[24];		/* as it stands in a summary; "" = none */
	const char *service;
	struct similar best[SIMILAR_MAX];
	int count;
};

/* For a request that may declare an incident, or confirm one. */
struct similars *similars_wish(struct arena *arena,
    const struct request *request, const struct incident *incident);

/* Takes a summary as the ledger has it; whatever the bytes are. */
void similars_take(struct similars *similars, const char *data,
    size_t length);

#endif
