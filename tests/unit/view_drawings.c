/* SPDX-License-Identifier: MIT
 *
 * view_drawings: the list, out of view_drawings.def. What is drawn, and of
 * which state of the incident, stands in view_drawings_*.c. Read next:
 * view_world.c for the states.
 */
#include "tests/unit/view_drawings.h"

const struct drawing drawings[] = {
#define DRAWING(name, is) { #name, is, draw_##name },
#include "tests/unit/view_drawings.def"
#undef DRAWING
};

const size_t drawing_count = ARRAY_LEN(drawings);

json_t *drawing_message(json_t *blocks, const char *fallback)
{
	return json_pack("{s:s, s:o}", "text", fallback, "blocks", blocks);
}
