#!/usr/bin/env bash
# Every query of the catalogue gives the same rows on SQLite and on PostgreSQL, and where it does not, `bairn catalogue
# check` says so: tests/postgres.sh tests/program/both_engines.sh BAIRN. Prints TAP.
set -u
bairn=$1
. "$(dirname "$0")/../tap.sh"
dir=$(mktemp -d "${TMPDIR:-/tmp}/bairn-both.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export BAIRN_KEY_FILE=$dir/key
authority=tests/data/authority


postgres() { # SCHEMA: its address
	echo "$BAIRN_TEST_POSTGRES&schema=$1"
}

init() { # ADDRESS
	"$bairn" init Wearshire --code E06000999 --db "$1"
}

take() { # ADDRESS DAY PATH…: imports and links; rejected rows, exit status 1, are part of the files
	local db=$1 status=0
	export BAIRN_TODAY=$2
	"$bairn" import --db "$db" "${@:3}" || status=$?
	[ "$status" -le 1 ] && "$bairn" link --db "$db"
}

hand_made() { # ADDRESS: the authority of tests/data
	init "$1" && take "$1" 2025-09-10 $authority/september_10 && take "$1" 2025-09-30 $authority/september_30
}

check() { # OPTION…
	"$bairn" catalogue check "$@" 2>&1
}

says() { # TEXT WORDS: whether the words stand in it
	grep -qF -- "$2" <<<"$1"
}

# ---- they agree --------------------------------------------------------------------------------------------------

out=$({ hand_made "$dir/hand.db" && hand_made "$(postgres hand)"; } 2>&1)
result $? 'the authority of tests/data is imported on both engines' "$out"
out=$(check --db "$dir/hand.db" --against "$(postgres hand)")
result $? 'every query gives the same rows of it' "$out"
says "$out" 'records matched by id.'
result $? 'and each gives some' "$out"

"$bairn" demo "$dir/files" --children 300 --seed 3 >"$dir/demo" 2>&1
for db in "$dir/demo.db" "$(postgres demo)"; do
	out=$({ init "$db" && take "$db" 2026-04-15 "$dir/files"; } 2>&1) || break
done
result $? 'a county of three hundred children is imported on both engines' "$out"
out=$(check --db "$dir/demo.db" --against "$(postgres demo)")
result $? 'every query gives the same rows of it' "$out"

# The same records under other ids: an empty database and its copy on the other engine, filled in different orders.
other=$(postgres other)
out=$({ init "$dir/one.db" && "$bairn" copy "$dir/one.db" "$other" && take "$dir/one.db" 2025-09-10 $authority/september_10/{reference,school,send,social_care} &&
	take "$other" 2025-09-10 $authority/september_10/reference &&
	take "$other" 2025-09-10 $authority/september_10/social_care &&
	take "$other" 2025-09-10 $authority/september_10/{send,school}; } 2>&1)
result $? 'the same files are imported in two orders into a database and its copy' "$out"
out=$(check --db "$dir/one.db" --against "$other")
status=$?
[ $status -eq 0 ] && says "$out" 'what their source calls them'
result $? 'records are known again whatever their ids' "$out"

# ---- they differ -------------------------------------------------------------------------------------------------

own=$dir/own/indicators
mkdir -p "$own"
query() { # NAME SQL: an indicator of the authority's own; the SQL stands on line 9
	printf '%s\n' "indicator: $1" 'title: A test' 'topic: protection' 'measure: proportion' 'at: during period' \
		'better: lower' 'periods: [financial year]' 'rows: |' "  $2" >"$own/$1.yml"
}
# What no reader of SQL can see: texts of its own, which PostgreSQL compares by the rules of the database's language.
query by_language "select identity, at, case when 'a' < 'B' then 1 else 0 end as hit from event where kind = 'referral'"
query not_grouped "select identity, at, max(at) as hit from event where kind = 'referral'"
out=$(check --db "$dir/hand.db" --against "$(postgres hand)" --catalogue "$dir/own")
[ $? -eq 1 ] && says "$out" 'indicators/by_language.yml line 9: `rows` gives'
result $? 'a query that the engines answer differently is a fault of its file and line' "$out"
says "$out" 'in --db alone: identity ' && says "$out" 'in --against alone: identity ' && says "$out" ', hit 1'
result $? 'with some of the rows' "$out"
says "$out" 'indicators/not_grouped.yml line 9: `rows` fails in --against: '
result $? 'so is one that an engine cannot run' "$out"

psql -q -c "update hand.event_all set at = at + 1
	where id in (select min(id) from hand.event where kind = 'referral')" 2>&1
out=$(check --db "$dir/hand.db" --against "$(postgres hand)")
[ $? -eq 1 ] && says "$out" 'referral_rate.yml line ' && says "$out" 'of which 1 and 1 have no like' &&
	! says "$out" care_rate
result $? 'one row that differs by a day is found' "$out"

out=$(check --db "$dir/hand.db" --against "$(postgres demo)")
[ $? -eq 1 ] && says "$out" 'are the same: fill both from the same files'
result $? 'databases of other files are not compared' "$out"

out=$("$bairn" fixes --db "$(postgres hand)" 2>&1)
result $? 'what is to be put right is listed on PostgreSQL' "$out"

tap_end
