/* What the tests of copies share: databases of both kinds, an authority of awkward values, and whether it arrived. */
#ifndef TESTS_COPYING_H
#define TESTS_COPYING_H

#include "scratch.h"

#include "base/day.h"
#include "base/text.h"
#include "store/copy.h"
#include "store/seal.h"
#include "store/writer.h"

enum kind { FILE_KIND, SERVER_KIND };

static const enum kind ways[][2] = {
	{FILE_KIND, FILE_KIND}, {FILE_KIND, SERVER_KIND}, {SERVER_KIND, FILE_KIND}, {SERVER_KIND, SERVER_KIND},
};
/* From file to file where no server is; with one, the ways that need it. */
#define EACH_WAY(w) \
	for (size_t w = database_is_postgres() ? 1 : 0; w < (database_is_postgres() ? sizeof ways / sizeof *ways : 1); w++)

/* Keys of schemas lie in the current folder: the test's own. */
static inline int
in_folder(void **state)
{
	int rc = scratch_folder(state);

	unsetenv("BAIRN_KEY_FILE");
	return rc != 0 ? rc : chdir(((struct scratch *)*state)->folder);
}

static inline int
out_of_folder(void **state)
{
	return chdir("/") != 0 || scratch_end(state) != 0;
}

/* The address of one more database. */
static inline const char *
new_database(struct scratch *s, enum kind kind)
{
	static int made;

	return kind == FILE_KIND ? mem_format(s->c.mem, "%s/%d.db", s->folder, ++made) :
	    mem_format(s->c.mem, "%s&schema=c%d_%d", getenv("BAIRN_TEST_POSTGRES"), (int)getpid(), ++made);
}

/* Where its key lies when nothing is said. */
static inline const char *
key_of(struct scratch *s, const char *address)
{
	const char *schema = strstr(address, "&schema=");

	return mem_format(s->c.mem, "%s.key", schema == NULL ? address : schema + strlen("&schema="));
}

static inline void
open_at(struct scratch *s, const char *address)
{
	if (store_open(&s->c, address, (struct store_options){.create = true, .migrate = true}) != OK)
		broken("%s: %s", address, s->c.sentence);
}

static inline struct copied
copy_ok(struct scratch *s, const char *from, const char *to)
{
	struct copied k;

	if (store_copy(&s->c, from, to, &k) != OK)
		broken("%s to %s: %s", from, to, s->c.sentence);
	return k;
}

static inline void
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

static inline const char *
long_text(struct scratch *s)
{
	char *text = mem_take(s->c.mem, LONG_TEXT + 1);

	for (size_t i = 0; i < LONG_TEXT; i++)
		text[i] = (char)('a' + i % 23);
	return text;
}

static inline void
texts_write(struct scratch *s)
{
	for (size_t i = 0; i <= COUNT(texts); i++) {
		struct rows *r = store_write(&s->c, "insert into setting (name, value) values (:name, :value)");

		bind_text(r, "name", mem_format(s->c.mem, "text %zu", i));
		bind_text(r, "value", i < COUNT(texts) ? texts[i] : long_text(s));
		assert_ok(rows_end(r));
	}
}

static inline void
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

static inline void
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
static inline void
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

static inline void
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

static inline void
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

static inline void
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

static inline void
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

static inline void
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

#define copy_test(f) cmocka_unit_test_setup_teardown(f, in_folder, out_of_folder)

#endif
