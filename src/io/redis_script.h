/* SPDX-License-Identifier: MIT
 *
 * redis_script: Lua scripts by their hash, so that the source travels only
 * when the server does not know it: the first time, after SCRIPT FLUSH, after
 * a failover. What the scripts do is the ledger's affair.
 */
#ifndef INCBOT_IO_REDIS_SCRIPT_H
#define INCBOT_IO_REDIS_SCRIPT_H

#include "base/base.h"
#include "io/redis_connection.h"

/* The strings outlive every use of the script. */
struct redis_script {
	const char *name;	/* for logs */
	const char *source;
	char sha[41];		/* lower-case hex SHA-1 of the source */
};

void redis_script_init(struct redis_script *script, const char *name,
    const char *source);

/* Like redis_send(), where argv holds key_count keys and then the arguments:
 * EVALSHA, and EVAL if the answer is NOSCRIPT. The deadline covers both. */
NODISCARD bool redis_send_script(struct redis_connection *c,
    const struct redis_script *script, size_t key_count,
    const struct redis_command *words);

#endif
