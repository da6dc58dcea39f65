/* SPDX-License-Identifier: MIT
 *
 * board: what the public knows, from the ledger's events, and the facts that
 * every drawing of it shares. See board.h.
 */
#include "core/board/board.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

void board_key(const char *incident_id, char key[BOARD_KEY_SIZE])
{
	char name[ID_SIZE + 16];
	struct text text;

	text_init(&text, name, sizeof(name));
	text_addf(&text, "board:%s", incident_id);
	text_init(&text, key, BOARD_KEY_SIZE);
	text_addf(&text, "%012llx",
	    (unsigned long long)(hash_string(name) & 0xffffffffffffULL));
}

bool board_is_public(const struct incident *incident)
{
	return incident->update_count > 0 &&
	    !(incident->flags & (FLAG_PRIVATE | FLAG_DRILL));
}

bool board_event_is_public(int kind)
{
	return kind == EVENT_UPDATE_PUBLISHED || kind == EVENT_RESOLVED ||
	    kind == EVENT_REOPENED;
}

struct board_event board_event(const struct event *event)
{
	return (struct board_event){ event->kind, event->number, event->at_ms,
		event->text, event->list };
}

/* What an event says of the phase that the public sees: NONE = nothing. */
static int event_status(const struct board_event *event)
{
	if (event->kind == EVENT_UPDATE_PUBLISHED)
		return event->number == PUBLIC_NONE ? PUBLIC_INVESTIGATING :
		    event->number;
	if (event->kind == EVENT_RESOLVED)
		return PUBLIC_RESOLVED;
	if (event->kind == EVENT_REOPENED)
		return PUBLIC_INVESTIGATING;
	return PUBLIC_NONE;
}

static void take_event(struct board_incident *out,
    const struct board_event *event)
{
	int status = event_status(event);

	if (status == PUBLIC_NONE)
		return;
	out->status = status;
	if (event->kind == EVENT_UPDATE_PUBLISHED) {
		out->updated_ms = event->at_ms;
		if (out->created_ms == 0)
			out->created_ms = event->at_ms;
	}
	if (status < PUBLIC_MONITORING)
		out->monitoring_ms = 0;
	else if (status == PUBLIC_MONITORING && out->monitoring_ms == 0)
		out->monitoring_ms = event->at_ms;
	out->resolved_ms = status == PUBLIC_RESOLVED ? event->at_ms : 0;
}

/* Bytes of the texts, and how many updates there are. */
static size_t measure(const struct board_event *events, int count, int *updates)
{
	size_t bytes = 0;

	*updates = 0;
	for (int i = 0; i < count; i++) {
		if (events[i].kind != EVENT_UPDATE_PUBLISHED)
			continue;
		++*updates;
		bytes += strlen(events[i].text) + strlen(events[i].list) + 2;
	}
	return bytes;
}

static char *keep(char **place, const char *text)
{
	char *copy = *place;
	size_t size = strlen(text) + 1;

	memcpy(copy, text, size);
	*place += size;
	return copy;
}

static void take_update(struct board_update *update,
    const struct board_event *event, char **place)
{
	update->at_ms = event->at_ms;
	update->status = event_status(event);
	update->text = keep(place, event->text);
	update->affected = keep(place, event->list);
}

struct board_incident *board_incident_new(const struct incident *incident,
    const struct board_event *events, int count)
{
	int total;
	size_t bytes = measure(events, count, &total);
	struct board_incident *out;
	struct board_update *updates;
	char *place;
	int at = 0;

	if (total == 0)
		return NULL;
	out = xcalloc(1, sizeof(*out) + (size_t)total * sizeof(*updates) +
	    bytes + strlen(incident->public_title) + 1);
	updates = (struct board_update *)(void *)(out + 1);
	place = (char *)(updates + total);
	board_key(incident->id, out->key);
	out->title = keep(&place, incident->public_title);
	out->severity = incident->severity;
	out->started_ms = incident->declared_ms;
	out->next_ms = incident_is_open(incident) &&
	    incident->update_every_ms > 0 ? incident->update_due_ms : 0;
	for (int i = 0; i < count; i++) {
		take_event(out, &events[i]);
		if (events[i].kind == EVENT_UPDATE_PUBLISHED)
			take_update(&updates[at++], &events[i], &place);
	}
	out->updates = updates;
	out->count = total;
	return out;
}

/* "Checkout", "Checkout and Payments", "Checkout and 3 more". */
static void add_names(struct text *text, const struct board_policy *board,
    const char *affected, int state)
{
	const char *names[2] = { "", "" };
	char id[ID_SIZE];
	int count = 0;
	int other;

	while (affected_next(&affected, id, &other)) {
		int at = component_find(board, id);

		if (other != state || at < 0)
			continue;
		if (count < 2)
			names[count] = board->components[at].name;
		count++;
	}
	text_add(text, names[0]);
	if (count == 2)
		text_addf(text, " and %s", names[1]);
	else if (count > 2)
		text_addf(text, " and %d more", count - 1);
}

static int worst_of(const struct board_policy *board, const char *affected)
{
	char id[ID_SIZE];
	int worst = COMPONENT_UP;
	int state;

	while (affected_next(&affected, id, &state)) {
		if (state > worst && component_find(board, id) >= 0)
			worst = state;
	}
	return worst;
}

const char *board_title(struct arena *arena, const struct policy *policy,
    const char *affected)
{
	struct text text = text_new(arena, TITLE_SIZE - 1);
	int worst = worst_of(&policy->board, affected);

	if (worst == COMPONENT_UP)
		return "Service disruption";
	text_addf(&text, "%s%s", component_state_name(worst),
	    worst == COMPONENT_MAINTENANCE ? ": " : " of ");
	add_names(&text, &policy->board, affected, worst);
	return text.data;
}

static bool serves(const struct component *component, const char *service)
{
	for (int i = 0; i < COMPONENT_SERVICES_MAX; i++) {
		if (*component->services[i] &&
		    text_equal_fold(component->services[i], service))
			return true;
	}
	return false;
}

/* A set has room for all components at their longest. */
static void set(char affected[AFFECTED_SIZE], const char *id, int state)
{
	bool fits = affected_set(affected, id, state);

	assert(fits);
}

void board_default_affected(const struct policy *policy, const char *service,
    int severity, char affected[AFFECTED_SIZE])
{
	static const int states[SEVERITY_COUNT + 1] = { COMPONENT_UP,
		COMPONENT_MAJOR, COMPONENT_PARTIAL, COMPONENT_DEGRADED };
	const struct board_policy *board = &policy->board;

	affected[0] = '\0';
	for (int i = 0; *service && i < board->component_count; i++) {
		if (serves(&board->components[i], service))
			set(affected, board->components[i].id,
			    states[severity]);
	}
}

bool board_is_active(const struct board_incident *incident)
{
	return incident->status != PUBLIC_RESOLVED;
}

static bool is_planned(const struct board_incident *incident)
{
	return incident->from_ms > 0;
}

const char *board_affected(const struct board_incident *incident)
{
	if (!board_is_active(incident) || incident->count == 0)
		return "";
	if (is_planned(incident))
		return incident->affected;
	return incident->updates[incident->count - 1].affected;
}

int board_worst(const struct board_incident *incident)
{
	int worst = COMPONENT_UP;

	for (int i = 0; i < incident->count; i++) {
		const char *affected = incident->updates[i].affected;
		char id[ID_SIZE];
		int state;

		while (affected_next(&affected, id, &state))
			worst = state > worst ? state : worst;
	}
	return worst;
}

const char *board_impact(const struct board_incident *incident)
{
	static const char *const impacts[SEVERITY_COUNT + 1] = {
		"none", "critical", "major", "minor",
	};

	return is_planned(incident) ? "maintenance" :
	    impacts[incident->severity];
}

/* Planned work counts from its beginning to its end. */
static bool is_effective(const struct board *board,
    const struct board_incident *incident)
{
	return board_is_active(incident) && (!is_planned(incident) ||
	    (incident->from_ms <= board->now_ms &&
	    board->now_ms < incident->until_ms));
}

int board_state(const struct board *board, int component)
{
	const char *id = board->policy->board.components[component].id;
	int worst = COMPONENT_UP;

	for (int i = 0; i < board->count; i++) {
		int state;

		if (!is_effective(board, board->incidents[i]))
			continue;
		state = affected_state(board_affected(board->incidents[i]),
		    id);
		worst = state > worst ? state : worst;
	}
	return worst;
}

/* Of incidents that name no component: as bad as they are. */
static int worst_unnamed(const struct board *board)
{
	static const int states[SEVERITY_COUNT + 1] = { COMPONENT_UP,
		COMPONENT_MAJOR, COMPONENT_PARTIAL, COMPONENT_DEGRADED };
	int worst = COMPONENT_UP;

	for (int i = 0; i < board->count; i++) {
		const struct board_incident *incident = board->incidents[i];
		int state;

		if (!is_effective(board, incident) || is_planned(incident) ||
		    worst_of(&board->policy->board,
		    board_affected(incident)) != COMPONENT_UP)
			continue;
		state = states[incident->severity];
		worst = state > worst ? state : worst;
	}
	return worst;
}

struct board_overall board_overall(const struct board *board)
{
	static const struct board_overall rows[COMPONENT_STATE_COUNT][2] = {
		{ { "none", "All Systems Operational" },
		    { "none", "All Systems Operational" } },
		{ { "maintenance", "Service Under Maintenance" },
		    { "maintenance", "Service Under Maintenance" } },
		{ { "minor", "Partially Degraded Service" },
		    { "minor", "Degraded System Service" } },
		{ { "minor", "Minor Service Outage" },
		    { "major", "Partial System Outage" } },
		{ { "major", "Partial System Outage" },
		    { "critical", "Major System Outage" } },
	};
	int count = board->policy->board.component_count;
	int unnamed = worst_unnamed(board);
	int worst = COMPONENT_UP;
	int least = COMPONENT_STATE_COUNT - 1;

	for (int i = 0; i < count; i++) {
		int state = board_state(board, i);

		worst = state > worst ? state : worst;
		least = state < least ? state : least;
	}
	if (unnamed > worst)
		return rows[unnamed][unnamed == COMPONENT_MAJOR ||
		    unnamed == COMPONENT_PARTIAL];
	return rows[worst][count > 0 && least >= worst];
}

int board_overall_state(const char *indicator)
{
	static const struct {
		const char *indicator;
		int state;
	} rows[] = {
		{ "critical", COMPONENT_MAJOR }, { "major", COMPONENT_PARTIAL },
		{ "minor", COMPONENT_DEGRADED },
		{ "maintenance", COMPONENT_MAINTENANCE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(rows[i].indicator, indicator) == 0)
			return rows[i].state;
	}
	return COMPONENT_UP;
}
