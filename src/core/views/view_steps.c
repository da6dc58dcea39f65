/* SPDX-License-Identifier: MIT
 *
 * view_steps: the checklist of the first ten minutes (P5), as the message that
 * lives in the incident's channel, for one person's eyes, and in the reminder
 * to the commander; and the form that asks the three things. Where a step
 * stands: core/steps.h.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/steps.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define BOX "\xe2\x98\x90 "
#define TICK "\xe2\x9c\x85 "
#define LOCK "\xf0\x9f\x94\x92 "
#define LATER "\xe2\x96\xab\xef\xb8\x8f "

static const struct step_words {
	const char *title;
	const char *asks;	/* while it is open */
	enum act act;
} words[STEP_COUNT] = {
	[STEP_ACKNOWLEDGE] = { "1. Acknowledge", "say that you are on it",
	    ACT_ACK },
	[STEP_ASSESS] = { "2. Assess",
	    "what is broken, for how many, since when", ACT_ASSESS },
	[STEP_COMMUNICATE] = { "3. Communicate",
	    "publish the first update; nobody has to have found anything",
	    ACT_UPDATE },
	[STEP_MITIGATE] = { "4. Mitigate",
	    "stop the harm by the fastest path, then mark it stable",
	    ACT_STABLE },
	[STEP_EVIDENCE] = { "Keep the evidence",
	    "save logs and traces before anything is cleaned up",
	    ACT_EVIDENCE },
	[STEP_CAUSE] = { "5. Root cause", "now there is time to find it",
	    ACT_CAUSE },
};

static const char *done_by(struct arena *arena,
    const struct incident *incident, const char *user, int64_t at_ms)
{
	return arena_printf(arena, "%s, %s", mrkdwn_user(arena, user),
	    incident_time(arena, incident, at_ms));
}

static const char *how_mitigated(struct arena *arena,
    const struct incident *incident)
{
	if (incident->mitigated_ms > 0)
		return arena_printf(arena, "stable, says %s",
		    done_by(arena, incident, incident->mitigated_by,
		    incident->mitigated_ms));
	return arena_printf(arena, "resolved, says %s", done_by(arena,
	    incident, incident->resolved_by, incident->resolved_ms));
}

static const char *how_done(struct arena *arena,
    const struct incident *incident, enum step step)
{
	switch (step) {
	case STEP_ACKNOWLEDGE:
		return done_by(arena, incident, incident->acknowledged_by,
		    incident->acknowledged_ms);
	case STEP_ASSESS:
		return done_by(arena, incident, incident->assessed_by,
		    incident->assessed_ms);
	case STEP_COMMUNICATE:
		return arena_printf(arena, "last update %s",
		    done_by(arena, incident, incident->update_by,
		    incident->update_ms));
	case STEP_MITIGATE:
		return how_mitigated(arena, incident);
	case STEP_EVIDENCE:
		return done_by(arena, incident, incident->evidence_by,
		    incident->evidence_ms);
	case STEP_CAUSE:
		return arena_printf(arena, "named by %s", done_by(arena,
		    incident, incident->cause_by, incident->cause_ms));
	case STEP_COUNT:
		break;
	}
	abort();
}

static void add_step(struct arena *arena, struct text *text,
    const struct incident *incident, enum step step)
{
	const char *title = words[step].title;

	switch (step_state(incident, step)) {
	case STEP_OPEN:
		text_addf(text, "\n" BOX "*%s*: %s", title, words[step].asks);
		return;
	case STEP_DONE:
		text_addf(text, "\n" TICK "%s: %s", title,
		    how_done(arena, incident, step));
		return;
	case STEP_LATER:
		text_addf(text, "\n" LATER "%s: later, once it is stable",
		    title);
		return;
	case STEP_LOCKED:
		text_addf(text, "\n" LOCK "%s: locked until somebody marks "
		    "the service stable", title);
		return;
	}
}

static const char *step_list(struct arena *arena,
    const struct incident *incident)
{
	struct text text = text_new(arena, SECTION_CHARS);
	int step;

	text_add(&text, incident_is_open(incident) ?
	    "*First stop the harm, then look for the cause*" :
	    "*The first steps, as they went*");
	for (step = 0; step < STEP_COUNT; step++)
		add_step(arena, &text, incident, (enum step)step);
	return text.data;
}

/* --- the service's own fastest paths (P5.3) ------------------------------ */

/* Pressed, it says in the channel who tries what; with an address it opens
 * that too. */
static json_t *path_button(struct arena *arena,
    const struct incident *incident, const struct mitigation *path,
    int number)
{
	struct click click = incident_click(incident, "try",
	    arena_printf(arena, "%d", number));
	json_t *button;

	click.number = number;
	button = button_new(arena, "Try it", BUTTON_PLAIN, &click);
	if (*path->url)
		json_put(button, "url", json_string(path->url));
	return button;
}

static void add_paths(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy)
{
	const struct service *service = policy_service(policy,
	    incident->service);
	int i;

	for (i = 0; service && i < MITIGATIONS_MAX &&
	    *service->mitigations[i].title; i++) {
		const struct mitigation *path = &service->mitigations[i];

		json_add(blocks, block_section_with(arena_printf(arena,
		    "*To stop the harm, %d*: %s%s%s", i + 1,
		    mrkdwn_escape(arena, path->title),
		    *path->command ? ": " : "", *path->command ?
		    mrkdwn_code(arena, path->command) : ""),
		    path_button(arena, incident, path, i + 1)));
	}
}

/* --- the message --------------------------------------------------------- */

static json_t *step_row(struct arena *arena, const struct incident *incident)
{
	enum step first = step_first_open(incident);
	json_t *row = json_array();
	int step;

	for (step = 0; step < STEP_COUNT; step++) {
		enum act act = words[step].act;

		if (step_state(incident, (enum step)step) == STEP_OPEN &&
		    act_fits(incident, act))
			json_add(row, act_button(arena, incident, act,
			    step == (int)first ? BUTTON_PRIMARY :
			    BUTTON_PLAIN));
	}
	if (act_fits(incident, ACT_PARK))
		json_add(row, act_button(arena, incident, ACT_PARK,
		    BUTTON_PLAIN));
	return row;
}

static const char *parked_words(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	const char *how = arena_printf(arena, "`%s park what to look at "
	    "later` keeps talk about the cause for the postmortem.",
	    command_words(arena, incident, policy, IN_ROOM));

	if (incident->parked_count == 0)
		return how;
	return arena_printf(arena, "%d kept for the postmortem so far. %s",
	    incident->parked_count, how);
}

json_t *view_steps(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback)
{
	enum step first = step_first_open(incident);
	json_t *blocks = json_array();
	json_t *row = step_row(arena, incident);

	json_add(blocks, block_section(step_list(arena, incident)));
	if (json_array_size(row) > 0)
		json_add(blocks, block_actions(row));
	else
		json_decref(row);
	if (incident->phase == PHASE_OPEN)
		add_paths(arena, blocks, incident, policy);
	json_add(blocks, block_context(parked_words(arena, incident,
	    policy)));
	*fallback = first == STEP_COUNT ? "The first steps are done." :
	    arena_printf(arena, "The next step: %s, %s.", words[first].title,
	    words[first].asks);
	return blocks;
}

struct message message_checklist(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	struct message message;

	(void)effect;
	message.blocks = view_steps(arena, incident, policy, &message.text);
	return message;
}

/* P5.4: told to the commander, or to everybody if there is none. */
struct message message_nag_stable(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	bool room = effect_target(effect->kind) == TARGET_ROOM;
	const char *headline = headline_mrkdwn(arena, incident);
	const char *state = arena_printf(arena, "Not stable after %s.",
	    span_words(arena, effect->created_ms - incident->declared_ms));
	const char *fallback;
	json_t *blocks = json_array();
	json_t *steps = view_steps(arena, incident, policy, &fallback);

	if (room)
		json_add(blocks, block_section(arena_printf(arena, "*%s* "
		    "There is no commander to tell: whoever can, please "
		    "drive what is open.", state)));
	else
		json_add(blocks, block_section(arena_printf(arena,
		    "*%s*%s\n*%s* These steps are open; is somebody on each?",
		    headline, room_words(arena, incident), state)));
	json_array_extend(blocks, steps);
	json_decref(steps);
	return (struct message){ blocks, arena_printf(arena, "%s %s", state,
	    fallback) };
}

/* --- the form ------------------------------------------------------------ */

static json_t *impact_input(struct arena *arena, const char *name,
    const char *label, const char *hint, const char *initial)
{
	return input_new(name, label, hint, element_text(plain_clip(arena,
	    initial, TITLE_CHARS), TITLE_CHARS, false));
}

json_t *view_assess_form(struct arena *arena, const struct incident *incident,
    const char *broken, const char *reach, const char *since)
{
	struct click click = incident_click(incident, "assess", "");
	json_t *blocks = json_array();

	json_add(blocks, block_section("*Who is hurt, and how?* A guess is "
	    "good enough; it can be corrected at any time."));
	json_add(blocks, impact_input(arena, "broken", "What is broken?",
	    "As people notice it: checkout fails with an error.", broken));
	json_add(blocks, impact_input(arena, "reach", "For how many?",
	    "All customers, one in ten, only those who pay by card.",
	    reach));
	json_add(blocks, impact_input(arena, "since", "Since when?",
	    "A time such as 14:05, or 20 min ago, or in your words.",
	    since));
	return modal_new(arena, "Assess the impact", "Save", &click, blocks);
}
