/* SPDX-License-Identifier: MIT
 *
 * maintenance: see maintenance.h: how each event changes it, one small
 * function a kind.
 */
#include "core/maintenance.h"
#include "base/text.h"
#include "core/event.h"
#include "core/record.h"
#include "core/site.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static const struct field maintenance_fields[] = {
	RECORD_TEXT(maintenance, title),
	RECORD_TEXT(maintenance, text),
	RECORD_TEXT(maintenance, affected),
	RECORD_INT(maintenance, number),
	RECORD_INT(maintenance, state),
	RECORD_TEXT(maintenance, by),
	RECORD_MS(maintenance, planned_ms),
	RECORD_MS(maintenance, from_ms),
	RECORD_MS(maintenance, until_ms),
	RECORD_MS(maintenance, told_ms),
	RECORD_MS(maintenance, over_ms),
	RECORD_TEXT(maintenance, statuspage_id),
	RECORD_INT(maintenance, places_waiting),
	RECORD_INT(maintenance, places_failed),
};

const struct record maintenance_record = {
	maintenance_fields, ARRAY_LEN(maintenance_fields),
	sizeof(struct maintenance),
};

static bool is_sane(const struct maintenance *one)
{
	return one->number > 0 && one->number <= MAINTENANCE_NUMBER_MAX &&
	    one->state > MAINTENANCE_NONE &&
	    one->state < MAINTENANCE_STATE_COUNT && one->planned_ms >= 0 &&
	    one->from_ms > 0 && one->until_ms >= one->from_ms &&
	    one->told_ms >= 0 && one->over_ms >= 0 &&
	    (one->over_ms > 0) == maintenance_is_over(one) &&
	    affected_is_sane(one->affected);
}

bool maintenances_are_sane(const struct site *site)
{
	bool ended = false;

	for (int i = 0; i < MAINTENANCES_MAX; i++) {
		const struct maintenance *one = &site->maintenances[i];

		if (ended && *one->title)
			return false;	/* a gap */
		ended = !*one->title;
		if (ended ? one->number != 0 : !is_sane(one))
			return false;
	}
	return site->maintenance_number >= 0 &&
	    site->maintenance_number <= MAINTENANCE_NUMBER_MAX;
}

bool maintenance_is_over(const struct maintenance *maintenance)
{
	return maintenance->state >= MAINTENANCE_DONE;
}

static int count_of(const struct site *site)
{
	int count = 0;

	while (count < MAINTENANCES_MAX && *site->maintenances[count].title)
		count++;
	return count;
}

const struct maintenance *maintenance_find(const struct site *site,
    int number)
{
	for (int i = 0; i < count_of(site); i++) {
		if (site->maintenances[i].number == number)
			return &site->maintenances[i];
	}
	return NULL;
}

int maintenance_open_count(const struct site *site)
{
	int open = 0;

	for (int i = 0; i < count_of(site); i++)
		open += !maintenance_is_over(&site->maintenances[i]);
	return open;
}

int maintenance_next_number(const struct site *site)
{
	return site->maintenance_number % MAINTENANCE_NUMBER_MAX + 1;
}

/* 0 = it waits for nothing. */
static int64_t due_ms(const struct maintenance *one)
{
	if (one->state == MAINTENANCE_SCHEDULED)
		return one->from_ms;
	return one->state == MAINTENANCE_RUNNING ? one->until_ms : 0;
}

static const struct maintenance *first_due(const struct site *site)
{
	const struct maintenance *first = NULL;

	for (int i = 0; i < count_of(site); i++) {
		const struct maintenance *one = &site->maintenances[i];

		if (due_ms(one) > 0 && (!first || due_ms(one) < due_ms(first)))
			first = one;
	}
	return first;
}

int64_t maintenance_due_ms(const struct site *site)
{
	const struct maintenance *first = first_due(site);

	return first ? due_ms(first) : 0;
}

const struct maintenance *maintenance_due(const struct site *site,
    int64_t now_ms)
{
	const struct maintenance *first = first_due(site);

	return first && due_ms(first) <= now_ms ? first : NULL;
}

bool maintenance_is_news(int kind)
{
	return kind >= EVENT_MAINTENANCE_PLANNED &&
	    kind <= EVENT_MAINTENANCE_CANCELLED;
}

/* Whatever the kind, it names one; only some give it times. */
bool maintenance_event_is_sane(const struct event *event)
{
	if (event->number < 1 || event->number > MAINTENANCE_NUMBER_MAX ||
	    event->due_ms < 0 || event->span_ms < 0 || event->flags < 0 ||
	    event->flags > PLACES_ALL)
		return false;
	if (event->kind == EVENT_MAINTENANCE_PLANNED)
		return event->due_ms > 0 && event->span_ms > 0 &&
		    *event->text && strlen(event->text) < TITLE_SIZE;
	if (maintenance_is_news(event->kind))
		return *event->text &&
		    strlen(event->text) < MAINTENANCE_TEXT_SIZE &&
		    (event->due_ms > 0) == (event->span_ms > 0);
	return true;
}

bool maintenance_may_apply(const struct site *site,
    const struct event *event)
{
	const struct maintenance *one = maintenance_find(site,
	    event->number);

	if (event->kind == EVENT_MAINTENANCE_PLANNED)
		return event->number == maintenance_next_number(site) &&
		    maintenance_open_count(site) < MAINTENANCES_MAX;
	if (!one)
		return false;
	if (event->kind == EVENT_MAINTENANCE_STARTED)
		return one->state == MAINTENANCE_SCHEDULED &&
		    event->at_ms <= one->until_ms;
	if (event->kind == EVENT_MAINTENANCE_FINISHED)
		return one->state == MAINTENANCE_RUNNING ||
		    (one->state == MAINTENANCE_SCHEDULED &&
		    event->at_ms >= one->from_ms);
	return !maintenance_is_news(event->kind) ||
	    !maintenance_is_over(one);
}

static struct maintenance *find(struct site *site, int number)
{
	const struct maintenance *one = maintenance_find(site, number);

	assert(one);
	return &site->maintenances[one - site->maintenances];
}

static void forget(struct site *site, int index)
{
	struct maintenance *end = &site->maintenances[MAINTENANCES_MAX - 1];
	struct maintenance *one = &site->maintenances[index];

	memmove(one, one + 1, (size_t)(end - one) * sizeof(*one));
	memset(end, 0, sizeof(*end));
}

/* What has been over for long makes room; of a full list, what has been over
 * for longest. */
static void make_room(struct site *site, int64_t now_ms)
{
	int oldest = -1;

	for (int i = count_of(site) - 1; i >= 0; i--) {
		const struct maintenance *one = &site->maintenances[i];

		if (maintenance_is_over(one) &&
		    one->over_ms + MAINTENANCE_KEPT_MS <= now_ms)
			forget(site, i);
	}
	if (count_of(site) < MAINTENANCES_MAX)
		return;
	for (int i = 0; i < MAINTENANCES_MAX; i++) {
		const struct maintenance *one = &site->maintenances[i];

		if (maintenance_is_over(one) && (oldest < 0 || one->over_ms <
		    site->maintenances[oldest].over_ms))
			oldest = i;
	}
	assert(oldest >= 0);
	forget(site, oldest);
}

static void tell(struct maintenance *one, const struct event *event)
{
	COPY(one->text, event->text);
	one->told_ms = event->at_ms;
	one->places_waiting = event->flags & PLACES_PLANNED;
	one->places_failed = 0;
}

void apply_MAINTENANCE_PLANNED(struct site *site, const struct event *event)
{
	struct maintenance *one;

	make_room(site, event->at_ms);
	one = &site->maintenances[count_of(site)];
	COPY(one->title, event->text);
	COPY(one->affected, event->list);
	COPY(one->by, event->actor);
	one->number = event->number;
	one->state = MAINTENANCE_SCHEDULED;
	one->planned_ms = event->at_ms;
	one->from_ms = event->due_ms;
	one->until_ms = event->due_ms + event->span_ms;
	site->maintenance_number = event->number;
}

/* With other times, if it gives some: of work under way only the end. */
void apply_MAINTENANCE_TOLD(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	tell(one, event);
	if (event->due_ms == 0)
		return;
	if (one->state == MAINTENANCE_SCHEDULED)
		one->from_ms = event->due_ms;
	one->until_ms = event->due_ms + event->span_ms;
	if (one->until_ms < one->from_ms)
		one->until_ms = one->from_ms;
}

void apply_MAINTENANCE_STARTED(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	tell(one, event);
	one->state = MAINTENANCE_RUNNING;
	if (event->at_ms < one->from_ms)
		one->from_ms = event->at_ms;
}

void apply_MAINTENANCE_FINISHED(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	tell(one, event);
	one->state = MAINTENANCE_DONE;
	one->over_ms = event->at_ms;
	if (event->at_ms < one->until_ms)
		one->until_ms = event->at_ms;
	if (one->until_ms < one->from_ms)
		one->until_ms = one->from_ms;
}

void apply_MAINTENANCE_CANCELLED(struct site *site,
    const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	tell(one, event);
	one->state = MAINTENANCE_DROPPED;
	one->over_ms = event->at_ms;
}

/* Its flags say that it was what was told last, not something before. */
void apply_MAINTENANCE_PLACED(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	if (place_of_way(event->name) == PLACE_STATUSPAGE && *event->ref)
		COPY(one->statuspage_id, event->ref);
	one->places_waiting &= ~event->flags;
}

void apply_MAINTENANCE_FAILED(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	one->places_failed |= event->flags;
	one->places_waiting &= ~event->flags;
}

void apply_MAINTENANCE_RETRIED(struct site *site, const struct event *event)
{
	struct maintenance *one = find(site, event->number);

	one->places_failed = 0;
	one->places_waiting |= event->flags;
}
