/* SPDX-License-Identifier: MIT
 *
 * scene_check: what must hold after every turn, whatever it was about. A
 * broken rule is told in the transcript, where it broke, as a line that no
 * file expects.
 */
#ifndef INCBOT_TESTS_SCENE_CHECK_H
#define INCBOT_TESTS_SCENE_CHECK_H

#include "tests/transcripts/scene.h"

/* After a turn with events; play is as committed. */
void scene_check_commit(struct scene *scene, struct play *play,
    const struct decision *decision);

/* After a turn without; play may be NULL. */
void scene_check_quiet(struct scene *scene, const struct play *play,
    const struct decision *decision);

/* The same for a decision about the site. */
void scene_check_site(struct scene *scene, const struct decision *decision);

#endif
