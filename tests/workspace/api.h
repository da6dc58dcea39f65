/* SPDX-License-Identifier: MIT
 *
 * api: one Web API call on its way through the workspace, and the table of
 * methods. A method's function answers NULL when all went well or the error
 * word; it writes what it answers into call->answer. Read next: api_table.c,
 * then api.c.
 */
#ifndef WORKSPACE_API_H
#define WORKSPACE_API_H

#include "tests/workspace/model.h"

enum token_kind { TOKEN_NONE, TOKEN_BOT = 1, TOKEN_APP = 2, TOKEN_USER = 4 };

struct call {
	struct workspace *ws;
	const struct method *method;
	const struct workspace_request *request;
	json_t *args;           /* borrowed, or NULL when JSON is not taken */
	json_t *answer;
	json_t *messages;       /* response_metadata.messages */
	json_t *warnings;
	enum token_kind token;
	const char *user;       /* who calls */
	const char *needed;     /* with missing_scope */
	int http_status, retry_after_s;
};

typedef const char *api_function(struct call *call);

enum method_flag {
	TAKES_JSON = 1,
	OF_CHANNEL = 2,         /* scope depends on the conversation's type */
	APP_TOKEN = 4,          /* only xapp- */
	USER_TOKEN = 8,         /* xoxp- is fine as well */
	NO_TOKEN = 16,
};

struct method {
	const char *name;
	int per_minute;         /* 0 = its own rule */
	unsigned flags;
	const char *scopes;     /* any one of these; "" = none */
	const char *required;   /* argument names, space between */
	const char *missing;    /* error word for a missing argument */
	api_function *run;
};

const struct method *method_find(const char *name);

/* api_args.c. Strings are borrowed; "" = not given. */
const char *arg(struct call *call, const char *name);
bool arg_given(struct call *call, const char *name);
bool arg_bool(struct call *call, const char *name, bool otherwise);
int arg_int(struct call *call, const char *name, int otherwise);
/* A structured argument, from JSON or a string of JSON. *bad = not JSON.
 * Owned by the caller; NULL = not given. */
json_t *arg_json(struct call *call, const char *name, bool *bad);
json_t *arg_ids(struct call *call, const char *name); /* owned array */
PRINTF_LIKE(2, 3) void call_say(struct call *call, const char *format, ...);
/* Cuts `items` (owned array, replaced) to one page after the cursor and sets
 * response_metadata.next_cursor. NULL or the error word. */
const char *call_page(struct call *call, json_t **items, int limit);
/* The channel named by argument `name`, if the caller may know of it and
 * has the scope for its type; else NULL and the error word in *error. */
struct channel *arg_channel(struct call *call, const char *name,
	const char **error);

/* api_chat.c */
const char *blocks_arg(struct call *call, json_t **blocks);

#define API(name) const char *name(struct call *call)
API(api_test);
API(api_auth_test);
API(api_connections_open);
API(api_team_info);
API(api_users_info);
API(api_users_list);
API(api_users_lookup);
API(api_users_conversations);
API(api_bots_info);
API(api_groups_list);
API(api_groups_create);
API(api_groups_update);
API(api_groups_enable);
API(api_groups_disable);
API(api_groups_users_list);
API(api_groups_users_update);
API(api_channel_create);
API(api_channel_invite);
API(api_channel_join);
API(api_channel_kick);
API(api_channel_leave);
API(api_channel_topic);
API(api_channel_purpose);
API(api_channel_rename);
API(api_channel_archive);
API(api_channel_unarchive);
API(api_channel_open);
API(api_channel_close);
API(api_channel_mark);
API(api_channel_info);
API(api_channel_list);
API(api_channel_members);
API(api_channel_history);
API(api_channel_replies);
API(api_chat_post);
API(api_chat_ephemeral);
API(api_chat_update);
API(api_chat_delete);
API(api_chat_permalink);
API(api_pins_add);
API(api_pins_remove);
API(api_pins_list);
API(api_bookmarks_add);
API(api_bookmarks_edit);
API(api_bookmarks_list);
API(api_bookmarks_remove);
API(api_reactions_add);
API(api_reactions_remove);
API(api_reactions_get);
API(api_files_address);
API(api_files_complete);
API(api_files_info);
API(api_canvas_of_channel);
API(api_canvas_edit);
API(api_canvas_lookup);
API(api_views_open);
API(api_views_push);
API(api_views_update);
API(api_views_publish);

#endif
