#!/usr/bin/env bash
# New records into linked ones: bench/link_new.sh BAIRN [RECORDS…]. So many records of `bairn demo --people` are imported and linked,
# then 5,000 more are imported and linked: beside the seconds of that run stand its limit, one second, and the full run's. On SQLite, or
# under tests/postgres.sh in schemas of that server, whose processor is not counted.
set -euo pipefail
bairn=$(realpath "$1")
shift
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export BAIRN_TODAY=2026-04-15 TIMEFORMAT='%R %U %S'
new=5000 limit=1

mkdir -p "$dir/catalogue/datasets"
cat >"$dir/catalogue/datasets/bench_people.yml" <<'EOF'
dataset: bench_people
title: Records of children to measure linking by
about: One row for each record that `bairn demo --people` writes.
agency: education
format: csv
recognise: [rec_id, given_name, family_name, dob, nhs_number]
identity: {scheme: record, value: rec_id}
columns:
  rec_id: {type: text, required: yes}
  given_name: {as: given, type: text}
  family_name: {as: family, type: text}
  dob: {as: born, type: date}
  sex: {type: code, list: sex}
  postcode: {type: postcode}
  upn: {type: upn}
  nhs_number: {type: nhs_number}
controller: wearshire-council
agreement: {ref: BENCH, purposes: [statistics], basis: public_task, expires: 2099-03-31}
full_extract: no
writes:
  - {details: child, key: [rec_id], set: {born: born, sex: sex}, fields: []}
  - {name: current, key: [rec_id], set: {given: given, family: family}}
  - {residence: home, when: postcode is not null, set: {postcode: postcode}}
  - {identifier: upn, when: upn is not null, set: {value: upn}}
  - {identifier: nhs_number, when: nhs_number is not null, set: {value: nhs_number}}
EOF
catalogue=(--catalogue "$dir/catalogue")

timed() { { time "$bairn" "$@" "${catalogue[@]}" >"$dir/said"; } 2>"$dir/time" || { cat "$dir/time" >&2; exit 1; }; cat "$dir/time"; }
for records in "${@:-100000}"; do
	rm -f "$dir/county.db"*
	export BAIRN_DB=$dir/county.db BAIRN_KEY_FILE=$dir/county.db.key
	[ -z "${BAIRN_TEST_POSTGRES:-}" ] || BAIRN_DB="$BAIRN_TEST_POSTGRES&schema=linked_$records"
	"$bairn" demo "$dir" --people $((records + new)) >/dev/null
	head -n $((records + 1)) "$dir/people.csv" >"$dir/known.csv"
	{ head -n 1 "$dir/people.csv"; tail -n "$new" "$dir/people.csv"; } >"$dir/new.csv"
	"$bairn" init Wearshire --code E06999999 >/dev/null
	timed import "$dir/known.csv" >/dev/null
	read -r full full_user full_system < <(timed link)
	timed import "$dir/new.csv" >/dev/null
	read -r real user system < <(timed link)
	grep -q 'of new and changed records' "$dir/said" || { echo "the second run was no run of new records" >&2; exit 1; }
	awk -v records="$records" -v new="$new" -v full="$full" -v full_cpu="$(awk "BEGIN { print $full_user + $full_system }")" \
	    -v real="$real" -v cpu="$(awk "BEGIN { print $user + $system }")" -v limit="$limit" 'BEGIN {
		printf "  %d records linked, %d more\n", records, new
		printf "    %-34s %9.2f s, processor %.2f s\n", "full run", full, full_cpu
		printf "    %-34s %9.2f s, processor %.2f s\n", "run of the new ones", real, cpu
		printf "    %-34s %9.2f\n", "of the limit", real / limit
		printf "    %-34s %9.2f\n", "of the full run", real / full }'
done
