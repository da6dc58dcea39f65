#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run: the simulator's scenes, some seeds, calm and rough, and the proof that a
# seed goes the same way twice. SIM_SEEDS says how many (100 by default, on as
# many processes as there are cores, SIM_JOBS); TEST_EVERY=N leaves out half of
# them, most of the calm ones, and the proof, which says the same however it was built
# (tests/run, of the build with sanitizers). A failing one prints its
# transcript's end and how to replay it.
set -eu

sim=./tests/sim/sim
jobs=${SIM_JOBS:-$(nproc)}
test "$jobs" -le 16 || jobs=16

trace()
{
	"$sim" --seed 4242 --minutes 10 | sed 's/.*trace //'
}

every=${TEST_EVERY:-1}
if test "$every" = 1; then
	first=$(trace)
	test -n "$first"
	test "$first" = "$(trace)" || {
		echo "the same seed went two ways" >&2
		exit 1
	}
fi
"$sim" --scenes
"$sim" --calm --seed 1 --seeds $((20 / every)) --jobs "$jobs"
"$sim" --seed 1 --seeds "${SIM_SEEDS:-$((every == 1 ? 100 : 50))}" --jobs "$jobs"
