/* SPDX-License-Identifier: MIT
 *
 * log: see log.h. The state (level, descriptor, drop count) is the process's,
 * like stderr itself; this is why log is in the I/O archive.
 */
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/text.h"
#include "base/when.h"

static const char *const level_words[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARN] = "warn",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

static enum log_level level_now = LOG_LEVEL_INFO;
static int descriptor = STDERR_FILENO;
static uint64_t dropped_total;
static uint64_t dropped_unreported;
static bool pipe_signal_ignored;

void log_set_level(enum log_level level)
{
	level_now = level;
}

bool log_enabled(enum log_level level)
{
	return level <= level_now;
}

bool log_level_parse(const char *word, enum log_level *out)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(level_words); i++) {
		if (strcmp(word, level_words[i]) != 0)
			continue;
		*out = (enum log_level)i;
		return true;
	}
	return false;
}

void log_set_descriptor(int fd)
{
	descriptor = fd;
}

uint64_t log_dropped_count(void)
{
	return dropped_total;
}

static void begin(struct text *t, enum log_level level, const char *what)
{
	struct timespec now;
	char iso[WHEN_TEXT_SIZE];

	clock_gettime(CLOCK_REALTIME, &now);
	when_format_iso(iso, sizeof(iso), (int64_t)now.tv_sec * 1000);
	/* The milliseconds go before the Z. */
	text_addf(t, "time=%.*s.%03dZ level=%s what=%s", (int)strlen(iso) - 1,
	    iso, (int)(now.tv_nsec / 1000000), level_words[level], what);
}

static void clean(char *line)
{
	for (; *line != '\0'; line++)
		if ((unsigned char)*line < 0x20 || *line == 0x7f)
			*line = '?';
}

static void ignore_pipe_signal(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	pipe_signal_ignored = true;
}

/* A line is shorter than PIPE_BUF, so a pipe that says it is writable takes
 * it whole and at once. */
static bool put(const char *line, size_t length)
{
	struct pollfd p = { .fd = descriptor, .events = POLLOUT };
	ssize_t n;

	if (!pipe_signal_ignored)
		ignore_pipe_signal();
	if (poll(&p, 1, 0) != 1 || (p.revents & POLLOUT) == 0)
		return false;
	do {
		n = write(descriptor, line, length);
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)length;
}

static bool finish(struct text *t)
{
	clean(t->data);
	mask_secrets(t->data);
	t->length = strlen(t->data);
	/* begin() left room for the newline. */
	t->data[t->length++] = '\n';
	return put(t->data, t->length);
}

static void report_dropped(void)
{
	char line[LOG_LINE_MAX];
	struct text t;

	text_init(&t, line, sizeof(line) - 1);
	begin(&t, LOG_LEVEL_WARN, "log_lines_dropped");
	text_addf(&t, " count=%llu", (unsigned long long)dropped_unreported);
	if (finish(&t))
		dropped_unreported = 0;
}

void log_line(enum log_level level, const char *what, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	char values[LOG_LINE_MAX];
	struct text t;
	va_list ap;

	if (!log_enabled(level))
		return;
	text_init(&t, line, sizeof(line) - 1);
	begin(&t, level, what);
	va_start(ap, fmt);
	(void)vsnprintf(values, sizeof(values), fmt, ap);
	va_end(ap);
	if (values[0] != '\0') {
		text_add_char(&t, ' ');
		text_add(&t, values);
	}
	if (!finish(&t)) {
		dropped_total++;
		dropped_unreported++;
	} else if (dropped_unreported > 0) {
		report_dropped();
	}
}

static bool is_plain(const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == '"' || *p == '\\' ||
		    *p == '=' || (unsigned char)*p >= 0x7f)
			return false;
	return p > value;
}

/* How one byte looks between the quotes; out has room for 5. */
static size_t escape(char *out, char c, bool is_utf8)
{
	static const char special[] = "\"\\\n\r\t";
	static const char letter[] = "\"\\nrt";
	const char *found = c == '\0' ? NULL : strchr(special, c);

	if (found != NULL) {
		out[0] = '\\';
		out[1] = letter[found - special];
		return 2;
	}
	if ((unsigned char)c < 0x20 || c == 0x7f ||
	    ((unsigned char)c >= 0x80 && !is_utf8))
		return (size_t)snprintf(out, 5, "\\x%02x",
		    (unsigned)(unsigned char)c);
	out[0] = c;
	return 1;
}

const char *log_quote(char *out, size_t size, const char *value)
{
	bool is_utf8 = utf8_valid(value, strlen(value));
	size_t bytes = strlen(value);
	struct text t;

	assert(size >= 3);
	if (is_plain(value) && bytes < size) {
		(void)text_copy(out, size, value);
		return out;
	}
	/* One byte less, for the closing quote. */
	text_init(&t, out, size - 1);
	text_add_char(&t, '"');
	for (; *value != '\0'; value++) {
		char piece[5];
		size_t n = escape(piece, *value, is_utf8);

		if (n > t.limit - t.length)
			break;
		text_add_n(&t, piece, n);
	}
	/* A character that was cut in the middle goes as a whole. */
	if (*value != '\0' && is_utf8)
		while (t.length > 1 && !utf8_valid(t.data, t.length))
			t.length--;
	out[t.length] = '"';
	out[t.length + 1] = '\0';
	return out;
}
