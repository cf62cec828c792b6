#!/usr/bin/env bash
# Small numbers are marked anew all at once or not at all: tests/program/marked_anew.sh BAIRN [KILLS=8], with ON_SERVER=yes under
# tests/postgres.sh the same there. Two commands measure at the same time, while a third shows; then a database that lost its marks is
# opened by a command that is killed on its way. Nothing half marked is there at any time, and the next command shows what was shown
# before. Prints TAP; CHILDREN sizes the county.
set -u
. "$(dirname "$0")/../tap.sh"
bairn=$(realpath "$1") kills=${2:-8}
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 3
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error BAIRN_DB=county.db
unset BAIRN_KEY_FILE

ask() { sqlite3 -cmd '.timeout 20000' county.db "$1"; }
if [ "${ON_SERVER:-}" = yes ]; then
	export BAIRN_DB="$BAIRN_TEST_POSTGRES&schema=marked" BAIRN_KEY_FILE=$work/key
	ask() { psql -X -q -At "$BAIRN_TEST_POSTGRES" -c 'set search_path to marked' -c "$1"; }
fi
marks() { # what is withheld, figure by figure, and under which rules
	ask "select indicator, area, period_from, period_to, dimension, category, basis, withheld from observation
	    where withheld is not null order by 1, 2, 3, 4, 5, 6, 7" | md5sum
	ask 'select * from guarded order by 1' | md5sum
}
lose() { ask 'update observation set withheld = null'; ask 'delete from guarded'; }
# A command that waited in vain for another's writing says so, and is asked once more.
patient() {
	local tries said=$work/said.$BASHPID       # worked out here: in the redirection it would be the command's own number
	for ((tries = 0; tries < 30; tries++)); do
		"$bairn" "$@" 2>"$said" && return 0
		grep -q 'another bairn is writing' "$said" || { cat "$said" >&2; return 1; }
	done
	return 1
}
shown() { patient show scorecard --format csv | md5sum; }
now() { echo $(($(date +%s%N) / 1000000)); }

"$bairn" demo files --children "${CHILDREN:-150}" --seed 7 >/dev/null && "$bairn" init Wearshire --code E06999999 >/dev/null &&
	"$bairn" import files >/dev/null
"$bairn" link >/dev/null && "$bairn" measure >/dev/null || { echo 'not ok 1 - no county'; exit 1; }
whole=$(marks) scorecard=$(shown)
lose
none=$(marks)
test_that 'small numbers are marked' [ "$whole" != "$none" ]

patient measure --anew >one 2>&1 & one=$!
patient measure --anew >two 2>&1 & two=$!
during=$(shown)
wait $one; first=$?
wait $two; second=$?
test_that 'two commands measure at once' [ "$first $second" = '0 0' ]
test_that 'and mark what one does' [ "$(marks)" = "$whole" ]
test_that 'what is shown meanwhile is marked' [ "$during" = "$scorecard" ]

lose
began=$(now)
"$bairn" figure list >/dev/null
took=$(($(now) - began)) half=
for ((i = 1; i <= kills; i++)); do
	lose
	"$bairn" figure list >/dev/null 2>&1 & p=$!
	after=$((took * i / (kills + 1)))
	sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
	kill -9 $p 2>/dev/null
	wait $p 2>/dev/null
	state=$(marks)
	[ "$state" = "$none" ] || [ "$state" = "$whole" ] || half+="killed after $after of $took ms: half marked"$'\n'
done
[ -z "$half" ]
result $? 'a kill leaves all marks or none' "$half"
test_that 'and the next command shows what was shown before' [ "$(shown)" = "$scorecard" ]
test_that 'having marked all' [ "$(marks)" = "$whole" ]
tap_end
