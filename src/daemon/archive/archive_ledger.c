/* SPDX-License-Identifier: MIT
 *
 * archive_ledger: see archive_parts.h. The loop runs until the answer is
 * there, or a deadline has passed.
 */
#include "daemon/archive/archive_parts.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "core/store_format.h"
#include "daemon/archive/figures_gather.h"
#include "daemon/turns/store_file.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "services/clock_loop.h"
#include "services/config/config.h"
#include "services/ledger/ledger_redis.h"

#include <limits.h>
#include <openssl/ssl.h>

#define ANSWER_MS 15000

struct archive {
	const struct config *config;
	struct loop *loop;
	struct clock *clock;
	struct resolver *resolver;
	struct tls_trust *trust;
	struct ssl_ctx_st *tls;
	struct ledger *ledger;
	struct timer deadline;
	char reason[256];
	bool up;
	enum ledger_status status;
	int64_t number;
	/* What the call under way fills. */
	struct arena *arena;
	size_t waiting;		/* answers still to come */
	const char **ids;
	size_t id_count, id_room, looked;
	char holder[ID_SIZE];
};

static void on_deadline(void *arg)
{
	struct archive *archive = arg;

	archive->status = LEDGER_UNKNOWN;
	loop_stop(archive->loop);
}

static void on_caught_up(void *arg)
{
	struct archive *archive = arg;

	loop_stop(archive->loop);
}

/* The loop's clock stands while a long line is read, or while nobody takes what is
 * printed, and the deadline of the next call would be over before it is made. */
static void catch_up(struct archive *archive)
{
	timer_start(&archive->deadline, archive->loop, 0, on_caught_up,
	    archive);
	loop_run(archive->loop);
}

/* Waits for the callback of the call just made. */
static enum ledger_status await(struct archive *archive)
{
	timer_start(&archive->deadline, archive->loop, ANSWER_MS, on_deadline,
	    archive);
	loop_run(archive->loop);
	timer_stop(&archive->deadline);
	return archive->status;
}

static void answered(struct archive *archive, enum ledger_status status)
{
	archive->status = status;
	loop_stop(archive->loop);
}

static void on_state(void *arg, bool up, const char *reason)
{
	struct archive *archive = arg;

	if (archive->up)
		return;
	archive->up = up;
	(void)text_copy(archive->reason, sizeof(archive->reason),
	    up ? "" : reason);
	answered(archive, up ? LEDGER_OK : LEDGER_UNKNOWN);
}

static void on_open(void *arg, enum ledger_status status, const char *store)
{
	(void)store;
	answered(arg, status);
}

static bool connect_ledger(struct archive *archive)
{
	const struct redis_config *redis = &archive->config->redis;
	struct ledger_redis_options options = {
		.redis = { .url = &redis->address,
			.resolver = archive->resolver,
			.client_name = "incbot-archive" },
		.clock = archive->clock, .workspace = redis->namespace,
		.shards = 1, .replicas_wanted = redis->replicas,
		.format = store_format(),
		.state = on_state, .state_arg = archive,
	};
	const char *reason = "";

	if (url_is_secure(&redis->address)) {
		archive->trust = tls_trust_new(NULL, &reason);
		if (!archive->trust)
			return false;
		archive->tls = tls_trust_context(archive->trust);
		options.redis.tls = archive->tls;
	}
	archive->ledger = ledger_redis_new(archive->loop, &options);
	return archive->ledger && await(archive) == LEDGER_OK;
}

struct archive *archive_open(const struct config *config, bool may_create,
    FILE *err)
{
	struct archive *archive = xcalloc(1, sizeof(*archive));

	archive->config = config;
	archive->loop = loop_new();
	archive->clock = clock_loop_new(archive->loop);
	archive->resolver = resolver_new(archive->loop);
	if (!archive->resolver || !connect_ledger(archive)) {
		fprintf(err, "incbot: Redis does not answer%s%s\n",
		    *archive->reason ? ": " : "", archive->reason);
		archive_close(archive);
		return NULL;
	}
	ledger_open(archive->ledger, "", may_create, on_open, archive);
	if (await(archive) == LEDGER_OK)
		return archive;
	fprintf(err, "incbot: there is no store of incbot's in this Redis "
	    "(%s)\n", ledger_status_name(archive->status));
	archive_close(archive);
	return NULL;
}

void archive_close(struct archive *archive)
{
	if (!archive)
		return;
	ledger_free(archive->ledger);
	resolver_free(archive->resolver);
	SSL_CTX_free(archive->tls);
	tls_trust_free(archive->trust);
	clock_loop_free(archive->clock);
	loop_free(archive->loop);
	free(archive->ids);
	free(archive);
}

const struct config *archive_config(const struct archive *archive)
{
	return archive->config;
}

/* One of several incidents that are read at once. */
struct loading {
	struct archive *archive;
	struct kept *kept;
	size_t room;
	size_t looked;		/* entries in the last part */
	enum ledger_status status;
};

static void loaded(struct loading *loading, enum ledger_status status)
{
	if (loading->status == LEDGER_OK)
		loading->status = status;
	if (--loading->archive->waiting == 0)
		answered(loading->archive, LEDGER_OK);
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct loading *loading = arg;
	struct archive *archive = loading->archive;
	struct kept *kept = loading->kept;

	if (status == LEDGER_OK) {
		kept->id = arena_strdup(archive->arena, snapshot->id);
		kept->version = snapshot->version;
		kept->epoch = snapshot->epoch;
		kept->data = arena_strndup(archive->arena, snapshot->data,
		    snapshot->length);
		kept->length = snapshot->length;
		kept->chain = arena_strdup(archive->arena, snapshot->chain);
	}
	loaded(loading, status);
}

static void keep_entry(struct loading *loading,
    const struct ledger_entry *entry)
{
	struct arena *arena = loading->archive->arena;
	struct kept *kept = loading->kept;

	if (kept->count == loading->room) {
		size_t room = loading->room * 2 + 64;
		struct kept_entry *more = arena_alloc(arena,
		    room * sizeof(*more));

		if (kept->entries)
			memcpy(more, kept->entries,
			    kept->count * sizeof(*more));
		kept->entries = more;
		loading->room = room;
	}
	assert(kept->entries);
	kept->entries[kept->count++] = (struct kept_entry){
		entry->version, entry->index,
		arena_strndup(arena, entry->data, entry->length),
		entry->length, arena_strdup(arena, entry->chain),
	};
}

/* After the snapshot, which was asked for before on the same connection. */
static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct loading *loading = arg;
	struct kept *kept = loading->kept;

	loading->looked = count;
	for (size_t i = 0; i < count; i++) {
		const struct kept_entry *last = kept->count == 0 ? NULL :
		    &kept->entries[kept->count - 1];

		/* Turns since the incident was loaded are no part of it. The
		 * one that was cut comes again from its beginning. */
		if (entries[i].version > kept->version)
			break;
		if (!last || entries[i].version > last->version ||
		    (entries[i].version == last->version &&
		    entries[i].index > last->index))
			keep_entry(loading, &entries[i]);
	}
	loaded(loading, status);
}

/* What did not fit into the first part. */
static void load_rest(struct loading *loading)
{
	struct archive *archive = loading->archive;
	struct kept *kept = loading->kept;

	while (loading->status == LEDGER_OK && kept->count > 0 &&
	    kept->entries[kept->count - 1].version < kept->version &&
	    loading->looked == LEDGER_TIMELINE_MAX) {
		archive->waiting = 1;
		ledger_timeline(archive->ledger, kept->id,
		    kept->entries[kept->count - 1].version,
		    LEDGER_TIMELINE_MAX, on_timeline, loading);
		if (await(archive) != LEDGER_OK)
			loading->status = archive->status;
	}
}

void archive_load_some(struct archive *archive, struct arena *arena,
    const char *const *ids, size_t count, struct archive_loaded *out)
{
	struct loading *all = arena_alloc(arena, (count + 1) * sizeof(*all));

	catch_up(archive);
	archive->arena = arena;
	archive->waiting = 2 * count;
	for (size_t i = 0; i < count; i++) {
		memset(&out[i], 0, sizeof(out[i]));
		all[i] = (struct loading){ .archive = archive,
			.kept = &out[i].kept, .status = LEDGER_OK };
		ledger_load(archive->ledger, ids[i], "", on_load, &all[i]);
		ledger_timeline(archive->ledger, ids[i], 0,
		    LEDGER_TIMELINE_MAX, on_timeline, &all[i]);
	}
	if (count > 0 && await(archive) != LEDGER_OK)
		for (size_t i = 0; i < count; i++)
			all[i].status = archive->status;
	for (size_t i = 0; i < count; i++) {
		load_rest(&all[i]);
		out[i].status = all[i].status;
	}
}

bool archive_load(struct archive *archive, struct arena *arena,
    const char *id, struct kept *out, enum ledger_status *status)
{
	struct archive_loaded loaded_one;

	archive_load_some(archive, arena, &id, 1, &loaded_one);
	*out = loaded_one.kept;
	*status = loaded_one.status;
	return *status == LEDGER_OK;
}

static void on_find(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct archive *archive = arg;

	if (status == LEDGER_OK)
		(void)text_copy(archive->holder, ID_SIZE, snapshot->id);
	answered(archive, status);
}

bool archive_find(struct archive *archive, const char *channel,
    char id[ID_SIZE])
{
	enum ledger_status status;

	catch_up(archive);
	archive->holder[0] = '\0';
	ledger_load(archive->ledger, "", channel, on_find, archive);
	status = await(archive);
	(void)text_copy(id, ID_SIZE, archive->holder);
	return status == LEDGER_OK || status == LEDGER_ABSENT;
}

static void on_search(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	struct archive *archive = arg;

	(void)total;
	archive->looked = looked;
	for (size_t i = 0; i < count; i++) {
		if (archive->id_count == archive->id_room) {
			archive->id_room = archive->id_room * 2 + 64;
			archive->ids = xrealloc(archive->ids,
			    archive->id_room * sizeof(*archive->ids));
		}
		archive->ids[archive->id_count++] =
		    arena_strdup(archive->arena, found[i].id);
	}
	answered(archive, status);
}

static void on_facts(void *arg, bool good)
{
	answered(arg, good ? LEDGER_OK : LEDGER_UNKNOWN);
}

bool archive_facts(struct archive *archive, struct arena *arena,
    struct figures_facts *out)
{
	catch_up(archive);
	out->zone = archive->config->policy.zone;
	out->max = INT_MAX;
	figures_gather(archive->ledger, arena, out, on_facts, archive);
	return await(archive) == LEDGER_OK;
}

static int compare_ids(const void *left, const void *right)
{
	const char *a = *(const char *const *)left;
	const char *b = *(const char *const *)right;
	size_t a_length = strlen(a);
	size_t b_length = strlen(b);

	if (a_length != b_length)
		return a_length < b_length ? -1 : 1;
	return strcmp(a, b);
}

/* What was declared while we looked has moved those behind it on: they came
 * twice. */
static void drop_repeats(struct archive *archive)
{
	size_t kept = 0;

	for (size_t i = 0; i < archive->id_count; i++) {
		if (kept == 0 || strcmp(archive->ids[i],
		    archive->ids[kept - 1]) != 0)
			archive->ids[kept++] = archive->ids[i];
	}
	archive->id_count = kept;
}

bool archive_ids(struct archive *archive, struct arena *arena,
    const char ***ids, size_t *count)
{
	struct ledger_wish numbers = { .whole = 0 };

	catch_up(archive);
	archive->arena = arena;
	archive->id_count = 0;
	do {
		ledger_search(archive->ledger, &numbers, on_search, archive);
		if (await(archive) != LEDGER_OK)
			return false;
		numbers.offset += archive->looked;
	} while (archive->looked > 0);
	if (archive->id_count > 0)
		qsort(archive->ids, archive->id_count, sizeof(*archive->ids),
		    compare_ids);
	drop_repeats(archive);
	*ids = archive->ids;
	*count = archive->id_count;
	return true;
}

static void on_commit(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	(void)version;
	(void)now_ms;
	answered(arg, status);
}

enum ledger_status archive_commit(struct archive *archive,
    const struct ledger_commit *commit)
{
	catch_up(archive);
	ledger_commit(archive->ledger, commit, on_commit, archive);
	return await(archive);
}

static void on_number(void *arg, enum ledger_status status, int64_t number)
{
	struct archive *archive = arg;

	archive->number = number;
	answered(archive, status);
}

bool archive_reserve(struct archive *archive, int64_t number)
{
	catch_up(archive);
	while (archive->number < number) {
		ledger_new_number(archive->ledger, on_number, archive);
		if (await(archive) != LEDGER_OK)
			return false;
	}
	return true;
}
