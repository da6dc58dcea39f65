/* SPDX-License-Identifier: MIT
 *
 * slack_body: a call's arguments as the bytes that go over the wire, form or
 * JSON, and the name that a post carries so that it can be recognised. Pure;
 * SHA-1 comes from libcrypto.
 */
#ifndef INCBOT_SERVICES_SLACK_BODY_H
#define INCBOT_SERVICES_SLACK_BODY_H

#include "base/base.h"
#include <jansson.h>

/* Bytes of a body. A view may have 250 KB as JSON; a form needs more. */
#define SLACK_BODY_MAX (1024u * 1024u)

#define SLACK_UUID_SIZE 37

/* The body for the arguments (NULL or an object): JSON if asked for, else a
 * form in which arrays and objects are JSON strings. free() it. NULL if it
 * would be too long. */
NODISCARD char *slack_body_encode(const json_t *args, bool json,
    size_t *length);

/* The name-based UUID (version 5) of a job's id: every replica gives the same
 * post the same client_msg_id. */
void slack_message_id(const char *job, char out[SLACK_UUID_SIZE]);

/* The arguments with client_msg_id added, if they are a post's whose metadata
 * names its job (core/views/render.h); else a new reference to them. */
NODISCARD json_t *slack_body_identified(const json_t *args);

#endif
