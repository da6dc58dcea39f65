/* SPDX-License-Identifier: MIT
 *
 * similar: see similar.h.
 */
#include "core/similar.h"
#include "base/arena.h"
#include "base/text.h"

#define SCORE_ALERT 6
#define SCORE_SERVICE 3
#define SCORE_WORD 2
#define LINE_MAX_WORDS 40

/* Said of every incident. */
static bool says_nothing(const char *word)
{
	return strlen(word) < SIMILAR_WORD_MIN || text_list_has("declare,"
	    "drill,incident,open,start,down,fail,fails,failed,failing,slow,"
	    "error,errors,broken,with,from,that,this,when,after,before,"
	    "does,have,been,some,users,customers,cannot,sev1,sev2,sev3,"
	    "sev1?,sev2?,sev3?,again,very,only,they,their,there", word);
}

static bool has(const struct similars *similars, const char *word)
{
	for (int i = 0; i < similars->word_count; i++) {
		if (strcmp(similars->words[i] + 1, word) == 0)
			return true;
	}
	return false;
}

static void add_word(struct similars *similars, const char *word)
{
	if (*word && similars->word_count < SIMILAR_WORDS_MAX &&
	    !has(similars, word))
		similars->words[similars->word_count++] = arena_printf(
		    similars->arena, "|%s", word);
}

/* Without what hangs on a word: quotes, a full stop. */
static char *trim_word(struct arena *arena, const char *word)
{
	const char *marks = "\"'.,;:!?()[]{}<>*_`";
	size_t length;

	word += strspn(word, marks);
	length = strlen(word);
	while (length > 0 && strchr(marks, word[length - 1]))
		length--;
	return arena_strndup(arena, word, length);
}

static void add_words(struct similars *similars, const char *text)
{
	const char *words[LINE_MAX_WORDS];
	int count = summary_words(similars->arena, text, words,
	    LINE_MAX_WORDS);

	for (int i = 0; i < count; i++) {
		const char *word = trim_word(similars->arena, words[i]);

		if (!says_nothing(word))
			add_word(similars, word);
	}
}

/* In small letters, as the summary's line is. */
static const char *lower(struct arena *arena, const char *s)
{
	char *copy = arena_strdup(arena, s);

	for (char *c = copy; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

struct similars *similars_wish(struct arena *arena,
    const struct request *request, const struct incident *incident)
{
	struct similars *similars = arena_alloc(arena, sizeof(*similars));
	char hash[ALERT_HASH_SIZE];

	similars->arena = arena;
	similars->service = request_value(request, "service");
	if (!*similars->service)
		similars->service = incident->service;
	if (request->alert) {
		alert_hash(request->alert, hash);
		summary_alert_word(hash, similars->alert);
		add_word(similars, similars->alert);
	}
	add_word(similars, lower(arena, similars->service));
	add_words(similars, request_value(request, "title"));
	add_words(similars, request->words);
	add_words(similars, incident->title);
	if (request->alert)
		add_words(similars, request->alert->title);
	return similars;
}

static int weigh(const struct similars *similars, const char *line,
    const struct summary *summary)
{
	const char *title = lower(similars->arena, summary->title);
	int score = 0;

	if (*similars->alert && strstr(line, similars->alert))
		score += SCORE_ALERT;
	if (*similars->service &&
	    strcmp(similars->service, summary->service) == 0)
		score += SCORE_SERVICE;
	for (int i = 0; i < similars->word_count; i++)
		score += strstr(title, similars->words[i] + 1) ?
		    SCORE_WORD : 0;
	return score;
}

/* Behind those that are as like it, which are later. */
static void keep(struct similars *similars, const struct similar *one)
{
	int place = similars->count;

	while (place > 0 && similars->best[place - 1].score < one->score)
		place--;
	if (place == SIMILAR_MAX)
		return;
	if (similars->count < SIMILAR_MAX)
		similars->count++;
	memmove(&similars->best[place + 1], &similars->best[place],
	    (size_t)(similars->count - 1 - place) * sizeof(*one));
	similars->best[place] = *one;
}

/* Private ones are nobody's affair, and a drill was none. */
void similars_take(struct similars *similars, const char *data,
    size_t length)
{
	struct similar *one = arena_alloc(similars->arena, sizeof(*one));
	const char *end = memchr(data, '\n', length);
	const char *line = arena_strndup(similars->arena, data,
	    end ? (size_t)(end - data) : length);

	if (!summary_decode(data, length, &one->summary) ||
	    (one->summary.flags & (FLAG_PRIVATE | FLAG_DRILL)))
		return;
	one->score = weigh(similars, line, &one->summary);
	if (one->score >= SIMILAR_ENOUGH)
		keep(similars, one);
}
