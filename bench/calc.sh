#!/usr/bin/env bash
# How fast `bairn calc` is with reading and writing: bench/calc.sh BAIRN BENCH_CALC. A million proportions and a million rates
# (asked: both under 2 s), and the slope index of 100 areas with 100,000 repetitions each (asked: under 3 s), once with a seed
# for each area and once with one for all.
set -euo pipefail
bairn=$1 make=$2
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

timed() { # NAME ARGUMENTS…: best of three
	local name=$1 best='' took
	shift
	for _ in 1 2 3; do
		took=$({ TIMEFORMAT='%R %U'; time "$bairn" calc "$@" >"$dir/out"; } 2>&1)
		best=$(printf '%s\n%s\n' "$best" "$took" | grep . | sort -n | head -1)
	done
	awk -v name="$name" -v best="$best" -v rows="$(wc -l <"$dir/out")" 'BEGIN { split(best, t, " ")
		printf "%-38s %5.2f s (%5.2f s of CPU), %d lines out\n", name, t[1], t[2], rows }'
}

"$make" rows proportion >"$dir/proportion.csv"
"$make" rows rate >"$dir/rate.csv"
"$make" ladders >"$dir/own.csv"
cut -d, -f1-6 "$dir/own.csv" >"$dir/one.csv"
timed 'calc proportion, a million rows' proportion "$dir/proportion.csv"
timed 'calc rate, a million rows' rate "$dir/rate.csv"
timed 'calc sii, 100 areas, a seed each' sii --group area "$dir/own.csv"
timed 'calc sii, 100 areas, one seed' sii --group area "$dir/one.csv"
timed 'calc sii of rates, a seed each' sii --group area --value_type 1 "$dir/own.csv"
