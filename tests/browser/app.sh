#!/usr/bin/env bash
# Looks at the real program's pages over a database: tests/browser/app.sh BAIRN DATABASE. Visits the scorecard, the imports
# and pages that they link to (FOLLOW, 8 unless told), each as tests/browser/run.mjs says.
set -eu
bairn=$1 db=$2
log=$(mktemp)
"$bairn" serve --db "$db" --listen 127.0.0.1:0 2>"$log" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -f "$log"' EXIT
until grep -q 'http://' "$log"; do
	kill -0 "$pid" 2>/dev/null || { cat "$log"; exit 1; }
	read -rt 0.05 <> <(:) || true
done
BASE=$(grep -o 'http://[^ ]*' "$log" | head -1) PAGES=${PAGES:-/scorecard /imports} FOLLOW=${FOLLOW:-8} \
	node "$(dirname "$0")/run.mjs"
