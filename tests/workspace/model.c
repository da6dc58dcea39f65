/* SPDX-License-Identifier: MIT
 *
 * model.c: the workspace's birth and death, its ids, its one source of
 * chance, its log. Ids and timestamps come from counters and the seed alone,
 * so two runs with the same calls agree. Read next: model_channels.c.
 */
#include "tests/workspace/model.h"

#include <stdarg.h>

#define FIRST_ID 1001

void *zalloc(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort();
	return memory;
}

void list_add(struct list *list, void *item)
{
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 8;
		list->items = realloc(list->items,
			list->room * sizeof(*list->items));
		if (!list->items)
			abort();
	}
	list->items[list->count++] = item;
}

void list_remove(struct list *list, size_t at)
{
	assert(at < list->count);
	list->count--;
	memmove(&list->items[at], &list->items[at + 1],
		(list->count - at) * sizeof(*list->items));
}

void put(char *to, size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(to, size, format, args);
	va_end(args);
}

bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

bool flag_of(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

bool array_has(const json_t *strings, const char *word)
{
	size_t i;
	json_t *item;

	json_array_foreach((json_t *)(uintptr_t)strings, i, item)
		if (same(json_string_value(item), word))
			return true;
	return false;
}

void array_drop(json_t *strings, const char *word)
{
	size_t i = json_array_size(strings);

	while (i-- > 0)
		if (same(json_string_value(json_array_get(strings, i)), word))
			(void)json_array_remove(strings, i);
}

/* splitmix64: small, well mixed, the same everywhere. */
static uint64_t draw_bits(struct workspace *ws)
{
	uint64_t z = (ws->random += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

uint64_t draw(struct workspace *ws, uint64_t below)
{
	assert(below > 0);
	return draw_bits(ws) % below;
}

void draw_text(struct workspace *ws, char *to, size_t length)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	for (size_t i = 0; i < length; i++)
		to[i] = letters[draw(ws, sizeof(letters) - 1)];
	to[length] = '\0';
}

void make_id(struct workspace *ws, const char *prefix, char to[ID_SIZE])
{
	put(to, ID_SIZE, "%s0%07lld", prefix, (long long)ws->next_id++);
}

void make_ts(struct workspace *ws, char to[TS_SIZE])
{
	int64_t us = ws->now_ms * 1000 + 119;

	if (us <= ws->last_ts_us)
		us = ws->last_ts_us + 100;
	ws->last_ts_us = us;
	put(to, TS_SIZE, "%lld.%06lld", (long long)(us / 1000000),
		(long long)(us % 1000000));
}

int64_t now_s(const struct workspace *ws)
{
	return ws->now_ms / 1000;
}

bool ts_is_valid(const char *ts)
{
	size_t digits = strspn(ts, "0123456789");

	if (digits == 0 || digits > 12)
		return false;
	if (ts[digits] == '\0')
		return true;
	return ts[digits] == '.' &&
		strspn(ts + digits + 1, "0123456789") ==
			strlen(ts + digits + 1) &&
		strlen(ts + digits + 1) <= 6;
}

struct user *user_find(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->users.count; i++) {
		struct user *user = ws->users.items[i];

		if (same(user->id, id))
			return user;
	}
	return NULL;
}

struct user *user_find_named(struct workspace *ws, const char *name)
{
	for (size_t i = 0; i < ws->users.count; i++) {
		struct user *user = ws->users.items[i];

		if (same(user->name, name))
			return user;
	}
	return NULL;
}

void notice_add(struct workspace *ws, const char *user, const char *level,
	const char *text)
{
	struct user *person = user_find(ws, user);
	char id[ID_SIZE];

	if (!person)
		return;
	make_id(ws, "N", id);
	json_array_append_new(person->notices, json_pack("{s:s,s:s,s:s}",
		"id", id, "text", text, "level", level));
	note(ws, "notice", json_pack("{s:s,s:s}", "user", user, "text", text));
}

void changed(struct workspace *ws)
{
	if (ws->callbacks.changed)
		ws->callbacks.changed(ws->callbacks.arg);
}

void note(struct workspace *ws, const char *what, json_t *detail)
{
	static const char *const lifted[] = { "method", "channel", "user",
		"text", "ok", "error" };
	json_t *entry = json_pack("{s:I,s:I,s:s}", "seq",
		(json_int_t)++ws->log_seq, "at_ms", (json_int_t)ws->now_ms,
		"what", what);

	for (size_t i = 0; i < ARRAY_LEN(lifted); i++) {
		json_t *value = json_object_get(detail, lifted[i]);

		if (value)
			json_object_set(entry, lifted[i], value);
	}
	json_object_set_new(entry, "detail", detail ? detail : json_object());
	json_array_append_new(ws->log, entry);
	if (json_array_size(ws->log) > LOG_MAX)
		(void)json_array_remove(ws->log, 0);
	changed(ws);
}

int64_t workspace_log_seq(const struct workspace *ws)
{
	return ws->log_seq;
}

json_t *workspace_log_since(const struct workspace *ws, int64_t since)
{
	json_t *entries = json_array();
	size_t count = json_array_size(ws->log);
	int64_t first = ws->log_seq - (int64_t)count + 1;
	size_t from = since < first ? 0 : (size_t)(since - first + 1);

	for (size_t i = from; i < count; i++)
		json_array_append(entries, json_array_get(ws->log, i));
	return json_pack("{s:I,s:o}", "seq", (json_int_t)ws->log_seq,
		"entries", entries);
}

struct workspace *workspace_new(const struct workspace_options *options,
	const struct workspace_callbacks *callbacks)
{
	struct workspace *ws = zalloc(sizeof(*ws));

	assert(callbacks && callbacks->link);
	ws->callbacks = *callbacks;
	PUT(ws->http_base, "%s", options->http_base);
	PUT(ws->ws_base, "%s", options->ws_base);
	ws->honour_client_msg_id = options->honour_client_msg_id;
	ws->no_rate_limits = options->no_rate_limits;
	ws->random = options->seed;
	ws->now_ms = options->now_ms;
	ws->next_id = FIRST_ID;
	ws->speed = 1.0;
	ws->log = json_array();
	ws->suggestions = json_array();
	ws->usergroups = json_array();
	seed_world(ws, options->manifest);
	return ws;
}

static void channel_free(struct channel *channel)
{
	for (size_t i = 0; i < channel->messages.count; i++) {
		struct message *message = channel->messages.items[i];

		json_decref(message->body);
		json_decref(message->metadata);
		free(message);
	}
	free(channel->messages.items);
	json_decref(channel->topic);
	json_decref(channel->purpose);
	json_decref(channel->previous_names);
	json_decref(channel->members);
	json_decref(channel->bookmarks);
	json_decref(channel->pins);
	json_decref(channel->read_marks);
	free(channel);
}

static void list_free(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
}

void workspace_free(struct workspace *ws)
{
	if (!ws)
		return;
	for (size_t i = 0; i < ws->users.count; i++)
		json_decref(((struct user *)ws->users.items[i])->notices);
	for (size_t i = 0; i < ws->channels.count; i++)
		channel_free(ws->channels.items[i]);
	free(ws->channels.items);
	for (size_t i = 0; i < ws->views.count; i++) {
		json_decref(((struct view *)ws->views.items[i])->body);
		json_decref(((struct view *)ws->views.items[i])->errors);
	}
	for (size_t i = 0; i < ws->envelopes.count; i++)
		json_decref(
			((struct envelope *)ws->envelopes.items[i])->payload);
	for (size_t i = 0; i < ws->faults.count; i++)
		json_decref(((struct fault *)ws->faults.items[i])->order);
	for (size_t i = 0; i < ws->files.count; i++)
		file_free(ws->files.items[i]);
	for (size_t i = 0; i < ws->canvases.count; i++)
		canvas_free(ws->canvases.items[i]);
	free(ws->files.items);
	free(ws->canvases.items);
	list_free(&ws->users);
	list_free(&ws->views);
	list_free(&ws->triggers);
	list_free(&ws->response_urls);
	list_free(&ws->tickets);
	list_free(&ws->connections);
	list_free(&ws->envelopes);
	list_free(&ws->buckets);
	list_free(&ws->faults);
	json_decref(ws->fault_last);
	json_decref(ws->scopes);
	json_decref(ws->events);
	json_decref(ws->commands);
	json_decref(ws->shortcuts);
	json_decref(ws->usergroups);
	json_decref(ws->suggestions);
	json_decref(ws->log);
	free(ws);
}

int64_t workspace_now_ms(const struct workspace *ws)
{
	return ws->now_ms;
}

/* Long simulations: what can matter to nobody any more is let go, the oldest
 * first, once there is a lot of it. */
static void prune_views(struct workspace *ws)
{
	size_t kept = 0;

	if (ws->views.count < KEEP_COUNT)
		return;
	for (size_t i = 0; i < ws->views.count; i++) {
		struct view *view = ws->views.items[i];

		if (!view->closed) {
			ws->views.items[kept++] = view;
			continue;
		}
		json_decref(view->body);
		json_decref(view->errors);
		free(view);
	}
	ws->views.count = kept;
}

static void prune(struct workspace *ws)
{
	int64_t before_ms = ws->now_ms - KEEP_MS;

	prune_views(ws);
	while (ws->triggers.count > KEEP_COUNT && ((struct trigger *)
		ws->triggers.items[0])->expires_ms < before_ms) {
		free(ws->triggers.items[0]);
		list_remove(&ws->triggers, 0);
	}
	while (ws->response_urls.count > KEEP_COUNT &&
	       ((struct response_url *)ws->response_urls.items[0])->expires_ms
		< before_ms) {
		free(ws->response_urls.items[0]);
		list_remove(&ws->response_urls, 0);
	}
	for (size_t i = ws->connections.count; i-- > 0;) {
		struct connection *one = ws->connections.items[i];

		if (one->live || one->ghost)
			continue;
		free(one);
		list_remove(&ws->connections, i);
	}
}

int64_t workspace_tick(struct workspace *ws, int64_t now_ms)
{
	if (now_ms > ws->now_ms)
		ws->now_ms = now_ms;
	delivery_tick(ws);
	prune(ws);
	return delivery_next(ws);
}

void workspace_set_speed(struct workspace *ws, double speed)
{
	assert(speed > 0);
	ws->speed = speed;
}

void workspace_skip(struct workspace *ws, int64_t delta_ms)
{
	delivery_skip(ws, delta_ms);
	for (size_t i = 0; i < ws->triggers.count; i++) {
		struct trigger *trigger = ws->triggers.items[i];

		if (trigger->expires_ms >= ws->now_ms)
			trigger->expires_ms += delta_ms;
	}
}

void workspace_response_release(struct workspace_response *response)
{
	json_decref(response->body);
	free(response->scopes);
	response->body = NULL;
	response->scopes = NULL;
}
