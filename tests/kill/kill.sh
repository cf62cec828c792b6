#!/usr/bin/env bash
# Kills imports at random points: tests/kill/kill.sh BAIRN [KILLS=200]. After each, the database must be sound, every
# file either as a whole import leaves it or not there at all, and no row of no file. After every tenth the import is run
# again to its end, and all must be as if nothing had happened. Prints TAP; SEED repeats a run, CHILDREN sizes it.
#
# What is compared is a line for each batch: its file, its counts, and the rows it left in every table of facts.
#
# Under tests/postgres.sh the same on PostgreSQL: killed in turn are bairn, its connection (politely, then by -9, which makes
# the server start anew), and the server itself. Where bairn outlives it, it must end with one clear sentence.
set -u
bairn=$(realpath "$1") kills=${2:-200} seed=${SEED:-$RANDOM}
here=$(dirname "$(realpath "$0")")
# A killed process, not a power cut: memory does as well as a disk, and is quicker.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
export BAIRN_TODAY=2026-01-01 BAIRN_LOG=error

rows= versions= orphans=
for t in episode_all event_all identity_detail_all identity_name_all identifier_all residence_all tie_all team_all; do
	rows+=", (select count(*) from $t t where t.batch = b.id)"
	# A later file supersedes versions of an earlier one, so these are alike only at the end.
	versions+=", (select count(superseded) from $t t where t.batch = b.id)"
	orphans+="(select count(*) from $t t where t.batch not in (select id from batch)) + "
done
lines="select b.file, b.dataset, b.rows_read, b.written, b.unchanged, b.rejected, b.withdrawn,
	(select count(*) from reject j where j.batch = b.id), (select count(*) from identity i where i.batch = b.id) $rows"
tables="select (select count(*) from identity), (select count(*) from fact), (select count(*) from org),
	(select count(*) from worker), (select count(*) from place), (select count(*) from postcode),
	(select count(*) from fix where closed is null)"
strays="$orphans (select count(*) from reject where batch not in (select id from batch))
	+ (select count(*) from identity where batch not in (select id from batch))
	+ (select count(*) from fact where id not in (select fact from episode_all union all select fact from event_all))"
of_batches='from batch b order by b.id'

fail() {
	echo "not ok 1 - $1"
	exit 1
}
import() {
	"$bairn" import "$work/in" >/dev/null 2>"$work/said"
	[ $? -le 1 ] || fail "$where: the import failed: $(cat "$work/said")"
}

# What differs between the engines: database (makes the empty one), fresh, ask, strike.
if [ -n "${BAIRN_TEST_POSTGRES:-}" ]; then . "$here/postgres.sh"; else . "$here/sqlite.sh"; fi
check="$sound select $strays; $lines $of_batches"

"$bairn" demo "$work/in" --children "${CHILDREN:-100}" --seed 7 >/dev/null || fail 'no demonstration'
database || fail 'no database'
fresh
where='without a kill'
started=$(date +%s%N)
import
ms=$((($(date +%s%N) - started) / 1000000))
ask "$check" >"$work/whole" || fail 'the database cannot be asked'
[ "$(head -2 "$work/whole")" = $'ok\n0' ] || fail 'the import without a kill leaves a damaged database or rows of no file'
ask "$lines $versions $of_batches; $tables" >"$work/whole.end"
files=$(($(wc -l <"$work/whole") - 2))
[ "$files" -gt 10 ] || fail "only $files files were imported"
echo "# a whole import takes $ms ms and leaves $files files"

RANDOM=$seed
during=0 least=$files most=0
for ((i = 1; i <= kills; i++)); do
	fresh
	delay=$((1 + (RANDOM * 32768 + RANDOM) % ms))
	where="kill $i of SEED=$seed, after $delay ms" were=$during
	"$bairn" import "$work/in" >/dev/null 2>"$work/said" &
	sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
	strike $! "$i"
	# It was over before: the machine was busier when a whole one was timed.
	[ "$during" -gt "$were" ] || ms=$((ms - ms / 8))
	ask "$check" >"$work/left" || fail "$where: the database cannot be asked"
	there=$(wc -l <"$work/left")
	head -n "$there" "$work/whole" | cmp -s - "$work/left" || {
		diff <(head -n "$there" "$work/whole") "$work/left" | head -6 | sed 's/^/# /'
		fail "$where: the database is damaged, a file is half there, or a row is nobody's"
	}
	[ $((there - 2)) -lt "$least" ] && least=$((there - 2))
	[ $((there - 2)) -gt "$most" ] && most=$((there - 2))
	[ $((i % 10)) -eq 0 ] || continue
	import
	ask "$lines $versions $of_batches; $tables" | cmp -s - "$work/whole.end" ||
		fail "$where: the import again does not end as a whole one"
done
echo "# SEED=$seed: $during of $kills imports were still running; they left from $least to $most files"
[ $((during * 2)) -ge "$kills" ] || fail 'most imports were over before they were killed'
echo "ok 1 - $kills kills, each file whole or not there"
echo "1..1"
