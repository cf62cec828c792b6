#!/usr/bin/env bash
# Somebody takes every public table of a small county and works out what is hidden by subtraction: tests/program/small_numbers.sh
# BAIRN. Breakdowns and areas against their total, numerators, denominators and those who were not counted; years against their
# quarters, and two periods that end on one day. Nothing is told. To show that they know their trade, the same is done to a county of
# which only what is small itself is hidden. Prints TAP; CHILDREN sizes the county.
set -u
. "$(dirname "$0")/../tap.sh"
bairn=$(realpath "$1")
[ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 3
export BAIRN_TODAY=2026-04-15 BAIRN_LOG=error BAIRN_DB=county.db
unset BAIRN_KEY_FILE

take() { # FOLDER [SERIES=15]: every measure's table, and the localities' series of so many measures, as CSV
	mkdir -p "$1"
	sqlite3 county.db "select distinct indicator from observation where basis = 'computed'" >measures
	sqlite3 county.db "select code from area where kind = 'locality'" >localities
	while read -r id; do
		"$bairn" show indicator "$id" --format csv </dev/null >"$1/$id.E06999999.csv" || return 1
	done <measures
	for id in $(head -"${2:-15}" measures); do
		while read -r area; do
			"$bairn" show indicator "$id" --area "$area" --format csv </dev/null >"$1/$id.$area.csv" 2>/dev/null
		done <localities
	done
}

tables() { # FOLDER: one table of all rows, in DATABASE $1.db, with what everybody can know of areas
	local file
	rm -f "$1.db"
	{
		echo 'create table told (indicator text, area text, breakdown text, category text, period text, since text, until text,'
		echo '    value text, low text, high text, numerator text, denominator text, note text);'
		for file in "$1"/*.csv; do
			echo 'drop table if exists raw;'
			echo ".import --csv $file raw"
			echo "insert into told select '$(basename "$file" .csv | cut -d. -f1)', '$(basename "$file" .csv | cut -d. -f2)',"
			echo "    Breakdown, Category, Period, \"From\", \"To\", Value, lower_95, upper_95, Count, Of, Note from raw;"
		done
		echo "attach 'county.db' as county; create table place as select code, kind from county.area;"
	} | sqlite3 "$1.db"
}

# The smallest count of an indicator's rule is 5 at least. A count is told when it is the only one that is missing from a sum, or
# when all that are missing come to less than 5. A ratio, which has no interval, counts one thing and sets it against another.
cat >attack.sql <<'END'
create temp table rate as               -- its population stays beside a hidden count, and is no count of ours
select distinct indicator from told where note = 'small numbers' and denominator <> '';
create temp view part as
select t.indicator, t.since, t.until, coalesce(p.kind, t.breakdown) as kind, t.note = 'small numbers' as hidden,
    t.numerator, t.denominator
from told t left join place p on t.breakdown = 'Area' and p.code = t.category
where t.area = 'E06999999' and t.breakdown not in ('Total', 'Gap');
create temp view layer as
select p.*, 'numerator' as layer, p.numerator as n from part p union all
select p.*, 'denominator', p.denominator from part p union all
select p.*, 'others', case when p.denominator <> '' and p.numerator <> '' then p.denominator - p.numerator else '' end from part p;
create temp view everybody as
select indicator, since, until, numerator, denominator, note from told where area = 'E06999999' and breakdown = 'Total';
create temp view by_breakdown as
select l.indicator, l.kind, l.layer, l.until, sum(l.hidden) as hidden,
    max(case l.layer when 'numerator' then e.numerator when 'denominator' then e.denominator
        else e.denominator - e.numerator end) - sum(case when l.hidden then 0 else l.n end) as missing
from layer l join everybody e on e.indicator = l.indicator and e.since = l.since and e.until = l.until
where e.note <> 'small numbers' and e.numerator <> '' and (l.layer = 'numerator' or l.denominator <> '' or l.hidden)
    and (l.layer = 'numerator' or l.indicator not in (select indicator from rate))
    and (l.layer <> 'others' or l.indicator in (select indicator from told where low <> ''))
group by l.indicator, l.kind, l.layer, l.since, l.until;
create temp view whole as
select y.indicator, y.area, y.until, y.note = 'small numbers' as year_hidden, y.numerator as year, count(*) as n,
    sum(q.note = 'small numbers') as hidden, sum(case when q.note = 'small numbers' then 0 else q.numerator end) as shown,
    max(case when q.until = y.until and q.note <> 'small numbers' then q.numerator end) as last,
    max(case when q.until = y.until then q.note = 'small numbers' end) as last_hidden
from told y join told q on q.indicator = y.indicator and q.area = y.area and q.breakdown = 'Total' and q.category = 'quarter'
    and q.since >= y.since and q.until <= y.until
where y.breakdown = 'Total' and y.category in ('financial year', 'calendar year') and y.area <> ''
group by y.indicator, y.area, y.since, y.until having count(*) = 4;
create temp table additive as select indicator from whole where hidden = 0 and not year_hidden group by 1
    having min(shown = year) = 1 and max(year + 0) > 0;
create temp table of_a_day as select indicator from whole where not last_hidden and not year_hidden group by 1
    having min(last = year) = 1 and max(last + 0) > 0 and indicator not in (select indicator from additive);
select 'breakdown', indicator, kind, layer, until, hidden, missing from by_breakdown
where hidden = 1 and missing > 0 or hidden > 1 and missing > 0 and missing < 5;
select 'year', indicator, area, until, hidden, year - shown from whole join additive using (indicator)
where not year_hidden and (hidden = 1 or hidden > 1 and year - shown < 5) or year_hidden and hidden = 0;
select 'day', indicator, area, until, year, last from whole join of_a_day using (indicator) where year_hidden <> last_hidden;
END

"$bairn" demo files --children "${CHILDREN:-1500}" --seed 7 >/dev/null && "$bairn" init Wearshire --code E06999999 >/dev/null &&
	"$bairn" import files >/dev/null
"$bairn" link >/dev/null && "$bairn" measure >/dev/null || { echo 'not ok 1 - no county'; exit 1; }

take public && tables public
result $? 'every measure has a public table'
test_that 'hundreds of figures are hidden' [ "$(sqlite3 public.db "select count(*) from told where note = 'small numbers'")" -gt 500 ]
test_that 'thousands are shown' [ "$(sqlite3 public.db "select count(*) from told where numerator <> ''")" -gt 2000 ]
told=$(sqlite3 -readonly public.db <attack.sql)
[ -z "$told" ]
result $? 'nobody works out what is hidden' "$told"

sqlite3 county.db "update observation set withheld = null"
take before 2 && tables before
told=$(sqlite3 -readonly before.db <attack.sql)
test_that 'which can be done where only small ones are hidden' [ "$(wc -l <<<"$told")" -gt 50 ]
test_that 'from breakdowns' grep -q '^breakdown' <<<"$told"
test_that 'and from quarters' grep -q '^\(year\|day\)' <<<"$told"
echo "# $(sqlite3 public.db "select count(*) from told where note = 'small numbers'") hidden; $(wc -l <<<"$told") told without the guard"
tap_end
