# PostgreSQL's part of kill.sh: a database copied from an empty one, and four things that can be killed.
export BAIRN_KEY_FILE=$work/key
address() { echo "postgresql://bairn@/$1?host=$PGHOST&schema=wear"; }
BAIRN_DB=$(address killed)
export BAIRN_DB
sound="select 'ok';"

database() {
	createdb empty && "$bairn" init Wearshire --code E06999999 --db "$(address empty)" >/dev/null
}
fresh() {
	dropdb --if-exists --force killed 2>/dev/null && createdb -T empty killed
}
ask() {
	psql -X -q -At -d killed -c "set search_path to wear" -c "$1"
}
up() {          # a server that was killed comes back: by itself, or because we start it
	local tries=0
	until psql -X -q -At -d postgres -c 'select 1' >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] || fail "$where: the server did not come back"
		[ "$1" = anew ] && $BAIRN_TEST_PG_START >/dev/null 2>&1
		sleep 0.1
	done
}
connection() {  # the process at the server that writes for bairn
	psql -X -q -At -d postgres -c "select pid from pg_stat_activity where datname = 'killed'
		and application_name = 'bairn' order by xact_start nulls last limit 1" 2>/dev/null
}
strike() {      # PID ROUND
	local status pid
	case $(($2 % 4)) in
	0) kill -KILL "$1" 2>/dev/null ;;
	1) psql -X -q -At -d postgres -c "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'killed'
		and application_name = 'bairn'" >/dev/null 2>&1 ;;
	2) pid=$(connection) && [ -n "$pid" ] && kill -KILL "$pid" 2>/dev/null ;;
	3) pid=$(head -1 "$BAIRN_TEST_PG_DATA/postmaster.pid") && kill -KILL "$pid" $(pgrep -P "$pid") 2>/dev/null ;;
	esac
	wait "$1" 2>/dev/null
	status=$?
	[ $(($2 % 4)) -eq 3 ] && up anew || up alone
	case $status in
	137) during=$((during + 1)) ;;
	3)
		during=$((during + 1))
		grep -qE '^bairn import: .*(was lost|cannot be reached|stopping or starting|could not answer).*\.$' "$work/said" &&
			[ "$(wc -l <"$work/said")" -eq 1 ] || fail "$where: bairn ended with: $(cat "$work/said")"
		;;
	0 | 1) ;;
	*) fail "$where: bairn ended with $status: $(cat "$work/said")" ;;
	esac
}
