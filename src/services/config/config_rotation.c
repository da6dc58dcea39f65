/* SPDX-License-Identifier: MIT
 *
 * config_rotation: the settings of an on-call rotation and its layers. Whether
 * they make sense together: config_oncall.c.
 */
#include "services/config/config_rotation.h"

#define OF(S, member) offsetof(struct S, member), \
	sizeof(((struct S *)0)->member), 0

#define LAYER_ROWS(S, place) \
	{ .name = "members", SETTING_USER, offsetof(struct S, place.members), \
	  sizeof(((struct layer *)0)->members[0]), MEMBERS_MAX, \
	  .example = "[ \"U0123456789\", \"U0123456780\" ]", \
	  .help = "User ids in the order of their turns. At most 32." }, \
	{ .name = "every", SETTING_TURN, \
	  OF(S, place.turn_minutes), \
	  .help = "How long a turn is, by the local clock: weekly, daily, or " \
	      "a number of hours, days or weeks such as \"12h\"." }, \
	{ .name = "handoff", SETTING_HANDOFF, OF(S, place.handoff), \
	  .help = "When turns begin, in local time; the day counts for turns " \
	      "of whole weeks." }, \
	{ .name = "start", SETTING_DATE, OF(S, place.start), \
	  .example = "\"2026-01-05\"", \
	  .help = "The day of the first member's first turn, before which " \
	      "nobody is on call by it. Without it: 2024-01-01." }, \
	{ .name = "end", SETTING_DATE, OF(S, place.end), \
	  .example = "\"2026-12-31\"", \
	  .help = "The last day on which it holds." }, \
	{ .name = "days", SETTING_DAYS, OF(S, place.days), \
	  .example = "\"mon-fri\"", \
	  .help = "It holds on these days of the week only." }, \
	{ .name = "hours", SETTING_HOURS, OF(S, place.hours), \
	  .example = "\"09:00-17:00\"", \
	  .help = "It holds at these hours only, in local time; hours that " \
	      "run into the next day belong to the day they begin." }

/* A rotation's own members are its first layer. */
#define OWN layers[0]
struct one_layer {
	struct layer own;
};

static const struct setting layer_rows[] = {
	LAYER_ROWS(one_layer, own),
};

static const struct setting_group layer_group = {
	"layers", "", layer_rows, ARRAY_LEN(layer_rows), 0,
};

static const struct setting rotation_rows[] = {
	{ .name = "name", SETTING_NAME, OF(rotation, name),
	  .example = "\"checkout-primary\"",
	  .help = "What services call it; each name once." },
	{ .name = "time_zone", SETTING_ZONE, OF(rotation, zone_name),
	  .example = "\"Europe/Berlin\"",
	  .help = "Whose clock its hours are; without it that of the site." },
	{ .name = "handoff_channel", SETTING_CHANNEL,
	  OF(rotation, handoff_channel), .example = "\"C0123456789\"",
	  .help = "At each hand-off it is said here who is on call now, and "
	      "whoever comes on or goes off is told, with the open incidents "
	      "that are handed over. Without it hand-offs are not told." },
	{ .name = "user_group", SETTING_USERGROUP, OF(rotation, user_group),
	  .example = "\"S0123456789\"",
	  .help = "A Slack user group whose members are whoever is on call, "
	      "so that mentioning it reaches them. Needs handoff_channel, a "
	      "plan with user groups and the scope usergroups:write; where "
	      "that is missing it is said in that channel." },
	{ .name = "pagerduty_schedule", SETTING_TEXT, OF(rotation, schedule),
	  .example = "\"PABC123\"",
	  .help = "A schedule of PagerDuty's that says who is on call (needs "
	      "pagers.pagerduty.api_token). Members and layers count where it "
	      "names nobody, or nobody whom Slack knows." },
	LAYER_ROWS(rotation, OWN),
	{ .name = "layers", SETTING_GROUPS,
	  offsetof(struct rotation, layers[1]), sizeof(struct layer),
	  LAYERS_MAX - 1, .of = &layer_group,
	  .example = "( { members = [ \"U0123456789\" ]; days = \"sat,sun\"; "
	      "} )",
	  .help = "More layers on top of it: where one of them holds, the "
	      "last one counts. At most 3." },
};

const struct setting_group rotation_group = {
	"rotations", "", rotation_rows, ARRAY_LEN(rotation_rows), 0,
};
