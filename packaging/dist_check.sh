#!/usr/bin/env bash
# Builds a source archive where neither node, npm nor a network can be found, and asks the program for its version:
# packaging/dist_check.sh ARCHIVE. Prints TAP. What a full build makes of the sources is looked at elsewhere, so this takes the quickest.
set -euo pipefail
archive=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin"
for tool in bash sh make gcc cc as ld ar sed awk grep find sort cp mv mkdir rm printf echo cat tar pkg-config dirname uname install; do
	path=$(type -P "$tool") && [ -x "$path" ] && ln -s "$path" "$dir/bin/$tool"
done
tar -xzf "$archive" -C "$dir"
cd "$dir"/bairn-*
log=$dir/log
# Without a network of its own where the system lets us, else with a proxy that is not there.
alone=()
unshare -rn true 2>/dev/null && alone=(unshare -rn)
if "${alone[@]}" env -i PATH="$dir/bin" http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 make -j2 CFLAGS='-O0 -w' >"$log" 2>&1; then
	echo "ok 1 - it builds"
else
	echo "not ok 1 - it builds"
	tail -5 "$log" | sed 's/^/# /'
	exit 1
fi
if grep -qE '^  (SASS|EMBED|TMPL)' "$log"; then
	echo "not ok 2 - nothing that it carries is generated again"
	grep -E '^  (SASS|EMBED|TMPL)' "$log" | sed 's/^/# /' | head -3
	exit 1
fi
echo "ok 2 - nothing that it carries is generated again"
build/bairn version | sed 's/^/ok 3 - /'
echo "1..3"
