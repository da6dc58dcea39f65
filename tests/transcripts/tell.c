/* SPDX-License-Identifier: MIT
 *
 * tell: see tell.h.
 */
#include "tests/transcripts/tell.h"
#include "base/text.h"
#include "base/when.h"
#include "core/maintenance.h"
#include "core/oncall/oncall.h"
#include "core/postmortem.h"
#include "tests/transcripts/scene.h"
#include <ctype.h>


void tell_time(FILE *out, int64_t at_ms)
{
	int64_t s = (at_ms - scene_start_ms()) / 1000;

	fprintf(out, "%02lld:%02lld:%02lld", (long long)(s / 3600),
	    (long long)(s / 60 % 60), (long long)(s % 60));
}

static void tell_lower(FILE *out, const char *id, size_t length)
{
	bool room = length > 3 && memcmp(id, "INC", 3) == 0 &&
	    isdigit((unsigned char)id[3]);

	for (size_t i = 0; i < length; i++) {
		fputc(tolower((unsigned char)id[i]), out);
		if (room && i == 2)
			fputc('-', out);
	}
}

void tell_user(FILE *out, const char *user)
{
	if (!*user)
		fputs("incbot", out);
	else
		tell_lower(out, user + 2, strlen(user) - 2);
}

/* "<@U0ANA>", "<#C0INC1>", "<!date^1781514250^{time}|...>"; returns the
 * length of what was told, 0 if it is none of these. */
static size_t tell_mark(FILE *out, const char *s)
{
	size_t length = strcspn(s, ">");

	if (s[length] != '>')
		return 0;
	if (text_starts_with(s, "<!date^")) {
		tell_time(out, strtoll(s + 7, NULL, 10) * 1000);
		return length + 1;
	}
	if (!text_starts_with(s, "<@") && !text_starts_with(s, "<#"))
		return 0;
	fputc(s[1], out);
	tell_lower(out, s + 4, length - 4);
	return length + 1;
}

void tell_text(FILE *out, const char *mrkdwn)
{
	while (*mrkdwn) {
		size_t length = *mrkdwn == '<' ? tell_mark(out, mrkdwn) : 0;

		if (length > 0) {
			mrkdwn += length;
			continue;
		}
		if (*mrkdwn == '\n')
			fputs("\n           ", out);
		else
			fputc(*mrkdwn, out);
		mrkdwn++;
	}
}

static const char *stage_name(int stage)
{
	static const char *const names[] = {
		"none", "soon", "due", "overdue, commander",
		"overdue, channel",
	};

	return stage < UPDATE_STAGE_CHANNEL ? names[stage] :
	    names[UPDATE_STAGE_CHANNEL];
}

/* The first letter of a mailbox; of news which maintenance. */
static void tell_letter_number(FILE *out, const struct event *event)
{
	if (event->kind != EVENT_NEWS_NOTED)
		fputs(event->number ? " first" : "", out);
	else if (event->number)
		fprintf(out, " %d", event->number);
}

/* What the event's number means. */
static void tell_event_number(FILE *out, const struct event *event)
{
	switch (event->kind) {
	case EVENT_DECLARED:
	case EVENT_PROPOSED:
	case EVENT_SEVERITY_SET:
		fprintf(out, " %s", severity_name(event->number));
		break;
	case EVENT_ROLE_TAKEN:
	case EVENT_ROLE_OFFERED:
	case EVENT_ROLE_DECLINED:
	case EVENT_ROLE_NAGGED:
		fprintf(out, " %s", role_word(event->number));
		break;
	case EVENT_PAGE_ASKED: case EVENT_CALLED:
	case EVENT_ESCALATED: case EVENT_PAGE_SENT:
	case EVENT_ESCALATION_SET: case EVENT_PAGE_SKIPPED:
	case EVENT_PAGE_ACCEPTED: case EVENT_PAGE_FAILED:
	case EVENT_PAGE_PUT_OFF: case EVENT_PAGE_AGAIN: case EVENT_PAGE_DELIVERED:
	case EVENT_PAGE_UNREACHED: case EVENT_PAGE_FORGOTTEN:
		break;		/* the rung, told by its name or its person */
	case EVENT_UPDATE_NAGGED:
		fprintf(out, " %s", stage_name(event->number));
		break;
	case EVENT_ONCALL_COVERED:
	case EVENT_ONCALL_SWAPPED:
		if (!*event->ref)
			fprintf(out, " %s", oncall_rung_word(event->number));
		break;
	case EVENT_UPDATE_PUBLISHED:
	case EVENT_UPDATE_DRAFTED:
		if (event->number != PUBLIC_INVESTIGATING)
			fprintf(out, " %s",
			    public_status_word(event->number));
		break;
	case EVENT_POSTMORTEM_WRITTEN:
		fprintf(out, " %s", section_name(event->number));
		break;
	case EVENT_MAINTENANCE_PLANNED: case EVENT_MAINTENANCE_TOLD:
	case EVENT_MAINTENANCE_STARTED: case EVENT_MAINTENANCE_FINISHED:
	case EVENT_MAINTENANCE_CANCELLED: case EVENT_MAINTENANCE_PLACED:
	case EVENT_MAINTENANCE_FAILED: case EVENT_MAINTENANCE_RETRIED:
	case EVENT_MAIL_SUBSCRIBED: case EVENT_MAILBOX_SET:
	case EVENT_SUBSCRIBED: case EVENT_ONCALL_DROPPED: case EVENT_PATTERN_SEEN:
	case EVENT_MESSAGE_UNKEPT: case EVENT_INCIDENT_DROPPED:
	case EVENT_ENTRY_CORRECTED: case EVENT_ENTRY_HIDDEN:
	case EVENT_ENTRY_SHOWN:
	case EVENT_POSTMORTEM_NAGGED:
	case EVENT_ACTION_SET: case EVENT_ACTION_DONE:
	case EVENT_ACTION_DROPPED: case EVENT_ACTION_NAGGED:
	case EVENT_PROPOSAL_NAGGED: case EVENT_NOTICES_TOLD:
	case EVENT_TICKET_ASKED: case EVENT_TICKET_OPENED:
	case EVENT_TICKET_FAILED: case EVENT_TICKET_RETRIED:
	case EVENT_TICKET_CLOSED: case EVENT_TICKET_REOPENED:
		fprintf(out, " %d", event->number);
		break;
	case EVENT_LETTER_SENT: case EVENT_LETTER_FAILED:
	case EVENT_NEWS_NOTED:
		tell_letter_number(out, event);
		break;
	case EVENT_PLACE_FAILED:
	case EVENT_PLACE_REACHED:
	case EVENT_NOTICES_SET:
		break;
	default:
		assert(event->number == 0);
		break;
	}
}

static void tell_flags(FILE *out, int flags)
{
	static const char *const words[] = {
		"drill", "private", "data-loss", "security", "room",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (flags & (1 << i))
			fprintf(out, " +%s", words[i]);
	}
}

/* Days, see its text; or that a search knows of it. */
static bool flags_are_untold(int kind)
{
	return kind == EVENT_NOTICES_SET || kind == EVENT_CAUSE_NAMED ||
	    kind == EVENT_POSTMORTEM_WRITTEN;
}

static bool tells_places(int kind)
{
	return kind == EVENT_UPDATE_PUBLISHED ||
	    (kind >= EVENT_MAINTENANCE_PLANNED &&
	    kind <= EVENT_MAINTENANCE_RETRIED) ||
	    kind == EVENT_PLACE_RETRIED || kind == EVENT_PLACE_REACHED;
}

/* Which places outside it is about. */
static void tell_places(FILE *out, int places)
{
	for (int place = 1; place <= PLACES_ALL; place *= 2) {
		if (places & PLACES_OUTSIDE & place)
			fprintf(out, " ->%s", place_way(place));
	}
}

/* What the event's span means. */
static void tell_span(FILE *out, int kind, const char *span)
{
	if (kind == EVENT_DECLARED || kind == EVENT_SEVERITY_SET)
		fprintf(out, ", updates every %s", span);
	else if (kind == EVENT_ONCALL_COVERED ||
	    kind == EVENT_ONCALL_SWAPPED || kind == EVENT_NOTICES_SET ||
	    maintenance_is_news(kind))
		fprintf(out, ", for %s", span);
	else if (kind == EVENT_POSTMORTEM_OWED)
		fprintf(out, ", within %s", span);
	else
		fprintf(out, ", %s late", span);
}

/* Lines are told with a slash between them. */
static void tell_quoted(FILE *out, const char *text)
{
	fputs(" \"", out);
	for (; *text; text++) {
		if (*text == '\n')
			fputs(" / ", out);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}

static void tell_event(FILE *out, const struct event *event)
{
	char span[WHEN_TEXT_SIZE];

	fprintf(out, "  event    %s", event_word(event->kind));
	tell_event_number(out, event);
	if (tells_places(event->kind))
		tell_places(out, event->flags);
	else if (event->kind == EVENT_TICKET_CLOSED ||
	    event->kind == EVENT_TICKET_REOPENED)
		fputs(event->flags ? " +theirs" : "", out);
	else if (!flags_are_untold(event->kind))
		tell_flags(out, event->flags);
	if (*event->user) {
		fputc(' ', out);
		tell_user(out, event->user);
	}
	if (event->kind == EVENT_MAINTENANCE_PLACED && *event->ref) {
		fprintf(out, " as %s", event->ref);
	} else if (event->kind == EVENT_NEWS_NOTED) {
		fprintf(out, " of %s, turn %lld", event->ref,
		    (long long)event->version);
	} else if (*event->ref && event_is_of_site(event->kind)) {
		fputs(" for ", out);
		tell_user(out, event->ref);
	}
	if (*event->actor) {
		fputs(" by ", out);
		tell_user(out, event->actor);
	}
	if (*event->name)
		fprintf(out, " (%s)", event->name);
	if (event->severity)
		fprintf(out, " gap %s", severity_name(event->severity));
	if (*event->text)
		tell_quoted(out, event->text);
	if (*event->list && event->kind == EVENT_MESSAGE_KEPT)
		tell_quoted(out, event->list);
	else if (*event->list)
		fprintf(out, ", %s %s", event->kind == EVENT_PARKED ? "at" :
		    "affects", event->list);
	if (event->due_ms) {
		fputs(event->kind == EVENT_ENTRY_ADDED ||
		    event->kind == EVENT_ENTRY_CORRECTED ? ", at " :
		    event->kind == EVENT_MESSAGE_KEPT ? ", said " :
		    ", due ", out);
		tell_time(out, event->due_ms);
	}
	if (event->span_ms) {
		when_format_duration(span, sizeof(span), event->span_ms);
		tell_span(out, event->kind, span);
	}
	if (event->stable_due_ms) {
		fputs(", stable by ", out);
		tell_time(out, event->stable_due_ms);
	}
	fputc('\n', out);
}

/* Whom or what an effect is about. */
static void tell_effect_rest(FILE *out, const struct effect *effect)
{
	if (*effect->way)
		fprintf(out, " %s", effect->way);
	if (*effect->place) {
		fputs(" #", out);
		tell_lower(out, effect->place + 2, strlen(effect->place) - 2);
	}
	if (*effect->user) {
		fputc(' ', out);
		tell_user(out, effect->user);
	}
	switch (effect->kind) {
	case EFFECT_NAG_ROLE:
	case EFFECT_BRIEF:
	case EFFECT_ASK_HANDOVER:
		fprintf(out, " %s", role_word(effect->number));
		break;
	case EFFECT_NAG_ROOM: case EFFECT_COMMS_NAG:
	case EFFECT_NAG_PERSON:
		fprintf(out, " (%s)", stage_name(effect->number));
		break;
	case EFFECT_PAGE:
	case EFFECT_PAGE_REFRESH:
		fprintf(out, " (%s)", rung_name(effect->number));
		break;
	case EFFECT_NAG_POSTMORTEM:
	case EFFECT_NAG_ACTION:
	case EFFECT_TICKET_OPEN:
	case EFFECT_TICKET_TELL:
		fprintf(out, " %d", effect->number);
		break;
	case EFFECT_TICKET_SET:
		fprintf(out, " %d %s", effect->number, effect->cycle ?
		    "closed" : "open");
		break;
	case EFFECT_ROOM_BOOKMARK:
		fprintf(out, " %d", effect->number + 1);
		break;
	default:
		break;
	}
	if (effect->event.kind != EVENT_NONE)
		fprintf(out, " %s", event_word(effect->event.kind));
}

void tell_effect(FILE *out, const struct effect *effect)
{
	fputs(effect_word(effect->kind), out);
	tell_effect_rest(out, effect);
}

/* Neighbours of one kind share a line: "page ben, cem". */
static void tell_effects(FILE *out, const struct decision *decision)
{
	for (int i = 0; i < decision->effect_count; i++) {
		const struct effect *effect = decision->effects[i];

		if (i > 0 && decision->effects[i - 1]->kind == effect->kind) {
			fputc(',', out);
			tell_effect_rest(out, effect);
			continue;
		}
		fputs(i > 0 ? "\n  effect   " : "  effect   ", out);
		tell_effect(out, effect);
	}
	if (decision->effect_count > 0)
		fputc('\n', out);
}

static void tell_answer(FILE *out, const struct decision *decision)
{
	const char *form = json_string_value(json_object_get(decision->form,
	    "callback_id"));

	if (decision->reply) {
		fputs(decision->outcome == REFUSED ?
		    "  refused  " : "  reply    ", out);
		tell_text(out, decision->reply);
		if (decision->error_field && *decision->error_field &&
		    decision->request->kind == REQUEST_FORM)
			fprintf(out, " [at %s]", decision->error_field);
		fputc('\n', out);
	}
	if (decision->form)
		fprintf(out, "  opens    the form %s\n", form ? form : "?");
	if (decision->home)
		fputs("  shows    the Home tab\n", out);
}

void tell_decision(FILE *out, const struct decision *decision)
{
	tell_answer(out, decision);
	for (int i = 0; i < decision->event_count; i++)
		tell_event(out, decision->events[i]);
	tell_effects(out, decision);
	for (int i = 0; i < decision->appointment_count; i++) {
		const struct appointment_change *change =
		    &decision->appointments[i];

		fprintf(out, "  appointment  %s ",
		    appointment_word(change->kind));
		if (change->due_ms) {
			fputs("at ", out);
			tell_time(out, change->due_ms);
		} else {
			fputs("cancelled", out);
		}
		fputc('\n', out);
	}
}
