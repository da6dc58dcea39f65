/* SPDX-License-Identifier: MIT
 *
 * handlers, walked at random: people who type, click and fill whatever they
 * like, a Slack that is slow or refuses, an incbot that sleeps. After every
 * turn the scene checks what must always hold (tests/transcripts/scene.h):
 * the snapshot is the fold of the events byte for byte (I4), nothing pages
 * after the acknowledgement (P2.5) or in a drill (P7.4), every reminder stands
 * where it should (P2.7), a refusal changes nothing (P7.3).
 */
#include "base/prng.h"
#include "base/text.h"
#include "tests/transcripts/scene.h"
#include "tests/unit/unit.h"

#define WALKS 30
#define STEPS 120

static const char *const people[] = {
	"U0ANA", "U0BEN", "U0CEM", "U0PIA", "U0OLA",
};

static const char *const lines[] = {
	"", "sev1 checkout is down", "sev2 search is slow", "sev3 a label",
	"sev2? who knows", "declare logins fail", "drill sev1 fire",
	"ack", "ack", "ic", "tech", "comms", "ic <@U0BEN>", "tech <@U0CEM>",
	"comms me", "assign ic <@U0ANA>", "handover ic <@U0BEN>",
	"handover tech <@U0ANA>", "handover comms <@U0CEM>", "accept",
	"accept ic", "decline", "decline tech", "update we are on it",
	"update still \xf0\x9f\x9a\x92", "snooze", "note <!channel> & \"x\"",
	"mitigated rolled back", "resolved it works", "reopen",
	"reopen again", "close", "sev 1", "sev 2", "sev 3 better",
	"title another name", "flag data-loss", "flag security", "status",
	"timeline", "list", "help", "nonsense", "sev 9", "update", "INC-1 ack",
	"assess it; all; 9:00", "assess it", "steps", "try 1", "try 9",
	"park why", "evidence in the bucket", "cause a bad disk",
	"page <@U0PIA> <!here> & \"you\"", "page <@U0CEM>", "escalate now",
	"INC-2 sev 1", "INC-3 ic", "INC-1 resolved done", "INC-2 reopen",
	"INC-1 note by number", "INC-9 ack", "postmortem", "pm snooze",
	"owner <@U0CEM>", "rootcause sizes", "rootcause Ben did it",
	"rootcause anyway Ben did it", "why no alarm", "why 2 no eyes",
	"impact no sale", "worked the alarm", "action alarm +2d",
	"action \"more\" <@U0BEN> 2026-06-16 preventative",
	"action 1 <@U0CEM> mitigative +1d", "action done 1",
	"action drop 2", "action open 1", "action edit 1 other words",
};

static const char *const clicks[] = {
	"ack", "ic", "tech", "comms", "snooze", "update", "resolved",
	"assess", "try", "cause", "evidence", "steps", "park",
	"close", "accept", "decline", "declare", "panel", "due", "nothing",
};

static const char *pick(struct prng *dice, const char *const *from, size_t n)
{
	return from[prng_below(dice, n)];
}

static void somebody_acts(struct scene *scene, struct prng *dice, int step)
{
	char key[ID_SIZE];
	char room[ID_SIZE];
	char id[ID_SIZE];
	struct text text;
	int which = scene->play_count == 0 ? 0 :
	    (int)prng_below(dice, (uint64_t)scene->play_count) + 1;
	struct request request = { .key = key, .trigger_id = key,
		.team = "T0ACME", .actor = pick(dice, people,
		ARRAY_LEN(people)) };

	text_init(&text, key, sizeof(key));
	text_addf(&text, "k%d", step);
	text_init(&text, room, sizeof(room));
	text_addf(&text, prng_chance(dice, 300) ? "C0GENERAL" : "C0INC%d",
	    which);
	text_init(&text, id, sizeof(id));
	text_addf(&text, "%d", which);
	request.channel = room;
	if (prng_chance(dice, 250)) {
		request.kind = REQUEST_CLICK;
		request.name = pick(dice, clicks, ARRAY_LEN(clicks));
		request.incident = id;
		request.epoch = (int)prng_below(dice, 4);
	} else {
		request.kind = REQUEST_COMMAND;
		request.words = pick(dice, lines, ARRAY_LEN(lines));
	}
	/* No room for more incidents. */
	if (scene->play_count == PLAYS_MAX) {
		request.kind = REQUEST_CLICK;
		request.name = "ack";
		request.incident = id;
	}
	scene_ask(scene, &request);
}

/* Slack changes its mind about one kind of effect. */
static void slack_acts(struct scene *scene, struct prng *dice)
{
	int kind = 1 + (int)prng_below(dice, EFFECT_COUNT - 1);
	struct habit *habit = &scene->habits[kind];

	memset(habit, 0, sizeof(*habit));
	if (prng_chance(dice, 300))
		habit->delay_ms = prng_between(dice, 1, 600000);
	else if (prng_chance(dice, 300))
		(void)text_copy(habit->fails, sizeof(habit->fails),
		    "channel_not_found");
}

static void time_acts(struct scene *scene, struct prng *dice)
{
	int64_t until_ms = scene->now_ms + prng_between(dice, 0,
	    prng_chance(dice, 100) ? 3600000 : 120000);

	if (prng_chance(dice, 50))
		scene_sleep(scene, until_ms + prng_between(dice, 0, 7200000));
	else
		scene_advance(scene, until_ms);
}

static void walk(uint64_t seed)
{
	char *told = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&told, &length);
	struct scene *scene = scene_new(out);
	struct prng dice;

	scene->silent = true;
	prng_seed(&dice, seed);
	for (int step = 0; step < STEPS; step++) {
		somebody_acts(scene, &dice, step);
		if (prng_chance(&dice, 100))
			slack_acts(scene, &dice);
		if (prng_chance(&dice, 100) && scene->play_count > 0)
			scene_overtaken(scene, (int)prng_below(&dice,
			    APPOINTMENT_COUNT));
		if (prng_chance(&dice, 500))
			time_acts(scene, &dice);
	}
	fflush(out);
	ck_assert_msg(scene->problems == 0, "seed %llu:\n%s",
	    (unsigned long long)seed, told);
	scene_free(scene);
	fclose(out);
	free(told);
}

START_TEST(what_must_hold_holds_on_every_walk)
{
	for (int seed = 1; seed <= WALKS; seed += unit_every())
		walk((uint64_t)seed);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers, walked");

	unit_add(&u, what_must_hold_holds_on_every_walk);
	return unit_run(&u);
}
