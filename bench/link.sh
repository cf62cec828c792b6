#!/usr/bin/env bash
# Linking on its own: bench/link.sh BAIRN [RECORDS…]. `bairn demo --people` writes so many records of children, `bairn link` takes
# them in, trains, compares, clusters and writes the clusters. Beside its seconds, processor and memory stand the limits, where
# there are any for that size, and what Splink on DuckDB took for as many records of this kind, on two quiet processors of the
# same class in one run by others (no ratio of one run: it is not installed here). The last lines say where the time goes.
set -euo pipefail
bairn=$(realpath "$1")
shift
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export TIMEFORMAT='%R %U %S'

#      records  limits: s  CPU   MB   the peer: s  CPU   MB
table='1000000        1.3    3  150          13.2   21  838
       7000000       10      -  900          95    184 6200
       20000000      45      - 2500           -      -    -'

figure() { awk -F, -v name="$1" '$2 == name { print $3; exit }' "$dir/told"; }
for records in "${@:-1000000}"; do
	"$bairn" demo "$dir" --people "$records" >/dev/null
	{ time "$bairn" link "$dir/people.csv" --clusters "$dir/clusters.csv" --format csv >"$dir/told" 2>"$dir/said"; } 2>"$dir/time" ||
		{ cat "$dir/said" >&2; exit 1; }
	read -r real user system <"$dir/time"
	read -r _ limit cpu mb peer peer_cpu peer_mb < <(awk -v n="$records" '$1 == n' <<<"$table"; echo "$records - - - - - -")
	awk -v n="$records" -v r="$real" -v u="$user" -v s="$system" -v m="$(figure 'MB of memory at most')" -v limit="$limit" \
	    -v cpu="$cpu" -v mb="$mb" -v peer="$peer" -v peer_cpu="$peer_cpu" -v peer_mb="$peer_mb" '
	function against(x, y) { return y == "-" ? "     -" : sprintf("%6.2f", x / y) }
	BEGIN {
		printf "  %d records, CSV in to clusters written%23s of the limit   of the peer\n", n, ""
		printf "    %-34s %9.2f s  %s %15s\n", "clock", r, against(r, limit), against(r, peer)
		printf "    %-34s %9.2f s  %s %15s\n", "processor", u + s, against(u + s, cpu), against(u + s, peer_cpu)
		printf "    %-34s %9.0f MB %s %15s\n", "memory at most", m, against(m, mb), against(m, peer_mb) }'
	awk -v pairs="$(figure 'pairs compared')" -v s="$(figure 'seconds comparing')" 'BEGIN {
		printf "    pairs compared %22d    %.1f million a second\n", pairs, pairs / s / 1e6 }'
	for part in reading blocking training comparing clustering 'in all'; do
		printf '    seconds %-26s %9s s\n' "$part" "$(figure "seconds $part")"
	done
	"$bairn" link "$dir/people.csv" --clusters "$dir/clusters.csv" --truth truth_id 2>/dev/null |
		grep -E '^(pairs, at the threshold|pairs within clusters)|blocking lets' | sed 's/^/    /'
done
