/* Confidential text: what is sealed opens only in its place and with its keys; what is destroyed is gone. */
#include "scratch.h"

#include <sys/stat.h>

#include "base/text.h"
#include "store/seal.h"

static struct view
sealed_copy(struct scratch *s, int64_t record, int64_t id, const char *plain)
{
	struct view sealed = {0};

	assert_ok(seal_text(&s->c, record, "thing", "body", id, view_of(plain), &sealed));
	assert_int_equal(sealed.n, strlen(plain) + SEAL_ROOM);
	return sealed;
}

static void
what_is_sealed_opens(void **state)
{
	struct scratch *s = *state;
	struct view a, b, empty, plain;

	assert_ok(store_begin(&s->c));
	a = sealed_copy(s, 7, 1, "a word in confidence");
	b = sealed_copy(s, 7, 1, "a word in confidence");
	empty = sealed_copy(s, 8, 2, "");
	assert_true(memcmp(a.at, b.at, a.n) != 0);              /* equal texts do not look equal */
	assert_null(memmem(a.at, a.n, "confidence", 10));
	assert_ok(unseal_text(&s->c, 7, "thing", "body", 1, a, &plain));        /* inside its own transaction */
	assert_ok(store_commit(&s->c));
	assert_ok(unseal_text(&s->c, 7, "thing", "body", 1, b, &plain));
	assert_int_equal(plain.n, 20);
	assert_memory_equal(plain.at, "a word in confidence", 20);
	assert_ok(unseal_text(&s->c, 8, "thing", "body", 2, empty, &plain));
	assert_int_equal(plain.n, 0);
	assert_int_equal(number_of(&s->c, "select count(*) from record_key"), 2);
}

static void
what_was_moved_or_changed_does_not_open(void **state)
{
	struct scratch *s = *state;
	struct view a, b, plain;
	char *bytes;

	assert_ok(store_begin(&s->c));
	a = sealed_copy(s, 7, 1, "secret");
	b = sealed_copy(s, 9, 1, "other");
	(void)b;
	assert_ok(store_commit(&s->c));
	assert_fails(unseal_text(&s->c, 7, "thing", "body", 2, a, &plain), ERR_SYSTEM, "changed or moved");
	assert_fails(unseal_text(&s->c, 7, "thing", "name", 1, a, &plain), ERR_SYSTEM, "changed or moved");
	assert_fails(unseal_text(&s->c, 7, "things", "body", 1, a, &plain), ERR_SYSTEM, "changed or moved");
	assert_fails(unseal_text(&s->c, 9, "thing", "body", 1, a, &plain), ERR_SYSTEM, "changed or moved");
	assert_fails(unseal_text(&s->c, 5, "thing", "body", 1, a, &plain), ERR_NOT_FOUND, "has no key");
	for (size_t i = 0; i < a.n; i += 9) {
		bytes = mem_copy(s->c.mem, a.at, a.n);
		bytes[i] ^= 1;
		assert_fails(unseal_text(&s->c, 7, "thing", "body", 1, (struct view){bytes, a.n}, &plain), ERR_SYSTEM,
		    "changed or moved");
		assert_fails(unseal_text(&s->c, 7, "thing", "body", 1, (struct view){a.at, i}, &plain), ERR_SYSTEM,
		    "changed or moved");
	}
}

/* A wrapped key copied to another record's row is not that record's. */
static void
a_key_belongs_to_its_record(void **state)
{
	struct scratch *s = *state;
	struct view a, plain;

	assert_ok(store_begin(&s->c));
	a = sealed_copy(s, 7, 1, "secret");
	run_ok(&s->c, "insert into record_key select 8, wrapped from record_key where record = 7");
	assert_ok(store_commit(&s->c));
	assert_fails(unseal_text(&s->c, 8, "thing", "body", 1, a, &plain), ERR_SYSTEM, "was changed");
}

static void
what_is_destroyed_is_gone(void **state)
{
	struct scratch *s = *state;
	struct view a, plain, sealed;

	assert_ok(store_begin(&s->c));
	a = sealed_copy(s, 7, 1, "secret");
	assert_ok(store_commit(&s->c));
	assert_ok(unseal_text(&s->c, 7, "thing", "body", 1, a, &plain));       /* the reader has the key in its cache */
	assert_ok(store_begin(&s->c));
	assert_ok(seal_destroy(&s->c, 7));
	assert_fails(unseal_text(&s->c, 7, "thing", "body", 1, a, &plain), ERR_NOT_FOUND, "was destroyed");
	store_rollback(&s->c);
	assert_ok(unseal_text(&s->c, 7, "thing", "body", 1, a, &plain));
	assert_ok(store_begin(&s->c));
	assert_ok(seal_destroy(&s->c, 7));
	assert_ok(store_commit(&s->c));
	assert_fails(unseal_text(&s->c, 7, "thing", "body", 1, a, &plain), ERR_NOT_FOUND, "was destroyed");
	assert_ok(store_begin(&s->c));                          /* and no new key takes its place */
	assert_fails(seal_text(&s->c, 7, "thing", "body", 1, VIEW("x"), &sealed), ERR_NOT_FOUND, "was destroyed");
	store_rollback(&s->c);
}

/* The wrapped key must not be left in a freed corner of the file or in the log. */
static void
a_destroyed_key_leaves_the_file(void **state)
{
	struct scratch *s = *state;
	struct rows *r;
	char *wrapped;
	static const char *const files[] = {"", "-wal"};

	SQLITE_ONLY();
	assert_ok(store_begin(&s->c));
	sealed_copy(s, 7, 1, "secret");
	assert_ok(store_commit(&s->c));
	r = store_read(&s->c, "select wrapped from record_key");
	assert_true(rows_next(r));
	wrapped = mem_copy(s->c.mem, col_bytes(r, 0).at, col_bytes(r, 0).n);
	assert_ok(rows_end(r));
	assert_ok(store_begin(&s->c));
	assert_ok(seal_destroy(&s->c, 7));
	assert_ok(store_commit(&s->c));
	for (size_t i = 0; i < 2; i++) {
		FILE *f = fopen(mem_format(s->c.mem, "%s%s", s->path, files[i]), "rb");
		static char bytes[4000000];
		size_t n = f == NULL ? 0 : fread(bytes, 1, sizeof bytes, f);

		assert_null(memmem(bytes, n, wrapped + 1, 40));
		if (f != NULL)
			fclose(f);
	}
}

static void
a_key_of_a_lost_transaction_is_not_used_again(void **state)
{
	struct scratch *s = *state;
	struct view a, plain;
	int64_t record;

	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 1, &record));
	sealed_copy(s, record, 1, "lost");
	store_rollback(&s->c);
	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 1, &record));
	a = sealed_copy(s, record, 1, "kept");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from record_key"), 1);
	assert_ok(unseal_text(&s->c, record, "thing", "body", 1, a, &plain));
	assert_memory_equal(plain.at, "kept", 4);
}

/* More records than the cache holds; some of them sealed for once more when their keys have left it, and read after that. */
static void
keys_survive_the_cache(void **state)
{
	struct scratch *s = *state;
	const int64_t n = 2 * SEAL_CACHE + 10;
	struct view *a = mem_new_array(s->c.mem, struct view, 2 * n), plain;
	int64_t first;

	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, n, &first));
	for (int64_t i = 0; i < 2 * n; i += i < n ? 1 : 37)
		a[i] = sealed_copy(s, first + i % n, i, "text");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from record_key"), n);
	for (int64_t i = n; i < 2 * n; i += 37) {
		assert_ok(unseal_text(&s->c, first + i - n, "thing", "body", i, a[i], &plain));
		assert_ok(unseal_text(&s->c, first + i - n, "thing", "body", i - n, a[i - n], &plain));
	}
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

static void
the_master_key_is_guarded(void **state)
{
	struct scratch *s = *state;
	char *key = mem_format(s->c.mem, "%s.key", s->file), *kept = mem_format(s->c.mem, "%s.kept", s->file);
	const struct embedded *schema = sized(s->c.mem, small_schema);
	struct stat is;
	static const char wrong[] = "bairn master key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

	assert_int_equal(stat(key, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	if (!database_is_postgres()) {
		assert_int_equal(stat(s->path, &is), 0);
		assert_int_equal(is.st_mode & 0777, 0600);
	}
	store_close(&s->c);
	chmod(key, 0640);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "others may read the master key");
	assert_int_equal(rename(key, kept), 0);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "put it back");
	write_file(key, wrong, 0600);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "is not the master key of");
	write_file(key, "bairn master key 1 0123", 0600);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "is not a master key of Bairn");
	write_file(key, "", 0600);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "is not a master key of Bairn");
	unlink(key);
	chmod(kept, 0400);
	setenv("BAIRN_KEY_FILE", kept, 1);
	assert_ok(scratch_open(s, schema));
	unsetenv("BAIRN_KEY_FILE");
}

static void
blind_values_are_steady_and_apart(void **state)
{
	struct scratch *s = *state;
	const struct store *t = s->c.store;
	const struct view ab_c[] = {{"ab", 2}, {"c", 1}}, a_bc[] = {{"a", 1}, {"bc", 2}}, abc_[] = {{"abc", 3}, {NULL, 0}};
	char longer[3000];
	const struct view big[] = {{"x", 1}, {longer, sizeof longer}, {"y", 1}};
	int64_t before = blind_one(t, "nhs_number", VIEW("943 476 5919")), before_big;

	memset(longer, 'l', sizeof longer);
	before_big = blind(t, "fact", big, 3);
	assert_true(before > 0);
	assert_true(blind(t, "k", ab_c, 2) != blind(t, "k", a_bc, 2));
	assert_true(blind(t, "k", ab_c, 2) != blind(t, "k", abc_, 2));
	assert_true(blind(t, "k", abc_, 1) != blind(t, "k", abc_, 2));
	assert_true(blind_one(t, "k", VIEW("abc")) == blind(t, "k", abc_, 1));
	assert_true(blind_one(t, "ka", VIEW("bc")) != blind_one(t, "k", VIEW("abc")));
	assert_true(blind_one(t, "upn", VIEW("943 476 5919")) != before);
	longer[2999] = 'm';
	assert_true(blind(t, "fact", big, 3) != before_big);
	longer[2999] = 'l';
	store_close(&s->c);
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
	assert_true(blind_one(s->c.store, "nhs_number", VIEW("943 476 5919")) == before);
	assert_true(blind(s->c.store, "fact", big, 3) == before_big);
	store_close(&s->c);                                     /* another authority: another value */
	database_at(s->path, sizeof s->path, mem_format(s->c.mem, "%s/u.db", s->folder));
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
	assert_true(blind_one(s->c.store, "nhs_number", VIEW("943 476 5919")) != before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(what_is_sealed_opens),
		scratch_test(what_was_moved_or_changed_does_not_open),
		scratch_test(a_key_belongs_to_its_record),
		scratch_test(what_is_destroyed_is_gone),
		scratch_test(a_destroyed_key_leaves_the_file),
		scratch_test(a_key_of_a_lost_transaction_is_not_used_again),
		scratch_test(keys_survive_the_cache),
		scratch_test(the_master_key_is_guarded),
		scratch_test(blind_values_are_steady_and_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
