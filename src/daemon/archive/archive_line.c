/* SPDX-License-Identifier: MIT
 *
 * archive_line: one incident as a line of the export, whole or part after
 * part; see archive.h. The bytes are put down as the ledger has them: they are
 * JSON already.
 */
#include "daemon/archive/archive_parts.h"

void archive_write_head(FILE *out, const struct kept *kept)
{
	fprintf(out, "{\"id\":\"%s\",\"version\":%lld,\"epoch\":%d,"
	    "\"snapshot\":", kept->id, (long long)kept->version, kept->epoch);
	fwrite(kept->data, 1, kept->length, out);
	fputs(",\"timeline\":[", out);
}

void archive_write_entry(FILE *out, const struct kept_entry *entry,
    bool is_first)
{
	fprintf(out, "%s{\"v\":%lld,\"n\":%d,\"h\":\"%s\",\"event\":",
	    is_first ? "" : ",", (long long)entry->version, entry->index,
	    entry->chain);
	fwrite(entry->data, 1, entry->length, out);
	fputc('}', out);
}

void archive_write_tail(FILE *out)
{
	fputs("]}\n", out);
}

void archive_write_line(FILE *out, const struct kept *kept)
{
	archive_write_head(out, kept);
	for (size_t i = 0; i < kept->count; i++)
		archive_write_entry(out, &kept->entries[i], i == 0);
	archive_write_tail(out);
}
