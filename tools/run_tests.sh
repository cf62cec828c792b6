#!/usr/bin/env bash
# Runs test programs one after another and closes with one line of totals: tools/run_tests.sh PROGRAM… A program with
# arguments is one word of its own ('tests/browser/run.sh build/http/server'). A program prints TAP lines ("ok", "not ok",
# "# SKIP reason") or cmocka's own; its exit status decides, its lines are counted. Output is shown only for failures.
#
# The word --on=SQLite or --on=PostgreSQL says which engine the programs after it run on, and is named beside them; the
# server is the one that tests/postgres.sh started.
#
# TALLY=FILE keeps the totals for whoever adds several runs up. A program that takes ten minutes (LIMIT) has failed.
set -u
[ $# -gt 0 ] || { echo "There is no such test: nothing was run."; exit 1; }
passed=0 failed=0 skipped=0 began=$SECONDS server=${BAIRN_TEST_POSTGRES:-}
on=${server:+ on PostgreSQL}
for program in "$@"; do
	case $program in
	--on=PostgreSQL)
		[ -n "$server" ] || { echo 'There is no PostgreSQL here: tests/postgres.sh starts one.'; exit 2; }
		on=' on PostgreSQL'
		export BAIRN_TEST_POSTGRES=$server
		continue
		;;
	--on=*)
		on=${program/--on=/ on }
		[ "$on" != ' on ' ] || on=
		unset BAIRN_TEST_POSTGRES
		continue
		;;
	esac
	read -ra words <<<"$program"
	started=$SECONDS
	out=$(CMOCKA_MESSAGE_OUTPUT=TAP timeout "${LIMIT:-600}" "${words[@]}" 2>&1)
	status=$?
	# A test was passed over when its line says so (in cmocka's TAP that line begins "not ok") or "# skip" stands before it.
	read -r p f s < <(awk 'tolower($0) ~ /^# skip/ { over = 1 }
		/^(not )?ok / { if (over || tolower($0) ~ /# skip/) s++; else if ($1 == "ok") p++; else f++; over = 0 }
		END { print p + 0, f + 0, s + 0 }' <<<"$out")
	[ "$status" -ne 0 ] && [ "$f" -eq 0 ] && f=1
	[ "$status" -eq 0 ] && [ $((p + s)) -eq 0 ] && f=1
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	took=$((SECONDS - started))
	name=${program##*=}
	[ -z "${BUILD:-}" ] || name=${name//$BUILD\//}
	[[ $program == env* ]] && name=${name#* }
	if [ "$f" -gt 0 ]; then
		printf '%s%s: FAILED (exit %s)\n%s\n' "$program" "$on" "$status" "$out"
	else
		printf '%s%s: %s passed%s%s\n' "$name" "$on" "$p" "$([ "$s" -gt 0 ] && echo ", $s skipped")" \
			"$([ "$took" -gt 4 ] && echo " in $took s")"
		grep -iE '^(not )?ok .*# skip|^# skip' <<<"$out"
	fi
done
[ -z "${TALLY:-}" ] || echo "$passed $failed $skipped" >>"$TALLY"
printf '%s passed, %s failed, %s skipped' "$passed" "$failed" "$skipped"
[ $((SECONDS - began)) -lt 10 ] || printf ' in %s s' $((SECONDS - began))
echo
[ "$failed" -eq 0 ]
