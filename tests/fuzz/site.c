/* SPDX-License-Identifier: MIT
 *
 * site: the company's own record as it may stand in Redis: it is refused, or
 * reads back the same and fits the ledger, answers who stands in when, and
 * is drawn as a calendar.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/oncall/ical.h"
#include "core/oncall/oncall.h"
#include "core/site.h"
#include "tests/unit/view_drawings.h"

static struct world world;

static void check_again(const struct site *site)
{
	static struct site copy;
	const char *text = site_encode(world.arena, site);
	const char *again;

	if (strlen(text) > SNAPSHOT_MAX)
		fuzz_fail("the site does not fit the ledger", text);
	if (!site_decode(text, strlen(text), &copy))
		fuzz_fail("the site does not read back", text);
	again = site_encode(world.arena, &copy);
	if (strcmp(text, again) != 0)
		fuzz_fail("the site reads back as another", again);
}

static void look(const struct site *site, int64_t now_ms)
{
	int count = site_cover_count(site, now_ms);
	int found = 0;

	for (int i = 0; i < COVERS_MAX; i++) {
		const struct cover *cover = &site->covers[i];

		if (*cover->user && site_cover(site, cover->number, now_ms))
			found++;
	}
	if (count < 0 || count > COVERS_MAX || found < count)
		fuzz_fail("covers that are there are not found", "");
	(void)site_has_seen(site, "some key");
}

/* Somebody whom the record may name, or whom the config does. */
static void check_rotation(const struct site *site, uint64_t dice)
{
	static struct rotation rotation;
	struct layer *layer = &rotation.layers[0];

	memset(&rotation, 0, sizeof(rotation));
	(void)text_copy(rotation.name, sizeof(rotation.name), "daily");
	(void)text_copy(layer->members[0], ID_SIZE, "U0ANA");
	(void)text_copy(layer->members[1], ID_SIZE, "U0BEN");
	layer_complete(layer);
	world.policy.services[0].oncall.rotations[dice % ONCALL_RUNG_COUNT] =
	    &rotation;
	if (!oncall_rotation_user(&world.policy, site, &rotation,
	    AT((int)(dice % 999))))
		fuzz_fail("no word on who is on call", "");
	(void)ical_rotation(world.arena, &world.policy, site, &rotation,
	    AT(0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct site site;
	struct arena *arena = arena_new(32u << 20);

	world_init(&world, arena);
	if (site_decode((const char *)data, size, &site)) {
		check_again(&site);
		look(&site, AT(0));
		look(&site, INT64_C(0));
		check_rotation(&site, hash_bytes(data, size));
	}
	arena_free(arena);
	return 0;
}
