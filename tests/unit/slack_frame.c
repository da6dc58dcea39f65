/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_frame: every Socket Mode message says what it should, no
 * text does harm, and no ack is too long. Samples: tests/data/slack/README.
 */
#include "services/slack/slack_frame.h"
#include "base/prng.h"
#include "tests/unit/unit.h"

#define COMPOSED "socket-mode/composed/"
#define UPSTREAM "socket-mode/upstream/"
#define SAMPLE_MAX 65536

static char text[SAMPLE_MAX];
static size_t length;

static void load(const char *name)
{
	char path[512];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/slack/%s", TEST_DATA, name);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "cannot open %s", path);
	length = fread(text, 1, sizeof(text), file);
	(void)fclose(file);
	ck_assert_uint_lt(length, sizeof(text));
}

/* The bytes stand at the very end of their memory, without a NUL, so that a
 * sanitizer sees every step too far. */
static struct slack_frame read_bytes(const char *bytes, size_t n)
{
	char *exact = malloc(n > 0 ? n : 1);
	struct slack_frame frame;

	memcpy(exact, bytes, n);
	slack_frame_read(&frame, exact, n);
	free(exact);
	return frame;
}

static struct slack_frame read_text(const char *s)
{
	return read_bytes(s, strlen(s));
}

START_TEST(samples_are_told_apart)
{
	static const struct {
		const char *name;
		enum slack_frame_kind kind;
		const char *says;	/* reason or type */
	} rows[] = {
		{ COMPOSED "hello.json", FRAME_HELLO, "" },
		{ COMPOSED "hello.ghosts.json", FRAME_HELLO, "" },
		{ UPSTREAM "socket_mode_hello_message.json", FRAME_HELLO, "" },
		{ COMPOSED "disconnect.warning.json", FRAME_DISCONNECT,
		    "warning" },
		{ COMPOSED "disconnect.refresh_requested.json",
		    FRAME_DISCONNECT, "refresh_requested" },
		{ COMPOSED "disconnect.link_disabled.json",
		    FRAME_DISCONNECT, "link_disabled" },
		{ COMPOSED "disconnect.too_many_websockets.json",
		    FRAME_DISCONNECT, "too_many_websockets" },
		{ UPSTREAM "socket_mode_disconnect_message.json",
		    FRAME_DISCONNECT, "too_many_websockets" },
		{ COMPOSED "envelope.slash_commands.json", FRAME_ENVELOPE,
		    "slash_commands" },
		{ COMPOSED "envelope.interactive.view_submission.json",
		    FRAME_ENVELOPE, "interactive" },
		{ COMPOSED "envelope.events_api.message.json",
		    FRAME_ENVELOPE, "events_api" },
		{ UPSTREAM "slash_commands.hello-socket-mode.json",
		    FRAME_ENVELOPE, "slash_commands" },
		{ UPSTREAM "interactive.shortcut.json", FRAME_ENVELOPE,
		    "interactive" },
		{ COMPOSED "not-json.txt", FRAME_BROKEN, "" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		struct slack_frame frame;

		load(rows[i].name);
		frame = read_bytes(text, length);
		ck_assert_msg(frame.kind == rows[i].kind, "%s is %d",
		    rows[i].name, (int)frame.kind);
		if (frame.kind == FRAME_DISCONNECT)
			ck_assert_str_eq(frame.reason, rows[i].says);
		if (frame.kind == FRAME_ENVELOPE)
			ck_assert_str_eq(frame.envelope.type, rows[i].says);
		slack_frame_release(&frame);
	}
}
END_TEST

START_TEST(a_hello_tells_how_many_we_are)
{
	struct slack_frame frame;

	load(COMPOSED "hello.ghosts.json");
	frame = read_bytes(text, length);
	ck_assert_int_eq(frame.connections, 10);
	ck_assert_int_eq(frame.lifetime_s, 18060);
	ck_assert_str_eq(frame.host, "applink-3");
	slack_frame_release(&frame);
	frame = read_text("{\"type\":\"hello\",\"num_connections\":-3}");
	ck_assert_int_eq(frame.kind, FRAME_HELLO);
	ck_assert_int_eq(frame.connections, 0);
	slack_frame_release(&frame);
}
END_TEST

START_TEST(an_envelope_keeps_its_flags)
{
	struct slack_frame frame;

	load(COMPOSED "envelope.slash_commands.json");
	frame = read_bytes(text, length);
	ck_assert_str_eq(frame.envelope.id,
	    "0b2a5f0e-5b7e-4c0e-9c3f-2d0b6a3f0001");
	ck_assert(frame.envelope.accepts_payload);
	ck_assert_int_eq(frame.envelope.retry_attempt, 0);
	ck_assert_str_eq(json_string_value(json_object_get(
	    frame.envelope.payload, "command")), "/incident");
	slack_frame_release(&frame);
	/* F29: a retry may be the only copy. */
	load(COMPOSED "envelope.events_api.message.retry1.json");
	frame = read_bytes(text, length);
	ck_assert_int_eq(frame.kind, FRAME_ENVELOPE);
	ck_assert(!frame.envelope.accepts_payload);
	ck_assert_int_eq(frame.envelope.retry_attempt, 1);
	slack_frame_release(&frame);
}
END_TEST

START_TEST(F26_what_makes_no_sense_can_still_be_acked)
{
	static const struct {
		const char *text;
		enum slack_frame_kind kind;
		const char *id;
	} rows[] = {
		{ "{\"envelope_id\":\"e-1\",\"type\":\"telepathy\","
		    "\"payload\":{}}", FRAME_UNKNOWN, "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"type\":\"interactive\","
		    "\"payload\":[]}", FRAME_UNKNOWN, "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"type\":\"interactive\"}",
		    FRAME_UNKNOWN, "e-1" },
		{ "{\"envelope_id\":\"e-1\"}", FRAME_UNKNOWN, "e-1" },
		/* not JSON, for one reason or another */
		{ "{\"envelope_id\":\"e-1\",\"payload\":{\"a\":1,\"a\":2}}",
		    FRAME_BROKEN, "e-1" },
		{ "{\"envelope_id\" : \"e-1\",\"payload\":{\"te",
		    FRAME_BROKEN, "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"n\":1e999}", FRAME_BROKEN,
		    "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"n\":99999999999999999999}",
		    FRAME_BROKEN, "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"s\":\"\xff\"}", FRAME_BROKEN,
		    "e-1" },
		{ "{\"envelope_id\":\"e-1\",\"s\":\"\\ud800\"}",
		    FRAME_BROKEN, "e-1" },
		{ "{\"envelope_id\":\"e-1\"} {}", FRAME_BROKEN, "e-1" },
		/* no id, or none that could be sent back */
		{ "{\"text\":\"\\\"envelope_id\\\":\\\"e-1\\\"", FRAME_BROKEN,
		    "" },
		{ "{\"envelope_id\":\"e-1", FRAME_BROKEN, "" },
		{ "{\"envelope_id\":", FRAME_BROKEN, "" },
		{ "{\"envelope_id\":7}", FRAME_BROKEN, "" },
		{ "{\"envelope_id\":\"a b\",\"type\":\"interactive\","
		    "\"payload\":{}}", FRAME_BROKEN, "" },
		{ "{\"type\":\"interactive\",\"payload\":{}}", FRAME_BROKEN,
		    "" },
		{ "{}", FRAME_BROKEN, "" },
		{ "[]", FRAME_BROKEN, "" },
		{ "", FRAME_BROKEN, "" },
		{ "UNAUTHENTICATED: cache_error", FRAME_BROKEN, "" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		struct slack_frame frame = read_text(rows[i].text);

		ck_assert_msg(frame.kind == rows[i].kind, "%s: %d",
		    rows[i].text, (int)frame.kind);
		ck_assert_str_eq(frame.envelope.id, rows[i].id);
		slack_frame_release(&frame);
	}
}
END_TEST

START_TEST(an_id_that_is_too_long_is_none)
{
	char frame_text[256];
	struct slack_frame frame;

	(void)snprintf(frame_text, sizeof(frame_text), "{\"envelope_id\":"
	    "\"%063d\",\"type\":\"interactive\",\"payload\":{}}", 7);
	frame = read_text(frame_text);
	ck_assert_int_eq(frame.kind, FRAME_ENVELOPE);
	slack_frame_release(&frame);
	(void)snprintf(frame_text, sizeof(frame_text), "{\"envelope_id\":"
	    "\"%064d\",\"type\":\"interactive\",\"payload\":{}}", 7);
	frame = read_text(frame_text);
	ck_assert_int_eq(frame.kind, FRAME_BROKEN);
	slack_frame_release(&frame);
}
END_TEST

START_TEST(damaged_frames_do_no_harm)
{
	struct prng prng;
	int round;

	prng_seed(&prng, 7);
	load(COMPOSED "envelope.slash_commands.json");
	for (round = 0; round < 20000; round++) {
		char copy[SAMPLE_MAX];
		size_t n = (size_t)prng_below(&prng, length + 1);
		struct slack_frame frame;

		memcpy(copy, text, length);
		copy[prng_below(&prng, length)] = (char)prng_below(&prng, 256);
		frame = read_bytes(copy, n);
		ck_assert_uint_lt(strlen(frame.envelope.id),
		    sizeof(frame.envelope.id));
		slack_frame_release(&frame);
	}
}
END_TEST

START_TEST(F25_an_ack_is_never_too_long)
{
	char *big = calloc(1, SLACK_ACK_MAX + 1);
	json_t *payload = json_pack("{s:s}", "text", "hi");
	bool included;
	char *ack;

	ack = slack_ack_text("e-1", NULL, &included);
	ck_assert_str_eq(ack, "{\"envelope_id\":\"e-1\"}");
	ck_assert(!included);
	free(ack);
	ack = slack_ack_text("e-1", payload, &included);
	ck_assert_str_eq(ack,
	    "{\"envelope_id\":\"e-1\",\"payload\":{\"text\":\"hi\"}}");
	ck_assert(included);
	free(ack);
	/* 43 bytes stand around the text. */
	memset(big, 'x', SLACK_ACK_MAX - 43);
	json_object_set_new(payload, "text", json_string(big));
	ack = slack_ack_text("e-1", payload, &included);
	ck_assert_uint_eq(strlen(ack), SLACK_ACK_MAX);
	ck_assert(included);
	free(ack);
	big[SLACK_ACK_MAX - 43] = 'x';
	json_object_set_new(payload, "text", json_string(big));
	ack = slack_ack_text("e-1", payload, &included);
	ck_assert_str_eq(ack, "{\"envelope_id\":\"e-1\"}");
	ck_assert(!included);
	free(ack);
	json_decref(payload);
	free(big);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		samples_are_told_apart,
		a_hello_tells_how_many_we_are,
		an_envelope_keeps_its_flags,
		F26_what_makes_no_sense_can_still_be_acked,
		an_id_that_is_too_long_is_none,
		damaged_frames_do_no_harm,
		F25_an_ack_is_never_too_long,
	};
	struct unit unit = unit_new("services/slack/slack_frame");
	size_t i;

	for (i = 0; i < ARRAY_LEN(tests); i++)
		unit_add(&unit, tests[i]);
	return unit_run(&unit);
}
