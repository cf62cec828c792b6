#!/usr/bin/env bash
# What linking, most of all, makes of a machine that fails: tests/program/failure.sh BAIRN. No threads, no memory, no room on the disk, pages that
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
measured() { # DATABASE
	sqlite3 "$1" 'select indicator, area, period_from, period_to, dimension, category, numerator, denominator, value from observation order by 1, 2, 3, 4, 5, 6'
}
figures() {
	anew
	"$bairn" measure --db now.db >/dev/null && measured now.db >figures && anew &&
		threads_of 1 "$bairn_here" measure --db now.db >/dev/null && [ -s figures ] && measured now.db | cmp - figures
}
test_that 'and it is measured as ever' figures
[ "$(id -u)" -ne 0 ] || chown -R root:root "$work"

# ---- memory ------------------------------------------------------------------------------------------------------

few= many= bad=
for megabytes in 70 90 100 110 120 130 140 150 170 200 1000; do
	for threads in 1 2; do
		renew
		(ulimit -v $((megabytes * 1000)) && ulimit -c unlimited && exec "$bairn" link demo/people.csv "${outputs[@]}" --threads $threads >/dev/null 2>said)
		status=$?
		if [ $status -eq 0 ] && all_outputs | cmp -s - all.whole; then
			many=yes
		elif one_sentence $status && as_before; then
			few=yes
		else
			bad="$bad $megabytes MB, $threads threads, status $status: $(tail -1 said)"
		fi
	done
done
[ -n "$few" ] && [ -n "$many" ] && [ -z "$bad" ]
result $? 'without memory there is a sentence, and every output as before' "few: $few, many: $many, otherwise: $bad"
few= many= bad=
for megabytes in 60 70 80 90 100 120 150 4000; do
	anew
	(ulimit -v $((megabytes * 1000)) && exec "$bairn" link --db now.db >/dev/null 2>said)
	status=$?
	who now.db >now
	if [ $status -eq 0 ] && cmp -s now everybody; then
		many=yes
	elif one_sentence $status && cmp -s now nobody; then
		few=yes
	else
		bad="$bad $megabytes MB, status $status: $(tail -1 said)"
	fi
done
[ -n "$few" ] && [ -n "$many" ] && [ -z "$bad" ]
result $? 'in a database, too, which is as before' "few: $few, many: $many, otherwise: $bad"

# ---- signals of the system ---------------------------------------------------------------------------------------

# It reads what comes in until that ends, and has said what it took the columns for by then. A core would hold names and keys.
mkfifo coming told
(ulimit -c unlimited; exec "$bairn" link - --out out/links <coming >/dev/null 2>told) &
pid=$!
exec 7>coming 8<told
head -5000 demo/people.csv >&7
read -r line <&8
limits=$(cat /proc/$pid/limits)
kill -BUS $pid
{ echo "$line"; cat <&8; } >said
wait $pid
status=$?
exec 7>&- 8<&-
grep -q '^Max core file size *0 ' <<<"$limits"
result $? 'no core is written, whatever happens' "$limits"
one_sentence $status && grep -q 'the disk failed while a file was read' said
result $? 'a page that cannot be read is told in a sentence' "status $status: $(cat said)"

# ---- room on the disk --------------------------------------------------------------------------------------------

renew
"$bairn" link encode --new-key own.key >/dev/null
for name in links clusters report model; do
	case $name in
	links) to=(--out out/links) ;;
	clusters) to=(--out /dev/null --clusters out/clusters) ;;
	report) to=(--out /dev/null --report out/report) ;;
	model) to=(--out /dev/null --save-model out/model) ;;
	esac
	(ulimit -f 1 && exec "$bairn" link some.csv "${to[@]}" 2>&1 >/dev/null) | cat >said
	one_sentence "${PIPESTATUS[0]}" && as_before && grep -q "out/$name could not be written whole, and nothing was: is the disk full?" said
	result $? "$name that do not fit are told, and those of before are kept" "$(cat said; ls out)"
done
(ulimit -f 1 && exec "$bairn" link encode some.csv --key-file own.key --out out/links 2>&1 >/dev/null) | cat >said
one_sentence "${PIPESTATUS[0]}" && as_before
result $? 'so are encodings' "$(cat said; ls out)"

mkdir small
if mount -t tmpfs -o size=64m tmpfs small 2>/dev/null; then
	few= many= bad=
	for kilobytes in 20 60 100 200 400 800 1600 3200 6400; do
		rm -f small/*
		cp county.db small/now.db && cp county.db.key small/now.db.key
		mount -o remount,size=$(($(stat -c %s county.db) / 1024 + kilobytes))k small
		"$bairn" link --db small/now.db >/dev/null 2>said
		status=$?
		mount -o remount,size=64m small
		who small/now.db >now
		if [ $status -eq 0 ] && cmp -s now everybody; then
			many=yes
		elif one_sentence $status && cmp -s now nobody && grep -q 'the disk is full' said; then
			few=yes
			"$bairn" link --db small/now.db >/dev/null 2>said && who small/now.db | cmp -s - everybody || bad="$bad $kilobytes KB and then more"
		else
			bad="$bad $kilobytes KB, status $status: $(tail -1 said)"
		fi
	done
	[ -n "$few" ] && [ -n "$many" ] && [ -z "$bad" ]
	result $? 'a county on a full disk stays as it was, and is linked when there is room' "few: $few, many: $many, otherwise: $bad"
	umount small
else
	echo "ok $((n = n + 1)) - a county on a full disk # SKIP no file system may be mounted here"
fi

# ---- streams -----------------------------------------------------------------------------------------------------

head -1001 demo/people.csv >few.csv
"$bairn" link few.csv --out few.links >/dev/null 2>&1
closed() { # STATUS COMMAND…, whose streams are closed: its links are whole, and nothing else stands among them
	local status=$1
	shift
	rm -f out/links
	"$@"
	[ $? -eq "$status" ] && cmp few.links out/links
}
quiet() { "$bairn" link few.csv --out out/links >&- 2>&- <&-; }
piped() { "$bairn" link - --out out/links <few.csv >&- 2>&-; }
mute() { "$bairn" link few.csv --out out/links 2>&- >/dev/null; }
full() { "$bairn" link few.csv --out out/links >/dev/full 2>said; }
test_that 'what is said on streams that are closed stands in no output' closed 3 quiet
test_that 'nor of records that come from standard input' closed 3 piped
test_that 'and who wants to hear no errors gets the links' closed 0 mute
test_that 'a summary that cannot be printed is told' closed 3 full
"$bairn" link - --out none <&- >/dev/null 2>said
status=$?
one_sentence $status && [ ! -e none ] && grep -q 'standard input cannot be read' said
result $? 'standard input that is closed is told' "$status $(cat said)"

# ---- files -------------------------------------------------------------------------------------------------------

refused() { # STATUS SENTENCE COMMAND…: no file is any other than before
	local status=$1 sentence=$2 before
	shift 2
	before=$(cksum few.csv own.key own.yml few.csv.gz; ls)
	"$@" >/dev/null 2>said </dev/null
	[ $? -eq "$status" ] && grep -qF "$sentence" said && [ "$before" = "$(cksum few.csv own.key own.yml few.csv.gz; ls)" ]
	result $? "refused: $sentence" "$(cat said)"
}
over_input() { "$bairn" link - --out few.csv <few.csv; }
"$bairn" link few.csv --out few.links --save-model own.yml >/dev/null 2>&1
gzip -k few.csv
head -c 10000 few.csv.gz >cut.csv.gz
mkdir folder
refused 2 'own.key is one of the files to read' "$bairn" link encode few.csv --key-file own.key --out own.key
refused 2 'own.key is one of the files to read' "$bairn" link encode few.csv --key-file own.key --out ./own.key
refused 2 'few.csv is one of the files to read' "$bairn" link encode few.csv --key-file own.key --out few.csv
refused 2 'own.yml is one of the files to read' "$bairn" link encode few.csv --model own.yml --key-file own.key --out own.yml
refused 2 'own.yml is one of the files to read' "$bairn" link few.csv --model own.yml --out own.yml
refused 2 'few.csv is one of the files to read' over_input
refused 2 './none.csv is named twice' "$bairn" link few.csv --out none.csv --clusters ./none.csv
refused 1 'folder is a folder, not a file' "$bairn" link few.csv --out folder
refused 1 'cut.csv.gz is cut short: its gzip data ends too early; ask for it again' "$bairn" link cut.csv.gz --out none.csv
refused 1 'cut.csv.gz is cut short: its gzip data ends too early; ask for it again' "$bairn" link encode cut.csv.gz --key-file own.key --out none.csv
test_that 'a model may be saved where it was read from' "$bairn" link few.csv --model own.yml --out few.links --save-model own.yml

# The 101st row ends in its third field.
{ head -101 few.csv; printf '%s' 'x,school,Mar'; } >half.csv
out=$("$bairn" link encode half.csv --key-file own.key --out out/links 2>&1) && [ "$(wc -l <out/links)" = 102 ] &&
	grep -q '^half.csv: 1 rows have more or fewer fields than the header' <<<"$out"
result $? 'a row that is cut in half is told where it is encoded, too' "$out"

cp few.links kept.links
chmod 600 kept.links
"$bairn" link few.csv --out kept.links >/dev/null 2>&1
[ "$(stat -c %a kept.links)" = 600 ]
result $? 'who could not read the links that were there cannot read the new ones' "$(stat -c %a kept.links)"

cat few.csv >coming &
out=$(timeout 20 "$bairn" link coming --out out/links --report out/report 2>&1) && tail -n +2 few.links | cmp - <(tail -n +2 out/links)
result $? 'a report of records that came through a pipe does not wait for them to come again' "$out"
sed '1s/.*/not the header\n&/' few.csv >headed.csv
{ read -r line; out=$("$bairn" link - --model own.yml --out out/links 2>&1); } <headed.csv && cmp few.links out/links
result $? 'of a file whose beginning another program has read the rest is linked' "$out"
tap_end
