/* SPDX-License-Identifier: MIT
 *
 * leaks: see leaks.h. The text is cut into words at white space; each word,
 * without the punctuation around it, is looked at by itself.
 */
#include "core/board/leaks.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define BLANKS " \t\r\n"
#define AROUND ".,;:!?()[]{}\"'*_~"

static const char *const jargon[] = {
	"sev1", "sev2", "sev3", "oom", "k8s", "kubernetes", "runbook",
	"segfault", "failover", "stacktrace", "nullpointerexception",
};

static const char *const inner_domains[] = {
	".local", ".internal", ".corp", ".lan", ".intranet", ".home.arpa",
	".svc", ".cluster.local",
};

static bool ends_with(const char *word, const char *end)
{
	size_t length = strlen(word);
	size_t end_length = strlen(end);

	return length > end_length &&
	    text_equal_fold(word + length - end_length, end);
}

static bool is_inner_host(const char *host)
{
	for (size_t i = 0; i < ARRAY_LEN(inner_domains); i++) {
		if (ends_with(host, inner_domains[i]))
			return true;
	}
	return false;
}

/* "10.0.3.17", with a port or not. */
static bool is_address(const char *word)
{
	int dots = 0;

	if (word[strspn(word, "0123456789.:")])
		return false;
	for (; *word; word++)
		dots += *word == '.';
	return dots == 3;
}

/* "db-7", "web-eu-01": small letters, a dash, a number at the end. */
static bool is_numbered(const char *word)
{
	const char *dash = strrchr(word, '-');

	if (!dash || dash == word || *word < 'a' || *word > 'z' ||
	    !dash[1] || dash[1 + strspn(dash + 1, "0123456789")])
		return false;
	return word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-")] ==
	    '\0';
}

static const char *host_of(struct arena *arena, const char *url)
{
	const char *host = strstr(url, "://");

	if (!host)
		return "";
	host += strlen("://");
	return arena_strndup(arena, host, strcspn(host, "/:?#>|"));
}

static bool is_host_of(struct arena *arena, const char *host,
    const struct link links[LINKS_MAX])
{
	for (int i = 0; i < LINKS_MAX && *links[i].title; i++) {
		if (*host && text_equal_fold(host_of(arena, links[i].url),
		    host))
			return true;
	}
	return false;
}

/* Dashboards, runbooks, Slack itself: nobody outside gets in there. */
static bool is_inner_link(struct arena *arena, const struct policy *policy,
    const char *word)
{
	const char *host = host_of(arena, word);

	if (!*host || (*policy->status_page_url && text_equal_fold(host,
	    host_of(arena, policy->status_page_url))))
		return false;
	if (!strchr(host, '.') || is_inner_host(host) || is_address(host) ||
	    ends_with(host, ".slack.com") ||
	    is_host_of(arena, host, policy->links))
		return true;
	for (int i = 0; i < policy->service_count; i++) {
		if (is_host_of(arena, host, policy->services[i].links))
			return true;
	}
	return false;
}

static bool is_jargon(const struct policy *policy, const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(jargon); i++) {
		if (text_equal_fold(word, jargon[i]))
			return true;
	}
	for (int i = 0; i < JARGON_MAX && *policy->board.jargon[i]; i++) {
		if (text_equal_fold(word, policy->board.jargon[i]))
			return true;
	}
	return false;
}

/* NULL if nothing is the matter with it. */
static const char *judge(struct arena *arena, const struct policy *policy,
    const char *word)
{
	if (text_starts_with(word, "<@") || (*word == '@' && word[1]))
		return "a person";
	if (text_starts_with(word, "<#") || text_starts_with(word, "#inc-"))
		return "a channel";
	if (strstr(word, "://"))
		return is_inner_link(arena, policy, word) ?
		    "an internal link" : NULL;
	if (is_address(word) || is_inner_host(word) || is_numbered(word))
		return "a host's name";
	return is_jargon(policy, word) ? "jargon" : NULL;
}

/* The next word without what stands around it; "" at the end. */
static const char *take(struct arena *arena, const char **text)
{
	size_t length;
	char *word;

	*text += strspn(*text, BLANKS);
	length = strcspn(*text, BLANKS);
	word = arena_strndup(arena, *text, length);
	*text += length;
	word += strspn(word, AROUND);
	for (length = strlen(word); length > 0 &&
	    strchr(AROUND, word[length - 1]); length--)
		word[length - 1] = '\0';
	return word;
}

static bool is_known(const struct leak *leaks, int count, const char *word)
{
	for (int i = 0; i < count; i++) {
		if (text_equal_fold(leaks[i].words, word))
			return true;
	}
	return false;
}

int leaks_find(struct arena *arena, const struct policy *policy,
    const char *text, struct leak out[LEAKS_MAX])
{
	int count = 0;

	while (count < LEAKS_MAX && text[strspn(text, BLANKS)]) {
		const char *word = take(arena, &text);
		const char *what = judge(arena, policy, word);

		if (what && !is_known(out, count, word))
			out[count++] = (struct leak){ what, word };
	}
	return count;
}

#define WORD_CHARS 60

const char *leaks_words(struct arena *arena, const struct policy *policy,
    const char *text)
{
	struct leak leaks[LEAKS_MAX];
	int count = leaks_find(arena, policy, text, leaks);
	struct text out = text_new(arena, 2000);

	for (int i = 0; i < count; i++)
		text_addf(&out, "%s%s (%s)", i > 0 ? ", " : "",
		    mrkdwn_code(arena, plain_clip(arena, leaks[i].words,
		    WORD_CHARS)), leaks[i].what);
	return out.data;
}
