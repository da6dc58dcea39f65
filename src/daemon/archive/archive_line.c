/* SPDX-License-Identifier: MIT
 *
 * archive_line: one incident as a line of the export; see archive.h. The bytes
 * are put down as the ledger has them: they are JSON already.
 */
#include "daemon/archive/archive_parts.h"

void archive_write_line(FILE *out, const struct kept *kept)
{
	fprintf(out, "{\"id\":\"%s\",\"version\":%lld,\"epoch\":%d,"
	    "\"snapshot\":", kept->id, (long long)kept->version, kept->epoch);
	fwrite(kept->data, 1, kept->length, out);
	fputs(",\"timeline\":[", out);
	for (size_t i = 0; i < kept->count; i++) {
		const struct kept_entry *entry = &kept->entries[i];

		fprintf(out, "%s{\"v\":%lld,\"n\":%d,\"h\":\"%s\",\"event\":",
		    i > 0 ? "," : "", (long long)entry->version, entry->index,
		    entry->chain);
		fwrite(entry->data, 1, entry->length, out);
		fputc('}', out);
	}
	fputs("]}\n", out);
}
