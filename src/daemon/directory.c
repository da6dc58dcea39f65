/* SPDX-License-Identifier: MIT
 *
 * directory: see directory.h. Two books: one that is shown, and the next one,
 * which takes its place when its last page is there.
 */
#include "daemon/directory.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "services/clock.h"
#include "services/slack/slack.h"
#include "services/slack/slack_element.h"

#define PAGE_PEOPLE 200

struct book {
	char (*guest_ids)[ID_SIZE];
	struct guests guests;
	char *names;		/* each ended by a NUL */
	size_t names_length;
	struct people people;
	size_t seen;
};

struct directory {
	struct slack *slack;
	struct clock *clock;
	void (*changed)(void *arg);
	void *arg;
	struct book shown;
	struct book next;
};

static void ask(struct directory *directory, const char *cursor);

struct directory *directory_new(struct slack *slack, struct clock *clock,
    void (*changed)(void *arg), void *arg)
{
	struct directory *directory = xcalloc(1, sizeof(*directory));

	directory->slack = slack;
	directory->clock = clock;
	directory->changed = changed;
	directory->arg = arg;
	return directory;
}

static void book_clear(struct book *book)
{
	free(book->guest_ids);
	free(book->names);
	memset(book, 0, sizeof(*book));
}

void directory_free(struct directory *directory)
{
	if (!directory)
		return;
	book_clear(&directory->shown);
	book_clear(&directory->next);
	free(directory);
}

void directory_fill(const struct directory *directory, struct policy *policy)
{
	if (directory->shown.seen == 0)
		return;
	policy->guests = &directory->shown.guests;
	policy->people = &directory->shown.people;
}

static bool is_true(const json_t *person, const char *name)
{
	return json_is_true(json_object_get(person, name));
}

static void add_guest(struct book *book, const char *id)
{
	book->guest_ids = xrealloc(book->guest_ids,
	    (book->guests.count + 1) * ID_SIZE);
	(void)text_copy(book->guest_ids[book->guests.count++], ID_SIZE, id);
}

/* An empty name would end the list. */
static void add_name(struct book *book, const char *name)
{
	size_t size = strlen(name) + 1;

	if (size == 1 || book->names_length + size >= DIRECTORY_NAMES_MAX)
		return;
	book->names = xrealloc(book->names, book->names_length + size + 1);
	memcpy(book->names + book->names_length, name, size);
	book->names_length += size;
	book->names[book->names_length] = '\0';
}

/* Somebody of another workspace (Slack Connect) counts as a guest. */
static void add_person(struct book *book, const json_t *person)
{
	const char *id = slack_string_at(person, "id");

	if (++book->seen > DIRECTORY_PEOPLE_MAX || !*id ||
	    strlen(id) >= ID_SIZE || is_true(person, "deleted"))
		return;
	if (is_true(person, "is_restricted") ||
	    is_true(person, "is_ultra_restricted") ||
	    is_true(person, "is_stranger"))
		add_guest(book, id);
	if (!is_true(person, "is_bot"))
		add_name(book, slack_string_at(json_object_get(person,
		    "profile"), "real_name"));
}

static int compare_ids(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void show(struct directory *directory)
{
	struct book *book = &directory->next;
	struct book old = directory->shown;

	if (book->guests.count > 0)
		qsort(book->guest_ids, book->guests.count, ID_SIZE,
		    compare_ids);
	directory->shown = *book;
	memset(book, 0, sizeof(*book));
	directory->shown.guests.ids =
	    (const char (*)[ID_SIZE])directory->shown.guest_ids;
	directory->shown.people.names = directory->shown.names ?
	    directory->shown.names : "";
	log_info("directory_read", "people=%zu guests=%zu",
	    directory->shown.seen, directory->shown.guests.count);
	directory->changed(directory->arg);
	book_clear(&old);
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
		add_person(&directory->next, person);
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

void directory_start(struct directory *directory)
{
	begin(directory);
}
