/* SPDX-License-Identifier: MIT
 *
 * log: one line per happening on stderr, in key=value form, for journald and
 * for eyes. Only the floor that can act logs; lower floors return errors.
 *
 *   time=2026-06-15T14:05:00.123Z level=info what=socket_connected took_ms=81
 *
 * Never blocks, never ends the process: what a full or closed stderr does not
 * take is dropped and counted, and the count is logged when it works again.
 * The first line makes the process ignore SIGPIPE. Secrets are masked in
 * every line (base/secret.h), control characters become '?'.
 * One thread writes; the resolver thread must not log.
 */
#ifndef INCBOT_BASE_LOG_H
#define INCBOT_BASE_LOG_H

#include "base/base.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/* Longer lines are cut, newline included in the figure. */
#define LOG_LINE_MAX 2048

/* What is less urgent than the level is not written; INFO at start. */
void log_set_level(enum log_level level);
/* Would a line of this level be written? To spare costly arguments. */
bool log_enabled(enum log_level level);
/* "error", "warn", "info", "debug"; false, *out untouched, otherwise. */
NODISCARD bool log_level_parse(const char *word, enum log_level *out);
/* Where lines go: 2 at start. The caller keeps owning the descriptor. */
void log_set_descriptor(int fd);
/* Lines lost since the start, for the metrics. */
uint64_t log_dropped_count(void);

/* what is a fixed word_like_this; fmt gives the rest, "key=%s other=%d" or
 * "". Values that come from outside go through log_quote(). */
void log_line(enum log_level level, const char *what, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

#define log_error(what, ...) log_line(LOG_LEVEL_ERROR, what, __VA_ARGS__)
#define log_warn(what, ...) log_line(LOG_LEVEL_WARN, what, __VA_ARGS__)
#define log_info(what, ...) log_line(LOG_LEVEL_INFO, what, __VA_ARGS__)
#define log_debug(what, ...) log_line(LOG_LEVEL_DEBUG, what, __VA_ARGS__)

/* Room for most quoted values. */
#define LOG_QUOTE_SIZE 200

/* Writes the value so that it reads back as one value: bare if it is plain,
 * else in double quotes with \" \\ \n \r \t \xNN. Cut to fit in size (>= 3),
 * the closing quote is always there. Returns out. */
const char *log_quote(char *out, size_t size, const char *value);

#endif
