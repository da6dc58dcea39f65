/* SPDX-License-Identifier: MIT
 *
 * slack_method: what is known about each method of Slack's Web API (how
 * fast, how encoded, whose token, harmless to repeat?) and what each of
 * Slack's error words asks us to do. Two tables and their look-up; pure.
 * Facts: docs.slack.dev, the methods' pages and "Rate limits".
 */
#ifndef INCBOT_SERVICES_SLACK_METHOD_H
#define INCBOT_SERVICES_SLACK_METHOD_H

#include "base/base.h"
#include "services/slack/slack.h"

enum slack_tier {
	SLACK_TIER_1,		/* 1 a minute */
	SLACK_TIER_2,		/* 20 a minute */
	SLACK_TIER_3,		/* 50 a minute */
	SLACK_TIER_4,		/* 100 a minute */
	SLACK_TIER_OPEN,	/* apps.connections.open: few, in bursts */
	SLACK_TIER_POST,	/* several hundred a minute in all, and
				   1 a second in one channel */
	SLACK_TIER_MANY,	/* hundreds a minute */
	SLACK_TIER_COUNT
};

enum slack_token { SLACK_TOKEN_BOT, SLACK_TOKEN_APP, SLACK_TOKEN_NONE };

/* The name of the row for what is posted to a response_url. */
#define SLACK_RESPOND "response_url"
/* ... and for the bytes of files. */
#define SLACK_UPLOAD "upload_url"
#define SLACK_DOWNLOAD "url_private"

struct slack_method {
	const char *name;
	enum slack_tier tier;
	bool json;		/* takes a JSON body; else form only */
	bool repeatable;	/* doing it twice is doing it once */
	bool urgent;		/* somebody is looking at the screen */
	enum slack_token token;
};

/* The method's row. A method that is not in the table gets a careful one:
 * tier 2, form, not repeatable; its name is then NULL. */
const struct slack_method *slack_method_find(const char *name);
/* 0 to slack_method_count() - 1, the careful row included. */
size_t slack_method_index(const struct slack_method *method);
size_t slack_method_count(void);

/* How far a hold reaches. */
enum slack_reach {
	SLACK_REACH_CALL,	/* nothing is held */
	SLACK_REACH_METHOD,	/* missing_scope: other methods work */
	SLACK_REACH_TOKEN,	/* invalid_auth: nothing works */
};

struct slack_verdict {
	enum slack_outcome outcome;
	enum slack_reach reach;	/* HELD only */
	int64_t retry_ms;	/* LATER only */
};

/* Waits when Slack does not say how long. */
#define SLACK_RATE_WAIT_MS 30000
#define SLACK_LOCK_WAIT_MS 2000

/* What an answer {"ok":false,"error":word} means for this method. Words that
 * are not known refuse: the list in Slack's pages is not closed, and blind
 * repetition is worse. */
struct slack_verdict slack_judge_word(const struct slack_method *method,
    const char *word);

/* What an HTTP status other than 200 means. retry_after_ms as the header
 * says, 0 if it does not. */
struct slack_verdict slack_judge_status(const struct slack_method *method,
    int status, int64_t retry_after_ms);

/* What an exchange means that ended without an answer. sent: bytes of the
 * request may have reached Slack. */
struct slack_verdict slack_judge_failure(const struct slack_method *method,
    bool sent);

/* What to wait when Slack says so, at least a second and at most an hour;
 * SLACK_RATE_WAIT_MS if it says nothing (0). */
int64_t slack_rate_wait_ms(int64_t retry_after_ms);

#endif
