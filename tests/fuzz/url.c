/* SPDX-License-Identifier: MIT
 *
 * url: addresses from the config file and from Slack. What is taken apart has
 * no control characters and may be trusted only if it is Slack's over TLS;
 * form values read back as what was written; masking never grows.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/url.h"
#include "services/slack/slack_trust.h"

static void check_piece(const char *piece)
{
	for (; *piece != '\0'; piece++)
		if ((unsigned char)*piece < ' ' || *piece == 0x7f)
			fuzz_fail("a control character in a piece", piece);
}

static void check_parts(const char *words)
{
	struct url url;
	const char *reason = "";

	if (!url_parse(words, &url, &reason)) {
		if (!*reason)
			fuzz_fail("refused for no reason", words);
		return;
	}
	check_piece(url.user);
	check_piece(url.host);
	check_piece(url.path);
	if (url.db < 0 || url.db > 65535)
		fuzz_fail("no database number", words);
	if (url.scheme != URL_UNIX && (url.port == 0 || !*url.host))
		fuzz_fail("nobody to speak to", words);
	secret_clear(&url.password);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && text_equal_fold(s + n - m, end);
}

static void check_trust(const char *words)
{
	struct slack_trust trust;
	struct url url;
	const char *reason;

	if (!slack_trust_set(&trust, "https://slack.com/api/", &reason))
		fuzz_fail("Slack is not trusted", reason);
	if (!slack_trusts_response(&trust, words) &&
	    !slack_trusts_file(&trust, words) &&
	    !slack_trusts_socket(&trust, words))
		return;
	if (!url_parse(words, &url, &reason) || !url_is_secure(&url) ||
	    !ends_with(url.host, "slack.com"))
		fuzz_fail("trusted", words);
}

static void check_form(struct arena *arena, const char *data, size_t size)
{
	struct text to = text_new(arena, size * 3 + 1);
	char *back = arena_alloc(arena, size + 1);

	url_encode_n(&to, data, size);
	if (memchr(data, '\0', size))
		return;
	if (!url_decode_form(back, size + 1, to.data, to.length) ||
	    memcmp(back, data, size) != 0)
		fuzz_fail("the form reads back as another", to.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	char *words, *back;

	if (size > 4096)
		return 0;
	arena = arena_new(1u << 20);
	words = arena_strndup(arena, (const char *)data, size);
	back = arena_alloc(arena, size / 2 + 1);
	check_parts(words);
	check_trust(words);
	check_form(arena, (const char *)data, size);
	if (url_decode_form(back, size / 2 + 1, (const char *)data, size) &&
	    strlen(back) > size / 2)
		fuzz_fail("decoded too long", back);
	mask_secrets(words);
	if (strlen(words) > size)
		fuzz_fail("masking made it longer", words);
	arena_free(arena);
	return 0;
}
