/* SPDX-License-Identifier: MIT
 *
 * place: the closed list of places that a public update goes to. The built-in
 * page and the broadcast channel have effects of their own; those outside
 * share EFFECT_PLACE_UPDATE, one lane each, and how each is spoken to is
 * services/outside/place.h. Kept in incidents as sets of bits.
 */
#ifndef INCBOT_CORE_PLACE_H
#define INCBOT_CORE_PLACE_H

#include "base/base.h"

enum {
	PLACE_BOARD = 1, PLACE_COMPANY = 2, PLACE_STATUSPAGE = 4,
	PLACE_INSTATUS = 8, PLACE_WEBHOOK = 16,
	PLACES_ALL = 31,
	PLACES_OUTSIDE = PLACE_STATUSPAGE | PLACE_INSTATUS | PLACE_WEBHOOK,
};
#define PLACE_COUNT 5

struct arena;

/* Exactly one of them. */
bool place_is_valid(int place);
/* "statuspage": its lane, and its group in the config; "" if it is not
 * outside. */
const char *place_way(int place);
/* "the public page", as people read it. */
const char *place_name(int place);
/* Of a way; 0 if it is none. */
int place_of_way(const char *way);
/* "Statuspage, Instatus and the webhook"; "" if the set is empty. */
const char *place_names(struct arena *arena, int places);

#endif
