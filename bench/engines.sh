#!/usr/bin/env bash
# Both engines on the same authority, in one run: bench/engines.sh BAIRN READERS [CHILDREN], under tests/postgres.sh.
#
# A county is imported, linked and measured in a SQLite file and in a PostgreSQL schema; then one child's chronology is read by
# one reader, and by 64 while one writes. Beside the import stands psql's \copy of the same rows into the same tables: with
# their indices, with and without their references.
set -euo pipefail
bairn=$(realpath "$1") readers=$(realpath "$2") children=${3:-20000}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
export BAIRN_TODAY=2026-04-15
address() { echo "postgresql://bairn@/$1?host=$PGHOST&schema=wear"; }
ask() { psql -X -q -At -d "$1" -c 'set search_path to wear' -c "$2"; }

clock() { date +%s%N; }
timed() { # NAME COMMAND…: leaves the seconds in $NAME
	local name=$1 start status=0
	shift
	start=$(clock)
	"$@" >"$dir/out" 2>&1 || status=$?
	[ "$status" -le 1 ] || { cat "$dir/out" >&2; exit "$status"; }      # 1: the county has bad rows on purpose
	printf -v "$name" '%s' "$(awk -v a="$start" -v b="$(clock)" 'BEGIN { printf "%.2f", (b - a) / 1e9 }')"
}
row() { # WHAT SQLITE POSTGRESQL UNIT LESS-IS-BETTER
	awk -v w="$1" -v s="$2" -v p="$3" -v u="$4" -v less="$5" 'BEGIN {
		printf "%-42s %10s %10s %-12s %5.2f\n", w, s, p, u, less ? p / s : s / p }'
}

"$bairn" demo "$dir/files" --children "$children" >/dev/null
for engine in sqlite postgres; do
	if [ $engine = sqlite ]; then
		export BAIRN_DB=$dir/county.db BAIRN_KEY_FILE=$dir/county.db.key
	else
		createdb -T template0 county
		export BAIRN_KEY_FILE=$dir/postgres.key
		BAIRN_DB=$(address county)
	fi
	"$bairn" init Wearshire --code E06999999 >/dev/null
	[ $engine = sqlite ] || createdb -T county empty
	timed ${engine}_import "$bairn" import "$dir/files"
	timed ${engine}_link "$bairn" link
	timed ${engine}_measure "$bairn" measure
	"$bairn" show scorecard --format csv >"$dir/$engine.csv"
	timed ${engine}_show "$bairn" show scorecard
	"$readers" "$BAIRN_DB" 3 >"$dir/$engine.readers"
done
cmp "$dir/sqlite.csv" "$dir/postgres.csv" || { echo "the scorecards differ" >&2; exit 1; }

# The rows that the import left (not those of linking and measuring), table by table, those first that others refer to.
tables=$(ask county "with recursive t(o, d) as (select oid, 0 from pg_class where relnamespace = 'wear'::regnamespace
	and relkind = 'r' union select c.conrelid, d + 1 from t join pg_constraint c on c.confrelid = t.o and c.contype = 'f'
	and c.conrelid <> c.confrelid where d < 20) select relname from t join pg_class c on c.oid = o
	where relname not like 'link!_%' escape '!' and relname not in ('observation', 'measure_run', 'person', 'fix', 'audit', 'audit_seal',
	'schema_version', 'store_key', 'setting', 'counter', 'day') group by relname order by max(d), relname")
rows=0
echo "set search_path to wear; begin;" >"$dir/load.sql"
ask county "update identity set person = null, link_state = 'unlinked', link_weight = null where person is not null"
for table in $tables; do
	psql -X -q -d county -c 'set search_path to wear' -c "\\copy $table to '$dir/$table.copy'"
	echo "\\copy $table from '$dir/$table.copy'" >>"$dir/load.sql"
	rows=$((rows + $(wc -l <"$dir/$table.copy")))
done
echo "commit;" >>"$dir/load.sql"
createdb -T empty bare
psql -X -q -At -d bare -c "do \$\$ declare f record; begin for f in select conrelid::regclass as t, conname from pg_constraint
	where connamespace = 'wear'::regnamespace and contype = 'f' loop execute format('alter table %s drop constraint %I', f.t,
	f.conname); end loop; end \$\$"
timed copy psql -X -q -v ON_ERROR_STOP=1 -d empty -f "$dir/load.sql"
timed bare psql -X -q -v ON_ERROR_STOP=1 -d bare -f "$dir/load.sql"

printf '%-42s %10s %10s %-12s %s\n' "$children children, $rows rows" SQLite PostgreSQL unit 'PostgreSQL slower by'
row 'import' "$sqlite_import" "$postgres_import" seconds 1
row 'link' "$sqlite_link" "$postgres_link" seconds 1
row 'measure' "$sqlite_measure" "$postgres_measure" seconds 1
row 'show scorecard (the whole command)' "$sqlite_show" "$postgres_show" seconds 1
read -r _ s1 _ per < <(grep one "$dir/sqlite.readers")
read -r _ p1 _ < <(grep one "$dir/postgres.readers")
read -r _ s64 sw _ < <(grep many "$dir/sqlite.readers")
read -r _ p64 pw _ < <(grep many "$dir/postgres.readers")
row "a child's chronology ($per rows), one reader" "$s1" "$p1" "a second" 0
row '64 readers and one writer: chronologies' "$s64" "$p64" "a second" 0
row '64 readers and one writer: commits' "$sw" "$pw" "a second" 0
awk -v rows="$rows" -v ours="$postgres_import" -v copy="$copy" -v bare="$bare" 'BEGIN {
	printf "PostgreSQL import %.0f rows/s; psql \\copy of the same rows into the same tables %.0f rows/s: %.2f in time\n",
		rows / ours, rows / copy, ours / copy
	printf "the same \\copy without the tables'"'"' references %.0f rows/s: %.2f in time\n", rows / bare, ours / bare }'
