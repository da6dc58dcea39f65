/* SPDX-License-Identifier: MIT
 *
 * component: see component.h.
 */
#include "core/component.h"
#include "base/text.h"

static const struct {
	const char *word, *wire, *name, *also;
} states[COMPONENT_STATE_COUNT] = {
	[COMPONENT_UP] = { "up", "operational", "Operational", "ok,well" },
	[COMPONENT_MAINTENANCE] = { "maintenance", "under_maintenance",
	    "Under maintenance", "planned" },
	[COMPONENT_DEGRADED] = { "degraded", "degraded_performance",
	    "Degraded performance", "slow" },
	[COMPONENT_PARTIAL] = { "partial", "partial_outage",
	    "Partial outage", "some" },
	[COMPONENT_MAJOR] = { "major", "major_outage", "Major outage",
	    "down,outage" },
};

static const struct {
	const char *word, *name;
} statuses[PUBLIC_STATUS_COUNT] = {
	[PUBLIC_NONE] = { "investigating", "Investigating" },
	[PUBLIC_INVESTIGATING] = { "investigating", "Investigating" },
	[PUBLIC_IDENTIFIED] = { "identified", "Identified" },
	[PUBLIC_MONITORING] = { "monitoring", "Monitoring" },
	[PUBLIC_RESOLVED] = { "resolved", "Resolved" },
};

static bool state_is_valid(int state)
{
	return state >= 0 && state < COMPONENT_STATE_COUNT;
}

const char *component_state_word(int state)
{
	assert(state_is_valid(state));
	return states[state].word;
}

const char *component_state_wire(int state)
{
	assert(state_is_valid(state));
	return states[state].wire;
}

const char *component_state_name(int state)
{
	assert(state_is_valid(state));
	return states[state].name;
}

bool component_state_parse(const char *word, int *state)
{
	for (int i = 0; i < COMPONENT_STATE_COUNT; i++) {
		if (!text_equal_fold(states[i].word, word) &&
		    !text_equal_fold(states[i].wire, word) &&
		    !text_list_has(states[i].also, word))
			continue;
		*state = i;
		return true;
	}
	return false;
}

const char *public_status_word(int status)
{
	assert(status >= 0 && status < PUBLIC_STATUS_COUNT);
	return statuses[status].word;
}

const char *public_status_name(int status)
{
	assert(status >= 0 && status < PUBLIC_STATUS_COUNT);
	return statuses[status].name;
}

bool public_status_parse(const char *word, int *status)
{
	for (int i = PUBLIC_INVESTIGATING; i < PUBLIC_STATUS_COUNT; i++) {
		if (!text_equal_fold(statuses[i].word, word))
			continue;
		*status = i;
		return true;
	}
	return false;
}

int component_find(const struct board_policy *board, const char *word)
{
	assert(board->component_count >= 0 &&
	    board->component_count <= COMPONENTS_MAX);
	/* What is stored, which the page asks for again and again. */
	for (int i = 0; i < board->component_count; i++) {
		if (strcmp(board->components[i].id, word) == 0)
			return i;
	}
	for (int i = 0; i < board->component_count; i++) {
		if (text_equal_fold(board->components[i].id, word) ||
		    text_equal_fold(board->components[i].name, word))
			return i;
	}
	return -1;
}

bool affected_next(const char **affected, char id[ID_SIZE], int *state)
{
	const char *at = *affected;
	size_t id_length = strcspn(at, "=,");
	char word[16];
	size_t word_length;

	if (at[id_length] != '=' || id_length == 0 || id_length >= ID_SIZE)
		return false;
	memcpy(id, at, id_length);
	id[id_length] = '\0';
	at += id_length + 1;
	word_length = strcspn(at, ",");
	if (word_length >= sizeof(word))
		return false;
	memcpy(word, at, word_length);
	word[word_length] = '\0';
	at += word_length;
	*affected = *at == ',' ? at + 1 : at;
	return component_state_parse(word, state) && *state != COMPONENT_UP;
}

int affected_state(const char *affected, const char *id)
{
	char other[ID_SIZE];
	int state;

	while (affected_next(&affected, other, &state)) {
		if (strcmp(other, id) == 0)
			return state;
	}
	return COMPONENT_UP;
}

bool affected_is_sane(const char *affected)
{
	char id[ID_SIZE];
	int state;

	while (*affected) {
		if (!affected_next(&affected, id, &state))
			return false;
	}
	return true;
}

bool affected_set(char affected[AFFECTED_SIZE], const char *id, int state)
{
	char fresh[AFFECTED_SIZE];
	char other[ID_SIZE];
	const char *at = affected;
	struct text out;
	bool done = state == COMPONENT_UP;
	int old;

	text_init(&out, fresh, sizeof(fresh));
	while (affected_next(&at, other, &old)) {
		bool is_it = strcmp(other, id) == 0;

		if (is_it && state == COMPONENT_UP)
			continue;
		text_addf(&out, "%s%s=%s", out.length > 0 ? "," : "", other,
		    component_state_word(is_it ? state : old));
		done = done || is_it;
	}
	if (!done)
		text_addf(&out, "%s%s=%s", out.length > 0 ? "," : "", id,
		    component_state_word(state));
	return !out.truncated && text_copy(affected, AFFECTED_SIZE, fresh);
}
