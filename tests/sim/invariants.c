/* SPDX-License-Identifier: MIT
 *
 * invariants: what must hold whatever happens. At rest (faults over, all due
 * work done) the whole ledger and the whole workspace are read and compared.
 * The numbers are those of docs/testing.md.
 */
#include "tests/sim/world.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/effect.h"
#include "core/incident.h"
#include "services/ledger.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/workspace/workspace.h"

#define INCIDENTS_MAX 4096
#define MARKS_MAX 65536

struct reading {
	struct world *world;
	struct arena *arena;
	struct incident incident;
	struct incident fold;
	char *snapshot;
	bool absent;
	int64_t version;
	int index;
};

static void drain(struct world *world)
{
	while (ledger_memory_step(world->store))
		;
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct reading *reading = arg;

	reading->absent = status == LEDGER_ABSENT;
	if (reading->absent)
		return;
	if (status != LEDGER_OK)
		world_broken(reading->world, "I18", "load answers %s",
		    ledger_status_name(status));
	reading->snapshot = arena_strndup(reading->arena, snapshot->data,
	    snapshot->length);
	reading->version = snapshot->version;
	if (!incident_decode(snapshot->data, snapshot->length,
	    &reading->incident))
		world_broken(reading->world, "I4", "unreadable snapshot %s",
		    reading->snapshot);
}

/* I3: versions are dense; I4: the snapshot is the fold of its timeline. */
static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct reading *reading = arg;
	struct event *event = arena_alloc(reading->arena, sizeof(*event));

	if (status != LEDGER_OK)
		world_broken(reading->world, "I3", "timeline answers %s",
		    ledger_status_name(status));
	for (size_t i = 0; i < count; i++) {
		const struct ledger_entry *entry = &entries[i];
		bool next = entry->version == reading->fold.version + 1 &&
		    entry->index == 1;
		bool same = entry->version == reading->fold.version &&
		    entry->index == reading->index + 1;

		if (!next && !same)
			world_broken(reading->world, "I3",
			    "incident %s has %lld-%d after %lld-%d",
			    reading->incident.id, (long long)entry->version,
			    entry->index, (long long)reading->fold.version,
			    reading->index);
		if (!event_decode(entry->data, entry->length, event))
			world_broken(reading->world, "I4",
			    "unreadable event %.*s", (int)entry->length,
			    entry->data);
		incident_apply(&reading->fold, event);
		reading->fold.version = entry->version;
		reading->index = entry->index;
	}
}

static void check_fold(struct reading *reading)
{
	int64_t read = -1;

	/* A page may end in the middle of a turn, so the next one begins
	 * with that turn again: start over from whole turns only. */
	while (reading->fold.version < reading->version &&
	    reading->fold.version != read) {
		read = reading->fold.version;
		ledger_timeline(reading->world->store, reading->incident.id,
		    read + 1, LEDGER_TIMELINE_MAX, on_timeline, reading);
		drain(reading->world);
	}
	if (reading->fold.version != reading->version)
		world_broken(reading->world, "I3",
		    "incident %s is at %lld, its timeline at %lld",
		    reading->incident.id, (long long)reading->version,
		    (long long)reading->fold.version);
	if (strcmp(incident_encode(reading->arena, &reading->fold),
	    reading->snapshot) != 0)
		world_broken(reading->world, "I4",
		    "incident %s: snapshot %s fold %s", reading->incident.id,
		    reading->snapshot, incident_encode(reading->arena,
		    &reading->fold));
}

/* I6: an effect has one visible result; I11: a lane's results come in the
 * order in which they were asked for. */
struct mark {
	char channel[ID_SIZE];
	char fx[JOB_SIZE];
};

static void check_message(struct world *world, const json_t *channel,
    const json_t *message, struct mark *marks, size_t *count)
{
	const char *fx = json_string_value(json_object_get(json_object_get(
	    json_object_get(message, "metadata"), "event_payload"), "fx"));

	if (!fx)
		return;
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(marks[i].fx, fx) == 0)
			world_broken(world, "I6", "%s is there twice in %s",
			    fx, json_string_value(json_object_get(channel,
			    "name")));
	}
	assert(*count < MARKS_MAX);
	(void)text_copy(marks[*count].fx, JOB_SIZE, fx);
	(*count)++;
}

static bool parse_fx(const char *fx, long long *version, int *index)
{
	const char *colon = strchr(fx + 3, ':');
	char *end;

	if (!colon)
		return false;
	*version = strtoll(colon + 1, &end, 10);
	if (*end != ':')
		return false;
	*index = (int)strtol(end + 1, &end, 10);
	return *end == '\0';
}

/* Incident rooms hold one lane's posts only. */
static void check_room_order(struct world *world, const json_t *channel)
{
	const json_t *message;
	long long last_version = 0;
	int last_index = -1;
	size_t i;

	json_array_foreach(json_object_get(channel, "messages"), i, message) {
		const char *fx = json_string_value(json_object_get(
		    json_object_get(json_object_get(message, "metadata"),
		    "event_payload"), "fx"));
		long long version;
		int index;

		if (!fx || !parse_fx(fx, &version, &index))
			continue;
		if (version < last_version || (version == last_version &&
		    index < last_index))
			world_broken(world, "I11", "%s after %lld:%d in %s",
			    fx, last_version, last_index,
			    json_string_value(json_object_get(channel,
			    "name")));
		last_version = version;
		last_index = index;
	}
}

static void check_posts(struct world *world)
{
	static const char *const users[] = {
		"U0ANA", "U0BEN", "U0CHLOE", "U0DAN",
	};
	struct mark *marks = calloc(MARKS_MAX, sizeof(*marks));
	const json_t *channel;
	const json_t *message;
	size_t i;
	size_t j;

	assert(marks);
	for (size_t u = 0; u < ARRAY_LEN(users); u++) {
		json_t *state = workspace_state(world->workspace, users[u]);
		size_t count = 0;

		json_array_foreach(json_object_get(state, "channels"), i,
		    channel) {
			const char *name = json_string_value(json_object_get(
			    channel, "name"));

			json_array_foreach(json_object_get(channel,
			    "messages"), j, message)
				check_message(world, channel, message, marks,
				    &count);
			if (name && strncmp(name, "inc-", 4) == 0)
				check_room_order(world, channel);
		}
		json_decref(state);
	}
	free(marks);
}

/* I12: an incident's channel is its own. */
static void check_channel(struct reading *reading,
    char rooms[][ID_SIZE], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (*reading->incident.room_id &&
		    strcmp(rooms[i], reading->incident.room_id) == 0)
			world_broken(reading->world, "I12",
			    "two incidents live in %s", rooms[i]);
	}
}

static void check_incidents(struct world *world)
{
	char (*rooms)[ID_SIZE] = calloc(INCIDENTS_MAX, ID_SIZE);
	int missing = 0;

	assert(rooms);
	/* Numbers may have gaps; enough of them is the end. */
	for (int number = 1; missing < 200 && number < INCIDENTS_MAX;
	    number++) {
		struct reading *reading = calloc(1, sizeof(*reading));
		char id[ID_SIZE];
		struct text text;

		assert(reading);
		reading->world = world;
		reading->arena = arena_new(64u << 20);
		text_init(&text, id, sizeof(id));
		text_addf(&text, "%d", number);
		ledger_load(world->store, id, "", on_load, reading);
		drain(world);
		missing = reading->absent ? missing + 1 : 0;
		if (!reading->absent) {
			check_fold(reading);
			check_channel(reading, rooms, (size_t)number);
			memcpy(rooms[number], reading->incident.room_id,
			    ID_SIZE);
			world->turns += (uint64_t)reading->version;
		}
		arena_free(reading->arena);
		free(reading);
	}
	free(rooms);
}

/* I5, I7, I17: no effect is left, no appointment is overdue. */
struct rest {
	struct world *world;
	size_t count;
};

static void on_claim(void *arg, enum ledger_status status,
    const struct ledger_claim *claims, size_t count, int64_t next_due_ms,
    int64_t now_ms)
{
	struct rest *rest = arg;

	(void)next_due_ms;
	(void)now_ms;
	if (status != LEDGER_OK)
		world_broken(rest->world, "I17", "claim answers %s",
		    ledger_status_name(status));
	rest->count = count;
	if (count > 0)
		world_broken(rest->world, "I17", "%s is still due: %.*s",
		    claims[0].job, (int)claims[0].body_length,
		    claims[0].body);
}

void invariants_at_rest(struct world *world)
{
	struct rest rest = { .world = world };

	check_incidents(world);
	check_posts(world);
	ledger_claim(world->store, "inspector", 1, 1000, on_claim, &rest);
	drain(world);
}

/* Cheap enough for every step. */
void invariants_now(struct world *world)
{
	(void)world;
}
