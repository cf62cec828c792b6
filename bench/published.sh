#!/usr/bin/env bash
# Importing what England publishes: bench/published.sh BAIRN FOLDER. Each file of the folder that is named here goes into a new
# database; the seconds of the processor (both threads) stand beside those of the clock, which a busy machine stretches, and
# beside sqlite3's own .import of the same rows into a table without keys.
set -euo pipefail
bairn=$(realpath "$1") folder=$2
[ -r "$folder/lait.csv.gz" ] || { echo "  skipped: $folder/lait.csv.gz is not there"; exit 0; }
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export BAIRN_DB=$dir/published.db TIMEFORMAT='%R %U %S'

"$bairn" init Darlington --code E06000005 >/dev/null
"$bairn" import "$folder/lait_measures.csv" >/dev/null
gzip -dc "$folder/lait.csv.gz" >"$dir/lait.csv"
rows=$(($(wc -l <"$dir/lait.csv") - 1))
timed() { { time "$@" >"$dir/out" 2>&1; } 2>&1; }
row() { # WHAT ROWS REAL USER SYSTEM
	awk -v what="$1" -v n="$2" -v r="$3" -v u="$4" -v s="$5" 'BEGIN {
		printf "  %-44s %8d rows %6.2f s of the clock %6.2f s of the processor\n", what, n, r, u + s }'
}
read -r real user system < <(timed "$bairn" import "$folder/lait.csv.gz")
row 'the interactive tool, first time' "$rows" "$real" "$user" "$system"
read -r again user2 system2 < <(timed "$bairn" import "$folder/lait.csv.gz")
row 'the same file again' "$rows" "$again" "$user2" "$system2"
read -r bare user3 system3 < <(timed sqlite3 "$dir/bare.db" ".mode csv" ".import $dir/lait.csv lait")
row "sqlite3's .import, no keys, not compressed" "$rows" "$bare" "$user3" "$system3"
read -r profile user4 system4 < <(timed "$bairn" show profile --format csv)
row 'show profile' "$(($(wc -l <"$dir/out") - 1))" "$profile" "$user4" "$system4"
