#!/usr/bin/env bash
# A private PostgreSQL for the length of a command: tests/postgres.sh COMMAND…
# A new cluster in a temporary folder, run by an account without rights (Debian's `postgres` when this is root), reachable by
# its Unix socket alone. The command finds it in BAIRN_TEST_POSTGRES, an address that wants `&schema=NAME` after it.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "not ok - PostgreSQL is not installed: run make deps"; exit 1; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/bairn-pg.XXXXXX")
chmod 755 "$dir"

as() { # runs a command as the account that the server runs as
	if [ "$(id -u)" -eq 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi
}
stop() {
	as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

mkdir "$dir/data"
[ "$(id -u)" -ne 0 ] || chown -R postgres:postgres "$dir"
cd /
# The database's own language sorts otherwise than by bytes, as most servers' does: what depends on it shows.
as "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-GB \
	>"$dir/initdb" 2>&1 || { cat "$dir/initdb"; exit 1; }
# The machine does not stop, and a killed server's pages are with the system: so no waiting for the disk.
cat >>"$dir/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
full_page_writes = off
shared_buffers = 256MB
max_wal_size = 4GB
max_connections = 100
autovacuum = off
wal_level = minimal
max_wal_senders = 0
SETTINGS
as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w start >/dev/null
# An account such as an administrator gives an authority: it may make roles and databases, and is no superuser.
as "$bin/psql" -X -q -h "$dir" -U postgres -d postgres -c 'create role bairn login createrole createdb' \
	-c 'create database bairn owner bairn'
cd - >/dev/null
export BAIRN_TEST_POSTGRES="postgresql://bairn@/bairn?host=$dir" PGHOST="$dir" PGUSER=bairn PGDATABASE=bairn
as_words=
[ "$(id -u)" -ne 0 ] || as_words='setpriv --reuid postgres --regid postgres --clear-groups'
export BAIRN_TEST_PG_START="$as_words $bin/pg_ctl -D $dir/data -l $dir/log -w start" BAIRN_TEST_PG_DATA="$dir/data"
"$@"
