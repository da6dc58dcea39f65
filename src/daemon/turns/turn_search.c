/* SPDX-License-Identifier: MIT
 *
 * turn_search: see turn_search.h.
 */
#include "daemon/turns/turn_search.h"
#include "base/arena.h"
#include "core/incident.h"
#include "handlers/handler.h"

struct search {
	struct ledger *ledger;
	turn_search_cb *callback;
	void *arg;
	const char *words[LEDGER_WORDS_MAX];
	struct ledger_wish wish;
	struct summary found[FOUND_MAX];
	int count;
	int total;
};

static void go_on(struct search *search);

/* What comes without its summary is counted. */
static void take(struct search *search, const struct ledger_summary *found)
{
	struct summary summary;

	if (found->length > 0) {
		if (!summary_decode(found->data, found->length, &summary) ||
		    (summary.flags & FLAG_PRIVATE))
			return;
		if (search->count < FOUND_MAX)
			search->found[search->count++] = summary;
	}
	search->total++;
}

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct search *search = arg;

	for (size_t i = 0; i < count; i++)
		take(search, &found[i]);
	search->wish.offset += looked;
	if (status == LEDGER_OK && looked > 0 && search->wish.offset < total)
		go_on(search);
	else
		search->callback(search->arg, status == LEDGER_OK,
		    search->found, search->count, search->total);
}

static void go_on(struct search *search)
{
	search->wish.whole = (size_t)(FOUND_MAX - search->count);
	ledger_search(search->ledger, &search->wish, on_part, search);
}

static void add_word(struct search *search, const char *word)
{
	if (*word && search->wish.word_count < LEDGER_WORDS_MAX)
		search->words[search->wish.word_count++] = word;
}

void turn_search(struct ledger *ledger, struct arena *arena,
    const struct request *request, turn_search_cb *callback, void *arg)
{
	static const char *const told[] = { SUMMARY_TOLD_WORDS };
	struct search *search = arena_alloc(arena, sizeof(*search));
	const char *words[LEDGER_WORDS_MAX + 1];
	int count = summary_words(arena, request->words, words,
	    LEDGER_WORDS_MAX + 1);
	int skip = request->kind == REQUEST_COMMAND && count > 0;

	search->ledger = ledger;
	search->callback = callback;
	search->arg = arg;
	search->wish.words = search->words;
	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		add_word(search, told[i]);
	for (int i = skip; i < count; i++)
		add_word(search, words[i] + strspn(words[i], "|"));
	go_on(search);
}
