/* SPDX-License-Identifier: MIT
 *
 * render_room: how the incident's channel is called and what marks and
 * furnishes it. Names are plain ASCII, although Slack takes more, so that
 * everybody can type and say them.
 */
#include "core/views/render.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "core/calendar/zone.h"

#define ROOM_NAME_CHARS 80

/* Latin letters by what they are without their marks. */
static const struct {
	uint32_t first, last;
	const char *plain;
} folds[] = {
	{ 0xc0, 0xc5, "a" }, { 0xc6, 0xc6, "ae" }, { 0xc7, 0xc7, "c" },
	{ 0xc8, 0xcb, "e" }, { 0xcc, 0xcf, "i" }, { 0xd0, 0xd0, "d" },
	{ 0xd1, 0xd1, "n" }, { 0xd2, 0xd6, "o" }, { 0xd8, 0xd8, "o" },
	{ 0xd9, 0xdc, "u" }, { 0xdd, 0xdd, "y" }, { 0xde, 0xde, "th" },
	{ 0xdf, 0xdf, "ss" },
	{ 0xe0, 0xe5, "a" }, { 0xe6, 0xe6, "ae" }, { 0xe7, 0xe7, "c" },
	{ 0xe8, 0xeb, "e" }, { 0xec, 0xef, "i" }, { 0xf0, 0xf0, "d" },
	{ 0xf1, 0xf1, "n" }, { 0xf2, 0xf6, "o" }, { 0xf8, 0xf8, "o" },
	{ 0xf9, 0xfc, "u" }, { 0xfd, 0xfd, "y" }, { 0xfe, 0xfe, "th" },
	{ 0xff, 0xff, "y" },
	{ 0x100, 0x105, "a" }, { 0x106, 0x10d, "c" }, { 0x10e, 0x111, "d" },
	{ 0x112, 0x11b, "e" }, { 0x11c, 0x123, "g" }, { 0x124, 0x127, "h" },
	{ 0x128, 0x131, "i" }, { 0x132, 0x133, "ij" }, { 0x134, 0x135, "j" },
	{ 0x136, 0x138, "k" }, { 0x139, 0x142, "l" }, { 0x143, 0x14b, "n" },
	{ 0x14c, 0x151, "o" }, { 0x152, 0x153, "oe" }, { 0x154, 0x159, "r" },
	{ 0x15a, 0x161, "s" }, { 0x162, 0x167, "t" }, { 0x168, 0x173, "u" },
	{ 0x174, 0x175, "w" }, { 0x176, 0x178, "y" }, { 0x179, 0x17e, "z" },
	{ 0x17f, 0x17f, "s" }, { 0x218, 0x219, "s" }, { 0x21a, 0x21b, "t" },
	{ 0x1e9e, 0x1e9e, "ss" }, { 0x1ea0, 0x1eb7, "a" },
	{ 0x1eb8, 0x1ec7, "e" }, { 0x1ec8, 0x1ecb, "i" },
	{ 0x1ecc, 0x1ee3, "o" }, { 0x1ee4, 0x1ef1, "u" },
	{ 0x1ef2, 0x1ef9, "y" },
};

/* A mark that stands alone after its letter: dropped without a gap. */
static bool is_combining(uint32_t c)
{
	return c >= 0x300 && c <= 0x36f;
}

/* Plain letters for c in out, "" if it has none. */
static const char *fold_letter(uint32_t c, char out[2])
{
	size_t i;

	out[0] = out[1] = '\0';
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		out[0] = (char)c;
	else if (c >= 'A' && c <= 'Z')
		out[0] = (char)(c - 'A' + 'a');
	if (out[0] != '\0')
		return out;
	for (i = 0; i < ARRAY_LEN(folds); i++)
		if (c >= folds[i].first && c <= folds[i].last)
			return folds[i].plain;
	return "";
}

/* Everything but letters and digits separates words; an apostrophe does not
 * (don't). */
static void add_slug(struct text *slug, const char *title)
{
	bool gap = false;
	char one[2];

	while (*title != '\0') {
		uint32_t c = utf8_take(&title);
		const char *plain = fold_letter(c, one);

		if (*plain == '\0') {
			gap = gap || !(is_combining(c) || c == '\'' ||
			    c == 0x2019);
			continue;
		}
		if (gap && slug->length > 0)
			text_add_char(slug, '-');
		gap = false;
		text_add(slug, plain);
	}
}

static void trim_dashes(char *slug)
{
	size_t n = strlen(slug);

	while (n > 0 && slug[n - 1] == '-')
		slug[--n] = '\0';
}

void render_room_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE])
{
	struct civil day = zone_to_civil(policy->zone, incident->declared_ms);
	char slug_buffer[ROOM_NAME_CHARS + 1];
	char suffix_buffer[16];
	struct text name, slug, suffix;

	text_init(&suffix, suffix_buffer, sizeof(suffix_buffer));
	if (name_try > 1)
		text_addf(&suffix, "-%d", name_try);
	text_init(&name, out, ROOM_NAME_CHARS + 1);
	text_addf(&name, "%s-%04d-%02d-%02d-", policy->channel_prefix,
	    day.year, day.month, day.day);
	assert(name.length + suffix.length < ROOM_NAME_CHARS);
	text_init(&slug, slug_buffer,
	    ROOM_NAME_CHARS + 1 - name.length - suffix.length);
	add_slug(&slug, incident->title);
	trim_dashes(slug_buffer);
	text_add(&name, *slug_buffer ? slug_buffer : "incident");
	text_add(&name, suffix_buffer);
	assert(!name.truncated);
}

void render_comms_name(const struct incident *incident,
    const struct policy *policy, int name_try, char out[NAME_SIZE])
{
	char room[NAME_SIZE];
	char suffix_buffer[24];
	struct text name, suffix;

	text_init(&suffix, suffix_buffer, sizeof(suffix_buffer));
	text_add(&suffix, "-comms");
	if (name_try > 1)
		text_addf(&suffix, "-%d", name_try);
	if (*incident->room_name)
		(void)text_copy(room, sizeof(room), incident->room_name);
	else
		render_room_name(incident, policy, 1, room);
	text_init(&name, out, ROOM_NAME_CHARS + 1 - suffix.length);
	text_add(&name, room);
	trim_dashes(out);
	text_init(&name, out + strlen(out), NAME_SIZE - strlen(out));
	text_add(&name, suffix_buffer);
}

const char *render_room_mark(struct arena *arena,
    const struct incident *incident)
{
	char label[ID_SIZE + 8];

	incident_label(incident, label, sizeof(label));
	return arena_printf(arena, "%s: the channel of this incident, opened "
	    "by incbot. The pinned card says how it stands.", label);
}

/* How many links stand before the first empty title. */
static int count_links(const struct link links[LINKS_MAX])
{
	int count = 0;

	while (count < LINKS_MAX && *links[count].title)
		count++;
	return count;
}

bool render_bookmark(const struct incident *incident,
    const struct policy *policy, int number, struct link *out)
{
	const struct service *service = policy_service(policy,
	    incident->service);
	int own = service ? count_links(service->links) : 0;
	int site = count_links(policy->links);

	assert(number >= 0);
	if (number < own) {
		*out = service->links[number];
		return true;
	}
	number -= own;
	if (number < site) {
		*out = policy->links[number];
		return true;
	}
	if (number > site || !*policy->status_page_url)
		return false;
	(void)text_copy(out->title, sizeof(out->title), "Status page");
	(void)text_copy(out->url, sizeof(out->url), policy->status_page_url);
	return true;
}
