#!/usr/bin/env bash
# Starts the test server on a free port, looks at its pages in chromium, and stops it: tests/browser/run.sh SERVER
set -eu
server=$1
log=$(mktemp)
"$server" --port 0 2>"$log" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -f "$log"' EXIT
until grep -q 'http://' "$log"; do
	kill -0 "$pid"
	read -rt 0.05 <> <(:) || true
done
BASE=$(grep -o 'http://[^ ]*' "$log" | head -1) PAGES=${PAGES:-/pages-quiet /form} LINKS=no \
	node "$(dirname "$0")/run.mjs"
