/* SPDX-License-Identifier: MIT
 *
 * trial: what the workspace's own tests share: a workspace under a clock of
 * their own, what it sent to its connections, and calls in one line. Read
 * next: test_api.c.
 */
#ifndef WORKSPACE_TRIAL_H
#define WORKSPACE_TRIAL_H

#include "tests/unit/unit.h"
#include "tests/workspace/workspace.h"

#define TRIAL_START_MS INT64_C(1790000000000)
#define TRIAL_LINKS_MAX 400

/* One order that left through the callback. */
struct trial_link {
	enum workspace_link_what what;
	int connection, code;
	json_t *frame;          /* NULL when it was no JSON */
};

struct trial {
	struct workspace *ws;
	int64_t now_ms;
	struct trial_link links[TRIAL_LINKS_MAX];
	size_t link_count;
	char word[64];          /* see trial_error */
};

void trial_begin(struct trial *trial, uint64_t seed, bool limits);
void trial_end(struct trial *trial);
void trial_pass(struct trial *trial, int64_t ms);

/* Calls a method with arguments given as json_pack() takes them. The answer
 * is owned by the caller. */
json_t *trial_call(struct trial *trial, const char *method,
	const char *format, ...);
/* Same, but gives only the error word ("ok" for success). */
const char *trial_error(struct trial *trial, const char *method,
	const char *format, ...);
/* A person's act, must succeed unless `error` is given. */
json_t *trial_act(struct trial *trial, const char *format, ...);
const char *trial_act_error(struct trial *trial, const char *format, ...);

/* Ana says this in #incidents; types it after /incident there. */
void trial_say(struct trial *trial, const char *text);
void trial_command(struct trial *trial, const char *text);
/* The newest notice to Ana, "" if none; her at-th modal, owned by the caller,
 * NULL if none. */
const char *trial_notice(struct trial *trial);
json_t *trial_modal(struct trial *trial, size_t at);

/* Switches a fault on with the defaults of its row. */
void trial_fault(struct trial *trial, const char *name);

/* Opens a connection; returns its number or minus a status. */
int trial_connect(struct trial *trial);
void trial_ack(struct trial *trial, int connection, const json_t *frame,
	const char *payload);
/* The n-th frame (0 = first) with that type or payload.type or event type;
 * NULL if there is none. Borrowed. */
const json_t *trial_frame(const struct trial *trial, const char *type,
	size_t n);
size_t trial_frames(const struct trial *trial, const char *type);
const char *trial_text(const json_t *at, const char *path); /* a.b.0.c */

#endif
