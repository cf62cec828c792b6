#!/usr/bin/env bash
# How fast extracts become records, beside SQLite's own shell: bench/import.sh BAIRN [CHILDREN]
#
# A synthetic county is imported (parsed, checked, coded, sealed, compared with what is known, written). Then the rows that
# every table holds are written out as CSV and loaded by sqlite3's .import into a new database with the same tables and
# indices, without guards, references or sealing. The ratio says what Bairn's care costs over the least that could be done.
set -euo pipefail
bairn=$1 children=${2:-20000}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
export BAIRN_DB=$dir/county.db BAIRN_TODAY=2026-04-15

clock() { date +%s%N; }
since() { awk -v a="$1" -v b="$(clock)" 'BEGIN { printf "%.2f", (b - a) / 1e9 }'; }

"$bairn" demo "$dir/files" --children "$children" >/dev/null
"$bairn" init Wearshire --code E06999999 >/dev/null
start=$(clock)
status=0
"$bairn" import "$dir/files" >/dev/null || status=$?
[ "$status" -le 1 ] || exit "$status"       # 1: the county has bad rows on purpose
ours=$(since "$start")

rows=0
sqlite3 "$BAIRN_DB" "select sql || ';' from sqlite_schema where sql is not null and type in ('table', 'index')
	and name not like 'sqlite_%' order by type desc, name" >"$dir/schema.sql"
{ echo "pragma journal_mode = wal;"; echo "pragma synchronous = normal;"; echo "pragma foreign_keys = off;"
	echo ".read $dir/schema.sql"; echo ".mode csv"; echo "begin;"; } >"$dir/load.sql"
while read -r table; do
	n=$(sqlite3 "$BAIRN_DB" "select count(*) from $table")
	[ "$n" -gt 0 ] || continue
	columns=$(sqlite3 "$BAIRN_DB" "select group_concat(case when upper(type) = 'BLOB' then 'hex(' || name || ')' else name end)
		from pragma_table_info('$table')")
	sqlite3 -csv "$BAIRN_DB" "select $columns from $table" >"$dir/$table.csv"
	echo ".import $dir/$table.csv $table" >>"$dir/load.sql"
	rows=$((rows + n))
done < <(sqlite3 "$BAIRN_DB" "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
echo "commit;" >>"$dir/load.sql"
start=$(clock)
sqlite3 "$dir/bare.db" <"$dir/load.sql" >/dev/null
bare=$(since "$start")

awk -v ours="$ours" -v bare="$bare" -v rows="$rows" 'BEGIN {
	printf "bairn import   %9.0f table rows/s (%d rows in %.2f s, from the agencies'"'"' files)\n", rows / ours, rows, ours
	printf "sqlite3 .import %8.0f table rows/s (the same rows into the same tables and indices, %.2f s)\n", rows / bare, bare
	printf "import / .import %.2f in time\n", ours / bare }'
