/* Copying an authority: file to file always, and to a server, back and between two of its schemas where a test server is.
 * What arrived is asked for value by value, not by the copy's own sums. */
#include "copying.h"

#include <fcntl.h>
#include <sys/stat.h>

static void
all_arrives(void **state)
{
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		const char *back = new_database(s, ways[w][0]);
		struct copied k;

		authority_make(s, from);
		k = copy_ok(s, from, to);
		assert_true(k.table.n > 30);
		assert_string_equal(strrchr(k.key, '/') == NULL ? k.key : key_of(s, to), key_of(s, to));
		assert_same(s, from, to);
		copy_ok(s, to, back);
		authority_is_there(s, to);
		authority_is_there(s, back);
	}
}

/* ---- what is refused ------------------------------------------------------------------------------------------ */

static void
what_is_there_is_refused(void **state)
{
	struct scratch *s = *state;
	struct copied k;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);

		authority_make(s, from);
		open_at(s, to);
		assert_ok(store_begin(&s->c));
		run_ok(&s->c, "insert into setting (name, value) values ('mine', 'kept')");
		assert_ok(store_commit(&s->c));
		store_close(&s->c);
		assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "is there already; bairn copy makes a new authority");
		assert_fails(store_copy(&s->c, from, from, &k), ERR_INPUT, "is there already; bairn copy makes a new authority");
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from setting where value = 'kept'"), 1);
		store_close(&s->c);
		assert_fails(store_copy(&s->c, new_database(s, ways[w][0]), new_database(s, ways[w][1]), &k), ERR_INPUT, "there is no");
	}
}

static void
an_older_authority_is_refused(void **state)
{
	struct scratch *s = *state;
	struct embedded older[2] = {embedded_schema[0], {NULL, NULL, 0}};
	struct copied k;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);

		assert_ok(store_open_with(&s->c, from, (struct store_options){.create = true, .migrate = true}, older));
		store_close(&s->c);
		assert_fails(store_copy(&s->c, from, to, &k), ERR_SYSTEM, "is of an older bairn (it lacks schema/0002_");
		assert_fails(store_open(&s->c, to, (struct store_options){0}), ERR_INPUT, "there is no");
	}
}

/* ---- the key --------------------------------------------------------------------------------------------------- */

static const char *
file_text(struct scratch *s, const char *path)
{
	char text[200] = "";
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	assert_true(read(fd, text, sizeof text - 1) > 0);
	close(fd);
	return mem_copy(s->c.mem, text, strlen(text));
}

static void
the_key_goes_along(void **state)
{
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		const char *other = new_database(s, ways[w][1]), *third = new_database(s, ways[w][1]);
		struct copied k;
		struct stat is;

		authority_make(s, from);
		k = copy_ok(s, from, to);
		assert_non_null(k.key);
		assert_string_equal(file_text(s, key_of(s, to)), file_text(s, key_of(s, from)));
		assert_int_equal(stat(key_of(s, to), &is), 0);
		assert_int_equal(is.st_mode & 0777, 0600);

		/* Another key is in the way: said, and mended by taking it away. */
		open_at(s, third);
		store_close(&s->c);
		assert_int_equal(rename(key_of(s, third), key_of(s, other)), 0);
		assert_fails(store_copy(&s->c, from, other, &k), ERR_INPUT, "is there already and is not the master key of");
		assert_int_equal(unlink(key_of(s, other)), 0);
		k = copy_ok(s, from, other);

		/* One file for both. */
		other = new_database(s, ways[w][1]);
		setenv("BAIRN_KEY_FILE", key_of(s, from), 1);
		k = copy_ok(s, from, other);
		assert_null(k.key);
		assert_int_not_equal(access(key_of(s, other), F_OK), 0);
		unsetenv("BAIRN_KEY_FILE");
	}
}

/* ---- comparing ------------------------------------------------------------------------------------------------- */

static void
a_changed_row_is_found(void **state)
{
	static const struct {
		const char *sql, *tables;
	} changes[] = {
		{"update setting set value = value || ' ' where name = 'text 3'", "differ in setting"},
		{"update observation set value = 0.1000000000000001 where category = '2'", "differ in observation, setting"},
		{"update person set given = '' where id = 2", "differ in observation, person, setting"},
		{"delete from record_key where record = 8", "differ in observation, person, record_key, setting"},
		{"insert into fact (id) values (99)", "differ in fact, observation, person, record_key, setting"},
	};
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		struct copied k;

		authority_make(s, from);
		copy_ok(s, from, to);
		assert_same(s, from, to);
		for (size_t i = 0; i < COUNT(changes); i++) {
			open_at(s, to);
			assert_ok(store_begin(&s->c));
			run_ok(&s->c, changes[i].sql);
			assert_ok(store_commit(&s->c));
			store_close(&s->c);
			assert_fails(store_compare(&s->c, from, to, &k), ERR_INPUT, changes[i].tables);
		}
		assert_same(s, to, to);
	}
}

/* The sum is the same in any order, and for 2 and 2.0; not for null and nothing, nor when a text moves to its neighbour. */
static void
what_sums_up_alike(void **state)
{
	struct scratch *s = *state;
	struct builder b = {.mem = s->c.mem};
	const struct datum one[] = {{.kind = DATUM_INT, .n = 2}, {.kind = DATUM_TEXT, .at = "ab", .size = 2}};
	const struct datum two[] = {{.kind = DATUM_REAL, .x = -0.0}, {.kind = DATUM_TEXT, .at = "", .size = 0}};
	const struct datum one_too[] = {{.kind = DATUM_REAL, .x = 2.0}, {.kind = DATUM_BYTES, .at = "ab", .size = 2}};
	const struct datum two_too[] = {{.kind = DATUM_INT, .n = 0}, {.kind = DATUM_TEXT, .at = "", .size = 0}};
	const struct datum null[] = {{.kind = DATUM_INT, .n = 0}, {.kind = DATUM_NULL}};
	const struct datum shifted[][2] = {
		{{.kind = DATUM_TEXT, .at = "a", .size = 1}, {.kind = DATUM_TEXT, .at = "bc", .size = 2}},
		{{.kind = DATUM_TEXT, .at = "ab", .size = 2}, {.kind = DATUM_TEXT, .at = "c", .size = 1}},
	};
	struct copy_sum x = {0}, y = {0}, a = {0}, n = {0}, u = {0}, v = {0};

	copy_sum_add(&x, &b, one, 2);
	copy_sum_add(&x, &b, two, 2);
	copy_sum_add(&y, &b, two_too, 2);
	copy_sum_add(&y, &b, one_too, 2);
	assert_true(x.sum == y.sum && x.rows == 2 && y.rows == 2);
	copy_sum_add(&a, &b, two, 2);
	copy_sum_add(&n, &b, null, 2);
	assert_true(a.sum != n.sum);
	copy_sum_add(&u, &b, shifted[0], 2);
	copy_sum_add(&v, &b, shifted[1], 2);
	assert_true(u.sum != v.sum);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		copy_test(all_arrives),
		copy_test(what_is_there_is_refused),
		copy_test(an_older_authority_is_refused),
		copy_test(the_key_goes_along),
		copy_test(a_changed_row_is_found),
		copy_test(what_sums_up_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
