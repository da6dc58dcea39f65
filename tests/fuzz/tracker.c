/* SPDX-License-Identifier: MIT
 *
 * tracker: what a tracker answers to a look; the first byte says which one.
 * Whatever is seen names an incident by a number, an item that can be, and a
 * key that fits.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "services/config/config.h"
#include "services/outside/tracker.h"

static void see(void *arg, const struct ticket_sight *sight)
{
	(void)arg;
	if (!*sight->incident || sight->incident[strspn(sight->incident,
	    "0123456789")])
		fuzz_fail("no number", sight->incident);
	if (sight->number < 0 || sight->number > ACTIONS_MAX)
		fuzz_fail("no item", sight->incident);
	if (!utf8_valid(sight->key, strlen(sight->key)))
		fuzz_fail("not text", sight->key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config *config;
	char *body;

	if (!config) {
		config = xcalloc(1, sizeof(*config));
		(void)text_copy(config->policy.team_id, ID_SIZE, "T1");
		(void)text_copy(config->redis.namespace,
		    sizeof(config->redis.namespace), "main");
	}
	if (size == 0)
		return 0;
	body = xcalloc(size, 1);
	memcpy(body, data + 1, size - 1);
	(void)trackers[data[0] % TRACKER_COUNT]->read_look(config, body, see,
	    NULL);
	free(body);
	return 0;
}
