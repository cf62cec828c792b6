#!/usr/bin/env bash
# The whole main job on a county that does not exist, each step timed: tools/demo.sh BAIRN FOLDER CHILDREN SEED SERVE [DB]
# Makes a fresh database in FOLDER every time: files, import, who is who, measures, the scorecard; then serves it. With DB
# (postgresql://…?schema=NAME) it makes that schema instead, and refuses one that holds an authority already.
set -euo pipefail
bairn=$1 folder=$2 children=$3 seed=$4 serve=$5
export BAIRN_DB=${6:-$folder/wearshire.db} BAIRN_TODAY=2026-04-15     # two weeks after the county's history ends
export BAIRN_KEY_FILE=$folder/wearshire.db.key

clock() { date +%s%N; }

step() { # WORST-STATUS WHAT COMMAND…: runs it and says how long it took
	local worst=$1 what=$2 start status=0
	shift 2
	printf '\n== %s\n' "$what"
	start=$(clock)
	"$@" || status=$?
	[ "$status" -le "$worst" ] || exit "$status"
	awk -v a="$start" -v b="$(clock)" -v w="$what" 'BEGIN { printf "%-24s %6.1f s\n", w, (b - a) / 1e9 }' >>"$folder/times"
}

import() { "$bairn" import "$folder/files" >"$folder/manifest.txt"; }

if [ $# -gt 5 ] && "$bairn" show scorecard >/dev/null 2>&1; then
	echo "There is an authority in that schema already; give the demonstration another one." >&2
	exit 1
fi
rm -rf "$folder"
mkdir -p "$folder"
step 0 'The files of every agency' "$bairn" demo "$folder/files" --children "$children" --seed "$seed"
step 0 'An empty database' "$bairn" init Wearshire --code E06999999
# Exit status 1: rows were rejected. The county has bad rows on purpose, as real extracts have.
step 1 'Import' import
tail -1 "$folder/manifest.txt"
step 0 'Who is who' "$bairn" link
step 0 'Measures' "$bairn" measure
step 0 'The scorecard' "$bairn" show scorecard
printf '\n'
cat "$folder/times"
printf 'Each file is in %s; the database is %s.\n' "$folder/manifest.txt" "$(sed -E 's,//[^@/]*@,//,' <<<"$BAIRN_DB")"
[ "$serve" = 0 ] && exit 0
printf '\nThe same in a browser: http://127.0.0.1:8080 until Ctrl-C.\n'
exec "$bairn" serve
