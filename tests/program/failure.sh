#!/usr/bin/env bash
# What linking makes of a machine that fails: tests/program/failure.sh BAIRN. No threads, no memory, no room on the disk, pages that
# cannot be read, streams that are closed, files that are cut short or are output and input at once. Each time the answer is the usual one,
# or there is one sentence, a status that is no signal's, and everything as it was. Prints TAP.
set -u
. "$(dirname "$0")/../tap.sh"
bairn=$(realpath "$1")
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 3
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error
unset BAIRN_DB BAIRN_KEY_FILE
outputs=(--out out/links --clusters out/clusters --report out/report --save-model out/model)

as_before() { # every output is what it was, and nothing stands beside them
	[ "$(cat out/links out/clusters out/report out/model)" = "$(printf '%s\n' before before before before)" ] && [ "$(ls out)" = "$names" ]
}
renew() {
	for name in links clusters report model; do echo before >out/$name; done
}
one_sentence() { # STATUS: of a run that failed, whose standard error is in ./said
	[ "$1" = 3 ] && [ "$(grep -c '^bairn' said)" = 1 ]
}
# Of a report what does not hang on the clock or the memory.
all_outputs() {
	cat out/links out/clusters out/model
}
mkdir out
renew
names=$(ls out)
"$bairn" demo demo --people 100000 >/dev/null
head -20001 demo/people.csv >some.csv
"$bairn" link some.csv "${outputs[@]}" --threads 3 >/dev/null 2>&1
all_outputs >some.whole
"$bairn" link demo/people.csv "${outputs[@]}" --threads 3 >/dev/null 2>&1
all_outputs >all.whole

# A county of which nobody is linked yet.
"$bairn" demo files --children 300 --seed 3 >/dev/null
"$bairn" init --db county.db Wearshire --code E06999999 >/dev/null && "$bairn" import --db county.db files >/dev/null
anew() {
	rm -f now.db*
	cp county.db now.db && cp county.db.key now.db.key
}
who() { # DATABASE: who is who, and what runs keep
	sqlite3 "$1" "pragma integrity_check; select id, person, link_state, link_weight from identity order by id;
	select id, model, identities, people, joined, awaiting, undone from link_run; select * from link_review order by 1, 2;
	select id, joined_into from person order by id; select * from link_key order by 1, 2, 3"
}
who county.db >nobody
anew
"$bairn" link --db now.db >/dev/null
who now.db >everybody

# ---- threads -----------------------------------------------------------------------------------------------------

# So many of an account's own, that of the program counted: an account of which nothing else runs, where the one that runs this has none.
threads_of() { # HOW_MANY COMMAND…
	local most=$1
	shift
	if [ "$(id -u)" -eq 0 ]; then
		chown -R 54321:54321 "$work" && prlimit --nproc="$most" setpriv --reuid 54321 --regid 54321 --clear-groups "$@"
	else
		prlimit --nproc="$most" "$@"
	fi
}
bairn_here=$work/bairn
cp "$bairn" "$bairn_here" && chmod 755 "$bairn_here" "$work"
for most in 1 2 3; do
	out=$(threads_of $most "$bairn_here" link some.csv "${outputs[@]}" --threads 3 2>&1) && all_outputs | cmp - some.whole
	result $? "where $((most - 1)) threads can be started, files are linked as ever" "$out"
done
anew
out=$(threads_of 1 "$bairn_here" link --db now.db 2>&1) && who now.db | cmp - everybody
result $? 'where none can, so is a county' "$out"
[ "$(id -u)" -ne 0 ] || chown -R root:root "$work"
tap_end
