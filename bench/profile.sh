#!/usr/bin/env bash
# A profile page over HTTP: bench/profile.sh BAIRN FOLDER. The interactive tool's numbers, the tables of children looked after,
# injuries and the statistical neighbours are imported for one authority; the catalogue is made up to at least 110 measures with
# counterparts in the tool, where it has fewer. Then one client asks for the page 200 times, each on a connection of its own, and
# the median of the answers' times is set beside the limit of 15 ms; a busy machine stretches it, so the server's own time on the
# processor stands beside it. Each reading is audited before it is answered.
set -euo pipefail
bairn=$(realpath "$1") folder=$2
[ -r "$folder/lait.csv.gz" ] || { echo "  skipped: $folder/lait.csv.gz is not there"; exit 0; }
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
pid=
finish() {
	[ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
	rm -rf "$dir"
}
trap finish EXIT
export BAIRN_DB=$dir/published.db TIMEFORMAT='%R %U %S'
requests=${REQUESTS:-200} measures=110 limit=15

# Measures of the tool, as many as are missing (and twenty more, for not all are published of one authority).
mkdir -p "$dir/catalogue/indicators"
have=$("$bairn" catalogue list 2>/dev/null | grep -c lait || true)
"$bairn" init Darlington --code E06000005 >/dev/null
"$bairn" import "$folder/lait_measures.csv" >/dev/null
awk -F, -v most="$((measures + 20 - have))" -v dir="$dir/catalogue/indicators" '
	BEGIN { split("pre and post birth|early years and primary|secondary and transition|vulnerability", stage, "|") }
	NR > 1 && $1 ~ /^[A-Za-z0-9_%.]+$/ && n < most {
		file = sprintf("%s/bench_%03d.yml", dir, ++n)
		printf "indicator: bench_%03d\ntitle: Measure %s\ntopic: care\nlife_stage: %s\nabout: Of the benchmark.\nsource: The tool\n" \
			"measure: proportion\nat: period end\nbetter: %s\npopulation: 0-17\nperiods: [financial year]\npublished: {lait: \"%s\"}\n",
			n, $1, stage[n % 4 + 1], n % 3 ? "lower" : "higher", $1 > file
		close(file)
	}' "$folder/lait_measures.csv"
for file in lait.csv.gz cla_number_and_rate_per_10k_children.csv.gz fingertips_90284.csv.gz; do
	[ ! -r "$folder/$file" ] || "$bairn" import --catalogue "$dir/catalogue" "$folder/$file" >/dev/null
done
# The last import is small, so that its time is that of summing up.
read -r sum user system < <({ time "$bairn" import --catalogue "$dir/catalogue" "$folder/statistical_neighbours_2025.csv" >/dev/null; } 2>&1)

"$bairn" serve --catalogue "$dir/catalogue" --listen 127.0.0.1:0 2>"$dir/log" &
pid=$!
until grep -q 'http://' "$dir/log"; do
	kill -0 "$pid" || { cat "$dir/log"; exit 1; }
	read -rt 0.05 <> <(:) || true
done
at=$(grep -o 'http://[^ ]*' "$dir/log" | head -1)
curl -fs "$at/profile" >"$dir/page"
rows=$(grep -c '<tr class="govuk-table__row"><th scope="row"' "$dir/page")
spent() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hz }' "/proc/$pid/stat"; }
before=$(spent)
for ((i = 0; i < requests; i++)); do
	curl -fs -o /dev/null -w '%{time_starttransfer} %{time_total}\n' "$at/profile"
done >"$dir/times"
after=$(spent)
awk '{ printf "%.3f\n", $2 * 1000 }' "$dir/times" | sort -n | awk -v limit="$limit" -v rows="$rows" -v cpu="$(awk -v a="$before" -v b="$after" -v n="$requests" 'BEGIN { print (b - a) / n }')" -v kb="$(($(wc -c <"$dir/page") / 1024))" '
	{ x[NR] = $1 } END { m = x[int((NR + 1) / 2)]
	printf "  profile page, %d measures, %d KB: %.1f ms (median of %d; nine in ten under %.1f), limit %d ms: %s; %.1f ms of the processor\n", rows, kb, m, NR,
		x[int(NR * 0.9)], limit, m < limit ? "held" : "MISSED", cpu }'
awk -v r="$sum" -v u="$user" -v s="$system" 'BEGIN {
	printf "  summing up after an import that changes one thing: %.2f s of the clock, %.2f s of the processor\n", r, u + s }'
