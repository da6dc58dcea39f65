#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run: some seeds of the simulator, calm and rough. A failing one prints how
# to replay it.
set -eu
./tests/sim/sim --seed 1 --seeds 4 --minutes 60 --calm 2>/dev/null
./tests/sim/sim --seed 1 --seeds "${SIM_SEEDS:-12}" --minutes 30 2>sim.err ||
	{ grep -v '^time=' sim.err >&2; exit 1; }
rm -f sim.err
