/* SPDX-License-Identifier: MIT
 *
 * roles: what taking a role brings with it, shared by claiming, assigning
 * and handing over.
 */
#ifndef INCBOT_HANDLERS_ROLES_H
#define INCBOT_HANDLERS_ROLES_H

#include "handlers/handler.h"

/* The user holds the role from now on: told in private what it entails, and
 * invited if somebody else named them. */
void role_take(struct turn *turn, int role, const char *user);

/* An effect about a role, for a person. */
void role_effect(struct turn *turn, int kind, int role, const char *user);

/* Tells the asker, and points out commander and technical lead in one hand
 * (P3.4). */
enum outcome role_reply(struct turn *turn, int role, const char *user);

#endif
