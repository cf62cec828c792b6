/* An empty authority for each test of the people room: a database of its own, a folder for the files that the test writes,
 * small questions with one answer, and a clock that the test sets. */
#ifndef TESTS_DESK_H
#define TESTS_DESK_H

#include <ftw.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "catalogue_once.h"
#include "database.h"
#include "unit.h"

#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "people/intake.h"
#include "store/store.h"

struct desk {
	struct ctx c;
	char folder[64], db[200], files[96];
	struct import_options options;
	struct manifest manifest;
};

/* What the room takes for now: versions are stamped with it, and one second tells two imports apart. */
static time_t desk_now = 1767268800;            /* 2026-01-01 12:00 */

time_t
time(time_t *out)
{
	if (out)
		*out = desk_now;
	return desk_now;
}

#define DO(call) desk_must(d, call, __FILE__, __LINE__)
static inline void
desk_must(struct desk *d, enum err e, const char *file, int line)
{
	if (e != OK) {
		print_error("%s:%d: error %d: %s\n", file, line, (int)e, d->c.sentence);
		_fail(file, line);
	}
}

static inline int
desk_remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st, (void)type, (void)walk;
	return remove(path);
}

static inline struct desk *
desk_open(const char *catalogue)
{
	struct desk *d = calloc(1, sizeof *d);
	char file[96];

	setenv("BAIRN_TODAY", "2026-01-01", 1);
	setenv("BAIRN_LOG", "error", 1);
	desk_now = 1767268800;
	d->c.mem = mem_new();
	assert_non_null(folder_make(d->folder, sizeof d->folder, "desk"));
	snprintf(file, sizeof file, "%s/db", d->folder);
	database_at(d->db, sizeof d->db, file);
	snprintf(d->files, sizeof d->files, "%s/files", d->folder);
	assert_int_equal(mkdir(d->files, 0700), 0);
	DO(catalogue == NULL ? catalogue_once(&d->c) : catalogue_load(&d->c, catalogue));
	DO(store_open(&d->c, d->db, (struct store_options){.create = true, .migrate = true, .halves_from = 2}));
	DO(store_begin(&d->c));
	DO(store_run(&d->c, "insert into setting (name, value) values ('authority_code', 'E06999999')"));
	DO(store_commit(&d->c));
	d->options = (struct import_options){.as_at = DAY_NONE, .covers_from = DAY_NONE, .covers_until = DAY_NONE,
	    .removal_limit = 0.02, .by = "test"};
	return d;
}

static inline void
desk_close(struct desk *d)
{
	store_close(&d->c);
	mem_free(d->c.mem);
	nftw(d->folder, desk_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(d);
}

static inline int
desk_new(void **state)
{
	*state = desk_open(NULL);
	return 0;
}

static inline int
desk_end(void **state)
{
	desk_close(*state);
	return 0;
}
#define DESK_TEST(test) cmocka_unit_test_setup_teardown(test, desk_new, desk_end)

/* ---- files ------------------------------------------------------------------------------------------------------- */

/* Writes a file below the desk's folder of files and returns its path. */
static inline const char *
desk_bytes(struct desk *d, const char *name, const void *bytes, size_t n)
{
	const char *path = mem_format(d->c.mem, "%s/%s", d->files, name);
	char *slash = strrchr(mem_format(d->c.mem, "%s", path), '/');
	FILE *f;

	(void)slash;
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return path;
}

static inline const char *
desk_file(struct desk *d, const char *name, const char *text)
{
	return desk_bytes(d, name, text, strlen(text));
}

/* Imports one path, a second after whatever came before; the manifest is this import's alone. */
static inline enum err
desk_import(struct desk *d, const char *path)
{
	d->manifest = (struct manifest){0};
	desk_now++;
	fail_clear(&d->c);
	return import_paths(&d->c, &path, 1, &d->options, &d->manifest);
}

/* Imports a text as a file of that name, which must succeed whole. */
static inline struct imported *
desk_take(struct desk *d, const char *name, const char *text)
{
	enum err e = desk_import(d, desk_file(d, name, text));

	if (e != OK)
		print_error("%s\n", d->manifest.n && d->manifest.item[0].sentence ? d->manifest.item[0].sentence :
		    d->c.sentence);
	assert_int_equal(e, OK);
	assert_int_equal(d->manifest.n, 1);
	return &d->manifest.item[0];
}

/* Imports a text that is at fault: some rows or the whole file. */
static inline struct imported *
desk_refuse(struct desk *d, const char *name, const char *text)
{
	assert_int_equal(desk_import(d, desk_file(d, name, text)), ERR_INPUT);
	assert_int_equal(d->manifest.n, 1);
	return &d->manifest.item[0];
}

/* ---- questions --------------------------------------------------------------------------------------------------- */

/* Every row of a query, values joined by |, rows by a line's end. */
static inline const char *
desk_dump(struct desk *d, const char *sql)
{
	struct rows *r = store_query(&d->c, sql, 0);
	struct builder b = {.mem = d->c.mem};

	while (rows_next(r))
		for (int i = 0, n = col_count(r); i < n; i++) {
			put(&b, col_view(r, i));
			put_char(&b, i + 1 < n ? '|' : '\n');
		}
	DO(rows_end(r));
	return built_text(&b);
}

/* The same of one row, without the line's end. */
static inline const char *
desk_text(struct desk *d, const char *sql)
{
	const char *all = desk_dump(d, sql);

	return mem_copy(d->c.mem, all, strcspn(all, "\n"));
}

/* Of an identity i: what linking gave it last. */
#define WEIGHT_NOW "coalesce((select w.weight from link_weight_now w where w.identity = i.id), i.link_weight)"

/* Every row in hexadecimal digits: for columns of bytes. */
static inline const char *
desk_dump_bytes(struct desk *d, const char *sql)
{
	struct rows *r = store_query(&d->c, sql, 0);
	struct builder b = {.mem = d->c.mem};

	while (rows_next(r))
		for (int i = 0, n = col_count(r); i < n; i++) {
			struct view v = col_bytes(r, i);

			for (size_t k = 0; k < v.n; k++)
				put_format(&b, "%02X", (unsigned char)v.at[k]);
			put_char(&b, i + 1 < n ? '|' : '\n');
		}
	DO(rows_end(r));
	return built_text(&b);
}

static inline int64_t
desk_count(struct desk *d, const char *sql)
{
	struct rows *r = store_query(&d->c, sql, 0);
	int64_t n = rows_next(r) ? col_int(r, 0) : -1;

	DO(rows_end(r));
	return n;
}

static inline void
desk_write(struct desk *d, const char *sql)
{
	DO(store_begin(&d->c));
	DO(store_run(&d->c, sql));
	DO(store_commit(&d->c));
}

#define ASK_COUNT(sql, n) assert_int_equal(desk_count(d, sql), n)
#define ASK_TEXT(sql, text) assert_string_equal(desk_text(d, sql), text)
#define ASK(sql, text) assert_string_equal(desk_dump(d, sql), text)
#define SAYS(text, part)                                                       \
	do {                                                                   \
		if (!(text) || !strstr((text), (part)))                        \
			fail_msg("\"%s\" does not say \"%s\"", (text) ? (text) : "nothing", (part)); \
	} while (0)

/* Everything in every table of facts, without what an import stamps on it: to see that nothing changed. */
#define DESK_TABLES(ask)                                                                                      \
	ask("identity") ask("fact") ask("episode_all") ask("event_all") ask("identity_detail_all")            \
	ask("identity_name_all") ask("identifier_all") ask("residence_all") ask("tie_all") ask("team_all")    \
	ask("org") ask("worker") ask("place") ask("batch") ask("reject") ask("person") ask("record_key")
static inline const char *
desk_counts(struct desk *d)
{
#define ASK_TABLE(name) "select '" name "', count(*) from " name " union all "
	return desk_dump(d, DESK_TABLES(ASK_TABLE) "select 'end', 0");
#undef ASK_TABLE
}

#endif
