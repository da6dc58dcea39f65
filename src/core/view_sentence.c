/* SPDX-License-Identifier: MIT
 *
 * view_sentence: an event as a sentence for people. The words stand in
 * event.def; here its {placeholders} are filled, each by one small function
 * that reads one field of the event. What is filled in is never read again,
 * so a text that contains "{actor}" stays what it is.
 */
#include "core/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/view_words.h"

#define SENTENCE_TEXT_CHARS 2000
#define SENTENCE_MAX 12000	/* bytes */

typedef const char *fill_fn(struct arena *arena, const struct event *event);

static const char *fill_actor(struct arena *arena, const struct event *event)
{
	return mrkdwn_user(arena, event->actor);
}

static const char *fill_user(struct arena *arena, const struct event *event)
{
	return mrkdwn_user(arena, event->user);
}

static const char *fill_role(struct arena *arena, const struct event *event)
{
	(void)arena;
	if (event->number < 0 || event->number >= ROLE_COUNT)
		return "a role";
	return role_name(event->number);
}

static const char *fill_severity(struct arena *arena,
    const struct event *event)
{
	(void)arena;
	if (event->number < SEV1 || event->number > SEV3)
		return "a severity";
	return severity_name(event->number);
}

static const char *fill_text(struct arena *arena, const struct event *event)
{
	const char *text = mrkdwn_clip(arena, event->text,
	    SENTENCE_TEXT_CHARS);

	return *text ? text : "(no words)";
}

static const char *fill_reason(struct arena *arena, const struct event *event)
{
	if (!*event->text)
		return "";
	return arena_printf(arena, ": %s", fill_text(arena, event));
}

/* A channel's name, or a span of time that was given as words. */
static const char *fill_name(struct arena *arena, const struct event *event)
{
	if (event->kind == EVENT_ROOM_OPENED && *event->ref)
		return mrkdwn_channel(arena, event->ref);
	return mrkdwn_escape(arena, event->name);
}

static const char *fill_due(struct arena *arena, const struct event *event)
{
	return mrkdwn_time(arena, event->due_ms, "{time}");
}

#define LATE_MIN_MS 60000	/* below that nobody needs to know */

static const char *fill_late(struct arena *arena, const struct event *event)
{
	if (event->span_ms < LATE_MIN_MS)
		return "";
	return arena_printf(arena, " (%s late)",
	    span_words(arena, event->span_ms));
}

static const char *fill_flags(struct arena *arena, const struct event *event)
{
	const char *words = flags_words(arena, event->flags);

	return *words ? words : "none";
}

static const struct {
	const char *name;
	fill_fn *fill;
} placeholders[] = {
	{ "{actor}", fill_actor },
	{ "{user}", fill_user },
	{ "{role}", fill_role },
	{ "{severity}", fill_severity },
	{ "{text}", fill_text },
	{ "{reason}", fill_reason },
	{ "{name}", fill_name },
	{ "{due}", fill_due },
	{ "{late}", fill_late },
	{ "{flags}", fill_flags },
};

/* Adds what stands for the placeholder at s; returns its length. */
static size_t add_placeholder(struct arena *arena, struct text *out,
    const char *s, const struct event *event)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(placeholders); i++) {
		if (!text_starts_with(s, placeholders[i].name))
			continue;
		text_add(out, placeholders[i].fill(arena, event));
		return strlen(placeholders[i].name);
	}
	abort();	/* event.def names one that is not in the table */
}

const char *view_sentence(struct arena *arena, const struct event *event)
{
	const char *s = event_sentence(event->kind);
	struct text out = text_new(arena, SENTENCE_MAX);

	while (*s != '\0') {
		size_t plain = strcspn(s, "{");

		text_add_n(&out, s, plain);
		s += plain;
		if (*s == '{')
			s += add_placeholder(arena, &out, s, event);
	}
	assert(!out.truncated);
	return out.data;
}
