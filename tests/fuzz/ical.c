/* SPDX-License-Identifier: MIT
 *
 * ical: a rotation with any name and any members as a calendar feed: each
 * line fits into 75 bytes and ends in CRLF, no character is torn apart, an
 * escaped text is one line and reads back, and nothing that was written in a
 * name becomes a property or a component of its own.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/oncall/ical.h"
#include "core/views/mrkdwn.h"
#include "tests/unit/view_drawings.h"

static struct world world;

static char *unfold(struct arena *arena, const char *feed)
{
	char *flat = arena_alloc(arena, strlen(feed) + 1);
	size_t n = 0;

	while (*feed) {
		size_t length = strcspn(feed, "\r\n");

		if (length > 75)
			fuzz_fail("a line of more than 75 bytes", feed);
		if (!text_starts_with(feed + length, "\r\n"))
			fuzz_fail("a line that does not end in CRLF", feed);
		memcpy(flat + n, feed, length);
		n += length;
		feed += length + 2;
		if (*feed == ' ')
			feed++;
		else
			flat[n++] = '\n';
	}
	return flat;
}

/* One escaped line back to what was meant. */
static void check_escape(struct arena *arena, const char *raw)
{
	struct text out = text_new(arena, 2 * strlen(raw) + 1);
	struct text lines = text_new(arena, 3 * strlen(raw) + 16);
	const char *p;

	ical_escape(&out, raw);
	for (p = out.data; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			fuzz_fail("a control character", out.data);
		if (*p == '\\' && !strchr("\\;,n", *++p))
			fuzz_fail("an escape that is none", out.data);
		else if (*p == ';' || *p == ',')
			if (p[-1] != '\\')
				fuzz_fail("a separator", out.data);
	}
	ical_line(&lines, out.data);
	p = unfold(arena, lines.data);
	if (strncmp(p, out.data, strlen(out.data)) != 0)
		fuzz_fail("the line does not read back", lines.data);
}

/* Only lines that we write: NAME, then a colon or a parameter. */
static void check_feed(struct arena *arena, const char *feed)
{
	static const char *const ours[] = { "BEGIN:VCALENDAR",
		"END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "VERSION:",
		"PRODID:", "CALSCALE:", "METHOD:", "NAME:", "X-WR-CALNAME:",
		"X-WR-TIMEZONE:", "X-PUBLISHED-TTL:", "REFRESH-INTERVAL",
		"UID:", "DTSTAMP:", "DTSTART:", "DTEND:", "SUMMARY:",
		"DESCRIPTION:", "TRANSP:", "SEQUENCE:", "LAST-MODIFIED:",
		"COMMENT:", "CATEGORIES:" };
	const char *flat = unfold(arena, feed);
	int open = 0;

	for (; *flat; flat = strchr(flat, '\n') + 1) {
		bool known = false;

		for (size_t i = 0; i < ARRAY_LEN(ours); i++)
			known |= text_starts_with(flat, ours[i]);
		if (!known)
			fuzz_fail("a line of somebody else's", flat);
		open += text_starts_with(flat, "BEGIN:");
		open -= text_starts_with(flat, "END:");
	}
	if (open != 0)
		fuzz_fail("a component without an end", feed);
}

/* The first bytes choose the rotation's shape, the rest are names. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct site site;
	static struct rotation rotation;
	struct arena *arena = arena_new(32u << 20);
	char *words;

	if (size < 4) {
		arena_free(arena);
		return -1;
	}
	words = arena_strndup(arena, (const char *)data + 4, size - 4);
	world_init(&world, arena);
	memset(&rotation, 0, sizeof(rotation));
	(void)text_copy(rotation.name, sizeof(rotation.name), words);
	(void)text_copy(world.policy.services[0].name, NAME_SIZE, words);
	world.policy.services[0].oncall.rotations[0] = &rotation;
	for (int i = 0; i <= data[0] % LAYERS_MAX; i++) {
		struct layer *layer = &rotation.layers[i];

		for (int j = 0; j <= data[1] % 5; j++)
			(void)text_copy(layer->members[j], ID_SIZE,
			    *words ? words + (strlen(words) / 8 * (size_t)j) :
			    "U0ANA");
		layer->turn_minutes = 60 + data[2] * 60;
		layer->days = data[3] & 127;
		layer->hours.from_minute = data[3] * 3;
		layer_complete(layer);
	}
	check_escape(arena, words);
	check_feed(arena, ical_rotation(arena, &world.policy, &site, &rotation,
	    AT(0)));
	arena_free(arena);
	return 0;
}
