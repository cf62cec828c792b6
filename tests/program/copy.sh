#!/usr/bin/env bash
# A small county copied from a file to a server and back: tests/postgres.sh tests/program/copy.sh BAIRN [KILLS=12]. The dumps of
# every table of the first and the last file are the same, and so is the scorecard of all three. Then copies are killed at
# random points: bairn itself, its connection, the server's process. Until one is whole nobody can open what is there, and
# the same command again ends as if nothing had happened. Prints TAP; SEED repeats a run, CHILDREN sizes it.
set -u
. "$(dirname "$0")/../tap.sh"
bairn=$(realpath "$1") kills=${2:-12} seed=${SEED:-$RANDOM}
[ -w /dev/shm ] && export TMPDIR=/dev/shm       # killed processes, not power cuts
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 3                            # the keys of schemas lie in the current folder
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error
unset BAIRN_KEY_FILE BAIRN_DB

at() { # the address of a schema of the test's server
	echo "$BAIRN_TEST_POSTGRES&schema=$1"
}
dump() { # FILE: every table's rows in an order of their own, nulls and bytes told apart; then the schema
	local table
	for table in $(sqlite3 "$1" "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name"); do
		echo "== $table"
		sqlite3 "$1" '.mode quote' "select * from $table" | LC_ALL=C sort
	done
	sqlite3 "$1" "select type, name, sql from sqlite_schema where name not like 'sqlite%' order by type, name"
}
audit() { # FILE [ROWS]: its audit, all or the first so many rows, and their seals
	sqlite3 "$1.audit" '.mode quote' "select * from audit where id <= ${2:-1e9} order by id" \
		"select * from audit_seal where audit <= ${2:-1e9} order by seq"
}

"$bairn" demo files --children "${CHILDREN:-200}" --seed 7 >/dev/null &&
	"$bairn" init Wearshire --code E06999999 --db first.db >/dev/null || { echo 'not ok 1 - no county'; exit 1; }
"$bairn" import --db first.db files >/dev/null
"$bairn" link --db first.db >/dev/null && "$bairn" measure --db first.db >/dev/null || { echo 'not ok 1 - no county'; exit 1; }
figure() { # OPTIONS: types a figure, whose words are sealed
	"$bairn" figure add children_satisfied --db first.db --period 2024/25 --source Survey --evidence survey.xlsx --author 'A. Analyst' "$@"
}
number=$(figure --numerator 120 --denominator 150 | sed 's/^Figure \([0-9]*\) .*/\1/')
figure --numerator 126 --denominator 150 --revises "$number" --reason 'six forms came late' >/dev/null || { echo 'not ok 1 - no figure'; exit 1; }

out=$("$bairn" copy first.db "$(at there)" 2>&1)
result $? 'a file is copied to a server' "$out"
grep -q 'there.key' <<<"$out" && cmp -s first.db.key there.key
result $? 'with its master key' "$out"
out=$("$bairn" copy --check first.db "$(at there)" --format csv 2>&1)
status=$?
[ $status -eq 0 ] && [ "$(grep -c ',yes,' <<<"$out")" -gt 30 ]
result $? 'the two are compared table by table' "$out"
out=$("$bairn" copy first.db "$(at there)" 2>&1)
[ $? -eq 1 ] && grep -q 'is there already' <<<"$out"
result $? 'what is there is not written over' "$out"
out=$("$bairn" copy "$(at there)" last.db 2>&1)
result $? 'and back into another file' "$out"

dump first.db >first.dump
dump last.db >last.dump
[ "$(wc -l <first.dump)" -gt 10000 ] && cmp -s first.dump last.dump
result $? 'every table of the first and the last file is the same' "$(diff first.dump last.dump | head -12)"
rows=$(sqlite3 last.db.audit 'select max(id) - 1 from audit')
audit first.db "$rows" >first.dump
audit last.db "$rows" >last.dump
[ -s first.dump ] && cmp -s first.dump last.dump
result $? 'and so is the audit, up to what each copy adds' "$(diff first.dump last.dump | head -12)"
for db in first.db "$(at there)" last.db; do
	"$bairn" show scorecard --format csv --db "$db" 2>&1 | md5sum
done | sort | uniq -c >cards
[ "$(wc -l <cards)" -eq 1 ] && [ "$("$bairn" show scorecard --format csv --db last.db | wc -l)" -gt 25 ]
result $? 'and the scorecard of all three' "$(cat cards)"

for db in first.db "$(at there)" last.db; do
	"$bairn" figure list --history --format csv --db "$db" 2>&1 | md5sum
done | sort | uniq -c >cards
out=$("$bairn" figure list --history --format csv --db last.db)
[ "$(wc -l <cards)" -eq 1 ] && grep -q 'A. Analyst.*six forms came late' <<<"$out"
result $? 'and what was typed, with its history and its sealed words' "$(cat cards)"

# Three ways to end a copy early.
stop() { # HOW PID
	case $1 in
	bairn) kill -KILL "$2" 2>/dev/null ;;
	connection) psql -Atqc "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bairn'" >/dev/null ;;
	server) kill -KILL $(psql -Atqc "select pid from pg_stat_activity where application_name = 'bairn' limit 1") 2>/dev/null
		until psql -Atqc 'select 1' >/dev/null 2>&1; do :; done ;;
	esac
}
try() { # FROM TO: opens TO, which must be whole, not there, or refused for being half there; prints which
	local said
	if said=$("$bairn" show scorecard --format csv --db "$2" 2>&1); then
		echo whole
	elif grep -qE 'was not finished|there is no' <<<"$said"; then
		echo refused
	else
		echo "$said"
	fi
}
killed_copies() { # WHAT FROM TO…: kills copies from FROM to the first TO until it is whole, then to the next
	local what=$1 from=$2 i how delay ms pid state="" early=0 started
	local -a ways=(bairn connection server)
	shift 2
	started=$(date +%s%N)
	"$bairn" copy "$from" "$1" >/dev/null 2>&1
	ms=$((($(date +%s%N) - started) / 1000000))
	shift
	for ((i = 0; i < kills && $# > 1; i++)); do
		how=${ways[$((i % 3))]}
		delay=$((1 + (RANDOM * 32768 + RANDOM) % ms))
		"$bairn" copy "$from" "$1" >/dev/null 2>said &
		pid=$!
		sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
		kill -0 "$pid" 2>/dev/null && early=$((early + 1))
		stop "$how" "$pid"
		wait "$pid" 2>/dev/null
		[ $? -le 3 ] && [ -s said ] && ! grep -qE 'connection|server' said && state="$how after $delay ms: $(cat said)" && break
		state=$(try "$from" "$1")
		[ "$state" = whole ] && shift
		[ "$state" = whole ] || [ "$state" = refused ] || break
	done
	echo "# SEED=$seed: $early of $i copies $what were still running; a whole one takes $ms ms"
	[ "$state" = whole ] || [ "$state" = refused ]
	result $? "killed copies $what leave nothing half there" "$state"
	[ "$(try "$from" "$1")" = whole ] || out=$("$bairn" copy "$from" "$1" 2>&1)
	result $? 'the same command again copies all' "$out"
	last=$1
}

RANDOM=$seed
targets=()
for ((i = 0; i <= kills + 2; i++)); do targets+=("$(at "k$i")"); done
killed_copies 'to a server' first.db "${targets[@]}"
from=$last
targets=()
for ((i = 0; i <= kills + 2; i++)); do targets+=("k$i.db"); done
killed_copies 'to a file' "$from" "${targets[@]}"
sqlite3 "$last" 'pragma integrity_check; pragma foreign_key_check' >checked
[ "$(cat checked)" = ok ]
result $? 'the file is sound' "$(head checked)"
# On a server the calendars are in the database too, once it was used there.
dump first.db | grep -vE "^'calendar |^'[a-z_]+','[0-9-]+','(yes|no)'," >first.dump
dump "$last" | grep -vE "^'calendar |^'[a-z_]+','[0-9-]+','(yes|no)'," >last.dump
cmp -s first.dump last.dump
result $? 'and every table is as it was at first' "$(diff first.dump last.dump | head -12)"

tap_end
