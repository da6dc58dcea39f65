/* SPDX-License-Identifier: MIT
 *
 * view_words: see view_words.h. The tables come first; the functions below
 * them only look things up.
 */
#include "core/views/view_words.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/mrkdwn.h"
#include "core/steps.h"
#include "core/postmortem.h"

#define OPEN (1u << PHASE_OPEN)
#define STABLE (1u << PHASE_MITIGATED)
#define LIVE (OPEN | STABLE)
#define RESOLVED (1u << PHASE_RESOLVED)
#define CLOSED (1u << PHASE_CLOSED)
#define ANY (LIVE | RESOLVED | CLOSED)

static const struct act_words acts[ACT_COUNT] = {
	[ACT_ACK] = { "ack", "Acknowledge", "ack",
	    "say that you are on it; the paging stops", LIVE, false },
	[ACT_COMMANDER] = { "ic", "Take IC", "ic",
	    "take the role of incident commander", LIVE, false },
	[ACT_TECHNICAL] = { "tech", "Take tech lead", "tech",
	    "take the role of technical lead", LIVE, false },
	[ACT_COMMS] = { "comms", "Take comms", "comms",
	    "take the role of comms lead", LIVE, false },
	[ACT_UPDATE] = { "update", "Publish update",
	    "update what customers should know",
	    "publish what everybody may read", LIVE, false },
	[ACT_ASSESS] = { "assess", "Assess",
	    "assess what; for how many; since when",
	    "say what is broken, for how many, since when", LIVE, false },
	[ACT_EVIDENCE] = { "evidence", "Evidence is kept",
	    "evidence where it is kept",
	    "say that logs and traces are safe, and where",
	    STABLE | RESOLVED, false },
	[ACT_CAUSE] = { "cause", "Name the cause", "cause what it was",
	    "name the root cause", LIVE | RESOLVED, false },
	[ACT_PARK] = { "park", "Park a thought", "park what to look at later",
	    "keep talk about the cause for the postmortem", LIVE | RESOLVED,
	    false },
	[ACT_STEPS] = { "steps", "First steps", "steps",
	    "the checklist of the first ten minutes", LIVE, false },
	[ACT_STABLE] = { "mitigated", "Mark stable",
	    "mitigated what stopped the harm",
	    "the harm has stopped, the cause may still be there", OPEN,
	    false },
	[ACT_RESOLVE] = { "resolved", "Resolve",
	    "resolved final public text",
	    "end it, with the final public update", LIVE, false },
	[ACT_LOWER] = { "severity", "Lower", "sev 2 why",
	    "lower the severity by one", OPEN, false },
	[ACT_SEVERITY] = { "severity", "Change severity", "sev 1|2|3 why",
	    "raise or lower it; paging and reminders follow", LIVE, false },
	[ACT_ASSIGN] = { "assign", "Assign a role", "assign ic|tech|comms @user",
	    "give a role to somebody", LIVE, false },
	[ACT_PAGE] = { "page", "Page somebody", "page @user why",
	    "wake somebody who is needed, beside who is on call", LIVE,
	    false },
	[ACT_ESCALATE] = { "escalate", "Escalate now", "escalate why",
	    "page the next of the escalation without waiting", OPEN, false },
	[ACT_APPROVE] = { "approve", "Approve the draft", "approve",
	    "publish the draft that waits for a second pair of eyes", LIVE,
	    false },
	[ACT_SENDBACK] = { "sendback", "Send the draft back",
	    "sendback what to change", "ask its author for another one",
	    LIVE, false },
	[ACT_REPUBLISH] = { "republish", "Send again", "republish",
	    "send the update to where it did not arrive", ANY, false },
	[ACT_NOTE] = { "note", "Add a note", "note what happened",
	    "add a line to the timeline", ANY, false },
	[ACT_REOPEN] = { "reopen", "Reopen", "reopen why",
	    "it is back: go on with the same incident",
	    RESOLVED | CLOSED, true },
	[ACT_CLOSE] = { "close", "Close", "close",
	    "nothing is left to do here", RESOLVED, true },
	[ACT_POSTMORTEM] = { "postmortem", "Postmortem", "postmortem",
	    "how the postmortem stands, and its parts to write",
	    RESOLVED | CLOSED, false },
	[ACT_ACTION] = { "action", "Add action item",
	    "action what to do @owner +7d preventative|mitigative",
	    "note what has to be done later, and by whom", ANY, false },
	[ACT_TIMELINE] = { "timeline", "Timeline", "timeline",
	    "what happened so far, with who and when", ANY, false },
	[ACT_EXPORT] = { "export", "Export", "export",
	    "write everything of it into the site's folder now", CLOSED,
	    false },
	[ACT_HOLD] = { "hold", "Legal hold", "hold why",
	    "its channel is not archived, and nothing of it is dropped",
	    RESOLVED | CLOSED, false },
	[ACT_RELEASE] = { "release", "End legal hold", "release why",
	    "it is kept for as long as any other again", ANY, false },
};

static const struct role_words roles[ROLE_COUNT] = {
	[ROLE_COMMANDER] = { "IC", "Incident commander",
	    "decides who does what and keeps the order; the fix is for "
	    "others",
	    { "You own the process, not the fix: who does what, and by when.",
	      "Keep the order: acknowledge, assess, communicate, mitigate; "
	      "the root cause comes last.",
	      "Ask for a status every few minutes, and hand over before you "
	      "are tired." },
	    ACT_COMMANDER },
	[ROLE_TECHNICAL] = { "Tech", "Technical lead",
	    "leads the investigation and the fix",
	    { "You own the investigation and the fix. Mitigate first: roll "
	      "back, switch off, redirect.",
	      "Say in the channel what you are about to try, and what came "
	      "of it.",
	      "Call in whom you need, and say when the service is stable." },
	    ACT_TECHNICAL },
	[ROLE_COMMS] = { "Comms", "Comms lead",
	    "writes the public updates, so that the others can work",
	    { "You write the public updates and keep the status page current; "
	      "nobody else does.",
	      "Keep to the times, even if nothing is new: then say so, and "
	      "when the next one comes.",
	      "Write what people notice and what they can do, never a "
	      "suspected cause." },
	    ACT_COMMS },
};

static const struct {
	int flag;
	const char *words;
} flag_words[] = {
	{ FLAG_DATA_LOSS, "data loss" },
	{ FLAG_SECURITY, "security breach" },
};

const struct act_words *act_words(enum act act)
{
	assert(act < ACT_COUNT);
	return &acts[act];
}

const struct role_words *role_words(int role)
{
	assert(role >= 0 && role < ROLE_COUNT);
	return &roles[role];
}

static bool role_is_empty(const struct incident *incident, int role)
{
	return !*incident->roles[role].user;
}

/* A severity that was given in doubt is lowered in one click (P1.2), until
 * somebody is on it and in command; from then on it is a deliberate act with
 * a reason, in the form. */
static bool may_lower(const struct incident *incident)
{
	return incident->severity < SEV3 &&
	    (incident->acknowledged_ms == 0 ||
	    role_is_empty(incident, ROLE_COMMANDER));
}

/* A SEV3 pages nobody, a drill neither. */
static bool may_page(const struct incident *incident)
{
	return incident->severity < SEV3 && !(incident->flags & FLAG_DRILL);
}

bool act_fits(const struct incident *incident, enum act act)
{
	if (!(act_words(act)->phases & (1u << incident->phase)))
		return false;
	if (act == ACT_ACK)
		return incident->acknowledged_ms == 0;
	if (act == ACT_PAGE)
		return may_page(incident);
	if (act == ACT_ESCALATE)
		return may_page(incident) && incident_next_rung(incident) >= 0;
	if (act == ACT_APPROVE || act == ACT_SENDBACK)
		return incident->draft_ms > 0;
	if (act == ACT_REPUBLISH)
		return incident->places_failed != 0;
	if (act == ACT_COMMANDER)
		return role_is_empty(incident, ROLE_COMMANDER);
	if (act == ACT_TECHNICAL)
		return role_is_empty(incident, ROLE_TECHNICAL);
	if (act == ACT_COMMS)
		return role_is_empty(incident, ROLE_COMMS);
	if (act == ACT_EVIDENCE)
		return incident->evidence_ms == 0;
	if (act == ACT_CAUSE)
		return step_state(incident, STEP_CAUSE) == STEP_OPEN;
	if (act == ACT_CLOSE)
		return postmortem_is_complete(incident);
	if (act == ACT_LOWER)
		return may_lower(incident);
	if (act == ACT_HOLD || act == ACT_RELEASE)
		return (incident->held_ms > 0) == (act == ACT_RELEASE);
	return true;
}

struct click incident_click(const struct incident *incident,
    const char *handler, const char *words)
{
	return (struct click){
		.handler = handler, .incident = incident->id, .words = words,
	};
}

static struct click act_click(struct arena *arena,
    const struct incident *incident, enum act act)
{
	struct click click = incident_click(incident, act_words(act)->handler,
	    "");

	if (act_words(act)->dated)
		click.epoch = incident->epoch;
	if (act == ACT_LOWER) {
		click.number = 1;
		click.words = arena_printf(arena, "%d",
		    incident->severity + 1);
	}
	return click;
}

static const char *act_label(struct arena *arena,
    const struct incident *incident, enum act act)
{
	if (act != ACT_LOWER)
		return act_words(act)->label;
	return arena_printf(arena, "Lower to %s",
	    severity_name(incident->severity + 1));
}

json_t *act_button(struct arena *arena, const struct incident *incident,
    enum act act, enum button_style style)
{
	struct click click = act_click(arena, incident, act);

	return button_new(arena, act_label(arena, incident, act), style,
	    &click);
}

void act_menu(struct arena *arena, json_t *overflow,
    const struct incident *incident, enum act act)
{
	struct click click = act_click(arena, incident, act);

	overflow_add(arena, overflow, act_label(arena, incident, act), &click);
}

static const char *headline_marks(const struct incident *incident)
{
	static const char *const marks[] = {
		"", "DRILL" DOT, "\xf0\x9f\x94\x92 ", "\xf0\x9f\x94\x92 DRILL" DOT,
	};

	return marks[!!(incident->flags & FLAG_DRILL) +
	    2 * !!(incident->flags & FLAG_PRIVATE)];
}

static const char *headline(struct arena *arena,
    const struct incident *incident, const char *title)
{
	return arena_printf(arena, "%s%s" DOT "%s", headline_marks(incident),
	    severity_name(incident->severity),
	    *title ? title : "(no title)");
}

/* A title of TITLE_CHARS, all of them "&", would take five times as much. */
#define TITLE_MRKDWN_CHARS 300

const char *headline_mrkdwn(struct arena *arena,
    const struct incident *incident)
{
	return headline(arena, incident,
	    mrkdwn_clip(arena, incident->title, TITLE_MRKDWN_CHARS));
}

const char *headline_plain(struct arena *arena,
    const struct incident *incident)
{
	return headline(arena, incident,
	    plain_clip(arena, incident->title, TITLE_CHARS));
}

const char *headline_listed(struct arena *arena,
    const struct incident *incident, bool hidden)
{
	if (hidden)
		return arena_printf(arena, "*\xf0\x9f\x94\x92 %s" DOT
		    "private incident INC-%s*",
		    severity_name(incident->severity), incident->id);
	return arena_printf(arena, "*%s*%s", headline_mrkdwn(arena, incident),
	    room_words(arena, incident));
}

#define NEAR_MS (12 * WHEN_HOUR_MS)

const char *incident_time(struct arena *arena, const struct incident *incident,
    int64_t ms)
{
	bool near = ms - incident->declared_ms < NEAR_MS;

	return mrkdwn_time(arena, ms,
	    near ? "{time}" : "{date_short_pretty} {time}");
}

bool first_update_is_due(const struct incident *incident)
{
	return incident->update_count == 0 &&
	    incident->update_stage >= UPDATE_STAGE_DUE;
}

const char *span_words(struct arena *arena, int64_t span_ms)
{
	char words[WHEN_TEXT_SIZE];

	when_format_duration(words, sizeof(words), span_ms);
	return arena_strdup(arena, words);
}

const char *holder_line(struct arena *arena, const struct incident *incident,
    int role)
{
	const char *user = incident->roles[role].user;

	return arena_printf(arena, "%s %s", role_words(role)->topic,
	    *user ? mrkdwn_user(arena, user) : DASH);
}

const char *flags_words(struct arena *arena, int flags)
{
	struct text words = text_new(arena, 64);
	size_t i;

	for (i = 0; i < ARRAY_LEN(flag_words); i++) {
		if (!(flags & flag_words[i].flag))
			continue;
		text_addf(&words, "%s%s", words.length ? DOT : "",
		    flag_words[i].words);
	}
	return words.data;
}

const char *room_words(struct arena *arena, const struct incident *incident)
{
	if (!*incident->room_id)
		return arena_printf(arena, " (INC-%s)", incident->id);
	return arena_printf(arena, " in %s",
	    mrkdwn_channel(arena, incident->room_id));
}

const char *command_words(struct arena *arena, const struct incident *incident,
    const struct policy *policy, enum reader reader)
{
	if (reader == IN_ROOM && *incident->room_id)
		return policy->command;
	return arena_printf(arena, "%s INC-%s", policy->command,
	    incident->id);
}
