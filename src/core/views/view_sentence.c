/* SPDX-License-Identifier: MIT
 *
 * view_sentence: an event as a sentence for people. The words stand in
 * event.def; here its {placeholders} are filled, each by one small function
 * that reads one field of the event. What is filled in is never read again,
 * so a text that contains "{actor}" stays what it is.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/marked.h"
#include "core/postmortem.h"
#include "core/ticket.h"
#include "core/views/view_message.h"
#include "core/views/view_words.h"

#define SENTENCE_TEXT_CHARS 2000
#define SHORT_TEXT_CHARS 280
#define LINKS_BYTES_MAX 8000
#define SENTENCE_MAX 20000	/* bytes */

struct filling {
	struct arena *arena;
	const struct event *event;
	size_t text_max;	/* code points after escaping */
	bool lead;		/* stop before the people's own words */
};

typedef const char *fill_fn(const struct filling *f);

static const char *fill_actor(const struct filling *f)
{
	return mrkdwn_user(f->arena, f->event->actor);
}

static const char *fill_user(const struct filling *f)
{
	if (!*f->event->user && (f->event->kind == EVENT_DUTY_BEGUN ||
	    f->event->kind == EVENT_DUTY_PASSED))
		return "Nobody";
	return mrkdwn_user(f->arena, f->event->user);
}

/* Of a draft that somebody else has approved. */
static const char *fill_author(const struct filling *f)
{
	return *f->event->user ? arena_printf(f->arena, " what %s wrote",
	    mrkdwn_user(f->arena, f->event->user)) : "";
}

static const char *fill_role(const struct filling *f)
{
	if (f->event->number < 0 || f->event->number >= ROLE_COUNT)
		return "a role";
	return role_name(f->event->number);
}

static const char *fill_severity(const struct filling *f)
{
	if (f->event->number < SEV1 || f->event->number > SEV3)
		return "a severity";
	return severity_name(f->event->number);
}

static const char *fill_text(const struct filling *f)
{
	const char *text = mrkdwn_clip(f->arena, f->event->text, f->text_max);

	return *text ? text : "(no words)";
}

static const char *fill_reason(const struct filling *f)
{
	if (!*f->event->text)
		return "";
	return arena_printf(f->arena, ": %s", fill_text(f));
}

/* A channel, or a span of time that was given as words. */
static const char *fill_name(const struct filling *f)
{
	if ((f->event->kind == EVENT_ROOM_OPENED ||
	    f->event->kind == EVENT_ROOM_RETURNED ||
	    f->event->kind == EVENT_COMMS_OPENED) && *f->event->ref)
		return mrkdwn_channel(f->arena, f->event->ref);
	return mrkdwn_escape(f->arena, f->event->name);
}

static const char *fill_due(const struct filling *f)
{
	return mrkdwn_time(f->arena, f->event->due_ms, "{time}");
}

#define LATE_MIN_MS 60000	/* below that nobody needs to know */

static const char *fill_late(const struct filling *f)
{
	if (f->event->span_ms < LATE_MIN_MS)
		return "";
	return arena_printf(f->arena, " (%s late)",
	    span_words(f->arena, f->event->span_ms));
}

static const char *instant(struct arena *arena, int64_t ms)
{
	return mrkdwn_time(arena, ms, "{date_short_pretty} {time}");
}

/* For which service, in whose place, from when to when. */
static const char *fill_shift(const struct filling *f)
{
	const struct event *event = f->event;
	bool instead = *event->ref && event->kind == EVENT_ONCALL_COVERED;

	return arena_printf(f->arena, "%s%s%s%s, from %s until %s",
	    *event->name ? " for " : "",
	    mrkdwn_escape(f->arena, event->name),
	    instead ? " in place of " : "",
	    instead ? mrkdwn_user(f->arena, event->ref) : "",
	    instant(f->arena, event->due_ms),
	    instant(f->arena, event->due_ms + event->span_ms));
}

static const char *fill_flags(const struct filling *f)
{
	const char *words = flags_words(f->arena, f->event->flags);

	return *words ? words : "none";
}

static const char *fill_day(const struct filling *f)
{
	return mrkdwn_time(f->arena, f->event->due_ms,
	    "{date_short_pretty} {time}");
}

static const char *fill_section(const struct filling *f)
{
	if (f->event->number < 0 || f->event->number >= SECTION_COUNT)
		return "postmortem";
	return section_name(f->event->number);
}

/* A marked message's address, and those of its files. */
static const char *fill_links(const struct filling *f)
{
	struct text out = text_new(f->arena, LINKS_BYTES_MAX);
	const char *url, *name;

	for (int i = 0; mark_link(f->arena, f->event->list, i, &url, &name); i++)
		text_addf(&out, "%s<%s|%s>", i > 0 ? ", " : " (", url,
		    mrkdwn_escape(f->arena, name));
	return out.length > 0 ? arena_printf(f->arena, "%s)", out.data) : "";
}

/* Whose words were parked, if they are a message's, and where it stands. */
static const char *fill_said(const struct filling *f)
{
	const char *user = f->event->user;

	return arena_printf(f->arena, "%s%s%s", *user ? " what " : "",
	    *user ? mrkdwn_user(f->arena, user) : "",
	    *user ? arena_printf(f->arena, " said%s", fill_links(f)) :
	    fill_links(f));
}

static const char *fill_number(const struct filling *f)
{
	return arena_printf(f->arena, "%d", f->event->number);
}

/* " for @ana, due Jul 1, preventative"; what was not said is left out. */
static const char *fill_terms(const struct filling *f)
{
	const struct event *event = f->event;

	return arena_printf(f->arena, "%s%s%s%s%s%s%s%s",
	    *event->user ? " for " : "",
	    *event->user ? mrkdwn_user(f->arena, event->user) : "",
	    event->due_ms ? ", due " : "",
	    event->due_ms ? mrkdwn_time(f->arena, event->due_ms,
	    "{date_short_pretty}") : "", *event->name ? ", " : "",
	    mrkdwn_escape(f->arena, event->name),
	    event->severity ? ", gap " : "",
	    event->severity ? severity_name(event->severity) : "");
}

static const char *fill_item(const struct filling *f)
{
	if (f->event->number < 1 || f->event->number > ACTIONS_MAX)
		return "The incident";
	return arena_printf(f->arena, "Action item %d", f->event->number);
}

static const char *fill_ticket(const struct filling *f)
{
	char label[ID_SIZE + 1];

	ticket_label(f->event->ref, label);
	if (!ticket_url_is_good(f->event->text))
		return mrkdwn_escape(f->arena, label);
	return arena_printf(f->arena, "<%s|%s>",
	    mrkdwn_escape(f->arena, f->event->text),
	    mrkdwn_escape(f->arena, label));
}

static const struct {
	const char *name;
	fill_fn *fill;
} placeholders[] = {
	{ "{actor}", fill_actor },
	{ "{user}", fill_user },
	{ "{author}", fill_author },
	{ "{role}", fill_role },
	{ "{severity}", fill_severity },
	{ "{text}", fill_text },
	{ "{reason}", fill_reason },
	{ "{name}", fill_name },
	{ "{due}", fill_due },
	{ "{late}", fill_late },
	{ "{flags}", fill_flags },
	{ "{shift}", fill_shift },
	{ "{day}", fill_day },
	{ "{section}", fill_section },
	{ "{number}", fill_number },
	{ "{terms}", fill_terms },
	{ "{links}", fill_links },
	{ "{said}", fill_said },
	{ "{item}", fill_item },
	{ "{ticket}", fill_ticket },
};

/* Adds what stands for the placeholder at s; returns its length. */
static size_t add_placeholder(struct text *out, const char *s,
    const struct filling *f)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(placeholders); i++) {
		if (!text_starts_with(s, placeholders[i].name))
			continue;
		text_add(out, placeholders[i].fill(f));
		return strlen(placeholders[i].name);
	}
	abort();	/* event.def names one that is not in the table */
}

/* The people's own words stand last in every sentence that has any. */
static bool lead_ends(struct text *out, const char *s)
{
	if (text_starts_with(s, "{reason}"))
		text_add_char(out, ':');
	return text_starts_with(s, "{text}") || text_starts_with(s, "{reason}");
}

static const char *fill_sentence(const struct filling *f)
{
	const char *s = event_sentence(f->event->kind);
	struct text out = text_new(f->arena, SENTENCE_MAX);

	while (*s != '\0') {
		size_t plain = strcspn(s, "{");

		text_add_n(&out, s, plain);
		s += plain;
		if (*s == '\0' || (f->lead && lead_ends(&out, s)))
			break;
		s += add_placeholder(&out, s, f);
	}
	assert(!out.truncated);
	return text_trim(out.data);
}

const char *view_sentence(struct arena *arena, const struct event *event)
{
	return fill_sentence(&(struct filling){ arena, event,
	    SENTENCE_TEXT_CHARS, false });
}

const char *view_sentence_short(struct arena *arena,
    const struct event *event)
{
	return fill_sentence(&(struct filling){ arena, event,
	    SHORT_TEXT_CHARS, false });
}

const char *view_sentence_lead(struct arena *arena,
    const struct event *event)
{
	return fill_sentence(&(struct filling){ arena, event, 0, true });
}
