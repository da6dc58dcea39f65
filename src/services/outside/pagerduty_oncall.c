/* SPDX-License-Identifier: MIT
 *
 * pagerduty_oncall: see pagerduty_oncall.h.
 */
#include "services/outside/pagerduty_oncall.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "services/config/config.h"
#include <jansson.h>

#define PER_MINUTE 120		/* PagerDuty: 960, fewer for this call */

void pagerduty_address(const struct config *config, const char *path,
    struct outbound_request *request)
{
	request->target = "pagerduty-api";
	request->per_minute = PER_MINUTE;
	request->method = "GET";
	request->base = config->pagers.pagerduty_api_url;
	request->path = path;
	request->auth_prefix = "Token token=";
	request->auth = &config->pagers.pagerduty_api_token;
	request->headers[0] = (struct outbound_header){ "Accept",
	    "application/vnd.pagerduty+json;version=2" };
	request->header_count = 1;
}

void pagerduty_oncall_ask(const struct config *config, struct arena *arena,
    const struct pagerduty_question *question,
    struct outbound_request *request)
{
	char from[WHEN_TEXT_SIZE], until[WHEN_TEXT_SIZE];

	when_format_iso(from, sizeof(from), question->from_ms);
	when_format_iso(until, sizeof(until), question->until_ms);
	pagerduty_address(config, arena_printf(arena, "/oncalls?schedule_ids%%5B%%5D=%s"
	    "&since=%s&until=%s&include%%5B%%5D=users&time_zone=UTC&limit=%d"
	    "&offset=%d", question->schedule, from, until, ONCALL_PAGE,
	    question->offset), request);
}

void pagerduty_oncall_check(const struct config *config, struct arena *arena,
    const char *schedule, struct outbound_request *request)
{
	pagerduty_address(config, arena_printf(arena, "/oncalls?schedule_ids%%5B%%5D=%s"
	    "&time_zone=UTC&limit=1&offset=0", schedule), request);
}

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* null = it always was, or is for good. False: it cannot be read. */
static bool read_edge(const json_t *entry, const char *key,
    int64_t without_ms, int64_t *ms)
{
	const json_t *value = json_object_get(entry, key);

	*ms = without_ms;
	if (!value || json_is_null(value))
		return true;
	*ms = json_is_string(value) ?
	    when_parse_iso(json_string_value(value)) : 0;
	return *ms > 0;
}

static bool is_same(const struct pagerduty_shift *a,
    const struct pagerduty_shift *b)
{
	return strcmp(a->id, b->id) == 0 && a->from_ms == b->from_ms &&
	    a->until_ms == b->until_ms;
}

/* Kept by their begin. Of too many the latest go, and with them the certainty
 * of what comes after the last one that stays. */
static void add(struct pagerduty_shifts *shifts,
    const struct pagerduty_shift *shift)
{
	int at = shifts->count;

	for (int i = 0; i < shifts->count; i++) {
		if (is_same(&shifts->all[i], shift))
			return;
	}
	if (shifts->count == LOOKED_SHIFTS_MAX) {
		shifts->full = true;
		if (shifts->all[--at].from_ms <= shift->from_ms)
			return;
		shifts->count--;
	}
	for (; at > 0 && shifts->all[at - 1].from_ms > shift->from_ms; at--)
		shifts->all[at] = shifts->all[at - 1];
	shifts->all[at] = *shift;
	shifts->count++;
}

/* Of another schedule, or a person who stands in the policy: none of ours. */
static bool is_of(const json_t *entry, const char *schedule)
{
	return strcmp(string_at(json_object_get(entry, "schedule"), "id"),
	    schedule) == 0;
}

/* Slack keeps addresses in small letters. */
static void make_small(char *s)
{
	for (; *s; s++) {
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
	}
}

static bool read_entry(const json_t *entry,
    const struct pagerduty_question *question,
    struct pagerduty_shifts *shifts)
{
	const json_t *user = json_object_get(entry, "user");
	struct pagerduty_shift shift = { .id = "" };

	if (!json_is_object(entry) || !json_is_object(user))
		return false;
	if (!is_of(entry, question->schedule))
		return true;
	if (!text_copy(shift.id, sizeof(shift.id), string_at(user, "id")) ||
	    !*shift.id)
		return false;
	/* Cut, an address would be somebody else's. */
	if (!text_copy(shift.email, sizeof(shift.email),
	    string_at(user, "email")))
		shift.email[0] = '\0';
	make_small(shift.email);
	(void)text_copy(shift.name, sizeof(shift.name), string_at(user,
	    *string_at(user, "name") ? "name" : "summary"));
	if (!read_edge(entry, "start", question->from_ms, &shift.from_ms) ||
	    !read_edge(entry, "end", INT64_MAX, &shift.until_ms))
		return false;
	if (shift.from_ms < shift.until_ms)
		add(shifts, &shift);
	return true;
}

bool pagerduty_oncall_read(const char *body, size_t length,
    const struct pagerduty_question *question,
    struct pagerduty_shifts *shifts, bool *more)
{
	json_t *root = json_loadb(body, length, JSON_REJECT_DUPLICATES, NULL);
	const json_t *entries = json_object_get(root, "oncalls");
	bool good = json_is_array(entries);

	for (size_t i = 0; good && i < json_array_size(entries); i++)
		good = read_entry(json_array_get(entries, i), question,
		    shifts);
	*more = good && json_is_true(json_object_get(root, "more"));
	json_decref(root);
	return good;
}
