/* SPDX-License-Identifier: MIT
 *
 * paper: the frame of an HTML page that stands alone: one file, no scripts,
 * nothing loaded from elsewhere, dark where the reader's screen is, good on
 * paper and on a phone. Knows no incidents. Who writes on it:
 * core/report/report_html.c, core/report/figures_page.c.
 */
#ifndef INCBOT_CORE_PAPER_H
#define INCBOT_CORE_PAPER_H

#include "base/base.h"

struct text;

#define PAPER_BYTES 8000	/* of the frame, without the title */

/* Up to and with "<main>", and the title as the page's heading. */
void paper_begin(struct text *out, const char *title);
void paper_end(struct text *out);

#endif
