/* SPDX-License-Identifier: MIT
 *
 * What was written once is read for ever: tests/golden/stored_*.txt hold each
 * kind of event, effect and appointment as the ledger first got it, a line
 * each. It must decode, and what is written of it today must hold every member
 * of it, with its value: then neither a name nor a meaning was changed behind
 * old timelines' backs. `core_stored --write` adds the kinds that are missing;
 * a line that is there is never touched by it, nor by anybody.
 */
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/appointment.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/record.h"
#include "core/site.h"
#include "tests/unit/unit.h"

#define LINE_MAX_BYTES 16384
#define AT_MS INT64_C(1781514000000)

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(4u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* --- a sample of each kind, every field of it in use ---------------------- */

static struct event event_sample(int kind)
{
	struct event event = { .kind = kind, .at_ms = AT_MS,
		.key = "cmd:1781514000.42", .actor = "U0ANA",
		.actor_name = "Ana", .user = "U0BEN", .user_name = "Ben",
		.ref = "7", .name = "checkout", .number = 1, .flags = 1,
		.severity = SEV2, .due_ms = AT_MS + WHEN_DAY_MS,
		.span_ms = kind == EVENT_NOTICES_SET ? WHEN_DAY_MS :
		WHEN_HOUR_MS, .stable_due_ms = AT_MS + WHEN_HOUR_MS,
		.version = 12, .text = "checkout is down",
		.list = "checkout=major" };

	/* Some have a list of their own. */
	if (!event_is_sane(&event))
		memset(event.list, 0, sizeof(event.list));
	return event;
}

static char *event_written(int kind)
{
	struct event event = event_sample(kind);

	return event_encode(arena, &event);
}

static char *event_again(const char *line, int *kind)
{
	struct event event;

	if (!event_decode(line, strlen(line), &event))
		return NULL;
	*kind = event.kind;
	return event_encode(arena, &event);
}

static char *effect_written(int kind)
{
	struct effect effect = { .kind = kind, .version = 12,
		.created_ms = AT_MS, .number = 2, .cycle = 1,
		.due_ms = AT_MS + WHEN_HOUR_MS, .tries = 1, .user = "U0BEN" };

	(void)text_copy(effect.incident, sizeof(effect.incident),
	    effect_is_of_site(kind) ? SITE_ID : "7");
	if (effect_target(kind) == TARGET_PLACE)
		(void)text_copy(effect.place, sizeof(effect.place),
		    "C0GENERAL");
	if (effect_target(kind) == TARGET_ELSEWHERE)
		(void)text_copy(effect.way, sizeof(effect.way), "webhook");
	if (effect_carries_event(kind))
		effect.event = event_sample(EVENT_NOTED);
	return effect_encode(arena, &effect);
}

static char *effect_again(const char *line, int *kind)
{
	struct effect effect;

	if (!effect_decode(line, strlen(line), &effect))
		return NULL;
	*kind = effect.kind;
	return effect_encode(arena, &effect);
}

static char *appointment_written(int kind)
{
	return appointment_encode(arena, kind >= APPOINTMENT_SITE_FIRST ?
	    SITE_ID : "7", kind, AT_MS);
}

static char *appointment_again(const char *line, int *kind)
{
	char incident[ID_SIZE];
	int64_t due_ms;

	if (!appointment_decode(line, strlen(line), incident, kind, &due_ms))
		return NULL;
	return appointment_encode(arena, incident, *kind, due_ms);
}

/* --- the files ------------------------------------------------------------ */

#define KINDS_MAX 256

static const struct stored {
	const char *file;
	int count;		/* kinds are 1 to count - 1 */
	const char *(*word)(int kind);
	char *(*written)(int kind);
	/* Read and written anew, or NULL: refused. */
	char *(*again)(const char *line, int *kind);
} stored[] = {
	{ "stored_events.txt", EVENT_COUNT, event_word, event_written,
	    event_again },
	{ "stored_effects.txt", EFFECT_COUNT, effect_word, effect_written,
	    effect_again },
	{ "stored_appointments.txt", APPOINTMENT_COUNT, appointment_word,
	    appointment_written, appointment_again },
};

static FILE *open_file(const struct stored *of, const char *mode)
{
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", GOLDEN_DIR, of->file);
	file = fopen(path, mode);
	if (!file)
		fprintf(stderr, "cannot open %s\n", path);
	return file;
}

/* Every member of the old is in the new, with its value. */
static const char *lost_member(json_t *old, json_t *now)
{
	const char *key;
	json_t *value;

	json_object_foreach (old, key, value) {
		json_t *other = json_object_get(now, key);
		const char *lost = json_is_object(value) ?
		    lost_member(value, other) : NULL;

		if (lost)
			return lost;
		if (!json_is_object(value) && !json_equal(value, other))
			return key;
	}
	return NULL;
}

/* NULL: it is read, all of it, and its kind seen. */
static const char *line_problem(const struct stored *of, const char *line,
    bool *seen)
{
	int kind = 0;
	char *again = of->again(line, &kind);
	json_t *old;
	json_t *now;
	const char *lost;

	if (!again)
		return arena_printf(arena, "refused: %s", line);
	old = json_loads(line, 0, NULL);
	now = json_loads(again, 0, NULL);
	lost = lost_member(old, now);
	if (lost)
		lost = arena_printf(arena, "\"%s\" is not read any more: %s",
		    lost, line);
	json_decref(old);
	json_decref(now);
	seen[kind] = true;
	return lost;
}

/* The first problem; none if there is no such file: then nothing is seen. */
static const char *file_problem(const struct stored *of, bool *seen)
{
	char line[LINE_MAX_BYTES];
	FILE *file = open_file(of, "r");
	const char *problem = NULL;

	while (file && !problem && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		problem = line_problem(of, line, seen);
	}
	if (file)
		fclose(file);
	return problem;
}

START_TEST(what_was_written_once_is_read_for_ever)
{
	const struct stored *of = &stored[_i];
	bool seen[KINDS_MAX] = { false };
	const char *problem;

	ck_assert_int_le(of->count, KINDS_MAX);
	problem = file_problem(of, seen);
	ck_assert_msg(!problem, "%s: %s", of->file, problem ? problem : "");
	for (int kind = 1; kind < of->count; kind++)
		ck_assert_msg(seen[kind], "%s: no line of \"%s\"; "
		    "`core_stored --write` adds it", of->file,
		    of->word(kind));
}
END_TEST

START_TEST(a_member_that_is_lost_is_noticed)
{
	json_t *old = json_loads("{\"a\":1,\"b\":{\"c\":2}}", 0, NULL);
	json_t *more = json_loads("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}", 0,
	    NULL);
	json_t *less = json_loads("{\"a\":1,\"b\":{\"d\":3}}", 0, NULL);
	json_t *other = json_loads("{\"a\":2,\"b\":{\"c\":2}}", 0, NULL);

	ck_assert_ptr_null(lost_member(old, more));
	ck_assert_str_eq(lost_member(old, less), "c");
	ck_assert_str_eq(lost_member(old, other), "a");
	json_decref(old);
	json_decref(more);
	json_decref(less);
	json_decref(other);
}
END_TEST

/* What is missing behind what is there. */
static bool write_missing(const struct stored *of)
{
	bool seen[KINDS_MAX] = { false };
	const char *problem = file_problem(of, seen);
	FILE *file;

	if (problem) {
		fprintf(stderr, "%s: %s\n", of->file, problem);
		return false;
	}
	file = open_file(of, "a");
	for (int kind = 1; file && kind < of->count; kind++) {
		if (!seen[kind])
			fprintf(file, "%s\n", of->written(kind));
		arena_reset(arena);
	}
	return file && fclose(file) == 0;
}

static int write_all(void)
{
	bool good = true;

	setup();
	for (size_t i = 0; i < ARRAY_LEN(stored); i++)
		good = write_missing(&stored[i]) && good;
	teardown();
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct unit u = unit_new("core: what was stored once");

	if (argc == 2 && strcmp(argv[1], "--write") == 0)
		return write_all();
	tcase_add_checked_fixture(u.tcase, setup, teardown);
	tcase_add_loop_test(u.tcase, what_was_written_once_is_read_for_ever, 0,
	    (int)ARRAY_LEN(stored));
	unit_add(&u, a_member_that_is_lost_is_noticed);
	return unit_run(&u);
}
