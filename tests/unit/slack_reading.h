/* SPDX-License-Identifier: MIT
 *
 * slack_reading: what the tests of services/slack/slack_request share: samples
 * (tests/data/slack/README), and a payload read, as a request or as ignored.
 * For slack_request.c, slack_happenings.c and slack_hostile.c.
 */
#ifndef INCBOT_TESTS_SLACK_READING_H
#define INCBOT_TESTS_SLACK_READING_H

#include "services/slack/slack_request.h"
#include "base/arena.h"
#include "tests/unit/unit.h"

#ifndef TEST_DATA
#define TEST_DATA "tests/data"	/* unless the build says where */
#endif

#define SLASH "{\"user_id\":\"U1\",\"team_id\":\"T1\",\"channel_id\":\"C1\"," \
	"\"trigger_id\":\"1.2.a\",\"text\":"

#define CLICK(actions) "{\"type\":\"block_actions\",\"team\":{\"id\":\"T1\"}," \
	"\"user\":{\"id\":\"U1\",\"team_id\":\"T1\"}," \
	"\"trigger_id\":\"1.2.a\"," \
	"\"channel\":{\"id\":\"C1\"},\"container\":{\"type\":\"message\"," \
	"\"message_ts\":\"7.7\",\"channel_id\":\"C1\"}," \
	"\"response_url\":\"https://hooks.slack.com/actions/x\"," \
	"\"actions\":[" actions "]}"

#define ACTION(rest) "{\"action_ts\":\"9.9\"," rest "}"

#define FORM(values) "{\"type\":\"view_submission\",\"team\":{\"id\":\"T1\"}," \
	"\"user\":{\"id\":\"U1\"},\"trigger_id\":\"1.2.a\",\"view\":{" \
	"\"id\":\"V1\",\"hash\":\"1.h\",\"callback_id\":\"do:declare\"," \
	"\"private_metadata\":\"42|7|C5\",\"state\":{\"values\":" values "}}}"

#define TITLED(title) FORM("{\"title\":{\"a\":{\"type\":" \
	"\"plain_text_input\",\"value\":\"" title "\"}}}")

#define PARKED(domain, ts) "{\"type\":\"message_action\"," \
	"\"callback_id\":\"park_message\",\"trigger_id\":\"1.2.b\"," \
	"\"team\":{\"id\":\"T1\",\"domain\":\"" domain "\"}," \
	"\"user\":{\"id\":\"U1\"},\"channel\":{\"id\":\"C1\"}," \
	"\"message_ts\":\"" ts "\"," \
	"\"message\":{\"user\":\"U2\",\"text\":\"the deploy\"}}"

#define EVENT(event) "{\"type\":\"event_callback\",\"team_id\":\"T1\"," \
	"\"event_id\":\"Ev1\",\"event\":" event "}"

static struct arena *arena;
static const struct slack_self nobody;
static const struct slack_self us = { "T1", "U9", "B9" };

static inline void setup(void)
{
	arena = arena_new(1u << 20);
}

static inline void teardown(void)
{
	arena_free(arena);
}

static inline json_t *sample(const char *name)
{
	const char *path = arena_printf(arena, "%s/slack/%s", TEST_DATA, name);
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);

	ck_assert_msg(root != NULL, "cannot read %s", path);
	return root;
}

static inline json_t *parse(const char *text)
{
	json_error_t error;
	json_t *root = json_loads(text, 0, &error);

	ck_assert_msg(root != NULL, "%s: %s", text, error.text);
	return root;
}

/* The payload is freed before the request is looked at: it must live in the
 * arena alone. */
static inline struct slack_read read_as(const struct slack_self *self,
    const char *type, json_t *payload, enum slack_reading expected)
{
	struct slack_read out;
	enum slack_reading got = slack_request_read(arena, self, type, payload,
	    &out);

	json_decref(payload);
	ck_assert_msg(got == expected, "%s", out.reason);
	return out;
}

static inline struct request made(const char *type, const char *text)
{
	return read_as(&us, type, parse(text), REQUEST_MADE).request;
}

static inline const char *ignored(const char *type, const char *text)
{
	return read_as(&us, type, parse(text), REQUEST_IGNORED).reason;
}

static inline struct request envelope(const char *name)
{
	json_t *root = sample(name);
	json_t *payload = json_incref(json_object_get(root, "payload"));
	const char *type = arena_strdup(arena,
	    json_string_value(json_object_get(root, "type")));

	json_decref(root);
	return read_as(&nobody, type, payload, REQUEST_MADE).request;
}

#endif
