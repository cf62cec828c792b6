#!/usr/bin/env bash
# Looks at the real program's pages over a database: tests/browser/app.sh BAIRN [DATABASE]. Without a database it makes an
# empty one, whose pages must say why they are empty. Visits every kind of page, and FOLLOW more that they link to (8
# unless told), each as tests/browser/run.mjs says. SMOKE=yes looks at four pages alone.
set -eu
bairn=$1 db=${2:-}
folder=$(mktemp -d)
pid=
finish() {
	[ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
	rm -rf "$folder"
}
trap finish EXIT
pages='/scorecard /indicator/care_rate /indicator/care_rate/move /profile /rug /compare /timeliness /inequality /imports /linkage /fixes 404=/indicator/nothing'
follow=0
if [ -z "$db" ]; then
	db=$folder/empty.db
	"$bairn" init Emptyshire --code E06999998 --db "$db" >"$folder/log"
else
	pages+=' /indicator/care_rate?area=WL01 /scorecard?area=WL01 /indicator/neet /indicator/speech_assessed'
	pages+=' /indicator/fixes_open /indicator/suspensions'
	follow=8
fi
[ -z "${SMOKE:-}" ] || { pages='/scorecard /indicator/speech_assessed /compare /fixes'; follow=0; }
"$bairn" serve --db "$db" --listen 127.0.0.1:0 2>"$folder/log" &
pid=$!
until grep -q 'http://' "$folder/log"; do
	kill -0 "$pid" 2>/dev/null || { cat "$folder/log"; exit 1; }
	read -rt 0.05 <> <(:) || true
done
BASE=$(grep -o 'http://[^ ]*' "$folder/log" | head -1) PAGES=${PAGES:-$pages} FOLLOW=${FOLLOW:-$follow} \
	node "$(dirname "$0")/run.mjs"
