/* SPDX-License-Identifier: MIT
 *
 * documents: what of an incident stands in Slack as a document, beside its
 * messages: the canvas of the postmortem, which follows what is written, and
 * the report as a file. Pure rules; what they look like: core/report/. Who
 * makes them: daemon/jobs/document_job.c.
 */
#ifndef INCBOT_CORE_DOCUMENTS_H
#define INCBOT_CORE_DOCUMENTS_H

#include "core/decision.h"

/* How the report is shared, in effect.number. */
enum report_format {
	REPORT_FORMAT_MARKDOWN,
	REPORT_FORMAT_HTML,
	REPORT_FORMAT_PUBLIC,	/* Markdown, public version */
	REPORT_FORMAT_COUNT
};

/* "md"; false if no format is called that. */
const char *report_format_word(int format);
NODISCARD bool report_format_parse(const char *word, int *format);

/* The name of the file that an effect shares: it tells its share from any
 * other. */
const char *report_file_name(struct arena *arena,
    const struct effect *effect);

/* Slack's word for why there is no canvas, or no file, for people. */
const char *document_refusal(const char *error);

/* For decision_finish(): the canvas follows. */
void documents_follow(struct decision *decision);

#endif
