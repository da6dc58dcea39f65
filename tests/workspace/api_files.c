/* SPDX-License-Identifier: MIT
 *
 * api_files.c: files.* in three steps (an address, the bytes, the share), and
 * canvases, which take one change a call. Read next: api_views.c.
 */
#include "tests/workspace/api.h"

#define FILENAME_MAX_CHARS 255
#define CANVAS_BYTES_MAX (1 << 20)
#define TABLE_CELLS_MAX 300

const char *api_files_address(struct call *call)
{
	int length = arg_int(call, "length", 0);
	char url[URL_SIZE * 2];
	struct file *file;

	if (length < 1 || code_points(arg(call, "filename")) >
		FILENAME_MAX_CHARS)
		return "invalid_arguments";
	file = file_new(call->ws, call->user, arg(call, "filename"));
	file->promised = (size_t)length;
	PUT(url, "%s/upload/v1/%s", call->ws->http_base, file->secret);
	json_object_set_new(call->answer, "upload_url", json_string(url));
	json_object_set_new(call->answer, "file_id", json_string(file->id));
	return NULL;
}

static const char *share(struct call *call, const json_t *files,
	struct channel *channel)
{
	json_t *shown = json_array(), *one;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)files, i, one) {
		struct file *file = file_find(call->ws, text_of(one, "id"));

		if (*text_of(one, "title"))
			PUT(file->title, "%s", text_of(one, "title"));
		file->shared = true;
		json_array_append_new(shown, file_json(call->ws, file));
	}
	json_object_set(call->answer, "files", shown);
	if (channel)
		message_post(call->ws, channel, json_pack(
			"{s:s,s:s,s:s,s:s,s:o,s:b}", "user", call->user,
			"bot_id", WORKSPACE_BOT, "subtype", "file_share",
			"text", arg(call, "initial_comment"), "files", shown,
			"upload", 1), NULL);
	else
		json_decref(shown);
	return NULL;
}

static const char *check_files(struct call *call, const json_t *files)
{
	json_t *one;
	size_t i;

	if (!json_is_array(files) || json_array_size(files) == 0)
		return "invalid_arguments";
	json_array_foreach((json_t *)(uintptr_t)files, i, one) {
		struct file *file = file_find(call->ws, text_of(one, "id"));

		if (!file || !file->sent || !same(file->user, call->user))
			return "file_not_found";
		if (file->shared)
			return "file_update_failed";
	}
	return NULL;
}

const char *api_files_complete(struct call *call)
{
	bool bad;
	json_t *files = arg_json(call, "files", &bad);
	const char *error = bad ? "invalid_arguments" :
		check_files(call, files);
	struct channel *channel = NULL;

	if (!error && arg_given(call, "channel_id"))
		channel = arg_channel(call, "channel_id", &error);
	if (channel && !channel_has(channel, call->user))
		error = "not_in_channel";
	else if (channel && channel->is_archived)
		error = "posting_to_channel_denied";
	if (!error)
		error = share(call, files, channel);
	json_decref(files);
	return error;
}

const char *api_files_info(struct call *call)
{
	struct file *file = file_find(call->ws, arg(call, "file"));

	if (!file || !file->sent)
		return "file_not_found";
	json_object_set_new(call->answer, "file", file_json(call->ws, file));
	return NULL;
}

/* --- canvases ------------------------------------------------------------ */

static size_t cells(const char *markdown)
{
	size_t count = 0;

	for (const char *line = markdown; line && *line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		for (const char *c = line; *line == '|' && *c && *c != '\n';
		     c++)
			count += *c == '|' && c != line && c[-1] != '\\';
	return count;
}

/* The markdown of a document_content, or NULL and what is wrong with it. */
static const char *content(struct call *call, const json_t *given,
	const char **detail)
{
	const char *markdown = text_of(given, "markdown");

	*detail = NULL;
	if (!json_is_object(given) || !same(text_of(given, "type"),
		"markdown"))
		*detail = "document_content must be of type markdown";
	else if (strlen(markdown) > CANVAS_BYTES_MAX)
		*detail = "the document is too large";
	else if (cells(markdown) > TABLE_CELLS_MAX)
		*detail = "line 1: a table may have 300 cells";
	if (*detail)
		json_object_set_new(call->answer, "detail",
			json_string(*detail));
	return *detail ? NULL : markdown;
}

const char *api_canvas_of_channel(struct call *call)
{
	const char *error, *detail, *markdown = "";
	struct channel *channel = arg_channel(call, "channel_id", &error);
	json_t *given;
	bool bad;

	if (!channel)
		return error;
	if (!channel_has(channel, call->user))
		return "channel_not_found";
	if (*channel->canvas)
		return "channel_canvas_already_exists";
	given = arg_json(call, "document_content", &bad);
	if (given || bad)
		markdown = content(call, given, &detail);
	if (markdown)
		json_object_set_new(call->answer, "canvas_id", json_string(
			canvas_new(call->ws, channel, call->user,
			markdown)->id));
	json_decref(given);
	return markdown ? NULL : "canvas_creation_failed";
}

/* Which line an id names; -1 if it is none of this revision's. */
static long line_of(const struct canvas *canvas, const char *id)
{
	char prefix[NAME_SIZE];

	PUT(prefix, "temp:C:%s%d:", canvas->id, canvas->revision);
	if (strncmp(id, prefix, strlen(prefix)) != 0)
		return -1;
	return strtol(id + strlen(prefix), NULL, 10);
}

/* The text with `what` before, behind or instead of a line. */
static char *edited(const struct canvas *canvas, const char *operation,
	long line, const char *what)
{
	const char *at = canvas->markdown, *end;
	bool before = same(operation, "insert_before");
	char *text;

	for (; line > 0 && strchr(at, '\n'); line--)
		at = strchr(at, '\n') + 1;
	end = strchr(at, '\n') ? strchr(at, '\n') + 1 : at + strlen(at);
	if (same(operation, "insert_at_start"))
		end = at = canvas->markdown;
	else if (same(operation, "insert_at_end"))
		at = end = canvas->markdown + strlen(canvas->markdown);
	else if (before)
		end = at;
	else if (same(operation, "insert_after"))
		at = end;
	text = zalloc(strlen(canvas->markdown) + strlen(what) + 2);
	put(text, strlen(canvas->markdown) + strlen(what) + 2, "%.*s%s%s%s",
		(int)(at - canvas->markdown), canvas->markdown, what,
		*what ? "\n" : "", end);
	return text;
}

static const char *change(struct call *call, struct canvas *canvas,
	const json_t *order)
{
	static const char *const operations[] = { "insert_after",
		"insert_before", "insert_at_start", "insert_at_end",
		"replace", "delete" };
	const char *operation = text_of(order, "operation"), *detail;
	const char *section = text_of(order, "section_id"), *what = "";
	bool known = false, placed = !strstr(operation, "_at_");
	char *text;

	for (size_t i = 0; i < ARRAY_LEN(operations); i++)
		known |= same(operations[i], operation);
	if (!known || (!*section && placed && !same(operation, "replace")))
		return "invalid_arguments";
	if (!same(operation, "delete"))
		what = content(call, json_object_get(order,
			"document_content"), &detail);
	if (!what || (*section && line_of(canvas, section) < 0))
		return "canvas_editing_failed";
	text = *section || !same(operation, "replace") ? edited(canvas,
		operation, line_of(canvas, section), what) : NULL;
	canvas_set(call->ws, canvas, text ? text : what);
	free(text);
	return NULL;
}

const char *api_canvas_edit(struct call *call)
{
	struct canvas *canvas = canvas_find(call->ws, arg(call,
		"canvas_id"));
	bool bad;
	json_t *changes;
	const char *error = "invalid_arguments";

	if (!canvas || canvas->deleted)
		return "canvas_not_found";
	changes = arg_json(call, "changes", &bad);
	if (json_array_size(changes) == 1)
		error = change(call, canvas, json_array_get(changes, 0));
	json_decref(changes);
	return error;
}

static bool is_heading(const char *line, const json_t *types)
{
	size_t level = strspn(line, "#");
	char word[4];

	PUT(word, "h%zu", level);
	return level >= 1 && level <= 3 && line[level] == ' ' &&
		(array_has(types, word) || array_has(types, "any_header"));
}

const char *api_canvas_lookup(struct call *call)
{
	struct canvas *canvas = canvas_find(call->ws, arg(call,
		"canvas_id"));
	bool bad;
	json_t *criteria, *types, *sections = json_array();
	const char *wanted;
	int number = 0;

	json_object_set_new(call->answer, "sections", sections);
	if (!canvas || canvas->deleted)
		return "canvas_not_found";
	criteria = arg_json(call, "criteria", &bad);
	types = json_object_get(criteria, "section_types");
	wanted = text_of(criteria, "contains_text");
	for (const char *line = canvas->markdown; line; number++) {
		const char *end = strchr(line, '\n');
		char text[400], id[NAME_SIZE];

		PUT(text, "%.*s", end ? (int)(end - line) : 399, line);
		PUT(id, "temp:C:%s%d:%d", canvas->id, canvas->revision,
			number);
		if ((!types || is_heading(line, types)) &&
		    strstr(text, wanted))
			json_array_append_new(sections, json_pack("{s:s}",
				"id", id));
		line = end ? end + 1 : NULL;
	}
	bad |= !json_is_object(criteria);
	json_decref(criteria);
	return bad ? "invalid_arguments" : NULL;
}
