#!/usr/bin/env bash
# Hostile files against the real program: each gives one clear sentence or rejected rows, exit status 1 and nothing
# half-written; a full disk gives a sentence and status 3. On PostgreSQL where BAIRN_TEST_POSTGRES is a server. Prints TAP.
#
#   hostile.sh PROGRAM
#
# A case is: name, what a good answer says, what is counted before and after ("same": nothing may have changed), command
# that makes the files. Everything runs within 20 seconds and 1 GiB; under a sanitizer within 60 seconds.
set -u
bairn=$(realpath "${1:-${BAIRN_BIN:?the program}}")
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
file=$work/db in=$work/in n=0 failed=0 server=${BAIRN_TEST_POSTGRES:-} schema=hostile_$$
db=${server:+$server&schema=$schema}
db=${db:-$file}
export BAIRN_TODAY=2026-01-01 BAIRN_LOG=error BAIRN_KEY_FILE=$work/db.key
grep -q __asan_init "$bairn" && sanitized=yes limit=60 || sanitized=no limit=20

asks() {        # asks SQL: of the database, past the program
	if [ -n "$server" ]; then PGOPTIONS="-c search_path=$schema" psql -Atqd "$server" -c "$1"; else sqlite3 "$file" "$1"; fi
}

counts() {
	asks "select (select count(*) from batch), (select count(*) from reject), (select count(*) from identity),
	    (select count(*) from fact), (select count(*) from episode_all), (select count(*) from event_all),
	    (select count(*) from identifier_all), (select count(*) from place), (select count(*) from org)"
}

verdict() {     # verdict "" | "what is wrong"
	n=$((n + 1))
	if [ -z "$1" ]; then
		echo "ok $n - $name"
	else
		failed=$((failed + 1))
		echo "not ok $n - $name: $1"
		sed 's/^/# /' "$work/out" | cut -c1-400 | head -20
	fi
}

import() {      # import PATH…; sets status and leaves what was said in out
	(
		[ "$sanitized" = yes ] || ulimit -v 1048576
		timeout "$limit" "$bairn" import --db "$db" "$@"
	) >"$work/out" 2>&1 </dev/null
	status=$?
}

try() {         # try NAME PATTERN same|other STATUS: what is in $in was made by the caller
	name=$1
	local before after wrong=
	before=$(counts)
	import "$in"
	after=$(counts)
	[ "$status" -eq "$4" ] || wrong="exit status $status, not $4"
	[ -z "$wrong" ] && ! grep -Eq -- "$2" "$work/out" && wrong="does not say /$2/"
	[ -z "$wrong" ] && [ "$3" = same ] && [ "$before" != "$after" ] && wrong="counts were $before, are $after"
	[ -z "$wrong" ] && [ "$3" = other ] && [ "$before" = "$after" ] && wrong="nothing was written"
	[ -z "$wrong" ] && grep -aq '[^[:print:][:space:]]' <(LC_ALL=C tr -d '\200-\377' <"$work/out") && wrong="prints control characters"
	verdict "$wrong"
	rm -rf "$in"
	mkdir "$in"
}

reviews='CHILD,REVIEW,REVIEW_CODE'
episodes='CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC'
census() {      # census BODY [BEFORE]: a children in need census
	printf '<?xml version="1.0"?>%s<Message><Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>%s</Children></Message>' "${2:-}" "$1"
}
child='<Child><ChildIdentifiers><LAchildID>1</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers></Child>'
big() {         # big N CHARACTER
	head -c "$1" /dev/zero | tr '\0' "$2"
}

repeat() {      # repeat N TEXT
	yes "$2" | head -n "$1" | tr -d "\n"
}

"$bairn" init Wearshire --code E06999999 --db "$db" >/dev/null || exit 3
mkdir "$in"
printf '%s\n1,01/05/2024,PN1\n2,02/05/2024,PN2\n' "$reviews" >"$in/2024-reviews.csv"
try 'a good file first' '2 +2|1 file\b' other 0

# ---- not what they seem
cp "$bairn" "$in/x.csv"; truncate -s 1M "$in/x.csv"
try 'a program' 'no(t|) (recognised|data set)|cannot|longer' same 1
head -c 100000 /dev/urandom >"$in/noise.csv"
try 'noise' 'not recognised|no data set|longer|gzip' same 1
head -c 1000000 /dev/zero >"$in/noughts.csv"
try 'noughts' 'not recognised|no data set|empty|longer' same 1
: >"$in/empty.csv"
try 'empty' 'is empty' same 1
printf '\n\n  \n\t\n' >"$in/blank.csv"
try 'white space' 'is empty|no data set|not recognised' same 1
printf '\xef\xbb\xbf' >"$in/mark.csv"
try 'a byte order mark alone' 'is empty' same 1
printf '%s\n' "$reviews" >"$in/2024-reviews.csv"
try 'a heading alone' 'no rows' same 1
printf '%s' "$reviews" >"$in/2031-reviews.csv"
try 'a heading alone without a line end' 'no rows' same 1
census '' >"$in/cin.xml"
try 'a census without children' 'no rows' same 1

# ---- too large
{ printf '%s\n1,01/06/2024,' "$reviews"; big 10000000 x; printf '\n'; } >"$in/long.csv"
try 'a line of 10 MB' 'longer|1 rows rejected|larger' same 1
{ printf '%s\n1,01/06/2024,"PN1' "$reviews"; big 30000000 x; } >"$in/unclosed.csv"
try 'a quote that never closes' 'longer|quote' same 1
{ seq -s, 1 200000; seq -s, 1 200000; } >"$in/wide.csv"
try '200,000 columns' 'no data set|not recognised|longer|columns' same 1
{ echo "$reviews"; head -c 300000000 /dev/zero | tr '\0' a; } | gzip -1 >"$in/bomb.csv.gz"
try 'a small gzip of one long line' 'longer' same 1

# ---- broken on the way
printf '%s\n1,01/06/2024,PN1\n%s' "$reviews" "$(seq 1 20000)" | gzip >"$work/whole.gz"
head -c 20000 "$work/whole.gz" >"$in/cut.csv.gz"
try 'a truncated gzip' 'gzip|truncated|cut' same 1
printf '\x1f\x8bnothing of the kind' >"$in/fake.csv.gz"
try 'a false gzip' 'gzip|compress' same 1
printf '%s\n1,01/06/2024,PN1\n' "$reviews" | iconv -t UTF-16LE | { printf '\xff\xfe'; cat; } | head -c 71 >"$in/odd.csv"
try 'UTF-16 that ends in half a character' '1 rows rejected' other 1
printf '%s\n1,31/02/2024,PN1\n3,01/06/2024,PN1\n' "$reviews" | iconv -t UTF-16LE | { printf '\xff\xfe'; cat; } >"$in/utf16.csv"
try 'UTF-16 with a wrong date' '1 rows rejected' other 1
printf '%s\n4,01/06/2024,P\0N1\n' "$reviews" >"$in/nought.csv"
try 'a nought in a field' 'line 2: there is a NUL byte' same 1
printf '%s\n5,32/13/2024,PN1\n6,2024-02-30,PN1\n7,yesterday,PN1\n8,99999999999999999999,PN1\n' "$reviews" >"$in/dates.csv"
try 'wrong dates' '4 rows rejected' other 1
printf '%s\n9,01/06/2024,PN1\n9,01/06/2024,PN2\n9,01/06/2024,PN3\n' "$reviews" >"$in/keys.csv"
try 'one key, three contents' '2 rows rejected' other 1
printf '%s\n10,01/06/2024\n11,01/06/2024,PN1,,,,x\n,,\n' "$reviews" >"$in/ragged.csv"
try 'ragged rows' '3 rows rejected' other 1
printf 'pers_person_id,pers_dob,pers_ethnicity,pers_sex,pers_surname\n1,2015-01-01,WBRI,F,Gr\xfcn\n2,x,WBRI,F,\xf0\x28\x8c\x28\n' >"$in/person.csv"
try 'names that are no UTF-8' '1 rows rejected' other 1
printf '%s\n12,01/05/2024,S,C1,N1,U4,01/04/2024,X1\n12,01/05/2024,P,C1,N1,U4,,\n13,01/01/0001,S,C1,N1,U4,,\n' "$episodes" >"$in/2024-episodes.csv"
try 'episodes that end before they begin' '2 rows rejected' other 1

# ---- XML
census "$child" '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>' | sed 's/<LAchildID>1/<LAchildID>\&h;/' >"$in/bomb.xml"
try 'an XML bomb' 'document type|XML' same 1
census "$child" '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' | sed 's/<LAchildID>1/<LAchildID>\&a;/' >"$in/outside.xml"
try 'an entity from outside' 'document type|XML' same 1
grep -q 'root:' "$work/out" && failed=$((failed + 1)) && echo "not ok - an entity from outside was read"
census "$child" | sed 's/<LAchildID>1/<LAchildID>\&unknown;/' >"$in/entity.xml"
try 'an entity that nobody declared' 'well-formed' same 1
census "$(repeat 50000 '<a>')" >"$in/deep.xml"
try 'elements 50,000 deep' 'deep|well-formed' same 1
census "<Child>$(repeat 50000 '<a>')" >"$in/deep.xml"
try 'elements 50,000 deep in a child' 'deep|well-formed' same 1
{ census '' | sed 's|</Children>.*||'; printf '<Child x="'; big 20000000 y; printf '"></Child></Children></Message>'; } >"$in/attribute.xml"
try 'an attribute of 20 MB' 'larger|well-formed|XML|long|no rows|missing|rejected' other 1
{ census '' | sed 's|</Children>.*||'; printf '<Child><ChildIdentifiers><LAchildID>'; big 40000000 y; printf '</LAchildID></ChildIdentifiers></Child></Children></Message>'; } >"$in/text.xml"
try 'a leaf of 40 MB' 'larger' same 1
{ census '' | sed 's|</Children>.*||'; printf '<'; repeat 100000 y; printf '/></Children></Message>'; } >"$in/name.xml"
try 'an element with a name of 100 kB' 'long|well-formed' same 1
census "$child$child" | head -c 400 >"$in/cut.xml"
try 'XML cut short' 'is cut off at line [0-9]+, before its last element ends; fetch' same 1
census "<Child><ChildIdentifiers><LAchildID>3</LAchildID></Wrong></Child>" >"$in/mismatch.xml"
try 'XML whose ends do not meet' 'well-formed' same 1
census "<Child><ChildIdentifiers><LAchildID>4</LAchildID><PersonBirthDate>$(printf '\xff\xfe')</PersonBirthDate></ChildIdentifiers></Child>" >"$in/bytes.xml"
try 'XML that is no UTF-8' 'well-formed|rejected' same 1

# ---- folders and things that are no files
try 'a folder without files' 'no file to import' same 1
rm -rf "$in"
try 'nothing there' 'No such file' same 1
ln -s . "$in/round"; printf '%s\n1,01/05/2024,PN1\n' "$reviews" >"$in/a.csv"
try 'a folder that holds itself' 'deep|levels|loop' same 1
mkfifo "$in/pipe.csv"
try 'a pipe that nobody writes to' 'is no file but a pipe or a device' same 1
ln -s /dev/zero "$in/zero.csv"
try 'a device without end' 'is no file but a pipe or a device' same 1
ln -s /nowhere/at/all "$in/dangling.csv"
try 'a link to nothing' 'No such file' same 1
printf '%s\n1,31/05/2024,PN1\n20,32/05/2024,PN1\n' "$reviews" >"$in/$(printf 'a\nb\033[31m\xff.csv')"
try 'a file name with a line end, an escape and a bad byte' '1 rows rejected' other 1
printf '%s\n1,31/05/2024,PN1\n' "$reviews" >"$in/locked.csv"; chmod 000 "$in/locked.csv"
if [ -r "$in/locked.csv" ]; then
	n=$((n + 1)); echo "ok $n - a file that may not be read # SKIP this account may read everything"; rm -f "$in/locked.csv"
else
	try 'a file that may not be read' 'Permission denied' same 1
fi

# ---- a bad file beside a good one: the good one goes in
printf '%s\n30,01/05/2024,PN1\n' "$reviews" >"$in/good_2025-06-01.csv"
printf 'apples,pears\n1,2\n' >"$in/bad.csv"
try 'a bad file beside a good one' 'not imported' other 1

# ---- what only a file has
finish() {
	echo "1..$n"
	[ "$failed" -eq 0 ]
	exit
}
[ -z "$server" ] || finish

# ---- a disk that is full: no file may grow beyond what the database has now and 200 kB
name='a full disk'
{ echo "$episodes"; for i in $(seq 1 20000); do echo "$((i + 100000)),01/05/2024,S,C1,N1,U4,,"; done; } >"$in/2024-episodes.csv"
before=$(counts)
blocks=$(($(stat -c %s "$file") / 1024 + 200))
( trap '' XFSZ; ulimit -f "$blocks"; timeout 60 "$bairn" import --accept-removals --db "$db" "$in" ) >"$work/out" 2>&1
status=$?
wrong=
[ "$status" -eq 3 ] || wrong="exit status $status, not 3"
[ -z "$wrong" ] && ! grep -Eqi 'full|disk|large|space|written' "$work/out" && wrong='says nothing of the disk'
[ -z "$wrong" ] && [ "$(asks 'pragma integrity_check')" != ok ] && wrong='the database is damaged'
[ -z "$wrong" ] && [ "$(counts)" != "$before" ] && wrong="counts were $before, are $(counts)"
verdict "$wrong"
name='and when there is room again'
import --accept-removals "$in"
wrong=
[ "$status" -eq 0 ] || wrong="exit status $status, not 0"
[ -z "$wrong" ] && [ "$(counts)" = "$before" ] && wrong='nothing was written'
verdict "$wrong"

name='the database at the end'
[ "$(asks 'pragma integrity_check; pragma foreign_key_check')" = ok ] && verdict '' || verdict 'integrity_check'
finish
