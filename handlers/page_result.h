/* SPDX-License-Identifier: MIT
 *
 * page_result: what became of a page, by direct message or by a pager. When
 * one pager fails the next is tried at once, and it is said (P2.8); when none
 * is left, whoever reads the channel gets the phone number.
 */
#ifndef INCBOT_HANDLERS_PAGE_RESULT_H
#define INCBOT_HANDLERS_PAGE_RESULT_H

#include "handlers/handler.h"

/* The failure of a page that its pager has taken and does not have any more. */
#define PAGE_FORGOTTEN_WORD "it lost the page"

/* The turn's request is the result of a PAGE or a PAGE_OUT. */
void page_result(struct turn *turn);

#endif
