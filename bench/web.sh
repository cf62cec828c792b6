#!/usr/bin/env bash
# What the audit costs a page, and what our server costs over libmicrohttpd: requests a second by wrk, in one run on this
# machine, as ratios. bench/web.sh SERVER BARE
#
#   small      a reply of six bytes, no audit
#   audited    the same reply, after its audit row is durable (a real database, synchronous=FULL)
#   page       a page of 20 KB with four charts, no audit;  page audited: the same, audited
set -eu
server=$1 bare=$2
seconds=${SECONDS_EACH:-2} connections=${CONNECTIONS:-64} rounds=${ROUNDS:-3}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/bairn-bench.XXXXXX")
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$dir"' EXIT

start() { # LOG COMMAND…
	local log=$1
	shift
	"$@" 2>"$log" &
	pids+=($!)
	until grep -q 'http://' "$log"; do
		kill -0 "${pids[-1]}"
		read -rt 0.05 <> <(:) || true
	done
}

rate() { # URL
	wrk -t1 -c"$connections" -d"${seconds}s" "$1" | awk '/Requests\/sec/ {r = $2} /Non-2xx/ {bad = $NF} END {
		if (bad) { print "wrk met " bad " failed replies" >"/dev/stderr"; exit 1 } printf "%.0f", r }'
}

median() { sort -n | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }

start "$dir/bare.log" "$bare"
start "$dir/server.log" "$server" --db "$dir/bench.db"
bare_at=$(grep -o 'http://[^ ]*' "$dir/bare.log")
at=$(grep -o 'http://[^ ]*' "$dir/server.log" | head -1)

# Rounds in turn, so that a busy moment falls on all of them; the median of each.
for ((i = 0; i < rounds; i++)); do
	rate "$bare_at/" >>"$dir/b"; echo >>"$dir/b"
	for page in small audited pages-quiet pages; do
		rate "$at/$page" >>"$dir/$page"
		echo >>"$dir/$page"
	done
done
b=$(median <"$dir/b") s=$(median <"$dir/small") a=$(median <"$dir/audited")
p=$(median <"$dir/pages-quiet") pa=$(median <"$dir/pages")
printf '%-44s %8s requests/s\n' 'bare libmicrohttpd, six bytes' "$b" 'small: ours, no audit' "$s" \
	'audited: the same, audit row durable first' "$a" 'page: four charts, no audit' "$p" 'page audited' "$pa"
awk -v b="$b" -v s="$s" -v a="$a" -v p="$p" -v pa="$pa" 'BEGIN {
	printf "small / bare %.2f, audited / small %.2f, page audited / page %.2f\n", s / b, a / s, pa / p }'
