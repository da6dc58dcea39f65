/* SPDX-License-Identifier: MIT
 *
 * scenes: see scenes.h. A scene steps the world itself and looks on: it acts
 * when what it waits for has happened, by the books and the runner's state.
 */
#include "base/base.h"
#include "base/text.h"
#include "daemon/jobs/effect_job.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"
#include "tests/sim/outside.h"
#include "tests/sim/rooms.h"
#include "tests/sim/scenes.h"
#include "tests/sim/world.h"
#include <limits.h>

#define SECOND_MS 1000
#define MINUTE_MS (60 * SECOND_MS)
#define ALWAYS 1000		/* a chance in a thousand */
#define PATIENCE_MS (10 * MINUTE_MS)	/* until what a scene waits for */
#define TALK 50			/* more than a page of a channel's history */

struct scene {
	const char *name;
	uint64_t seed;		/* how many replicas, which day, a page? */
	void (*play)(struct world *world);
};

/* --- moments -------------------------------------------------------------- */

static void go_on(struct world *world, int64_t for_ms)
{
	int64_t until_ms = world->now_ms + for_ms;

	while (world_step(world, until_ms))
		;
}

typedef bool moment(const struct world *world);

/* Step by step, so that nothing happens between the moment and what the scene
 * does then. */
static void wait_for(struct world *world, moment *has_come)
{
	int64_t until_ms = world->now_ms + PATIENCE_MS;

	while (!has_come(world)) {
		if (!world_step(world, until_ms))
			world_broken(world, "scene", "it never came to that");
	}
}

static bool is_declared(const struct world *world)
{
	return world->books->case_count > 1 &&
	    world->books->cases[1].version > 0;
}

static bool has_room(const struct world *world)
{
	return world->books->room_count > 0;
}

static bool first_claims(const struct world *world)
{
	return world->replicas[0].runner->claiming;
}

static bool first_claims_not(const struct world *world)
{
	return !first_claims(world);
}

static bool first_is_at_work(const struct world *world)
{
	return world->replicas[0].runner->under_way > 0;
}

static bool first_has_all_answers(const struct world *world)
{
	return ledger_memory_waiting(world->replicas[0].ledger) == 0;
}

static bool is_acknowledged(const struct world *world)
{
	return world->books->cases[1].settled_ms > 0;
}

static bool first_stands_still(const struct world *world)
{
	return replica_is_paused(&world->replicas[0]);
}

static const struct shown_post *post_of(const struct world *world, int kind)
{
	struct books *books = world->books;

	for (size_t i = books->post_count; i > 0; i--) {
		const struct shown_post *post = &books->posts[i - 1];
		const struct owed *owed = books_owed(books, post->number,
		    post->owed.version, post->owed.index);

		if (owed->kind == kind)
			return post;
	}
	return NULL;
}

static bool card_is_posted(const struct world *world)
{
	return post_of(world, EFFECT_CARD_POST) != NULL;
}

static bool offer_is_posted(const struct world *world)
{
	return post_of(world, EFFECT_OFFER_DRAFT) != NULL;
}

static const struct job *offer_of(const struct replica *replica)
{
	const struct job *job = replica->runner->first;

	while (job && job->effect.kind != EFFECT_OFFER_DRAFT)
		job = job->next;
	return job;
}

static bool first_offers(const struct world *world)
{
	return offer_of(&world->replicas[0]) != NULL;
}

static bool second_has_looked_once(const struct world *world)
{
	const struct job *job = offer_of(&world->replicas[1]);

	return job && job->looks > 0;
}

static bool page_is_posted(const struct world *world)
{
	return post_of(world, EFFECT_PAGE) != NULL;
}

static bool room_is_lost(const struct world *world)
{
	return world->books->rooms[0].told_lost > 0;
}

static bool topic_says_stable(const struct world *world)
{
	const json_t *topic = json_object_get(world->books->rooms[0].topic,
	    "topic");

	return topic && strstr(json_string_value(topic), "Stable");
}

/* The first one only said that they come. */
static bool letter_is_taken(const struct world *world)
{
	return news_letter_count(world->books) > 1;
}

static bool form_is_open(const struct world *world)
{
	return world->books->form_count > 0;
}

/* --- acts ----------------------------------------------------------------- */

static void on_nothing(void *arg)
{
	(void)arg;
}

/* The ledger's answers take so long to get to this replica. */
static void hold_answers(struct replica *replica, int64_t for_ms)
{
	replica->pump_ms = replica->world->now_ms + for_ms;
	world_at(replica->world, NULL, for_ms, on_nothing, NULL);
}

static void declare(struct world *world)
{
	replica_start(&world->replicas[0]);
	go_on(world, 2 * SECOND_MS);
	outside_type(world->outside, "U0ANA", "C0GENERAL", "sev2 api outage");
	wait_for(world, is_declared);
}

static void type_in_room(struct world *world, const char *text)
{
	outside_type(world->outside, "U0ANA", world->books->rooms[0].id,
	    text);
	go_on(world, SECOND_MS);
}

/* In no time: the other acts take some milliseconds to arrive. */
static void type_at_once(struct world *world, const char *text)
{
	json_t *payload = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	    "user_id", "U0BEN", "team_id", OUTSIDE_TEAM, "channel_id",
	    "C0GENERAL", "command", "/incident", "text", text, "trigger_id",
	    "1-1-U0BEN", "response_url", "https://hooks.slack.com/commands/x");

	replica_send(&world->replicas[0], "E1000000-1", "slash_commands", true,
	    payload, 0);
	json_decref(payload);
}

/* incbot is put out of the channel, and hears of that when it is to set the
 * topic; what is to be drawn again after that waits in the lane. */
static void lose_room(struct world *world)
{
	struct room *room;

	declare(world);
	go_on(world, 30 * SECOND_MS);
	room = &world->books->rooms[0];
	room->away = true;
	rooms_taken(world->books, room);
	outside_put_out(world->outside, room->id);
	outside_type(world->outside, "U0ANA", room->id,
	    "mitigated rolled back");
	wait_for(world, room_is_lost);
}

/* By the form, which gives it another public title each time. */
static void publish(struct world *world)
{
	type_in_room(world, "update");
	wait_for(world, form_is_open);
	people_fill_form(world, 0);
	books_forget_form(world->books, 0);
}

/* A letter was taken, and its sender dies before it hears of that: another
 * replica sends it again, once the lease is over. */
static void lose_word_of_letter(struct world *world)
{
	declare(world);
	wait_for(world, has_room);
	type_in_room(world, "subscribe all email");
	go_on(world, 10 * SECOND_MS);
	publish(world);
	wait_for(world, letter_is_taken);
	replica_die(&world->replicas[0]);
	replica_start(&world->replicas[1]);
	go_on(world, 2 * SECOND_MS);
}

/* --- scenes --------------------------------------------------------------- */

/* The answer to a claim takes half of the lease, and that to the last look as
 * long as a send may be away from its claim; another replica has looked and
 * posted by then. */
static void play_lease(struct world *world)
{
	struct replica *first = &world->replicas[0];

	declare(world);
	wait_for(world, first_claims_not);
	wait_for(world, first_claims);
	hold_answers(first, LEASE_MS / 2 + SECOND_MS);
	replica_start(&world->replicas[1]);
	wait_for(world, first_is_at_work);
	hold_answers(first, LEASE_MS - SEND_MAX_MS - SECOND_MS);
	go_on(world, 2 * LEASE_MS);
}

/* Another one posts while the first is stopped before its send, and is done
 * with it while the ledger's clock is an hour behind: what it leaves to be
 * looked at is due at once, long before the first goes on, sends, and dies. */
static void play_wrong_clock(struct world *world)
{
	struct replica *first = &world->replicas[0];
	size_t posts;

	declare(world);
	go_on(world, 30 * SECOND_MS);
	world->faults.pauses_sending = ALWAYS;
	outside_type(world->outside, "U0ANA", world->books->rooms[0].id,
	    "note the cache is cold");
	wait_for(world, first_stands_still);
	world->faults.pauses_sending = 0;
	first->paused_until_ms = first->resumed_ms = world->now_ms +
	    LEASE_MS + 20 * SECOND_MS;
	replica_start(&world->replicas[1]);
	posts = world->books->post_count;
	while (world->books->post_count == posts)
		(void)world_step(world, INT64_MAX);
	world_set_ledger_clock(world, -60 * MINUTE_MS);
	go_on(world, SECOND_MS);
	world_set_ledger_clock(world, 0);
	posts = world->books->post_count;
	while (world->books->post_count == posts)
		(void)world_step(world, INT64_MAX);
	replica_die(first);
}

/* The first is stopped right before it offers an update; another one looks for
 * the offer in vain, and cannot post it since the ledger is gone. Then the first
 * posts and dies, and an update is out before the other one tries again. */
static void play_offer(struct world *world)
{
	struct replica *first = &world->replicas[0];
	struct replica *second = &world->replicas[1];

	declare(world);
	wait_for(world, first_offers);
	world->faults.pauses_sending = ALWAYS;
	wait_for(world, first_stands_still);
	world->faults.pauses_sending = 0;
	first->paused_until_ms = first->resumed_ms = world->now_ms +
	    LEASE_MS + 20 * SECOND_MS;
	replica_start(second);
	wait_for(world, second_has_looked_once);
	ledger_memory_fail(second->ledger, LEDGER_FAULT_UNAVAILABLE, 0,
	    UINT_MAX);
	wait_for(world, offer_is_posted);
	replica_die(first);
	ledger_memory_fail(second->ledger, LEDGER_FAULT_NONE, 0, 0);
	type_in_room(world, "update We are looking at it.");
	go_on(world, 5 * SECOND_MS);
}

/* Something changes while the card's first drawing is on its way. */
static void play_card(struct world *world)
{
	declare(world);
	world->faults.slow = ALWAYS;
	wait_for(world, has_room);
	wait_for(world, card_is_posted);
	type_in_room(world, "title another title");
	world->faults.slow = 0;
}

/* No channel can be made, and in the same millisecond in which the page was
 * asked for and left, somebody acknowledges: what settles pages then takes it
 * for one that is not under way. */
static void play_page(struct world *world)
{
	int64_t declared_ms;

	world->rooms_refused = true;
	declare(world);
	declared_ms = world->now_ms;
	world->faults.slow = ALWAYS;
	wait_for(world, first_is_at_work);
	wait_for(world, first_has_all_answers);
	type_at_once(world, "INC-1 ack");
	wait_for(world, is_acknowledged);
	if (world->now_ms != declared_ms)
		world_broken(world, "scene", "time has passed");
	wait_for(world, page_is_posted);
	go_on(world, 20 * SECOND_MS);
	world->faults.slow = 0;
}

/* Over, reopened and over again between two looks at what is open: nothing is
 * claimed meanwhile, since the ledger's clock is ahead. The page is written
 * before the replicas start anew, which would read all. */
static void play_reopening(struct world *world)
{
	replica_start(&world->replicas[1]);
	declare(world);
	go_on(world, 10 * SECOND_MS);
	type_in_room(world, "update We are looking at it.");
	type_in_room(world, "resolved It works again.");
	go_on(world, 2 * MINUTE_MS);
	world_set_ledger_clock(world, 20 * SECOND_MS);
	type_in_room(world, "reopen");
	type_in_room(world, "update It is back.");
	type_in_room(world, "resolved It works again, and stays so.");
	world_set_ledger_clock(world, 0);
	go_on(world, MINUTE_MS);
}

/* Meanwhile the public is told more, under another title, and letters come at
 * another rhythm. */
static void play_letter(struct world *world)
{
	lose_word_of_letter(world);
	publish(world);
	type_in_room(world, "subscribe all email daily");
	go_on(world, 2 * LEASE_MS);
}

/* Meanwhile its reader unsubscribed, and subscribed anew: what comes next is not
 * for the second attempt of the letter before. */
static void play_reader(struct world *world)
{
	lose_word_of_letter(world);
	type_in_room(world, "unsubscribe");
	type_in_room(world, "subscribe all email");
	publish(world);
	go_on(world, 2 * LEASE_MS);
}

/* Lost, and given back before what waits in the lane is looked at. */
static void play_given_back(struct world *world)
{
	struct room *room;

	lose_room(world);
	hold_answers(&world->replicas[0], SECOND_MS);
	room = &world->books->rooms[0];
	room->away = false;
	rooms_given(world->books, room);
	outside_invite(world->outside, "U0BEN", room->id);
	go_on(world, 5 * SECOND_MS);
}

/* Lost, and before what waits in the lane is looked at another channel is
 * asked for. */
static void play_another_room(struct world *world)
{
	lose_room(world);
	hold_answers(&world->replicas[0], SECOND_MS);
	type_at_once(world, "INC-1 sev 1");
	go_on(world, 5 * SECOND_MS);
}

/* Archived when all was said, before the card is drawn again. */
static void play_archived(struct world *world)
{
	struct room *room;

	declare(world);
	go_on(world, 30 * SECOND_MS);
	room = &world->books->rooms[0];
	world->faults.slow = ALWAYS;
	outside_type(world->outside, "U0ANA", room->id,
	    "mitigated rolled back");
	wait_for(world, topic_says_stable);
	room->archived = room->away = true;
	rooms_taken(world->books, room);
	outside_archive(world->outside, room->id);
	world->faults.slow = 0;
	go_on(world, 10 * SECOND_MS);
	if (!room_is_lost(world))
		world_broken(world, "I27", "nobody was told");
}

/* What was posted and not answered for stands behind more than one page of what
 * people said meanwhile. */
static void play_talk(struct world *world)
{
	size_t posts;

	declare(world);
	go_on(world, 30 * SECOND_MS);
	posts = world->books->post_count;
	world->faults.answer_lost = ALWAYS;
	outside_type(world->outside, "U0ANA", world->books->rooms[0].id,
	    "note the cache is cold");
	while (world->books->post_count == posts)
		(void)world_step(world, INT64_MAX);
	for (int i = 0; i < TALK; i++)
		outside_say(world->outside, world->books->rooms[0].id);
	world->faults.answer_lost = 0;
	go_on(world, 2 * LEASE_MS);
}

/* Seeds are those of worlds without dice: two replicas; 7 has letters, and 13 a
 * page. */
static const struct scene scenes[] = {
	{ "lease", 4, play_lease },
	{ "wrong_clock", 4, play_wrong_clock },
	{ "offer", 4, play_offer },
	{ "card", 4, play_card },
	{ "page", 4, play_page },
	{ "reopening", 13, play_reopening },
	{ "letter", 7, play_letter },
	{ "reader", 7, play_reader },
	{ "given_back", 4, play_given_back },
	{ "another_room", 4, play_another_room },
	{ "archived", 4, play_archived },
	{ "talk", 4, play_talk },
};

static void play(const struct scene *scene, bool print)
{
	struct world_options options = { .seed = scene->seed,
		.print = print, .keep = !print, .scene = scene->name };
	struct world *world = world_new(&options);

	scene->play(world);
	trouble_end(world);
	world_settle(world);
	check_at_rest(world);
	world_free(world);
}

int scenes_play(const char *name, bool print)
{
	int played = 0;

	for (size_t i = 0; i < ARRAY_LEN(scenes); i++) {
		if (*name && strcmp(scenes[i].name, name) != 0)
			continue;
		play(&scenes[i], print);
		played++;
	}
	return played;
}
