#!/usr/bin/env bash
# Serves a database and takes a picture of one of its pages: tests/browser/picture.sh BAIRN DATABASE PATH FILE
set -eu
bairn=$1 db=$2 path=$3 file=$4
log=$(mktemp)
BAIRN_TODAY=2026-04-15 "$bairn" serve --db "$db" --listen 127.0.0.1:0 2>"$log" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -f "$log"' EXIT
until grep -q 'http://' "$log"; do
	kill -0 "$pid" 2>/dev/null || { cat "$log"; exit 1; }
	read -rt 0.05 <> <(:) || true
done
BASE=$(grep -o 'http://[^ ]*' "$log" | head -1) node "$(dirname "$0")/picture.mjs" "$path" "$file"
