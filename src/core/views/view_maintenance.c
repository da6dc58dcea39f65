/* SPDX-License-Identifier: MIT
 *
 * view_maintenance: see view_maintenance.h.
 */
#include "core/views/view_maintenance.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/views/mrkdwn.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define INSTANT "{date_short_pretty} {time}"
#define NAMES_BYTES 400
#define NAMES_MAX 6
#define QUOTE_CHARS 300		/* the list needs no more */

const char *maintenance_affects(struct arena *arena,
    const struct policy *policy, const char *affected)
{
	struct text text = text_new(arena, NAMES_BYTES);
	char id[ID_SIZE];
	int count = 0;
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&policy->board, id);

		if (at >= 0 && count++ < NAMES_MAX)
			text_addf(&text, "%s%s", count > 1 ? ", " : "",
			    mrkdwn_escape(arena,
			    policy->board.components[at].name));
	}
	if (count > NAMES_MAX)
		text_addf(&text, " and %d more", count - NAMES_MAX);
	return text.data;
}

static const char *times(struct arena *arena, const struct maintenance *one)
{
	return arena_printf(arena, "%s until %s",
	    mrkdwn_time(arena, one->from_ms, INSTANT),
	    mrkdwn_time(arena, one->until_ms, INSTANT));
}

/* Where it is not, and that it is on its way. */
static const char *places(struct arena *arena, const struct maintenance *one)
{
	if (one->places_failed)
		return arena_printf(arena, "\n:warning: Not on %s.",
		    place_names(arena, one->places_failed));
	if (one->places_waiting)
		return arena_printf(arena, "\nOn its way to %s.",
		    place_names(arena, one->places_waiting));
	return "";
}

static const char *words_of(struct arena *arena, const struct policy *policy,
    const struct maintenance *one)
{
	const char *affects = maintenance_affects(arena, policy,
	    one->affected);

	return arena_printf(arena, "*%d%s%s*%s%s\n%s%s%s\n%s%s", one->number,
	    DOT, mrkdwn_clip(arena, one->title, TITLE_CHARS), DOT,
	    one->state == MAINTENANCE_RUNNING ? "under way" : "planned",
	    times(arena, one), *affects ? DOT : "", affects,
	    mrkdwn_quote(arena, one->text, QUOTE_CHARS), places(arena, one));
}

static void add_button(struct arena *arena, json_t *row,
    const struct maintenance *one, const char *handler, const char *label)
{
	struct click click = { .handler = handler, .incident = "",
		.number = one->number };

	click.words = arena_printf(arena, "%d", one->number);
	json_add(row, button_new(arena, label, BUTTON_PLAIN, &click));
}

static json_t *buttons(struct arena *arena, const struct maintenance *one)
{
	json_t *row = json_array();

	if (one->state == MAINTENANCE_RUNNING)
		add_button(arena, row, one, "maintenance_finish", "It is over");
	else
		add_button(arena, row, one, "maintenance_start", "Begin now");
	add_button(arena, row, one, "maintenance_tell", "Tell more");
	add_button(arena, row, one, "maintenance_move", "Move");
	add_button(arena, row, one, "maintenance_cancel", "Cancel");
	if (one->places_failed)
		add_button(arena, row, one, "maintenance_resend",
		    "Send again");
	return block_actions(row);
}

json_t *view_maintenances(struct arena *arena, const struct policy *policy,
    const struct site *site, const char **fallback)
{
	static const struct click plan = { .handler = "maintenance_plan",
		.incident = "", .words = "" };
	json_t *blocks = json_array();
	int count = maintenance_open_count(site);

	*fallback = count == 0 ? "No maintenance is planned." :
	    arena_printf(arena, "%d maintenance%s planned or under way.",
	    count, count == 1 ? " is" : "s are");
	json_add(blocks, block_section(*fallback));
	for (int i = 0; i < MAINTENANCES_MAX; i++) {
		const struct maintenance *one = &site->maintenances[i];

		if (!*one->title || maintenance_is_over(one))
			continue;
		json_add(blocks, block_section(words_of(arena, policy, one)));
		json_add(blocks, buttons(arena, one));
	}
	json_add(blocks, block_actions(json_pack("[o]", button_new(arena,
	    "Plan maintenance", BUTTON_PLAIN, &plan))));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "maintenance plan sat 22:00-23:30 checkout,api What is done; what "
	    "people notice`. Times are those of %s.", policy->command,
	    policy->zone_name)));
	return blocks;
}

/* --- forms ------------------------------------------------------------------ */

static json_t *when_input(const char *initial)
{
	return input_new("when", "From when to when?", "Such as sat "
	    "22:00-23:30, 2026-12-24 18:00-22:00, until 22:00 or 2h.",
	    element_text(initial, 60, false));
}

static json_t *text_input(struct arena *arena, const char *initial)
{
	return input_new("text", "What people notice",
	    "Everybody outside reads this, word for word.", element_text(
	    plain_lines(arena, initial, MAINTENANCE_CHARS),
	    MAINTENANCE_CHARS, true));
}

static void add_leaks(struct arena *arena, json_t *blocks, const char *leaks)
{
	if (*leaks)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Is this meant for outside?* %s. The button below sends "
		    "it as it stands.", leaks)));
}

/* Every place that it goes to, and the one that does not take it. */
static const char *goes_to(struct arena *arena, const struct policy *policy)
{
	int goes = (policy->places & PLACES_PLANNED) |
	    (*policy->broadcast_channel ? PLACE_COMPANY : 0) |
	    (policy_has_board(policy) ? PLACE_BOARD : 0);
	const char *not = policy->places & PLACE_INSTATUS ? " Instatus takes "
	    "no maintenance from here: enter it there." : "";

	if (goes == 0)
		return arena_printf(arena, "No place outside is set up.%s",
		    not);
	return arena_printf(arena, "It goes out word for word to %s.%s",
	    place_names(arena, goes), not);
}

json_t *view_plan_form(struct arena *arena, const struct policy *policy,
    const struct maintenance_draft *draft)
{
	struct click click = { .handler = "maintenance_plan",
		.incident = "", .words = draft->seen };
	json_t *blocks = json_array();

	json_add(blocks, block_section(goes_to(arena, policy)));
	add_leaks(arena, blocks, draft->leaks);
	json_add(blocks, input_new("title", "Public title", "Such as "
	    "\"Database upgrade\".", element_text(plain_clip(arena,
	    draft->title, TITLE_CHARS), TITLE_CHARS, false)));
	json_add(blocks, when_input(plain_clip(arena, draft->when, 60)));
	if (policy->board.component_count > 0)
		json_add(blocks, view_components_input(arena, &policy->board,
		    draft->affected));
	json_add(blocks, text_input(arena, draft->text));
	return modal_new(arena, "Plan maintenance", "Publish", &click,
	    blocks);
}

static json_t *heading(struct arena *arena, const struct maintenance *one)
{
	return block_context(arena_printf(arena, "%d%s%s%s%s", one->number,
	    DOT, mrkdwn_clip(arena, one->title, TITLE_CHARS), DOT,
	    times(arena, one)));
}

static json_t *small_form(struct arena *arena,
    const struct maintenance *one, const char *handler, const char *words,
    json_t *blocks)
{
	struct click click = { .handler = handler, .incident = "" };

	click.words = arena_printf(arena, "%d%s%s", one->number,
	    *words ? " " : "", words);
	return modal_new(arena, "Maintenance", "Publish", &click, blocks);
}

json_t *view_maintenance_text_form(struct arena *arena,
    const struct maintenance *one, const char *text, const char *leaks,
    const char *seen)
{
	json_t *blocks = json_array();

	json_add(blocks, heading(arena, one));
	add_leaks(arena, blocks, leaks);
	json_add(blocks, text_input(arena, *text ? text : one->text));
	return small_form(arena, one, "maintenance_tell", seen, blocks);
}

json_t *view_maintenance_move_form(struct arena *arena,
    const struct maintenance *one)
{
	json_t *blocks = json_array();

	json_add(blocks, heading(arena, one));
	json_add(blocks, when_input(""));
	return small_form(arena, one, "maintenance_move", "", blocks);
}

json_t *view_maintenance_cancel_form(struct arena *arena,
    const struct maintenance *one)
{
	json_t *blocks = json_array();

	json_add(blocks, heading(arena, one));
	json_add(blocks, input_new("text", "Why?",
	    "Everybody outside reads this, word for word.", element_text("",
	    MAINTENANCE_CHARS, true)));
	return small_form(arena, one, "maintenance_cancel", "", blocks);
}

/* --- said ------------------------------------------------------------------- */

static const char *headline(int kind)
{
	if (kind == EVENT_MAINTENANCE_STARTED)
		return "Maintenance has begun";
	if (kind == EVENT_MAINTENANCE_FINISHED)
		return "Maintenance is over";
	if (kind == EVENT_MAINTENANCE_CANCELLED)
		return "Maintenance is cancelled";
	return "Planned maintenance";
}

const char *maintenance_lead(struct arena *arena,
    const struct effect *effect, const struct site *site,
    const struct policy *policy)
{
	const struct event *event = &effect->event;
	const struct maintenance *one = site ?
	    maintenance_find(site, event->number) : NULL;
	const char *affects;

	if (!one)
		return arena_printf(arena, "*%s*", headline(event->kind));
	affects = maintenance_affects(arena, policy, one->affected);
	return arena_printf(arena, "*%s: %s*\n%s%s%s",
	    headline(event->kind), mrkdwn_clip(arena, one->title,
	    TITLE_CHARS), times(arena, one), *affects ? DOT : "", affects);
}
