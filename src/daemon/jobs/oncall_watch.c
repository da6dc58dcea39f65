/* SPDX-License-Identifier: MIT
 *
 * oncall_watch: see oncall_watch.h. One schedule after the other: PagerDuty
 * wants one question at a time. Of each first the shifts are read, then the
 * people in them are looked up who are not known, then it is shown.
 */
#include "daemon/jobs/oncall_watch.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/pagerduty_oncall.h"
#include "services/slack/slack.h"
#include "services/slack/slack_element.h"

#define LOOK_MEMORY (64 << 10)
#define WAKE_MS 1000

struct schedule {
	char id[ID_SIZE];	/* "" = this place is free */
	int64_t next_ms;	/* uptime of the next look */
	struct looked looked;	/* what policies look at */
};

/* Whom Slack knows by an address. */
struct person {
	char email[NAME_SIZE];	/* "" = this place is free */
	char user[ID_SIZE];	/* "" = nobody */
	int64_t asked_ms;	/* uptime */
};

struct oncall_watch {
	struct oncall_watch_options options;
	const struct config *config;
	struct schedule schedules[SCHEDULES_MAX];
	struct person people[ONCALL_PEOPLE_MAX];
	bool started;

	/* The look that is under way. */
	struct schedule *at;	/* NULL = none is */
	struct pagerduty_question question;
	struct pagerduty_shifts shifts;
	int pages;
	int resolved;		/* so many people are looked up */
	char email[NAME_SIZE];	/* of the one who is being asked for */
	struct looked fresh;
};

static void resolve(struct oncall_watch *watch);
static void ask(struct oncall_watch *watch);

/* --- who that is -----------------------------------------------------------*/

static const struct contact *find_contact(const struct policy *policy,
    const struct pagerduty_shift *shift)
{
	for (int i = 0; i < CONTACTS_MAX; i++) {
		const struct contact *contact = &policy->contacts[i];

		if (*contact->user && (strcmp(contact->pagerduty, shift->id)
		    == 0 || (*shift->email && text_equal_fold(contact->email,
		    shift->email))))
			return contact;
	}
	return NULL;
}

static struct person *find_person(struct oncall_watch *watch,
    const char *email)
{
	for (int i = 0; i < ONCALL_PEOPLE_MAX; i++) {
		struct person *person = &watch->people[i];

		if (*person->email && text_equal_fold(person->email, email))
			return person;
	}
	return NULL;
}

/* Is there an answer, or none to be had? */
static bool is_resolved(struct oncall_watch *watch,
    const struct pagerduty_shift *shift)
{
	const struct person *person;

	if (!*shift->email || find_contact(&watch->config->policy, shift))
		return true;
	person = find_person(watch, shift->email);
	return person && clock_uptime_ms(watch->options.clock) -
	    person->asked_ms < ONCALL_PERSON_AGAIN_MS;
}

static const char *user_of(struct oncall_watch *watch,
    const struct pagerduty_shift *shift)
{
	const struct contact *contact = find_contact(&watch->config->policy,
	    shift);
	const struct person *person;

	if (contact)
		return contact->user;
	person = *shift->email ? find_person(watch, shift->email) : NULL;
	return person ? person->user : "";
}

/* The place of the one who was asked for longest ago. */
static struct person *person_place(struct oncall_watch *watch,
    const char *email)
{
	struct person *place = find_person(watch, email);

	for (int i = 0; !place && i < ONCALL_PEOPLE_MAX; i++) {
		if (!*watch->people[i].email)
			place = &watch->people[i];
	}
	if (place)
		return place;
	place = &watch->people[0];
	for (int i = 1; i < ONCALL_PEOPLE_MAX; i++) {
		if (watch->people[i].asked_ms < place->asked_ms)
			place = &watch->people[i];
	}
	return place;
}

static bool is_fit(const json_t *user)
{
	return *slack_string_at(user, "id") &&
	    strlen(slack_string_at(user, "id")) < ID_SIZE &&
	    !json_is_true(json_object_get(user, "deleted"));
}

/* Without an answer what was known of them stays, and they are asked for at
 * the next look. */
static void on_person(void *arg, const struct slack_answer *answer)
{
	struct oncall_watch *watch = arg;
	const json_t *user = json_object_get(answer->body, "user");
	struct person *place;

	if (answer->outcome != SLACK_OK && answer->outcome != SLACK_REFUSED) {
		log_warn("oncall_person_unknown", "error=%s", answer->error);
		watch->resolved++;
		resolve(watch);
		return;
	}
	place = person_place(watch, watch->email);
	memset(place, 0, sizeof(*place));
	(void)text_copy(place->email, sizeof(place->email), watch->email);
	place->asked_ms = clock_uptime_ms(watch->options.clock);
	if (answer->outcome == SLACK_OK && is_fit(user))
		(void)text_copy(place->user, sizeof(place->user),
		    slack_string_at(user, "id"));
	resolve(watch);
}

static void ask_person(struct oncall_watch *watch, const char *email)
{
	json_t *args = json_pack("{s:s}", "email", email);

	(void)text_copy(watch->email, sizeof(watch->email), email);
	slack_call(watch->options.slack, "users.lookupByEmail", args,
	    on_person, watch);
	json_decref(args);
}

/* --- what is shown ---------------------------------------------------------*/

static bool is_same(const struct looked *a, const struct looked *b)
{
	return a->count == b->count && memcmp(a->shifts, b->shifts,
	    (size_t)a->count * sizeof(a->shifts[0])) == 0 &&
	    (a->looked_ms == 0) == (b->looked_ms == 0);
}

static void name_stranger(const struct pagerduty_shift *shift,
    struct looked *looked)
{
	struct text text;

	if (*looked->trouble)
		return;
	text_init(&text, looked->trouble, sizeof(looked->trouble));
	text_addf(&text, "Slack does not know %s", *shift->name ?
	    shift->name : shift->id);
}

static void end_look(struct oncall_watch *watch)
{
	watch->at->next_ms = clock_uptime_ms(watch->options.clock) +
	    watch->config->pagers.pagerduty_look_ms;
	watch->at = NULL;
}

static void show(struct oncall_watch *watch)
{
	struct looked *shown = &watch->at->looked;
	const struct pagerduty_shifts *from = &watch->shifts;
	struct looked *fresh = &watch->fresh;
	bool changed;

	memset(fresh, 0, sizeof(*fresh));
	fresh->looked_ms = clock_now_ms(watch->options.clock);
	fresh->until_ms = watch->question.until_ms;
	if (from->full)
		fresh->until_ms = from->all[from->count - 1].from_ms;
	for (int i = 0; i < from->count; i++) {
		struct looked_shift *to = &fresh->shifts[fresh->count++];

		(void)text_copy(to->user, sizeof(to->user),
		    user_of(watch, &from->all[i]));
		to->from_ms = from->all[i].from_ms;
		to->until_ms = from->all[i].until_ms;
		if (!*to->user)
			name_stranger(&from->all[i], fresh);
	}
	changed = !is_same(fresh, shown);
	if (changed)
		log_info("oncall_read", "schedule=%s shifts=%d",
		    watch->at->id, fresh->count);
	*shown = *fresh;
	end_look(watch);
	if (changed)
		watch->options.changed(watch->options.arg);
}

static void resolve(struct oncall_watch *watch)
{
	if (!watch->started) {
		watch->at = NULL;
		return;
	}
	for (; watch->resolved < watch->shifts.count; watch->resolved++) {
		const struct pagerduty_shift *shift =
		    &watch->shifts.all[watch->resolved];

		if (is_resolved(watch, shift))
			continue;
		ask_person(watch, shift->email);
		return;
	}
	show(watch);
}

/* --- the question ----------------------------------------------------------*/

static void fail(struct oncall_watch *watch, const char *error,
    int64_t retry_ms)
{
	struct schedule *schedule = watch->at;
	int64_t wait_ms = retry_ms > ONCALL_FAILED_AGAIN_MS ? retry_ms :
	    ONCALL_FAILED_AGAIN_MS;

	log_warn("oncall_not_read", "schedule=%s error=%s", schedule->id,
	    error);
	if (schedule->looked.away_ms == 0)
		schedule->looked.away_ms =
		    clock_now_ms(watch->options.clock);
	(void)text_copy(schedule->looked.trouble,
	    sizeof(schedule->looked.trouble), error);
	end_look(watch);
	schedule->next_ms = clock_uptime_ms(watch->options.clock) + wait_ms;
}

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct oncall_watch *watch = arg;
	bool more = false;

	if (!watch->started) {
		watch->at = NULL;
		return;
	}
	if (answer->outcome != OUTBOUND_OK) {
		fail(watch, answer->error, answer->retry_ms);
		return;
	}
	if (!pagerduty_oncall_read(answer->body, answer->body_length,
	    &watch->question, &watch->shifts, &more)) {
		fail(watch, "it answers something else", 0);
		return;
	}
	if (more && ++watch->pages < ONCALL_PAGES_MAX) {
		watch->question.offset += ONCALL_PAGE;
		ask(watch);
		return;
	}
	watch->resolved = 0;
	resolve(watch);
}

static void ask(struct oncall_watch *watch)
{
	struct outbound_request request = { .target = "" };
	struct arena *arena = arena_new(LOOK_MEMORY);

	pagerduty_oncall_ask(watch->config, arena, &watch->question,
	    &request);
	outbound_send(watch->options.outbound, &request, on_answer, watch);
	arena_free(arena);
}

static void begin(struct oncall_watch *watch, struct schedule *schedule)
{
	int64_t now_ms = clock_now_ms(watch->options.clock);

	watch->at = schedule;
	memset(&watch->shifts, 0, sizeof(watch->shifts));
	watch->pages = 0;
	watch->question = (struct pagerduty_question){
		.schedule = schedule->id, .from_ms = now_ms,
		.until_ms = now_ms + ONCALL_AHEAD_DAYS * WHEN_DAY_MS,
	};
	ask(watch);
}

static void on_wake(void *arg)
{
	struct oncall_watch *watch = arg;
	int64_t now_ms = clock_uptime_ms(watch->options.clock);

	if (!watch->started)
		return;
	for (int i = 0; i < SCHEDULES_MAX && !watch->at; i++) {
		struct schedule *schedule = &watch->schedules[i];

		if (*schedule->id && schedule->next_ms <= now_ms)
			begin(watch, schedule);
	}
	clock_wake(watch->options.clock, WAKE_MS, on_wake, watch);
}

/* --- whom it serves --------------------------------------------------------*/

struct oncall_watch *oncall_watch_new(
    const struct oncall_watch_options *options)
{
	struct oncall_watch *watch = xcalloc(1, sizeof(*watch));

	watch->options = *options;
	return watch;
}

void oncall_watch_free(struct oncall_watch *watch)
{
	free(watch);
}

static struct schedule *find_schedule(struct oncall_watch *watch,
    const char *id)
{
	for (int i = 0; i < SCHEDULES_MAX; i++) {
		if (strcmp(watch->schedules[i].id, id) == 0)
			return &watch->schedules[i];
	}
	return NULL;
}

static bool is_named(const struct config *config, const char *id)
{
	const struct rotation_list *list = &config->policy.rotations;

	for (int i = 0; i < list->count; i++) {
		if (strcmp(list->all[i].schedule, id) == 0)
			return true;
	}
	return false;
}

/* The config before may still be looked at: a place is not given away while
 * either names it. */
static void forget_others(struct oncall_watch *watch,
    const struct config *config)
{
	for (int i = 0; i < SCHEDULES_MAX; i++) {
		struct schedule *schedule = &watch->schedules[i];

		if (*schedule->id && schedule != watch->at &&
		    !is_named(config, schedule->id) && !(watch->config &&
		    is_named(watch->config, schedule->id)))
			memset(schedule, 0, sizeof(*schedule));
	}
}

void oncall_watch_serve(struct oncall_watch *watch, struct config *config)
{
	struct rotation_list *list = &config->policy.rotations;

	forget_others(watch, config);
	watch->config = config;
	for (int i = 0; i < list->count; i++) {
		struct rotation *rotation = &list->all[i];
		struct schedule *schedule;

		if (!*rotation->schedule)
			continue;
		schedule = find_schedule(watch, rotation->schedule);
		if (!schedule)
			schedule = find_schedule(watch, "");
		if (!schedule) {
			log_warn("oncall_not_read", "schedule=%s error=%s",
			    rotation->schedule, "\"too many schedules\"");
			continue;
		}
		(void)text_copy(schedule->id, sizeof(schedule->id),
		    rotation->schedule);
		schedule->next_ms = 0;
		rotation->looked = &schedule->looked;
	}
}

void oncall_watch_start(struct oncall_watch *watch)
{
	watch->started = true;
	on_wake(watch);
}

void oncall_watch_stop(struct oncall_watch *watch)
{
	watch->started = false;
}
