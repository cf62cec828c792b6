#!/usr/bin/env bash
# Kills imports at random points: tests/program/kills.sh BAIRN [KILLS=200]. After each, the database must be whole, and
# each file there with exactly the rows that an undisturbed import gives it, or not at all. Prints TAP; SEED repeats a run.
set -u
bairn=$(realpath "$1") kills=${2:-200}
RANDOM=${SEED:=$RANDOM}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-kills.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error

fresh() { # DATABASE
	rm -f "$1" "$1"-* "$1".*
	BAIRN_DB=$1 "$bairn" init Wearshire --code E06999999 >/dev/null
}

# What each file left: how many versions of episodes and events, and rejected rows.
left() { # DATABASE
	sqlite3 "$1" "select b.dataset, b.file, b.rows, b.rejected,
		(select count(*) from episode_all e where e.batch = b.id), (select count(*) from event_all e where e.batch = b.id),
		(select count(*) from reject r where r.batch = b.id) from batch b order by 1, 2, 3" | sort
}

"$bairn" demo "$dir/files" --children 600 >/dev/null
fresh "$dir/whole.db"
start=$(date +%s%N)
BAIRN_DB=$dir/whole.db "$bairn" import "$dir/files" >/dev/null
took=$((($(date +%s%N) - start) / 1000000))
left "$dir/whole.db" >"$dir/whole"

faults=0 finished=0 done=0
fresh "$dir/cut.db"
for ((i = 1; i <= kills; i++)); do
	BAIRN_DB=$dir/cut.db "$bairn" import "$dir/files" >/dev/null 2>&1 &
	pid=$!
	ms=$((RANDOM * RANDOM % (took / 4 + 1)))
	read -rt "$((ms / 1000)).$(printf %03d $((ms % 1000)))" <> <(:)
	kill -9 "$pid" 2>/dev/null && done=$((done + 1)) || finished=$((finished + 1))
	wait "$pid" 2>/dev/null
	check=$(sqlite3 "$dir/cut.db" 'pragma integrity_check; pragma foreign_key_check' 2>&1)
	left "$dir/cut.db" >"$dir/cut"
	stray=$(sqlite3 "$dir/cut.db" 'select (select count(*) from episode_all where batch not in (select id from batch))
		+ (select count(*) from event_all where batch not in (select id from batch))
		+ (select count(*) from reject where batch not in (select id from batch))')
	half=$(comm -13 "$dir/whole" "$dir/cut")
	if [ "$check" != ok ] || [ -n "$half" ] || [ "$stray" != 0 ]; then
		faults=$((faults + 1))
		echo "# kill $i after $ms ms: $check; $stray rows without their file; ${half:0:300}"
	fi
	# All files are there: begin anew.
	[ "$(wc -l <"$dir/cut")" -lt "$(wc -l <"$dir/whole")" ] || fresh "$dir/cut.db"
done
echo "# $done imports killed, $finished ended first; seed $SEED"
[ "$faults" -eq 0 ] && [ "$done" -gt $((kills / 2)) ] && echo "ok 1 - $done killed imports left whole files" ||
	echo "not ok 1 - $faults of $done killed imports left a fault"
echo "1..1"
[ "$faults" -eq 0 ] && [ "$done" -gt $((kills / 2)) ]
