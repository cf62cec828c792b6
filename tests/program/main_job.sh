#!/usr/bin/env bash
# The main job through the program itself, on a small county: tests/program/main_job.sh BAIRN FOLDER. Leaves the database
# in FOLDER for the browser tests, or in the database that BAIRN_TEST_DB names (where BAIRN_TEST_POSTGRES is a server: in a
# schema there; a third as many children). Prints TAP.
set -u
bairn=$1 folder=$2
. "$(dirname "$0")/../tap.sh"
db=${BAIRN_TEST_DB:-${BAIRN_TEST_POSTGRES:+$BAIRN_TEST_POSTGRES&schema=main_job}}
export BAIRN_DB=${db:-$folder/wearshire.db} BAIRN_KEY_FILE=$folder/wearshire.db.key BAIRN_TODAY=2026-04-15


written() { # the rows that an import says it wrote; fails when it names none
	grep -oE '[0-9]+ records written' <<<"$1" | tail -1 | grep -oE '^[0-9]+'
}

mkdir -p "$folder"
children=$([ -n "${BAIRN_TEST_POSTGRES:-}" ] && echo 700 || echo 2000)
test_that 'every file of the catalogue is sound' "$bairn" catalogue check
test_that 'a county is made, imported, linked and measured' tools/demo.sh "$bairn" "$folder" "$children" 1 0 ${db:+"$db"}

again=$("$bairn" import "$folder/files" 2>&1)
[ "$(written "$again")" = 0 ]
result $? 'the same files again change nothing' "$again"

scorecard=$("$bairn" show scorecard --format csv 2>&1)
[ "$(wc -l <<<"$scorecard")" -ge 25 ]
result $? 'the scorecard holds at least two dozen measures' "$scorecard"

# No month has ended since the import: the list of faults is shown as it is today.
grep -qE '^The data themselves,Faults in the data[^,]*,[0-9]+,' <<<"$scorecard"
result $? 'the measures of faults are shown on the day of the first import' "$scorecard"

"$bairn" show scorecard --format json | node -e '
	let s = ""; process.stdin.on("data", (d) => s += d).on("end", () => JSON.parse(s))'
result $? 'the scorecard is well-formed JSON'

# Some of the county's faults are for a worker, some for a team or school alone, and some for nobody who is named.
all=$("$bairn" fixes --format csv | wc -l) nobody=$("$bairn" fixes --worker none --format csv | wc -l)
north=$("$bairn" fixes --team 'assessment north' --format csv) table=$("$bairn" fixes)
[ "$nobody" -gt 1 ] && [ "$nobody" -lt "$all" ] && grep -q ',Assessment North,' <<<"$north" &&
	! tail -n +2 <<<"$north" | grep -vq '^social_care,Assessment North,' && grep -q 'no team named *nobody named' <<<"$table"
result $? 'what is to be put right is listed by team and worker' "$all $nobody $north"

"$bairn" import "$folder/nothing-here" >/dev/null 2>&1
[ $? -eq 1 ]
result $? 'a folder that is not there is a fault of the input'

"$bairn" import --no-such-option >/dev/null 2>&1
[ $? -eq 2 ]
result $? 'an unknown option is a fault of the command line'

out=$("$bairn" import --help) && grep -q -- '--accept-removals' <<<"$out"
result $? 'a command shows its options with --help' "$out"

out=$("$bairn" show 2>&1)
[ $? -eq 2 ] && grep -q 'show scorecard, show indicator, show profile' <<<"$out"
result $? 'half a command names its whole ones' "$out"

# The README's examples: each YAML block is a file of an authority's own catalogue.
own=$folder/own
mkdir -p "$own/datasets" "$own/indicators"
awk -v own="$own" '/^```/ { out = "" } out != "" { print > out }
	/^```yaml/ { getline; split($0, w, ": "); out = own "/" w[1] "s/" w[2] ".yml"; print > out }' README.md
printf 'ref,first_name,surname,dob,joined,left\nYC1,Ada,Bell,03/05/2014,01/02/2025,\n' >"$folder/carers.csv"
test_that "the README's data set and measure are sound" "$bairn" catalogue check --catalogue "$own"
test_that 'a file of that data set can be imported' "$bairn" import --catalogue "$own" "$folder/carers.csv"
test_that 'that measure can be computed' "$bairn" measure --catalogue "$own" --indicator carers_project_open

printf 'a,b\n1,2\n' >"$folder/odd.csv"
out=$("$bairn" import "$folder/odd.csv" 2>&1)
status=$?
[ $status -eq 1 ] && grep -q 'odd.csv' <<<"$out"
result $? 'a file of no known kind is named' "$out"

tap_end
