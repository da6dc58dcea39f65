/* SPDX-License-Identifier: MIT
 *
 * blockkit_tables.c: every block, element and composition object of Block
 * Kit with its fields and limits, as data. Read next: blockkit.c.
 */
#include "tests/workspace/blockkit.h"

#define M SURFACE_MESSAGE
#define MO (SURFACE_MESSAGE | SURFACE_MODAL)
#define MOH (SURFACE_MESSAGE | SURFACE_MODAL | SURFACE_HOME)
#define SA (PLACE_ACCESSORY | PLACE_ACTIONS)
#define SAI (PLACE_ACCESSORY | PLACE_ACTIONS | PLACE_INPUT)
#define AI (PLACE_ACTIONS | PLACE_INPUT)
#define END { NULL, FIELD_ANY, false, 0, 0, NULL }
#define ID(name) { name, FIELD_STRING, false, 1, 255, NULL }
#define BOOL(name) { name, FIELD_BOOL, false, 0, 0, NULL }
#define ANY(name) { name, FIELD_ANY, false, 0, 0, NULL }
#define CONFIRM { "confirm", FIELD_CONFIRM, false, 0, 0, NULL }
#define PLACEHOLDER { "placeholder", FIELD_PLAIN, false, 1, 150, NULL }
#define STYLE { "style", FIELD_WORD, false, 0, 0, "primary|danger" }
#define FOCUS BOOL("focus_on_load")

const struct field option_fields[] = {
	{ "text", FIELD_TEXT, true, 1, 75, NULL },
	{ "value", FIELD_STRING, true, 1, 150, NULL },
	{ "description", FIELD_TEXT, false, 1, 75, NULL },
	END
};
const struct field overflow_option_fields[] = {
	{ "text", FIELD_PLAIN, true, 1, 75, NULL },
	{ "value", FIELD_STRING, true, 1, 150, NULL },
	{ "description", FIELD_PLAIN, false, 1, 75, NULL },
	{ "url", FIELD_STRING, false, 1, 3000, NULL },
	END
};
const struct field group_fields[] = {
	{ "label", FIELD_PLAIN, true, 1, 75, NULL },
	{ "options", FIELD_OPTIONS, true, 1, 100, NULL },
	END
};
const struct field confirm_fields[] = {
	{ "title", FIELD_PLAIN, false, 1, 100, NULL },
	{ "text", FIELD_TEXT, true, 1, 300, NULL },
	{ "confirm", FIELD_PLAIN, false, 1, 30, NULL },
	{ "deny", FIELD_PLAIN, false, 1, 30, NULL },
	STYLE, END
};
const struct field modal_fields[] = {
	{ "title", FIELD_PLAIN, true, 1, 24, NULL },
	{ "blocks", FIELD_ANY, true, 0, 0, NULL },
	{ "submit", FIELD_PLAIN, false, 1, 24, NULL },
	{ "close", FIELD_PLAIN, false, 1, 24, NULL },
	{ "private_metadata", FIELD_STRING, false, 0, 3000, NULL },
	{ "callback_id", FIELD_STRING, false, 0, 255, NULL },
	{ "external_id", FIELD_STRING, false, 0, 255, NULL },
	BOOL("clear_on_close"), BOOL("notify_on_close"),
	BOOL("submit_disabled"), END
};
const struct field home_fields[] = {
	{ "blocks", FIELD_ANY, true, 0, 0, NULL },
	{ "private_metadata", FIELD_STRING, false, 0, 3000, NULL },
	{ "callback_id", FIELD_STRING, false, 0, 255, NULL },
	{ "external_id", FIELD_STRING, false, 0, 255, NULL },
	END
};

static const struct field section_fields[] = {
	{ "text", FIELD_TEXT, false, 1, 3000, NULL },
	{ "fields", FIELD_TEXTS, false, 1, 10, NULL },
	{ "accessory", FIELD_ELEMENT, false, PLACE_ACCESSORY, 0, NULL },
	BOOL("expand"), END
};
static const struct field header_fields[] = {
	{ "text", FIELD_PLAIN, true, 1, 150, NULL },
	{ "level", FIELD_INT, false, 1, 6, NULL }, END
};
static const struct field divider_fields[] = { END };
static const struct field context_fields[] = {
	{ "elements", FIELD_ELEMENTS, true, PLACE_CONTEXT, 10, NULL }, END
};
static const struct field actions_fields[] = {
	{ "elements", FIELD_ELEMENTS, true, PLACE_ACTIONS, 25, NULL }, END
};
static const struct field context_actions_fields[] = {
	{ "elements", FIELD_ELEMENTS, true, PLACE_CONTEXT_ACTIONS, 5, NULL },
	END
};
static const struct field input_fields[] = {
	{ "label", FIELD_PLAIN, true, 1, 2000, NULL },
	{ "element", FIELD_ELEMENT, true, PLACE_INPUT, 0, NULL },
	{ "hint", FIELD_PLAIN, false, 1, 2000, NULL },
	BOOL("optional"), BOOL("dispatch_action"), END
};
static const struct field image_block_fields[] = {
	{ "alt_text", FIELD_STRING, true, 1, 2000, NULL },
	{ "image_url", FIELD_STRING, false, 1, 3000, NULL },
	ANY("slack_file"), { "title", FIELD_PLAIN, false, 1, 2000, NULL }, END
};
static const struct field rich_text_fields[] = {
	{ "elements", FIELD_ANY, true, 0, 0, NULL }, END
};
static const struct field markdown_fields[] = {
	{ "text", FIELD_STRING, true, 1, 12000, NULL }, END
};
static const struct field table_fields[] = {
	{ "rows", FIELD_ANY, true, 0, 0, NULL }, ANY("column_settings"), END
};
static const struct field alert_fields[] = {
	{ "text", FIELD_TEXT, true, 1, 200, NULL },
	{ "level", FIELD_WORD, false, 0, 0,
		"default|info|warning|error|success" }, END
};

static const struct shape blocks[] = {
	{ "section", MOH, section_fields, false },
	{ "header", MOH, header_fields, false },
	{ "divider", MOH, divider_fields, false },
	{ "context", MOH, context_fields, false },
	{ "actions", MOH, actions_fields, false },
	{ "context_actions", M, context_actions_fields, false },
	{ "input", MOH, input_fields, false },
	{ "image", MOH, image_block_fields, false },
	{ "rich_text", MOH, rich_text_fields, false },
	{ "markdown", M, markdown_fields, false },
	{ "table", M, table_fields, false },
	{ "alert", MO, alert_fields, false },
	{ "data_table", M, NULL, false },
	{ "data_visualization", M, NULL, false },
	{ "video", MOH, NULL, false },
	{ "card", M, NULL, false },
	{ "carousel", M, NULL, false },
	{ "container", M, NULL, false },
	{ "task_card", M, NULL, false },
	{ "plan", M, NULL, false },
};

#define SELECT_COMMON ID("action_id"), PLACEHOLDER, CONFIRM, FOCUS
#define MULTI SELECT_COMMON, \
	{ "max_selected_items", FIELD_INT, false, 1, 1000, NULL }

static const struct field button_fields[] = {
	{ "text", FIELD_PLAIN, true, 1, 75, NULL }, ID("action_id"),
	{ "value", FIELD_STRING, false, 1, 2000, NULL },
	{ "url", FIELD_STRING, false, 1, 3000, NULL }, STYLE, CONFIRM,
	{ "accessibility_label", FIELD_STRING, false, 1, 75, NULL }, END
};
static const struct field static_select_fields[] = {
	SELECT_COMMON, { "options", FIELD_OPTIONS, false, 1, 100, NULL },
	{ "option_groups", FIELD_GROUPS, false, 1, 100, NULL },
	{ "initial_option", FIELD_OPTION, false, 0, 0, NULL }, END
};
static const struct field multi_static_fields[] = {
	MULTI, { "options", FIELD_OPTIONS, false, 1, 100, NULL },
	{ "option_groups", FIELD_GROUPS, false, 1, 100, NULL },
	{ "initial_options", FIELD_OPTIONS, false, 1, 100, NULL }, END
};
static const struct field external_select_fields[] = {
	SELECT_COMMON, { "min_query_length", FIELD_INT, false, 0, 1000, NULL },
	{ "initial_option", FIELD_OPTION, false, 0, 0, NULL }, END
};
static const struct field multi_external_fields[] = {
	MULTI, { "min_query_length", FIELD_INT, false, 0, 1000, NULL },
	{ "initial_options", FIELD_OPTIONS, false, 1, 100, NULL }, END
};
static const struct field users_select_fields[] = {
	SELECT_COMMON, { "initial_user", FIELD_STRING, false, 1, 32, NULL },
	END
};
static const struct field multi_users_fields[] = {
	MULTI, { "initial_users", FIELD_STRINGS, false, 0, 1000, NULL }, END
};
static const struct field conversations_fields[] = {
	SELECT_COMMON,
	{ "initial_conversation", FIELD_STRING, false, 1, 32, NULL },
	BOOL("default_to_current_conversation"),
	BOOL("response_url_enabled"), ANY("filter"), END
};
static const struct field multi_conversations_fields[] = {
	MULTI, { "initial_conversations", FIELD_STRINGS, false, 0, 1000,
		NULL },
	BOOL("default_to_current_conversation"), ANY("filter"), END
};
static const struct field channels_fields[] = {
	SELECT_COMMON, { "initial_channel", FIELD_STRING, false, 1, 32, NULL },
	BOOL("response_url_enabled"), END
};
static const struct field multi_channels_fields[] = {
	MULTI, { "initial_channels", FIELD_STRINGS, false, 0, 1000, NULL },
	END
};
static const struct field overflow_fields[] = {
	ID("action_id"), { "options", FIELD_OPTIONS, true, 1, 5, NULL },
	CONFIRM, END
};
static const struct field checkboxes_fields[] = {
	ID("action_id"), { "options", FIELD_OPTIONS, true, 1, 10, NULL },
	{ "initial_options", FIELD_OPTIONS, false, 1, 10, NULL }, CONFIRM,
	FOCUS, END
};
static const struct field radio_fields[] = {
	ID("action_id"), { "options", FIELD_OPTIONS, true, 1, 10, NULL },
	{ "initial_option", FIELD_OPTION, false, 0, 0, NULL }, CONFIRM, FOCUS,
	END
};
static const struct field plain_input_fields[] = {
	ID("action_id"), PLACEHOLDER, FOCUS, BOOL("multiline"),
	{ "min_length", FIELD_INT, false, 0, 3000, NULL },
	{ "max_length", FIELD_INT, false, 1, 3000, NULL },
	{ "initial_value", FIELD_STRING, false, 0, 3000, NULL },
	ANY("dispatch_action_config"), END
};
static const struct field rich_input_fields[] = {
	ID("action_id"), PLACEHOLDER, FOCUS, ANY("initial_value"),
	ANY("dispatch_action_config"),
	{ "min_lines", FIELD_INT, false, 1, 100, NULL },
	{ "max_lines", FIELD_INT, false, 1, 100, NULL }, END
};
static const struct field number_input_fields[] = {
	ID("action_id"), PLACEHOLDER, FOCUS,
	{ "is_decimal_allowed", FIELD_BOOL, true, 0, 0, NULL },
	{ "min_value", FIELD_NUMBER, false, 0, 0, NULL },
	{ "max_value", FIELD_NUMBER, false, 0, 0, NULL },
	{ "initial_value", FIELD_NUMBER, false, 0, 0, NULL },
	ANY("dispatch_action_config"), END
};
static const struct field text_input_fields[] = {
	ID("action_id"), PLACEHOLDER, FOCUS,
	{ "initial_value", FIELD_STRING, false, 0, 3000, NULL },
	ANY("dispatch_action_config"), END
};
static const struct field date_fields[] = {
	ID("action_id"), PLACEHOLDER, CONFIRM, FOCUS,
	{ "initial_date", FIELD_DATE, false, 0, 0, NULL }, END
};
static const struct field time_fields[] = {
	ID("action_id"), PLACEHOLDER, CONFIRM, FOCUS,
	{ "initial_time", FIELD_TIME, false, 0, 0, NULL },
	{ "timezone", FIELD_STRING, false, 1, 60, NULL }, END
};
static const struct field datetime_fields[] = {
	ID("action_id"), CONFIRM, FOCUS,
	{ "initial_date_time", FIELD_INT, false, 1000000000, INT32_MAX,
		NULL }, END
};
static const struct field file_input_fields[] = {
	ID("action_id"), { "filetypes", FIELD_STRINGS, false, 1, 100, NULL },
	{ "max_files", FIELD_INT, false, 1, 10, NULL }, END
};
static const struct field image_fields[] = {
	{ "alt_text", FIELD_STRING, true, 1, 2000, NULL },
	{ "image_url", FIELD_STRING, false, 1, 3000, NULL },
	ANY("slack_file"), END
};
static const struct field text_fields[] = {
	{ "text", FIELD_ANY, true, 0, 0, NULL }, BOOL("emoji"),
	BOOL("verbatim"), END
};

static const struct shape elements[] = {
	{ "button", SA, button_fields, false },
	{ "static_select", SAI, static_select_fields, false },
	{ "multi_static_select", SAI, multi_static_fields, false },
	{ "external_select", SAI, external_select_fields, false },
	{ "multi_external_select", SAI, multi_external_fields, false },
	{ "users_select", SAI, users_select_fields, false },
	{ "multi_users_select", SAI, multi_users_fields, false },
	{ "conversations_select", SAI, conversations_fields, false },
	{ "multi_conversations_select", SAI, multi_conversations_fields,
		false },
	{ "channels_select", SAI, channels_fields, false },
	{ "multi_channels_select", SAI, multi_channels_fields, false },
	{ "overflow", SA, overflow_fields, false },
	{ "checkboxes", SAI, checkboxes_fields, true },
	{ "radio_buttons", SAI, radio_fields, true },
	{ "plain_text_input", PLACE_INPUT, plain_input_fields, false },
	{ "rich_text_input", AI, rich_input_fields, false },
	{ "number_input", PLACE_INPUT, number_input_fields, false },
	{ "email_text_input", PLACE_INPUT, text_input_fields, false },
	{ "url_text_input", PLACE_INPUT, text_input_fields, false },
	{ "datepicker", SAI, date_fields, false },
	{ "timepicker", SAI, time_fields, false },
	{ "datetimepicker", AI, datetime_fields, false },
	{ "file_input", PLACE_INPUT, file_input_fields, false },
	{ "image", PLACE_ACCESSORY | PLACE_CONTEXT, image_fields, false },
	{ "mrkdwn", PLACE_CONTEXT, text_fields, false },
	{ "plain_text", PLACE_CONTEXT, text_fields, false },
	{ "workflow_button", SA, NULL, false },
	{ "feedback_buttons", PLACE_CONTEXT_ACTIONS, NULL, false },
	{ "icon_button", PLACE_CONTEXT_ACTIONS, NULL, false },
};

static const struct shape *shape_find(const struct shape *shapes,
	size_t count, const char *type)
{
	for (size_t i = 0; i < count; i++)
		if (same(shapes[i].type, type))
			return &shapes[i];
	return NULL;
}

const struct shape *block_shape(const char *type)
{
	return shape_find(blocks, ARRAY_LEN(blocks), type);
}

const struct shape *element_shape(const char *type)
{
	return shape_find(elements, ARRAY_LEN(elements), type);
}
