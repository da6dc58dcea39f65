/* SPDX-License-Identifier: MIT
 *
 * config_fingerprint: a short name for all that a config says of people and
 * rules, the same on every replica that runs the same one. What may differ from
 * machine to machine does not count: files, addresses to listen at, secrets,
 * Redis' address, how much is logged.
 */
#include "services/config/config_table.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

static bool counts(const struct setting *row)
{
	return row->type != SETTING_PATH && row->type != SETTING_LISTEN &&
	    row->type != SETTING_SECRET && row->type != SETTING_REDIS &&
	    row->type != SETTING_LEVEL;
}

/* The hash of one value goes on into the next, so that their order counts. */
static uint64_t add_row(uint64_t before, const struct setting_group *group,
    const struct setting *row, const void *where, char *buffer)
{
	char chain[32];
	struct text text;

	snprintf(chain, sizeof(chain), "%016llx ",
	    (unsigned long long)before);
	text_init(&text, buffer, VALUE_TEXT_MAX);
	text_addf(&text, "%s%s.%s = ", chain, group->path, row->name);
	value_format(row, where, false, &text);
	return hash_bytes(text.data, text.length);
}

void config_fingerprint(const struct config *config,
    char out[CONFIG_FINGERPRINT_SIZE])
{
	char *buffer = xmalloc(VALUE_TEXT_MAX);
	uint64_t hash = 0;

	for (size_t i = 0; i < setting_group_count; i++) {
		const struct setting_group *group = &setting_groups[i];

		for (size_t k = 0; k < group->count; k++) {
			const struct setting *row = &group->rows[k];

			if (counts(row))
				hash = add_row(hash, group, row,
				    (const char *)config + group->where +
				    row->where, buffer);
		}
	}
	free(buffer);
	snprintf(out, CONFIG_FINGERPRINT_SIZE, "%016llx",
	    (unsigned long long)hash);
}
