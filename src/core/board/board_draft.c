/* SPDX-License-Identifier: MIT
 *
 * board_draft: how a public update may begin: by the site's own words, or by
 * what is affected. Never by the title inside.
 */
#include "core/board/board.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"

#define DRAFT_BYTES (4 * DRAFT_SIZE)

static const char *next_words(struct arena *arena,
    const struct incident *incident)
{
	char span[WHEN_TEXT_SIZE];

	if (incident->update_every_ms == 0)
		return "We will say more as soon as we can.";
	when_format_duration(span, sizeof(span), incident->update_every_ms);
	return arena_printf(arena, "Next update within %s.", span);
}

/* "Checkout, Payments" */
static const char *affected_words(struct arena *arena,
    const struct policy *policy, const char *affected)
{
	struct text text = text_new(arena, DRAFT_SIZE);
	char id[ID_SIZE];
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&policy->board, id);

		if (at >= 0)
			text_addf(&text, "%s%s", text.length > 0 ? ", " : "",
			    policy->board.components[at].name);
	}
	return text.length > 0 ? text.data : "our service";
}

static bool fits(const struct draft *draft, const struct incident *incident,
    int status)
{
	return (!*draft->status || text_equal_fold(draft->status,
	    public_status_word(status))) &&
	    (!*draft->service || text_equal_fold(draft->service,
	    incident->service));
}

static const char *fill(struct arena *arena, const char *words,
    const char *affected, const char *next)
{
	struct text text = text_new(arena, DRAFT_BYTES);

	while (*words) {
		size_t length = strcspn(words, "{");

		text_add_n(&text, words, length);
		words += length;
		if (text_starts_with(words, "{affected}")) {
			text_add(&text, affected);
			words += strlen("{affected}");
		} else if (text_starts_with(words, "{next}")) {
			text_add(&text, next);
			words += strlen("{next}");
		} else if (*words) {
			text_add_char(&text, *words++);
		}
	}
	return text.data;
}

const char *board_draft(struct arena *arena, const struct policy *policy,
    const struct incident *incident, int status, const char *affected)
{
	const char *names = affected_words(arena, policy, affected);
	const char *next = next_words(arena, incident);

	for (int i = 0; i < DRAFTS_MAX && *policy->board.drafts[i].text;
	    i++) {
		if (fits(&policy->board.drafts[i], incident, status))
			return fill(arena, policy->board.drafts[i].text,
			    names, next);
	}
	return NULL;
}

const char *board_plain_draft(struct arena *arena,
    const struct policy *policy, const struct incident *incident,
    const char *affected)
{
	return arena_printf(arena, "We are investigating problems with %s. "
	    "%s", affected_words(arena, policy, affected),
	    next_words(arena, incident));
}
