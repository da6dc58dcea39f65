/* SPDX-License-Identifier: MIT
 *
 * text: what people write, in every drawing and through every sink. The first
 * byte chooses the drawing, the rest is the text.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/limits.h"
#include "core/views/mrkdwn.h"
#include "services/slack/slack_request.h"
#include "tests/unit/view_check.h"

static struct world world;

static void check_clip(struct arena *arena, const char *words, size_t max)
{
	const char *clips[] = { mrkdwn_clip(arena, words, max),
		mrkdwn_quote(arena, words, max) };
	const char *plain = plain_clip(arena, words, max);

	for (size_t i = 0; i < ARRAY_LEN(clips); i++) {
		fuzz_check_text(clips[i], NULL);
		if (utf8_length(clips[i]) > max)
			fuzz_fail("cut too late", clips[i]);
	}
	if (utf8_length(plain) > max || !utf8_valid(plain, strlen(plain)))
		fuzz_fail("plain text cut badly", plain);
}

static void check_sinks(struct arena *arena, const char *words)
{
	const char *escaped = mrkdwn_escape(arena, words);
	const char *line;

	fuzz_check_text(escaped, NULL);
	if (strchr(escaped, '\n'))
		fuzz_fail("more than one line", escaped);
	check_clip(arena, words, 1 + strlen(words) % 80);
	if (!utf8_valid(words, strlen(words)))
		return;
	line = slack_plain_line(arena, words, SLACK_WORDS_MAX);
	if (strpbrk(line, "\n\r\t") || !utf8_valid(line, strlen(line)))
		fuzz_fail("not a plain line", line);
	fuzz_check_text(mrkdwn_escape(arena, line), NULL);
}

static void check_mask(struct arena *arena, const char *words)
{
	char *line = arena_strdup(arena, words);

	mask_secrets(line);
	if (strlen(line) > strlen(words))
		fuzz_fail("masking made it longer", words);
}

static void check_drawing(const struct drawing *drawing)
{
	json_t *json = drawing->draw(&world);
	const char *wrong = view_limits_problem(json, drawing->is);

	if (!wrong)
		wrong = view_markup_problem(json);
	if (wrong)
		fuzz_fail(drawing->name, wrong);
	json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	char *words;

	if (size < 1 || size > TEXT_SIZE)
		return 0;
	arena = arena_new(TURN_MEMORY_MAX);
	words = arena_strndup(arena, (const char *)data + 1, size - 1);
	check_mask(arena, words);
	words[utf8_prefix(words, TEXT_CHARS)] = '\0';
	check_sinks(arena, words);
	world_init(&world, arena);
	world.title = world.text = words;
	check_drawing(&drawings[data[0] % drawing_count]);
	arena_free(arena);
	return 0;
}
