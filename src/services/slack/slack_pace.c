/* SPDX-License-Identifier: MIT
 *
 * slack_pace: see slack_pace.h. A bucket of n tokens that refills one token
 * each `every_ms` is one number: the instant at which it will be full again.
 */
#include "services/slack/slack_pace.h"

#include "base/text.h"

static const struct rate {
	int64_t every_ms;
	int64_t burst;
	int64_t reserve;	/* of the burst, for urgent calls only */
} rates[SLACK_TIER_COUNT] = {
	[SLACK_TIER_1] = { 60000, 1, 0 },
	[SLACK_TIER_2] = { 3000, 10, 3 },
	[SLACK_TIER_3] = { 1200, 20, 5 },
	[SLACK_TIER_4] = { 600, 30, 10 },
	[SLACK_TIER_OPEN] = { 20000, 10, 0 },
	[SLACK_TIER_POST] = { 200, 60, 20 },
	[SLACK_TIER_MANY] = { 200, 60, 0 },
};

static const struct rate channel_rate = { 1000, 3, 0 };

void slack_pace_init(struct slack_pace *pace)
{
	assert(slack_method_count() <= SLACK_PACE_METHODS);
	memset(pace, 0, sizeof(*pace));
}

static int64_t bucket_wait(const struct slack_bucket *bucket,
    const struct rate *rate, bool urgent, int64_t now_ms)
{
	int64_t usable = rate->burst - (urgent ? 0 : rate->reserve);
	int64_t free_ms = bucket->full_ms - (usable - 1) * rate->every_ms;

	if (free_ms < bucket->held_ms)
		free_ms = bucket->held_ms;
	return free_ms > now_ms ? free_ms - now_ms : 0;
}

static void bucket_take(struct slack_bucket *bucket, const struct rate *rate,
    int64_t at_ms)
{
	if (bucket->full_ms < at_ms)
		bucket->full_ms = at_ms;
	bucket->full_ms += rate->every_ms;
}

static bool bucket_is_idle(const struct slack_bucket *bucket, int64_t now_ms)
{
	return bucket->full_ms <= now_ms && bucket->held_ms <= now_ms;
}

/* The channel's bucket, or an idle one made its own (an idle bucket says
 * nothing that a new one would not); NULL if all are busy. */
static struct slack_bucket *channel_bucket(struct slack_pace *pace,
    const char *channel, int64_t now_ms)
{
	struct slack_pace_channel *idle = NULL;
	size_t i;

	for (i = 0; i < SLACK_PACE_CHANNELS; i++) {
		struct slack_pace_channel *c = &pace->channels[i];

		if (strcmp(c->id, channel) == 0)
			return &c->bucket;
		if (idle == NULL && bucket_is_idle(&c->bucket, now_ms))
			idle = c;
	}
	if (idle == NULL || !text_copy(idle->id, sizeof(idle->id), channel))
		return NULL;
	return &idle->bucket;
}

static struct slack_bucket *method_bucket(struct slack_pace *pace,
    const struct slack_method *method)
{
	return &pace->methods[slack_method_index(method)];
}

int64_t slack_pace_wait(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, bool urgent,
    int64_t now_ms)
{
	const struct slack_bucket *bucket = method_bucket(pace, method);
	int64_t wait, more;

	wait = bucket_wait(bucket, &rates[method->tier], urgent, now_ms);
	if (channel[0] == '\0')
		return wait;
	bucket = channel_bucket(pace, channel, now_ms);
	if (bucket == NULL)
		return wait;
	more = bucket_wait(bucket, &channel_rate, urgent, now_ms);
	return more > wait ? more : wait;
}

void slack_pace_take(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t at_ms)
{
	struct slack_bucket *bucket = method_bucket(pace, method);

	bucket_take(bucket, &rates[method->tier], at_ms);
	if (channel[0] == '\0')
		return;
	bucket = channel_bucket(pace, channel, at_ms);
	if (bucket != NULL)
		bucket_take(bucket, &channel_rate, at_ms);
}

void slack_pace_hold(struct slack_pace *pace,
    const struct slack_method *method, const char *channel, int64_t now_ms,
    int64_t hold_ms)
{
	struct slack_bucket *bucket = NULL;

	if (channel[0] != '\0')
		bucket = channel_bucket(pace, channel, now_ms);
	if (bucket == NULL)
		bucket = method_bucket(pace, method);
	if (bucket->held_ms < now_ms + hold_ms)
		bucket->held_ms = now_ms + hold_ms;
}
