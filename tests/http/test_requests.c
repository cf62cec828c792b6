/* What the server answers to good requests and to hostile ones, over raw sockets. */
#include "client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct fixture f;

static int
start(void **state)
{
	(void)state;
	fixture_start(&f, (struct serve_options){.threads = 2});
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	fixture_stop(&f);
	return 0;
}

static void
expect(const char *target, const char *headers, int status, const char *holds)
{
	struct answer a = get(f.port, target, headers);

	if (a.status != status || (holds && !strstr(a.body, holds)))
		print_message("GET %s: %d\n%s\n", target, a.status, a.body);
	assert_int_equal(a.status, status);
	if (holds != NULL)
		assert_non_null(strstr(a.body, holds));
	answer_free(&a);
}

static void
every_reply_carries_the_security_headers(void **state)
{
	static const char *const targets[] = {"/small", "/nowhere", "/fails/system", "/%zz", "/assets/none.css"};

	(void)state;
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct answer a = get(f.port, targets[i], "");

		assert_non_null(strstr(answer_header(&a, "Content-Security-Policy"), "default-src 'self'"));
		assert_string_equal(answer_header(&a, "X-Content-Type-Options"), "nosniff");
		assert_string_equal(answer_header(&a, "Referrer-Policy"), "same-origin");
		assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
		answer_free(&a);
	}
}

static void
a_page_is_whole_and_escaped(void **state)
{
	struct answer a = get(f.port, "/pages", "");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_string_equal(answer_header(&a, "Content-Type"), "text/html; charset=utf-8");
	assert_non_null(strstr(a.body, "<title>Are plans on time? – Bairn – Wearshire &amp; &lt;Sons&gt;</title>"));
	assert_non_null(strstr(a.body, "without access to children&#39;s records"));
	assert_non_null(strstr(a.body, "aria-current=\"page\">Scorecard</a>"));
	assert_null(strstr(a.body, "<script"));
	assert_null(strstr(a.body, "style="));
	assert_non_null(strstr(a.body, "href=\"/echo/a%2Fb?q=%3C%2Fa%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%20%22%27%26\""));
	assert_non_null(strstr(a.body, "title=\"&lt;/a&gt;&lt;script&gt;"));
	answer_free(&a);
}

static void
addresses_that_are_badly_written_are_refused(void **state)
{
	static const char *const bad[] = {
		"/%", "/%4", "/%zz", "/echo/%", "/echo/%0", "/echo/a%00b", "/echo/%0d%0aX:y", "/echo/%7f", "/echo/%ff",
		"/echo/%c0%ae", "/echo/%ed%a0%80", "/../etc/passwd", "/echo/..", "/echo/../small", "/%2e%2e/etc/passwd",
		"/echo/.%2E", "/./small", "//small", "/echo//x", "/echo/a\\b", "/echo/%5c", "/small?a=%zz", "/small?%00=1",
		"/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect(bad[i], "", 400, "did not understand");
}

static void
well_written_addresses_reach_their_route(void **state)
{
	(void)state;
	expect("/echo/a%2Fb", "", 200, "name=a/b q=-\n");
	expect("/echo/..%2f..%2fetc", "", 200, "name=../../etc");
	expect("/echo/caf%C3%A9?q=a+b%2Bc", "", 200, "name=café q=a b+c\n");
	expect("/echo/x?q", "", 200, "q=\n");
	expect("/echo/literal", "", 200, "small\n");
	expect("/small/", "", 200, "small\n");
	expect("/id/7", "", 200, "7 1\n");
	expect("/id/7?page=100", "", 200, "7 100\n");
	expect("/id/7?page=101", "", 400, "page must be a whole number from 1 to 100");
	expect("/id/7?page=x", "", 400, "page must be a whole number");
	expect("/id/0", "", 404, NULL);
	expect("/id/-7", "", 404, NULL);
	expect("/id/99999999999999999999", "", 404, NULL);
	expect("/health", "", 200, "ok\n");
	expect("/nowhere", "", 404, "Page not found");
	expect("/small/more", "", 404, NULL);
	expect("/assets/..%2f..%2fetc%2fpasswd", "", 404, NULL);
}

/* A byte of nought ends a C string: what came after it must not be taken for nothing. */
static void
a_raw_nought_in_the_request_line_reaches_no_route(void **state)
{
	static const char request[] = "GET /echo/a\0b HTTP/1.1\r\nHost: localhost\r\n\r\n";
	int fd = client_open(f.port);
	struct answer a;

	(void)state;
	client_send(fd, request, sizeof request - 1);
	a = client_read(fd, false, 2000);
	assert_true(a.status == 0 || a.status == 400);
	answer_free(&a);
	close(fd);
}

static void
methods_that_a_route_does_not_take_are_named(void **state)
{
	static const struct { const char *method, *target, *allow; } cases[] = {
		{"PUT", "/small", "GET, HEAD"}, {"DELETE", "/form", "GET, HEAD, POST"}, {"OPTIONS", "/change", "POST"},
		{"TRACE", "/small", "GET, HEAD"}, {"GET", "/change", "POST"}, {"POST", "/small", "GET, HEAD"},
		{"PROPFIND", "/small", "GET, HEAD"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct answer a = ask(f.port, "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", cases[i].method,
		    cases[i].target);

		assert_int_equal(a.status, 405);
		assert_string_equal(answer_header(&a, "Allow"), cases[i].allow);
		answer_free(&a);
	}
}

static void
head_gives_the_length_and_no_body(void **state)
{
	int fd = client_open(f.port);
	static const char request[] = "HEAD /small HTTP/1.1\r\nHost: localhost\r\n\r\n"
	    "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct answer a, next;

	(void)state;
	client_send(fd, request, sizeof request - 1);
	a = client_read(fd, true, 2000);
	assert_int_equal(a.status, 200);
	assert_string_equal(answer_header(&a, "Content-Length"), "6");
	next = client_read(fd, false, 2000);            /* had a body come, this would not parse */
	assert_int_equal(next.status, 200);
	assert_string_equal(next.body, "ok\n");
	answer_free(&a);
	answer_free(&next);
	close(fd);
}

static void
errors_say_what_may_be_said(void **state)
{
	struct answer a;

	(void)state;
	expect("/fails/input", "", 400, "The &lt;b&gt;sentence&lt;/b&gt; of input.");
	expect("/fails/not_found", "", 404, "sentence");
	a = get(f.port, "/fails/system", "");
	assert_int_equal(a.status, 500);
	assert_null(strstr(a.body, "sentence"));
	answer_free(&a);
	a = get(f.port, "/fails/denied", "");
	assert_int_equal(a.status, 403);
	assert_null(strstr(a.body, "sentence"));
	answer_free(&a);
	expect("/fails/nothing", "", 500, "Something went wrong");
}

static void
a_route_without_the_right_is_denied_and_audited(void **state)
{
	unsigned before = test_writer_denials(f.writer);

	(void)state;
	expect("/child/7", "", 403, "You may not see this page");
	assert_int_equal(test_writer_denials(f.writer), before + 1);
	assert_int_equal(test_writer_count(f.writer, "read child", "/child/7"), 1);
}

static void
only_names_of_this_computer_are_answered(void **state)
{
	static const struct { const char *host; int status; } cases[] = {
		{"localhost", 200}, {"localhost:8080", 200}, {"127.0.0.1:1", 200}, {"LOCALHOST", 200}, {"[::1]:8080", 200},
		{"evil.example", 421}, {"127.0.0.1.evil.example", 421}, {"localhost.evil.example:8080", 421}, {"[::1]x", 421},
		{"10.0.0.1", 421},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct answer a = ask(f.port, "GET /health HTTP/1.1\r\nHost: %s\r\n\r\n", cases[i].host);

		if (a.status != cases[i].status)
			print_message("Host %s: %d\n", cases[i].host, a.status);
		assert_int_equal(a.status, cases[i].status);
		answer_free(&a);
	}
}

static void
nothing_from_outside_makes_a_header(void **state)
{
	struct answer a = get(f.port, "/", "");

	(void)state;
	assert_int_equal(a.status, 303);
	assert_string_equal(answer_header(&a, "Location"), "/echo/a%20b%0D%0AX%3A%20y");
	assert_string_equal(answer_header(&a, "X-Injected"), "");
	answer_free(&a);
	a = get(f.port, "/file", "");
	assert_string_equal(answer_header(&a, "Content-Disposition"), "attachment; filename=\"-.-etc-pass-wd.csv\"");
	answer_free(&a);
}

static void
assets_are_kept_by_the_browser(void **state)
{
	struct answer page = get(f.port, "/small?x", ""), a;
	char target[128], match[256], etag[128];
	const char *at;

	(void)state;
	answer_free(&page);
	page = get(f.port, "/pages", "");
	at = strstr(page.body, "/assets/bairn-");
	at = strstr(at + 1, "/assets/bairn-") ? strstr(at + 1, "/assets/bairn-") : at;
	snprintf(target, sizeof target, "%.*s", (int)strcspn(at, "\""), at);
	a = get(f.port, target, "");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, ".govuk-heading-l"));
	assert_null(strstr(a.body, "@font-face"));
	assert_non_null(strstr(answer_header(&a, "Cache-Control"), "immutable"));
	snprintf(etag, sizeof etag, "%s", answer_header(&a, "ETag"));
	answer_free(&a);
	snprintf(match, sizeof match, "If-None-Match: %s\r\n", etag);
	a = get(f.port, target, match);
	assert_int_equal(a.status, 304);
	answer_free(&a);
	a = get(f.port, target, "Accept-Encoding: br, gzip\r\n");
	assert_string_equal(answer_header(&a, "Content-Encoding"), "gzip");
	assert_true(a.n > 1000 && a.n < 30000);
	answer_free(&a);
	answer_free(&page);
}

static void
text_is_compressed_unless_it_carries_a_token(void **state)
{
	static const struct { const char *target, *accept; bool packed; } cases[] = {
		{"/big", "gzip", true}, {"/big", "gzip;q=0", false}, {"/big", "identity", false}, {"/small", "gzip", false},
		{"/pages", "gzip", false}, {"/nowhere", "deflate, gzip;q=0.5", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char header[64];
		struct answer a;

		snprintf(header, sizeof header, "Accept-Encoding: %s\r\n", cases[i].accept);
		a = get(f.port, cases[i].target, header);
		assert_int_equal(strcmp(answer_header(&a, "Content-Encoding"), "gzip") == 0, cases[i].packed);
		answer_free(&a);
	}
}

static void
requests_in_one_packet_are_answered_in_order(void **state)
{
	static const char requests[] = "GET /echo/one HTTP/1.1\r\nHost: localhost\r\n\r\n"
	    "GET /audited HTTP/1.1\r\nHost: localhost\r\n\r\n"
	    "GET /echo/three HTTP/1.1\r\nHost: localhost\r\n\r\n";
	static const char *const holds[] = {"name=one", "small", "name=three"};
	int fd = client_open(f.port);

	(void)state;
	client_send(fd, requests, sizeof requests - 1);
	for (size_t i = 0; i < 3; i++) {
		struct answer a = client_read(fd, false, 2000);

		assert_int_equal(a.status, 200);
		assert_non_null(strstr(a.body, holds[i]));
		answer_free(&a);
	}
	close(fd);
}

static void
rubbish_is_no_request(void **state)
{
	static const char *const rubbish[] = {
		"\r\n\r\n\r\n\r\n", "GET\r\n\r\n", "hello\r\n\r\n", "GET /small HTTP/9.9\r\nHost: localhost\r\n\r\n",
		"GET /small HTTP/1.1\r\n\r\n", "GET small HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
		int fd = client_open(f.port);
		struct answer a;

		client_send(fd, rubbish[i], strlen(rubbish[i]));
		a = client_read(fd, false, 300);
		assert_int_not_equal(a.status, 200);
		answer_free(&a);
		close(fd);
	}
	expect("/health", "", 200, "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reply_carries_the_security_headers),
		cmocka_unit_test(a_page_is_whole_and_escaped),
		cmocka_unit_test(addresses_that_are_badly_written_are_refused),
		cmocka_unit_test(well_written_addresses_reach_their_route),
		cmocka_unit_test(a_raw_nought_in_the_request_line_reaches_no_route),
		cmocka_unit_test(methods_that_a_route_does_not_take_are_named),
		cmocka_unit_test(head_gives_the_length_and_no_body),
		cmocka_unit_test(errors_say_what_may_be_said),
		cmocka_unit_test(a_route_without_the_right_is_denied_and_audited),
		cmocka_unit_test(only_names_of_this_computer_are_answered),
		cmocka_unit_test(nothing_from_outside_makes_a_header),
		cmocka_unit_test(assets_are_kept_by_the_browser),
		cmocka_unit_test(text_is_compressed_unless_it_carries_a_token),
		cmocka_unit_test(requests_in_one_packet_are_answered_in_order),
		cmocka_unit_test(rubbish_is_no_request),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
