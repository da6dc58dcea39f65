/* SPDX-License-Identifier: MIT
 *
 * model: what the workspace is made of, shared by its own files only. Things
 * that Slack shows as JSON are kept as the JSON that is shown; what decides
 * (membership, times, owners) is plain C. All lists only grow, except
 * envelopes and faults. Read next: model.c.
 */
#ifndef WORKSPACE_MODEL_H
#define WORKSPACE_MODEL_H

#include "tests/workspace/workspace.h"

#define ID_SIZE 32
#define TS_SIZE 24
#define NAME_SIZE 96
#define WORD_SIZE 64
#define SECRET_SIZE 32
#define URL_SIZE 160

#define ACK_MS 3000
#define TRIGGER_MS 3000
#define RESPONSE_URL_MS (30 * 60 * 1000)
#define RESPONSE_URL_USES 5
#define MODALS_MAX 3
#define CONNECTIONS_MAX 10
#define CONNECTION_LIFE_MS (18060 * 1000)
#define DEBUG_LIFE_MS (360 * 1000)
#define GHOST_MS (60 * 60 * 1000)
#define UNANSWERED_MS 25000     /* pings without a pong end a connection */
#define KEEP_MS (2 * 60 * 60 * 1000)
#define KEEP_COUNT 256
#define LOG_MAX 20000
#define MESSAGES_SHOWN 200

struct list {
	void **items;
	size_t count, room;
};

struct user {
	char id[ID_SIZE], name[NAME_SIZE], real_name[NAME_SIZE];
	char email[NAME_SIZE], time_zone[NAME_SIZE];
	int tz_offset_s;
	bool is_bot, is_restricted, deleted;
	char home_view[ID_SIZE];              /* "" = nothing published */
	char modals[MODALS_MAX][ID_SIZE];     /* stack, last is on top */
	size_t modal_count;
	json_t *notices;
};

struct channel {
	char id[ID_SIZE], name[NAME_SIZE * 4], creator[ID_SIZE];
	int64_t created_s, updated_ms;
	bool is_private, is_im, is_mpim, is_general, is_archived;
	json_t *topic, *purpose;              /* {value,creator,last_set} */
	json_t *previous_names, *members;     /* arrays of strings */
	json_t *bookmarks, *pins;             /* arrays of objects */
	char canvas[ID_SIZE];                 /* "" = none */
	json_t *read_marks;                   /* user id -> ts */
	struct list messages;                 /* struct message, oldest first */
};

struct message {
	char ts[TS_SIZE];
	char only_for[ID_SIZE];               /* ephemeral: who sees it */
	bool deleted;
	json_t *body;                         /* as conversations.history */
	json_t *metadata;                     /* whole, or NULL */
};

struct file {
	char id[ID_SIZE], user[ID_SIZE], name[NAME_SIZE * 4];
	char title[NAME_SIZE * 4], secret[SECRET_SIZE];
	size_t promised, length;
	char *bytes;
	bool sent, shared;
	int64_t created_s;
};

struct canvas {
	char id[ID_SIZE], user[ID_SIZE], channel[ID_SIZE];
	char *markdown;
	int revision;
	bool deleted;
};

struct view {
	char id[ID_SIZE], user[ID_SIZE], external_id[256];
	json_t *body;                         /* as views.open answers */
	json_t *errors;                       /* block_id -> text, or NULL */
	bool is_home, closed;
};

struct trigger {
	char id[NAME_SIZE], user[ID_SIZE];
	int64_t expires_ms;
	bool used;
};

struct response_url {
	char secret[SECRET_SIZE];
	char user[ID_SIZE], channel[ID_SIZE], ts[TS_SIZE];
	bool is_slash;
	int uses;
	int64_t expires_ms;
};

struct ticket {
	char id[ID_SIZE + 8];
	bool used;
};

/* close_ms of a connection that Slack is closing already. */
#define CLOSE_ORDERED INT64_MAX

struct connection {
	int id;                               /* > 0 */
	bool live, ghost, warned, refreshed, close_on_hello;
	int64_t opened_ms, life_ms, ghost_until_ms, close_ms;
};

enum envelope_type { ENVELOPE_SLASH, ENVELOPE_INTERACTIVE, ENVELOPE_EVENT };

struct envelope {
	char id[40];
	enum envelope_type type;
	json_t *payload;
	bool accepts, sent, held; /* held: no (more) fault may strike it */
	int attempt, connection;
	int64_t due_ms;         /* sent: ack deadline; else: when to send */
	bool due_is_patience;   /* deadline in a person's time, see skip */
	char user[ID_SIZE], channel[ID_SIZE], view[ID_SIZE], word[WORD_SIZE];
};

struct bucket {
	char key[NAME_SIZE];
	double tokens;
	int64_t filled_ms;
};

struct fault_spec;
struct fault {
	const struct fault_spec *spec;
	int count;              /* < 0 = until switched off */
	int64_t until_ms;
	json_t *order;          /* with the row's defaults */
};

struct workspace {
	struct workspace_callbacks callbacks;
	char http_base[URL_SIZE], ws_base[URL_SIZE];
	bool honour_client_msg_id, no_rate_limits;
	uint64_t random;
	int64_t now_ms, last_ts_us, next_id;
	int last_connection;
	double speed;
	json_t *scopes, *events, *commands, *shortcuts, *usergroups;
	json_t *suggestions;    /* last answers to block_suggestion */
	struct list files, canvases;
	struct list users, channels, views, triggers, response_urls;
	struct list tickets, connections, envelopes, buckets, faults;
	json_t *fault_last;     /* what fault_take() lent out */
	json_t *log;
	int64_t log_seq;
};

/* model.c */
void list_add(struct list *list, void *item);
void list_remove(struct list *list, size_t at);
void *zalloc(size_t size);
PRINTF_LIKE(3, 4) void put(char *to, size_t size, const char *format, ...);
#define PUT(to, ...) put((to), sizeof(to), __VA_ARGS__)
bool same(const char *a, const char *b);
const char *text_of(const json_t *object, const char *key); /* "" if none */
bool flag_of(const json_t *object, const char *key);
bool array_has(const json_t *strings, const char *word);
void array_drop(json_t *strings, const char *word);
uint64_t draw(struct workspace *ws, uint64_t below);
void draw_text(struct workspace *ws, char *to, size_t length);
void make_id(struct workspace *ws, const char *prefix, char to[ID_SIZE]);
void make_ts(struct workspace *ws, char to[TS_SIZE]);
int64_t now_s(const struct workspace *ws);
bool ts_is_valid(const char *ts);
struct user *user_find(struct workspace *ws, const char *id);
struct user *user_find_named(struct workspace *ws, const char *name);
void notice_add(struct workspace *ws, const char *user, const char *level,
	const char *text);
void changed(struct workspace *ws);
/* Adds one log entry; detail is stolen and may be NULL. */
void note(struct workspace *ws, const char *what, json_t *detail);

/* model_seed.c */
void seed_world(struct workspace *ws, json_t *manifest);

/* model_channels.c */
struct channel *channel_find(struct workspace *ws, const char *id);
struct channel *channel_find_named(struct workspace *ws, const char *name);
struct channel *channel_new(struct workspace *ws, const char *id,
	const char *name, const char *creator);
struct channel *channel_im(struct workspace *ws, const char *user);
bool channel_has(const struct channel *channel, const char *user);
bool channel_visible(const struct channel *channel, const char *user);
const char *channel_kind(const struct channel *channel); /* event word */
json_t *channel_json(const struct channel *channel);
const char *channel_name_error(const char *name);
void channel_join(struct workspace *ws, struct channel *channel,
	const char *user, const char *inviter);
void channel_leave(struct workspace *ws, struct channel *channel,
	const char *user);
void channel_set_words(struct workspace *ws, struct channel *channel,
	const char *field, const char *value, const char *user);
void channel_rename(struct workspace *ws, struct channel *channel,
	const char *name, const char *user);
void channel_archive(struct workspace *ws, struct channel *channel,
	const char *user);
void channel_unarchive(struct workspace *ws, struct channel *channel,
	const char *user);

/* model_messages.c */
struct message *message_find(struct channel *channel, const char *ts);
/* Takes body (stolen), gives it ts and type, fires events. Borrowed result. */
struct message *message_post(struct workspace *ws, struct channel *channel,
	json_t *body, const char *only_for);
void message_system(struct workspace *ws, struct channel *channel,
	const char *subtype, const char *user, json_t *extra);
/* changes: text, blocks, attachments; stolen. editor may be NULL. */
void message_change(struct workspace *ws, struct channel *channel,
	struct message *message, json_t *changes, const char *editor);
void message_delete(struct workspace *ws, struct channel *channel,
	struct message *message);
json_t *message_json(const struct message *message, bool whole_metadata);
json_t *bot_profile(void);
void message_pin(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user);
void message_unpin(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user);
bool message_react(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user, const char *name);
bool message_unreact(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user, const char *name);

/* model_files.c */
struct file *file_find(struct workspace *ws, const char *id);
struct file *file_new(struct workspace *ws, const char *user,
	const char *name);
void file_fill(struct file *file, const char *bytes, size_t length);
json_t *file_json(const struct workspace *ws, const struct file *file);
void file_share(struct workspace *ws, const struct user *user,
	const json_t *act, json_t *body);
void file_free(struct file *file);
struct canvas *canvas_find(struct workspace *ws, const char *id);
struct canvas *canvas_new(struct workspace *ws, struct channel *channel,
	const char *user, const char *markdown);
void canvas_set(struct workspace *ws, struct canvas *canvas,
	const char *markdown);
void canvas_free(struct canvas *canvas);

/* model_text.c: strings made here are malloc'ed */
size_t code_points(const char *text);
char *text_cut(const char *text, size_t max_points);
char *text_round_trip(const char *text, bool link);
char *text_from_person(struct workspace *ws, const char *typed, bool labels);
json_t *text_rich(struct workspace *ws, const char *text);
json_t *blocks_round_trip(struct workspace *ws, json_t *blocks);
bool emoji_is_known(const char *name);

/* model_views.c */
struct view *view_find(struct workspace *ws, const char *id);
void trigger_make(struct workspace *ws, const char *user, char to[NAME_SIZE]);
/* NULL = fine and spent, else the error word. */
const char *trigger_spend(struct workspace *ws, const char *id,
	struct user **user);
struct view *view_new(struct workspace *ws, struct user *user, json_t *given);
void view_replace(struct workspace *ws, struct view *view, json_t *given);
const char *view_push(struct workspace *ws, struct user *user,
	struct view *view);
void view_pop(struct workspace *ws, struct user *user, struct view *view);
void view_clear(struct workspace *ws, struct user *user);
bool view_external_id_taken(struct workspace *ws, const char *external_id,
	const struct view *but);
void view_ack(struct workspace *ws, const struct envelope *envelope,
	json_t *payload);
json_t *state_initial(const json_t *blocks);
json_t *state_of(const json_t *element);
void state_set(json_t *state, const char *block_id, const char *action_id,
	json_t *value);

/* blockkit.c, blockkit_tables.c: messages go to errors (array of text) */
enum surface { SURFACE_MESSAGE = 1, SURFACE_MODAL = 2, SURFACE_HOME = 4 };
void blockkit_check(const json_t *blocks, enum surface surface,
	const char *pointer, json_t *errors);
/* "" or the error word; views.* answer it with the messages. */
const char *view_check(const json_t *view, json_t *errors);
void options_check(const json_t *payload, json_t *errors);

/* events.c */
void event_fire(struct workspace *ws, const char *key,
	const struct channel *channel, json_t *event);
void event_message(struct workspace *ws, const struct channel *channel,
	const json_t *body, const json_t *metadata);

/* delivery.c */
void deliver(struct workspace *ws, struct envelope *envelope);
struct envelope *envelope_new(struct workspace *ws, enum envelope_type type,
	json_t *payload, bool accepts);
void delivery_tick(struct workspace *ws);
int64_t delivery_next(const struct workspace *ws);
void delivery_skip(struct workspace *ws, int64_t delta_ms);
void link_send(struct workspace *ws, int connection, const char *text,
	enum workspace_link_what what);
void link_order(struct workspace *ws, int connection,
	enum workspace_link_what what, int code, int64_t for_ms);
void link_disconnect(struct workspace *ws, int connection, const char *reason);
/* Lost without a trace: Slack goes on believing in it for a while. */
void connection_haunt(struct workspace *ws, struct connection *connection,
	int64_t for_ms);
struct connection *connection_new(struct workspace *ws);
int connections_counted(const struct workspace *ws);
int connections_live(const struct workspace *ws);

/* acts_payload.c */
json_t *payload_base(struct workspace *ws, const char *type,
	const struct user *user, bool with_trigger);
void interactive_send(struct workspace *ws, json_t *payload,
	const struct user *user, bool accepts, const char *view);
char *response_url_make(struct workspace *ws, const char *user,
	const struct channel *channel, const char *ts, bool is_slash);
json_t *act_click(struct workspace *ws, struct user *user, const json_t *act);
json_t *act_submit(struct workspace *ws, struct user *user, const json_t *act);
json_t *act_suggest(struct workspace *ws, struct user *user,
	const json_t *act);
json_t *act_shortcut(struct workspace *ws, struct user *user,
	const json_t *act);
json_t *act_answer(const char *error); /* NULL = ok */

/* limits.c: 0 = go on, else the seconds to wait */
int limit_take(struct workspace *ws, const char *key, double per_minute,
	double burst);

/* faults.c: the first fault of that kind that is switched on and matches the
 * subject ("" or a method); its count goes down. Borrowed until the next
 * fault call; NULL = none. */
json_t *fault_take(struct workspace *ws, const char *hook,
	const char *subject);
int64_t fault_int(const json_t *order, const char *key, int64_t otherwise);

#endif
