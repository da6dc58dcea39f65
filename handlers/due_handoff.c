/* SPDX-License-Identifier: MIT
 *
 * due_handoff: somebody else is on call by a rotation from now on: it is said
 * in the rotation's channel, and told to whoever comes on and goes off, with
 * the incidents that are handed over (P2.1). Each hand-off that is due is told
 * once, for who is on call by now; one that is long over is only recorded, but
 * whoever is on call hears it all the same.
 */
#include "handlers/handoffs.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/oncall/oncall.h"

#define PASSES_MAX 7		/* in one turn, two events each; the others in the next */
#define STALE_MS (INT64_C(60) * 60 * 1000)	/* later it is not said */
#define STEPS_MAX 500		/* hand-offs missed, looked at */
#define LISTED_MAX 12		/* incidents handed over, told */

static const struct rotation *rotation_of(const struct policy *policy,
    const char *name)
{
	for (int i = 0; i < policy->rotations.count; i++) {
		const struct rotation *rotation = &policy->rotations.all[i];

		if (rotation_is_told(rotation) && strcmp(rotation->name, name) == 0)
			return rotation;
	}
	return NULL;
}

/* Who is on call by it. A clock that is behind the one that told of the last
 * hand-off does not take it back. */
static const char *user_now(const struct turn *turn,
    const struct rotation *rotation, const struct duty *duty)
{
	int64_t at_ms = duty && duty->told_ms > turn->now_ms ?
	    duty->told_ms : turn->now_ms;

	return oncall_rotation_user(turn->policy, turn->site, rotation,
	    at_ms);
}

/* When this one is to be looked at; now, if what was last told is not so. */
static int64_t look_ms(const struct turn *turn,
    const struct rotation *rotation)
{
	const struct duty *duty = site_duty(turn->site, rotation->name);
	int64_t end_ms = turn->now_ms + ONCALL_AHEAD_MS;
	int64_t change_ms;

	if (!duty || strcmp(duty->group, rotation->user_group) != 0 ||
	    strcmp(duty->user, user_now(turn, rotation, duty)) != 0)
		return turn->now_ms;
	change_ms = oncall_rotation_change(turn->policy, turn->site, rotation,
	    turn->now_ms, end_ms);
	return change_ms < end_ms ? change_ms : 0;
}

static void sooner(int64_t candidate_ms, int64_t *best_ms)
{
	if (candidate_ms > 0 && (*best_ms == 0 || candidate_ms < *best_ms))
		*best_ms = candidate_ms;
}

static int64_t next_look_ms(const struct turn *turn)
{
	const struct rotation_list *list = &turn->policy->rotations;
	int64_t next_ms = 0;

	for (int i = 0; i < list->count; i++) {
		if (rotation_is_told(&list->all[i]))
			sooner(look_ms(turn, &list->all[i]), &next_ms);
	}
	for (int i = 0; i < DUTIES_MAX; i++) {
		const char *name = turn->site->duties[i].rotation;

		if (*name && !rotation_of(turn->policy, name))
			sooner(turn->now_ms, &next_ms);
	}
	return next_ms;
}

void handoffs_plan(struct turn *turn)
{
	struct event event = { .kind = EVENT_HANDOFF_PLANNED };
	int64_t planned_ms = turn->site->handoff_due_ms;

	event.due_ms = next_look_ms(turn);
	if (event.due_ms == planned_ms || (event.due_ms > 0 && planned_ms > 0 &&
	    event.due_ms <= turn->now_ms && planned_ms <= turn->now_ms))
		return;
	decision_event(turn->out, &event);
}

/* Since when whoever is on call now is so, as far back as the hand-off that
 * was waited for. */
static int64_t since_ms(const struct turn *turn,
    const struct rotation *rotation)
{
	int64_t at_ms = turn->request->due_ms;

	for (int i = 0; i < STEPS_MAX; i++) {
		int64_t next_ms = oncall_rotation_change(turn->policy,
		    turn->site, rotation, at_ms, turn->now_ms + 1);

		if (next_ms > turn->now_ms)
			break;
		at_ms = next_ms;
	}
	return at_ms < turn->now_ms ? at_ms : turn->now_ms;
}

/* A line for each open incident for which this rotation is called; a private
 * one keeps its title to itself. */
static void list_open(const struct turn *turn,
    const struct rotation *rotation, struct event *event)
{
	struct text list;
	int listed = 0;
	int others = 0;

	text_init(&list, event->text, sizeof(event->text));
	for (int i = 0; i < turn->open_count; i++) {
		const struct incident *incident = &turn->open[i];

		if ((incident->flags & FLAG_DRILL) ||
		    !oncall_rotation_serves(turn->policy, incident->service,
		    rotation))
			continue;
		if (listed == LISTED_MAX) {
			others++;
			continue;
		}
		text_addf(&list, "%sINC-%s %s %s", listed++ > 0 ? "\n" : "",
		    incident->id, severity_name(incident->severity),
		    incident->flags & FLAG_PRIVATE ? "(private)" :
		    incident->title);
	}
	if (others > 0 || turn->open_total > turn->open_count)
		text_addf(&list, "%sand %s more: %s list", listed > 0 ? "\n" :
		    "", others > 0 ? arena_printf(turn->arena, "%d", others) :
		    "maybe", turn->policy->command);
}

static void tell(struct turn *turn, const struct event *event,
    const char *user)
{
	struct effect effect = { .kind = EFFECT_SITE_TELL, .event = *event };

	if (!*user)
		return;
	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

static void say(struct turn *turn, const struct event *event,
    const char *channel)
{
	struct effect effect = { .kind = EFFECT_SITE_SAY, .event = *event };

	(void)text_copy(effect.place, sizeof(effect.place), channel);
	decision_effect(turn->out, &effect);
}

static void set_group(struct turn *turn, const char *group)
{
	struct effect effect = { .kind = EFFECT_GROUP_SET };

	if (!*group)
		return;
	(void)text_copy(effect.place, sizeof(effect.place), group);
	decision_effect(turn->out, &effect);
}

static void pass(struct turn *turn, const struct rotation *rotation,
    const struct duty *duty, const char *user)
{
	struct event event = { .kind = EVENT_DUTY_PASSED };
	int64_t end_ms = turn->now_ms + ONCALL_AHEAD_MS;

	(void)text_copy(event.name, sizeof(event.name), rotation->name);
	(void)text_copy(event.user, sizeof(event.user), user);
	(void)text_copy(event.ref, sizeof(event.ref), duty->user);
	event.due_ms = oncall_rotation_change(turn->policy, turn->site,
	    rotation, turn->now_ms, end_ms);
	if (event.due_ms >= end_ms)
		event.due_ms = 0;
	event.span_ms = turn->now_ms - since_ms(turn, rotation);
	list_open(turn, rotation, &event);
	decision_event(turn->out, &event);
	event = *turn->out->events[turn->out->event_count - 1];
	event.key[0] = '\0';
	set_group(turn, rotation->user_group);
	tell(turn, &event, event.user);
	if (event.span_ms > STALE_MS)
		return;
	tell(turn, &event, event.ref);
	say(turn, &event, rotation->handoff_channel);
}

static void begin(struct turn *turn, const struct rotation *rotation,
    const char *user)
{
	struct event event = { .kind = EVENT_DUTY_BEGUN };

	(void)text_copy(event.name, sizeof(event.name), rotation->name);
	(void)text_copy(event.user, sizeof(event.user), user);
	decision_event(turn->out, &event);
}

/* The config has given it a user group, or taken it away. */
static bool name_group(struct turn *turn, const struct rotation *rotation)
{
	const struct duty *duty = site_duty(turn->site, rotation->name);
	struct event event = { .kind = EVENT_GROUP_NAMED };

	if (strcmp(duty->group, rotation->user_group) == 0)
		return false;
	(void)text_copy(event.name, sizeof(event.name), rotation->name);
	(void)text_copy(event.ref, sizeof(event.ref), rotation->user_group);
	decision_event(turn->out, &event);
	set_group(turn, rotation->user_group);
	return true;
}

/* False if nothing is to be done about it. */
static bool look(struct turn *turn, const struct rotation *rotation)
{
	const struct duty *duty = site_duty(turn->site, rotation->name);
	const char *user = user_now(turn, rotation, duty);

	if (!duty)
		begin(turn, rotation, user);
	else if (strcmp(duty->user, user) != 0)
		pass(turn, rotation, duty, user);
	else
		return name_group(turn, rotation);
	(void)name_group(turn, rotation);
	return true;
}

static void duty_ended(struct turn *turn, const char *name)
{
	struct event event = { .kind = EVENT_DUTY_ENDED };

	(void)text_copy(event.name, sizeof(event.name), name);
	decision_event(turn->out, &event);
}

/* The config has taken it out, or does not tell of it any more. */
static bool forget(struct turn *turn)
{
	for (int i = 0; i < DUTIES_MAX; i++) {
		const char *name = turn->site->duties[i].rotation;

		if (*name && !rotation_of(turn->policy, name)) {
			duty_ended(turn, name);
			return true;
		}
	}
	return false;
}

static enum outcome run(struct turn *turn)
{
	const struct rotation_list *list = &turn->policy->rotations;
	struct event *event;
	int passed = 0;

	while (passed < PASSES_MAX && forget(turn))
		passed++;
	for (int i = 0; i < list->count && passed < PASSES_MAX; i++)
		passed += rotation_is_told(&list->all[i]) &&
		    look(turn, &list->all[i]);
	if (passed > 0)
		return DECIDED;
	event = arena_alloc(turn->arena, sizeof(*event));
	event->kind = EVENT_SITE_SKIPPED;
	(void)text_copy(event->name, sizeof(event->name),
	    appointment_word(turn->request->number));
	(void)text_copy(event->text, sizeof(event->text),
	    "nobody else is on call");
	decision_event(turn->out, event);
	return DECIDED;
}

const struct handler due_handoff = {
	.name = "due_handoff", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE | NEEDS_OPEN_LIST, .who = WHO_ITSELF,
	.run = run,
};
