#!/bin/sh
# SPDX-License-Identifier: MIT
#
# differential: the ledger over Redis and the twin in memory answer the same
# random calls alike, for some seeds. Runs in the build folder.
#
# Usage: differential.sh [first seed [last seed [calls]]]
set -eu

first=${1:-1}
last=${2:-4}
calls=${3:-2000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

seed=$first
while test "$seed" -le "$last"; do
	for bench in memory redis; do
		timeout 120 "./tests/ledger/random_$bench" "$seed" "$calls" \
			>"$work/$bench" || {
			echo "seed $seed: the run over $bench failed:" >&2
			tail -n 3 "$work/$bench" >&2
			exit 1
		}
	done
	if ! diff "$work/memory" "$work/redis" >"$work/diff"; then
		echo "seed $seed: memory (<) and Redis (>) differ:" >&2
		head -n 20 "$work/diff" >&2
		exit 1
	fi
	echo "seed $seed: $(wc -l <"$work/redis") equal lines"
	seed=$((seed + 1))
done
