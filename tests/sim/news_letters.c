/* SPDX-License-Identifier: MIT
 *
 * news_letters: what subscribers by e-mail were to hear of, against the letters
 * that the mail server took (news.h). A letter that comes again has the same
 * Message-ID, by which readers' systems drop it: so it has to say the same, word
 * for word, whatever has happened since. At
 * rest each update is in one letter, or waits in the mailbox for the next.
 * Updates may be alike, so they are counted. Whoever unsubscribed meanwhile may
 * have missed some; what is private by now is told to nobody.
 */
#include "base/memory.h"
#include "base/text.h"
#include "core/mailbox.h"
#include "core/site.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"

#define BEGIN_OF_ID "Message-ID: "
#define STALE_MS 60000		/* a turn that was stopped knows who subscribed
				   as it was when it began */
#define NO_ROOM "for which there was no room"

/* A letter's text, and its id, one block each. */
struct letter_kept {
	char *id;
	char *to;
	char *text;
};

/* An update that somebody was to be told of. */
struct promise {
	char user[ID_SIZE];
	char subject[ID_SIZE];	/* an incident's number, or SITE_ID */
	int number;		/* of maintenance */
	int64_t version;
	int64_t at_ms;
	bool waits;		/* found in the mailbox, at rest */
	bool excused;
};

struct reader {
	char user[ID_SIZE];
	int64_t left_ms;
};

#define READERS_MAX 8

struct news_letters {
	struct letter_kept *letters;
	size_t letter_count;
	size_t letter_size;
	struct promise *promises;
	size_t promise_count;
	size_t promise_size;
	struct reader readers[READERS_MAX];
	int reader_count;
};

static struct news_letters *letters_of(struct books *books)
{
	if (!books->letters)
		books->letters = xcalloc(1, sizeof(*books->letters));
	return books->letters;
}

void news_letters_free(struct books *books)
{
	struct news_letters *all = books->letters;

	for (size_t i = 0; all && i < all->letter_count; i++) {
		free(all->letters[i].id);
		free(all->letters[i].to);
		free(all->letters[i].text);
	}
	if (all) {
		free(all->letters);
		free(all->promises);
	}
	free(all);
}

/* --- who was to be told ---------------------------------------------------- */

static void promise(struct books *books, const char *user, size_t bytes,
    const struct promise *given)
{
	struct news_letters *all = letters_of(books);
	struct promise *one;

	if (all->promise_count == all->promise_size) {
		all->promise_size = all->promise_size * 2 + 64;
		all->promises = xrealloc(all->promises,
		    all->promise_size * sizeof(*all->promises));
	}
	one = &all->promises[all->promise_count++];
	*one = *given;
	assert(bytes < ID_SIZE);
	memcpy(one->user, user, bytes);
}

void news_letter_promised(struct books *books, const char *subject,
    int number, int64_t version, const char *users)
{
	struct promise given = { .number = number, .version = version,
		.at_ms = books->world->now_ms };

	(void)text_copy(given.subject, ID_SIZE, subject);
	while (*users) {
		size_t bytes = strcspn(users, " ");

		promise(books, users, bytes, &given);
		users += bytes + (users[bytes] == ' ');
	}
}

void news_letter_reader(struct books *books, const char *user)
{
	struct news_letters *all = letters_of(books);
	int i = 0;

	while (i < all->reader_count &&
	    strcmp(all->readers[i].user, user) != 0)
		i++;
	assert(i < READERS_MAX);
	if (i == all->reader_count)
		(void)text_copy(all->readers[all->reader_count++].user,
		    ID_SIZE, user);
	all->readers[i].left_ms = books->world->now_ms;
}

static bool has_left_since(const struct news_letters *all, const char *user,
    int64_t at_ms)
{
	for (int i = 0; i < all->reader_count; i++) {
		if (strcmp(all->readers[i].user, user) == 0)
			return all->readers[i].left_ms + STALE_MS >= at_ms;
	}
	return false;
}

/* --- what was taken -------------------------------------------------------- */

static char *id_of(const char *message)
{
	const char *at = strstr(message, BEGIN_OF_ID);

	assert(at);
	at += strlen(BEGIN_OF_ID);
	return xstrndup(at, strcspn(at, "\r\n"));
}

static int hex(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* The body, out of its quoted-printable. */
static char *text_of(const char *message)
{
	const char *at = strstr(message, "\r\n\r\n") + 4;
	char *text = xmalloc(strlen(at) + 1);
	char *end = text;

	while (*at) {
		if (strncmp(at, "=\r\n", 3) == 0) {
			at += 3;
		} else if (*at == '=') {
			*end++ = (char)(hex(at[1]) * 16 + hex(at[2]));
			at += 3;
		} else if (*at == '\r') {
			at++;
		} else {
			*end++ = *at++;
		}
	}
	*end = '\0';
	return text;
}

static struct letter_kept *find(const struct books *books, const char *id)
{
	struct news_letters *all = books->letters;

	for (size_t i = 0; all && i < all->letter_count; i++) {
		if (strcmp(all->letters[i].id, id) == 0)
			return &all->letters[i];
	}
	return NULL;
}

size_t news_letter_count(const struct books *books)
{
	return books->letters ? books->letters->letter_count : 0;
}

bool news_letter_is_known(const struct books *books, const char *message)
{
	char *id = id_of(message);
	bool known = find(books, id) != NULL;

	free(id);
	return known;
}

static struct letter_kept *letter_add(struct news_letters *all)
{
	if (all->letter_count == all->letter_size) {
		all->letter_size = all->letter_size * 2 + 16;
		all->letters = xrealloc(all->letters,
		    all->letter_size * sizeof(*all->letters));
	}
	return &all->letters[all->letter_count++];
}

/* Something may be private, or unreadable, that was not when it came first. */
static bool may_say_less(struct books *books)
{
	const struct news *news;

	for (int i = 0; (news = news_at(books, i)); i++) {
		if (news->was_public && (news->hidden ||
		    news_is_damaged(books->world, news)))
			return true;
	}
	return false;
}

static bool says_the_same(struct books *books, const char *text,
    const struct letter_kept *before)
{
	return strcmp(text, before->text) == 0 || (may_say_less(books) &&
	    strlen(text) <= strlen(before->text));
}

void news_letter(struct books *books, const struct letter_taken *taken)
{
	char *id = id_of(taken->message);
	char *text = text_of(taken->message);
	const struct letter_kept *before = find(books, id);

	if (!before) {
		*letter_add(letters_of(books)) = (struct letter_kept){ id,
			xstrdup(taken->to), text };
		return;
	}
	if (strcmp(before->to, taken->to) != 0 ||
	    !says_the_same(books, text, before))
		world_broken(books->world, "I15", "letter %s comes again and "
		    "does not say the same: %s, before that %s", id, text,
		    before->text);
	free(id);
	free(text);
}

/* --- at rest --------------------------------------------------------------- */

static const struct news *news_of(struct books *books,
    const struct promise *promise)
{
	return strcmp(promise->subject, SITE_ID) == 0 ?
	    &books->planned[promise->number] :
	    &books->cases[strtol(promise->subject, NULL, 10)].news;
}

/* Of a turn that published there is one update. */
static const char *update_of(struct books *books,
    const struct promise *promise)
{
	const struct news *news = news_of(books, promise);

	for (size_t i = 0; i < news->count; i++) {
		if (news->updates[i].version == promise->version)
			return news->updates[i].text;
	}
	world_broken(books->world, "I15", "letters are to tell of version "
	    "%lld of %s, which published nothing",
	    (long long)promise->version, promise->subject);
}

static bool waits_in(const struct mailbox *box, const struct promise *promise)
{
	for (int i = 0; i < MAIL_NEWS_MAX; i++) {
		const struct mail_news *news = &box->news[i];

		if (strcmp(news->subject, promise->subject) == 0 &&
		    news->number == promise->number)
			return promise->version >= news->first &&
			    promise->version <= news->last;
	}
	return false;
}

static bool was_left_out(const struct news_letters *all, const char *to)
{
	for (size_t i = 0; i < all->letter_count; i++) {
		if (strcmp(all->letters[i].to, to) == 0 &&
		    strstr(all->letters[i].text, NO_ROOM))
			return true;
	}
	return false;
}

static void address_of(const char *user, char to[NAME_SIZE])
{
	snprintf(to, NAME_SIZE, MAIL_ADDRESS, user);
}

static void look_up(struct books *books, const struct site *site,
    struct promise *promise)
{
	const struct mailbox *box = mailbox_find(site, promise->user);
	const struct news *news = news_of(books, promise);
	char to[NAME_SIZE];

	address_of(promise->user, to);
	promise->waits = box && waits_in(box, promise);
	promise->excused = !box || box->left_out > 0 || news->hidden ||
	    news_is_damaged(books->world, news) ||
	    was_left_out(books->letters, to) || has_left_since(books->letters,
	    promise->user, promise->at_ms);
}

/* How often letters to the person say it. */
static int count_said(const struct news_letters *all, const char *user,
    const char *update)
{
	size_t length = strlen(update);
	char to[NAME_SIZE];
	int count = 0;

	address_of(user, to);
	for (size_t i = 0; i < all->letter_count; i++) {
		const char *at = all->letters[i].text;

		if (strcmp(all->letters[i].to, to) != 0)
			continue;
		while ((at = strstr(at, update))) {
			count += strncmp(at - 3, "\n  ", 3) == 0 &&
			    at[length] == '\n';
			at += length;
		}
	}
	return count;
}

/* All promises to this person of an update with these words. */
static void check_promise(struct world *world, const struct promise *promise)
{
	struct books *books = world->books;
	const struct news_letters *all = books->letters;
	const char *update = update_of(books, promise);
	int said = count_said(all, promise->user, update);
	int wanted = 0;
	int excused = 0;

	for (size_t i = 0; i < all->promise_count; i++) {
		const struct promise *one = &all->promises[i];

		if (strcmp(one->user, promise->user) != 0 ||
		    strcmp(update_of(books, one), update) != 0)
			continue;
		wanted += !one->waits;
		excused += !one->waits && one->excused;
	}
	if (said > wanted)
		world_broken(world, "I15", "letters tell %s %d times instead "
		    "of %d: %s", promise->user, said, wanted, update);
	if (said < wanted - excused)
		world_broken(world, "I15", "letters tell %s %d times instead "
		    "of %d, %d excused: %s", promise->user, said, wanted,
		    excused, update);
}

void check_letters_at_rest(struct world *world)
{
	struct news_letters *all = world->books->letters;
	struct site *site;

	if (!all || all->promise_count == 0)
		return;
	site = xcalloc(1, sizeof(*site));
	read_site_at_rest(world, site);
	for (size_t i = 0; i < all->promise_count; i++)
		look_up(world->books, site, &all->promises[i]);
	for (size_t i = 0; i < all->promise_count; i++)
		check_promise(world, &all->promises[i]);
	free(site);
}
