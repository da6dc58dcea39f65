/* SPDX-License-Identifier: MIT
 *
 * rootcause, why, impact, worked: the parts of a postmortem that people write
 * (P6.4). A root cause that names a person is pointed out first and saved
 * when it is sent again (P6.5); nothing has changed until then.
 */
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/blame.h"
#include "core/postmortem.h"
#include "core/steps.h"
#include "core/views/view.h"
#include "core/views/view_postmortem.h"

static const char *old_text(const struct turn *turn, int section)
{
	return section_text(turn->timeline, turn->timeline_count, section);
}

/* Nothing is written anew that stands there already. */
static void write_section(struct turn *turn, int section, const char *text)
{
	struct event event = turn_event(turn, EVENT_POSTMORTEM_WRITTEN);

	if (strcmp(old_text(turn, section), text) == 0)
		return;
	event.number = section;
	(void)text_copy(event.text, sizeof(event.text), text);
	decision_event(turn->out, &event);
}

static enum outcome reply_written(struct turn *turn, const char *what)
{
	const char *missing;

	if (turn->out->event_count == 0)
		return decision_refuse(turn->out, "That is what stands there "
		    "already.");
	missing = postmortem_missing(turn->arena, turn->incident,
	    postmortem_command(turn));
	return decision_reply(turn->out, "The %s is written.%s%s", what,
	    *missing ? " Still missing:" : "", missing);
}

/* What the form holds; typed, only the root cause itself is given. */
static void read_texts(const struct turn *turn,
    const char *texts[SECTION_COUNT])
{
	bool is_form = turn->request->kind == REQUEST_FORM;

	for (int i = 0; i < WHYS_MAX; i++) {
		const char *name = arena_printf(turn->arena, "why%d", i + 1);

		texts[SECTION_WHY1 + i] = is_form ?
		    text_trim(arena_strdup(turn->arena,
		    request_value(turn->request, name))) :
		    old_text(turn, SECTION_WHY1 + i);
	}
	texts[SECTION_CAUSE] = turn_text(turn, "text");
}

/* What stands there already was pointed out when it was written. */
static const char *find_named(const struct turn *turn,
    const char *const texts[SECTION_COUNT])
{
	const char *named = NULL;

	for (int i = SECTION_CAUSE; i <= SECTION_WHY5 && !named; i++) {
		if (strcmp(texts[i], old_text(turn, i)) != 0)
			named = blame_find(turn->arena, turn->policy->people,
			    texts[i]);
	}
	return named;
}

static enum outcome point_out(struct turn *turn, const char *named,
    const char *typed)
{
	return decision_refuse(turn->out, "That names a person: %s. People "
	    "act on what the system shows and lets them do; say what that "
	    "was. To save it as it is, begin with \"anyway\": `%s %s anyway "
	    "...`", named, postmortem_command(turn), typed);
}

/* P5.1: for SEV1 the cause waits until the harm has stopped. */
static bool is_locked(const struct turn *turn)
{
	return step_state(turn->incident, STEP_CAUSE) == STEP_LOCKED;
}

static enum outcome refuse_locked(struct turn *turn)
{
	return decision_refuse(turn->out, "First stop the harm: for SEV1 the "
	    "root cause is locked until somebody marks the service stable "
	    "(`%s mitigated what stopped it`). To keep the thought: `%s park "
	    "what to look at later`.", postmortem_command(turn),
	    postmortem_command(turn));
}

static enum outcome run_cause(struct turn *turn)
{
	const char *texts[SECTION_COUNT] = { NULL };
	bool anyway = *turn_text(turn, "confirm");
	const char *named;

	if (is_locked(turn))
		return refuse_locked(turn);
	read_texts(turn, texts);
	named = anyway ? NULL : find_named(turn, texts);
	if (named && turn->request->kind == REQUEST_FORM)
		return decision_open_form(turn->out, view_cause_form(
		    turn->arena, turn->incident, texts, named));
	if (named)
		return point_out(turn, named, "rootcause");
	for (int i = SECTION_CAUSE; i <= SECTION_WHY5; i++)
		write_section(turn, i, texts[i]);
	return reply_written(turn, section_name(SECTION_CAUSE));
}

/* What was named during the incident, to begin with. */
static const char *named_cause(const struct turn *turn)
{
	for (int i = turn->timeline_count - 1; i >= 0; i--) {
		if (turn->timeline[i].kind == EVENT_CAUSE_NAMED)
			return turn->timeline[i].text;
	}
	return "";
}

static json_t *form_cause(struct turn *turn)
{
	const char *texts[SECTION_COUNT];

	for (int i = 0; i < SECTION_COUNT; i++)
		texts[i] = old_text(turn, i);
	if (!*texts[SECTION_CAUSE])
		texts[SECTION_CAUSE] = named_cause(turn);
	return view_cause_form(turn->arena, turn->incident, texts, NULL);
}

/* Without a number the first that is missing. */
static int which_why(const struct turn *turn)
{
	if (*turn_text(turn, "number"))
		return turn_number(turn, "number") - 1;
	for (int i = 0; i < WHYS_MAX; i++) {
		if (!section_is_written(turn->incident, SECTION_WHY1 + i))
			return i;
	}
	return WHYS_MAX;
}

static enum outcome run_why(struct turn *turn)
{
	const char *text = turn_text(turn, "text");
	int why = which_why(turn);
	const char *named = blame_find(turn->arena, turn->policy->people,
	    text);

	if (is_locked(turn))
		return refuse_locked(turn);
	if (why < 0 || why >= WHYS_MAX)
		return decision_refuse(turn->out, "There are five whys. To "
		    "change one: `%s why 5 because ...`.",
		    postmortem_command(turn));
	if (named && !*turn_text(turn, "confirm"))
		return point_out(turn, named, "why");
	write_section(turn, SECTION_WHY1 + why, text);
	return reply_written(turn, section_name(SECTION_WHY1 + why));
}

static enum outcome run_plain(struct turn *turn, int section)
{
	write_section(turn, section, turn_text(turn, "text"));
	return reply_written(turn, section_name(section));
}

static enum outcome run_impact(struct turn *turn)
{
	return run_plain(turn, SECTION_IMPACT);
}

static enum outcome run_worked(struct turn *turn)
{
	return run_plain(turn, SECTION_WORKED);
}

static json_t *form_impact(struct turn *turn)
{
	return view_section_form(turn->arena, turn->incident, SECTION_IMPACT,
	    old_text(turn, SECTION_IMPACT));
}

static json_t *form_worked(struct turn *turn)
{
	return view_section_form(turn->arena, turn->incident, SECTION_WORKED,
	    old_text(turn, SECTION_WORKED));
}

const struct handler cmd_rootcause = {
	.name = "rootcause", .aliases = "root-cause",
	.arguments = "confirm:anyway? text:text",
	.usage = "rootcause what really made it possible",
	.help = "Write the postmortem's root cause; the form has the five "
	    "whys too.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_cause, .run = run_cause,
};

const struct handler cmd_why = {
	.name = "why", .aliases = "",
	.arguments = "confirm:anyway? number:nth? text:text",
	.usage = "why [1-5] because ...",
	.help = "Write the next of the five whys, or the one with that "
	    "number.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_cause, .run = run_why,
};

const struct handler cmd_impact = {
	.name = "impact", .aliases = "",
	.arguments = "text:text", .usage = "impact who was hurt, and how",
	.help = "Write the postmortem's impact.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_impact, .run = run_impact,
};

const struct handler cmd_worked = {
	.name = "worked", .aliases = "",
	.arguments = "text:text", .usage = "worked what helped",
	.help = "Write what worked, for the postmortem.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_worked, .run = run_worked,
};
