#!/usr/bin/env bash
# Linking a small county by the program itself: tests/program/link.sh BAIRN. A run, the same again, review, a decision and its
# taking back, undo; and runs that are killed at any moment, which must leave who is who as it was. Prints TAP; CHILDREN sizes it.
set -u
. "$(dirname "$0")/../tap.sh"
bairn=$(realpath "$1")
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 3
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error BAIRN_DB=county.db
unset BAIRN_KEY_FILE

# A county, and more children of one family name and one day than a block holds.
"$bairn" demo files --children "${CHILDREN:-600}" --seed 3 >/dev/null
for a in b d f g k l m n r s t v; do
	for b in b d f g k l m n r s t v; do
		echo "Z$a$b,Z$a$b,EFZ,Zuckerman,${a}o${b}ik,14/05/2012,F,WBRI,WE1 1AA,,01/09/2024,,parenting,school,A. Nowak,,"
	done
done >>files/early_help/early_help.csv
"$bairn" init Wearshire --code E06999999 >/dev/null &&
	"$bairn" import files >/dev/null
ask() { sqlite3 -cmd '.timeout 20000' county.db "$1"; }
# Who is who and all that runs keep, but for the minute of a run and up to which number the last one saw.
who() { sqlite3 "${1:-county.db}" "select id, person, link_state, link_weight from identity order by id;
	select id, model, identities, people, joined, awaiting, undone from link_run; select * from link_review;
	select id, joined_into from person order by id; select * from link_input order by 1; select * from link_chance order by 1, 2, 3;
	select * from link_key order by 1, 2, 3; select * from link_split order by 1; select * from link_touched order by 1; select * from link_population where name <> 'seen' order by 1"; }
says() { # TEXT COMMAND…: a command that is waited for to its end, which a pipe into grep -q would not do
	local text=$1
	shift
	"$@" >said && grep -q "$text" said
}

test_that 'a county is linked' "$bairn" link
test_that 'and every record is somebody' [ "$(ask 'select count(*) from identity where person is null')" = 0 ]
test_that 'and keys that too many share are kept as such' [ "$(ask 'select count(*) from link_split')" -gt 0 ]
who >first
test_that 'twice the same changes nothing' says 'Nothing had to change' "$bairn" link
test_that 'nor does a run of all records' says 'Nothing had to change' "$bairn" link --full
# A hundred and forty-four names of one family name, day and postcode have 10,296 pairs by either key, of which 12 sound alike (f and v).
apart=$(sed -n 's/.*keys, such as .* left \([0-9]*\) pairs apart.*/\1/p' said)
test_that '... which says how many pairs those keys left apart' [ "${apart:-0}" -ge 20568 ]
who >again
test_that 'in no table' cmp first again

"$bairn" link review --format csv >review
IFS=, read -r left _ right _ < <(sed -n 2p review)
people() { ask "select count(distinct person) from identity where id in ($left, $right)"; }
test_that 'a pair waits for a person' [ "$(people)" = 2 ]
test_that 'its weight is explained' says '^Together ' "$bairn" link --explain "$left" "$right"
test_that 'a person decides' "$bairn" link decide "$left" "$right" same --why 'asked the school'
"$bairn" link >/dev/null
test_that 'which the next run holds to' [ "$(people)" = 1 ]
test_that 'and the pair waits no more' [ "$("$bairn" link review --format csv | grep -c "^$left,.*,$right,")" = 0 ]
test_that 'the decision is told' says "^$left,$right,same,command line," "$bairn" link decisions --format csv
"$bairn" link decide "$left" "$right" unsure >/dev/null && "$bairn" link >/dev/null
test_that 'and taken back' [ "$(people)" = 2 ]
run=$(ask 'select max(id) from link_run where undone is null')
test_that 'a run is undone' "$bairn" link undo "$run"
test_that 'and what it parted is together again' [ "$(people)" = 1 ]

# Much is to be moved back by each of these runs, which are killed before they come to their end.
ask 'update identity set person = (select min(id) from person) where id % 3 = 0'
killed() { # OPTIONS: runs that are killed ever later, until one came to its end first; all of a run is there, or nothing
	local delay pid half=
	sqlite3 county.db 'vacuum into "whole.db"' && cp county.db.key whole.db.key && "$bairn" link --db whole.db "$@" >/dev/null
	who >before
	who whole.db >whole
	rm whole.db*
	for delay in 0.01 0.02 0.05 0.1 0.15 0.2 0.25; do
		"$bairn" link "$@" >/dev/null 2>&1 &
		pid=$!
		sleep $delay
		kill -KILL $pid 2>/dev/null
		wait $pid 2>/dev/null
		who >after
		cmp -s whole after && break
		cmp -s before after || half="$half $delay"
	done
	! cmp -s before whole || half="$half, and nothing was to change,"
	[ -z "$half" ] || echo "# otherwise after$half s"
	[ -z "$half" ]
}
test_that 'killed runs of all records leave who is who as it was, or are there whole' killed --full
test_that 'and the next one comes to its end' "$bairn" link --full
ask 'update identity set person = null, link_weight = null where id % 5 = 0'
test_that 'so do killed runs of new records' killed
test_that 'and the next one of these too' "$bairn" link
test_that 'with everybody linked' [ "$(ask "select count(*) from identity where person is null and sealed = 'no'")" = 0 ]
tap_end
