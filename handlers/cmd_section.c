/* SPDX-License-Identifier: MIT
 *
 * rootcause, why, impact, worked: the parts of a postmortem that people write
 * (P6.4). A root cause that names a person is pointed out first and saved
 * when it is sent again (P6.5); nothing has changed until then.
 */
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/hash.h"
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

/* Names the words of these sections; they are few, and nobody forges them. */
static const char *base_of(const struct turn *turn, int first, int last)
{
	uint64_t sum = 0;

	for (int i = first; i <= last; i++)
		sum = sum * 31 + hash_string(old_text(turn, i));
	return arena_printf(turn->arena, "%016llx", (unsigned long long)sum);
}

static const char *last_writer(const struct turn *turn, int first, int last)
{
	for (int i = turn->timeline_count - 1; i >= 0; i--) {
		const struct event *event = &turn->timeline[i];

		if (event->kind == EVENT_POSTMORTEM_WRITTEN &&
		    event->number >= first && event->number <= last)
			return event->actor;
	}
	return "";
}

/* A form that was opened before somebody else saved another one: which is
 * right only people know. `form` becomes what it is shown again with. */
static bool is_overtaken(const struct turn *turn, int first, int last,
    struct section_form *form)
{
	const char *base = turn_text(turn, "base");
	bool differs = false;

	form->base = base_of(turn, first, last);
	if (!*base || strcmp(base, form->base) == 0)
		return false;
	for (int i = first; i <= last; i++) {
		if (strcmp(form->texts[i], old_text(turn, i)) == 0)
			continue;
		form->now[i] = old_text(turn, i);
		differs = true;
	}
	form->newer = last_writer(turn, first, last);
	return differs;
}

/* Nothing is written anew that stands there already. */
static void write_section(struct turn *turn, int section, const char *text)
{
	struct event event = turn_event(turn, EVENT_POSTMORTEM_WRITTEN);

	if (strcmp(old_text(turn, section), text) == 0)
		return;
	event.number = section;
	event.flags = section_flags(section);
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
	struct section_form form = { .named = NULL };
	bool anyway = *turn_text(turn, "confirm");
	const char *named;

	if (is_locked(turn))
		return refuse_locked(turn);
	read_texts(turn, form.texts);
	if (is_overtaken(turn, SECTION_CAUSE, SECTION_WHY5, &form))
		return decision_open_form(turn->out, view_cause_form(
		    turn->arena, turn->incident, &form));
	named = form.named = anyway ? NULL : find_named(turn, form.texts);
	if (named && turn->request->kind == REQUEST_FORM)
		return decision_open_form(turn->out, view_cause_form(
		    turn->arena, turn->incident, &form));
	if (named)
		return point_out(turn, named, "rootcause");
	for (int i = SECTION_CAUSE; i <= SECTION_WHY5; i++)
		write_section(turn, i, form.texts[i]);
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
	struct section_form form = { .base = base_of(turn, SECTION_CAUSE,
	    SECTION_WHY5) };

	for (int i = 0; i < SECTION_COUNT; i++)
		form.texts[i] = old_text(turn, i);
	if (!*form.texts[SECTION_CAUSE])
		form.texts[SECTION_CAUSE] = named_cause(turn);
	return view_cause_form(turn->arena, turn->incident, &form);
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
	struct section_form form = { .named = NULL };

	form.texts[section] = turn_text(turn, "text");
	if (is_overtaken(turn, section, section, &form))
		return decision_open_form(turn->out, view_section_form(
		    turn->arena, turn->incident, section, &form));
	write_section(turn, section, form.texts[section]);
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

static json_t *form_plain(struct turn *turn, int section)
{
	struct section_form form = { .base = base_of(turn, section,
	    section) };

	form.texts[section] = old_text(turn, section);
	return view_section_form(turn->arena, turn->incident, section, &form);
}

static json_t *form_impact(struct turn *turn)
{
	return form_plain(turn, SECTION_IMPACT);
}

static json_t *form_worked(struct turn *turn)
{
	return form_plain(turn, SECTION_WORKED);
}

const struct handler cmd_rootcause = {
	.name = "rootcause", .aliases = "root-cause",
	.arguments = "confirm:anyway? text:text base:any?",
	.usage = "rootcause what really made it possible",
	.help = "Write the postmortem's root cause; the form has the five "
	    "whys too.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_cause, .run = run_cause,
};

const struct handler cmd_why = {
	.name = "why", .aliases = "whys",
	.arguments = "confirm:anyway? number:nth? text:text",
	.usage = "why [1-5] because ...",
	.help = "Write the next of the five whys, or the one with that "
	    "number.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_cause, .run = run_why,
};

const struct handler cmd_impact = {
	.name = "impact", .aliases = "",
	.arguments = "text:text base:any?", .usage = "impact who was hurt, and how",
	.help = "Write the postmortem's impact.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_impact, .run = run_impact,
};

const struct handler cmd_worked = {
	.name = "worked", .aliases = "",
	.arguments = "text:text base:any?", .usage = "worked what helped",
	.help = "Write what worked, for the postmortem.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.form = form_worked, .run = run_worked,
};
