/* SPDX-License-Identifier: MIT
 *
 * homes: see homes.h.
 */
#include "daemon/homes.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "services/slack/slack.h"

struct home {
	char user[ID_SIZE];
	char team[ID_SIZE];
	int64_t opened_ms;	/* uptime; 0 = unused */
};

struct homes {
	struct clock *clock;
	struct turns *turns;
	struct slack *slack;
	struct home open[HOMES_MAX];
	int next;
	bool waking;
};

struct homes *homes_new(struct clock *clock, struct turns *turns,
    struct slack *slack)
{
	struct homes *homes = xcalloc(1, sizeof(*homes));

	homes->clock = clock;
	homes->turns = turns;
	homes->slack = slack;
	return homes;
}

void homes_free(struct homes *homes)
{
	free(homes);
}

static struct home *home_place(struct homes *homes, const char *user)
{
	for (int i = 0; i < HOMES_MAX; i++) {
		if (strcmp(homes->open[i].user, user) == 0)
			return &homes->open[i];
	}
	homes->next = (homes->next + 1) % HOMES_MAX;
	return &homes->open[homes->next];
}

void homes_opened(struct homes *homes, const char *user, const char *team)
{
	struct home *home = home_place(homes, user);

	(void)text_copy(home->user, sizeof(home->user), user);
	(void)text_copy(home->team, sizeof(home->team), team);
	home->opened_ms = clock_uptime_ms(homes->clock);
}

static void on_published(void *arg, const struct slack_answer *answer)
{
	(void)arg;
	if (answer->outcome != SLACK_OK)
		log_warn("home_not_published", "error=%s", answer->error);
}

void homes_publish(struct slack *slack, const char *user, json_t *view)
{
	json_t *args = json_pack("{s:s, s:O}", "user_id", user, "view", view);

	slack_call(slack, "views.publish", args, on_published, NULL);
	json_decref(args);
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	struct homes *homes = arg;

	if (answer->result == TURN_DONE && answer->decision->home)
		homes_publish(homes->slack, answer->decision->request->actor,
		    answer->decision->home);
}

static void refresh(struct homes *homes, const struct home *home)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));

	request_init(request, REQUEST_HAPPENING, "home_opened");
	request->actor = arena_strdup(arena, home->user);
	request->team = arena_strdup(arena, home->team);
	if (!turn_run(homes->turns, arena, request, "", "", on_turn, homes))
		log_debug("home_not_refreshed", "user=%s", home->user);
}

static void on_wake(void *arg)
{
	struct homes *homes = arg;
	int64_t now_ms = clock_uptime_ms(homes->clock);

	homes->waking = false;
	for (int i = 0; i < HOMES_MAX; i++) {
		const struct home *home = &homes->open[i];

		if (home->opened_ms != 0 &&
		    now_ms - home->opened_ms < HOMES_FRESH_MS)
			refresh(homes, home);
	}
}

void homes_changed(struct homes *homes)
{
	if (homes->waking)
		return;
	homes->waking = true;
	clock_wake(homes->clock, HOMES_DELAY_MS, on_wake, homes);
}
