/* SPDX-License-Identifier: MIT
 *
 * slack_owed: see slack_owed.h.
 */
#include "services/slack/slack_owed.h"

#include "base/log.h"
#include "base/text.h"

static void on_late(void *arg);

static void watch(struct slack_owed *owed)
{
	int64_t first_ms = INT64_MAX;
	int i;

	for (i = 0; i < owed->count; i++)
		if (!owed->acks[i].said && owed->acks[i].since_ms < first_ms)
			first_ms = owed->acks[i].since_ms;
	if (first_ms == INT64_MAX)
		timer_stop(&owed->timer);
	else
		timer_start(&owed->timer, owed->loop, first_ms +
		    owed->late_ms - loop_monotonic_ms(owed->loop), on_late,
		    owed);
}

static void on_late(void *arg)
{
	struct slack_owed *owed = arg;
	int64_t now = loop_monotonic_ms(owed->loop);
	int i;

	for (i = 0; i < owed->count; i++) {
		struct slack_owed_ack *ack = &owed->acks[i];

		if (ack->said || now - ack->since_ms < owed->late_ms)
			continue;
		ack->said = true;
		log_warn("envelope_unacked", "id=%s after_ms=%lld", ack->id,
		    (long long)(now - ack->since_ms));
	}
	watch(owed);
}

void slack_owed_init(struct slack_owed *owed, struct loop *loop,
    int64_t late_ms)
{
	memset(owed, 0, sizeof(*owed));
	owed->loop = loop;
	owed->late_ms = late_ms;
}

void slack_owed_add(struct slack_owed *owed, const char *id)
{
	struct slack_owed_ack *ack;

	if (owed->count == SLACK_OWED_MAX)
		return;
	ack = &owed->acks[owed->count++];
	(void)text_copy(ack->id, sizeof(ack->id), id);
	ack->since_ms = loop_monotonic_ms(owed->loop);
	ack->said = false;
	watch(owed);
}

void slack_owed_settle(struct slack_owed *owed, const char *id)
{
	int i;

	for (i = 0; i < owed->count; i++) {
		if (strcmp(owed->acks[i].id, id) != 0)
			continue;
		owed->acks[i] = owed->acks[--owed->count];
		watch(owed);
		return;
	}
}

void slack_owed_release(struct slack_owed *owed)
{
	timer_stop(&owed->timer);
	owed->count = 0;
}
