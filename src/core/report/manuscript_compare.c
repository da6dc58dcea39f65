/* SPDX-License-Identifier: MIT
 *
 * manuscript_compare: what a manuscript would change; see manuscript.h. What it
 * does not say stays as it is, and so does what is only spelled otherwise.
 */
#include "core/report/manuscript.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/blame.h"
#include "core/calendar/due_day.h"
#include "core/steps.h"
#include "core/views/mrkdwn.h"

struct comparing {
	struct arena *arena;
	const struct report *report;
	const struct people *people;
	int64_t now_ms;
	struct manuscript_changes *out;
};

static void complain(struct comparing *c, int line, const char *says)
{
	problem_add(&c->out->problems, line, says);
}

static struct manuscript_change *add(struct comparing *c, int kind, int number)
{
	struct manuscript_change *change;

	assert(c->out->count < CHANGES_MAX);
	change = &c->out->list[c->out->count++];
	*change = (struct manuscript_change){ .kind = kind,
		.number = number, .before = "", .after = "" };
	return change;
}

/* --- sections ------------------------------------------------------------ */

/* As it would come back from an export: without what nobody sees. */
static const char *as_read(struct arena *arena, const char *raw)
{
	struct text out = text_new(arena, strlen(raw) * 3 + 2);
	int blank = 0;

	while (*raw) {
		size_t length = strcspn(raw, "\n");
		const char *line = plain_clean(arena, arena_strndup(arena,
		    raw, length));

		raw += length + (raw[length] == '\n');
		if (!*line && (blank > 0 || out.length == 0))
			continue;
		blank = *line ? 0 : blank + 1;
		text_addf(&out, "%s%s", out.length > 0 ? "\n" : "", line);
	}
	return text_trim(out.data);
}

static bool is_locked(const struct comparing *c, int section)
{
	return section <= SECTION_WHY5 && step_state(c->report->incident,
	    STEP_CAUSE) == STEP_LOCKED;
}

static void compare_section(struct comparing *c,
    const struct manuscript *manuscript, int section)
{
	const char *after = manuscript->sections[section];
	const char *before = section_text(c->report->events, c->report->count,
	    section);
	struct manuscript_change *change;

	if (!after || strcmp(as_read(c->arena, report_words(c->arena,
	    c->report, before)), after) == 0)
		return;
	if (is_locked(c, section)) {
		complain(c, manuscript->section_lines[section], "the root "
		    "cause of a SEV1 waits until somebody marks the service "
		    "stable");
		return;
	}
	change = add(c, EVENT_POSTMORTEM_WRITTEN, section);
	change->before = before;
	change->after = after;
	if (section <= SECTION_WHY5)
		change->named = blame_find(c->arena, c->people, after);
}

/* --- action items -------------------------------------------------------- */

static const char *cell_of(const struct manuscript_item *item, int cell)
{
	return item->cells[cell] ? item->cells[cell] : "";
}

/* Whoever is in the record by that name. */
static const char *user_called(const struct comparing *c, const char *name)
{
	const struct report *report = c->report;

	name += *name == '@';
	for (int i = 0; i < report->count; i++) {
		const char *users[] = { report->events[i].actor,
			report->events[i].user };

		for (size_t u = 0; u < ARRAY_LEN(users); u++) {
			if (*users[u] && (strcmp(users[u], name) == 0 ||
			    text_equal_fold(report_name(report, users[u]),
			    name)))
				return users[u];
		}
	}
	return "";
}

static bool read_owner(struct comparing *c, const struct manuscript_item *item,
    struct action *action)
{
	const char *name = cell_of(item, CELL_OWNER);
	const char *now = *action->owner ? plain_clean(c->arena,
	    report_person(c->arena, c->report, action->owner)) : "";
	const char *user;

	if (!*name || strcmp(name, now) == 0)
		return true;
	user = user_called(c, name);
	if (!*user) {
		complain(c, item->line, arena_printf(c->arena, "nobody in "
		    "this incident is called \"%s\"; give it to them here",
		    plain_clip(c->arena, name, 80)));
		return false;
	}
	(void)text_copy(action->owner, sizeof(action->owner), user);
	return true;
}

static bool read_due(struct comparing *c, const struct manuscript_item *item,
    struct action *action)
{
	const char *day = cell_of(item, CELL_DUE);
	int64_t due_ms;

	if (!*day || (action->due_ms && strncmp(report_time(c->arena,
	    c->report, action->due_ms), day, strlen("2026-07-01")) == 0))
		return true;
	due_ms = day_due_ms(c->report->zone, day, c->now_ms);
	if (due_ms == 0) {
		complain(c, item->line, arena_printf(c->arena, "\"%s\" is no "
		    "day to come, such as 2026-07-01",
		    plain_clip(c->arena, day, 40)));
		return false;
	}
	action->due_ms = due_ms;
	return true;
}

static bool read_what(struct comparing *c, const struct manuscript_item *item,
    struct action *action)
{
	const char *what = cell_of(item, CELL_WHAT);

	if (*action->text && (!*what || strcmp(plain_clean(c->arena,
	    action->text), what) == 0))
		return true;
	if (!*what || utf8_length(what) > ACTION_CHARS) {
		complain(c, item->line, "an action item may have 1 to 200 "
		    "characters");
		return false;
	}
	(void)text_copy(action->text, sizeof(action->text), what);
	return true;
}

static bool read_terms(struct comparing *c, const struct manuscript_item *item,
    struct action *action)
{
	const char *gap = cell_of(item, CELL_GAP);
	const char *category = cell_of(item, CELL_FOR);

	if (*category && !action_category_parse(category,
	    &action->category)) {
		complain(c, item->line, "an item is preventative or "
		    "mitigative");
		return false;
	}
	if (!*gap || strcmp(severity_name(action_severity(
	    c->report->incident, action)), gap) == 0)
		return true;
	action->severity = action_severity_parse(arena_printf(c->arena,
	    "gap:%s", gap));
	if (action->severity == 0)
		complain(c, item->line, "a gap is SEV1, SEV2 or SEV3");
	return action->severity != 0;
}

/* The kind of event that brings the item into the state; 0 = it is there. */
static int kind_of(struct comparing *c, const struct manuscript_item *item,
    const struct action *before, bool changed)
{
	static const struct { const char *word; int kind; } states[] = {
		[ACTION_OPEN] = { "open", EVENT_ACTION_SET },
		[ACTION_DONE] = { "done", EVENT_ACTION_DONE },
		[ACTION_DROPPED] = { "dropped", EVENT_ACTION_DROPPED },
	};
	const char *word = cell_of(item, CELL_STATE);
	int now = before ? before->state : ACTION_OPEN;

	for (int i = 0; i < (int)ARRAY_LEN(states); i++) {
		if (!text_equal_fold(states[i].word, word))
			continue;
		if (i == now || (!before && i != ACTION_OPEN))
			break;
		if (changed && i != ACTION_OPEN)
			complain(c, item->line, arena_printf(c->arena, "the "
			    "item becomes %s; what else is new in it is left "
			    "out", word));
		return states[i].kind;
	}
	if (changed && now != ACTION_OPEN) {
		complain(c, item->line, "this item is done; open it again to "
		    "change it");
		return 0;
	}
	return changed ? EVENT_ACTION_SET : 0;
}

/* A row without a number that has been taken over before is no second item. */
static int number_of(const struct comparing *c, const char *what)
{
	const struct incident *incident = c->report->incident;

	for (int i = 0; *what && i < action_count(incident); i++) {
		if (strcmp(plain_clean(c->arena, incident->actions[i].text),
		    what) == 0)
			return i + 1;
	}
	return 0;
}

/* The item that a row is about: NULL and *number = 0 if it is about none. */
static const struct action *find(struct comparing *c,
    const struct manuscript_item *item, int *added, int *number)
{
	const char *word = cell_of(item, CELL_NUMBER);
	int count = action_count(c->report->incident);
	int64_t said = 0;

	*number = 0;
	if (*word && !text_parse_int(word, 1, count, &said)) {
		complain(c, item->line, arena_printf(c->arena, "there is no "
		    "action item \"%s\"; a new one has no number",
		    plain_clip(c->arena, word, 20)));
		return NULL;
	}
	if (!*word)
		said = number_of(c, cell_of(item, CELL_WHAT));
	if (said > 0) {
		*number = (int)said;
		return action_by_number(c->report->incident, *number);
	}
	if (count + *added == ACTIONS_MAX) {
		complain(c, item->line, "there are as many action items as "
		    "there can be");
		return NULL;
	}
	*number = count + ++*added;
	return NULL;
}

static bool same_item(const struct action *a, const struct action *b)
{
	return strcmp(a->text, b->text) == 0 &&
	    strcmp(a->owner, b->owner) == 0 && a->due_ms == b->due_ms &&
	    a->category == b->category && a->severity == b->severity;
}

static void compare_item(struct comparing *c,
    const struct manuscript_item *item, int *added)
{
	int number;
	const struct action *before = find(c, item, added, &number);
	struct action after = { .text = "" };
	struct manuscript_change *change;
	int kind;

	if (number == 0)
		return;
	if (before)
		after = *before;
	if (!read_what(c, item, &after) || !read_owner(c, item, &after) ||
	    !read_due(c, item, &after) || !read_terms(c, item, &after)) {
		*added -= before ? 0 : 1;
		return;
	}
	kind = kind_of(c, item, before, !before || !same_item(before,
	    &after));
	if (kind == 0)
		return;
	change = add(c, kind, number);
	change->item = after;
	change->after = change->item.text;
}

static bool is_said_twice(const struct comparing *c, int from)
{
	const struct manuscript_change *last =
	    &c->out->list[c->out->count - 1];

	for (int i = from; i < c->out->count - 1; i++) {
		if (c->out->list[i].number == last->number)
			return true;
	}
	return false;
}

void manuscript_compare(struct arena *arena,
    const struct manuscript *manuscript, const struct report *report,
    const struct people *people, int64_t now_ms,
    struct manuscript_changes *out)
{
	struct comparing c = { arena, report, people, now_ms, out };
	int added = 0;
	int first;

	memset(out, 0, sizeof(*out));
	out->problems = manuscript->problems;
	for (int i = 0; i < SECTION_COUNT; i++)
		compare_section(&c, manuscript, i);
	first = out->count;
	for (int i = 0; i < manuscript->item_count; i++) {
		int before = out->count;

		compare_item(&c, &manuscript->items[i], &added);
		if (out->count > before && is_said_twice(&c, first)) {
			out->count--;
			complain(&c, manuscript->items[i].line, "this item is "
			    "there twice; the first one counts");
		}
	}
}
