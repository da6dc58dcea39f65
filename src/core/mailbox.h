/* SPDX-License-Identifier: MIT
 *
 * mailbox: what a person who gets public updates by e-mail (P4.3) is still to
 * be told, and when: at most one letter an hour, or a day, with everything new.
 * Part of the site's record (core/site.h). Of an update only its place in its
 * timeline is kept; the letter is written from there when it is sent
 * (daemon/jobs/letter_job.h), so that no text stands twice. What is in a
 * letter that is under way stays here until the mail server has taken it, and
 * so does what its words depend on and may change meanwhile: a letter that is
 * sent again says the same.
 */
#ifndef INCBOT_CORE_MAILBOX_H
#define INCBOT_CORE_MAILBOX_H

#include "base/base.h"
#include "core/limits.h"

#define MAILBOXES_MAX 40	/* as many as there are subscriptions */
#define MAIL_NEWS_MAX 8		/* incidents of one letter; more are counted */
#define MAIL_FAILS_MAX 5	/* letters in a row; then only news bring another
				   attempt */
#define LETTERS_AT_ONCE 8	/* of one turn */

struct event;
struct record;
struct site;

enum mail_rhythm { MAIL_NEVER, MAIL_HOURLY, MAIL_DAILY, MAIL_RHYTHM_COUNT };

/* Turns of one timeline that told the public something, not told here yet. */
struct mail_news {
	char subject[ID_SIZE];	/* an incident's number, or SITE_ID; "" ends the
				   list */
	int number;		/* of SITE_ID: which maintenance */
	int64_t first, last;	/* versions */
	int64_t asked;		/* up to this they are in the letter that is
				   under way; 0 = it has none of them */
	int64_t from_ms;	/* of SITE_ID: the maintenance's times when that
				   letter was begun; 0 = as they are now */
	int64_t until_ms;
};

struct mailbox {
	char user[ID_SIZE];	/* "" ends the list */
	char address[NAME_SIZE];	/* "" = as their profile in Slack says */
	int rhythm;		/* enum mail_rhythm */
	int rhythm_asked;	/* ... when the letter under way was begun;
				   MAIL_NEVER = as it is now */
	int64_t since_ms;	/* set so then; names the first letter */
	int64_t due_ms;		/* the next letter; 0 = there is nothing new */
	int64_t sent_ms;	/* the last one was begun; 0 = none was */
	int64_t asked_ms;	/* one is under way since then, which names it;
				   0 = none is */
	int fails;		/* in a row */
	char trouble[NAME_SIZE];	/* why the last one did not arrive; "" =
					   it was taken */
	int left_out;		/* updates for which there was no room */
	int left_out_asked;	/* ... that the letter under way counts */
	struct mail_news news[MAIL_NEWS_MAX];
};

extern const struct record mailbox_record;
bool mailboxes_are_sane(const struct site *site);

/* The person's, or NULL. */
const struct mailbox *mailbox_find(const struct site *site,
    const char *user);

/* When the next letter is to be begun; 0 = none. */
int64_t mailbox_due_ms(const struct site *site);

/* The next one, in the order of the record, that is due; from NULL on. */
const struct mailbox *mailbox_next_due(const struct site *site,
    const struct mailbox *after, int64_t now_ms);

/* "hourly"; "at most one an hour". */
const char *mail_rhythm_word(int rhythm);
const char *mail_rhythm_words(int rhythm);

/* Does the event mean something by itself, and is it possible now? */
bool mailbox_event_is_sane(const struct event *event);
bool mailbox_may_apply(const struct site *site, const struct event *event);

/* Whoever has no subscription by mail any more has no mailbox. */
void mailboxes_tidy(struct site *site);

/* One a kind of site_event.def, for site.c. */
void apply_MAILBOX_SET(struct site *site, const struct event *event);
void apply_NEWS_NOTED(struct site *site, const struct event *event);
void apply_LETTER_BEGUN(struct site *site, const struct event *event);
void apply_LETTER_SENT(struct site *site, const struct event *event);
void apply_LETTER_FAILED(struct site *site, const struct event *event);

#endif
