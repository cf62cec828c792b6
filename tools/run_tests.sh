#!/usr/bin/env bash
# Runs test programs one after another and closes with one line of totals. A program prints TAP lines ("ok", "not ok",
# "# SKIP reason") or cmocka's own; its exit status decides, its lines are counted. Output is shown only for failures.
set -u
passed=0 failed=0 skipped=0
for program in "$@"; do
	out=$(CMOCKA_MESSAGE_OUTPUT=TAP "$program" 2>&1)
	status=$?
	p=$(grep -c '^ok ' <<<"$out")
	s=$(grep -c '^ok .*# SKIP' <<<"$out")
	f=$(grep -c '^not ok ' <<<"$out")
	[ "$status" -ne 0 ] && [ "$f" -eq 0 ] && f=1
	[ "$status" -eq 0 ] && [ "$p" -eq 0 ] && f=1
	passed=$((passed + p - s)) failed=$((failed + f)) skipped=$((skipped + s))
	if [ "$f" -gt 0 ]; then
		printf '%s: FAILED (exit %s)\n%s\n' "$program" "$status" "$out"
	else
		printf '%s: %s passed%s\n' "${program##*/}" "$((p - s))" "$([ "$s" -gt 0 ] && echo ", $s skipped")"
		grep '# SKIP\|^# skip' <<<"$out"
	fi
done
printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
