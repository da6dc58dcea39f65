/* SPDX-License-Identifier: MIT
 *
 * board_json: the public JSON, in the shape that status-page clients have
 * read for years (facts: Atlassian Statuspage, public API v2): names, order
 * and nulls as they are served there.
 */
#include "core/board/board_parts.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "core/record.h"
#include <jansson.h>

/* Of people's words in one file; what comes after is left to the pages. */
#define TEXT_BYTES_MAX (128 * 1024)

#define START_DATE "2026-01-01"
#define START_STAMP START_DATE "T00:00:00.000Z"

static json_t *stamp(int64_t ms)
{
	char buffer[WHEN_TEXT_SIZE];
	struct text text;

	if (ms == 0)
		return json_null();
	text_init(&text, buffer, sizeof(buffer));
	board_add_stamp(ms, &text);
	return json_string(buffer);
}

static void put(json_t *object, const char *key, json_t *value)
{
	assert(value);
	json_object_set_new(object, key, value);
}

/* Twelve characters that stay the same for the same thing. */
static const char *key_of(struct arena *arena, const char *kind,
    const char *id)
{
	const char *name = arena_printf(arena, "%s:%s", kind, id);

	return arena_printf(arena, "%012llx",
	    (unsigned long long)(hash_string(name) & 0xffffffffffffULL));
}

static const char *page_key(struct arena *arena, const struct board *board)
{
	return key_of(arena, "page", board->url);
}

static json_t *page_json(struct arena *arena, const struct board *board)
{
	json_t *page = json_object();
	size_t length = strlen(board->url);

	put(page, "id", json_string(page_key(arena, board)));
	put(page, "name", json_string(board->policy->board.name));
	put(page, "url", json_string(arena_strndup(arena, board->url,
	    length > 0 ? length - 1 : 0)));
	put(page, "time_zone", json_string(board->policy->zone_name));
	put(page, "updated_at", stamp(board_changed_ms(board)));
	return page;
}

static json_t *status_json(const struct board *board)
{
	struct board_overall overall = board_overall(board);

	return json_pack("{s:s, s:s}", "indicator", overall.indicator,
	    "description", overall.description);
}

static json_t *text_or_null(const char *text)
{
	return *text ? json_string(text) : json_null();
}

/* When a component last changed: the last update that speaks of it. */
static int64_t component_changed_ms(const struct board *board, const char *id)
{
	int64_t last_ms = 0;

	for (int i = 0; i < board->count; i++) {
		const struct board_incident *incident = board->incidents[i];

		if (incident->count > 0 && incident->updated_ms > last_ms &&
		    affected_state(incident->updates[incident->count - 1]
		    .affected, id) != COMPONENT_UP)
			last_ms = incident->updated_ms;
	}
	return last_ms;
}

static json_t *component_json(struct arena *arena, const struct board *board,
    int index, int state)
{
	const struct component *component =
	    &board->policy->board.components[index];
	int64_t changed_ms = component_changed_ms(board, component->id);
	json_t *json = json_object();

	put(json, "id", json_string(key_of(arena, "component",
	    component->id)));
	put(json, "name", json_string(component->name));
	put(json, "status", json_string(component_state_wire(state)));
	put(json, "created_at", json_string(START_STAMP));
	put(json, "updated_at", changed_ms ? stamp(changed_ms) :
	    json_string(START_STAMP));
	put(json, "position", json_integer(index + 1));
	put(json, "description", text_or_null(component->about));
	put(json, "showcase", json_true());
	put(json, "start_date", json_string(START_DATE));
	put(json, "group_id", *component->group ? json_string(key_of(arena,
	    "group", component->group)) : json_null());
	put(json, "page_id", json_string(page_key(arena, board)));
	put(json, "group", json_false());
	put(json, "only_show_if_degraded", json_false());
	return json;
}

static json_t *group_json(struct arena *arena, const struct board *board,
    int first, json_t *members, int worst)
{
	const char *group = board->policy->board.components[first].group;
	json_t *json = json_object();

	put(json, "id", json_string(key_of(arena, "group", group)));
	put(json, "name", json_string(group));
	put(json, "status", json_string(component_state_wire(worst)));
	put(json, "created_at", json_string(START_STAMP));
	put(json, "updated_at", json_string(START_STAMP));
	put(json, "position", json_integer(first + 1));
	put(json, "description", json_null());
	put(json, "showcase", json_false());
	put(json, "start_date", json_null());
	put(json, "group_id", json_null());
	put(json, "page_id", json_string(page_key(arena, board)));
	put(json, "group", json_true());
	put(json, "only_show_if_degraded", json_false());
	put(json, "components", members);
	return json;
}

/* A group stands before the first of its members. */
static void add_group(struct arena *arena, const struct board *board,
    int first, json_t *list)
{
	const struct board_policy *policy = &board->policy->board;
	const char *group = policy->components[first].group;
	json_t *members = json_array();
	int worst = COMPONENT_UP;

	for (int i = 0; i < policy->component_count; i++) {
		int state;

		if (strcmp(policy->components[i].group, group) != 0)
			continue;
		state = board_state(board, i);
		worst = state > worst ? state : worst;
		json_array_append_new(members, json_string(key_of(arena,
		    "component", policy->components[i].id)));
		if (i < first) {	/* was told before */
			json_decref(members);
			return;
		}
	}
	json_array_append_new(list, group_json(arena, board, first, members,
	    worst));
}

static json_t *components_json(struct arena *arena, const struct board *board)
{
	const struct board_policy *policy = &board->policy->board;
	json_t *list = json_array();

	for (int i = 0; i < policy->component_count; i++) {
		if (*policy->components[i].group)
			add_group(arena, board, i, list);
		json_array_append_new(list, component_json(arena, board, i,
		    board_state(board, i)));
	}
	return list;
}

static json_t *change_json(struct arena *arena, const struct board *board,
    int index, int before, int after)
{
	const struct component *component =
	    &board->policy->board.components[index];

	return json_pack("{s:s, s:s, s:s, s:s}",
	    "code", key_of(arena, "component", component->id),
	    "name", component->name,
	    "old_status", component_state_wire(before),
	    "new_status", component_state_wire(after));
}

/* What a component is in by an update. Planned work is felt while it goes
 * on. */
static int state_after(const struct board_update *update, const char *id)
{
	if (update->status == PUBLIC_RESOLVED ||
	    (update->status >= PLANNED_SCHEDULED &&
	    update->status != PLANNED_RUNNING))
		return COMPONENT_UP;
	return affected_state(update->affected, id);
}

/* What the update changed in, or says again of, the components. */
static json_t *changes_json(struct arena *arena, const struct board *board,
    const struct board_incident *incident, int index)
{
	const struct board_update *update = &incident->updates[index];
	json_t *list = json_array();

	for (int i = 0; i < board->policy->board.component_count; i++) {
		const char *id = board->policy->board.components[i].id;
		int old = index > 0 ? state_after(&incident->updates[index - 1],
		    id) : COMPONENT_UP;
		int now = state_after(update, id);

		if (old != COMPONENT_UP || now != COMPONENT_UP)
			json_array_append_new(list, change_json(arena, board,
			    i, old, now));
	}
	if (json_array_size(list) > 0)
		return list;
	json_decref(list);
	return json_null();
}

static json_t *update_json(struct arena *arena, const struct board *board,
    const struct board_incident *incident, int index)
{
	const struct board_update *update = &incident->updates[index];
	json_t *json = json_object();

	put(json, "id", json_string(key_of(arena, incident->key,
	    arena_printf(arena, "%d", index))));
	put(json, "status", json_string(board_status_word(update->status)));
	put(json, "body", json_string(update->text));
	put(json, "incident_id", json_string(incident->key));
	put(json, "created_at", stamp(update->at_ms));
	put(json, "updated_at", stamp(update->at_ms));
	put(json, "display_at", stamp(update->at_ms));
	put(json, "affected_components", changes_json(arena, board, incident,
	    index));
	put(json, "deliver_notifications", json_true());
	put(json, "custom_tweet", json_null());
	put(json, "tweet_id", json_null());
	return json;
}

static json_t *touched_json(struct arena *arena, const struct board *board,
    const struct board_incident *incident)
{
	const char *affected = incident->count > 0 ?
	    incident->updates[incident->count - 1].affected : "";
	json_t *list = json_array();
	char id[ID_SIZE];
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&board->policy->board, id);

		if (at >= 0)
			json_array_append_new(list, component_json(arena,
			    board, at, board_state(board, at)));
	}
	return list;
}

static json_t *incident_json(struct arena *arena, const struct board *board,
    const struct board_incident *incident)
{
	json_t *json = json_object();
	json_t *updates = json_array();

	for (int i = incident->count - 1; i >= 0 &&
	    json_array_size(updates) < BOARD_UPDATES_MAX; i--)
		json_array_append_new(updates, update_json(arena, board,
		    incident, i));
	put(json, "id", json_string(incident->key));
	put(json, "name", json_string(incident->title));
	put(json, "status", json_string(board_status_word(
	    board_status_now(board, incident))));
	put(json, "created_at", stamp(incident->created_ms));
	put(json, "updated_at", stamp(incident->updated_ms));
	put(json, "monitoring_at", stamp(incident->monitoring_ms));
	put(json, "resolved_at", stamp(incident->resolved_ms));
	put(json, "impact", json_string(board_impact(incident)));
	put(json, "shortlink", json_string(arena_printf(arena,
	    "%sincidents/%s.html", board->url, incident->key)));
	put(json, "started_at", stamp(incident->started_ms));
	put(json, "page_id", json_string(page_key(arena, board)));
	put(json, "incident_updates", updates);
	put(json, "components", touched_json(arena, board, incident));
	if (board_is_planned(incident)) {
		put(json, "scheduled_for", stamp(incident->from_ms));
		put(json, "scheduled_until", stamp(incident->until_ms));
	}
	return json;
}

enum want { WANT_ALL, WANT_ACTIVE, WANT_UPCOMING, WANT_UNDER_WAY, WANT_AHEAD };

static bool is_wanted(const struct board *board,
    const struct board_incident *incident, enum want want)
{
	bool over = !board_is_active(incident) ||
	    (board_is_planned(incident) &&
	    incident->until_ms <= board->now_ms);
	bool begun = incident->from_ms <= board->now_ms;

	switch (want) {
	case WANT_ALL:
		return true;
	case WANT_ACTIVE:
	case WANT_AHEAD:
		return !over;
	case WANT_UPCOMING:
		return !over && !begun;
	case WANT_UNDER_WAY:
		return !over && begun;
	}
	abort();
}

static size_t text_bytes(const struct board_incident *incident)
{
	size_t bytes = 0;
	int first = incident->count > BOARD_UPDATES_MAX ?
	    incident->count - BOARD_UPDATES_MAX : 0;

	for (int i = first; i < incident->count; i++)
		bytes += strlen(incident->updates[i].text);
	return bytes;
}

static json_t *incidents_json(struct arena *arena, const struct board *board,
    bool planned, enum want want)
{
	json_t *list = json_array();
	size_t bytes = 0;

	for (int i = 0; i < board->count; i++) {
		const struct board_incident *incident = board->incidents[i];

		if (board_is_planned(incident) != planned ||
		    !is_wanted(board, incident, want))
			continue;
		bytes += text_bytes(incident);
		if (json_array_size(list) >= BOARD_JSON_INCIDENTS ||
		    (bytes > TEXT_BYTES_MAX && json_array_size(list) > 0))
			break;
		json_array_append_new(list, incident_json(arena, board,
		    incident));
	}
	return list;
}

static const struct {
	const char *name;
	const char *key;	/* of the list */
	bool planned;
	enum want want;
} lists[] = {
	{ "incidents", "incidents", false, WANT_ALL },
	{ "incidents/unresolved", "incidents", false, WANT_ACTIVE },
	{ "scheduled-maintenances", "scheduled_maintenances", true,
	    WANT_ALL },
	{ "scheduled-maintenances/upcoming", "scheduled_maintenances", true,
	    WANT_UPCOMING },
	{ "scheduled-maintenances/active", "scheduled_maintenances", true,
	    WANT_UNDER_WAY },
};

static void fill(struct arena *arena, const struct board *board,
    const char *name, json_t *root)
{
	bool summary = strcmp(name, "summary") == 0;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		if (strcmp(lists[i].name, name) == 0)
			put(root, lists[i].key, incidents_json(arena, board,
			    lists[i].planned, lists[i].want));
	}
	if (summary || strcmp(name, "components") == 0)
		put(root, "components", components_json(arena, board));
	if (summary) {
		put(root, "incidents", incidents_json(arena, board, false,
		    WANT_ACTIVE));
		put(root, "scheduled_maintenances", incidents_json(arena,
		    board, true, WANT_AHEAD));
	}
	if (summary || strcmp(name, "status") == 0)
		put(root, "status", status_json(board));
}

void board_json(struct arena *arena, const struct board *board,
    const char *name, struct text *out)
{
	json_t *root = json_object();

	put(root, "page", page_json(arena, board));
	fill(arena, board, name, root);
	text_add(out, json_encode(arena, root));
	text_add(out, "\n");
	json_decref(root);
}
