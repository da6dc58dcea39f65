/* SPDX-License-Identifier: MIT
 *
 * postmortem: see postmortem.h. Reminders are laid out in fractions of the
 * time allowed, so that one figure in the config moves them all.
 */
#include "core/postmortem.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"

#define MISSING_MAX 4000	/* bytes */
#define GAPS_BYTES 96	/* of one action item */
#define STAGES_BEFORE_DUE 3

static const struct {
	const char *name;	/* in a sentence */
	const char *heading;
	const char *typed;	/* what to type; NULL: can be left out */
} sections[SECTION_COUNT] = {
	[SECTION_CAUSE] = { "root cause", "Root cause",
	    "rootcause what really made it possible" },
	[SECTION_WHY1] = { "first why", "First why", "why because ..." },
	[SECTION_WHY2] = { "second why", "Second why", NULL },
	[SECTION_WHY3] = { "third why", "Third why", NULL },
	[SECTION_WHY4] = { "fourth why", "Fourth why", NULL },
	[SECTION_WHY5] = { "fifth why", "Fifth why", NULL },
	[SECTION_IMPACT] = { "impact", "Impact",
	    "impact who was hurt, how, for how long" },
	[SECTION_WORKED] = { "part on what worked", "What worked",
	    "worked what helped" },
};

const char *section_name(int section)
{
	assert(section >= 0 && section < SECTION_COUNT);
	return sections[section].name;
}

const char *section_heading(int section)
{
	assert(section >= 0 && section < SECTION_COUNT);
	return sections[section].heading;
}

bool section_is_written(const struct incident *incident, int section)
{
	assert(section >= 0 && section < SECTION_COUNT);
	return incident->postmortem_sections & (1 << section);
}

int section_flags(int section)
{
	return section == SECTION_CAUSE ? CAUSE_SOUGHT : 0;
}

const char *section_text(const struct event *timeline, int count, int section)
{
	for (int i = count - 1; i >= 0; i--) {
		if (timeline[i].kind == EVENT_POSTMORTEM_WRITTEN &&
		    timeline[i].number == section)
			return timeline[i].text;
	}
	return "";
}

static bool was_paged(const struct incident *incident)
{
	for (int i = 0; i < PAGES_MAX; i++) {
		if (*incident->pages[i].user && !incident->pages[i].skipped)
			return true;
	}
	return false;
}

bool postmortem_is_due_by_rule(const struct incident *incident)
{
	return incident->severity == SEV1 ||
	    (incident->severity == SEV2 && was_paged(incident)) ||
	    (incident->severity == SEV3 && incident->pattern);
}

bool postmortem_is_owed(const struct incident *incident)
{
	return incident->phase == PHASE_RESOLVED &&
	    incident->postmortem_due_ms > 0;
}

const char *postmortem_default_owner(const struct incident *incident,
    const char *resolver)
{
	if (*incident->postmortem_owner)
		return incident->postmortem_owner;
	if (*incident->roles[ROLE_COMMANDER].user)
		return incident->roles[ROLE_COMMANDER].user;
	if (*incident->roles[ROLE_TECHNICAL].user)
		return incident->roles[ROLE_TECHNICAL].user;
	return resolver;
}

/* When the reminder after `given` of them comes. */
static int64_t step_ms(const struct incident *incident, int given)
{
	int64_t span_ms = incident->postmortem_span_ms;
	int64_t start_ms = incident->postmortem_due_ms - span_ms;

	if (given == 0)
		return start_ms + span_ms / 2;
	if (given == 1)
		return start_ms + span_ms / 6 * 5;
	if (given == 2)
		return start_ms + span_ms / 48 * 47;
	return incident->postmortem_due_ms +
	    (given - STAGES_BEFORE_DUE + 1) * WHEN_DAY_MS;
}

int postmortem_stage(const struct incident *incident, int64_t now_ms)
{
	int64_t days = (now_ms - incident->postmortem_due_ms) / WHEN_DAY_MS;
	int stage = incident->postmortem_reminders +
	    (incident->postmortem_quiet_ms == 0);

	if (days > 0 && days < TALLY_MAX - STAGES_BEFORE_DUE &&
	    stage < STAGES_BEFORE_DUE + (int)days)
		return STAGES_BEFORE_DUE + (int)days;
	while (stage < STAGES_BEFORE_DUE && step_ms(incident, stage) <= now_ms)
		stage++;
	return stage;
}

int64_t postmortem_reminder_ms(const struct incident *incident)
{
	if (!postmortem_is_owed(incident) ||
	    incident->postmortem_reminders >= TALLY_MAX - 1)
		return 0;
	if (incident->postmortem_quiet_ms)
		return incident->postmortem_quiet_ms;
	return step_ms(incident, incident->postmortem_reminders);
}

const struct action *action_by_number(const struct incident *incident,
    int number)
{
	if (number < 1 || number > action_count(incident))
		return NULL;
	return &incident->actions[number - 1];
}

static const char *const categories[] = {
	[CATEGORY_NONE] = "", [CATEGORY_PREVENTATIVE] = "preventative",
	[CATEGORY_MITIGATIVE] = "mitigative",
};

const char *action_category_word(int category)
{
	assert(category >= 0 && category < (int)ARRAY_LEN(categories));
	return categories[category];
}

int action_severity(const struct incident *incident,
    const struct action *action)
{
	return action->severity ? action->severity : incident->severity;
}

int action_severity_parse(const char *word)
{
	for (int severity = SEV1; severity <= SEV3; severity++) {
		if (text_starts_with(word, "gap:") &&
		    text_equal_fold(word + 4, severity_name(severity)))
			return severity;
	}
	return 0;
}

bool action_category_parse(const char *word, int *category)
{
	if (text_list_has("preventative,preventive,prevent", word))
		*category = CATEGORY_PREVENTATIVE;
	else if (text_list_has("mitigative,mitigating,mitigate", word))
		*category = CATEGORY_MITIGATIVE;
	else
		return false;
	return true;
}

int action_count(const struct incident *incident)
{
	int count = 0;

	while (count < ACTIONS_MAX && *incident->actions[count].text)
		count++;
	return count;
}

int action_open_count(const struct incident *incident)
{
	int open = 0;

	for (int i = 0; i < action_count(incident); i++)
		open += incident->actions[i].state == ACTION_OPEN;
	return open;
}

int64_t action_reminder_ms(const struct action *action)
{
	if (action->state != ACTION_OPEN || action->due_ms == 0)
		return 0;
	return action->nagged_ms == 0 ? action->due_ms :
	    action->nagged_ms + ACTION_NAG_AGAIN_MS;
}

int64_t actions_reminder_ms(const struct incident *incident)
{
	int64_t first_ms = 0;

	for (int i = 0; i < action_count(incident); i++) {
		int64_t ms = action_reminder_ms(&incident->actions[i]);

		if (ms > 0 && (first_ms == 0 || ms < first_ms))
			first_ms = ms;
	}
	return first_ms;
}

const char *action_nag_user(const struct incident *incident,
    const struct action *action)
{
	if (*action->owner)
		return action->owner;
	return postmortem_default_owner(incident, incident->declared_by);
}

const char *action_gaps(struct arena *arena, const struct action *action,
    int number, const char *command)
{
	static const struct { const char *name, *typed; } parts[] = {
		{ "owner", "@owner" }, { "due date", "+7d" },
		{ "category", "preventative" },
	};
	bool there[] = { *action->owner, action->due_ms != 0,
		action->category != CATEGORY_NONE };
	struct text names = text_new(arena, GAPS_BYTES);
	struct text typed = text_new(arena, GAPS_BYTES);
	int missing = 0, said = 0;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		missing += !there[i];
	if (missing == 0 || action->state == ACTION_DROPPED)
		return "";
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (there[i])
			continue;
		text_addf(&names, "%sno %s", said == 0 ? "" : said ==
		    missing - 1 ? " and " : ", ", parts[i].name);
		text_addf(&typed, " %s", parts[i].typed);
		said++;
	}
	return arena_printf(arena, "%s: `%s action %d%s`", names.data,
	    command, number, typed.data);
}

static void add_item_gaps(struct arena *arena, struct text *out,
    const struct action *action, int number, const char *command)
{
	const char *gaps = action_gaps(arena, action, number, command);

	if (*gaps)
		text_addf(out, "\n- action item %d has %s", number, gaps);
}

/* An item that was dropped is none. */
static bool has_item(const struct incident *incident)
{
	for (int i = 0; i < action_count(incident); i++) {
		if (incident->actions[i].state != ACTION_DROPPED)
			return true;
	}
	return false;
}

/* Of a SEV3 a brief summary is enough: what it was, and whom it hurt. */
static bool is_brief(const struct incident *incident)
{
	return incident->severity == SEV3;
}

static bool is_needed(const struct incident *incident, int section)
{
	if (is_brief(incident))
		return section == SECTION_CAUSE || section == SECTION_IMPACT;
	return sections[section].typed != NULL;
}

const char *postmortem_missing(struct arena *arena,
    const struct incident *incident, const char *command)
{
	struct text out = text_new(arena, MISSING_MAX);
	bool owed = incident->postmortem_due_ms > 0;

	for (int i = 0; i < SECTION_COUNT && owed; i++) {
		if (!is_needed(incident, i) ||
		    section_is_written(incident, i))
			continue;
		text_addf(&out, "\n- the %s: `%s %s`", sections[i].name,
		    command, sections[i].typed);
	}
	for (int i = 0; i < action_count(incident); i++)
		add_item_gaps(arena, &out, &incident->actions[i], i + 1,
		    command);
	if (owed && !is_brief(incident) && !has_item(incident))
		text_addf(&out, "\n- an action item, at least one: `%s action "
		    "what to do @owner +7d preventative`", command);
	return out.data;
}

static bool action_is_whole(const struct action *action)
{
	return action->state == ACTION_DROPPED || (*action->owner &&
	    action->due_ms != 0 && action->category != CATEGORY_NONE);
}

bool postmortem_is_complete(const struct incident *incident)
{
	bool owed = incident->postmortem_due_ms > 0;

	for (int i = 0; i < SECTION_COUNT && owed; i++) {
		if (is_needed(incident, i) &&
		    !section_is_written(incident, i))
			return false;
	}
	for (int i = 0; i < action_count(incident); i++) {
		if (!action_is_whole(&incident->actions[i]))
			return false;
	}
	return !owed || is_brief(incident) || has_item(incident);
}
