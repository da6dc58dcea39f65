/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_request: what happens in a channel becomes a request, or is
 * ignored with a reason; every sample is read.
 */
#include "tests/unit/slack_reading.h"
#include "services/slack/slack_marked.h"

START_TEST(marks_are_happenings)
{
	struct request r = made("events_api", EVENT(
	    "{\"type\":\"reaction_added\",\"user\":\"U1\","
	    "\"reaction\":\"pushpin\",\"item\":{\"type\":\"message\","
	    "\"channel\":\"C1\",\"ts\":\"1.2\"}}"));

	ck_assert_int_eq(r.kind, REQUEST_HAPPENING);
	ck_assert_str_eq(r.name, "message_marked");
	ck_assert_int_eq(r.number, MARK_REACTED);
	ck_assert_str_eq(r.channel, "C1");
	ck_assert_str_eq(r.made_ref, "1.2");
	r = made("events_api", EVENT(
	    "{\"type\":\"pin_removed\",\"user\":\"U1\","
	    "\"channel_id\":\"C1\",\"event_ts\":\"3.4\",\"item\":"
	    "{\"message\":{\"ts\":\"1.2\"}}}"));
	ck_assert_int_eq(r.number, MARK_UNPINNED);
	ck_assert_str_eq(r.made_name, "3.4");
	r = made("events_api", EVENT(
	    "{\"type\":\"message\",\"subtype\":\"message_deleted\","
	    "\"channel\":\"C1\",\"deleted_ts\":\"1.2\"}"));
	ck_assert_int_eq(r.number, MARK_DELETED);
	/* A thread goes on under what is left of its first message. */
	r = made("events_api", EVENT(
	    "{\"type\":\"message\",\"subtype\":\"message_changed\","
	    "\"channel\":\"C1\",\"message\":{\"ts\":\"1.2\","
	    "\"subtype\":\"tombstone\"}}"));
	ck_assert_int_eq(r.number, MARK_DELETED);
	r = made("events_api", EVENT(
	    "{\"type\":\"message\",\"subtype\":\"message_changed\","
	    "\"channel\":\"C1\",\"message\":{\"ts\":\"1.2\","
	    "\"text\":\"b\",\"edited\":{\"user\":\"U2\"}},"
	    "\"previous_message\":{\"text\":\"a\"}}"));
	ck_assert_int_eq(r.number, MARK_EDITED);
	ck_assert_str_eq(r.actor, "U2");
}
END_TEST

START_TEST(what_is_no_mark_is_ignored)
{
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"reaction_added\",\"user\":\"U1\","
	    "\"reaction\":\"eyes\",\"item\":{\"channel\":\"C1\","
	    "\"ts\":\"1.2\"}}")), "another reaction");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"reaction_added\",\"user\":\"U1\","
	    "\"reaction\":\"pushpin\",\"item\":{\"type\":\"file\"}}")),
	    "not about a message");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"message\",\"user\":\"U1\",\"text\":\"hi\","
	    "\"channel\":\"C1\"}")), "what people say");
	/* The picture of a link. */
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"message\",\"subtype\":\"message_changed\","
	    "\"channel\":\"C1\",\"message\":{\"ts\":\"1.2\","
	    "\"text\":\"a\"},\"previous_message\":{\"text\":\"a\"}}")),
	    "no edit");
	/* The card, brought up to date by incbot. */
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"message\",\"subtype\":\"message_changed\","
	    "\"channel\":\"C1\",\"message\":{\"user\":\"U9\","
	    "\"ts\":\"1.2\",\"text\":\"b\"}}")),
	    "an event of our own making");
}
END_TEST

START_TEST(a_channel_that_is_back_is_a_happening)
{
	struct request r = made("events_api", EVENT(
	    "{\"type\":\"channel_unarchive\",\"user\":\"U1\","
	    "\"channel\":\"C1\",\"is_moved\":0}"));

	ck_assert_int_eq(r.kind, REQUEST_HAPPENING);
	ck_assert_str_eq(r.name, "room_unarchived");
	ck_assert_str_eq(r.actor, "U1");
	ck_assert_str_eq(r.channel, "C1");
	r = made("events_api", EVENT("{\"type\":\"member_joined_channel\","
	    "\"user\":\"U9\",\"inviter\":\"U1\",\"channel\":\"G1\"}"));
	ck_assert_str_eq(r.name, "room_joined");
	ck_assert_str_eq(r.actor, "U1");
	ck_assert_str_eq(r.channel, "G1");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"member_joined_channel\",\"user\":\"U1\","
	    "\"channel\":\"C1\"}")), "somebody else has come");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"channel_unarchive\",\"user\":\"U1\","
	    "\"channel\":\"<!channel>\"}")), "no channel");
}
END_TEST

START_TEST(a_marked_message_is_read_as_it_is)
{
	struct marked m;
	json_t *body = parse("{\"message\":{\"user\":\"U1\",\"text\":"
	    "\"a &lt;b&gt;\\nc\",\"files\":[{\"name\":\"x|y\","
	    "\"permalink\":\"https://f/1\"},{\"title\":\"evil\","
	    "\"permalink\":\"javascript:1\"},{\"title\":\"two\","
	    "\"permalink\":\"https://f/2>\"}],\"reactions\":"
	    "[{\"name\":\"eyes\"},{\"name\":\"pushpin\"}]}}");

	ck_assert(slack_marked_read(arena, body, "https://m/1", &m));
	ck_assert_str_eq(m.author, "U1");
	ck_assert_str_eq(m.text, "a <b> c");
	ck_assert_str_eq(m.links, "https://m/1 message\nhttps://f/1 x|y");
	ck_assert(m.reacted);
	json_decref(body);
	body = parse("{\"message\":{\"subtype\":\"tombstone\"}}");
	ck_assert(!slack_marked_read(arena, body, "", &m));
	json_decref(body);
	ck_assert(!slack_marked_read(arena, NULL, "", &m));
}
END_TEST

START_TEST(other_events_are_ignored_with_a_reason)
{
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"channel_archive\",\"user\":\"U1\"}")),
	    "event channel_archive");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"app_home_opened\",\"user\":\"U1\","
	    "\"tab\":\"messages\"}")), "another tab than home");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"app_home_opened\",\"user\":\"U9\","
	    "\"tab\":\"home\"}")), "an event of our own making");
	ck_assert_str_eq(ignored("events_api", EVENT(
	    "{\"type\":\"message\",\"bot_id\":\"B9\"}")),
	    "an event of our own making");
	ck_assert_str_eq(ignored("events_api",
	    "{\"type\":\"app_rate_limited\"}"), "event ");
	ck_assert_str_eq(ignored("telepathy", "{}"), "envelope telepathy");
	ck_assert_str_eq(ignored("interactive", "{\"type\":\"view_closed\"}"),
	    "interaction view_closed");
}
END_TEST

START_TEST(strangers_of_a_shared_channel_are_not_obeyed)
{
	static const char stranger[] = "{\"type\":\"shortcut\","
	    "\"callback_id\":\"declare\",\"trigger_id\":\"1.2.a\","
	    "\"user\":{\"id\":\"U1\",\"team_id\":\"T2\"},"
	    "\"enterprise\":%s}";

	ck_assert_str_eq(ignored("interactive", arena_printf(arena, stranger,
	    "null")), "a person of another workspace");
	/* An organisation's people carry other team ids. */
	ck_assert_str_eq(made("interactive", arena_printf(arena, stranger,
	    "{\"id\":\"E1\"}")).actor, "U1");
}
END_TEST

START_TEST(every_sample_is_read_without_harm)
{
	static const struct {
		const char *type, *name;
	} samples[] = {
		{ "interactive", "interactive/AttachmentActionPayload.json" },
		{ "interactive", "interactive/BlockActionPayload.json" },
		{ "interactive", "interactive/MessageShortcutPayload.json" },
		{ "slash_commands", "interactive/SlashCommandPayload.json" },
		{ "interactive", "interactive/ViewClosedPayload.json" },
		{ "interactive", "interactive/ViewSubmissionPayload.json" },
		{ "interactive", "realistic/interactive/message_action.json" },
		{ "interactive",
		    "realistic/interactive/block_actions.message.json" },
		{ "interactive",
		    "realistic/interactive/view_submission.json" },
		{ "events_api", "realistic/events/message.json" },
		{ "events_api", "realistic/events/tokens_revoked.json" },
		{ "events_api", "events/AppHomeOpenedPayload.json" },
		{ "events_api", "events/AppRateLimitedPayload.json" },
		{ "events_api", "events/ChannelArchivePayload.json" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(samples); i++) {
		struct slack_read out = read_as(&us, samples[i].type,
		    sample(samples[i].name), REQUEST_IGNORED);

		ck_assert_str_ne(out.reason, "");
	}
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("slack_request: happenings");

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	unit_add(&unit, marks_are_happenings);
	unit_add(&unit, what_is_no_mark_is_ignored);
	unit_add(&unit, a_channel_that_is_back_is_a_happening);
	unit_add(&unit, a_marked_message_is_read_as_it_is);
	unit_add(&unit, other_events_are_ignored_with_a_reason);
	unit_add(&unit, strangers_of_a_shared_channel_are_not_obeyed);
	unit_add(&unit, every_sample_is_read_without_harm);
	return unit_run(&unit);
}
