/* SPDX-License-Identifier: MIT
 *
 * scene_messages: see scene_messages.h.
 */
#include "tests/transcripts/scene_messages.h"
#include "base/text.h"
#include "core/request.h"
#include "tests/transcripts/scene.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static struct scene_message *find(struct scene *scene, const char *name)
{
	for (size_t i = 0; i < SCENE_MESSAGES_MAX; i++) {
		if (strcmp(scene->messages[i].name, name) == 0)
			return &scene->messages[i];
	}
	return NULL;
}

/* The word in front of what stands behind it. */
static const char *split(const char *line, char *word, size_t size)
{
	size_t length = strcspn(line, " :");

	assert(length < size);
	memcpy(word, line, length);
	word[length] = '\0';
	return line + length + strspn(line + length, " :");
}

bool scene_say(struct scene *scene, const char *author, const char *line)
{
	struct scene_message *message = find(scene, "");
	struct text ts;

	if (!message)
		return false;
	line = split(line, message->name, sizeof(message->name));
	if (*line == '(') {
		size_t length = strcspn(line, ")");

		memcpy(message->file, line + 1, length - 1);
		line += length + strspn(line + length, "): ");
	}
	COPY(message->author, author);
	COPY(message->text, line);
	text_init(&ts, message->ts, sizeof(message->ts));
	text_addf(&ts, "%lld.%06d", (long long)(scene->now_ms / 1000),
	    (int)(message - scene->messages) + 1);
	return true;
}

static const struct {
	const char *verb;
	enum mark_happening happening;
	int pushpins;
} verbs[] = {
	{ "marks", MARK_REACTED, 1 }, { "unmarks", MARK_UNREACTED, -1 },
	{ "pins", MARK_PINNED, 0 }, { "unpins", MARK_UNPINNED, 0 },
	{ "edits", MARK_EDITED, 0 }, { "deletes", MARK_DELETED, 0 },
};

/* A message whose file is Markdown is one more happening. */
static bool share(struct scene *scene, const char *line,
    struct request *request)
{
	char name[ID_SIZE];
	struct scene_message *message;

	(void)split(line, name, sizeof(name));
	message = find(scene, name);
	if (!message)
		return false;
	request->kind = REQUEST_HAPPENING;
	request->name = "file_shared";
	request->made_ref = "F1";
	request->made_name = message->file;
	return true;
}

void scene_read_file(struct scene *scene, struct request *request)
{
	static char text[TEXT_SIZE];
	char *to = text;

	for (int i = SCENE_MESSAGES_MAX - 1; i >= 0; i--) {
		const char *from = scene->messages[i].text;

		if (!*scene->messages[i].file || to != text)
			continue;
		for (; *from; from++) {
			bool line = text_starts_with(from, "\\n");

			*to++ = line ? '\n' : *from;
			from += line;
		}
	}
	*to = '\0';
	request->manuscript = text;
	request->manuscript_length = strlen(text);
}

bool scene_mark(struct scene *scene, const char *line,
    struct request *request)
{
	char verb[ID_SIZE], name[ID_SIZE];
	struct scene_message *message;
	struct text pin;

	if (strcspn(line, " :") >= sizeof(verb))
		return false;
	line = split(line, verb, sizeof(verb));
	if (strcmp(verb, "shares") == 0)
		return share(scene, line, request);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (strcmp(verbs[i].verb, verb) != 0)
			continue;
		line = split(line, name, sizeof(name));
		message = find(scene, name);
		if (!message)
			return false;
		message->pushpins += verbs[i].pushpins;
		request->number = (int)verbs[i].happening;
		if (request->number == MARK_EDITED)
			COPY(message->text, line);
		if (request->number == MARK_DELETED)
			message->deleted = true;
		request->kind = REQUEST_HAPPENING;
		request->name = "message_marked";
		request->made_ref = message->ts;
		text_init(&pin, scene->pin_ts, sizeof(scene->pin_ts));
		text_addf(&pin, "%lld.1", (long long)(scene->now_ms / 1000));
		if (request->number == MARK_PINNED ||
		    request->number == MARK_UNPINNED)
			request->made_name = scene->pin_ts;
		return true;
	}
	return false;
}

bool scene_read_message(struct scene *scene, const char *ts,
    struct marked *out)
{
	static char links[AFFECTED_SIZE];
	struct text text;

	for (size_t i = 0; i < SCENE_MESSAGES_MAX; i++) {
		struct scene_message *message = &scene->messages[i];

		if (strcmp(message->ts, ts) != 0 || message->deleted)
			continue;
		text_init(&text, links, sizeof(links));
		text_addf(&text, "https://acme.example/%s message",
		    message->name);
		if (*message->file)
			text_addf(&text, "\nhttps://acme.example/%s %s",
			    message->file, message->file);
		*out = (struct marked){ message->author, message->text,
			links, message->pushpins > 0 };
		return true;
	}
	return false;
}
