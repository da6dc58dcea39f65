/* SPDX-License-Identifier: MIT
 *
 * view_home: the Home tab: is anything on fire, is it mine, and a button to
 * declare. Drawn when somebody opens it.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view_words.h"

#define HOME_UPDATE_CHARS 500

/* A private incident is nobody's business who takes no part in it. */
static bool is_hidden(const struct incident *incident, const char *user)
{
	return (incident->flags & FLAG_PRIVATE) &&
	    !incident_involves(incident, user);
}

static const char *home_owners(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "%s" DOT "%s" DOT "%s%s",
	    holder_line(arena, incident, ROLE_COMMANDER),
	    holder_line(arena, incident, ROLE_TECHNICAL),
	    holder_line(arena, incident, ROLE_COMMS),
	    incident->acknowledged_ms ? "" : DOT "*not acknowledged*");
}

static const char *home_due(struct arena *arena,
    const struct incident *incident, int64_t now_ms)
{
	if (incident->update_every_ms == 0)
		return "";
	if (incident->update_count == 0)
		return arena_printf(arena, "\nNo public update yet: the first "
		    "one %s %s.", first_update_is_due(incident) ?
		    "has been due since" : "is due",
		    incident_time(arena, incident, incident->update_due_ms));
	return arena_printf(arena, "\nNext public update %s %s.",
	    now_ms > incident->update_due_ms ? "*overdue* since" : "due",
	    incident_time(arena, incident, incident->update_due_ms));
}

/* What was published is everybody's to read, unless it is private. */
static const char *home_update(struct arena *arena,
    const struct incident *incident, const char *user)
{
	if (incident->update_count == 0 || is_hidden(incident, user))
		return "";
	return arena_printf(arena, "\n%s", mrkdwn_quote(arena,
	    incident->update_text, HOME_UPDATE_CHARS));
}

struct home {
	const struct incident *open;
	int count;
	const char *user;
	int64_t now_ms;
};

/* `place` tells the buttons of one tab apart. */
static void add_incident(struct arena *arena, json_t *blocks,
    const struct home *home, int place)
{
	const struct incident *incident = &home->open[place];
	bool stable = incident->phase == PHASE_MITIGATED;
	bool hidden = is_hidden(incident, home->user);
	struct click again = incident_click(incident, "republish", "");
	const char *line = arena_printf(arena,
	    "%s\n%s since %s, open for %s\n%s%s%s%s",
	    headline_listed(arena, incident, hidden),
	    phase_name(incident->phase),
	    mrkdwn_time(arena, stable ? incident->mitigated_ms :
	    incident->declared_ms, "{date_short_pretty} {time}"),
	    span_words(arena, home->now_ms - incident->declared_ms),
	    home_owners(arena, incident),
	    home_due(arena, incident, home->now_ms),
	    hidden ? "" : unreached_words(arena, incident),
	    home_update(arena, incident, home->user));

	again.number = place;
	json_add(blocks, !hidden && act_fits(incident, ACT_REPUBLISH) ?
	    block_section_with(line, button_new(arena,
	    act_words(ACT_REPUBLISH)->label, BUTTON_PLAIN, &again)) :
	    block_section(line));
}

/* The incidents in which the person takes part, or the others. */
static void add_group(struct arena *arena, json_t *blocks,
    const struct home *home, bool mine, const char *heading)
{
	bool any = false;
	int i;

	for (i = 0; i < home->count; i++) {
		if (incident_involves(&home->open[i], home->user) != mine)
			continue;
		if (!any)
			json_add(blocks, block_header(heading));
		any = true;
		add_incident(arena, blocks, home, i);
	}
}

static void add_summary(struct arena *arena, json_t *blocks,
    const struct home *home, int total, const struct policy *policy)
{
	struct click declare = { .handler = "declare", .incident = "",
		.words = "" };
	struct click gaps = { .handler = "checklist", .incident = "",
		.words = "" };
	struct click notices = { .handler = "notices", .incident = "",
		.words = "" };
	json_t *buttons = json_pack("[o, o, o]",
	    button_new(arena, "Declare an incident", BUTTON_PRIMARY, &declare),
	    button_new(arena, "Pre-launch checklist", BUTTON_PLAIN, &gaps),
	    button_new(arena, "When SEV3s may disturb me", BUTTON_PLAIN,
	    &notices));

	if (total == 0)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Nothing is on fire.*\nNo incident is open. If something "
		    "breaks, declare it here or type `%s sev1 what is "
		    "broken`; in doubt, rather once too often.",
		    policy->command)));
	else if (total > home->count)
		json_add(blocks, block_section(arena_printf(arena,
		    "*%d incidents are open.* The %d most urgent are shown.",
		    total, home->count)));
	else
		json_add(blocks, block_section(arena_printf(arena,
		    total == 1 ? "*%d incident is open.*" :
		    "*%d incidents are open.*", total)));
	json_add(blocks, block_actions(buttons));
}

static const char *home_footer(struct arena *arena, const struct home *home,
    const struct policy *policy)
{
	const char *as_of = arena_printf(arena, "As of %s.",
	    mrkdwn_time(arena, home->now_ms, "{date_short_pretty} {time}"));

	if (home->count == 0)
		return as_of;
	return arena_printf(arena, "%s Each can be reached from anywhere by "
	    "its number: `%s status`.", as_of, command_words(arena,
	    &home->open[0], policy, ELSEWHERE));
}

json_t *view_home(struct arena *arena, const struct incident *open,
    int count, int total, const char *user, int64_t now_ms,
    const struct policy *policy)
{
	struct home home = { open, count, user, now_ms };
	json_t *blocks = json_array();

	add_summary(arena, blocks, &home, total, policy);
	add_group(arena, blocks, &home, true, "Yours");
	add_group(arena, blocks, &home, false, "Others");
	json_add(blocks, block_context(home_footer(arena, &home, policy)));
	return json_pack("{s:s, s:o}", "type", "home", "blocks", blocks);
}
