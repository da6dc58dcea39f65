/* SPDX-License-Identifier: MIT
 *
 * letter: see letter.h.
 */
#include "core/board/letter.h"
#include "base/arena.h"
#include "base/when.h"
#include "core/board/board.h"
#include "core/calendar/zone.h"

#define END_BYTES 2048		/* kept for what stands below */
#define AFFECTED_BYTES 1000

void letter_init(struct letter *letter, struct arena *arena,
    const struct policy *policy, const struct mailbox *box)
{
	memset(letter, 0, sizeof(*letter));
	letter->arena = arena;
	letter->policy = policy;
	letter->box = box;
	letter->address = "";
	letter->title = letter->state = letter->subject = "";
	letter->text = text_new(arena, LETTER_BYTES + END_BYTES);
}

/* One line: what is no blank but acts like one becomes one. */
static const char *one_line(struct arena *arena, const char *raw)
{
	char *line = arena_strdup(arena, raw);

	for (char *c = line; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	}
	return line;
}

static const char *instant(const struct letter *letter, int64_t ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	struct civil c = zone_to_civil(letter->policy->zone, ms);

	return arena_printf(letter->arena, "%s %04d-%02d-%02d %02d:%02d",
	    days[c.weekday], c.year, c.month, c.day, c.hour, c.minute);
}

/* "Checkout (Partial outage)", one after the other. */
static const char *affected_words(const struct letter *letter,
    const char *affected)
{
	struct text text = text_new(letter->arena, AFFECTED_BYTES);
	const struct board_policy *board = &letter->policy->board;
	char id[ID_SIZE];
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(board, id);

		if (at >= 0)
			text_addf(&text, "%s%s (%s)", text.length > 0 ? ", " :
			    "", one_line(letter->arena,
			    board->components[at].name),
			    component_state_name(state));
	}
	return text.data;
}

static void set_heading(struct letter *letter, const char *title,
    const char *more)
{
	letter->title = one_line(letter->arena, title);
	letter->heading = arena_printf(letter->arena, "%s\n%s\n",
	    letter->title, more);
}

/* Its page for good, if incbot writes one. */
static const char *address_of(const struct letter *letter, const char *id)
{
	const char *url = letter->policy->status_page_url;
	char key[BOARD_KEY_SIZE];

	if (!*url || !policy_has_board(letter->policy))
		return *url ? arena_printf(letter->arena, "%s\n", url) : "";
	board_key(id, key);
	return arena_printf(letter->arena, "%s%sincidents/%s.html\n", url,
	    url[strlen(url) - 1] == '/' ? "" : "/", key);
}

void letter_about_incident(struct letter *letter,
    const struct incident *incident)
{
	const char *title = *incident->public_title ? incident->public_title :
	    board_title(letter->arena, letter->policy, incident->affected);

	set_heading(letter, title, address_of(letter, incident->id));
}

void letter_unname(struct incident *incident)
{
	incident->public_title[0] = '\0';
	incident->affected[0] = '\0';
}

void letter_name(struct incident *incident, const struct event *event)
{
	if (event->kind == EVENT_PUBLIC_TITLE_SET)
		(void)text_copy(incident->public_title, TITLE_SIZE,
		    event->text);
	else if (event->kind == EVENT_UPDATE_PUBLISHED)
		(void)text_copy(incident->affected,
		    sizeof(incident->affected), event->list);
}

void letter_about_maintenance(struct letter *letter,
    const struct maintenance *maintenance, const struct mail_news *news)
{
	bool then = news->from_ms > 0;
	char id[ID_SIZE];

	if (!maintenance) {
		set_heading(letter, "Planned maintenance", "");
		return;
	}
	board_planned_id(maintenance->number, id);
	set_heading(letter, maintenance->title, arena_printf(letter->arena,
	    "Planned maintenance, %s until %s (%s)\n%s",
	    instant(letter, then ? news->from_ms : maintenance->from_ms),
	    instant(letter, then ? news->until_ms : maintenance->until_ms),
	    letter->policy->zone_name, address_of(letter, id)));
}

static const char *state_of(const struct event *event)
{
	switch (event->kind) {
	case EVENT_MAINTENANCE_STARTED:
		return "Under way";
	case EVENT_MAINTENANCE_FINISHED:
		return "Completed";
	case EVENT_MAINTENANCE_CANCELLED:
		return "Cancelled";
	case EVENT_MAINTENANCE_TOLD:
		return "Planned";
	default:
		return public_status_name(event->number);
	}
}

static void add_indented(struct text *text, const char *words)
{
	bool begins = true;

	for (; *words; words++) {
		unsigned char c = (unsigned char)*words;

		if (begins && c != '\n')
			text_add(text, "  ");
		begins = c == '\n';
		if (begins || (c >= ' ' && c != 0x7f))
			text_add_char(text, *words);
	}
	text_add_char(text, '\n');
}

/* All of it, or nothing: half an update says something else. */
static void add(struct letter *letter, const struct event *event)
{
	struct text before = letter->text;
	const char *affected = event->kind == EVENT_UPDATE_PUBLISHED &&
	    *event->list ? affected_words(letter, event->list) : "";

	if (letter->heading)
		text_addf(&letter->text, "%s%s", letter->updates > 0 ? "\n" :
		    "", letter->heading);
	text_addf(&letter->text, "\n%s, %s (%s)%s%s\n", state_of(event),
	    instant(letter, event->at_ms), letter->policy->zone_name,
	    *affected ? ". Affected: " : "", affected);
	add_indented(&letter->text, event->text);
	if (letter->text.length > LETTER_BYTES) {
		letter->text = before;
		letter->text.data[before.length] = '\0';
		letter->left_out++;
		return;
	}
	letter->subjects += letter->heading != NULL;
	letter->heading = NULL;
	letter->updates++;
	letter->state = state_of(event);
}

void letter_take(struct letter *letter, const struct event *event)
{
	if (event->kind == EVENT_UPDATE_PUBLISHED ||
	    (maintenance_is_news(event->kind) &&
	    event->kind != EVENT_MAINTENANCE_PLANNED))
		add(letter, event);
}

static const char *whose(const struct letter *letter)
{
	return *letter->policy->board.name ? one_line(letter->arena,
	    letter->policy->board.name) : "Status";
}

static const char *subject_of(const struct letter *letter)
{
	if (letter->first)
		return "Public updates come to you from now on";
	if (letter->subjects == 1)
		return arena_printf(letter->arena, "%s: %s", letter->title,
		    letter->state);
	return arena_printf(letter->arena, "%d updates of %d incidents",
	    letter->updates, letter->subjects);
}

void letter_end(struct letter *letter)
{
	int missing = letter->left_out + letter->box->left_out_asked;
	const char *url = letter->policy->status_page_url;
	const char *command = letter->policy->command;

	letter->subject = arena_printf(letter->arena, "[%s] %s",
	    whose(letter), subject_of(letter));
	if (letter->first)
		text_addf(&letter->text, "Public updates come to this address "
		    "from now on, %s, with everything new.\n",
		    mail_rhythm_words(letter->box->rhythm));
	if (missing > 0)
		text_addf(&letter->text, "\nAnd %d more, for which there was "
		    "no room here%s%s\n", missing, *url ? ": " : ".", url);
	text_addf(&letter->text, "\n--\nYou get this, %s, since you "
	    "subscribed in Slack.\n%s subscribe shows to what, %s unsubscribe "
	    "ends it.\n", mail_rhythm_words(letter->box->rhythm), command,
	    command);
	assert(!letter->text.truncated);
}
