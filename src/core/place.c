/* SPDX-License-Identifier: MIT
 *
 * place: see place.h.
 */
#include "core/place.h"
#include "base/arena.h"
#include "base/text.h"

#define NAMES_BYTES 256

static const struct {
	int place;
	const char *way, *name;
} places[PLACE_COUNT] = {
	{ PLACE_BOARD, "", "the public page" },
	{ PLACE_COMPANY, "", "the broadcast channel" },
	{ PLACE_STATUSPAGE, "statuspage", "Statuspage" },
	{ PLACE_INSTATUS, "instatus", "Instatus" },
	{ PLACE_WEBHOOK, "place-webhook", "the status webhook" },
};

static int index_of(int place)
{
	for (int i = 0; i < PLACE_COUNT; i++) {
		if (places[i].place == place)
			return i;
	}
	return -1;
}

bool place_is_valid(int place)
{
	return index_of(place) >= 0;
}

const char *place_way(int place)
{
	assert(place_is_valid(place));
	return places[index_of(place)].way;
}

const char *place_name(int place)
{
	assert(place_is_valid(place));
	return places[index_of(place)].name;
}

int place_of_way(const char *way)
{
	for (int i = 0; i < PLACE_COUNT; i++) {
		if (*way && strcmp(places[i].way, way) == 0)
			return places[i].place;
	}
	return 0;
}

const char *place_names(struct arena *arena, int set)
{
	struct text text = text_new(arena, NAMES_BYTES);

	for (int i = 0; i < PLACE_COUNT; i++) {
		int rest = set & ~(places[i].place * 2 - 1);

		if (set & places[i].place)
			text_addf(&text, "%s%s", text.length == 0 ? "" :
			    rest ? ", " : " and ", places[i].name);
	}
	return text.data;
}
