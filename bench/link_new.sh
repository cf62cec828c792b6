#!/usr/bin/env bash
# New records into linked ones: bench/link_new.sh BAIRN [RECORDS…]. So many records of `bairn demo --people` are imported and linked,
# then 5,000 more are imported and linked: beside the seconds of that run stand its limit, one second, and the full run's. On SQLite and,
# under tests/postgres.sh, beside it in schemas of that server, tidied up before as a server does by itself; its processor is told apart.
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

# Seconds of processor that the server's connections have taken; 0 where there is none.
served() {
	[ "$engine" = PostgreSQL ] || { echo 0; return; }
	until [ "$(psql -X -At -c "select count(*) from pg_stat_activity where application_name = 'bairn'")" = 0 ]; do :; done
	awk -v tick="$(getconf CLK_TCK)" '{ print ($16 + $17) / tick }' "/proc/$(head -n 1 "$BAIRN_TEST_PG_DATA/postmaster.pid")/stat"
}
# Links; leaves seconds, and those of processor, here and at the server, in $NAME, $NAME_cpu and $NAME_served.
run() { # NAME
	local before=$(served) user system
	read -r "${1?}" user system < <(timed link)
	printf -v "$1_cpu" '%s' "$(awk "BEGIN { print $user + $system }")"
	printf -v "$1_served" '%s' "$(awk "BEGIN { print $(served) - $before }")"
}
row() { # WHAT SECONDS PROCESSOR SERVER
	printf '    %-34s %9.2f s, processor %.2f s' "$1" "$2" "$3"
	[ "$engine" = SQLite ] && echo || printf ', the server'"'"'s %.2f s\n' "$4"
}

for records in "${@:-100000}"; do
	"$bairn" demo "$dir" --people $((records + new)) >/dev/null
	head -n $((records + 1)) "$dir/people.csv" >"$dir/known.csv"
	{ head -n 1 "$dir/people.csv"; tail -n "$new" "$dir/people.csv"; } >"$dir/new.csv"
	for engine in SQLite ${BAIRN_TEST_POSTGRES:+PostgreSQL}; do
		rm -f "$dir/county.db"*
		export BAIRN_DB=$dir/county.db BAIRN_KEY_FILE=$dir/county.db.key
		[ $engine = SQLite ] || BAIRN_DB="$BAIRN_TEST_POSTGRES&schema=linked_$records"
		"$bairn" init Wearshire --code E06999999 >/dev/null
		timed import "$dir/known.csv" >/dev/null
		run full
		timed import "$dir/new.csv" >/dev/null
		[ $engine = SQLite ] || PGOPTIONS='-c client_min_messages=error' psql -X -q -c 'vacuum analyze'
		run some
		grep -q 'of new and changed records' "$dir/said" || { echo "the second run was no run of new records" >&2; exit 1; }
		echo "  $records records linked, $new more, on $engine"
		row "full run" "$full" "$full_cpu" "$full_served"
		row "run of the new ones" "$some" "$some_cpu" "$some_served"
		awk -v full="$full" -v some="$some" -v limit="$limit" 'BEGIN {
			printf "    %-34s %9.2f\n", "of the limit", some / limit
			printf "    %-34s %9.2f\n", "of the full run", some / full }'
	done
done
