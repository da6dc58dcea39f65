/* SPDX-License-Identifier: MIT
 *
 * directory: see directory.h. Two books: one that is shown, and the next one,
 * which takes its place when its last page is there.
 */
#include "daemon/directory.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/directory_book.h"
#include "daemon/directory_file.h"
#include "services/clock.h"
#include "services/slack/slack.h"
#include "services/slack/slack_element.h"

#define PAGE_PEOPLE 200

/* A user group that the rights name. */
struct group {
	struct directory *directory;
	char id[ID_SIZE];	/* "" = this place is free */
	struct id_set users;
	bool known;
	bool asked;		/* an answer is on its way */
	bool again;		/* it changed meanwhile */
};

/* Somebody who acts and waits to be known. */
struct meeting {
	char user[ID_SIZE];	/* "" = this place is free */
	int64_t until_ms;	/* uptime */
	directory_cb *callback;
	void *arg;
};

struct directory {
	struct slack *slack;
	struct clock *clock;
	const struct policy *policy;
	struct book shown;
	struct book next;
	struct group groups[ROSTER_GROUPS_MAX];
	struct roster roster;	/* what policies look at */
	struct people people;
	struct meeting meetings[DIRECTORY_MEETINGS_MAX];
	bool started;
};

static void ask(struct directory *directory, const char *cursor);
static void ask_group(struct group *group);

struct directory *directory_new(struct slack *slack, struct clock *clock)
{
	struct directory *directory = xcalloc(1, sizeof(*directory));

	directory->slack = slack;
	directory->clock = clock;
	directory->people.names = "";
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++)
		directory->groups[i].directory = directory;
	return directory;
}

void directory_free(struct directory *directory)
{
	if (!directory)
		return;
	book_clear(&directory->shown);
	book_clear(&directory->next);
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++)
		id_set_clear(&directory->groups[i].users);
	free(directory);
}

static void refresh_roster(struct directory *directory)
{
	struct roster *roster = &directory->roster;

	roster->members = id_set_list(&directory->shown.members);
	roster->guests = id_set_list(&directory->shown.guests);
	directory->people = book_people(&directory->shown);
	roster->group_count = 0;
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		const struct group *from = &directory->groups[i];
		struct user_group *to = &roster->groups[roster->group_count];

		if (!*from->id)
			continue;
		memcpy(to->id, from->id, sizeof(to->id));
		to->known = from->known;
		to->users = id_set_list(&from->users);
		roster->group_count++;
	}
}

/* --- who acts is met -------------------------------------------------------*/

static bool is_somebody(const struct directory *directory, const char *user)
{
	return id_list_has(&directory->roster.members, user) ||
	    id_list_has(&directory->roster.guests, user);
}

static bool is_known(const struct directory *directory, const char *user)
{
	const struct roster *roster = &directory->roster;

	for (int i = 0; i < roster->group_count; i++) {
		if (!roster->groups[i].known)
			return false;
	}
	return is_somebody(directory, user);
}

/* Whoever is known by now, or has waited for long enough, goes on. */
static void end_meetings(struct directory *directory)
{
	int64_t now_ms = clock_uptime_ms(directory->clock);

	for (int i = 0; i < DIRECTORY_MEETINGS_MAX; i++) {
		struct meeting *meeting = &directory->meetings[i];
		struct meeting over = *meeting;

		if (!*over.user || (now_ms < over.until_ms &&
		    !is_known(directory, over.user)))
			continue;
		meeting->user[0] = '\0';
		over.callback(over.arg);
	}
}

static void on_patience(void *arg)
{
	end_meetings(arg);
}

static void on_person(void *arg, const struct slack_answer *answer)
{
	struct directory *directory = arg;

	if (answer->outcome == SLACK_OK)
		book_insert(&directory->shown, json_object_get(answer->body,
		    "user"));
	else
		log_warn("person_not_known", "error=%s", answer->error);
	refresh_roster(directory);
	end_meetings(directory);
}

static void ask_person(struct directory *directory, const char *user)
{
	json_t *args = json_pack("{s:s}", "user", user);

	slack_call(directory->slack, "users.info", args, on_person,
	    directory);
	json_decref(args);
}

void directory_meet(struct directory *directory, const char *user,
    directory_cb *callback, void *arg)
{
	struct meeting *meeting = directory->meetings;
	struct meeting *end = meeting + DIRECTORY_MEETINGS_MAX;

	while (meeting < end && *meeting->user)
		meeting++;
	if (!directory->started || meeting == end ||
	    is_known(directory, user) || strlen(user) >= ID_SIZE) {
		callback(arg);
		return;
	}
	(void)text_copy(meeting->user, sizeof(meeting->user), user);
	meeting->callback = callback;
	meeting->arg = arg;
	meeting->until_ms = clock_uptime_ms(directory->clock) +
	    DIRECTORY_MEET_MS;
	clock_wake(directory->clock, DIRECTORY_MEET_MS, on_patience,
	    directory);
	if (!is_somebody(directory, user))
		ask_person(directory, user);
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		if (*directory->groups[i].id && !directory->groups[i].known)
			ask_group(&directory->groups[i]);
	}
}

/* --- the user groups -------------------------------------------------------*/

static void keep(const struct directory *directory)
{
	struct directory_kept kept = {
		.team = directory->policy->team_id,
		.read_ms = clock_now_ms(directory->clock),
		.book = &directory->shown, .roster = &directory->roster,
	};

	directory_file_write(&kept);
}

static void take_group(struct group *group, struct id_set fresh)
{
	if (!group->known || fresh.count != group->users.count)
		log_info("user_group_read", "group=%s people=%zu", group->id,
		    fresh.count);
	id_set_clear(&group->users);
	group->users = fresh;
	group->known = true;
	refresh_roster(group->directory);
	keep(group->directory);
}

/* In one that is gone, or disabled, there is nobody. */
static bool is_gone(const struct slack_answer *answer)
{
	return answer->outcome == SLACK_REFUSED &&
	    strcmp(answer->error, "no_such_subteam") == 0;
}

static void on_group(void *arg, const struct slack_answer *answer)
{
	struct group *group = arg;
	struct id_set fresh = { 0 };

	group->asked = false;
	if ((answer->outcome == SLACK_OK && id_set_decode(json_object_get(
	    answer->body, "users"), &fresh)) || is_gone(answer)) {
		take_group(group, fresh);
	} else {
		id_set_clear(&fresh);
		log_warn("user_group_not_read", "group=%s error=%s",
		    group->id, answer->error);
	}
	if (group->again && *group->id)
		ask_group(group);
	end_meetings(group->directory);
}

static void ask_group(struct group *group)
{
	json_t *args;

	group->again = group->asked;
	if (group->asked)
		return;
	group->asked = true;
	args = json_pack("{s:s}", "usergroup", group->id);
	slack_call(group->directory->slack, "usergroups.users.list", args,
	    on_group, group);
	json_decref(args);
}

static void ask_groups(void *arg)
{
	struct directory *directory = arg;

	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		if (*directory->groups[i].id)
			ask_group(&directory->groups[i]);
	}
	clock_wake(directory->clock, DIRECTORY_GROUPS_AGAIN_MS, ask_groups,
	    directory);
}

static struct group *find_group(struct directory *directory, const char *id)
{
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		if (strcmp(directory->groups[i].id, id) == 0)
			return &directory->groups[i];
	}
	return NULL;
}

/* What it says is not believed, but asked: events may come late, and in any
 * order. */
bool directory_hears(struct directory *directory, const json_t *payload)
{
	const json_t *event = json_object_get(payload, "event");
	const char *type = slack_string_at(event, "type");
	const char *id = slack_string_at(event, "subteam_id");
	struct group *group;

	if (strcmp(type, "subteam_members_changed") != 0 &&
	    strcmp(type, "subteam_updated") != 0)
		return false;
	if (!*id)
		id = slack_string_at(json_object_get(event, "subteam"), "id");
	group = *id ? find_group(directory, id) : NULL;
	if (group)
		ask_group(group);
	return true;
}

static bool is_named(const char *const *names, int count, const char *id)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], id) == 0)
			return true;
	}
	return false;
}

/* A place whose answer is on its way stays taken: it would be another's. */
static void want_groups(struct directory *directory)
{
	const char *names[ROSTER_GROUPS_MAX];
	int count = rights_groups(directory->policy, names);

	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		struct group *group = &directory->groups[i];

		if (!*group->id || group->asked ||
		    is_named(names, count, group->id))
			continue;
		id_set_clear(&group->users);
		group->id[0] = '\0';
		group->known = false;
	}
	for (int i = 0; i < count; i++) {
		struct group *place;

		if (find_group(directory, names[i]))
			continue;
		place = find_group(directory, "");
		if (!place)
			continue;
		(void)text_copy(place->id, sizeof(place->id), names[i]);
		if (directory->started)
			ask_group(place);
	}
	refresh_roster(directory);
}

void directory_serve(struct directory *directory, struct policy *policy)
{
	directory->policy = policy;
	policy->roster = &directory->roster;
	policy->people = &directory->people;
	want_groups(directory);
}

/* --- everybody -------------------------------------------------------------*/

static void show(struct directory *directory)
{
	book_clear(&directory->shown);
	directory->shown = directory->next;
	memset(&directory->next, 0, sizeof(directory->next));
	book_close(&directory->shown);
	log_info("directory_read", "people=%zu guests=%zu",
	    directory->shown.seen, directory->shown.guests.count);
	refresh_roster(directory);
	keep(directory);
	end_meetings(directory);
}

static void begin(void *arg)
{
	struct directory *directory = arg;

	book_clear(&directory->next);
	ask(directory, "");
}

static void on_page(void *arg, const struct slack_answer *answer)
{
	struct directory *directory = arg;
	json_t *members = json_object_get(answer->body, "members");
	const char *cursor;
	json_t *person;
	size_t i;

	if (answer->outcome != SLACK_OK) {
		log_warn("directory_not_read", "error=%s", answer->error);
		clock_wake(directory->clock, answer->retry_ms >
		    DIRECTORY_RETRY_MS ? answer->retry_ms :
		    DIRECTORY_RETRY_MS, begin, directory);
		return;
	}
	json_array_foreach(members, i, person)
		book_add(&directory->next, person);
	cursor = slack_string_at(json_object_get(answer->body,
	    "response_metadata"), "next_cursor");
	if (*cursor && json_array_size(members) > 0 &&
	    directory->next.seen < DIRECTORY_PEOPLE_MAX) {
		ask(directory, cursor);
		return;
	}
	show(directory);
	clock_wake(directory->clock, DIRECTORY_AGAIN_MS, begin, directory);
}

static void ask(struct directory *directory, const char *cursor)
{
	json_t *args = json_pack("{s:i}", "limit", PAGE_PEOPLE);

	if (*cursor)
		json_object_set_new(args, "cursor", json_string(cursor));
	slack_call(directory->slack, "users.list", args, on_page, directory);
	json_decref(args);
}

/* What was known before the restart counts until there is news. */
static void remember(struct directory *directory)
{
	json_t *kept = directory_file_read(directory->policy->team_id,
	    clock_now_ms(directory->clock));

	if (!kept)
		return;
	if (!directory_file_book(kept, &directory->shown))
		book_clear(&directory->shown);
	for (int i = 0; i < ROSTER_GROUPS_MAX; i++) {
		struct group *group = &directory->groups[i];

		group->known = *group->id && directory_file_group(kept,
		    group->id, &group->users);
	}
	json_decref(kept);
	refresh_roster(directory);
	log_info("directory_remembered", "members=%zu guests=%zu",
	    directory->shown.members.count, directory->shown.guests.count);
}

void directory_start(struct directory *directory)
{
	remember(directory);
	directory->started = true;
	begin(directory);
	ask_groups(directory);
}
