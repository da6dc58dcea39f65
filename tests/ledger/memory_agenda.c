/* SPDX-License-Identifier: MIT
 *
 * memory_agenda: see memory_agenda.h. One heap for each urgency, ordered like
 * Redis's sorted sets: by score, then by the bytes of the id.
 */
#include "tests/ledger/memory_agenda.h"

#include "base/memory.h"
#include "tests/ledger/string_map.h"

struct memory_lane {
	char *name;
	struct memory_job *head;
	struct memory_job *tail;
};

struct heap {
	struct memory_job **jobs;	/* from 1 */
	size_t count;
	size_t room;
};

struct memory_agenda {
	struct string_map *jobs;
	struct string_map *lanes;
	struct heap heaps[LEDGER_URGENCIES];
};

static void job_free(void *value)
{
	struct memory_job *job = value;

	free(job->id);
	free(job->body);
	free(job->token);
	free(job);
}

static void lane_free(void *value)
{
	struct memory_lane *lane = value;

	free(lane->name);
	free(lane);
}

struct memory_agenda *memory_agenda_new(void)
{
	struct memory_agenda *agenda = xcalloc(1, sizeof(*agenda));

	agenda->jobs = string_map_new(job_free);
	agenda->lanes = string_map_new(lane_free);
	return agenda;
}

void memory_agenda_free(struct memory_agenda *agenda)
{
	if (!agenda)
		return;
	string_map_free(agenda->jobs);
	string_map_free(agenda->lanes);
	for (size_t i = 0; i < LEDGER_URGENCIES; i++)
		free(agenda->heaps[i].jobs);
	free(agenda);
}

static bool is_before(const struct memory_job *a, const struct memory_job *b)
{
	if (a->score_ms != b->score_ms)
		return a->score_ms < b->score_ms;
	return strcmp(a->id, b->id) < 0;
}

static void heap_set(struct heap *heap, size_t place,
    struct memory_job *job)
{
	heap->jobs[place] = job;
	job->place = place;
}

static void heap_rise(struct heap *heap, struct memory_job *job)
{
	size_t place = job->place;

	while (place > 1 && is_before(job, heap->jobs[place / 2])) {
		heap_set(heap, place, heap->jobs[place / 2]);
		place /= 2;
	}
	heap_set(heap, place, job);
}

static void heap_sink(struct heap *heap, struct memory_job *job)
{
	size_t place = job->place;
	size_t child;

	while ((child = place * 2) <= heap->count) {
		if (child < heap->count &&
		    is_before(heap->jobs[child + 1], heap->jobs[child]))
			child++;
		if (!is_before(heap->jobs[child], job))
			break;
		heap_set(heap, place, heap->jobs[child]);
		place = child;
	}
	heap_set(heap, place, job);
}

static void heap_remove(struct heap *heap, struct memory_job *job)
{
	struct memory_job *last = heap->jobs[heap->count--];

	if (last != job) {
		heap_set(heap, job->place, last);
		heap_rise(heap, last);
		heap_sink(heap, last);
	}
	job->place = 0;
}

void memory_agenda_score(struct memory_agenda *agenda,
    struct memory_job *job, int64_t score_ms)
{
	struct heap *heap = &agenda->heaps[job->urgency];

	if (!job->place) {
		if (heap->count + 1 >= heap->room) {
			heap->room = heap->room * 2 + 16;
			heap->jobs = xrealloc(heap->jobs,
			    heap->room * sizeof(struct memory_job *));
		}
		heap_set(heap, ++heap->count, job);
	}
	job->score_ms = score_ms;
	heap_rise(heap, job);
	heap_sink(heap, job);
}

struct memory_job *memory_agenda_find(const struct memory_agenda *agenda,
    const char *id)
{
	return string_map_get(agenda->jobs, id);
}

struct memory_job *memory_agenda_urgent(const struct memory_agenda *agenda,
    int urgency)
{
	const struct heap *heap = &agenda->heaps[urgency];

	return heap->count > 0 ? heap->jobs[1] : NULL;
}

struct memory_job *memory_agenda_first(const struct memory_agenda *agenda)
{
	struct memory_job *first = NULL;

	for (int i = 0; i < LEDGER_URGENCIES; i++) {
		struct memory_job *job = memory_agenda_urgent(agenda, i);

		if (job && (!first || is_before(job, first)))
			first = job;
	}
	return first;
}

static void tell_lane(const struct memory_job *job,
    void (*callback)(void *arg, const struct memory_job *job), void *arg)
{
	for (; job; job = job->behind)
		callback(arg, job);
}

/* A job that is not in a heap stands behind one in its lane that is. */
void memory_agenda_each(const struct memory_agenda *agenda,
    void (*callback)(void *arg, const struct memory_job *job), void *arg)
{
	for (int i = 0; i < LEDGER_URGENCIES; i++) {
		const struct heap *heap = &agenda->heaps[i];

		for (size_t place = 1; place <= heap->count; place++)
			tell_lane(heap->jobs[place], callback, arg);
	}
}

static void promote(struct memory_agenda *agenda, struct memory_lane *lane,
    int64_t now_ms)
{
	struct memory_job *head = lane->head;

	if (head && !head->place)
		memory_agenda_score(agenda, head,
		    head->due_ms > now_ms ? head->due_ms : now_ms);
}

static void leave_lane(struct memory_agenda *agenda, struct memory_job *job,
    int64_t now_ms)
{
	struct memory_lane *lane = job->lane;

	if (job->before)
		job->before->behind = job->behind;
	else
		lane->head = job->behind;
	if (job->behind)
		job->behind->before = job->before;
	else
		lane->tail = job->before;
	if (lane->head)
		promote(agenda, lane, now_ms);
	else
		string_map_remove(agenda->lanes, lane->name);
}

static void join_lane(struct memory_agenda *agenda, struct memory_job *job,
    const char *name)
{
	struct memory_lane *lane = string_map_get(agenda->lanes, name);

	if (!lane) {
		lane = xcalloc(1, sizeof(*lane));
		lane->name = xstrdup(name);
		string_map_put(agenda->lanes, name, lane);
	}
	job->lane = lane;
	job->before = lane->tail;
	if (lane->tail)
		lane->tail->behind = job;
	else
		lane->head = job;
	lane->tail = job;
}

void memory_agenda_drop(struct memory_agenda *agenda, const char *id,
    int64_t now_ms)
{
	struct memory_job *job = memory_agenda_find(agenda, id);

	if (!job)
		return;
	if (job->place)
		heap_remove(&agenda->heaps[job->urgency], job);
	if (job->lane)
		leave_lane(agenda, job, now_ms);
	string_map_remove(agenda->jobs, id);
}

void memory_agenda_place(struct memory_agenda *agenda,
    const struct ledger_job *asked, int64_t now_ms)
{
	struct memory_job *job = xcalloc(1, sizeof(*job));

	job->id = xstrdup(asked->id);
	job->body = xmalloc(asked->body_length);
	if (asked->body_length > 0)
		memcpy(job->body, asked->body, asked->body_length);
	job->body_length = asked->body_length;
	job->urgency = asked->urgency;
	job->due_ms = asked->due_ms ? asked->due_ms : now_ms;
	memory_agenda_drop(agenda, job->id, now_ms);
	string_map_put(agenda->jobs, job->id, job);
	if (asked->lane[0] == '\0') {
		memory_agenda_score(agenda, job, job->due_ms);
		return;
	}
	join_lane(agenda, job, asked->lane);
	promote(agenda, job->lane, now_ms);
}

void memory_agenda_set_token(struct memory_job *job, const char *token)
{
	free(job->token);
	job->token = token ? xstrdup(token) : NULL;
}

static void free_leases(struct memory_agenda *agenda, struct heap *heap,
    int64_t limit_ms, int64_t score_ms)
{
	/* From the last place down: scoring moves jobs up only. */
	for (size_t place = heap->count; place > 0; place--) {
		struct memory_job *job = heap->jobs[place];

		while (job->token && job->score_ms > limit_ms) {
			memory_agenda_score(agenda, job, score_ms);
			job = heap->jobs[place];
		}
	}
}

void memory_agenda_free_leases(struct memory_agenda *agenda,
    int64_t limit_ms, int64_t score_ms)
{
	for (int i = 0; i < LEDGER_URGENCIES; i++)
		free_leases(agenda, &agenda->heaps[i], limit_ms, score_ms);
}
