/* SPDX-License-Identifier: MIT
 *
 * ledger: what every ledger shares: the names of outcomes and the rules that
 * arguments keep. See ledger.h; the real one is ledger_redis.c.
 */
#include "services/ledger.h"

#include <math.h>

const char *ledger_status_name(enum ledger_status status)
{
	static const char *const names[] = {
		[LEDGER_OK] = "ok",
		[LEDGER_ABSENT] = "absent",
		[LEDGER_DUPLICATE] = "duplicate",
		[LEDGER_CONFLICT] = "conflict",
		[LEDGER_SPLIT] = "split",
		[LEDGER_LOST] = "lost",
		[LEDGER_UNKNOWN] = "unknown",
		[LEDGER_UNCONFIRMED] = "unconfirmed",
		[LEDGER_FULL] = "full",
		[LEDGER_SKEW] = "skew",
		[LEDGER_WIPED] = "wiped",
		[LEDGER_REFUSED] = "refused",
	};

	assert((size_t)status < ARRAY_LEN(names));
	return names[status];
}

bool ledger_is_word(const char *word)
{
	size_t length = strlen(word);

	if (length == 0 || length > LEDGER_WORD_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)word[i] <= ' ' || word[i] == 0x7f)
			return false;
	return true;
}

static bool job_is_sound(const struct ledger_job *job)
{
	return ledger_is_word(job->id) && job->due_ms >= 0 &&
	    strncmp(job->id, "vfy:", 4) != 0 &&
	    (job->lane[0] == '\0' || ledger_is_word(job->lane));
}

bool ledger_commit_is_sound(const struct ledger_commit *commit)
{
	for (size_t i = 0; i < commit->job_count; i++)
		if (!job_is_sound(&commit->jobs[i]))
			return false;
	return ledger_is_word(commit->id) && commit->expected_version >= 0 &&
	    commit->epoch >= 0 && commit->event_count > 0 &&
	    isfinite(commit->open_rank) &&
	    (commit->dedupe_key[0] == '\0' || commit->dedupe_ttl_ms > 0);
}
