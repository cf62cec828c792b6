#!/usr/bin/env bash
# Runs test programs and closes with one line of totals: tools/run_tests.sh PROGRAM… A program with arguments is one word of
# its own ('tests/browser/run.sh build/http/server'). A program prints TAP lines ("ok", "not ok", "# SKIP reason") or cmocka's
# own; its exit status decides, its lines are counted. Output is shown only for failures.
#
# As many run at once as there are cores (AT_ONCE); of those on PostgreSQL one at a time, for they share its server and one
# of them kills it. The programs after the word --then start when all before it have ended.
#
# The word --on=SQLite or --on=PostgreSQL says which engine the programs after it run on, and is named beside them; the
# server is the one that tests/postgres.sh started.
#
# TALLY=FILE keeps the totals for whoever adds several runs up. A program that takes fifteen minutes (LIMIT) has failed.
set -u
[ $# -gt 0 ] || { echo "There is no such test: nothing was run."; exit 1; }
passed=0 failed=0 skipped=0 began=$SECONDS server=${BAIRN_TEST_POSTGRES:-} at_once=${AT_ONCE:-$(nproc)}
outputs=$(mktemp -d) || exit 3
declare -a program=() on=() stage=() started=() # by the order given; started holds those that were
declare -A running=()                   # pid: number
serving=                                # the number of the program that has the server
trap 'rm -rf "$outputs"' EXIT
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

engine=${server:+PostgreSQL} now=0
for word in "$@"; do
	case $word in
	--then) now=$((now + 1)) ;;
	--on=*)
		engine=${word#--on=}
		[ "$engine" != PostgreSQL ] || [ -n "$server" ] ||
			{ echo 'There is no PostgreSQL here: tests/postgres.sh starts one.'; exit 2; }
		;;
	*) program+=("$word") on+=("$engine") stage+=("$now") ;;
	esac
done

start() { # NUMBER
	local words
	started[$1]=$SECONDS
	read -ra words <<<"${program[$1]}"
	(
		[ "${on[$1]}" = PostgreSQL ] || unset BAIRN_TEST_POSTGRES
		CMOCKA_MESSAGE_OUTPUT=TAP exec timeout "${LIMIT:-900}" "${words[@]}"
	) >"$outputs/$1" 2>&1 &
	running[$!]=$1
	[ "${on[$1]}" != PostgreSQL ] || serving=$1
}

next() { # the number of the program that shall start now, in $i: one for the server, where that is free; fails for none
	local j waiting=
	for j in "${!program[@]}"; do
		[ -z "${started[$j]:-}" ] && [ "${stage[$j]}" -eq "$now" ] || continue
		if [ "${on[$j]}" != PostgreSQL ]; then
			waiting=${waiting:-$j}
		elif [ -z "$serving" ]; then
			i=$j
			return 0
		fi
	done
	i=$waiting
	[ -n "$waiting" ]
}

tell() { # NUMBER STATUS: counts what a program printed
	local p f s took=$((SECONDS - started[$1])) where=${on[$1]:+ on ${on[$1]}} name=${program[$1]##*=}
	# A test was passed over when its line says so (in cmocka's TAP that line begins "not ok") or "# skip" stands before it.
	read -r p f s < <(awk 'tolower($0) ~ /^# skip/ { over = 1 }
		/^(not )?ok / { if (over || tolower($0) ~ /# skip/) s++; else if ($1 == "ok") p++; else f++; over = 0 }
		END { print p + 0, f + 0, s + 0 }' "$outputs/$1")
	[ "$2" -ne 0 ] && [ "$f" -eq 0 ] && f=1
	[ "$2" -eq 0 ] && [ $((p + s)) -eq 0 ] && f=1
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	[ -z "${BUILD:-}" ] || name=${name//$BUILD\//}
	[[ ${program[$1]} == env* ]] && name=${name#* }
	if [ "$f" -gt 0 ]; then
		printf '%s%s: FAILED (exit %s)\n' "${program[$1]}" "$where" "$2"
		cat "$outputs/$1"
	else
		printf '%s%s: %s passed%s%s\n' "$name" "$where" "$p" "$([ "$s" -gt 0 ] && echo ", $s skipped")" \
			"$([ "$took" -gt 4 ] && echo " in $took s")"
		grep -iE '^(not )?ok .*# skip|^# skip' "$outputs/$1"
	fi
}

now=0
while :; do
	while [ "${#running[@]}" -lt "$at_once" ] && next; do start "$i"; done
	if [ "${#running[@]}" -eq 0 ]; then
		[ "${#started[@]}" -lt "${#program[@]}" ] || break
		now=$((now + 1))
		continue
	fi
	wait -n -p pid "${!running[@]}"
	status=$?
	number=${running[$pid]}
	unset "running[$pid]"
	[ "$serving" != "$number" ] || serving=
	tell "$number" "$status"
done
[ -z "${TALLY:-}" ] || echo "$passed $failed $skipped" >>"$TALLY"
printf '%s passed, %s failed, %s skipped' "$passed" "$failed" "$skipped"
[ $((SECONDS - began)) -lt 10 ] || printf ' in %s s' $((SECONDS - began))
echo
[ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
