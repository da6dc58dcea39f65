/* SPDX-License-Identifier: MIT
 *
 * publish: see publish.h.
 */
#include "handlers/publish.h"
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/approval.h"
#include "core/board/board.h"
#include "core/board/leaks.h"
#include "core/views/view.h"

#define LISTED_MAX 12

int publication_status(const struct incident *incident)
{
	if (incident->phase == PHASE_MITIGATED)
		return PUBLIC_MONITORING;
	if (incident->public_status == PUBLIC_NONE ||
	    incident->public_status == PUBLIC_RESOLVED)
		return PUBLIC_INVESTIGATING;
	return incident->public_status;
}

void publication_affected(const struct turn *turn,
    char affected[AFFECTED_SIZE])
{
	const struct incident *incident = turn->incident;

	if (incident->update_count > 0)
		(void)text_copy(affected, AFFECTED_SIZE, incident->affected);
	else
		board_default_affected(turn->policy, incident->service,
		    incident->severity, affected);
}

static const char *component_list(const struct turn *turn)
{
	const struct board_policy *board = &turn->policy->board;
	struct text text = text_new(turn->arena, 1000);

	for (int i = 0; i < board->component_count && i < LISTED_MAX; i++)
		text_addf(&text, "%s`%s`", i > 0 ? ", " : "",
		    board->components[i].id);
	if (board->component_count > LISTED_MAX)
		text_addf(&text, " and %d more",
		    board->component_count - LISTED_MAX);
	return text.data;
}

static enum outcome refuse_component(struct turn *turn, const char *word)
{
	turn->out->error_field = "components";
	if (turn->policy->board.component_count == 0)
		return decision_refuse(turn->out, "There are no components "
		    "to name; %s is not one.",
		    mrkdwn_code(turn->arena, word));
	return decision_refuse(turn->out, "There is no component %s. There "
	    "are: %s.", mrkdwn_code(turn->arena, word),
	    component_list(turn));
}

static enum outcome refuse_state(struct turn *turn, const char *word)
{
	turn->out->error_field = "components";
	return decision_refuse(turn->out, "%s is no state of a component. "
	    "There are `up`, `degraded`, `partial` and `major`, as in "
	    "`checkout=partial`.", mrkdwn_code(turn->arena, word));
}

/* "checkout=partial", or "checkout" with the state chosen beside it. */
static bool read_component(struct turn *turn, char *piece, int state,
    char affected[AFFECTED_SIZE], enum outcome *outcome)
{
	char *sign = strchr(piece, '=');
	int index;

	if (sign)
		*sign++ = '\0';
	index = component_find(&turn->policy->board, piece);
	if (index < 0) {
		*outcome = refuse_component(turn, piece);
		return false;
	}
	if (sign && !component_state_parse(sign, &state)) {
		*outcome = refuse_state(turn, sign);
		return false;
	}
	/* The form offers each in every state: the worst one counts. */
	if (turn->request->kind == REQUEST_FORM && affected_state(affected,
	    turn->policy->board.components[index].id) > state)
		return true;
	if (affected_set(affected, turn->policy->board.components[index].id,
	    state))
		return true;
	/* It has room for all there are; of a config before this one there may
	 * be others in it. */
	*outcome = decision_refuse(turn->out, "Too many components are "
	    "affected. Take one back first, as in `%s update checkout=up ...`.",
	    turn->policy->command);
	return false;
}

json_t *publication_form(struct turn *turn,
    const struct publication *publication, const char *leaks,
    const char *seen)
{
	struct update_draft draft = { publication->status,
		publication->affected, publication->title, publication->text,
		leaks, seen };

	return view_update_form(turn->arena, turn->incident, turn->policy,
	    &draft);
}

/* A draft that is published by its button is of our own making. */
bool publication_points_out(struct turn *turn,
    const struct publication *publication, const char *seen)
{
	const char *leaks = leaks_words(turn->arena, turn->policy,
	    arena_printf(turn->arena, "%s\n%s", publication->text,
	    publication->title));
	const char *these = arena_printf(turn->arena, "%016llx",
	    (unsigned long long)hash_string(leaks));

	if (!*leaks || turn->request->kind == REQUEST_CLICK ||
	    !turn_publishes(turn) || strcmp(seen, these) == 0)
		return false;
	if (turn->request->kind != REQUEST_FORM &&
	    !*turn->request->trigger_id)
		return false;
	(void)decision_open_form(turn->out, publication_form(turn,
	    publication, leaks, these));
	return true;
}

/* A form says everything; a typed line changes only what it names. */
static bool read_components(struct turn *turn, struct publication *out,
    enum outcome *outcome)
{
	const char *list = turn_text(turn, "components");
	int state = turn_number(turn, "state");
	char *rest;

	publication_affected(turn, out->affected);
	if (turn->request->kind == REQUEST_FORM &&
	    turn->policy->board.component_count > 0)
		out->affected[0] = '\0';
	if (!*turn_text(turn, "state"))
		state = turn->incident->severity == SEV1 ? COMPONENT_MAJOR :
		    turn->incident->severity == SEV2 ? COMPONENT_PARTIAL :
		    COMPONENT_DEGRADED;
	rest = arena_strdup(turn->arena, list);
	while (*rest) {
		char *piece = rest;
		size_t length = strcspn(rest, ",");

		rest += length + (rest[length] == ',');
		piece[length] = '\0';
		if (*piece && !read_component(turn, piece, state,
		    out->affected, outcome))
			return false;
	}
	return true;
}

bool publication_read(struct turn *turn, struct publication *out,
    enum outcome *outcome)
{
	out->status = *turn_text(turn, "status") ?
	    turn_number(turn, "status") : publication_status(turn->incident);
	out->text = turn_text(turn, "text");
	out->title = turn_text(turn, "title");
	return read_components(turn, out, outcome);
}

/* Whoever reads of it outside needs a name for it; the title inside is not
 * for them (P3.5). */
static void make_title(struct turn *turn,
    const struct publication *publication)
{
	struct event event = turn_event(turn, EVENT_PUBLIC_TITLE_SET);
	const char *title = publication->title;

	if (!policy_has_page(turn->policy) || !turn_publishes(turn))
		return;
	if (!*title && !*turn->incident->public_title)
		title = board_title(turn->arena, turn->policy,
		    publication->affected);
	if (!*title || strcmp(title, turn->incident->public_title) == 0)
		return;
	(void)text_copy(event.text, TITLE_SIZE, title);
	decision_event(turn->out, &event);
}

static bool is_told_before(const struct site *site, int index)
{
	for (int i = 0; i < index; i++) {
		if (strcmp(site->subscriptions[i].user,
		    site->subscriptions[index].user) == 0)
			return true;
	}
	return false;
}

/* Whether this is the person's first subscription, and one of theirs fits. */
static bool wants_it(const struct turn *turn, int index, bool by_mail)
{
	return !is_told_before(turn->site, index) &&
	    site_subscribes(turn->site, turn->site->subscriptions[index].user,
	    turn->incident->service, turn->incident->severity, by_mail);
}

/* The site's record notes it for their letters (handlers/letters.h). */
static void note_for_letters(struct turn *turn)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));
	int count = site_subscription_count(turn->site);
	struct text users;

	effect->kind = EFFECT_NEWS_NOTE;
	effect->event.kind = EVENT_NEWS_NOTED;
	(void)text_copy(effect->event.ref, ID_SIZE, turn->incident->id);
	text_init(&users, effect->event.text, sizeof(effect->event.text));
	for (int i = 0; i < count; i++) {
		if (wants_it(turn, i, true))
			text_addf(&users, "%s%s", users.length > 0 ? " " : "",
			    turn->site->subscriptions[i].user);
	}
	if (users.length > 0)
		decision_effect(turn->out, effect);
}

/* Once for each person, however many of their subscriptions fit. */
static void notify(struct turn *turn, const struct event *event)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));
	int count = turn->site ? site_subscription_count(turn->site) : 0;

	if (count == 0 || turn->incident->flags & (FLAG_PRIVATE | FLAG_DRILL))
		return;
	effect->kind = EFFECT_NOTIFY;
	effect->event = *event;
	effect->event.at_ms = turn->incident->update_ms;
	for (int i = 0; i < count; i++) {
		if (!wants_it(turn, i, false))
			continue;
		(void)text_copy(effect->user, sizeof(effect->user),
		    turn->site->subscriptions[i].user);
		decision_effect(turn->out, effect);
	}
	note_for_letters(turn);
}

void publication_make(struct turn *turn,
    const struct publication *publication)
{
	struct event event = turn_event(turn, EVENT_UPDATE_PUBLISHED);
	int64_t every_ms = turn->incident->update_every_ms;

	make_title(turn, publication);
	(void)text_copy(event.text, sizeof(event.text), publication->text);
	(void)text_copy(event.list, sizeof(event.list),
	    publication->affected);
	if (publication->author)
		(void)text_copy(event.user, sizeof(event.user),
		    publication->author);
	event.number = publication->status;
	if (turn_publishes(turn))
		event.flags = turn->policy->places;
	if (publication->status != PUBLIC_RESOLVED && every_ms > 0)
		event.due_ms = turn->now_ms + every_ms;
	decision_event(turn->out, &event);
	notify(turn, &event);
}

enum outcome publication_resolve(struct turn *turn,
    const struct publication *publication)
{
	struct event event = turn_event(turn, EVENT_RESOLVED);

	publication_make(turn, publication);
	(void)text_copy(event.text, sizeof(event.text), publication->text);
	decision_event(turn->out, &event);
	postmortem_owe(turn);
	return decision_reply(turn->out, "Resolved; the final update is %s.",
	    turn_publishes(turn) ? "published" :
	    turn->incident->flags & FLAG_DRILL ?
	    "noted (a drill publishes nothing)" :
	    "noted; no place outside this incident gets it");
}

static enum outcome draft(struct turn *turn,
    const struct publication *publication)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	*event = turn_event(turn, EVENT_UPDATE_DRAFTED);
	(void)text_copy(event->text, sizeof(event->text), publication->text);
	(void)text_copy(event->list, sizeof(event->list),
	    publication->affected);
	event->number = publication->status;
	decision_event(turn->out, event);
	if (*publication->title) {
		*event = turn_event(turn, EVENT_DRAFT_TITLED);
		(void)text_copy(event->text, TITLE_SIZE, publication->title);
		decision_event(turn->out, event);
	}
	effect->kind = EFFECT_ASK_APPROVAL;
	effect->cycle = turn->incident->draft_ms;
	decision_effect(turn->out, effect);
	return decision_reply(turn->out, "Nothing is published yet: the draft "
	    "waits in the channel for somebody else to approve it (`%s "
	    "approve`). The clock goes on.", turn->policy->command);
}

static enum outcome reply_update(struct turn *turn)
{
	int64_t due_ms = turn->incident->update_every_ms ?
	    turn->incident->update_due_ms : 0;

	if (turn->incident->flags & FLAG_DRILL)
		return decision_reply(turn->out, "Noted as the update. This "
		    "is a drill: nothing was published outside.");
	return decision_reply(turn->out, "%s%s%s%s",
	    turn_publishes(turn) ? "Published." : "Noted as the update; no "
	    "place outside this incident gets it.",
	    due_ms ? " The next one is due at " : "",
	    due_ms ? mrkdwn_time(turn->arena, due_ms, "{time}") : "",
	    due_ms ? "." : "");
}

enum outcome publication_go(struct turn *turn,
    const struct publication *publication)
{
	if (publication->status == PUBLIC_RESOLVED)
		return publication_resolve(turn, publication);
	publication_make(turn, publication);
	return reply_update(turn);
}

enum outcome publication_submit(struct turn *turn,
    const struct publication *publication)
{
	return approval_is_needed(turn->incident, turn->policy) ?
	    draft(turn, publication) :
	    publication_go(turn, publication);
}
