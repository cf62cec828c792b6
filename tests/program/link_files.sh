#!/usr/bin/env bash
# Linking files on their own: tests/program/link_files.sh BAIRN. Six records whose weights are worked out by hand; what
# several files, encodings, bad input, full disks and kills make of it; and how right it is on the public sets of reference.
# Prints TAP.
set -u
. "$(dirname "$0")/../tap.sh"
here=$PWD bairn=$(realpath "$1") shared=${BAIRN_SHARED:-$(realpath ../shared)}/vectors/linkage
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 3
unset BAIRN_DB

says() { # TEXT WORDS: whether the words stand in it
	grep -qF -- "$2" <<<"$1"
}
figure() { # PART NAME: of the summary in ./figures, which was printed as CSV
	awk -F, -v part="$1" -v name="$2" '$1 == part && $2 == name { print $3 }' figures
}
at_least() { # NUMBER NUMBER
	awk -v x="$1" -v least="$2" 'BEGIN { exit !(x != "" && x >= least) }'
}

# ---- worked out by hand ------------------------------------------------------------------------------------------

# Ten pairs of one person to a thousand of others. Born the same day: 0.9 against 0.01; sex the same: 0.95 against 0.5; another:
# 0.05 against 0.5. So the odds of 1 and 2 are 10/1000 x 90 x 1.9 = 1.71: 0.7740 bits, probability 0.630996. Of 4 and 5, where
# one's sex is not known, 0.9: -0.1520 bits, 0.473684. Of 3 with 1 and 2, 0.09: -3.4739 bits, 0.082569. Nobody else meets.
cat >six.csv <<'END'
id,dob,sex,who
1,2010-01-01,F,a
2,2010-01-01,F,a
3,2010-01-01,M,b
4,2011-05-05,,c
5,2011-05-05,F,c
6,2012-07-07,M,d
END
level() { # NAME MATCH OTHERS
	echo "      $1: {match: $2, twin: $3, sibling: $3, random: $3}"
}
{
	printf '%s\n' 'model: six' 'id: id' 'fields:' '  - name: born' '    kind: date_of_birth' '    columns: dob' '    levels:'
	level 'the same' 0.9 0.01
	for name in 'day and month swapped' 'one digit differs' 'the same month and year' 'the year is one out' 'ten days apart at most' 'the same year'; do
		level "$name" 0.01 0.1
	done
	level different 0.04 0.39
	printf '%s\n' '  - name: sex' '    kind: sex' '    levels:'
	level 'the same' 0.95 0.5
	level different 0.05 0.5
	printf '%s\n' 'blocking:' '  - [born]' 'pairs: {match: 10, twin: 0.001, sibling: 0.001, random: 1000}'
} >six.yml
printf '%s\n' left,right,weight,probability 1,2,0.7740,0.630996 4,5,-0.1520,0.473684 1,3,-3.4739,0.082569 2,3,-3.4739,0.082569 >links.want
printf '%s\n' record,cluster 1,0 2,0 3,1 4,2 5,3 6,4 >clusters.want

out=$("$bairn" link six.csv --model six.yml --out links.csv --clusters clusters.csv --truth who --save-model saved.yml --format csv 2>&1 >figures)
result $? 'six records are linked by a model' "$out"
out=$(diff links.want links.csv)
result $? 'links, weights and probabilities are those worked out by hand' "$out"
out=$(diff clusters.want clusters.csv)
result $? 'and so are the clusters' "$out"

# True pairs: 1 2 and 4 5. Of them 1 2 was found, and nothing else: precision 1, recall 1/2, F1 2/3. From 0.05 all four: 2/4, 2/2.
[ "$(figure run 'pairs compared')" = 4 ] && [ "$(figure 'accuracy of pairs' precision)" = 1 ] &&
	[ "$(figure 'accuracy of pairs' recall)" = 0.5 ] && [ "$(figure 'accuracy of clusters' F1)" = 0.6666666666666666 ] &&
	[ "$(figure 'pairs of probability 0.05 or more' precision)" = 0.5 ] &&
	[ "$(figure 'pairs of probability 0.4 or more' F1)" = 1 ] && [ "$(figure 'probability 0.4 to 0.5' 'share true')" = 1 ]
result $? 'accuracy is counted over every true pair' "$(cat figures)"
# Of five clusters those of a, b and d are one person whole; of four people c is in two.
[ "$(figure 'accuracy of people' precision)" = 0.6 ] && [ "$(figure 'accuracy of people' recall)" = 0.75 ]
result $? '... and over whole people' "$(grep people figures)"
says "$out$("$bairn" link six.csv --model six.yml --out links.csv --truth who 2>&1)" '2 pairs are true among the 6 records'
result $? 'and told in words' ""

"$bairn" link six.csv --model saved.yml --out again.csv --save-model again.yml >/dev/null 2>&1
cmp -s saved.yml again.yml && cmp -s links.csv again.csv
result $? 'a saved model links alike and is saved alike' "$(diff saved.yml again.yml)"

"$bairn" link six.csv --model six.yml --threshold 0.4 --review 0.4 --out links.csv --clusters clusters.csv >/dev/null 2>&1
[ "$(wc -l <links.csv)" = 3 ] && [ "$(tail -n +2 clusters.csv | cut -d, -f2 | sort -u | wc -l)" = 4 ]
result $? 'thresholds can be given' "$(cat links.csv clusters.csv)"

sed 's/^id: id/&\nwithout_duplicates: [six]/' six.yml >once.yml
"$bairn" link six.csv --model once.yml --out links.csv --clusters clusters.csv >/dev/null 2>&1
[ "$(tail -n +2 clusters.csv | cut -d, -f2 | sort -u | wc -l)" = 6 ]
result $? 'of a source without duplicates no two records are joined' "$(cat clusters.csv)"

sed -n '/^```yaml/,/^```/p' "$here/docs/linkage.md" | grep -v '^```' >doc.yml
printf 'pupil_id,agency,forename,surname,dob\n1,health,Ann,Lee,2010-02-01\n2,school,Ann,Lee,2010-02-01\n' >doc.csv
out=$("$bairn" link doc.csv --model doc.yml --out links.csv 2>&1)
result $? 'the model that the documentation shows is one' "$out"

# ---- files of all sorts ------------------------------------------------------------------------------------------

# The same six as two files, one zipped and with a mark at its start, one of another separator, order of columns and encoding.
head -3 six.csv | sed '1s/^/\xef\xbb\xbf/' | gzip >one.csv.gz
printf 'sex;who;dob;id\r\nM;b;1/1/2010;1\r\n;c;05/05/2011;2\r\nF;c;5 May 2011;\xfc\r\nM;d;2012-07-07;4\r\n' >two.csv
out=$("$bairn" link one.csv.gz two.csv --model six.yml --out links.csv --clusters clusters.csv --truth who 2>&1)
result $? 'two files of different make are linked' "$out"
sed 's/^1,2,/one.csv.gz:1,one.csv.gz:2,/; s/^4,5,/two.csv:2,two.csv:ü,/; s/^1,3/one.csv.gz:1,two.csv:1/; s/^2,3/one.csv.gz:2,two.csv:1/' links.want |
	diff - links.csv >different
result $? 'records are called after file and id' "$(cat different)"
printf '%s\n' record,cluster one.csv.gz:1,0 one.csv.gz:2,0 two.csv:1,1 two.csv:2,2 two.csv:ü,3 two.csv:4,4 | diff - clusters.csv >different
result $? 'in the clusters, too' "$(cat different)"
says "$out" '2 pairs are true among the 6 records'
result $? 'and the truth is known over both' "$out"
out=$("$bairn" link - --model six.yml --out piped.csv <six.csv 2>&1) && sed 's/standard input://g' piped.csv | cmp -s - links.want
result $? 'standard input is read' "$out"

printf 'forename,surname,dob\n' >noid.csv
for i in 1 2 3 4 5 6 7 8; do printf 'Zo\xeb,M\xfcller%s,2010-01-0%s\nJos\xe9,Pe\xf1a%s,2011-02-0%s\n' $i $i $i $i; done >>noid.csv
out=$("$bairn" link noid.csv --out links.csv --clusters clusters.csv 2>&1)
[ $? -eq 0 ] && [ "$(sed -n 2p clusters.csv)" = noid.csv:1,0 ] && [ "$(wc -l <clusters.csv)" = 17 ]
result $? 'records without ids are called by their row, and names may be in another encoding' "$out"
says "$out" 'forename: given_name' && says "$out" 'dob: date_of_birth'
result $? 'what the columns were taken for is said' "$out"

printf 'id,dob,sex\n1,2010-01-01\n2,2010-01-01,F,more\n\n"3","2010-01-01","F"' >uneven.csv
out=$("$bairn" link uneven.csv --model six.yml --out links.csv 2>&1)
[ $? -eq 0 ] && says "$out" 'uneven.csv: 2 rows have more or fewer fields than the header' && [ "$(sed -n 2p links.csv)" = 2,3,0.7740,0.630996 ]
result $? 'rows of other lengths are taken for what they have' "$out"

# ---- bad input ---------------------------------------------------------------------------------------------------

refused() { # STATUS SENTENCE ARGUMENT…: nothing is written
	local status=$1 sentence=$2 out
	shift 2
	rm -f none.csv
	out=$("$bairn" link "$@" 2>&1)
	[ $? -eq "$status" ] && says "$out" "$sentence" && [ ! -e none.csv ] && ! compgen -G '*unfinished*' >/dev/null
	result $? "refused: $sentence" "$out"
}
: >empty.csv
printf 'a,b\n1,2\n' >unknown.csv
printf 'id,forename\n1,"Ann\n' >quote.csv
printf 'id,forename,forename\n' >twice.csv
printf 'model: own\nfields:\n  - {name: upn, kind: upn}\n' >upn.yml
printf 'model: own\nfields:\n  - {name: who, kind: text}\n' >who.yml
printf 'model: own\nfeilds: []\nfields:\n  - {name: born, kind: date_of_birth}\n' >wrong.yml
{ echo id,dob,sex,agency && seq 0 65536 | sed 's/.*/&,2010-01-01,F,s&/'; } >many.csv
sed 's/^id: id/&\nsource: agency\nwithout_duplicates: [s0]/' six.yml >many.yml
{ printf 'id,forename\n1,' && head -c 2000000 /dev/zero | tr '\0' a; } >long.csv
printf 'id,forename\n1\0,Ann\n' >nul.csv
refused 1 'the records are of 65537 sources: where one is said to be without duplicates, 65536 at most can be told apart' many.csv --model many.yml --out none.csv
refused 1 'long.csv line 2: a field is longer than 1 MB' long.csv --out none.csv
refused 1 'there is a NUL byte; this is no text file' nul.csv --out none.csv
refused 1 'empty.csv is empty: a line with the names of its columns is wanted' empty.csv --out none.csv
refused 1 'nothere.csv cannot be opened: No such file or directory' nothere.csv --out none.csv
refused 1 'no column tells what it is: name the fields in a model' unknown.csv --out none.csv
refused 1 'quote.csv line 2: a quote is opened in this row and never closed' quote.csv --out none.csv
refused 1 'twice.csv has two columns called forename' twice.csv --out none.csv
refused 1 'no file has the column `upn`, which the model' six.csv --model upn.yml --out none.csv
refused 1 'the answer may not be evidence' six.csv --model who.yml --truth who --out none.csv
refused 1 'wrong.yml line 2: unknown key `feilds`; did you mean `fields`?' six.csv --model wrong.yml --out none.csv
refused 1 'no file has the column `nobody`, which --truth names' six.csv --truth nobody --out none.csv
refused 1 'there is no model called nope' six.csv --model nope --out none.csv
refused 1 'nowhere/none.csv cannot be written: No such file or directory' six.csv --out nowhere/none.csv
refused 2 'where should the links go?' six.csv
refused 2 'six.csv is one of the files to read' six.csv --out six.csv
refused 2 'none.csv is named twice' six.csv --out none.csv --clusters none.csv
refused 2 'six.csv is named twice: each file is read once' six.csv six.csv --out none.csv
refused 2 '--threshold takes a probability between 0 and 1' six.csv --threshold 2 --out none.csv
refused 2 'the threshold to review, 0.9, is above the one to join, 0.5' six.csv --review 0.9 --out none.csv
refused 3 '/dev/full could not be written whole, and nothing was' six.csv --model six.yml --clusters none.csv --out /dev/full

for few in 0 1; do
	head -$((few + 1)) six.csv >few.csv
	out=$("$bairn" link few.csv --out links.csv --clusters clusters.csv --report report.html --truth who --save-model few.yml 2>&1) &&
		[ "$(wc -l <links.csv)" = 1 ] && [ "$(wc -l <clusters.csv)" = $((few + 1)) ] && [ -s report.html ] &&
		out=$("$bairn" link few.csv --model few.yml --out links.csv 2>&1)
	result $? "$few records are linked" "$out"
done

# Of two fields one is empty everywhere, a name and an id go over two lines, another name is of no known encoding.
printf 'id,forename,surname,dob,postcode\n"1\n1","An\nn",Lee,2010-02-01,\n2,An n,Lee,2010-02-01,\n3,\xff\xc3\x28,Lee,2011-05-07,\n' >odd.csv
for threads in 1 3 64; do
	out=$("$bairn" link odd.csv --out links.csv --clusters odd$threads.csv --threads $threads 2>&1) &&
		printf 'record,cluster\n"1\n1",0\n2,0\n3,1\n' | cmp - odd$threads.csv && "$bairn" link few.csv --out links.csv --threads $threads >/dev/null 2>&1
	result $? "three odd records, and one, are linked by $threads threads" "$out$(cat odd$threads.csv)"
done
printf 'id,upn\n1,A123456789012\n2,A123456789012\n3,\n' >bare.csv
out=$("$bairn" link bare.csv --out links.csv --clusters clusters.csv 2>&1) && printf 'record,cluster\n1,0\n2,0\n3,1\n' | cmp - clusters.csv
result $? 'records of a number alone are linked by it' "$out$(cat clusters.csv)"

# The catalogue's forms of names join the few, from whom nothing is learned; an authority's own list replaces it. A saved model has neither.
printf 'id,forename,surname,dob,sex,postcode\n1,William,Hart,2013-05-06,M,LS1 4AP\n2,Bill,Hart,2013-05-06,M,LS1 4AP\n' >bill.csv
mkdir -p own/linkage
out=$("$bairn" link bill.csv --clusters clusters.csv --save-model bill.yml 2>&1) && printf 'record,cluster\n1,0\n2,0\n' | cmp - clusters.csv &&
	! grep -q '^nicknames' bill.yml && "$bairn" link bill.csv --model bill.yml --clusters clusters.csv >/dev/null 2>&1 &&
	printf 'record,cluster\n1,0\n2,0\n' | cmp - clusters.csv
result $? 'William and Bill are forms of one name' "$out$(cat clusters.csv)"
printf 'nicknames:\n  - [william, will]\n' >own/linkage/nicknames.yml
out=$("$bairn" link bill.csv --clusters clusters.csv --catalogue own 2>&1) && printf 'record,cluster\n1,0\n2,1\n' | cmp - clusters.csv
result $? 'and are not by a list of nicknames that lacks them' "$out$(cat clusters.csv)"
printf 'nicknames:\n  - [william]\n' >own/linkage/nicknames.yml
refused 1 'own/linkage/nicknames.yml line 2: `william` stands alone' bill.csv --clusters none.csv --catalogue own

# Three hundred children in two files each, and forty whom one of their files calls Bebe.
awk 'BEGIN { OFS = ","; n = split("oliver george noah arthur leo oscar harry jack henry thomas finley isaac", name, " ")
	m = split("ash brook carter dunmore eastwood falkirk greene holt", family, " ")
	print "rec_id", "given_name", "family_name", "dob", "upn"
	for (i = 1; i <= 340; i++)
		for (k = 0; k < 2; k++)
			print 2 * i + k, (i > 300 && k ? "Bebe" : name[i % n + 1]), family[i % m + 1],
			    sprintf("20%02d-%02d-%02d", i % 17, 1 + i % 12, 1 + i % 27), sprintf("A%06d%06d", i * 7919 % 1000000, i * 104729 % 1000000)
}' >babies.csv
"$bairn" link babies.csv --clusters clusters.csv --report report.html --save-model babies.yml --format csv >figures 2>/dev/null
[ "$(figure run 'given names that stand for none')" = 1 ] && [ "$(figure run clusters)" = 340 ] &&
	grep -q 'Given names that stand for the lack of one, and say nothing: bebe\.' report.html && grep -qx 'placeholders: \[bebe\]' babies.yml
result $? 'a given name that stands for none is found, told and kept' "$(cat figures)"
"$bairn" link babies.csv --model babies.yml --clusters clusters2.csv --save-model again.yml >/dev/null 2>&1
cmp -s clusters.csv clusters2.csv && cmp -s babies.yml again.yml
result $? 'and known to the model' "$(diff babies.yml again.yml)"
# The same with forty whom one of their files calls Zorro where the other says Oliver.
awk -F, -v OFS=, 'NR > 1 && $2 == "Bebe" { $2 = "Zorro" } NR > 601 && $2 != "Zorro" { $2 = "oliver" } 1' babies.csv >zorro.csv
"$bairn" link zorro.csv --clusters clusters.csv --report report.html >/dev/null 2>&1
grep -q 'Given names that were found to be forms of one name, besides those of the catalogue: oliver and zorro\.' report.html
result $? 'given names that are found to be forms of one are told' "$(grep -o 'Given names that.*' report.html)"

# ---- what a model fixes -------------------------------------------------------------------------------------------

printf '%s\n' 'model: kept' 'id: rec_id' 'fields:' '  - {name: given_name, kind: given_name}' '  - {name: family_name, kind: family_name}' \
	'  - name: dob' '    kind: date_of_birth' '    levels:' '      different: {match: 0.002, twin: 0.25, fixed: yes}' \
	'  - name: upn' '    kind: upn' '    levels:' '      the same: {random: 0.0004, fixed: yes}' >kept.yml
as_given() { # MODEL
	[ "$(grep -c fixed "$1")" = 2 ] && grep -q '^      different: {match: 0.002, twin: 0.25, sibling: .*, fixed: \[match, twin\]}$' "$1" &&
		grep -q '^      the same: {match: .*, random: 0.0004, support: .*, fixed: \[random\]}$' "$1"
}
out=$("$bairn" link babies.csv --model kept.yml --clusters clusters.csv --save-model saved.yml --report report.html 2>&1) && as_given saved.yml
result $? 'chances that a model fixes, of any class, stay when it is trained' "$out$(grep fixed saved.yml)"
[ "$(grep -o '<td[^>]*>[^<]* (fixed)</td>' report.html | sed 's/<[^>]*>//g' | tr '\n' ,)" = '0.0020 (fixed),0.2500 (fixed),0.0004 (fixed),' ]
result $? 'and the report says which' "$(grep -o '.\{60\}(fixed)' report.html)"
out=$("$bairn" link babies.csv --model saved.yml --clusters clusters2.csv --save-model again.yml 2>&1) && cmp -s saved.yml again.yml &&
	cmp -s clusters.csv clusters2.csv
result $? 'what was saved of it links alike and is saved alike' "$out$(diff saved.yml again.yml)"
grep -Ev '^(pairs|ties|overlap)' saved.yml | awk '/support/ && !/fixed/ { next } /^ *levels:/ { held = $0; next } held { if (/fixed/) print held; held = "" } 1' >anew.yml
out=$("$bairn" link babies.csv --model anew.yml --clusters clusters2.csv --save-model again.yml 2>&1) && as_given again.yml &&
	cmp -s clusters.csv clusters2.csv && ! grep -q '^pairs' anew.yml
result $? '... and trained anew where its pairs and what is not fixed are taken out' "$out$(cat anew.yml)"
printf 'model: own\nfields:\n  - name: upn\n    kind: upn\n    levels:\n      different: {fixed: yes}\n' >nothing.yml
printf 'model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n      the same: {random: 0.6, fixed: yes}\n      different: {random: 0.5, fixed: yes}\n' >toomuch.yml
refused 1 'nothing.yml line 6: `different` has `fixed: yes` and no chance that could stay' six.csv --model nothing.yml --out none.csv
refused 1 'toomuch.yml line 3: the fixed chances `random` of `sex` add up to more than 1' six.csv --model toomuch.yml --out none.csv
# Of encoded names the same sound in another year is as likely as the same, where it is not fixed, and takes nothing from it. Forty of 340
# children have two given names.
"$bairn" link encode --new-key kept.key >/dev/null 2>&1 && "$bairn" link encode babies.csv --key-file kept.key --out babies_encoded.csv >/dev/null 2>&1
printf '%s\n' 'model: kept' 'id: rec_id' 'fields:' '  - name: given_name' '    kind: given_name' '    encoded: yes' '    levels:' \
	'      the same sound in another year: {match: 0.3, fixed: yes}' '  - name: family_name' '    kind: family_name' '    encoded: yes' \
	'  - {name: dob, kind: date_of_birth, encoded: yes}' '  - {name: upn, kind: upn, encoded: yes}' >kept.yml
out=$("$bairn" link babies_encoded.csv --model kept.yml --clusters clusters.csv --save-model saved.yml 2>&1) &&
	[ "$(grep -c '^      the same sound in another year: {match: 0.3, .*, fixed: \[match\]}$' saved.yml)" = 1 ] &&
	at_least "$(sed -n 's/^      the same: {match: \([0-9.]*\),.*/\1/p' saved.yml | head -1)" 0.8
result $? 'of encodings, too' "$out$(grep -E 'another year|the same:' saved.yml)"

# ---- places of postcodes ------------------------------------------------------------------------------------------

# 1 and 2 live 1,200 m east and 1,600 m north of each other, 2,000 m; 3 and 4 as far and 20 m more; of 6's postcode no place is known. Of a
# level the weight is log2(10 / 1000 * match / others): two kilometres, 0.4 against 0.01, -1.3219; five, 0.2 against 0.02, -3.3219;
# different, 0.02 against 0.4, -10.9658.
printf '%s\n' id,dob,postcode 1,2010-01-01,'SR1 1AA' 2,2010-01-01,'DH9 9ZZ' 3,2011-05-05,'SR1 1AA' 4,2011-05-05,'NE7 8QQ' 5,2012-07-07,'SR1 1AA' 6,2012-07-07,'TS4 5RR' >moved.csv
{
	printf '%s\n' 'model: moved' 'id: id' 'fields:' '  - name: born' '    kind: date_of_birth' '    columns: dob' '    levels:'
	for name in 'the same' 'day and month swapped' 'one digit differs' 'the same month and year' 'the year is one out' 'ten days apart at most' 'the same year' different; do
		level "$name" 0.125 0.125
	done
	printf '%s\n' '  - name: postcode' '    kind: postcode' '    distance: yes' '    levels:'
	level 'the same' 0.3 0.01
	level 'one character differs' 0.02 0.02
	level 'the same sector' 0.02 0.02
	level 'two kilometres apart at most' 0.4 0.01
	level 'five kilometres apart at most' 0.2 0.02
	level 'the same district' 0.02 0.12
	level 'the same area' 0.02 0.4
	level different 0.02 0.4
	printf '%s\n' 'blocking:' '  - [born]' 'pairs: {match: 10, twin: 0.001, sibling: 0.001, random: 1000}'
} >moved.yml
printf '%s\n' left,right,weight,probability 1,2,-1.3219,0.285714 3,4,-3.3219,0.090909 5,6,-10.9658,0.000500 >links.want
printf '%s\n' pcds,doterm,oseast1m,osnrth1m 'SR1 1AA',,440000,557000 'DH9 9ZZ',,441200,558600 'NE7 8QQ',202001,0441200,0558620 'TS4 5RR',,, 'BT1 1AA',,333500,374500 >onspd.csv
printf '%s\r\n' '"SR11AA",10,440000,557000,"E92000001","","","","",""' '"DH99ZZ",10,441200,558600,"E92000001","","","","",""' \
	'"NE78QQ",10,441200,558620,"E92000001","","","","",""' '"TS45RR",90,0,0,"E92000001","","","","",""' >codepoint.csv
printf 'Postcode;Eastings;Northings\nNE7 8QQ;441200;558620\nSR1 1AA;440000;557000\nDH9 9ZZ;441200;558600\n' >own.csv
gzip -k onspd.csv
for places in onspd.csv onspd.csv.gz codepoint.csv own.csv; do
	out=$("$bairn" link moved.csv --model moved.yml --postcodes $places --out links.csv --review 0.0001 --save-model again.yml --format csv 2>&1 >figures) &&
		says "$out" "3 of 4 different postcodes have a place in $places." && diff links.want links.csv && [ "$(figure run 'different postcodes whose place is known')" = 3 ]
	result $? "distances count as worked out by hand, by $places" "$out$(cat links.csv)"
done
out=$("$bairn" link moved.csv --model again.yml --postcodes own.csv --out links.csv --review 0.0001 --save-model again2.yml 2>&1) &&
	cmp again.yml again2.yml && diff links.want links.csv && grep -qx '    distance: yes' again.yml
result $? 'a model that knows of distance is saved and read again' "$out"

printf 'pcds,oseast1m\nSR1 1AA,440000\n' >nonorth.csv
printf 'name,oseast1m,osnrth1m\nSR1 1AA,440000,557000\n' >nocode.csv
printf 'pcds,oseast1m,osnrth1m\nSR1 1AA,440000,557000\nDH9 9ZZ,44a,558600\n' >badnumber.csv
printf 'pcds,oseast1m,osnrth1m\nSR1 1AA,440000,1300001\n' >farnorth.csv
printf 'pcds,oseast1m,osnrth1m\nM1 1AA,384000,398000\nSR1 1AA,,\n' >others.csv
sed '/distance/d; /kilometres/d' moved.yml >letters.yml
printf 'model: distant\nfields:\n  - {name: postcode, kind: postcode, distance: yes}\n' >distant.yml
refused 1 'nonorth.csv has no column of northings: one called `osnrth1m`, `north1m`, `northing` or `northings` is wanted' moved.csv --postcodes nonorth.csv --out none.csv
refused 1 'nocode.csv has no column of postcodes: one called `pcds`' moved.csv --postcodes nocode.csv --out none.csv
refused 1 'badnumber.csv line 3: "44a" among the eastings is no whole number of metres from 0 to 700000' moved.csv --postcodes badnumber.csv --out none.csv
refused 1 'farnorth.csv line 2: "1300001" among the northings is no whole number of metres from 0 to 1300000' moved.csv --postcodes farnorth.csv --out none.csv
refused 1 "others.csv has the place of none of the records' 4 different postcodes" moved.csv --postcodes others.csv --out none.csv
refused 1 'nothere.csv cannot be opened' moved.csv --postcodes nothere.csv --out none.csv
refused 1 'empty.csv is empty' moved.csv --postcodes empty.csv --out none.csv
refused 1 "the model's field postcode is compared by distance: --postcodes names the file that says where" moved.csv --model moved.yml --out none.csv
refused 1 'the model has no field of plain postcodes' six.csv --model six.yml --postcodes own.csv --out none.csv
refused 2 'own.csv is one of the files to read' moved.csv --postcodes own.csv --out own.csv
"$bairn" link encode --new-key places.key >/dev/null 2>&1 && "$bairn" link encode moved.csv --key-file places.key --out moved_encoded.csv >/dev/null 2>&1
refused 1 "the model's field postcode is compared by distance, and its values are encodings" moved_encoded.csv --model distant.yml --postcodes own.csv --out none.csv
refused 1 'the model has no field of plain postcodes' moved_encoded.csv --postcodes own.csv --out none.csv
"$bairn" link moved.csv --model letters.yml --out links.csv --review 0.0001 >/dev/null 2>&1
out=$("$bairn" link moved.csv --model letters.yml --postcodes own.csv --out other.csv --review 0.0001 2>&1) && cmp links.csv other.csv &&
	says "$out" 'The model was trained without places, so how far apart postcodes lie does not count.'
result $? 'a model that was trained without places takes no notice of them, and it is said' "$out"

"$bairn" demo demo --people 100000 >/dev/null
"$bairn" link demo/people.csv --truth truth_id --clusters clusters.csv --out links.csv --threads 2 --format csv >figures 2>/dev/null
without=$(figure 'accuracy of clusters' F1)
[ -n "$without" ] && ! grep -q 'different postcodes' figures
result $? 'nothing is said of places where none are given' "$(cat figures)"
out=$("$bairn" link demo/people.csv --truth truth_id --clusters placed.csv --out placed_links.csv --postcodes demo/postcodes.csv --threads 2 --report report.html --save-model demo.yml --format csv 2>&1 >figures) &&
	at_least "$(figure 'accuracy of clusters' F1)" "$without" && grep -q 'two kilometres apart at most' report.html && ! cmp -s links.csv placed_links.csv
result $? 'of moved families distance says more than letters' "$out$(grep ^accuracy figures) $without"
{ head -1 demo/people.csv; tail -n +2 demo/people.csv | tac; } >turned.csv
{ head -1 demo/postcodes.csv; tail -n +2 demo/postcodes.csv | tac; } >turned_places.csv
by_truth() { # SOURCE CLUSTERS: records by their lowest number, and the lowest of their cluster
	tail -n +2 "$1" | sort -t, -k1,1n | awk -F, '!($2 in first) { first[$2] = $1 } { print $1 "," first[$2] }'
}
out=$("$bairn" link turned.csv --truth truth_id --clusters turned_clusters.csv --postcodes turned_places.csv --threads 1 2>&1) &&
	cmp <(by_truth placed.csv) <(by_truth turned_clusters.csv)
result $? 'rows and places in another order, and one thread, make the same people' "$(head -3 <<<"$out")"
out=$("$bairn" link demo/people.csv --model demo.yml --clusters again.csv --postcodes demo/postcodes.csv 2>&1) && cmp placed.csv again.csv
result $? 'the model that was saved with distance makes the same people' "$out"

same() { # VALUES…: a hundred thousand records of them
	echo rec_id,given_name,family_name,dob,postcode
	seq 100000 | sed "s/\$/,$1/"
}
memory_kept() {
	[ "$(figure run 'MB of memory at most')" -le "$(figure run 'MB of memory stated before')" ]
}
same 'not known,Not known,unknown,n\/a' >same.csv
out=$(timeout 60 "$bairn" link same.csv --out links.csv --clusters clusters.csv --format csv 2>&1 >figures)
[ $? -eq 0 ] && [ "$(figure run clusters)" = 100000 ] && [ "$(figure run 'pairs compared')" = 0 ]
result $? 'a hundred thousand of whom nothing is known are that many people' "$out"
same 'Ann,Lee,2010-01-01,NE1 1AA' | awk -F, -v OFS=, '{ print $0, NR == 1 ? "upn" : "A123456789012" }' >same.csv
out=$(timeout 60 "$bairn" link same.csv --out links.csv --clusters clusters.csv --format csv 2>&1 >figures)
[ $? -eq 0 ] && [ "$(figure run clusters)" = 1 ] && [ "$(figure run 'pairs compared')" -lt 10000000 ]
result $? 'a hundred thousand times one record with its number is one child' "$out$(cat figures)"
memory_kept
result $? '... in as much memory as was said' "$(grep memory figures)"
same 'Baby,Smith,2010-01-01,NE1 1AA' >same.csv
out=$(timeout 60 "$bairn" link same.csv --out links.csv --clusters clusters.csv --format csv 2>&1 >figures)
[ $? -eq 0 ] && [ "$(wc -l <clusters.csv)" = 100001 ] && [ "$(figure run 'pairs compared')" -lt 10000000 ]
result $? 'a hundred thousand records that say the same are not all compared' "$out$(cat figures)"
awk 'BEGIN { print "id,given_name,family_name,date_of_birth,postcode"; for (i = 0; i < 100000; i++) {
	x = int(i * 7919 % 100003 * 684 / 100003)
	printf "%d,Given%c,Family%c,20%02d-%02d-%02d,NE%d 1AA\n", i, 97 + x % 26, 97 + int(x / 26) % 26, x % 17, x % 12 + 1, x % 28 + 1, x % 90 + 1
} }' >same.csv
"$bairn" link same.csv --clusters clusters.csv --format csv >figures 2>/dev/null && memory_kept
result $? '... nor do a hundred thousand of 684 contents take more memory than was said' "$(grep memory figures)"
awk 'function name(n) { for (n = ""; length(n) < 120;) n = n sprintf("%c", 97 + int(rand() * 26)); return n }
	BEGIN { srand(1); print "id,given_name,family_name,address,date_of_birth,postcode"; for (i = 0; i < 60000; i++)
	printf "%s,%s,%s,%s,2010-%02d-%02d,NE%d %dAA\n", name(), name(), name(), name(), i % 12 + 1, i % 28 + 1, i % 90 + 1, i % 9 + 1
}' >same.csv
"$bairn" link same.csv --clusters clusters.csv --format csv >figures 2>/dev/null && memory_kept
result $? '... nor do names of 120 letters' "$(grep memory figures)"
awk 'function name(most, n) { for (n = ""; length(n) < most;) n = n sprintf("%c", 97 + int(rand() * 26)); return n }
	BEGIN { srand(1); for (i = 0; i < 300000; i++)
	printf "%s,%s,2010-%02d-%02d,NE%d %d%s,%d\n", i % 100 ? name(12) : "", i % 100 ? name(12) : "", i % 12 + 1, i % 28 + 1, i % 90 + 1, i % 9 + 1, name(2), i
}' | { echo given_name,family_name,date_of_birth,postcode,id; LC_ALL=C sort; } >same.csv
out=$("$bairn" link same.csv --out links.csv --save-model own.yml --format csv 2>&1 >figures) && memory_kept && [ "$(grep -c 'memory at most' <<<"$out")" = 1 ]
result $? '... nor does a file that is sorted by name, and begins with those that have none' "$out$(grep memory figures)"
gzip -f same.csv
out=$("$bairn" link same.csv.gz --out links.csv --save-model own.yml --format csv 2>&1 >figures) && memory_kept && [ "$(grep -c 'memory at most' <<<"$out")" -ge 2 ]
result $? '... and of one that is compressed more is said once it is read' "$out$(grep memory figures)"
awk 'function name(n) { for (n = ""; length(n) < 6;) n = n sprintf("%c", 97 + int(rand() * 26)); return n }
	BEGIN { srand(1); for (p = 0; p < 2500; p++) given[p] = name(); print "id,given_name,family_name,date_of_birth,postcode"
	for (i = 0; i < 150000; i++) { p = i * 7919 % 2500
	printf "%d,%s,%s,20%02d-%02d-%02d,NE%d %dAA\n", i, given[p], name(), p % 17, p % 12 + 1, p % 28 + 1, p % 90 + 1, p % 9 + 1
} }' >same.csv
out=$("$bairn" link same.csv --out links.csv --save-model own.yml --format csv 2>&1 >figures) && memory_kept && [ "$(wc -l <links.csv)" -gt 1000000 ]
result $? '... nor do thirty pairs a record' "$out$(grep memory figures)"
out=$("$bairn" link same.csv --out links.csv --model own.yml --format csv 2>&1 >figures) && memory_kept
result $? '... nor do they where the model was trained before' "$out$(grep memory figures)"
awk 'BEGIN { srand(5); print "id,given_name,family_name,dob,postcode"; for (i = 0; i < 60000; i++)
	printf "%d,%s,%s,20%02d-%02d-01,NE%d %dAA\n", i, substr("annboblouviesid", 1 + 3 * int(rand() * 5), 3) substr("aeiou", 1 + int(rand() * 5), 1),
	"M" substr("ackillordurnonk", 1 + 3 * int(rand() * 5), 3), rand() * 15, 1 + int(rand() * 4), 1 + int(rand() * 9), 1 + int(rand() * 9)
}' >same.csv
out=$("$bairn" link same.csv --clusters clusters.csv --save-model own.yml --threads 2 --format csv 2>&1 >figures) && memory_kept && at_least "$(figure run 'pairs compared')" 4000000
result $? '... nor do few names and days that very many share' "$out$(grep -E 'memory|compared' figures)"
{ head -1 same.csv; tail -n +2 same.csv | tac; } >turned.csv
out=$("$bairn" link turned.csv --clusters clusters.csv --save-model other.yml --threads 1 2>&1) && cmp own.yml other.yml 2>&1
result $? '... and one thread learns the same of them, and in another order of rows' "$out"
awk 'function name(n) { for (n = ""; length(n) < 5;) n = n sprintf("%c", 97 + int(rand() * 26)); return n }
	BEGIN { srand(1); print "id,given_name,family_name,dob,postcode,nhs_number"; for (i = 0; i < 100000; i++)
	printf "%d,%s,%s,20%d-%02d-%02d,NE%d %dAA,9434765919\n", i, name(), name(), 10 + rand() * 10, 1 + rand() * 12, 1 + rand() * 28, 1 + rand() * 9, 1 + rand() * 9
}' >same.csv
out=$("$bairn" link same.csv --clusters clusters.csv --format csv 2>&1 >figures) && memory_kept && at_least "$(figure run clusters)" 99990
result $? '... nor does a number that all have, who have nothing else in common' "$out$(grep -E 'memory|clusters' figures)"
out=$(timeout 15 "$bairn" link same.csv --clusters clusters.csv --truth nhs_number --format csv 2>&1 >figures) && at_least "$(figure run clusters)" 99990
result $? '... and as a truth it is soon measured by' "$out"

# ---- the sets of reference ---------------------------------------------------------------------------------------

children=$shared/children_50k.csv.gz
if [ -r "$children" ]; then
	out=$("$bairn" link "$children" --truth truth_id --out links.csv --clusters clusters.csv --report report.html --threads 2 --format csv 2>&1 >figures)
	result $? 'fifty thousand records of five agencies are linked' "$out"
	at_least "$(figure 'accuracy of pairs' F1)" 0.990 && at_least "$(figure 'accuracy of clusters' F1)" 0.994
	result $? 'F1 of pairs is at least 0.990, of clusters 0.994' "$(grep ^accuracy figures)"
	memory_kept
	result $? 'no more memory was used than was stated' "$(grep memory figures)"
	"$bairn" link "$children" --truth truth_id --out other.csv --clusters clusters2.csv --threads 1 >/dev/null 2>&1
	cmp -s links.csv other.csv && cmp -s clusters.csv clusters2.csv
	result $? 'one thread finds what two find' ""
	"$bairn" link "$children" --truth truth_id --out other.csv --save-model own.yml >/dev/null 2>&1
	out=$("$bairn" link "$children" --model own.yml --clusters clusters2.csv 2>&1) && cmp -s clusters.csv clusters2.csv &&
		grep -q '^nicknames:' own.yml
	result $? 'the model that was saved makes the same people' "$out"
	# Records by their lowest number, and the lowest of their cluster.
	people() { tail -n +2 "$1" | sort -t, -k1,1n | awk -F, '!($2 in first) { first[$2] = $1 } { print $1 "," first[$2] }'; }
	zcat "$children" | awk 'NR == 1 { print; next } { row[NR] = $0 } END { for (i = NR; i > 1; i--) print row[i] }' >turned.csv
	"$bairn" link turned.csv --clusters clusters2.csv --truth truth_id --out other.csv >/dev/null 2>&1
	people clusters.csv >first && people clusters2.csv | cmp -s - first
	result $? 'the last row first makes the same people' ""
	# Were the truth evidence, another truth would give other links.
	zcat "$children" | awk -F, 'BEGIN { OFS = FS } NR > 1 { $NF = "x" } 1' >blind.csv
	"$bairn" link blind.csv --truth truth_id --out other.csv >/dev/null 2>&1
	cmp -s links.csv other.csv
	result $? 'the truth is no evidence' ""
	sed '0,/<\/style>/d' report.html >body && ! grep -qE '(src|href)=|https?://' body && ! grep -qE 'url\(|@import' report.html && [ "$(grep -o '<caption' report.html | wc -l)" -gt 15 ] &&
		grep -q '<h1' report.html && grep -q 'role="img"' report.html && grep -q 'Fields that differ at once' report.html && grep -q 'shows names, dates and numbers of some records' report.html
	result $? 'the report needs nothing else, and says what it shows' "$(grep -oE '(src|href)=.{50}' body)"

	# Kills: what stood there before stands there still, or the new is whole.
	cp links.csv whole.csv
	half=
	for delay in 0.02 0.05 0.1 0.15 0.2 0.3 0.4; do
		echo before >links.csv
		"$bairn" link "$children" --out links.csv >/dev/null 2>&1 &
		pid=$!
		sleep $delay
		kill -KILL $pid 2>/dev/null
		wait $pid 2>/dev/null
		[ "$(cat links.csv)" = before ] || cmp -s links.csv whole.csv || half="$half $delay"
	done
	[ -z "$half" ] && { [ "${TMPDIR:-}" != /dev/shm ] || ! compgen -G '*unfinished*'; }
	result $? 'killed runs leave nothing half written' "after$half s"
else
	echo "ok $((n = n + 1)) - fifty thousand records of five agencies # SKIP no $children"
fi

least=(0 0.9994 0.998 0.9994)
for set in 1 2 3; do
	if [ ! -r "$shared/dataset$set.csv" ]; then
		echo "ok $((n = n + 1)) - Febrl $set # SKIP no $shared/dataset$set.csv"
		continue
	fi
	awk -F', *' 'BEGIN { OFS = "," } { split($1, id, "-"); $1 = $1; print $0, NR == 1 ? "who" : id[2] }' "$shared/dataset$set.csv" >febrl.csv
	out=$("$bairn" link febrl.csv --truth who --clusters clusters.csv --format csv 2>&1 >figures)
	at_least "$(figure 'accuracy of clusters' F1)" "${least[$set]}"
	result $? "Febrl $set: F1 of clusters is at least ${least[$set]}" "$(grep ^accuracy figures)"
done

tap_end
