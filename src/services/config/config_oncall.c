/* SPDX-License-Identifier: MIT
 *
 * config_oncall: see config_oncall.h.
 */
#include "services/config/config_oncall.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/site.h"
#include "core/calendar/zone.h"

#include <time.h>

#define YEAR_MS (366 * WHEN_DAY_MS)

static void rotation_path(char *out, int index, const char *rest)
{
	snprintf(out, SETTING_PATH_SIZE, "rotations[%d]%s", index, rest);
}

static int compare_names(const void *a, const void *b)
{
	const struct rotation *const *left = a;
	const struct rotation *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

/* Sorted, so that ten thousand are no trouble. Names that differ in case only
 * are found when they are looked up, where the first one counts. */
static void check_names(const struct loader *loader)
{
	const struct rotation_list *list = &loader->config->policy.rotations;
	const struct rotation **sorted = xcalloc((size_t)list->count + 1,
	    sizeof(*sorted));
	char path[SETTING_PATH_SIZE];

	for (int i = 0; i < list->count; i++)
		sorted[i] = &list->all[i];
	qsort(sorted, (size_t)list->count, sizeof(*sorted), compare_names);
	for (int i = 1; i < list->count; i++) {
		if (sorted[i]->name[0] == '\0' ||
		    strcmp(sorted[i - 1]->name, sorted[i]->name) != 0)
			continue;
		rotation_path(path, (int)(sorted[i] - list->all), "");
		loader_problem(loader, path, "\"%s\" is there twice; expected "
		    "each name once", sorted[i]->name);
	}
	free(sorted);
}

static void check_layer(const struct loader *loader, int index, int number)
{
	const struct layer *layer =
	    &loader->config->policy.rotations.all[index].layers[number];
	char path[SETTING_PATH_SIZE];

	if (number == 0)
		rotation_path(path, index, "");
	else
		snprintf(path, sizeof(path), "rotations[%d].layers[%d]",
		    index, number - 1);
	if (layer->end != 0 && layer->end < layer->start)
		loader_problem(loader, path, "ends before it starts");
	if (layer->handoff.weekday >= 0 && layer->turn_minutes != 0 &&
	    layer->handoff.given && layer->turn_minutes % WEEK_MINUTES != 0)
		loader_problem(loader, path, "a hand-off on a day of the week "
		    "needs turns of whole weeks; expected handoff = "
		    "\"09:00\", or every = \"weekly\"");
}

/* Its id goes into an address as it is. */
static void check_schedule(const struct loader *loader, int index)
{
	const struct config *config = loader->config;
	const char *schedule = config->policy.rotations.all[index].schedule;
	char path[SETTING_PATH_SIZE];

	rotation_path(path, index, ".pagerduty_schedule");
	if (schedule[0] == '\0')
		return;
	if (schedule[strspn(schedule, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")]
	    != '\0')
		loader_problem(loader, path, "\"%s\" is not an id; expected "
		    "one such as \"PABC123\", from the schedule's address",
		    schedule);
	if (!secret_is_set(&config->pagers.pagerduty_api_token))
		loader_problem(loader, path, "needs "
		    "pagers.pagerduty.api_token; expected it to be set");
}

/* Before the layers are completed: what was said, and no more. */
static void check_rotation(struct loader *loader, int index)
{
	struct policy *policy = &loader->config->policy;
	struct rotation *rotation = &policy->rotations.all[index];
	char path[SETTING_PATH_SIZE];

	rotation_path(path, index, "");
	if (rotation->name[0] == '\0')
		loader_problem(loader, path, "has no name; expected one");
	if (rotation->layers[0].members[0][0] == '\0' &&
	    rotation->schedule[0] == '\0')
		loader_problem(loader, path, "has no members; expected at "
		    "least one user id");
	check_schedule(loader, index);
	for (int i = 0; i < LAYERS_MAX; i++)
		check_layer(loader, index, i);
	if (rotation->user_group[0] != '\0' &&
	    rotation->handoff_channel[0] == '\0')
		loader_problem(loader, path, "has a user_group but no "
		    "handoff_channel, where it is said if the group cannot "
		    "be kept in step; expected both");
	rotation_path(path, index, ".time_zone");
	if (rotation->zone_name[0] == '\0')
		text_copy(rotation->zone_name, sizeof(rotation->zone_name),
		    policy->zone_name);
	config_zone(loader, path, rotation->zone_name, &rotation->zone);
}

static bool is_user(const char *name)
{
	return (name[0] == 'U' || name[0] == 'W') && strlen(name) >= 3 &&
	    strlen(name) < ID_SIZE && name[strspn(name,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] == '\0';
}

/* As the table of settings calls them. */
static const char *const rung_settings[ONCALL_RUNG_COUNT] = {
	"primary", "secondary", "manager", "security_lead", "executive",
};

/* Each name is that of a rotation, or a person. */
static void check_oncall_names(const struct loader *loader, const char *base,
    const struct oncall_names *oncall)
{
	char path[SETTING_PATH_SIZE];

	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		const char *name = oncall->names[rung];

		if (name[0] == '\0' || oncall->rotations[rung] != NULL ||
		    is_user(name))
			continue;
		snprintf(path, sizeof(path), "%s.%s", base,
		    rung_settings[rung]);
		loader_problem(loader, path, "there is no rotation \"%s\"; "
		    "expected the name of one, or a user id", name);
	}
}

/* P2.1: a primary and a secondary, both. */
static void check_pair(const struct loader *loader, int index)
{
	const struct policy *policy = &loader->config->policy;
	const struct service *service = &policy->services[index];
	char path[SETTING_PATH_SIZE];

	snprintf(path, sizeof(path), "services[%d]", index);
	if (oncall_source(policy, service->name, ONCALL_PRIMARY) == NULL ||
	    oncall_source(policy, service->name, ONCALL_SECONDARY) != NULL)
		return;
	if (service->responders[0][0] == '\0' &&
	    policy->responders[0][0] == '\0')
		loader_problem(loader, path, "\"%s\" has a primary but no "
		    "secondary; expected secondary here or in site",
		    service->name);
}

static void local_time(const struct rotation *rotation, int64_t at_ms,
    char out[WHEN_TEXT_SIZE])
{
	struct civil c = zone_to_civil(rotation->zone, at_ms);

	snprintf(out, WHEN_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute);
}

#define GAP_WORDS_SIZE 400

/* False if there is none. */
static bool gap_words(const struct rotation *rotation, int64_t now_ms,
    char out[GAP_WORDS_SIZE])
{
	char from[WHEN_TEXT_SIZE], until[WHEN_TEXT_SIZE];
	struct gap gap;

	/* What others keep is theirs to keep whole. */
	if (*rotation->schedule)
		return false;
	if (!rotation_gap(rotation, now_ms, now_ms + YEAR_MS, &gap))
		return false;
	local_time(rotation, gap.from_ms, from);
	local_time(rotation, gap.until_ms, until);
	snprintf(out, GAP_WORDS_SIZE, "\"%s\": nobody is on call from %s "
	    "until %s (%s)", rotation->name, from, until,
	    rotation->zone == NULL ? "UTC" : zone_name(rotation->zone));
	return true;
}

static void check_gap(const struct loader *loader, int index, int64_t now_ms)
{
	char path[SETTING_PATH_SIZE];
	char words[GAP_WORDS_SIZE];

	if (!gap_words(&loader->config->policy.rotations.all[index], now_ms,
	    words))
		return;
	rotation_path(path, index, "");
	loader_problem(loader, path, "%s; expected members for every instant "
	    "of the coming year, such as a layer for the other hours",
	    words);
}

void config_gaps(const struct config *config, int64_t now_ms,
    struct problems *problems)
{
	const struct rotation_list *list = &config->policy.rotations;
	char words[GAP_WORDS_SIZE];

	for (int i = 0; i < list->count; i++) {
		if (gap_words(&list->all[i], now_ms, words))
			problems_add(problems, "%s", words);
	}
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The site's record has room for so many. */
static void check_told(const struct loader *loader)
{
	const struct rotation_list *list = &loader->config->policy.rotations;
	char path[SETTING_PATH_SIZE];
	int told = 0;

	for (int i = 0; i < list->count; i++) {
		if (!rotation_is_told(&list->all[i]) || ++told != DUTIES_MAX + 1)
			continue;
		rotation_path(path, i, ".handoff_channel");
		loader_problem(loader, path, "hand-offs of more than %d "
		    "rotations are told; expected at most that many",
		    DUTIES_MAX);
	}
}

/* Each costs a call now and then. */
static void check_schedules(const struct loader *loader)
{
	const struct rotation_list *list = &loader->config->policy.rotations;
	char path[SETTING_PATH_SIZE];
	int count = 0;

	for (int i = 0; i < list->count; i++) {
		if (!*list->all[i].schedule || ++count != SCHEDULES_MAX + 1)
			continue;
		rotation_path(path, i, ".pagerduty_schedule");
		loader_problem(loader, path, "more than %d rotations have "
		    "one; expected at most that many", SCHEDULES_MAX);
	}
}

void check_oncall(struct loader *loader, unsigned flags)
{
	struct policy *policy = &loader->config->policy;
	char path[SETTING_PATH_SIZE];
	int before = loader->problems->count;

	check_names(loader);
	for (int i = 0; i < policy->rotations.count; i++)
		check_rotation(loader, i);
	check_schedules(loader);
	check_told(loader);
	policy_bind_oncall(policy);
	check_oncall_names(loader, "site", &policy->oncall);
	for (int i = 0; i < policy->service_count; i++) {
		snprintf(path, sizeof(path), "services[%d]", i);
		check_oncall_names(loader, path, &policy->services[i].oncall);
		check_pair(loader, i);
	}
	if ((flags & CONFIG_CHECK_YEAR) == 0 ||
	    loader->problems->count > before)
		return;
	for (int i = 0; i < policy->rotations.count; i++)
		check_gap(loader, i, now_ms());
}
