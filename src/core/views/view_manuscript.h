/* SPDX-License-Identifier: MIT
 *
 * view_manuscript: what a report that was written on elsewhere would change
 * (core/report/manuscript.h), to be looked at before it does: in the channel,
 * for a file that was shared there, or in the form it was pasted into.
 */
#ifndef INCBOT_CORE_VIEW_MANUSCRIPT_H
#define INCBOT_CORE_VIEW_MANUSCRIPT_H

#include "core/report/manuscript.h"
#include "core/views/view_message.h"

/* "impact, action items 2 and 4" of what changes; for a sentence. */
const char *manuscript_parts(struct arena *arena,
    const struct manuscript_changes *changes, int count);
/* "line 12: ..." for each problem, in mrkdwn. */
const char *manuscript_complaints(struct arena *arena,
    const struct problems *problems);

/* The message about a file; `words` is what the handler `import` needs to
 * know it again. */
struct message message_manuscript(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy, const struct manuscript_changes *changes,
    const char *words);
/* The one about a file that is another incident's. */
struct message message_manuscript_foreign(struct arena *arena,
    const struct effect *effect, const char *incident);

/* The form to paste into (input "text"); what it would change, once something
 * was pasted: `base` names that text. */
json_t *view_import_form(struct arena *arena, const struct incident *incident,
    const char *text, const char *base,
    const struct manuscript_changes *changes);

#endif
