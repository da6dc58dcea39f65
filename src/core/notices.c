/* SPDX-License-Identifier: MIT
 *
 * notices: see notices.h.
 */
#include "core/notices.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/business.h"
#include "core/calendar/calendar_text.h"
#include "core/record.h"
#include "core/site.h"

#define ALL_DAYS 0x7f
#define WORDS_BYTES 80

static const struct field held_fields[] = {
	RECORD_TEXT(held, user),
	RECORD_MS(held, until_ms),
	RECORD_INT(held, count),
};

const struct record held_record = {
	held_fields, ARRAY_LEN(held_fields), sizeof(struct held),
};

static const struct field wish_fields[] = {
	RECORD_TEXT(notice_wish, user),
	RECORD_INT(notice_wish, days),
	RECORD_INT(notice_wish, from_minute),
	RECORD_INT(notice_wish, until_minute),
};

const struct record wish_record = {
	wish_fields, ARRAY_LEN(wish_fields), sizeof(struct notice_wish),
};

/* --- when ------------------------------------------------------------------ */

static int find_wish(const struct site *site, const char *user)
{
	for (int i = 0; i < WISHES_MAX && *site->wishes[i].user; i++) {
		if (strcmp(site->wishes[i].user, user) == 0)
			return i;
	}
	return -1;
}

struct business notices_rule(const struct policy *policy,
    const struct site *site, const char *user, bool *own)
{
	const struct contact *contact = policy_contact(policy, user);
	int index = site ? find_wish(site, user) : -1;
	const struct notice_wish *wish;

	*own = index >= 0;
	if (index < 0)
		return contact ? contact->notices : (struct business){ 0 };
	wish = &site->wishes[index];
	return (struct business){ (unsigned)wish->days,
		{ wish->from_minute, wish->until_minute } };
}

static bool is_always(const struct business *business)
{
	return (business->days & ALL_DAYS) % ALL_DAYS == 0 &&
	    business->hours.until_minute == 0;
}

int64_t notices_from_ms(const struct policy *policy, const struct site *site,
    const char *user, int64_t now_ms)
{
	const struct contact *contact = policy_contact(policy, user);
	const struct zone *zone = contact && *contact->zone_name ?
	    contact->zone : policy->zone;
	bool own;
	struct business rule = notices_rule(policy, site, user, &own);

	/* The end of the first millisecond in which they may. */
	return is_always(&rule) ? now_ms :
	    business_add_ms(&rule, zone, now_ms, 1) - 1;
}

const char *notices_words(struct arena *arena,
    const struct business *business)
{
	struct text words = text_new(arena, WORDS_BYTES);

	if (is_always(business))
		return "always";
	if ((business->days & ALL_DAYS) % ALL_DAYS != 0)
		calendar_add_days(&words, business->days);
	if (business->hours.until_minute == 0)
		return words.data;
	text_add(&words, words.length > 0 ? " at " : "at ");
	calendar_add_hours(&words, &business->hours);
	return words.data;
}

/* --- what people said ------------------------------------------------------- */

static bool is_minute(int64_t minute, int64_t max)
{
	return minute >= 0 && minute <= max;
}

static bool hours_are_sane(int64_t from, int64_t until)
{
	return is_minute(from, DAY_MINUTES) &&
	    is_minute(until, 2 * DAY_MINUTES) &&
	    (until == 0 ? from == 0 : until > from &&
	    until <= from + DAY_MINUTES);
}

/* The days are its flags; the hours begin at the minute that is its number,
 * and are so long. */
static int64_t until_of(const struct event *event)
{
	return event->span_ms == 0 ? 0 :
	    event->number + event->span_ms / WHEN_MINUTE_MS;
}

bool wish_event_is_sane(const struct event *event)
{
	return *event->user && event->flags >= 0 &&
	    event->flags <= ALL_DAYS && event->span_ms >= 0 &&
	    event->span_ms <= WHEN_DAY_MS &&
	    hours_are_sane(event->number, until_of(event));
}

bool wishes_are_sane(const struct site *site)
{
	bool ended = false;

	for (int i = 0; i < WISHES_MAX; i++) {
		const struct notice_wish *wish = &site->wishes[i];

		if (ended && *wish->user)
			return false;	/* a gap */
		ended = !*wish->user;
		if (wish->days < 0 || wish->days > ALL_DAYS ||
		    !hours_are_sane(wish->from_minute, wish->until_minute))
			return false;
	}
	return true;
}

bool wish_may_apply(const struct site *site, const struct event *event)
{
	return event->kind != EVENT_NOTICES_SET ||
	    find_wish(site, event->user) >= 0 ||
	    !*site->wishes[WISHES_MAX - 1].user;
}

static void forget_wish(struct site *site, const char *user)
{
	int index = find_wish(site, user);
	struct notice_wish *end = &site->wishes[WISHES_MAX - 1];

	if (index < 0)
		return;
	memmove(&site->wishes[index], &site->wishes[index + 1],
	    (size_t)(end - &site->wishes[index]) * sizeof(*end));
	memset(end, 0, sizeof(*end));
}

void apply_NOTICES_SET(struct site *site, const struct event *event)
{
	struct notice_wish *wish = site->wishes;

	forget_wish(site, event->user);
	while (*wish->user)
		wish++;
	(void)text_copy(wish->user, sizeof(wish->user), event->user);
	wish->days = event->flags;
	wish->from_minute = event->number;
	wish->until_minute = (int)until_of(event);
}

void apply_NOTICES_UNSET(struct site *site, const struct event *event)
{
	forget_wish(site, event->user);
}

/* --- what waits -------------------------------------------------------------- */

/* The person's place, or else a free one; -1 = there is none. */
static int find_held(const struct incident *incident, const char *user)
{
	int empty = -1;

	for (int i = 0; i < HELD_MAX; i++) {
		const struct held *held = &incident->held[i];

		if (strcmp(held->user, user) == 0)
			return i;
		if (!*held->user && empty < 0)
			empty = i;
	}
	return empty;
}

bool held_has_room(const struct incident *incident, const char *user)
{
	return find_held(incident, user) >= 0;
}

int64_t held_due_ms(const struct incident *incident)
{
	int64_t next_ms = 0;

	for (int i = 0; i < HELD_MAX; i++) {
		const struct held *held = &incident->held[i];

		if (*held->user && (next_ms == 0 || held->until_ms < next_ms))
			next_ms = held->until_ms;
	}
	return next_ms;
}

bool held_is_sane(const struct incident *incident)
{
	for (int i = 0; i < HELD_MAX; i++) {
		const struct held *held = &incident->held[i];

		if (held->count < 0 || held->count > TALLY_MAX ||
		    held->until_ms < 0 || (*held->user && !held->until_ms))
			return false;
	}
	return true;
}

void apply_NOTICE_HELD(struct incident *incident, const struct event *event)
{
	int index = find_held(incident, event->user);
	struct held *held;

	if (index < 0)
		return;		/* in an archive that was written by hand */
	held = &incident->held[index];
	(void)text_copy(held->user, sizeof(held->user), event->user);
	held->until_ms = event->due_ms;
	if (held->count < TALLY_MAX)
		held->count++;
}

void apply_NOTICES_TOLD(struct incident *incident, const struct event *event)
{
	int index = find_held(incident, event->user);

	if (index >= 0)
		memset(&incident->held[index], 0,
		    sizeof(incident->held[index]));
}
