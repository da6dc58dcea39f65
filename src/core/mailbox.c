/* SPDX-License-Identifier: MIT
 *
 * mailbox: see mailbox.h: how each event changes it, one small function a
 * kind.
 */
#include "core/mailbox.h"
#include "base/text.h"
#include "base/when.h"
#include "core/event.h"
#include "core/record.h"
#include "core/site.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))
#define FAILS_KEPT_MAX 1000000

static const struct field news_fields[] = {
	RECORD_TEXT(mail_news, subject),
	RECORD_INT(mail_news, number),
	RECORD_MS(mail_news, first),
	RECORD_MS(mail_news, last),
	RECORD_MS(mail_news, asked),
	RECORD_MS(mail_news, from_ms),
	RECORD_MS(mail_news, until_ms),
};

static const struct record news_record = {
	news_fields, ARRAY_LEN(news_fields), sizeof(struct mail_news),
};

static const struct field mailbox_fields[] = {
	RECORD_TEXT(mailbox, user),
	RECORD_TEXT(mailbox, address),
	RECORD_INT(mailbox, rhythm),
	RECORD_INT(mailbox, rhythm_asked),
	RECORD_MS(mailbox, since_ms),
	RECORD_MS(mailbox, due_ms),
	RECORD_MS(mailbox, sent_ms),
	RECORD_MS(mailbox, asked_ms),
	RECORD_INT(mailbox, fails),
	RECORD_TEXT(mailbox, trouble),
	RECORD_INT(mailbox, left_out),
	RECORD_INT(mailbox, left_out_asked),
	RECORD_RECORDS(mailbox, news, &news_record),
};

const struct record mailbox_record = {
	mailbox_fields, ARRAY_LEN(mailbox_fields), sizeof(struct mailbox),
};

static bool news_are_sane(const struct mailbox *box)
{
	bool ended = false;

	for (int i = 0; i < MAIL_NEWS_MAX; i++) {
		const struct mail_news *news = &box->news[i];

		if (ended && *news->subject)
			return false;	/* a gap */
		ended = !*news->subject;
		if (!ended && (news->first <= 0 || news->last < news->first ||
		    news->asked < 0 || news->number < 0 ||
		    news->from_ms < 0 || news->until_ms < news->from_ms))
			return false;
	}
	return true;
}

static bool is_sane(const struct mailbox *box)
{
	return box->rhythm > MAIL_NEVER && box->rhythm < MAIL_RHYTHM_COUNT &&
	    box->rhythm_asked >= MAIL_NEVER &&
	    box->rhythm_asked < MAIL_RHYTHM_COUNT &&
	    box->since_ms >= 0 && box->due_ms >= 0 && box->sent_ms >= 0 &&
	    box->asked_ms >= 0 && box->fails >= 0 &&
	    box->fails <= FAILS_KEPT_MAX && box->left_out >= 0 &&
	    box->left_out_asked >= 0 &&
	    box->left_out_asked <= box->left_out && news_are_sane(box);
}

bool mailboxes_are_sane(const struct site *site)
{
	bool ended = false;

	for (int i = 0; i < MAILBOXES_MAX; i++) {
		const struct mailbox *box = &site->mailboxes[i];

		if (ended && *box->user)
			return false;	/* a gap */
		ended = !*box->user;
		if (ended ? box->rhythm != 0 : !is_sane(box))
			return false;
	}
	return true;
}

static struct mailbox *find(struct site *site, const char *user, size_t bytes)
{
	for (int i = 0; i < MAILBOXES_MAX && *site->mailboxes[i].user; i++) {
		const char *whose = site->mailboxes[i].user;

		if (strlen(whose) == bytes && memcmp(whose, user, bytes) == 0)
			return &site->mailboxes[i];
	}
	return NULL;
}

/* Of an event that may be applied. */
static struct mailbox *find_own(struct site *site, const struct event *event)
{
	struct mailbox *box = find(site, event->user, strlen(event->user));

	assert(box);
	return box;
}

const struct mailbox *mailbox_find(const struct site *site, const char *user)
{
	for (int i = 0; i < MAILBOXES_MAX && *site->mailboxes[i].user; i++) {
		if (strcmp(site->mailboxes[i].user, user) == 0)
			return &site->mailboxes[i];
	}
	return NULL;
}

/* One letter after the other: what is new meanwhile waits. */
static int64_t due_ms(const struct mailbox *box)
{
	return box->asked_ms > 0 ? 0 : box->due_ms;
}

int64_t mailbox_due_ms(const struct site *site)
{
	int64_t first_ms = 0;

	for (int i = 0; i < MAILBOXES_MAX && *site->mailboxes[i].user; i++) {
		int64_t one_ms = due_ms(&site->mailboxes[i]);

		if (one_ms > 0 && (first_ms == 0 || one_ms < first_ms))
			first_ms = one_ms;
	}
	return first_ms;
}

const struct mailbox *mailbox_next_due(const struct site *site,
    const struct mailbox *after, int64_t now_ms)
{
	const struct mailbox *end = site->mailboxes + MAILBOXES_MAX;

	for (const struct mailbox *box = after ? after + 1 : site->mailboxes;
	    box < end && *box->user; box++) {
		if (due_ms(box) > 0 && due_ms(box) <= now_ms)
			return box;
	}
	return NULL;
}

const char *mail_rhythm_word(int rhythm)
{
	return rhythm == MAIL_DAILY ? "daily" : "hourly";
}

const char *mail_rhythm_words(int rhythm)
{
	return rhythm == MAIL_DAILY ? "at most one a day" :
	    "at most one an hour";
}

bool mailbox_event_is_sane(const struct event *event)
{
	if (event->kind == EVENT_MAILBOX_SET)
		return *event->user && event->number > MAIL_NEVER &&
		    event->number < MAIL_RHYTHM_COUNT;
	if (event->kind == EVENT_NEWS_NOTED)
		return *event->ref && *event->text && event->version >= 0 &&
		    event->number >= 0 && event->due_ms >= 0;
	return *event->user && event->due_ms >= 0;
}

bool mailbox_may_apply(const struct site *site, const struct event *event)
{
	if (event->kind == EVENT_NEWS_NOTED)
		return event->version > 0;
	if (event->kind != EVENT_MAILBOX_SET)
		return mailbox_find(site, event->user) != NULL;
	return mailbox_find(site, event->user) ||
	    !*site->mailboxes[MAILBOXES_MAX - 1].user;
}

/* What waits stays, and goes to where it is wanted now. */
void apply_MAILBOX_SET(struct site *site, const struct event *event)
{
	struct mailbox *box = find(site, event->user, strlen(event->user));
	int i = 0;

	if (!box) {
		while (*site->mailboxes[i].user)
			i++;
		box = &site->mailboxes[i];
		COPY(box->user, event->user);
	}
	COPY(box->address, event->name);
	box->rhythm = event->number;
	box->since_ms = event->at_ms;
	box->trouble[0] = '\0';
	box->fails = 0;
}

static struct mail_news *find_news(struct mailbox *box,
    const struct event *event)
{
	for (int i = 0; i < MAIL_NEWS_MAX; i++) {
		struct mail_news *news = &box->news[i];

		if (!*news->subject)
			return news;
		if (strcmp(news->subject, event->ref) == 0 &&
		    news->number == event->number)
			return news;
	}
	return NULL;
}

static void note(struct mailbox *box, const struct event *event)
{
	struct mail_news *news = find_news(box, event);

	if (!news) {
		box->left_out++;
	} else if (!*news->subject) {
		COPY(news->subject, event->ref);
		news->number = event->number;
		news->first = news->last = event->version;
	} else if (event->version > news->last) {
		news->last = event->version;
	}
	if (box->due_ms > 0)
		return;
	if (box->rhythm == MAIL_DAILY)
		box->due_ms = event->due_ms;
	else if (box->sent_ms + WHEN_HOUR_MS > event->at_ms)
		box->due_ms = box->sent_ms + WHEN_HOUR_MS;
	else
		box->due_ms = event->at_ms;
}

/* Everybody whom the text names, with a blank between them. */
void apply_NEWS_NOTED(struct site *site, const struct event *event)
{
	const char *users = event->text;

	while (*users) {
		size_t bytes = strcspn(users, " ");
		struct mailbox *box = find(site, users, bytes);

		if (box)
			note(box, event);
		users += bytes + (users[bytes] == ' ');
	}
}

static void ask(const struct site *site, struct mail_news *news)
{
	const struct maintenance *one = strcmp(news->subject, SITE_ID) == 0 ?
	    maintenance_find(site, news->number) : NULL;

	news->asked = news->last;
	news->from_ms = one ? one->from_ms : 0;
	news->until_ms = one ? one->until_ms : 0;
}

void apply_LETTER_BEGUN(struct site *site, const struct event *event)
{
	struct mailbox *box = find_own(site, event);

	box->due_ms = 0;
	box->asked_ms = box->sent_ms = event->at_ms;
	box->rhythm_asked = box->rhythm;
	box->left_out_asked = box->left_out;
	for (int i = 0; i < MAIL_NEWS_MAX; i++)
		ask(site, &box->news[i]);
}

static void ask_no_more(struct mailbox *box)
{
	box->left_out_asked = 0;
	box->asked_ms = 0;
	box->rhythm_asked = MAIL_NEVER;
	for (int i = 0; i < MAIL_NEWS_MAX; i++)
		box->news[i].asked = box->news[i].from_ms =
		    box->news[i].until_ms = 0;
}

/* Takes out what the letter had; what came since stays. */
static void forget_told(struct mailbox *box)
{
	int kept = 0;

	for (int i = 0; i < MAIL_NEWS_MAX && *box->news[i].subject; i++) {
		struct mail_news news = box->news[i];

		if (news.asked >= news.last)
			continue;
		if (news.asked > 0)
			news.first = news.asked + 1;
		box->news[kept++] = news;
	}
	memset(&box->news[kept], 0, (size_t)(MAIL_NEWS_MAX - kept) *
	    sizeof(box->news[0]));
	box->left_out -= box->left_out_asked;
	ask_no_more(box);
}

/* The first one (number 1) only says that it works. */
void apply_LETTER_SENT(struct site *site, const struct event *event)
{
	struct mailbox *box = find_own(site, event);

	box->trouble[0] = '\0';
	box->fails = 0;
	if (event->number == 0)
		forget_told(box);
}

/* All of it is in the next one again. */
void apply_LETTER_FAILED(struct site *site, const struct event *event)
{
	struct mailbox *box = find_own(site, event);

	(void)text_copy(box->trouble, sizeof(box->trouble), event->text);
	box->fails += box->fails < FAILS_KEPT_MAX;
	if (event->number != 0)
		return;
	ask_no_more(box);
	if (box->due_ms == 0 && box->fails < MAIL_FAILS_MAX)
		box->due_ms = event->due_ms;
}

static bool has_mail(const struct site *site, const char *user)
{
	for (int i = 0; i < site_subscription_count(site); i++) {
		if (site->subscriptions[i].by_mail &&
		    strcmp(site->subscriptions[i].user, user) == 0)
			return true;
	}
	return false;
}

void mailboxes_tidy(struct site *site)
{
	int kept = 0;

	for (int i = 0; i < MAILBOXES_MAX && *site->mailboxes[i].user; i++) {
		if (!has_mail(site, site->mailboxes[i].user))
			continue;
		if (kept != i)
			site->mailboxes[kept] = site->mailboxes[i];
		kept++;
	}
	memset(&site->mailboxes[kept], 0, (size_t)(MAILBOXES_MAX - kept) *
	    sizeof(site->mailboxes[0]));
}
