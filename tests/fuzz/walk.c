/* SPDX-License-Identifier: MIT
 *
 * walk: whole stories, a line each, over the scene that plays the
 * transcripts: after every turn it checks the rules that always hold. Lines:
 * "a words" somebody types in the newest channel, "A words" elsewhere,
 * "!name 1 0" a click on incident 1 with epoch 0, "+10" minutes pass, "~3"
 * the third kind of effect fails from now on, "=" all works again.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "handlers/arguments.h"
#include "services/slack/slack_request.h"
#include "tests/transcripts/scene.h"

#define LINES_MAX 40

static const char *const people[] = {
	"U0ANA", "U0BEN", "U0CEM", "U0PIA", "U0OLA",
};

static void pass_time(struct scene *scene, const char *words)
{
	int64_t minutes = 1;

	(void)!text_parse_int(words, 1, 600, &minutes);
	scene_advance(scene, scene->now_ms + minutes * 60000);
}

static void fail_kind(struct scene *scene, const char *words)
{
	int64_t kind = 0;

	if (text_parse_int(words, 1, EFFECT_COUNT - 1, &kind))
		(void)text_copy(scene->habits[kind].fails, FAILS_SIZE,
		    "channel_not_found");
}

static void type(struct scene *scene, struct arena *arena, const char *line,
    struct request *request)
{
	/* No room for more incidents: those that are there go on. */
	if (scene->play_count == PLAYS_MAX)
		return;
	request->kind = REQUEST_COMMAND;
	request->channel = line[0] >= 'a' ? arena_printf(arena, "C0INC%d",
	    scene->play_count) : "C0GENERAL";
	request->words = slack_plain_line(arena, line + 1, SLACK_WORDS_MAX);
	scene_ask(scene, request);
}

static void click(struct scene *scene, struct arena *arena,
    const char *line, struct request *request)
{
	int64_t epoch = 0;

	request->kind = REQUEST_CLICK;
	request->name = word_take(arena, &line);
	request->incident = word_take(arena, &line);
	(void)!text_parse_int(word_take(arena, &line), 0, 100, &epoch);
	request->epoch = (int)epoch;
	request->words = line;
	if (scene->play_count < PLAYS_MAX &&
	    strlen(request->incident) < ID_SIZE)
		scene_ask(scene, request);
}

static void play(struct scene *scene, struct arena *arena, const char *line,
    int n)
{
	struct request request = { .trigger_id = "1.2.abc",
		.team = "T0ACME", .channel = "C0GENERAL" };
	unsigned char first = (unsigned char)line[0];

	request.key = arena_printf(arena, "k%d", n);
	request.actor = people[first % ARRAY_LEN(people)];
	if (first == '+')
		pass_time(scene, line + 1);
	else if (first == '~')
		fail_kind(scene, line + 1);
	else if (first == '=')
		memset(scene->habits, 0, sizeof(scene->habits));
	else if (first == '!')
		click(scene, arena, line + 1, &request);
	else
		type(scene, arena, line, &request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	struct scene *scene;
	char *line;

	if (size == 0 || size > 4096 ||
	    !utf8_valid((const char *)data, size))
		return 0;
	arena = arena_new(TURN_MEMORY_MAX);
	scene = scene_new(stderr);
	scene->silent = true;
	line = arena_strndup(arena, (const char *)data, size);
	for (int n = 0; line && n < LINES_MAX; n++) {
		char *end = strchr(line, '\n');

		if (end)
			*end++ = '\0';
		if (*line != '\0')
			play(scene, arena, line, n);
		line = end;
	}
	if (scene->problems > 0)
		fuzz_fail("a rule is broken", "see above");
	scene_free(scene);
	arena_free(arena);
	return 0;
}
