#!/usr/bin/env bash
# SQL speaks no one engine, in the program outside src/store and in the catalogue: tools/lint_sql.sh SQLLINT. The list of
# what is refused, and why, is the catalogue floor's own (src/catalogue/sql_words.c, sql_shapes.c). Prints TAP.
set -u
lint=$1 TAP_LINES=40
. "$(dirname "$0")/../tests/tap.sh"
dir=$(mktemp -d "${TMPDIR:-/tmp}/bairn-sql.XXXXXX")
trap 'rm -rf "$dir"' EXIT


ours() { # PATTERN…
	git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done
}
mapfile -t code < <(ours 'src/**/*.c' | grep -vE '^src/(store/|catalogue/sql_(words|shapes)\.c)')
mapfile -t catalogue < <(ours catalogue/{indicators,clocks,factors,returns}/'**.yml')

out=$("$lint" "${code[@]}" 2>"$dir/read")
result $? "SQL outside src/store speaks no one engine ($(cat "$dir/read"))" "$out"
out=$("$lint" "${catalogue[@]}" 2>"$dir/read")
result $? "nor does that of the catalogue ($(cat "$dir/read"))" "$out"

# It refuses an example of everything on its list, each where it stands.
for kind in c yml; do
	"$lint" --examples $kind >"$dir/bad.$kind"
	mark=$([ $kind = c ] && echo '"' || echo '^  ')
	want=$(grep -n "$mark" "$dir/bad.$kind" | cut -d: -f1)
	got=$("$lint" "$dir/bad.$kind" 2>/dev/null | cut -d: -f2)
	[ -n "$want" ] && [ "$want" = "$got" ]
	result $? "it refuses $(wc -w <<<"$want") examples in a file of $kind" "$(diff <(echo "$want") <(echo "$got"))"
done

# And nothing else: words for people, comments, and SQL as it should be.
cat >"$dir/good.c" <<'C'
/* "select julianday(x) from t" */
const char *words[] = {"Select a file to see its total (so far)", "rowid, pragma and glob", "with its interval"};
const char *sql = "select e.fact, number(e.data->>'miles') from episode e join identity i on i.id = e.identity"
    " where i.person = :person and e.kind in (" KINDS ") and e.since <= add_days(:day, 7)" /* ifnull() */
    " order by e.since desc nulls last, e.fact limit 5";
C
out=$("$lint" "$dir/good.c" 2>"$dir/read")
result $? 'it lets pass what is portable' "$out"
[ "$(cat "$dir/read")" = '1 piece of SQL' ]
result $? 'and tells SQL from words for people' "$(cat "$dir/read")"

tap_end
