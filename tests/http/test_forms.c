/* Forms: the token that guards every POST, what is refused before a handler runs, and work handed to the writer. */
#include "client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct fixture f;
static char token[64], cookie[128];

/* Opens a form: a cookie and the token that goes with it. */
static void
take_token(char *token_out, char *cookie_out)
{
	struct answer a = get(f.port, "/token", "");
	const char *set = answer_header(&a, "Set-Cookie");

	assert_int_equal(a.status, 200);
	assert_non_null(strstr(set, "HttpOnly"));
	assert_non_null(strstr(set, "SameSite=Strict"));
	snprintf(cookie_out, 128, "%.*s", (int)strcspn(set, ";"), set);
	snprintf(token_out, 64, "%.*s", (int)strcspn(a.body, "\n"), a.body);
	answer_free(&a);
}

static int
start(void **state)
{
	(void)state;
	fixture_start(&f, (struct serve_options){.threads = 2, .body_bytes = 4096});
	take_token(token, cookie);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	fixture_stop(&f);
	return 0;
}

static struct answer
post(const char *target, const char *with_cookie, const char *headers, const char *body)
{
	return ask(f.port, "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: other=1; %s\r\n%sContent-Length: %zu\r\n\r\n%s",
	    target, with_cookie, headers, strlen(body), body);
}

#define URLENCODED "Content-Type: application/x-www-form-urlencoded\r\n"

static struct answer
post_form(const char *target, const char *fields)
{
	char body[8192];

	snprintf(body, sizeof body, "csrf=%s&%s", token, fields);
	return post(target, cookie, URLENCODED, body);
}

static void
expect(struct answer a, int status, const char *holds)
{
	if (a.status != status || !strstr(a.body, holds))
		print_message("%d instead of %d\n%s\n", a.status, status, a.body);
	assert_int_equal(a.status, status);
	assert_non_null(strstr(a.body, holds));
	answer_free(&a);
}

static void
a_form_with_its_token_is_taken(void **state)
{
	(void)state;
	expect(post_form("/form", "name=Castle"), 200, "The form was kept.");
}

static void
a_faulty_form_comes_back_with_what_was_typed(void **state)
{
	struct answer a = post_form("/form", "name=");

	(void)state;
	assert_int_equal(a.status, 400);
	assert_non_null(strstr(a.body, "There is a problem"));
	assert_non_null(strstr(a.body, "<a href=\"#name\">Enter the name of the area</a>"));
	assert_non_null(strstr(a.body, "id=\"name-error\""));
	answer_free(&a);
}

static void
the_token_in_the_page_is_the_one_that_is_taken(void **state)
{
	struct answer page = get(f.port, "/form", "");
	char body[128], held[128];
	const char *at = strstr(page.body, "name=\"csrf\" value=\"");

	(void)state;
	assert_non_null(at);
	at += strlen("name=\"csrf\" value=\"");
	snprintf(body, sizeof body, "csrf=%.*s&name=x", (int)strcspn(at, "\""), at);
	snprintf(held, sizeof held, "%.*s", (int)strcspn(answer_header(&page, "Set-Cookie"), ";"),
	    answer_header(&page, "Set-Cookie"));
	expect(post("/form", held, URLENCODED, body), 200, "The form was kept.");
	answer_free(&page);
}

static void
without_its_own_token_a_form_is_refused(void **state)
{
	char other_token[64], other_cookie[128], body[256];

	(void)state;
	take_token(other_token, other_cookie);
	assert_string_not_equal(other_token, token);
	expect(post("/form", cookie, URLENCODED, "name=x"), 403, "no longer knows it");
	expect(post("/form", cookie, URLENCODED, "csrf=&name=x"), 403, "no longer knows it");
	snprintf(body, sizeof body, "csrf=%s&name=x", other_token);
	expect(post("/form", cookie, URLENCODED, body), 403, "no longer knows it");
	snprintf(body, sizeof body, "csrf=%s&name=x", token);
	expect(post("/form", "x=y", URLENCODED, body), 403, "no longer knows it");
	expect(post("/form", "bairn_visit=00000000000000000000000000000000", URLENCODED, body), 403, "no longer knows it");
}

static void
a_form_of_another_site_is_refused(void **state)
{
	char body[256];

	(void)state;
	snprintf(body, sizeof body, "csrf=%s&name=x", token);
	expect(post("/form", cookie, URLENCODED "Origin: http://evil.example\r\n", body), 403, "another site");
	expect(post("/form", cookie, URLENCODED "Origin: null\r\n", body), 403, "another site");
	expect(post("/form", cookie, URLENCODED "Origin: http://localhost\r\n", body), 200, "kept");
}

static void
other_kinds_of_form_are_not_accepted(void **state)
{
	(void)state;
	expect(post("/form", cookie, "Content-Type: multipart/form-data; boundary=x\r\n", "--x--"), 415, "not accepted");
	expect(post("/form", cookie, "Content-Type: application/json\r\n", "{}"), 415, "not accepted");
	expect(post("/form", cookie, "", "a=b"), 415, "not accepted");
}

static void
a_badly_written_form_is_refused(void **state)
{
	char many[4096] = "a";

	(void)state;
	expect(post_form("/form", "name=%zz"), 400, "Field 2 of what was sent is not properly encoded");
	expect(post_form("/form", "name=a%00b"), 400, "not properly encoded");
	expect(post_form("/form", "name=%ff"), 400, "not properly encoded");
	for (size_t i = 0; i < 600; i++)
		strcat(many, "&a");
	expect(post_form("/form", many), 400, "more than 500 fields");
}

static void
a_large_form_is_refused_before_it_is_read(void **state)
{
	int fd = client_open(f.port);
	static const char head[] = "POST /form HTTP/1.1\r\nHost: localhost\r\n" URLENCODED "Content-Length: 5000\r\n\r\n";
	struct answer a;

	(void)state;
	client_send(fd, head, sizeof head - 1);         /* and not one byte of the body */
	a = client_read(fd, false, 2000);
	close(fd);
	expect(a, 413, "too large");
}

static void
send_chunks(int fd, size_t chunks)
{
	static const char head[] = "POST /form HTTP/1.1\r\nHost: localhost\r\n" URLENCODED
	    "Transfer-Encoding: chunked\r\n\r\n";
	char chunk[1100];

	client_send(fd, head, sizeof head - 1);
	memset(chunk, 'a', sizeof chunk);
	memcpy(chunk, "400\r\n", 5);
	memcpy(chunk + 5 + 1024, "\r\n", 2);
	for (size_t i = 0; i < chunks; i++)
		client_send(fd, chunk, 5 + 1024 + 2);
	client_send(fd, "0\r\n\r\n", 5);
}

static void
a_large_form_without_a_length_is_refused(void **state)
{
	int fd = client_open(f.port);
	struct answer a;

	(void)state;
	send_chunks(fd, 6);                             /* above the cap of 4 KiB */
	a = client_read(fd, false, 2000);
	expect(a, 413, "too large");
	close(fd);
	fd = client_open(f.port);
	send_chunks(fd, 64);                            /* far above: the connection is simply ended */
	a = client_read(fd, false, 2000);
	assert_true(a.status == 0 || a.status == 413);
	answer_free(&a);
	close(fd);
}

static void
bad_lengths_are_refused(void **state)
{
	static const char *const lengths[] = {"-1", "x", "99999999999999999999", "1, 2"};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct answer a = ask(f.port, "POST /form HTTP/1.1\r\nHost: localhost\r\n" URLENCODED
		    "Content-Length: %s\r\n\r\n", lengths[i]);

		assert_true(a.status == 0 || a.status == 400 || a.status == 413);
		answer_free(&a);
	}
}

/* Two lengths, or a length and chunks: what one server takes as the body another takes as the next request. */
static void
a_smuggled_request_is_never_answered(void **state)
{
	static const char *const heads[] = {
		"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 60\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct answer a = ask(f.port, "POST /form HTTP/1.1\r\nHost: localhost\r\n" URLENCODED "%s\r\n"
		    "0\r\n\r\nGET /echo/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n", heads[i]);

		assert_int_not_equal(a.status, 200);
		assert_null(strstr(a.body, "smuggled"));
		answer_free(&a);
	}
}

static void
the_writer_runs_a_change_and_the_handler_goes_on(void **state)
{
	(void)state;
	expect(post_form("/change", "to=good"), 200, "kept good");
	expect(post_form("/change", "to=bad"), 400, "The database refuses bad.");
	expect(post_form("/change", "x=y"), 400, "Say what to change it to.");
	expect(post_form("/change-audited", "to=good"), 200, "kept good");
	assert_int_equal(test_writer_count(f.writer, "change", "/change-audited"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_with_its_token_is_taken),
		cmocka_unit_test(a_faulty_form_comes_back_with_what_was_typed),
		cmocka_unit_test(the_token_in_the_page_is_the_one_that_is_taken),
		cmocka_unit_test(without_its_own_token_a_form_is_refused),
		cmocka_unit_test(a_form_of_another_site_is_refused),
		cmocka_unit_test(other_kinds_of_form_are_not_accepted),
		cmocka_unit_test(a_badly_written_form_is_refused),
		cmocka_unit_test(a_large_form_is_refused_before_it_is_read),
		cmocka_unit_test(a_large_form_without_a_length_is_refused),
		cmocka_unit_test(bad_lengths_are_refused),
		cmocka_unit_test(a_smuggled_request_is_never_answered),
		cmocka_unit_test(the_writer_runs_a_change_and_the_handler_goes_on),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
