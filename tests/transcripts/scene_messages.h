/* SPDX-License-Identifier: MIT
 *
 * scene_messages: what people say in a transcript's channel, mark, edit and
 * delete, and what Slack answers when such a message is read.
 */
#ifndef INCBOT_TESTS_SCENE_MESSAGES_H
#define INCBOT_TESTS_SCENE_MESSAGES_H

#include "core/marked.h"

#define SCENE_MESSAGES_MAX 66

struct request;
struct scene;

struct scene_message {
	char name[ID_SIZE];	/* "m1"; "" = this place is free */
	char ts[ID_SIZE];
	char author[ID_SIZE];
	char text[TITLE_SIZE];
	char file[NAME_SIZE];	/* "" = none */
	int pushpins;
	bool deleted;
};

/* "cem says m1: the pool is full", "cem says m1 (disk.png): look". */
NODISCARD bool scene_say(struct scene *scene, const char *author,
    const char *line);

/* "marks m1", "unmarks m1", "pins m1", "unpins m1", "edits m1: text",
 * "deletes m1": fills the request. False if the line is none of these. */
NODISCARD bool scene_mark(struct scene *scene, const char *line,
    struct request *request);

/* What reading the message with that ts shows; false if it is gone. */
/* What the last file that was shared says. */
void scene_read_file(struct scene *scene, struct request *request);
NODISCARD bool scene_read_message(struct scene *scene, const char *ts,
    struct marked *out);

#endif
