# SQLite's part of kill.sh: a file, and bairn killed.
export BAIRN_DB=$work/db
sound='pragma integrity_check; pragma foreign_key_check;'

database() {
	"$bairn" init Wearshire --code E06999999 --db "$work/empty" >/dev/null
}
fresh() {       # a database that knows only the authority's name
	rm -f "$work"/db*
	cp "$work/empty" "$work/db"
	cp "$work/empty.key" "$work/db.key"
}
ask() {
	sqlite3 "$work/db" "$1"
}
strike() {      # PID ROUND
	kill -KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	[ $? -eq 137 ] && during=$((during + 1))
}
