/* SPDX-License-Identifier: MIT
 *
 * site: see site.h: how each event changes it, one small function a kind, and
 * the snapshot's codec.
 */
#include "core/site.h"
#include "core/site_room.h"
#include "base/text.h"
#include "core/incident.h"
#include "core/notices.h"
#include "core/oncall/oncall.h"
#include "core/record.h"
#include "core/recent.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static const struct field cover_fields[] = {
	RECORD_TEXT(cover, user),
	RECORD_TEXT(cover, instead_of),
	RECORD_TEXT(cover, service),
	RECORD_INT(cover, rung),
	RECORD_BOOL(cover, swap),
	RECORD_INT(cover, number),
	RECORD_TEXT(cover, by),
	RECORD_MS(cover, from_ms),
	RECORD_MS(cover, until_ms),
};

static const struct record cover_record = {
	cover_fields, ARRAY_LEN(cover_fields), sizeof(struct cover),
};

static const struct field subscription_fields[] = {
	RECORD_TEXT(subscription, user),
	RECORD_TEXT(subscription, service),
	RECORD_INT(subscription, severity),
	RECORD_BOOL(subscription, by_mail),
};

static const struct record subscription_record = {
	subscription_fields, ARRAY_LEN(subscription_fields),
	sizeof(struct subscription),
};

static const struct field duty_fields[] = {
	RECORD_TEXT(duty, rotation),
	RECORD_TEXT(duty, user),
	RECORD_MS(duty, told_ms),
	RECORD_TEXT(duty, group),
	RECORD_TEXT(duty, trouble),
};

static const struct record duty_record = {
	duty_fields, ARRAY_LEN(duty_fields), sizeof(struct duty),
};

static const struct field site_fields[] = {
	RECORD_USED(site, covers, &cover_record),
	RECORD_INT(site, cover_number),
	RECORD_USED(site, subscriptions, &subscription_record),
	RECORD_USED(site, mailboxes, &mailbox_record),
	RECORD_USED(site, duties, &duty_record),
	RECORD_MS(site, handoff_due_ms),
	RECORD_MS(site, retention_due_ms),
	RECORD_MS(site, digest_due_ms),
	RECORD_MS(site, monthly_due_ms),
	RECORD_USED(site, maintenances, &maintenance_record),
	RECORD_INT(site, maintenance_number),
	RECORD_USED(site, wishes, &wish_record),
	RECORD_TEXT(site, config),
	RECORD_TEXTS(site, recent),
	RECORD_INT(site, recent_next),
};

const struct record site_record = {
	site_fields, ARRAY_LEN(site_fields), sizeof(struct site),
};

char *site_encode(struct arena *arena, const struct site *site)
{
	return record_encode(arena, &site_record, site);
}

static bool cover_is_sane(const struct cover *cover)
{
	return *cover->user && cover->rung >= 0 &&
	    cover->rung < ONCALL_RUNG_COUNT && cover->from_ms >= 0 &&
	    cover->until_ms > cover->from_ms && cover->number > 0 &&
	    cover->number <= COVER_NUMBER_MAX;
}

static bool subscriptions_are_sane(const struct site *site)
{
	for (int i = 0; i < SUBSCRIPTIONS_MAX; i++) {
		const struct subscription *one = &site->subscriptions[i];

		if (*one->user ? one->severity < SEV1 ||
		    one->severity > SEV3 || (i > 0 && !*one[-1].user) :
		    one->severity != 0 || one->by_mail)
			return false;
	}
	return true;
}

static bool duties_are_sane(const struct site *site)
{
	bool ended = false;

	for (int i = 0; i < DUTIES_MAX; i++) {
		const struct duty *duty = &site->duties[i];

		if (ended && *duty->rotation)
			return false;	/* a gap */
		ended = !*duty->rotation;
		if (duty->told_ms < 0)
			return false;
	}
	return site->handoff_due_ms >= 0 && site->digest_due_ms >= 0 &&
	    site->monthly_due_ms >= 0 && site->retention_due_ms >= 0;
}

static bool is_sane(const struct site *site)
{
	int count = 0;

	while (count < COVERS_MAX && *site->covers[count].user)
		count++;
	for (int i = 0; i < count; i++) {
		if (!cover_is_sane(&site->covers[i]))
			return false;
	}
	for (int i = count; i < COVERS_MAX; i++) {
		if (*site->covers[i].user)
			return false;	/* a gap */
	}
	return subscriptions_are_sane(site) && duties_are_sane(site) &&
	    maintenances_are_sane(site) && mailboxes_are_sane(site) &&
	    wishes_are_sane(site) &&
	    site->cover_number >= 0 &&
	    site->cover_number <= COVER_NUMBER_MAX &&
	    site->recent_next >= 0 && site->recent_next < RECENT_MAX;
}

bool site_decode(const char *json, size_t length, struct site *site)
{
	return record_decode(&site_record, json, length, site) &&
	    is_sane(site);
}

bool site_decode_over(const char *json, size_t length, struct site *site)
{
	site_clear(site);
	return record_decode_cleared(&site_record, json, length, site) &&
	    is_sane(site);
}

int site_cover_count(const struct site *site, int64_t now_ms)
{
	int count = 0;

	for (int i = 0; i < COVERS_MAX; i++)
		count += *site->covers[i].user &&
		    site->covers[i].until_ms > now_ms;
	return count;
}

const struct cover *site_cover(const struct site *site, int number,
    int64_t now_ms)
{
	for (int i = 0; i < COVERS_MAX; i++) {
		const struct cover *cover = &site->covers[i];

		if (*cover->user && cover->number == number &&
		    cover->until_ms > now_ms)
			return cover;
	}
	return NULL;
}

/* Takes out what is over, and the one with that number. */
static void forget_covers(struct site *site, int number, int64_t now_ms)
{
	int kept = 0;

	for (int i = 0; i < COVERS_MAX && *site->covers[i].user; i++) {
		const struct cover *cover = &site->covers[i];

		if (cover->until_ms <= now_ms || cover->number == number)
			continue;
		if (kept != i)
			site->covers[kept] = *cover;
		kept++;
	}
	memset(&site->covers[kept], 0,
	    (size_t)(COVERS_MAX - kept) * sizeof(site->covers[0]));
}

static void add_cover(struct site *site, const struct event *event, bool swap)
{
	struct cover *cover;
	int count;

	forget_covers(site, 0, event->at_ms);
	count = site_cover_count(site, event->at_ms);
	assert(count < COVERS_MAX);
	cover = &site->covers[count];
	COPY(cover->user, event->user);
	COPY(cover->instead_of, event->ref);
	COPY(cover->service, event->name);
	cover->rung = event->number;
	cover->swap = swap;
	site->cover_number = site->cover_number % COVER_NUMBER_MAX + 1;
	cover->number = site->cover_number;
	COPY(cover->by, event->actor);
	cover->from_ms = event->due_ms;
	cover->until_ms = event->due_ms + event->span_ms;
}

static void apply_ONCALL_COVERED(struct site *site,
    const struct event *event)
{
	add_cover(site, event, false);
}

static void apply_ONCALL_SWAPPED(struct site *site,
    const struct event *event)
{
	add_cover(site, event, true);
}

static void apply_ONCALL_DROPPED(struct site *site,
    const struct event *event)
{
	forget_covers(site, event->number, event->at_ms);
}

int site_subscription_count(const struct site *site)
{
	int count = 0;

	while (count < SUBSCRIPTIONS_MAX &&
	    *site->subscriptions[count].user)
		count++;
	return count;
}

bool site_subscribes(const struct site *site, const char *user,
    const char *service, int severity, bool by_mail)
{
	for (int i = 0; i < site_subscription_count(site); i++) {
		const struct subscription *one = &site->subscriptions[i];

		if (one->by_mail == by_mail &&
		    strcmp(one->user, user) == 0 && severity <= one->severity &&
		    (!*one->service || text_equal_fold(one->service,
		    service)))
			return true;
	}
	return false;
}

/* Takes out the person's for the service; "" = all of the person's. */
static void forget_subscriptions(struct site *site, const char *user,
    const char *service, bool exactly)
{
	int count = site_subscription_count(site);
	int kept = 0;

	for (int i = 0; i < count; i++) {
		const struct subscription *one = &site->subscriptions[i];

		if (strcmp(one->user, user) == 0 && ((!*service &&
		    !exactly) || text_equal_fold(one->service, service)))
			continue;
		if (kept != i)
			site->subscriptions[kept] = *one;
		kept++;
	}
	memset(&site->subscriptions[kept], 0, (size_t)(SUBSCRIPTIONS_MAX -
	    kept) * sizeof(site->subscriptions[0]));
}

/* The last word on the same service counts, also on the way. */
static void subscribe(struct site *site, const struct event *event,
    bool by_mail)
{
	struct subscription *one;

	forget_subscriptions(site, event->user, event->name, true);
	assert(site_subscription_count(site) < SUBSCRIPTIONS_MAX);
	one = &site->subscriptions[site_subscription_count(site)];
	COPY(one->user, event->user);
	COPY(one->service, event->name);
	one->severity = event->number;
	one->by_mail = by_mail;
	mailboxes_tidy(site);
}

static void apply_SUBSCRIBED(struct site *site, const struct event *event)
{
	subscribe(site, event, false);
}

static void apply_MAIL_SUBSCRIBED(struct site *site,
    const struct event *event)
{
	subscribe(site, event, true);
}

static void apply_UNSUBSCRIBED(struct site *site, const struct event *event)
{
	forget_subscriptions(site, event->user, event->name, false);
	mailboxes_tidy(site);
}

const struct duty *site_duty(const struct site *site, const char *rotation)
{
	for (int i = 0; i < DUTIES_MAX && *site->duties[i].rotation; i++) {
		if (strcmp(site->duties[i].rotation, rotation) == 0)
			return &site->duties[i];
	}
	return NULL;
}

static struct duty *find_duty(struct site *site, const char *rotation)
{
	const struct duty *duty = site_duty(site, rotation);

	assert(duty);
	return &site->duties[duty - site->duties];
}

static void apply_DUTY_BEGUN(struct site *site, const struct event *event)
{
	int i = 0;

	while (i < DUTIES_MAX && *site->duties[i].rotation)
		i++;
	assert(i < DUTIES_MAX);
	COPY(site->duties[i].rotation, event->name);
	COPY(site->duties[i].user, event->user);
	site->duties[i].told_ms = event->at_ms;
}

static void apply_DUTY_PASSED(struct site *site, const struct event *event)
{
	struct duty *duty = find_duty(site, event->name);

	COPY(duty->user, event->user);
	duty->told_ms = event->at_ms;
}

static void apply_DUTY_ENDED(struct site *site, const struct event *event)
{
	struct duty *duty = find_duty(site, event->name);
	struct duty *end = &site->duties[DUTIES_MAX - 1];

	memmove(duty, duty + 1, (size_t)(end - duty) * sizeof(*duty));
	memset(end, 0, sizeof(*end));
}

/* Another group has troubles of its own. */
static void apply_GROUP_NAMED(struct site *site, const struct event *event)
{
	struct duty *duty = find_duty(site, event->name);

	COPY(duty->group, event->ref);
	duty->trouble[0] = '\0';
}

static void apply_GROUP_FAILED(struct site *site, const struct event *event)
{
	COPY(find_duty(site, event->name)->trouble, event->text);
}

static void apply_GROUP_MENDED(struct site *site, const struct event *event)
{
	find_duty(site, event->name)->trouble[0] = '\0';
}

static void apply_HANDOFF_PLANNED(struct site *site,
    const struct event *event)
{
	site->handoff_due_ms = event->due_ms;
}

/* Told or not, the next one is set. */
static void apply_DIGEST_SET(struct site *site, const struct event *event)
{
	site->digest_due_ms = event->due_ms;
}

static void apply_MONTHLY_SET(struct site *site, const struct event *event)
{
	site->monthly_due_ms = event->due_ms;
}

static void apply_RETENTION_SET(struct site *site,
    const struct event *event)
{
	site->retention_due_ms = event->due_ms;
}

/* Only told: what it names is gone. */
static void apply_INCIDENT_DROPPED(struct site *site,
    const struct event *event)
{
	(void)site;
	(void)event;
}

static void apply_CONFIG_TAKEN(struct site *site, const struct event *event)
{
	COPY(site->config, event->name);
}

/* Only told. */
static void apply_SITE_SKIPPED(struct site *site, const struct event *event)
{
	(void)site;
	(void)event;
}

static void apply_SITE_DEAD(struct site *site, const struct event *event)
{
	(void)site;
	(void)event;
}

static void (*const apply[])(struct site *, const struct event *) = {
#define SITE_EVENT(NAME, word, sentence) \
	[EVENT_##NAME - EVENT_SITE_FIRST] = apply_##NAME,
#include "core/site_event.def"
#undef SITE_EVENT
};

void site_apply(struct site *site, const struct event *event)
{
	assert(site_may_apply(site, event));
	apply[event->kind - EVENT_SITE_FIRST](site, event);
	if (*event->key)
		recent_add(site->recent, &site->recent_next, event->key);
	site_used_note(site);
}

static bool has_room_for_duty(const struct site *site)
{
	return !*site->duties[DUTIES_MAX - 1].rotation;
}

static bool has_room_for_subscription(const struct site *site,
    const struct event *event)
{
	for (int i = 0; i < SUBSCRIPTIONS_MAX; i++) {
		const struct subscription *one = &site->subscriptions[i];

		if (!*one->user || (strcmp(one->user, event->user) == 0 &&
		    text_equal_fold(one->service, event->name)))
			return true;
	}
	return false;
}

bool site_may_apply(const struct site *site, const struct event *event)
{
	if (!event_is_of_site(event->kind) || !event_is_sane(event))
		return false;
	if (event->kind == EVENT_ONCALL_COVERED ||
	    event->kind == EVENT_ONCALL_SWAPPED)
		return site_cover_count(site, event->at_ms) < COVERS_MAX;
	if (event->kind == EVENT_SUBSCRIBED ||
	    event->kind == EVENT_MAIL_SUBSCRIBED)
		return has_room_for_subscription(site, event);
	if (event->kind >= EVENT_MAILBOX_SET &&
	    event->kind <= EVENT_LETTER_FAILED)
		return mailbox_may_apply(site, event);
	if (event->kind == EVENT_DUTY_BEGUN)
		return has_room_for_duty(site) &&
		    !site_duty(site, event->name);
	if (event->kind >= EVENT_MAINTENANCE_PLANNED &&
	    event->kind <= EVENT_MAINTENANCE_RETRIED)
		return maintenance_may_apply(site, event);
	if (event->kind == EVENT_NOTICES_SET)
		return wish_may_apply(site, event);
	if (event->kind >= EVENT_DUTY_PASSED &&
	    event->kind < EVENT_HANDOFF_PLANNED)
		return site_duty(site, event->name) != NULL;
	return true;
}

bool site_has_seen(const struct site *site, const char *key)
{
	return recent_has(site->recent, key);
}
