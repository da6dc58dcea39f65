/* SPDX-License-Identifier: MIT
 *
 * alert: the body of a monitoring system's request; the first byte says of
 * which format. Whatever is taken is an alert that a turn can hold: a key, a
 * title of one line within its limit, text that is text, an instant.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/policy.h"
#include "services/outside/alert_read.h"

#define MEMORY_MAX (4u << 20)	/* as in daemon/web/alerts_in.c */

static const char *const formats[] = {
	"alertmanager", "grafana", "pagerduty", "cloudwatch", "generic",
};

static void check_text(const char *what, const char *text)
{
	if (!utf8_valid(text, strlen(text)))
		fuzz_fail("not text", what);
}

static void check_alert(const struct alert *alert)
{
	char alias[NAME_SIZE];

	check_text("key", alert->key);
	check_text("group", alert->group);
	check_text("title", alert->title);
	if (!*alert->key)
		fuzz_fail("an alert without a key", alert->title);
	if (utf8_length(alert->title) > TITLE_CHARS ||
	    strchr(alert->title, '\n'))
		fuzz_fail("a title that does not fit", alert->title);
	if (alert->label_count > ALERT_LABELS_MAX || alert->starts_ms < 0)
		fuzz_fail("out of bounds", alert->key);
	for (int i = 0; i < alert->label_count; i++) {
		check_text("label", alert->labels[i].name);
		check_text("label", alert->labels[i].value);
	}
	alert_alias(alert, alias);
	alert_group_alias(alert, alias);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	struct alert_list list;
	const char *problem = NULL;
	const char *format;

	if (size == 0)
		return 0;
	format = formats[data[0] % ARRAY_LEN(formats)];
	arena = arena_new(MEMORY_MAX);
	if (!alerts_read(arena, format, "source", (const char *)data + 1,
	    size - 1, &list, &problem)) {
		if (!problem || !*problem)
			fuzz_fail("refused without a reason", format);
	} else {
		if (list.count > ALERTS_READ_MAX)
			fuzz_fail("too many alerts", format);
		for (int i = 0; i < list.count; i++)
			check_alert(&list.alerts[i]);
	}
	arena_free(arena);
	return 0;
}
