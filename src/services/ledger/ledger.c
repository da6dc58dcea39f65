/* SPDX-License-Identifier: MIT
 *
 * ledger: what every ledger shares: the names of outcomes and the rules that
 * arguments keep. See ledger.h; the real one is ledger_redis.c.
 */
#include "services/ledger/ledger.h"
#include "base/text.h"

#include <math.h>
#include <openssl/evp.h>

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
		[LEDGER_NEWER] = "newer",
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
	    job->urgency >= 0 && job->urgency < LEDGER_URGENCIES &&
	    (job->lane[0] == '\0' || ledger_is_word(job->lane));
}

bool ledger_commit_is_sound(const struct ledger_commit *commit)
{
	for (size_t i = 0; i < commit->job_count; i++)
		if (!job_is_sound(&commit->jobs[i]))
			return false;
	for (size_t i = 0; i < commit->drop_count; i++)
		if (!ledger_is_word(commit->drops[i].id) ||
		    strcmp(commit->drops[i].id, commit->id) == 0)
			return false;
	return ledger_is_word(commit->id) && commit->expected_version >= 0 &&
	    commit->drop_count <= LEDGER_DROPS_MAX &&
	    commit->declared_ms >= 0 && commit->owed_ms >= 0 &&
	    commit->epoch >= 0 && commit->event_count > 0 &&
	    isfinite(commit->open_rank) &&
	    (commit->dedupe_key[0] == '\0' || commit->dedupe_ttl_ms > 0);
}

bool ledger_ask_is_sound(const struct ledger_ask *ask)
{
	return ledger_is_word(ask->worker) && ask->number > 0 &&
	    ask->unanswered > 0 && ask->unanswered <= ask->number &&
	    ask->lease_ms > 0;
}

void ledger_list_open(struct ledger *ledger, size_t offset, size_t max,
    ledger_list_cb *callback, void *arg)
{
	ledger_list(ledger, LEDGER_INDEX_OPEN, offset, max, callback, arg);
}

static void digest_add(EVP_MD_CTX *digest, const void *data, size_t length)
{
	if (EVP_DigestUpdate(digest, data, length) != 1)
		abort();
}

/* Looked up once, since that takes as long as the hash of an entry. */
static const EVP_MD *sha1(void)
{
	static EVP_MD *found;

	if (!found)
		found = EVP_MD_fetch(NULL, "SHA1", NULL);
	if (!found)
		abort();
	return found;
}

void ledger_chain(const char *before, const struct ledger_entry *entry,
    char out[LEDGER_CHAIN_SIZE])
{
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned int length = 0;
	char place[64];

	snprintf(place, sizeof(place), "\n%lld-%d\n",
	    (long long)entry->version, entry->index);
	/* OpenSSL fails here only without memory. */
	if (!digest || EVP_DigestInit_ex(digest, sha1(), NULL) != 1)
		abort();
	digest_add(digest, before, strlen(before));
	digest_add(digest, place, strlen(place));
	digest_add(digest, entry->data, entry->length);
	if (EVP_DigestFinal_ex(digest, bytes, &length) != 1)
		abort();
	assert(2 * length + 1 == LEDGER_CHAIN_SIZE);
	EVP_MD_CTX_free(digest);
	text_hex(out, bytes, length);
}
