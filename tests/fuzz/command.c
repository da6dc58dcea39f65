/* SPDX-License-Identifier: MIT
 *
 * command: what a person types, clicks or fills in, on an incident of every
 * kind and phase. The first byte chooses the incident, the second how it is
 * asked, the rest are the words (of a form: "name=value" a line).
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "handlers/handler.h"
#include "services/slack/slack_request.h"
#include "tests/unit/view_drawings.h"

#define WORDS_MAX 8192

static struct world world;

/* Nothing, or one of the stages with the severity and flags. */
static struct incident prepared(uint8_t which)
{
	static const int flags[] = { 0, FLAG_DRILL, FLAG_PRIVATE };
	struct incident nothing;

	memset(&nothing, 0, sizeof(nothing));
	if (which % 10 > REOPENED)
		return nothing;
	return world_incident(&world, 1 + which / 10 % 3, flags[which / 30 % 3],
	    (enum stage)(which % 10));
}

static void read_form(struct arena *arena, struct request *request,
    char *words)
{
	char *line = words;

	while (line && request->value_count < FORM_VALUES_MAX) {
		struct form_value *value =
		    &request->values[request->value_count];
		char *end = strchr(line, '\n');
		char *equals;

		if (end)
			*end = '\0';
		equals = strchr(line, '=');
		if (equals) {
			*equals = '\0';
			value->name = arena_strdup(arena, line);
			value->value = arena_strdup(arena, equals + 1);
			request->value_count++;
		}
		line = end ? end + 1 : NULL;
	}
}

/* "name words" */
static void read_click(struct arena *arena, struct request *request,
    const char *words)
{
	size_t length = strcspn(words, " ");

	request->name = arena_strndup(arena, words, length);
	request->words = slack_plain_line(arena, words + length,
	    SLACK_WORDS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	struct incident incident;
	struct request request;
	char *words;

	if (size < 2 || size > WORDS_MAX)
		return 0;
	request_init(&request, REQUEST_COMMAND, "");
	request.key = "slash:1";
	request.actor = "U0ANA";
	request.team = "T0ACME";
	request.channel = "C0INC";
	arena = arena_new(TURN_MEMORY_MAX);
	world_init(&world, arena);
	incident = prepared(data[0]);
	words = arena_strndup(arena, (const char *)data + 2, size - 2);
	if (!utf8_valid(words, strlen(words)))
		goto out;
	if (data[1] & 1)
		request.trigger_id = "1.2.abc";
	if (data[1] & 2)
		request.actor = "U0BEN";
	request.epoch = data[1] >> 2 & 1;
	if (data[1] & 8) {
		request.kind = REQUEST_CLICK;
		read_click(arena, &request, words);
	} else if (data[1] & 16) {
		request.kind = REQUEST_FORM;
		request.name = arena_strndup(arena, words,
		    strcspn(words, "\n"));
		read_form(arena, &request, words);
	} else {
		request.words = slack_plain_line(arena, words,
		    SLACK_WORDS_MAX);
		dispatch_address(arena, &request);
	}
	fuzz_turn(&request, &incident, &world.policy, AT(30));
out:
	arena_free(arena);
	return 0;
}
