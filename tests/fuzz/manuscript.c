/* SPDX-License-Identifier: MIT
 *
 * manuscript: Markdown that comes back from elsewhere, read and compared with
 * an incident. Whatever it says: what would change fits what is kept, and what
 * is shown of it is no markup; a section with the input in it, exported, says
 * nothing new.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/report/manuscript.h"
#include "core/views/view_manuscript.h"
#include "tests/unit/view_check.h"

#define MEMORY ((size_t)64 << 20)
#define T0 INT64_C(1781514000000)

static struct incident incident;
static struct event events[3];
static struct manuscript manuscript;
static struct manuscript_changes changes;

static struct report report_of(struct arena *arena)
{
	return (struct report){ .incident = &incident, .events = events,
		.count = ARRAY_LEN(events),
		.people = report_people(arena, events, ARRAY_LEN(events)) };
}

static void look(struct arena *arena, const char *text, size_t length)
{
	struct report report = report_of(arena);

	manuscript_read(arena, text, length, &manuscript);
	manuscript_compare(arena, &manuscript, &report, NULL, T0, &changes);
}

static void begin(const char *impact)
{
	memset(&incident, 0, sizeof(incident));
	events[0] = (struct event){ .kind = EVENT_DECLARED, .at_ms = T0,
		.actor = "U0ANA", .actor_name = "Ana Silva", .ref = "7",
		.number = SEV2, .text = "checkout is down" };
	events[1] = (struct event){ .kind = EVENT_ACTION_SET, .at_ms = T0,
		.actor = "U0ANA", .number = 1, .text = "an alarm" };
	events[2] = (struct event){ .kind = EVENT_POSTMORTEM_WRITTEN,
		.at_ms = T0, .actor = "U0ANA", .number = SECTION_IMPACT };
	(void)text_copy(events[2].text, sizeof(events[2].text), impact);
	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		incident_apply(&incident, &events[i]);
}

static void check_changes(struct arena *arena)
{
	static const struct effect effect = { .user = "U0BEN",
		.event = { .name = "a.md" } };
	static struct policy policy;
	struct message message = message_manuscript(arena, &effect,
	    &incident, &policy, &changes, "F0 0123456789abcdef");
	const char *wrong;
	json_t *shown;

	for (int i = 0; i < changes.count; i++) {
		if (utf8_length(changes.list[i].after) > TEXT_CHARS)
			fuzz_fail("longer than fits", changes.list[i].after);
	}
	shown = json_pack("{s:s, s:o}", "text", message.text, "blocks",
	    message.blocks);
	wrong = view_limits_problem(shown, A_MESSAGE);
	if (!wrong)
		wrong = view_markup_problem(shown);
	if (wrong)
		fuzz_fail("shown badly", wrong);
	json_decref(shown);
}

static void check_round_trip(struct arena *arena, const char *words)
{
	struct report report;
	const char *text;

	if (!utf8_valid(words, strlen(words)) ||
	    utf8_length(words) > TEXT_CHARS)
		return;
	begin(words);
	report = report_of(arena);
	text = report_markdown(arena, &report);
	look(arena, text, strlen(text));
	if (changes.count > 0)
		fuzz_fail("an export says something new", words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;

	if (size > TEXT_SIZE * 2)
		return 0;
	arena = arena_new(MEMORY);
	begin("1,200 orders");
	look(arena, (const char *)data, size);
	check_changes(arena);
	check_round_trip(arena, arena_strndup(arena, (const char *)data,
	    size));
	arena_free(arena);
	return 0;
}
