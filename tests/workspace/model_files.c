/* SPDX-License-Identifier: MIT
 *
 * model_files.c: files and canvases. A file has bytes once they were sent to
 * its address, and is somebody's to see once it was shared; a canvas belongs
 * to its channel. Read next: api_files.c.
 */
#include "tests/workspace/model.h"

struct file *file_find(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->files.count; i++) {
		struct file *file = ws->files.items[i];

		if (same(file->id, id))
			return file;
	}
	return NULL;
}

struct file *file_new(struct workspace *ws, const char *user,
	const char *name)
{
	struct file *file = zalloc(sizeof(*file));

	make_id(ws, "F", file->id);
	PUT(file->user, "%s", user);
	PUT(file->name, "%s", name);
	PUT(file->title, "%s", name);
	draw_text(ws, file->secret, sizeof(file->secret) - 1);
	file->created_s = now_s(ws);
	list_add(&ws->files, file);
	return file;
}

void file_fill(struct file *file, const char *bytes, size_t length)
{
	file->bytes = zalloc(length + 1);
	memcpy(file->bytes, bytes, length);
	file->length = length;
	file->sent = true;
}

static const char *ending(const struct file *file)
{
	const char *dot = strrchr(file->name, '.');

	return dot ? dot + 1 : "";
}

json_t *file_json(const struct workspace *ws, const struct file *file)
{
	char link[URL_SIZE * 3], bytes_at[URL_SIZE * 3];

	PUT(link, "%s/files/%s/%s/file", ws->http_base, file->user, file->id);
	PUT(bytes_at, "%s/files-pri/%s-%s/%s", ws->http_base, WORKSPACE_TEAM,
		file->id, ending(file));
	return json_pack("{s:s,s:I,s:I,s:s,s:s,s:s,s:s,s:s,s:s,s:b,s:I,s:b,"
		"s:s,s:s,s:s}", "id", file->id, "created",
		(json_int_t)file->created_s, "timestamp",
		(json_int_t)file->created_s, "name", file->name, "title",
		file->title, "mimetype", same(ending(file), "md") ?
		"text/markdown" : same(ending(file), "html") ? "text/html" :
		"application/octet-stream", "filetype",
		same(ending(file), "md") ? "markdown" : ending(file),
		"user", file->user, "mode", "hosted", "is_external", 0,
		"size", (json_int_t)file->length, "is_public", 1,
		"url_private", bytes_at, "url_private_download", bytes_at,
		"permalink", link);
}

/* {"file": name, "content"?}: shared with a message. */
void file_share(struct workspace *ws, const struct user *user,
	const json_t *act, json_t *body)
{
	struct file *file = file_new(ws, user->id, text_of(act, "file"));
	const char *content = text_of(act, "content");

	file_fill(file, content, strlen(content));
	file->shared = true;
	json_object_set_new(body, "subtype", json_string("file_share"));
	json_object_set_new(body, "upload", json_false());
	json_object_set_new(body, "files", json_pack("[o]",
		file_json(ws, file)));
}

int workspace_upload(struct workspace *ws, const char *secret,
	const char *bytes, size_t length, bool with_token)
{
	for (size_t i = 0; i < ws->files.count; i++) {
		struct file *file = ws->files.items[i];

		if (!same(file->secret, secret))
			continue;
		if (file->shared || length != file->promised)
			return 400;
		free(file->bytes);
		file_fill(file, bytes, length);
		note(ws, "upload", json_pack("{s:s,s:I,s:b}", "text",
			file->name, "size", (json_int_t)length, "with_token",
			with_token));
		return 200;
	}
	return 404;
}

const char *workspace_download(struct workspace *ws, const char *path,
	const char *token, size_t *length)
{
	size_t team = strlen(WORKSPACE_TEAM "-");
	char id[ID_SIZE];
	struct file *file;

	if (strncmp(path, WORKSPACE_TEAM "-", team) != 0)
		return NULL;
	PUT(id, "%.*s", (int)strcspn(path + team, "/"), path + team);
	file = file_find(ws, id);
	if (!file || !file->sent || !same(token, WORKSPACE_BOT_TOKEN) ||
	    !array_has(ws->scopes, "files:read"))
		return NULL;
	*length = file->length;
	return file->bytes;
}

void file_free(struct file *file)
{
	free(file->bytes);
	free(file);
}

/* --- canvases ------------------------------------------------------------ */

struct canvas *canvas_find(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->canvases.count; i++) {
		struct canvas *canvas = ws->canvases.items[i];

		if (same(canvas->id, id))
			return canvas;
	}
	return NULL;
}

struct canvas *canvas_new(struct workspace *ws, struct channel *channel,
	const char *user, const char *markdown)
{
	struct canvas *canvas = zalloc(sizeof(*canvas));

	make_id(ws, "F", canvas->id);
	PUT(canvas->user, "%s", user);
	PUT(canvas->channel, "%s", channel->id);
	PUT(channel->canvas, "%s", canvas->id);
	list_add(&ws->canvases, canvas);
	canvas_set(ws, canvas, markdown);
	return canvas;
}

/* The ids of its parts are others after every edit. */
void canvas_set(struct workspace *ws, struct canvas *canvas,
	const char *markdown)
{
	char *text = zalloc(strlen(markdown) + 1);

	memcpy(text, markdown, strlen(markdown));
	free(canvas->markdown);
	canvas->markdown = text;
	canvas->revision++;
	note(ws, "canvas", json_pack("{s:s,s:s}", "channel", canvas->channel,
		"text", text));
}

void canvas_free(struct canvas *canvas)
{
	free(canvas->markdown);
	free(canvas);
}
