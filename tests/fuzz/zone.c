/* SPDX-License-Identifier: MIT
 *
 * zone: bytes of a time zone file. Whatever is taken gives offsets of less
 * than about a day at every instant, and local time that leads back near to
 * where it came from.
 */
#include "tests/fuzz/fuzz.h"

#include "core/calendar/zone.h"

#define DAY_MS INT64_C(86400000)

static const int64_t instants_ms[] = {
	0, 1, -1, 1781532000000, 951782400000, 4102444800000,
	-2208988800000, INT64_C(400000000000000), -INT64_C(60000000000000),
};

static void check_at(const struct zone *zone, int64_t ms)
{
	char abbreviation[8];
	int offset_s = zone_offset_s(zone, ms, abbreviation);
	struct civil civil = zone_to_civil(zone, ms);
	int64_t back_ms = zone_from_civil(zone, &civil);

	if (offset_s <= -8 * 86400 || offset_s >= 8 * 86400)
		fuzz_fail("an offset of days", abbreviation);
	if (!memchr(abbreviation, '\0', sizeof(abbreviation)))
		fuzz_fail("an abbreviation without end", "");
	if (back_ms - ms > 32 * DAY_MS || ms - back_ms > 32 * DAY_MS)
		fuzz_fail("local time leads elsewhere", abbreviation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone *zone = zone_new("Test/Zone", data, size);

	for (size_t i = 0; zone && i < ARRAY_LEN(instants_ms); i++) {
		check_at(zone, instants_ms[i]);
		check_at(zone, instants_ms[i] + (int64_t)size * DAY_MS);
	}
	zone_free(zone);
	return 0;
}
