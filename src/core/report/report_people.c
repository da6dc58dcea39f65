/* SPDX-License-Identifier: MIT
 *
 * report_people: what people are called in a report: the names that Slack had
 * told when they acted, or were called, stand in the timeline
 * (core/event.h). Where there is none the id stays, and beside a name that
 * somebody else has too.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define PEOPLE_MAX 512		/* of one incident; more keep their ids */

struct named {
	const char *id;
	const char *name;
};

struct report_people {
	struct named all[PEOPLE_MAX];
	int count;
};

static struct named *find(struct report_people *people, const char *id)
{
	for (int i = 0; i < people->count; i++) {
		if (strcmp(people->all[i].id, id) == 0)
			return &people->all[i];
	}
	return NULL;
}

/* The last name counts. */
static void add(struct report_people *people, const char *id,
    const char *name)
{
	struct named *named;

	if (!*id || !*name)
		return;
	named = find(people, id);
	if (!named && people->count < PEOPLE_MAX)
		named = &people->all[people->count++];
	if (named)
		*named = (struct named){ id, name };
}

/* A name of which nothing is seen is none; one that stands there twice is told
 * apart by the id. */
static const char *told_apart(struct arena *arena,
    const struct report_people *people, const struct named *named,
    const char *const *seen)
{
	const char *own = seen[named - people->all];

	if (!*own)
		return named->id;
	for (int i = 0; i < people->count; i++) {
		if (&people->all[i] != named && strcmp(seen[i], own) == 0)
			return arena_printf(arena, "%s (%s)", own, named->id);
	}
	return own;
}

const struct report_people *report_people(struct arena *arena,
    const struct event *events, int count)
{
	struct report_people *people = arena_alloc(arena, sizeof(*people));
	struct report_people *told = arena_alloc(arena, sizeof(*told));
	const char **seen = arena_alloc(arena, PEOPLE_MAX * sizeof(*seen));

	for (int i = 0; i < count; i++) {
		add(people, events[i].actor, events[i].actor_name);
		add(people, events[i].user, events[i].user_name);
	}
	for (int i = 0; i < people->count; i++)
		seen[i] = plain_clean(arena, people->all[i].name);
	for (int i = 0; i < people->count; i++)
		told->all[i] = (struct named){ people->all[i].id, told_apart(
			arena, people, &people->all[i], seen) };
	told->count = people->count;
	return told;
}

const char *report_name(const struct report *report, const char *user)
{
	const struct report_people *people = report->people;

	for (int i = 0; people && !report->is_public && i < people->count;
	    i++) {
		if (strcmp(people->all[i].id, user) == 0)
			return people->all[i].name;
	}
	return user;
}

#define MENTIONS_MAX 8		/* shown by name in one text; report_size() has
				   room for them */

/* The length of "<@U0ANA>" or "<@U0ANA|ana>", as Slack writes a mention that
 * somebody typed; 0 = it is none. */
static size_t mention_bytes(const char *s, size_t *id_bytes)
{
	size_t length;

	if (!text_starts_with(s, "<@"))
		return 0;
	*id_bytes = strspn(s + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	length = 2 + *id_bytes;
	if (s[length] == '|')
		length += strcspn(s + length, ">\n");
	return *id_bytes >= 2 && s[length] == '>' ? length + 1 : 0;
}

/* How much of the text, which stands behind an @, names somebody: an id, or what
 * somebody in the timeline is called. */
static size_t named_bytes(const struct report *report, const char *s)
{
	size_t longest = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	longest = longest < 2 ? 0 : longest;
	for (int i = 0; report->people && i < report->people->count; i++) {
		const char *name = report->people->all[i].name;

		if (text_starts_with(s, name) && strlen(name) > longest)
			longest = strlen(name);
	}
	return longest;
}

/* Adds who is named at the beginning of the text, if somebody is; returns how
 * much of it that was. */
static size_t add_named(struct arena *arena, struct text *out,
    const struct report *report, const char *s)
{
	size_t id_bytes = 0;
	size_t length = mention_bytes(s, &id_bytes);

	if (report->is_public) {
		if (length == 0 && *s == '@')
			length = named_bytes(report, s + 1);
		length += length > 0 && *s == '@';
		text_add(out, length > 0 ? "somebody" : "");
	} else if (length > 0) {
		text_addf(out, "@%s", report_name(report, arena_strndup(
		    arena, s + 2, id_bytes)));
	}
	return length;
}

const char *report_words(struct arena *arena, const struct report *report,
    const char *words)
{
	struct text out;
	int mentions = 0;

	if (!strchr(words, '@'))
		return words;
	out = text_new(arena, strlen(words) * 4 + 64 + MENTIONS_MAX *
	    (report_name_bytes(report) + ID_SIZE));
	while (*words) {
		size_t length = report->is_public ||
		    mentions < MENTIONS_MAX ? add_named(arena, &out, report,
		    words) : 0;

		mentions += length > 0;
		if (length == 0)
			text_add_char(&out, *words);
		words += length > 0 ? length : 1;
	}
	return out.data;
}

size_t report_name_bytes(const struct report *report)
{
	const struct report_people *people = report->people;
	size_t bytes = 0;

	for (int i = 0; people && i < people->count; i++) {
		size_t length = strlen(people->all[i].name);

		bytes = length > bytes ? length : bytes;
	}
	return bytes;
}

json_t *report_people_json(const struct report *report)
{
	const struct report_people *people = report->people;
	json_t *names = json_object();

	for (int i = 0; people && i < people->count; i++)
		json_object_set_new(names, people->all[i].id,
		    json_string(people->all[i].name));
	return names;
}
