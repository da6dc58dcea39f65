/* SPDX-License-Identifier: MIT
 *
 * archive: a file that says of itself that it is an export, by whoever sent it.
 * `incbot verify FILE` and `incbot import` take the same lines of it; no byte of
 * it reaches a terminal by what they say of it; what is imported can be read by
 * whoever reads the ledger. That no input gets past the hashes by luck is known: so
 * each is also tried with hashes and snapshots put right, whatever its events say,
 * which has to be taken whole, and then with one byte of that changed, which has
 * to be seen. The ledger is this file's.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/record.h"
#include "daemon/archive/archive.h"
#include "daemon/archive/archive_parts.h"
#include <sys/mman.h>
#include <unistd.h>

#define MENDING_MEMORY_MAX ((size_t)64 << 20)
#define NUMBER_MAX 10000000	/* of an incident, in an export */
#define ENTRIES_MAX 512		/* more have no room in an input */
#define HEAD_BYTES 64		/* of a line: what no hash vouches for */

/* --- the ledger that is imported into: a line after the other, turn by turn --- */

struct archive {
	char id[ID_SIZE];
	int64_t version;	/* of what stands there; 0 = nothing yet */
};

static struct archive store;

struct archive *archive_open(const struct config *config UNUSED,
    bool may_create UNUSED, FILE *err UNUSED)
{
	store = (struct archive){ .version = 0 };
	return &store;
}

void archive_close(struct archive *archive UNUSED)
{
}

bool archive_load(struct archive *archive, struct arena *arena UNUSED,
    const char *id UNUSED, struct kept *out UNUSED, enum ledger_status *status)
{
	archive->version = 0;
	*status = LEDGER_ABSENT;
	return false;
}

bool archive_find(struct archive *archive UNUSED, const char *channel UNUSED,
    char id[ID_SIZE])
{
	*id = '\0';
	return true;
}

bool archive_reserve(struct archive *archive UNUSED, int64_t number)
{
	if (number < 1 || number > NUMBER_MAX)
		fuzz_fail("a number that no incident has is reserved", "");
	return true;
}

static void check_site(const struct ledger_commit *commit)
{
	static struct site site;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);

	if (!site_decode(commit->snapshot, commit->snapshot_length, &site) ||
	    strcmp(site_encode(arena, &site), commit->snapshot) != 0)
		fuzz_fail("the site does not read back", commit->snapshot);
	arena_free(arena);
}

static void check_incident(const struct ledger_commit *commit)
{
	static struct incident incident;

	if (!incident_decode(commit->snapshot, commit->snapshot_length,
	    &incident))
		fuzz_fail("the incident does not read back", commit->snapshot);
	fuzz_check_snapshot(&incident);
	if (strcmp(incident.id, commit->id) != 0)
		fuzz_fail("it is written in another's place", commit->id);
}

enum ledger_status archive_commit(struct archive *archive,
    const struct ledger_commit *commit)
{
	static struct event event;

	if (!ledger_commit_is_sound(commit) ||
	    commit->expected_version != archive->version)
		fuzz_fail("the ledger would refuse the commit", commit->id);
	for (size_t i = 0; i < commit->event_count; i++)
		if (!event_decode(commit->events[i],
		    strlen(commit->events[i]), &event))
			fuzz_fail("an event does not read back",
			    commit->events[i]);
	if (strcmp(commit->id, SITE_ID) == 0)
		check_site(commit);
	else
		check_incident(commit);
	archive->version++;
	return LEDGER_OK;
}

/* --- verify and import ----------------------------------------------------- */

/* What is said of lines: how many are good, by its last line. */
static size_t check_words(const char *words, const char *end)
{
	const char *said = "";
	size_t good = 0;

	for (const char *c = words; *c; c++) {
		if ((*c < ' ' && *c != '\n') || *c > '~')
			fuzz_fail("bytes of the file are said as they are",
			    words);
		if (*c != '\n' && (c == words || c[-1] == '\n'))
			said = c;
	}
	if (strstr(said, end))
		good = strtoul(said, NULL, 10);
	return good;
}

static size_t count_verified(const uint8_t *bytes, size_t size)
{
	int file = memfd_create("export", MFD_CLOEXEC);
	char *words = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&words, &length);
	char name[64];
	size_t good;

	if (file < 0 || !out || write(file, bytes, size) != (ssize_t)size)
		abort();
	snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
	(void)archive_verify_file(name, out, out);
	if (fclose(out) != 0 || close(file) != 0)
		abort();
	good = check_words(words, "lines unchanged");
	free(words);
	return good;
}

static size_t count_imported(const uint8_t *bytes, size_t size)
{
	char *words = NULL;
	size_t length = 0;
	FILE *in = fmemopen((void *)(uintptr_t)bytes, size, "r");
	FILE *err = open_memstream(&words, &length);
	size_t taken;

	if (!in || !err)
		abort();
	(void)archive_import(NULL, in, err);
	if (fclose(err) != 0 || fclose(in) != 0)
		abort();
	taken = check_words(words, "lines taken");
	free(words);
	return taken;
}

static size_t count_good(const uint8_t *bytes, size_t size)
{
	size_t verified = count_verified(bytes, size);

	if (count_imported(bytes, size) != verified)
		fuzz_fail("what is proven is not what is imported", "");
	return verified;
}

/* --- an input, put right --------------------------------------------------- */

/* Whether an entry begins a turn is up to its bytes. */
static void place_entry(struct kept *kept, struct kept_entry *entry)
{
	int index = kept->count == 0 ? 0 : entry[-1].index;
	bool begins = index == 0 || index == EVENTS_MAX ||
	    hash_bytes(entry->data, entry->length) % 2;

	entry->version = kept->version + begins;
	entry->index = begins ? 1 : index + 1;
}

/* Left out if it cannot be. */
static void take_event(struct arena *arena, struct kept *kept,
    struct fold *fold, const json_t *event)
{
	struct kept_entry *entry = &kept->entries[kept->count];
	char *chain = arena_alloc(arena, LEDGER_CHAIN_SIZE);

	entry->data = json_encode(arena, event);
	entry->length = strlen(entry->data);
	if (!fold_take(fold, entry))
		return;
	place_entry(kept, entry);
	ledger_chain(kept->chain, &(struct ledger_entry){ entry->version,
	    entry->index, entry->data, entry->length, "" }, chain);
	entry->chain = kept->chain = chain;
	kept->version = entry->version;
	kept->count++;
}

/* Whatever is an object behind that word, so that one broken byte costs one event
 * and not the line. */
static void take_events(struct arena *arena, struct kept *kept,
    struct fold *fold, const char *line, size_t length)
{
	static const char word[] = "\"event\":";
	const char *end = line + length;

	while ((line = memmem(line, (size_t)(end - line), word,
	    strlen(word))) && kept->count < ENTRIES_MAX) {
		json_t *event;

		line += strlen(word);
		event = json_loadb(line, (size_t)(end - line),
		    JSON_DISABLE_EOF_CHECK, NULL);
		if (json_is_object(event))
			take_event(arena, kept, fold, event);
		json_decref(event);
	}
}

static bool is_exported_as(const struct fold *fold)
{
	const char *id = fold->incident.id;
	int64_t number;

	return fold->is_site || (*id >= '1' && *id <= '9' &&
	    text_parse_int(id, 1, NUMBER_MAX, &number));
}

/* False if nothing of it can be. */
static bool mend_line(struct arena *arena, const char *line, size_t length,
    FILE *out)
{
	bool is_site = memmem(line, length, "\"site\"", 6) != NULL;
	struct fold *fold = fold_new(arena, is_site ? SITE_ID : "");
	struct kept kept = { .chain = "", .entries = arena_alloc(arena,
	    ENTRIES_MAX * sizeof(*kept.entries)) };

	take_events(arena, &kept, fold, line, length);
	if (kept.count == 0 || !is_exported_as(fold))
		return false;
	kept.id = is_site ? SITE_ID : fold->incident.id;
	kept.epoch = is_site ? 0 : fold->incident.epoch;
	kept.data = fold_encode(arena, fold);
	kept.length = strlen(kept.data);
	archive_write_line(out, &kept);
	return true;
}

static size_t mend(const char *bytes, size_t size, FILE *out)
{
	const char *end = bytes + size;
	size_t lines = 0;

	while (bytes < end) {
		const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t length = (size_t)((stop ? stop : end) - bytes);
		struct arena *arena = arena_new(MENDING_MEMORY_MAX);

		lines += mend_line(arena, bytes, length, out);
		arena_free(arena);
		bytes += length + 1;
	}
	return lines;
}

/* One of the first `among` bytes becomes another, for a moment. */
static void try_changed(char *bytes, size_t length, size_t among,
    size_t lines, uint64_t dice)
{
	size_t place = dice % (among < length ? among : length);
	char was = bytes[place];

	bytes[place] ^= (char)(1 + dice / length % 255);
	if (count_good((uint8_t *)bytes, length) >= lines)
		fuzz_fail("a changed byte is not seen", bytes);
	bytes[place] = was;
}

static void try_mended(const uint8_t *data, size_t size)
{
	uint64_t dice = hash_bytes(data, size);
	char *bytes = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&bytes, &length);
	size_t lines;

	if (!out)
		abort();
	lines = mend((const char *)data, size, out);
	if (fclose(out) != 0)
		abort();
	if (lines > 0) {
		if (count_good((uint8_t *)bytes, length) != lines)
			fuzz_fail("an export is not taken whole", bytes);
		try_changed(bytes, length, length, lines, dice);
		try_changed(bytes, length, HEAD_BYTES, lines, dice);
	}
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	(void)count_good(data, size);
	try_mended(data, size);
	return 0;
}
