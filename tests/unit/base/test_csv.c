/* The CSV reader: the corner cases of RFC 4180 and of what people send, and a comparison with a reader so plain that it
 * can be checked by eye, over random texts and reads of random sizes. */
#include "unit.h"

#include "base/csv.h"
#include "base/input.h"
#include "base/mem.h"

/* What a text reads as, written so that a test can state it: fields in brackets, a row a line with its number. */
static const char *
read_all(struct ctx *c, const void *bytes, size_t n, char separator)
{
	struct builder b = {.mem = c->mem};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;

	assert_int_equal(input_of_bytes(c, bytes, n, &in), OK);
	csv = csv_new(c, in, separator);
	while (csv_next(c, csv, &row, &more) == OK && more) {
		put_format(&b, "%d:", (int)row.line);
		for (size_t i = 0; i < row.n; i++)
			put_format(&b, "[" VIEW_FORMAT "]", VIEW_ARGS(row.field[i]));
		put_char(&b, '\n');
	}
	if (c->err != OK)
		put_format(&b, "! %s\n", c->sentence);
	return built_text(&b);
}

struct reading {
	const char *text;
	const char *rows;
};

static void
assert_readings(const struct reading *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct ctx c = {.mem = mem_new()};

		assert_string_equal(read_all(&c, r[i].text, strlen(r[i].text), ','), r[i].rows);
		mem_free(c.mem);
	}
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
test_plain_rows(void **state)
{
	static const struct reading r[] = {
		{"", ""},
		{"\n\n\r\n", ""},
		{"a", "1:[a]\n"},
		{"a,b\nc,d\n", "1:[a][b]\n2:[c][d]\n"},
		{"a,b\nc,d", "1:[a][b]\n2:[c][d]\n"},
		{"a,b\r\nc,d\r\n", "1:[a][b]\n2:[c][d]\n"},
		{"a,b\rc,d\r", "1:[a][b]\n2:[c][d]\n"},
		{"a\n\n\nb\n", "1:[a]\n4:[b]\n"},
		{"a\r\n\r\nb", "1:[a]\n3:[b]\n"},
		{"a,,\n,\n,", "1:[a][][]\n2:[][]\n3:[][]\n"},
		{"a,b,c\nd\ne,f,g,h\n", "1:[a][b][c]\n2:[d]\n3:[e][f][g][h]\n"},
		{" a , b \n", "1:[ a ][ b ]\n"},
		{"a\tb\x01\x0c,c\n", "1:[a\tb\x01\x0c][c]\n"},
		{"Zoë,Łódź,日本\n", "1:[Zoë][Łódź][日本]\n"},
	};

	(void)state;
	assert_readings(r, COUNT(r));
}

static void
test_quoted_fields(void **state)
{
	static const struct reading r[] = {
		{"\"a\",\"b\"\n", "1:[a][b]\n"},
		{"\"a,b\",c\n", "1:[a,b][c]\n"},
		{"\"a \"\"b\"\" c\",d\n", "1:[a \"b\" c][d]\n"},
		{"\"\"\"\"\n", "1:[\"]\n"},
		{"\"\"\n", "1:[]\n"},
		{"\"\",\"\"\r\n\"\"", "1:[][]\n2:[]\n"},
		{"\"a\nb\",c\nd\n", "1:[a\nb][c]\n3:[d]\n"},
		{"\"a\r\nb\r\rc\",d\ne\n", "1:[a\r\nb\r\rc][d]\n5:[e]\n"},
		{"\"\n\"\nz\n", "1:[\n]\n3:[z]\n"},
		{"a\"b,c\"\n", "1:[a\"b][c\"]\n"},
		{"a\"b\"c,d\n", "1:[a\"b\"c][d]\n"},
		{" \"a\",b\n", "1:[ \"a\"][b]\n"},
		{"\"a\"b,c\n", "1:[ab][c]\n"},
		{"\"a\" ,c\n", "1:[a ][c]\n"},
		{"\"a\"b\"c\"\",d\n", "1:[ab\"c\"\"][d]\n"},
		{"\"a\"\"b\"c\"\",d\n", "1:[a\"bc\"\"][d]\n"},
		{"\"a\"", "1:[a]\n"},
	};

	(void)state;
	assert_readings(r, COUNT(r));
}

static void
test_what_cannot_be_trusted_is_an_error_with_its_line(void **state)
{
	static const struct reading r[] = {
		{"a\n\"b\nc", "1:[a]\n! the text line 2: a quote is opened in this row and never closed\n"},
		{"\"", "! the text line 1: a quote is opened in this row and never closed\n"},
		{"a\nb,\"c\"\"\n", "1:[a]\n! the text line 2: a quote is opened in this row and never closed\n"},
	};
	struct ctx c = {.mem = mem_new()};

	(void)state;
	assert_readings(r, COUNT(r));
	assert_string_equal(read_all(&c, "a\nb,\0c\n", 7, ','),
	    "1:[a]\n! the text line 2: there is a NUL byte; this is no text file\n");
	fail_clear(&c);
	assert_string_equal(read_all(&c, "\"\0\"", 3, ','),
	    "! the text line 1: there is a NUL byte; this is no text file\n");
	mem_free(c.mem);
}

static void
test_an_error_stays(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;

	(void)state;
	assert_int_equal(input_of_bytes(&c, "\"a\nb\nc\n", 7, &in), OK);
	csv = csv_new(&c, in, 0);
	assert_int_equal(csv_next(&c, csv, &row, &more), ERR_INPUT);
	fail_clear(&c);
	assert_int_equal(csv_next(&c, csv, &row, &more), ERR_INPUT);
	assert_false(more);
	mem_free(c.mem);
}

static void
test_separator_is_guessed_from_the_first_line(void **state)
{
	static const struct reading r[] = {
		{"a;b;c\n1,5;2;3\n", "1:[a][b][c]\n2:[1,5][2][3]\n"},
		{"a\tb\n", "1:[a][b]\n"},
		{"a|b\n", "1:[a][b]\n"},
		{"\"x;y;z\",b\n", "1:[x;y;z][b]\n"},
		{"\n\r\n\na;b\n", "4:[a][b]\n"},
		{"a\n1,2\n", "1:[a]\n2:[1][2]\n"},
		{"a,b;c\n", "1:[a][b;c]\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(r); i++) {
		struct ctx c = {.mem = mem_new()};

		assert_string_equal(read_all(&c, r[i].text, strlen(r[i].text), 0), r[i].rows);
		mem_free(c.mem);
	}
}

static void
test_marks_and_other_encodings(void **state)
{
	struct ctx c = {.mem = mem_new()};

	(void)state;
	assert_string_equal(read_all(&c, "\xef\xbb\xbf" "a,b\n", 7, 0), "1:[a][b]\n");
	assert_string_equal(read_all(&c, "\xff\xfe" "a\0,\0\xeb\0\n\0", 10, 0), "1:[a][ë]\n");
	assert_string_equal(read_all(&c, "\xfe\xff" "\0a\0,\0\xeb\0\n", 10, 0), "1:[a][ë]\n");
	assert_string_equal(read_all(&c, "Zo\xeb,\x80 5\n", 8, 0), "1:[Zoë][€ 5]\n");
	mem_free(c.mem);
}

static void
test_raw_is_the_row_as_it_stands(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;

	(void)state;
	assert_int_equal(input_of_bytes(&c, "\"a \"\"b\"\"\",c\r\nd,\"e\"\n", 20, &in), OK);
	csv = csv_new(&c, in, 0);
	assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	assert_true(view_is(row.raw, "\"a \"\"b\"\"\",c"));
	assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	assert_true(view_is(row.raw, "d,\"e\""));
	mem_free(c.mem);
}

/* One field of n letters between others, quoted or not. */
static enum err
read_long(struct ctx *c, size_t n, bool quoted, struct csv_row *row)
{
	struct builder b = {.mem = c->mem};
	struct input *in;
	struct csv *csv;
	bool more;

	put_text(&b, quoted ? "a,b\nc,\"" : "a,b\nc,");
	for (size_t i = 0; i < n; i++)
		put_char(&b, (char)('a' + i % 26));
	put_text(&b, quoted ? "\",d\ne,f\n" : ",d\ne,f\n");
	TRY(input_of_bytes(c, b.at, b.n, &in));
	csv = csv_new(c, in, 0);
	TRY(csv_next(c, csv, row, &more));
	return csv_next(c, csv, row, &more);
}

static void
test_long_fields_up_to_the_cap(void **state)
{
	static const size_t lengths[] = {262000, 262140, 262144, 262150, 600000, CSV_FIELD_MAX - 1, CSV_FIELD_MAX};

	(void)state;
	for (size_t i = 0; i < COUNT(lengths) * 2; i++) {
		struct ctx c = {.mem = mem_new()};
		struct csv_row row;

		assert_int_equal(read_long(&c, lengths[i / 2], i % 2, &row), OK);
		assert_int_equal(row.n, 3);
		assert_int_equal(row.line, 2);
		assert_true(view_is(row.field[0], "c"));
		assert_int_equal(row.field[1].n, lengths[i / 2]);
		for (size_t k = 0; k < row.field[1].n; k++)
			if (row.field[1].at[k] != (char)('a' + k % 26))
				fail_msg("byte %zu of a long field is wrong", k);
		assert_true(view_is(row.field[2], "d"));
		mem_free(c.mem);
	}
}

static void
test_a_longer_field_names_its_row(void **state)
{
	static const size_t lengths[] = {CSV_FIELD_MAX + 1, CSV_FIELD_MAX + 300000, 20 * CSV_FIELD_MAX};

	(void)state;
	for (size_t i = 0; i < COUNT(lengths) * 2; i++) {
		struct ctx c = {.mem = mem_new()};
		struct csv_row row;

		assert_int_equal(read_long(&c, lengths[i / 2], i % 2, &row), ERR_INPUT);
		assert_non_null(strstr(c.sentence, "the text line 2: a field is longer than 1 MB"));
		mem_free(c.mem);
	}
}

static void
test_rows_and_fields_are_capped(void **state)
{
	struct ctx c = {.mem = mem_new()};
	size_t n = 6 * CSV_FIELD_MAX;
	char *text = mem_take(c.mem, n);

	(void)state;
	memset(text, 'x', n);
	for (size_t i = 0; i < n; i += 1000)
		text[i] = ',';
	assert_non_null(strstr(read_all(&c, text, n, ','), "line 1: the row is longer than 4 MB"));
	fail_clear(&c);
	memset(text, ',', 70000);
	assert_non_null(strstr(read_all(&c, text, 70000, ','), "line 1: the row has more than 65,536 fields"));
	fail_clear(&c);
	assert_null(strchr(read_all(&c, text, 65535, ','), '!'));
	mem_free(c.mem);
}

/* The plain reader: letter by letter, with nothing clever. Writes the same as read_all. */
struct naive {
	struct builder out;
	bool row_begun, in_quotes, was_quoted, field_begun;
	int line, row_line;
};

static void
naive_row_end(struct naive *s)
{
	if (s->row_begun)
		put_text(&s->out, "]\n");
	s->row_begun = s->field_begun = s->was_quoted = false;
}

static void
naive_char(struct naive *s, char ch)
{
	if (!s->row_begun) {
		put_format(&s->out, "%d:[", s->row_line = s->line);
		s->row_begun = true;
	}
	put_char(&s->out, ch);
	s->field_begun = true;
}

static const char *
naive_all(struct mem *m, const char *text, size_t n)
{
	struct naive s = {.out = {.mem = m}, .line = 1};

	for (size_t i = 0; i < n; i++) {
		char ch = text[i];
		bool crlf = ch == '\r' && i + 1 < n && text[i + 1] == '\n';

		if (s.in_quotes) {
			if (ch == '"' && i + 1 < n && text[i + 1] == '"') {
				naive_char(&s, '"');
				i++;
			} else if (ch == '"') {
				s.in_quotes = false;
			} else {
				naive_char(&s, ch);
				s.line += ch == '\n' || (ch == '\r' && !crlf);
			}
		} else if (ch == ',') {
			naive_char(&s, ']');
			put_char(&s.out, '[');
			s.field_begun = s.was_quoted = false;
		} else if (ch == '\n' || ch == '\r') {
			naive_row_end(&s);
			i += crlf;
			s.line++;
		} else if (ch == '"' && !s.field_begun && !s.was_quoted) {
			if (!s.row_begun) {
				put_format(&s.out, "%d:[", s.row_line = s.line);
				s.row_begun = true;
			}
			s.in_quotes = s.was_quoted = true;
		} else {
			naive_char(&s, ch);
		}
	}
	if (s.in_quotes)
		return NULL;
	naive_row_end(&s);
	return built_text(&s.out);
}

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Reads with borders anywhere: between any two rows the size of the reads changes. */
static const char *
read_trickling(struct ctx *c, const char *text, size_t n, uint64_t *seed, size_t most)
{
	struct builder b = {.mem = c->mem};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;

	assert_int_equal(input_of_bytes(c, text, n, &in), OK);
	input_trickle(in, 1 + next_random(seed) % most);
	csv = csv_new(c, in, ',');
	while (csv_next(c, csv, &row, &more) == OK && more) {
		input_trickle(in, 1 + next_random(seed) % most);
		put_format(&b, "%d:", (int)row.line);
		for (size_t i = 0; i < row.n; i++) {
			put_char(&b, '[');
			put(&b, row.field[i]);
			put_char(&b, ']');
		}
		put_char(&b, '\n');
	}
	return c->err != OK ? NULL : built_text(&b);
}

static size_t
random_text(uint64_t *seed, char *text, size_t n)
{
	static const char *const pieces[] = {
		"a", "bc", ",", ",", "\"", "\"\"", "\",\"", "\n", "\r", "\r\n", "\xc3\xab", "\xf0\x9f\x98\x80", " ",
		"a much longer piece of text without anything that means something to a reader of rows",
		"\"quoted, with a separator\"", "\t", "\"\r\n\"",
	};
	size_t at = 0;

	while (at + 100 < n) {
		const char *piece = pieces[next_random(seed) % COUNT(pieces)];

		memcpy(text + at, piece, strlen(piece));
		at += strlen(piece);
	}
	return at;
}

static void
test_same_as_the_plain_reader_whatever_the_reads(void **state)
{
	static const size_t mosts[] = {1, 3, 7, 64, 65, 200, 4096, 100000};
	uint64_t seed = 20240229;
	char text[3000];
	int compared = 0, refused = 0;

	(void)state;
	for (unsigned round = 0; round < ROUNDS_OF(4000); round++) {
		struct ctx c = {.mem = mem_new()};
		size_t n = random_text(&seed, text, 101 + next_random(&seed) % (round % 10 == 0 ? sizeof text - 101 : 200));
		const char *want = naive_all(c.mem, text, n);
		const char *got = read_trickling(&c, text, n, &seed, mosts[round % COUNT(mosts)]);

		if ((want == NULL) != (got == NULL) || (want != NULL && strcmp(want, got) != 0))
			fail_msg("round %u: for <%.*s> want\n%s\ngot\n%s", round, (int)n, text,
			    want == NULL ? "an error" : want, got == NULL ? c.sentence : got);
		want == NULL ? refused++ : compared++;
		mem_free(c.mem);
	}
	assert_true(compared > ROUNDS_OF(1000));
	assert_true(refused > ROUNDS_OF(1000));
}

/* Rows of every length meet the end of the first read (256 KB less what came before) at every offset. */
static void
test_rows_over_the_border_of_a_read(void **state)
{
	static const char tail[] = "x,\"y \"\"z\"\"\r\n\",1\r\n\"p\",q\r\rlast,\"\"\n";
	size_t room = 262144 + 200;
	char *text = malloc(room + sizeof tail);

	(void)state;
	for (size_t pad = 262144 - 50; pad < 262144 + 10; pad++) {
		struct ctx c = {.mem = mem_new()};
		uint64_t seed = pad;
		size_t n = pad;

		memset(text, 'v', pad);
		for (size_t i = 99; i < pad; i += 100)
			text[i] = i % 300 == 99 ? '\n' : ',';
		memcpy(text + n, tail, sizeof tail - 1);
		n += sizeof tail - 1;
		assert_string_equal(read_trickling(&c, text, n, &seed, SIZE_MAX / 2), naive_all(c.mem, text, n));
		mem_free(c.mem);
	}
	free(text);
}

static void
test_memory_is_flat(void **state)
{
	struct ctx c = {.mem = mem_new()};
	size_t n = 20000000, held;
	char *text = malloc(n);
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more = true;

	(void)state;
	for (size_t i = 0; i < n; i += 20)
		memcpy(text + i, "12345,\"a \"\"b\"\" c\",9\n", 20);
	assert_int_equal(input_of_bytes(&c, text, n, &in), OK);
	csv = csv_new(&c, in, 0);
	assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	held = mem_held(c.mem);
	while (more)
		assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	assert_int_equal(mem_held(c.mem), held);
	assert_true(held < 2000000);
	mem_free(c.mem);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_rows),
		cmocka_unit_test(test_quoted_fields),
		cmocka_unit_test(test_what_cannot_be_trusted_is_an_error_with_its_line),
		cmocka_unit_test(test_an_error_stays),
		cmocka_unit_test(test_separator_is_guessed_from_the_first_line),
		cmocka_unit_test(test_marks_and_other_encodings),
		cmocka_unit_test(test_raw_is_the_row_as_it_stands),
		cmocka_unit_test(test_long_fields_up_to_the_cap),
		cmocka_unit_test(test_a_longer_field_names_its_row),
		cmocka_unit_test(test_rows_and_fields_are_capped),
		cmocka_unit_test(test_same_as_the_plain_reader_whatever_the_reads),
		cmocka_unit_test(test_rows_over_the_border_of_a_read),
		cmocka_unit_test(test_memory_is_flat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
