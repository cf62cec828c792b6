# Lines of the test anything protocol, for scripts: . tests/tap.sh, then `result STATUS NAME [OUTPUT]` or `test_that NAME
# COMMAND…` for each test, and `tap_end` last, whose status is the script's. What a failed test printed comes as comments.
n=0 failed=0

result() { # STATUS NAME [OUTPUT]
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		failed=$((failed + 1))
		echo "not ok $n - $2"
		tail -"${TAP_LINES:-15}" <<<"${3:-}" | sed 's/^/# /'
	fi
}

test_that() { # NAME COMMAND…
	local name=$1 out status=0
	shift
	out=$("$@" 2>&1) || status=$?
	result "$status" "$name" "$out"
}

tap_end() {
	echo "1..$n"
	[ "$failed" -eq 0 ]
}
