/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_request: damaged and enormous payloads are read or ignored,
 * and do no harm.
 */
#include "tests/unit/slack_reading.h"
#include "base/prng.h"

static json_t *odd_value(struct prng *prng)
{
	switch (prng_below(prng, 7)) {
	case 0:
		return json_null();
	case 1:
		return json_integer((json_int_t)prng_next(prng));
	case 2:
		return json_string("");
	case 3:
		return json_string("|||");
	case 4:
		return json_array();
	case 5:
		return json_true();
	default:
		return json_object();
	}
}

/* Replaces or removes members all over the tree, a few of a hundred. */
static void damage(struct prng *prng, json_t *node)
{
	const char *key;
	json_t *child;
	void *next;
	size_t i;

	json_object_foreach_safe(node, next, key, child) {
		if (prng_chance(prng, 30))
			json_object_del(node, key);
		else if (prng_chance(prng, 30))
			json_object_set_new(node, key, odd_value(prng));
		else
			damage(prng, child);
	}
	json_array_foreach(node, i, child)
		damage(prng, child);
}

static void check_total(const char *type, const json_t *payload)
{
	struct slack_read out;

	if (slack_request_read(arena, &us, type, payload, &out) ==
	    REQUEST_IGNORED) {
		ck_assert_str_ne(out.reason, "");
		return;
	}
	ck_assert_str_ne(out.request.actor, "");
	ck_assert_str_ne(out.request.key, "");
	ck_assert_uint_lt(strlen(out.request.key), KEY_SIZE);
	ck_assert_ptr_nonnull(out.request.words);
	ck_assert_ptr_nonnull(out.request.error);
}

START_TEST(damaged_payloads_are_read_or_ignored)
{
	static const char *const texts[] = {
		SLASH "\"declare <@U1|x> &lt;\"}",
		CLICK(ACTION("\"type\":\"users_select\",\"action_id\":"
		    "\"do:assign\",\"selected_user\":\"U7\"")),
		CLICK(ACTION("\"type\":\"overflow\",\"action_id\":\"do:menu\","
		    "\"selected_option\":{\"value\":\"ack|1|2|\"}")),
		TITLED("x"),
		EVENT("{\"type\":\"app_home_opened\",\"user\":\"U1\","
		    "\"tab\":\"home\"}"),
	};
	static const char *const types[] = { "slash_commands", "interactive",
		"interactive", "interactive", "events_api" };
	struct prng prng;
	int round;

	prng_seed(&prng, 1);
	for (round = 0; round < 20000; round++) {
		size_t i = (size_t)round % ARRAY_LEN(texts);
		json_t *payload = parse(texts[i]);

		damage(&prng, payload);
		check_total(types[i], payload);
		json_decref(payload);
		arena_reset(arena);
	}
	check_total("interactive", NULL);
}
END_TEST

START_TEST(a_megabyte_of_text_is_bounded)
{
	size_t n = 1u << 20;
	char *huge = malloc(n + 1);
	json_t *payload = parse(SLASH "\"\"}");
	struct request r;

	ck_assert_ptr_nonnull(huge);
	memset(huge, '<', n);
	huge[n] = '\0';
	json_object_set_new(payload, "text", json_string(huge));
	r = read_as(&us, "slash_commands", payload, REQUEST_MADE).request;
	ck_assert_uint_eq(strlen(r.words), SLACK_WORDS_MAX);
	ck_assert_uint_lt(arena_used(arena), 200000);
	free(huge);
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("slack_request: hostile payloads");

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	unit_add(&unit, damaged_payloads_are_read_or_ignored);
	unit_add(&unit, a_megabyte_of_text_is_bounded);
	return unit_run(&unit);
}
