/* SPDX-License-Identifier: MIT
 *
 * blocks: Block Kit's building stones as JSON, and Slack's limits on them.
 * Knows what a button is, not what an incident does. Every function returns a
 * new value that the caller owns, and takes over the json_t given to it;
 * strings must already have passed core/views/mrkdwn.h and fit, which is
 * asserted.
 */
#ifndef INCBOT_CORE_BLOCKS_H
#define INCBOT_CORE_BLOCKS_H

#include "base/base.h"
#include <jansson.h>

struct arena;

/* Slack's limits, in code points (docs.slack.dev, Block Kit reference). */
#define SECTION_CHARS 3000
#define HEADER_CHARS 150
#define BUTTON_CHARS 75
#define BUTTON_VALUE_CHARS 2000
#define OPTION_CHARS 75
#define OPTION_VALUE_CHARS 150
#define CONTEXT_CHARS 2000
#define ACTION_ELEMENTS_MAX 25
#define OVERFLOW_MAX 5
#define SELECT_MAX 100
#define MODAL_TITLE_CHARS 24
#define METADATA_CHARS 3000
#define INPUT_CHARS 3000
#define TOPIC_CHARS 250

/* Appends, taking the item over. */
void json_add(json_t *array, json_t *item);
void json_put(json_t *object, const char *key, json_t *value);

json_t *text_plain(const char *clean);
json_t *text_mrkdwn(const char *mrkdwn);

json_t *block_header(const char *clean);
json_t *block_section(const char *mrkdwn);
json_t *block_section_with(const char *mrkdwn, json_t *accessory);
json_t *block_context(const char *mrkdwn);
json_t *block_actions(json_t *elements);

/* Sections that quote the whole of a user's text, however long, each within
 * the limit. Appended to blocks. */
void block_add_quote(struct arena *arena, json_t *blocks, const char *raw);

enum button_style { BUTTON_PLAIN, BUTTON_PRIMARY, BUTTON_DANGER };

/* What a click asks for: see core/views/view.h. */
struct click {
	const char *handler;
	int number;		/* tells like buttons of one message apart */
	const char *incident;	/* "" = none */
	int epoch;		/* 0 = does not matter */
	const char *words;	/* "" = none */
};

json_t *button_new(struct arena *arena, const char *label,
    enum button_style style, const struct click *click);
/* "More": add 2 to OVERFLOW_MAX choices. */
json_t *overflow_new(void);
bool overflow_has_room(const json_t *overflow);
void overflow_add(struct arena *arena, json_t *overflow, const char *label,
    const struct click *click);

/* A choice; description "" = none. */
json_t *option_new(const char *clean, const char *value,
    const char *description);

/* An input block; its element's action_id is always "value". */
json_t *input_new(const char *block_id, const char *label, const char *hint,
    json_t *element);
json_t *input_optional(json_t *input);
/* plain_text_input; initial "" = empty; lines: several. */
json_t *element_text(const char *initial, int max_chars, bool lines);
/* static_select, radio_buttons, checkboxes over options; initial an index or
 * -1. */
json_t *element_choice(const char *type, json_t *options, int initial);
/* multi_static_select over groups of options; takes both, `chosen` are options
 * of them. */
json_t *option_group(const char *clean, json_t *options);
json_t *element_grouped(json_t *groups, json_t *chosen);
json_t *element_user(const char *placeholder);

json_t *modal_new(struct arena *arena, const char *title, const char *submit,
    const struct click *click, json_t *blocks);

#endif
