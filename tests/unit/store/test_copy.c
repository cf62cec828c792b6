/* Copying an authority: file to file always, and to a server, back and between two of its schemas where a test server is.
 * What arrived is asked for value by value, not by the copy's own sums. */
#include "scratch.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/day.h"
#include "base/text.h"
#include "store/copy.h"
#include "store/seal.h"
#include "store/writer.h"

#define KILLS 12

enum kind { FILE_KIND, SERVER_KIND };

static const enum kind ways[][2] = {
	{FILE_KIND, FILE_KIND}, {FILE_KIND, SERVER_KIND}, {SERVER_KIND, FILE_KIND}, {SERVER_KIND, SERVER_KIND},
};
#define WAYS (database_is_postgres() ? sizeof ways / sizeof *ways : 1)

/* Keys of schemas lie in the current folder: the test's own. */
static int
in_folder(void **state)
{
	int rc = scratch_folder(state);

	unsetenv("BAIRN_KEY_FILE");
	return rc != 0 ? rc : chdir(((struct scratch *)*state)->folder);
}

static int
out_of_folder(void **state)
{
	return chdir("/") != 0 || scratch_end(state) != 0;
}

/* The address of one more database. */
static const char *
new_database(struct scratch *s, enum kind kind)
{
	static int made;

	return kind == FILE_KIND ? mem_format(s->c.mem, "%s/%d.db", s->folder, ++made) :
	    mem_format(s->c.mem, "%s&schema=c%d_%d", getenv("BAIRN_TEST_POSTGRES"), (int)getpid(), ++made);
}

/* Where its key lies when nothing is said. */
static const char *
key_of(struct scratch *s, const char *address)
{
	const char *schema = strstr(address, "&schema=");

	return mem_format(s->c.mem, "%s.key", schema == NULL ? address : schema + strlen("&schema="));
}

static void
open_at(struct scratch *s, const char *address)
{
	if (store_open(&s->c, address, (struct store_options){.create = true, .migrate = true}) != OK)
		broken("%s: %s", address, s->c.sentence);
}

static struct copied
copy_ok(struct scratch *s, const char *from, const char *to)
{
	struct copied k;

	if (store_copy(&s->c, from, to, &k) != OK)
		broken("%s to %s: %s", from, to, s->c.sentence);
	return k;
}

static void
assert_same(struct scratch *s, const char *from, const char *to)
{
	struct copied k;

	if (store_compare(&s->c, from, to, &k) != OK)
		broken("%s", s->c.sentence);
}

/* ---- awkward values ------------------------------------------------------------------------------------------ */

static const char *const texts[] = {
	"", " ", "É", "it's \"so\"", "one\ntwo\r\n", "back\\slash \\N \\x41", "tab\ttab", "null", "NULL", "\xf0\x9f\x90\xa3",
	"e\xcc\x81", "0", "1e3", "\x7f",
};
static const double reals[] = {0.0, -0.0, 0.1, 1e300, -1e-300, 5e-324, 2.0, 1.7976931348623157e308, 1.0 / 3, 9007199254740993.0};
static const int64_t whole[] = {0, -1, INT64_MAX, INT64_MIN, INT64_C(9007199254740993)};
static const char *const json[] = {"{ \"b\" : 1.50,\n\t\"a\":[ ] , \"a\": \"\\u00c9\" }", "\"x\"", "{}", "12345678901234567890.10"};
static const char *const days[] = {"1800-01-01", "2200-12-31", "2024-02-29", NULL};
static const struct view bytes[] = {{"\0\1\xff\0", 4}, {"", 0}, {"\\x41", 4}, {NULL, 0}};
#define COUNT(list) (sizeof (list) / sizeof *(list))
#define LONG_TEXT 3000000

static const char *
long_text(struct scratch *s)
{
	char *text = mem_take(s->c.mem, LONG_TEXT + 1);

	for (size_t i = 0; i < LONG_TEXT; i++)
		text[i] = (char)('a' + i % 23);
	return text;
}

static void
texts_write(struct scratch *s)
{
	for (size_t i = 0; i <= COUNT(texts); i++) {
		struct rows *r = store_write(&s->c, "insert into setting (name, value) values (:name, :value)");

		bind_text(r, "name", mem_format(s->c.mem, "text %zu", i));
		bind_text(r, "value", i < COUNT(texts) ? texts[i] : long_text(s));
		assert_ok(rows_end(r));
	}
}

static void
reals_write(struct scratch *s)
{
	for (size_t i = 0; i < COUNT(reals); i++) {
		struct rows *r = store_write(&s->c, "insert into observation (indicator, area, period_from, period_to, dimension,"
		    " category, basis, value, note) values ('i', 'a', :day, :day, 'd', :category, 'computed', :value, null)");

		bind_day(r, "day", day_of(2026, 3, 31));
		bind_text(r, "category", mem_format(s->c.mem, "%zu", i));
		bind_real(r, "value", reals[i]);
		assert_ok(rows_end(r));
	}
}

static void
facts_write(struct scratch *s)
{
	run_ok(&s->c, "insert into batch (id, dataset, agency, file, sha256, as_at, full_extract, rows_read, written, unchanged,"
	    " rejected, withdrawn, at, by) values (1, 'd', 'a', 'f', 's', '2026-03-31', 'yes', 0, 0, 0, 0, 0, 'now', 'test')");
	run_ok(&s->c, "insert into identity (id, source, source_key, link_state, sealed) values (1, 'test', 1, 'none', 'no')");
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct rows *r;

		run_ok(&s->c, mem_format(s->c.mem, "insert into fact (id) values (%zu)", i));
		r = store_write(&s->c, "insert into event_all (id, fact, identity, kind, domain, at, note, data, batch, source_key,"
		    " digest, recorded) values (:id, :id, 1, 'k', 'd', :at, :note, :data, 1, :key, 0, '2026-03-31T00:00:00Z')");
		bind_int(r, "id", (int64_t)i);
		bind_day(r, "at", days[i % COUNT(days)] == NULL ? DAY_NONE : day_iso_read(view_of(days[i % COUNT(days)])));
		bind_bytes(r, "note", bytes[i % COUNT(bytes)].at, bytes[i % COUNT(bytes)].n);
		bind_text(r, "data", json[i % COUNT(json)]);
		bind_int(r, "key", whole[i]);
		assert_ok(rows_end(r));
	}
}

/* An authority of awkward values, with people who point at each other, a sealed text, a destroyed key and an audit. */
static void
authority_make(struct scratch *s, const char *address)
{
	struct view sealed;
	struct rows *r;

	open_at(s, address);
	for (int i = 0; i < 3; i++)
		assert_ok(audit_write(&s->c, (struct audit_row){.account = i, .act = "read", .object = i == 1 ? NULL : "x'\\ \xc3\x89",
		    .reason = i == 2 ? "" : NULL, .allowed = i > 0}));
	assert_ok(store_begin(&s->c));
	texts_write(s);
	reals_write(s);
	facts_write(s);
	for (int id = 1; id <= 4; id++)
		run_ok(&s->c, mem_format(s->c.mem, "insert into person (id, given) values (%d, null)", id));
	run_ok(&s->c, "update person set joined_into = case when id = 4 then 1 else id + 1 end");
	assert_ok(seal_text(&s->c, 7, "reject", "raw", 1, VIEW("what nobody may read"), &sealed));
	r = store_write(&s->c, "insert into reject (id, batch, row_number, reason, raw, raw_key) values (1, 1, 1, 'r', :raw, 7)");
	bind_bytes(r, "raw", sealed.at, sealed.n);
	assert_ok(rows_end(r));
	run_ok(&s->c, "insert into record_key (record, wrapped) values (8, null)");
	assert_ok(store_commit(&s->c));
	store_close(&s->c);
}

static void
texts_are_there(struct scratch *s)
{
	for (size_t i = 0; i <= COUNT(texts); i++) {
		const char *wanted = i < COUNT(texts) ? texts[i] : long_text(s);
		struct rows *r = store_read(&s->c, "select value from setting where name = :name");

		bind_text(r, "name", mem_format(s->c.mem, "text %zu", i));
		assert_true(rows_next(r));
		assert_false(col_is_null(r, 0));
		assert_int_equal(col_view(r, 0).n, strlen(wanted));
		assert_memory_equal(col_view(r, 0).at, wanted, strlen(wanted));
		assert_ok(rows_end(r));
	}
}

static void
reals_are_there(struct scratch *s)
{
	for (size_t i = 0; i < COUNT(reals); i++) {
		struct rows *r = store_read(&s->c, "select value, note, batch from observation where category = :category");

		bind_text(r, "category", mem_format(s->c.mem, "%zu", i));
		assert_true(rows_next(r));
		assert_true(col_real(r, 0) == reals[i]);
		assert_true(col_is_null(r, 1) && col_is_null(r, 2));
		assert_ok(rows_end(r));
	}
}

static void
facts_are_there(struct scratch *s)
{
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct rows *r = store_read(&s->c, "select at, note, data, source_key, at_time from event_all where id = :id");
		const char *day = days[i % COUNT(days)], *data = json[i % COUNT(json)];
		struct view note = bytes[i % COUNT(bytes)];

		bind_int(r, "id", (int64_t)i);
		assert_true(rows_next(r));
		assert_true(day == NULL ? col_is_null(r, 0) : view_is(col_view(r, 0), day));
		assert_int_equal(col_is_null(r, 1), note.at == NULL);
		assert_true(view_same(col_bytes(r, 1), note));
		assert_int_equal(col_view(r, 2).n, strlen(data));
		assert_memory_equal(col_view(r, 2).at, data, strlen(data));
		assert_true(col_int(r, 3) == whole[i]);
		assert_true(col_is_null(r, 4));
		assert_ok(rows_end(r));
	}
}

static void
secrets_are_there(struct scratch *s)
{
	struct rows *r = store_read(&s->c, "select raw from reject where id = 1");
	struct audit_verdict v;
	struct view plain;

	assert_true(rows_next(r));
	assert_ok(unseal_text(&s->c, 7, "reject", "raw", 1, col_bytes(r, 0), &plain));
	assert_true(view_is(plain, "what nobody may read"));
	assert_ok(rows_end(r));
	assert_fails(unseal_text(&s->c, 8, "reject", "raw", 1, VIEW("x"), &plain), ERR_NOT_FOUND, "was destroyed");
	assert_ok(audit_verify(&s->c, &v));
	assert_true(v.rows >= 4);               /* three, and each copy's own */
	assert_true(v.seals >= 2);
	assert_int_equal(v.bad_row, 0);
	assert_int_equal(v.bad_seal, 0);
}

static void
authority_is_there(struct scratch *s, const char *address)
{
	open_at(s, address);
	texts_are_there(s);
	reals_are_there(s);
	facts_are_there(s);
	assert_int_equal(number_of(&s->c, "select sum(id * 10 + joined_into) from person"), 12 + 23 + 34 + 41);
	assert_int_equal(number_of(&s->c, "select count(*) from person where given is null"), 4);
	secrets_are_there(s);
	/* It is an authority like any other: its guards stand, and it takes new rows. */
	assert_ok(store_begin(&s->c));
	assert_int_equal(store_run(&s->c, "update event_all set kind = 'other'"), ERR_SYSTEM);
	fail_clear(&s->c);
	store_rollback(&s->c);
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "update event_all set superseded = 'now' where id = 0");
	store_rollback(&s->c);
	store_close(&s->c);
}

static void
all_arrives(void **state)
{
	struct scratch *s = *state;

	for (size_t w = 0; w < WAYS; w++) {
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

	for (size_t w = 0; w < WAYS; w++) {
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

	for (size_t w = 0; w < WAYS; w++) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);

		assert_ok(store_open_with(&s->c, from, (struct store_options){.create = true, .migrate = true}, older));
		store_close(&s->c);
		assert_fails(store_copy(&s->c, from, to, &k), ERR_SYSTEM, "is of an older bairn (its schema is 1, this one's 2); open it"
		    " once with a command that may change it");
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

	for (size_t w = 0; w < WAYS; w++) {
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

	for (size_t w = 0; w < WAYS; w++) {
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

/* ---- cut off, and again ----------------------------------------------------------------------------------------- */

static void
raw_run(const char *path, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		broken("%s: %s", sql, why);
	sqlite3_close(db);
}

static size_t
kept_before(const struct copied *k, const char *table)
{
	size_t n = 0, kept = 0;

	while (n < k->table.n && strcmp(k->table.item[n].name, table) != 0)
		kept += k->table.item[n++].kept;
	assert_true(n < k->table.n && !k->table.item[n].kept);
	return kept == n ? n : 0;               /* all of them, or it does not count */
}

/* A row that TO must refuse stops the first run; what is whole by then is not copied again unless FROM changed there. */
static void
the_next_run_goes_on(void **state)
{
	struct scratch *s = *state;

	for (size_t w = 0; w < WAYS; w++) {
		const char *from = new_database(s, FILE_KIND), *to = new_database(s, ways[w][1]);
		struct copied k;

		if (ways[w][0] != FILE_KIND)
			continue;
		authority_make(s, from);
		raw_run(from, "insert into worker (id, org, source_key) values (1, 99, 1)");
		assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "the table worker was not copied: the database refused a row");
		assert_fails(store_open(&s->c, to, (struct store_options){.migrate = true, .create = true}), ERR_SYSTEM,
		    "was not finished; run the same bairn copy again");
		assert_fails(store_compare(&s->c, from, to, &k), ERR_SYSTEM, "was not finished");

		assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "the table worker was not copied");
		assert_true(kept_before(&k, "worker") > 20);

		/* An earlier table changes: it and all after it are copied again. */
		raw_run(from, "update setting set value = 'changed' where name = 'text 0'");
		raw_run(from, "delete from worker");
		k = copy_ok(s, from, to);
		assert_true(kept_before(&k, "setting") > 10);
		assert_same(s, from, to);
		raw_run(from, "update setting set value = '' where name = 'text 0'");
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from setting where value = 'changed'"), 1);
		store_close(&s->c);
	}
}

/* Rows enough for a copy to take a while; `in_step` counts them, in the same transaction. */
static void
rows_add(struct ctx *c, int n)
{
	static const char *const columns[] = {"id", "kind", "name", "source_key", NULL};
	struct bulk *b;
	int64_t first;

	if (store_begin(c) != OK || store_draw_ids(c, n, &first) != OK)
		broken("%s", c->sentence);
	b = bulk_open(c, "org", columns);
	for (int64_t id = first; id < first + n; id++) {
		bulk_int(b, 0, id);
		bulk_text(b, 1, VIEW("school"));
		bulk_text(b, 2, VIEW("a school with a name of some length"));
		bulk_int(b, 3, id);
		if (bulk_row(b) != OK)
			broken("%s", c->sentence);
	}
	if (bulk_close(b, NULL) != OK)
		broken("%s", c->sentence);
	run_ok(c, "delete from setting where name = 'in_step'");
	run_ok(c, "insert into setting (name, value) select 'in_step', max(id) from org");
	if (store_commit(c) != OK)
		broken("%s", c->sentence);
}

static pid_t
copy_apart(const char *from, const char *to)
{
	pid_t child = fork();

	if (child == 0) {
		struct ctx c = {.mem = mem_new()};
		struct copied k;

		_exit(store_copy(&c, from, to, &k) == OK ? 0 : 1);
	}
	assert_true(child > 0);
	return child;
}

static int
status_of(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
}

static void
wait_microseconds(long n)
{
	const struct timespec time = {n / 1000000, n % 1000000 * 1000};

	nanosleep(&time, NULL);
}

/* Whoever opens TO meets nothing, a refusal, or (when the copy was quicker than the kill) the whole. */
static bool
is_whole(struct scratch *s, const char *to)
{
	enum err e = store_open(&s->c, to, (struct store_options){0});

	if (e == OK) {
		store_close(&s->c);
		return true;
	}
	if (strstr(s->c.sentence, "was not finished") == NULL && strstr(s->c.sentence, "there is no") == NULL)
		broken("%s", s->c.sentence);
	fail_clear(&s->c);
	return false;
}

static void
killed_at_any_moment(void **state)
{
	struct scratch *s = *state;
	unsigned seed = 20260329;

	for (size_t w = 0; w < WAYS; w++) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		int64_t started;
		long takes;
		int killed = 0;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 40000);
		store_close(&s->c);
		started = clock_ms();
		copy_ok(s, from, to);
		takes = (long)(clock_ms() - started) * 1000;
		to = new_database(s, ways[w][1]);
		for (int i = 0; i < KILLS; i++) {
			pid_t child = copy_apart(from, to);

			seed = seed * 1103515245u + 12345u;
			wait_microseconds((long)((seed >> 8) % (unsigned)takes));
			kill(child, SIGKILL);
			killed += status_of(child) == -1;
			if (is_whole(s, to) && i + 1 < KILLS)
				to = new_database(s, ways[w][1]);
		}
		assert_true(killed >= KILLS / 2);
		if (!is_whole(s, to))
			copy_ok(s, from, to);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org"), 40000);
		store_close(&s->c);
		authority_is_there(s, to);
	}
}

/* Two at once: whichever goes on, TO ends whole and the other says so. */
static void
two_copies_at_once(void **state)
{
	struct scratch *s = *state;

	for (size_t w = 0; w < WAYS; w++) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		pid_t one, other;
		int first, second;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 20000);
		store_close(&s->c);
		one = copy_apart(from, to);
		while (is_whole(s, to) == false && access(key_of(s, to), F_OK) != 0)
			wait_microseconds(1000);
		other = copy_apart(from, to);
		first = status_of(one);
		second = status_of(other);
		if (first != 0 && second != 0)
			copy_ok(s, from, to);           /* each may have stood in the other's way at its start */
		authority_is_there(s, to);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org"), 20000);
		store_close(&s->c);
	}
}

/* Somebody goes on writing to FROM: what arrives is one state of it. */
static void
one_state_is_copied(void **state)
{
	struct scratch *s = *state;

	for (size_t w = 0; w < WAYS; w++) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		pid_t child;
		int status, more = 0;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 30000);
		child = copy_apart(from, to);
		while (waitpid(child, &status, WNOHANG) == 0) {
			rows_add(&s->c, 10);
			more++;
		}
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_true(more > 2);
		store_close(&s->c);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org o join setting s on s.name = 'in_step'"
		    " where number(s.value) = (select max(id) from org)"), number_of(&s->c, "select count(*) from org"));
		assert_int_equal(number_of(&s->c, "select count(*) from org") % 10, 0);
		assert_true(number_of(&s->c, "select count(*) from org") >= 30000);
		store_close(&s->c);
	}
}

#define copy_test(f) cmocka_unit_test_setup_teardown(f, in_folder, out_of_folder)

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
		copy_test(the_next_run_goes_on),
		copy_test(killed_at_any_moment),
		copy_test(two_copies_at_once),
		copy_test(one_state_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
