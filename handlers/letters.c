/* SPDX-License-Identifier: MIT
 *
 * letters: see letters.h. The turns: an update is noted (news_noted), letters
 * are due (due_letters), one was taken by the mail server, or not.
 */
#include "handlers/letters.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/zone.h"

/* When the next daily letter goes: at the hour of the digests. */
static int64_t next_day_ms(const struct turn *turn)
{
	struct civil day = zone_to_civil(turn->policy->zone, turn->now_ms);
	int64_t due_ms;

	day.hour = turn->policy->digest.minute / 60;
	day.minute = turn->policy->digest.minute % 60;
	day.second = 0;
	due_ms = zone_from_civil(turn->policy->zone, &day);
	if (due_ms > turn->now_ms)
		return due_ms;
	day.day++;
	return zone_from_civil(turn->policy->zone, &day);
}

/* Does anybody of them get letters still? */
static bool has_reader(const struct turn *turn, const char *users)
{
	while (*users) {
		size_t bytes = strcspn(users, " ");

		if (mailbox_find(turn->site, arena_strndup(turn->arena, users,
		    bytes)))
			return true;
		users += bytes + (users[bytes] == ' ');
	}
	return false;
}

static void note(struct turn *turn, const struct event *given,
    int64_t version)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	if (!has_reader(turn, given->text))
		return;
	*event = *given;
	event->version = version;
	event->due_ms = next_day_ms(turn);
	decision_event(turn->out, event);
}

/* By an effect of the incident, in the order of its updates. What stands in the
 * ledger may be anybody's. */
static enum outcome run_noted(struct turn *turn)
{
	const struct effect *effect = turn->request->effect;

	if (effect->event.kind == EVENT_NEWS_NOTED && effect->version > 0)
		note(turn, &effect->event, effect->version);
	return DECIDED;
}

void letters_note_maintenance(struct turn *turn, int number,
    const char *users)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	event->kind = EVENT_NEWS_NOTED;
	event->number = number;
	(void)text_copy(event->ref, sizeof(event->ref), SITE_ID);
	(void)text_copy(event->text, sizeof(event->text), users);
	note(turn, event, turn->site->version + 1);
}

static void send(struct turn *turn, const char *user, int number,
    int64_t cycle)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	effect->kind = EFFECT_LETTER_SEND;
	effect->number = number;
	effect->cycle = cycle;
	(void)text_copy(effect->way, sizeof(effect->way), "mail");
	(void)text_copy(effect->user, sizeof(effect->user), user);
	decision_effect(turn->out, effect);
}

void letters_begin(struct turn *turn, const char *user)
{
	send(turn, user, LETTER_FIRST, turn->now_ms);
}

static void skip(struct turn *turn)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	event->kind = EVENT_SITE_SKIPPED;
	(void)text_copy(event->name, sizeof(event->name),
	    appointment_word(turn->request->number));
	(void)text_copy(event->text, sizeof(event->text),
	    "no letter is due now");
	decision_event(turn->out, event);
}

/* So many at once; the appointment stands for the rest. */
static enum outcome run_due(struct turn *turn)
{
	const struct mailbox *box = NULL;
	char users[LETTERS_AT_ONCE][ID_SIZE];
	int count = 0;

	while (count < LETTERS_AT_ONCE &&
	    (box = mailbox_next_due(turn->site, box, turn->now_ms)))
		(void)text_copy(users[count++], ID_SIZE, box->user);
	for (int i = 0; i < count; i++) {
		struct event *event = arena_alloc(turn->arena,
		    sizeof(*event));

		event->kind = EVENT_LETTER_BEGUN;
		(void)text_copy(event->user, sizeof(event->user), users[i]);
		decision_event(turn->out, event);
		send(turn, users[i], 0, turn->now_ms);
	}
	if (count == 0)
		skip(turn);
	return DECIDED;
}

/* When the next attempt is: as soon as another letter may come. */
static int64_t again_ms(const struct turn *turn, const struct mailbox *box)
{
	return box->rhythm == MAIL_DAILY ? next_day_ms(turn) :
	    turn->now_ms + WHEN_HOUR_MS;
}

/* Told once, until one arrives again. */
static void tell_failed(struct turn *turn, const char *user)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	effect->kind = EFFECT_SITE_TELL;
	effect->event = *turn->out->events[turn->out->event_count - 1];
	effect->event.key[0] = '\0';
	(void)text_copy(effect->user, sizeof(effect->user), user);
	decision_effect(turn->out, effect);
}

enum outcome letters_result(struct turn *turn)
{
	const struct request *request = turn->request;
	const struct effect *sent = request->effect;
	const struct mailbox *box = mailbox_find(turn->site, sent->user);
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	bool is_new;

	if (!box || sent->cycle != (sent->number == LETTER_FIRST ?
	    box->since_ms : box->asked_ms))
		return DECIDED;	/* unsubscribed, or set anew, meanwhile */
	is_new = !*box->trouble;
	event->kind = request->succeeded ? EVENT_LETTER_SENT :
	    EVENT_LETTER_FAILED;
	event->number = sent->number;
	(void)text_copy(event->user, sizeof(event->user), sent->user);
	(void)text_copy(event->text, NAME_SIZE, request->error);
	if (!request->succeeded)
		event->due_ms = again_ms(turn, box);
	decision_event(turn->out, event);
	if (!request->succeeded && is_new)
		tell_failed(turn, sent->user);
	return DECIDED;
}

const struct handler on_news = {
	.name = "news_noted", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run_noted,
};

const struct handler due_letters = {
	.name = "due_letters", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run_due,
};
