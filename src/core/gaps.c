/* SPDX-License-Identifier: MIT
 *
 * gaps: see gaps.h.
 */
#include "core/gaps.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/markdown.h"
#include "core/policy.h"
#include "core/postmortem.h"
#include "core/calendar/zone.h"

#define LINE_BYTES 400		/* of one besides its text */

const struct action *gap_action(const struct open_gap *gap)
{
	return &gap->incident->actions[gap->number - 1];
}

int gap_severity(const struct open_gap *gap)
{
	return action_severity(gap->incident, gap_action(gap));
}

static const char *service_of(const struct incident *incident)
{
	return *incident->service ? incident->service : GAP_NO_SERVICE;
}

static bool is_wanted(const struct incident *incident, const char *service,
    const char *reader)
{
	if (incident->flags & FLAG_DRILL)
		return false;
	if ((incident->flags & FLAG_PRIVATE) && *reader &&
	    !incident_involves(incident, reader))
		return false;
	return !*service || text_equal_fold(service_of(incident), service);
}

static const char *owner_of(const struct gap_list *list,
    const struct action *action)
{
	const char *name = people_name(list->people, action->owner);

	return *name ? name : action->owner;
}

static void add(struct arena *arena, struct gap_list *list,
    const struct incident *incident)
{
	int max = list->max > 0 ? list->max : GAPS_MAX;

	for (int i = 0; i < action_count(incident); i++) {
		if (incident->actions[i].state != ACTION_OPEN)
			continue;
		if (!list->all)
			list->all = arena_alloc(arena,
			    sizeof(*list->all) * (size_t)max);
		if (list->count == max) {
			list->left_out++;
			continue;
		}
		list->all[list->count++] = (struct open_gap){ incident, i + 1,
			service_of(incident), owner_of(list,
			&incident->actions[i]) };
	}
}

void gaps_add(struct arena *arena, struct gap_list *list,
    const struct incident *incidents, int count, const char *service,
    const char *reader)
{
	for (int i = 0; i < count; i++) {
		if (is_wanted(&incidents[i], service, reader))
			add(arena, list, &incidents[i]);
	}
}

/* Without a date last; else as they were found. */
static int64_t rank(const struct open_gap *gap)
{
	int64_t due_ms = gap_action(gap)->due_ms;

	return due_ms ? due_ms : INT64_MAX;
}

static int compare(const void *left, const void *right)
{
	const struct open_gap *a = left;
	const struct open_gap *b = right;
	int order = strcmp(a->service, b->service);

	if (order != 0)
		return order;
	order = gap_severity(a) - gap_severity(b);
	if (order != 0)
		return order;
	if (rank(a) != rank(b))
		return rank(a) < rank(b) ? -1 : 1;
	order = strcmp(a->incident->id, b->incident->id);
	return order != 0 ? order : a->number - b->number;
}

void gaps_sort(struct gap_list *list)
{
	if (list->count > 1)
		qsort(list->all, (size_t)list->count, sizeof(*list->all),
		    compare);
}

/* Each character may be escaped. */
static size_t line_bytes(const struct open_gap *gap)
{
	return LINE_BYTES + 4 * strlen(gap_action(gap)->text) +
	    4 * strlen(gap->owner);
}

const char *gap_markdown(struct arena *arena, const struct open_gap *gap,
    const struct zone *zone)
{
	const struct action *action = gap_action(gap);
	struct civil due = zone_to_civil(zone, action->due_ms);
	struct text out = text_new(arena, line_bytes(gap));

	text_add(&out, "- [ ] ");
	markdown_add(arena, &out, action->text);
	text_addf(&out, " (%s gap, INC-%s item %d, ",
	    severity_name(gap_severity(gap)), gap->incident->id, gap->number);
	markdown_add(arena, &out, *gap->owner ? gap->owner : "no owner");
	if (action->due_ms)
		text_addf(&out, ", due %04d-%02d-%02d", due.year, due.month,
		    due.day);
	else
		text_add(&out, ", no date");
	text_addf(&out, ", %s)", action->category ?
	    action_category_word(action->category) : "no category");
	return out.data;
}

const char *gaps_markdown(struct arena *arena, const struct gap_list *list,
    const struct zone *zone)
{
	size_t bytes = LINE_BYTES;
	struct text out;
	const char *service = "";

	for (int i = 0; i < list->count; i++)
		bytes += line_bytes(&list->all[i]) + 2 * NAME_SIZE;
	out = text_new(arena, bytes);

	text_add(&out, "# Pre-launch checklist: open gaps\n");
	for (int i = 0; i < list->count; i++) {
		const struct open_gap *gap = &list->all[i];

		if (strcmp(gap->service, service) != 0) {
			service = gap->service;
			text_add(&out, "\n## ");
			markdown_add(arena, &out, service);
			text_add(&out, "\n\n");
		}
		text_addf(&out, "%s\n", gap_markdown(arena, gap, zone));
	}
	if (list->count == 0)
		text_add(&out, "\nNone is open.\n");
	if (list->left_out > 0)
		text_addf(&out, "\n%d more are not listed.\n",
		    list->left_out);
	return out.data;
}
