/* Input: whatever the file was, UTF-8 comes out; what is broken is said, in one sentence with the file's name. */
#include "unit.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/input.h"
#include "base/mem.h"
#include "base/text.h"

/* All of an input, read `size` bytes at a time of at most `most` from the disk. */
static enum err
read_whole(struct ctx *c, struct input *in, size_t size, size_t most, struct builder *b)
{
	char *piece = mem_take(c->mem, size);
	size_t n;

	input_trickle(in, most);
	b->n = 0;
	do {
		TRY(input_read(c, in, piece, size, &n));
		put(b, (struct view){piece, n});
	} while (n > 0);
	return OK;
}

/* The same text must come out whatever the size of the reads, on both sides. */
static void
assert_reads_as(const char *bytes, size_t n, const char *text, size_t text_n)
{
	static const size_t sizes[] = {1, 2, 3, 5, 15, 16, 17, 64, 1000, 300000};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		for (size_t most = 0; most < 6; most++) {
			struct ctx c = {.mem = mem_new()};
			struct builder b = {.mem = c.mem};
			struct input *in;

			assert_int_equal(input_of_bytes(&c, bytes, n, &in), OK);
			assert_int_equal(read_whole(&c, in, sizes[i], most, &b), OK);
			if (b.n != text_n || (text_n > 0 && memcmp(b.at, text, text_n) != 0))
				fail_msg("size %zu, most %zu: <%.*s> read as <%s>", sizes[i], most, (int)n, bytes, built_text(&b));
			assert_int_equal(input_consumed(in), n);
			mem_free(c.mem);
		}
}

#define READS_AS(bytes, text) assert_reads_as((bytes), sizeof(bytes) - 1, (text), sizeof(text) - 1)

static void
test_utf8_comes_as_it_is(void **state)
{
	(void)state;
	READS_AS("", "");
	READS_AS("a", "a");
	READS_AS("Zoë, Łódź, 日本, 😀\n", "Zoë, Łódź, 日本, 😀\n");
	READS_AS("\xef\xbb\xbfZoë", "Zoë");
	READS_AS("\xef\xbb\xbf", "");
	READS_AS("a\xef\xbb\xbf", "a\xef\xbb\xbf");      /* only at the start is it a mark */
}

static void
test_windows_1252_from_the_first_byte_that_is_not_utf8(void **state)
{
	(void)state;
	READS_AS("Zo\xeb", "Zoë");
	READS_AS("\xeb", "ë");
	READS_AS("\x80 \x93quoted\x94 \x96 \x9f", "€ “quoted” – Ÿ");
	READS_AS("\x81", "\xef\xbf\xbd");
	READS_AS("caf\xe9, na\xefve, \xff", "café, naïve, ÿ");
	READS_AS("Zo\xc3\xab then \xeb then \xc3\xab", "Zoë then ë then Ã«");
	READS_AS("cut \xe2\x82", "cut â‚");                 /* the end within a character */
	READS_AS("\xf0\x9f\x98", "ðŸ˜");
	READS_AS("\xed\xa0\x80", "í\xc2\xa0€");           /* a surrogate is not UTF-8 */
	READS_AS("\xc0\xaf", "À¯");                       /* nor is an overlong form */
}

static void
test_utf16_of_both_orders(void **state)
{
	(void)state;
	READS_AS("\xff\xfeZ\0o\0\xeb\0", "Zoë");
	READS_AS("\xfe\xff\0Z\0o\0\xeb", "Zoë");
	READS_AS("\xff\xfe", "");
	READS_AS("\xff\xfe\x3d\xd8\x00\xde!\0", "😀!");
	READS_AS("\xfe\xff\xd8\x3d\xde\x00\0!", "😀!");
	READS_AS("\xff\xfe\x3d\xd8!\0", "\xef\xbf\xbd!");     /* half a pair */
	READS_AS("\xff\xfe\x00\xde", "\xef\xbf\xbd");
	READS_AS("\xff\xfe\x3d\xd8", "\xef\xbf\xbd");
	READS_AS("\xff\xfe" "a\0b", "a\xef\xbf\xbd");           /* half a unit */
}

static void
test_raw_input_keeps_every_byte(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct builder b = {.mem = c.mem};
	struct input *in;

	(void)state;
	for (size_t size = 1; size < 30; size++) {
		assert_int_equal(input_of_bytes(&c, "\xff\xfe<\0\xeb\0", 6, &in), OK);
		input_raw(in);
		assert_int_equal(read_whole(&c, in, size, 1, &b), OK);
		assert_int_equal(b.n, 6);
		assert_memory_equal(b.at, "\xff\xfe<\0\xeb\0", 6);
	}
	mem_free(c.mem);
}

/* A gzip member of `text`. */
static struct view
zipped(struct mem *m, struct view text)
{
	size_t room = text.n + 1000;
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)text.at, .avail_in = (unsigned)text.n};
	unsigned char *to = mem_take(m, room);

	z.next_out = to;
	z.avail_out = (unsigned)room;
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return (struct view){(char *)to, room - z.avail_out};
}

static struct view
joined(struct mem *m, struct view a, struct view b)
{
	struct builder out = {.mem = m};

	put(&out, a);
	put(&out, b);
	return built(&out);
}

static void
test_gzip_is_transparent(void **state)
{
	struct mem *m = mem_new();
	struct view one = zipped(m, VIEW("Zoë\n")), two = zipped(m, VIEW("")), three = zipped(m, VIEW("\xff\xfeZ\0\xeb\0"));
	struct view v;

	(void)state;
	assert_reads_as(one.at, one.n, "Zoë\n", 5);
	assert_reads_as(two.at, two.n, "", 0);
	assert_reads_as(three.at, three.n, "Zë", 3);
	v = joined(m, joined(m, one, two), one);
	assert_reads_as(v.at, v.n, "Zoë\nZoë\n", 10);
	v = joined(m, one, (struct view){"\0\0\0\0\0", 5});
	assert_reads_as(v.at, v.n, "Zoë\n", 5);
	mem_free(m);
}

static enum err
read_bytes(struct ctx *c, struct view v)
{
	struct builder b = {.mem = c->mem};
	struct input *in;

	TRY(input_of_bytes(c, v.at, v.n, &in));
	return read_whole(c, in, 100, 0, &b);
}

static void
test_gzip_cut_at_every_length_is_an_error(void **state)
{
	struct mem *m = mem_new();
	struct builder text = {.mem = m};
	struct view whole;

	(void)state;
	for (int i = 0; i < 300; i++)
		put_format(&text, "%d,%d\n", i, i * i * 7919 % 10007);
	whole = zipped(m, built(&text));
	for (size_t n = 2; n < whole.n; n++) {
		struct ctx c = {.mem = mem_new()};

		if (read_bytes(&c, (struct view){whole.at, n}) != ERR_INPUT)
			fail_msg("cut to %zu of %zu bytes it is no error", n, whole.n);
		assert_string_equal(c.sentence, "the text is cut short: its gzip data ends too early; ask for it again");
		mem_free(c.mem);
	}
	mem_free(m);
}

static void
test_broken_gzip_is_an_error(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct view whole = zipped(c.mem, VIEW("some text that is long enough to be packed, packed, packed, packed"));

	(void)state;
	for (size_t i = 10; i < whole.n; i++) {
		char *bytes = view_copy(c.mem, whole);

		bytes[i] ^= 0x10;
		/* A bit that fills up the last byte of the packed data may change nothing; any other is an error. */
		if (read_bytes(&c, (struct view){bytes, whole.n}) == OK)
			assert_int_equal(i, whole.n - 9);
		fail_clear(&c);
	}
	assert_int_equal(read_bytes(&c, joined(c.mem, whole, VIEW("\nand more"))), ERR_INPUT);
	assert_string_equal(c.sentence, "the text is damaged: its gzip data is followed by something else");
	mem_free(c.mem);
}

static void
test_an_error_stays_an_error(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct view whole = zipped(c.mem, VIEW("abc"));
	struct input *in;
	char into[100];
	size_t n;

	(void)state;
	assert_int_equal(input_of_bytes(&c, whole.at, whole.n - 1, &in), OK);
	while (c.err == OK && input_read(&c, in, into, sizeof into, &n) == OK)
		assert_true(n > 0);
	fail_clear(&c);
	assert_int_equal(input_read(&c, in, into, sizeof into, &n), ERR_INPUT);
	assert_int_equal(n, 0);
	mem_free(c.mem);
}

static void
test_files(void **state)
{
	struct ctx c = {.mem = mem_new()};
	char path[] = "/tmp/bairn-input-XXXXXX";
	int fd = mkstemp(path);
	struct builder b = {.mem = c.mem};
	unsigned char want[32], got[32];
	struct input *in;

	(void)state;
	assert_int_equal(write(fd, "Zo\xeb\n", 4), 4);
	close(fd);
	assert_int_equal(input_open(&c, path, &in), OK);
	assert_int_equal(input_size(in), 4);
	assert_int_equal(input_consumed(in), 0);
	assert_int_equal(read_whole(&c, in, 100, 0, &b), OK);
	assert_string_equal(b.at, "Zoë\n");
	assert_int_equal(input_consumed(in), 4);
	crypto_generichash(want, 32, (const unsigned char *)"Zo\xeb\n", 4, NULL, 0);
	input_digest(in, got);
	assert_memory_equal(got, want, 32);
	input_close(in);
	assert_int_equal(input_of_bytes(&c, "Zo\xeb\n", 4, &in), OK);
	input_digest(in, got);
	assert_memory_equal(got, want, 32);
	unlink(path);
	assert_int_equal(input_open(&c, path, &in), ERR_INPUT);
	assert_null(in);
	assert_non_null(strstr(c.sentence, path));
	fail_clear(&c);
	assert_int_equal(input_open(&c, "/tmp", &in), ERR_INPUT);
	assert_string_equal(c.sentence, "/tmp is a folder, not a file");
	mem_free(c.mem);
}

/* What is left of 100,000 bytes when the first thousand were read and then somebody adds one, takes one, or writes one over. */
static void
test_a_file_that_is_changed_while_it_is_read_is_an_error(void **state)
{
	enum { LONGER, SHORTER, OTHER, SAME };
	static char letters[100000];
	const struct timespec later[] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 4102444800}};

	(void)state;
	memset(letters, 'a', sizeof letters);
	for (int how = LONGER; how <= SAME; how++) {
		struct ctx c = {.mem = mem_new()};
		char path[] = "/tmp/bairn-input-XXXXXX", piece[1000];
		int fd = mkstemp(path);
		struct builder b = {.mem = c.mem};
		struct input *in, *again;
		size_t n;

		assert_int_equal(write(fd, letters, sizeof letters), sizeof letters);
		assert_int_equal(input_open(&c, path, &in), OK);
		input_trickle(in, sizeof piece);
		assert_int_equal(input_read(&c, in, piece, sizeof piece, &n), OK);
		if (how == LONGER)
			assert_int_equal(write(fd, "b", 1), 1);
		if (how == SHORTER)
			assert_int_equal(ftruncate(fd, sizeof letters - 1), 0);
		if (how == OTHER)
			assert_int_equal(pwrite(fd, "b", 1, 5) == 1 ? futimens(fd, later) : 1, 0);
		assert_int_equal(read_whole(&c, in, sizeof piece, 0, &b), how == SAME ? OK : ERR_INPUT);
		if (how != SAME)
			assert_string_equal(c.sentence, mem_format(c.mem, "%s was changed while it was read; try again when it is whole", path));
		fail_clear(&c);
		assert_int_equal(input_open(&c, path, &again), OK);
		assert_int_equal(input_is_again(again, in), how == SAME);
		input_close(again);
		input_close(in);
		close(fd);
		unlink(path);
		mem_free(c.mem);
	}
}

/* A text in Windows-1252 whose first bad byte comes late, among UTF-8 that came before, longer than any buffer. */
static void
test_the_switch_may_come_late(void **state)
{
	struct ctx c = {.mem = mem_new()};
	size_t n = 700000;
	char *text = mem_take(c.mem, n);
	struct builder b = {.mem = c.mem};
	struct input *in;

	(void)state;
	memset(text, 'x', n);
	for (size_t at = 262144 - 4; at < 262144 + 4; at++) {
		text[at] = '\xeb';
		assert_int_equal(input_of_bytes(&c, text, n, &in), OK);
		assert_int_equal(read_whole(&c, in, 65536, 0, &b), OK);
		assert_int_equal(b.n, n + 1);
		assert_memory_equal(b.at + at, "ëx", 3);
		assert_int_equal(b.at[n], 'x');
		text[at] = 'x';
	}
	mem_free(c.mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_comes_as_it_is),
		cmocka_unit_test(test_windows_1252_from_the_first_byte_that_is_not_utf8),
		cmocka_unit_test(test_utf16_of_both_orders),
		cmocka_unit_test(test_raw_input_keeps_every_byte),
		cmocka_unit_test(test_gzip_is_transparent),
		cmocka_unit_test(test_gzip_cut_at_every_length_is_an_error),
		cmocka_unit_test(test_broken_gzip_is_an_error),
		cmocka_unit_test(test_an_error_stays_an_error),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_a_file_that_is_changed_while_it_is_read_is_an_error),
		cmocka_unit_test(test_the_switch_may_come_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
