#!/usr/bin/env bash
# What the house style forbids and no compiler sees. Prints TAP, each fault under its check.
set -uo pipefail
shopt -s lastpipe          # check counts in this shell
n=0 failed=0

check() { # NAME: the faults, one a line, on standard input
	local faults
	faults=$(cat)
	n=$((n + 1))
	if [ -z "$faults" ]; then
		echo "ok $n - $1"
	else
		failed=$((failed + 1))
		echo "not ok $n - $1"
		head -40 <<<"$faults" | sed 's/^/# /'
	fi
}

# The files that people write.
ours() { git ls-files --cached --others --exclude-standard -- "$@"; }
mapfile -t code < <(ours '*.c' '*.h')
mapfile -t scripts < <(ours '*.sh' '.ci/run')
mapfile -t all < <(ours | grep -vE 'package-lock.json|^LICENSE$|\.(png|gz|zip|xlsx)$|^fuzz/seeds/|^tests/data/' |
	while read -r f; do [ -f "$f" ] && echo "$f"; done)

# A file is one idea.
wc -l "${code[@]}" "${scripts[@]}" | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, 600 at most" }' |
	check 'no file is longer than 600 lines'

# A function does one thing.
ctags -x --c-kinds=f --fields=+ne --output-format=json "${code[@]}" 2>/dev/null |
	sed -nE 's/.*"name": "([^"]*)".*"path": "([^"]*)".*"line": ([0-9]+).*"end": ([0-9]+).*/\1 \2 \3 \4/p' |
	awk '$4 - $3 + 1 > 60 { print $2 ":" $3 ": " $1 " has " $4 - $3 + 1 " lines, 60 at most" }' |
	check 'no function is longer than 60 lines'

awk 'FNR == 1 { if (seen != "" && !ok) print seen ": says not what it is"; seen = FILENAME; ok = 0 }
	FNR <= 3 && /^(\/\*|#|--|\/\/| *\*|\{#)/ { ok = 1 }
	END { if (!ok) print seen ": says not what it is" }' "${code[@]}" "${scripts[@]}" |
	check 'every file of code opens with what it is'

grep -nE '\b(TO''DO|FIX''ME|XX''X|HA''CK)\b' "${all[@]}" |
	check 'nothing is left to do in the code'

grep -nE '[[:blank:]]+$' "${code[@]}" "${scripts[@]}" |
	check 'no line ends in white space'

# Memory comes from arenas; the program ends in main.c.
grep -nE '\b(malloc|calloc|realloc|aligned_alloc|strdup|asprintf|free)[[:blank:]]*\(' $(ours 'src/**/*.c' | grep -vE '^src/(base|store|web)/') |
	check 'memory above the ground floors comes from an arena'
grep -nE '(^|[^_a-z])exit *\(' $(ours 'src/**/*.c' | grep -v '^src/main.c') |
	check 'nothing but main.c ends the program'

grep -nE '__builtin_''prefetch' "${code[@]}" | grep -v '^src/base/wide.h' |
	check 'what is asked for beforehand is asked by wide_fetch()'

# … which the compiler leaves in where nothing else is done, as it does not the bare builtin.
[[ ! $(uname -m) =~ ^(x86_64|aarch64)$ ]] || "${CC:-cc}" -O2 -Isrc -xc -S -o - - <<'END' | awk '/prefetch|prfm/ { asked = 1 } END { if (!asked) print "its calls are left out" }' |
#include "base/wide.h"
static void ask(const char *at, int n) { for (int i = 0; i < n; i++) if (at[i]) wide_fetch(at + 64 * at[i]); }
void begin(const char *at, int n);
void begin(const char *at, int n) { ask(at, n); }
END
	check 'what wide_fetch() asks is asked in the program too'

for script in "${scripts[@]}"; do
	bash -n "$script" 2>&1
done | check 'every script can be read'

# A database that has a number's file is not given another of that number.
ours 'schema/*.sql' | sed -nE 's/.*\/([0-9]+)_.*/\1/p' | sort | uniq -d |
	check 'no two files of the schema have one number'

# A dependency is a line in tools/packages.txt and a line in docs/dependencies.md.
awk '/^[a-z]/ { print $2 }' tools/packages.txt | while read -r package; do
	grep -qF "\`$package\`" docs/dependencies.md || echo "$package is not in docs/dependencies.md"
done | check 'every dependency has its reason'

echo "1..$n"
[ "$failed" -eq 0 ]
