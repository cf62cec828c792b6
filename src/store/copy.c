/* Copying an authority between databases, whole or not at all.
 *
 * FROM is read in one state: one read transaction, whatever others write meanwhile. TO is filled table by table, those that
 * others refer to first, one transaction a table; indices and references stay in place. From the transaction that makes its
 * tables on, TO bears a mark, the table `copying`, and store_open refuses what bears it. The transaction that takes the mark
 * off is the last: the moment before nobody can read TO, the moment after it is whole.
 *
 * Each table that is in gets a note in `copying`, with its count and its sum. A run that finds the mark takes TO up: it
 * reads FROM anew, goes past the tables whose notes still tell what FROM holds, empties the first that differs and all after
 * it, and copies those. So a killed copy loses one table's work, and a FROM that changed between the runs does no harm. Each
 * run writes a word of its own into the mark and looks for it in every transaction, so that of two runs the later goes on.
 *
 * The same on both engines: a SQLite file could also be filled under another name, but it has its audit beside it, and two
 * files cannot get their names at once. At the end every table of TO is read back and its count and sum are compared with
 * those of what was read from FROM; where they differ, TO stays as it is, marked, and the note is taken away.
 *
 * The keys travel as they are, wrapped; so the key file of FROM becomes that of TO. FROM's audit says that it was copied,
 * before anything is read; its seals travel too, and the chain holds in both.
 */
#include "store/copy.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/writer.h"

struct copying_run {
	struct ctx *c;
	struct store *from, *to;
	struct conn *reads, *fills;     /* the one connection to each that everything is done on; `fills` only reads for a check */
	struct copy_tables table;       /* of both */
	const char *word;               /* this run's, in the mark */
	struct copy_progress progress;
	struct copied *out;
};

/* ---- the two sides ------------------------------------------------------------------------------------------ */

static void
sides_close(struct copying_run *k)
{
	progress_end(&k->progress.line);
	if (k->to != NULL && k->fills != k->to->writing)
		conn_close(k->fills);
	k->c->store = k->to;
	store_close(k->c);
	conn_close(k->reads);
	k->c->store = k->from;
	store_close(k->c);
}

/* Opens an authority and begins to read it in the state that it has now. */
static enum err
side_read(struct ctx *c, const char *address, struct store **side, struct conn **conn, struct copy_tables *tables)
{
	TRY(store_open(c, address, (struct store_options){0}));
	*side = c->store;
	TRY(conn_open(c, *side, CONN_READS, conn));
	if ((*side)->engine->gather != NULL)
		TRY((*side)->engine->gather(c, *conn));
	TRY((*side)->engine->begin(c, *conn, false));
	return copy_tables_list(c, *conn, tables);
}

/* FROM's audit says what is about to happen; closing it seals that row, so that FROM stays as it is being read. */
static enum err
audit_copy(struct ctx *c, const char *from)
{
	enum err e;

	TRY(store_open(c, from, (struct store_options){0}));
	e = audit_write(c, (struct audit_row){.act = "command", .object = "copy", .allowed = true});
	store_close(c);
	return e;
}

static enum err
to_refuse(struct ctx *c, const struct store *to)
{
	return fail(c, ERR_INPUT, "%s is there already; bairn copy makes a new authority and never writes over one: name another"
	    " file or schema", to->path);
}

/* The master key of FROM is to be TO's, whichever file it is in. */
static enum err
same_key(struct ctx *c, const struct store *from, struct store *to)
{
	TRY(key_file_prepare(c, to, true));
	if (sodium_memcmp(from->wrap_key, to->wrap_key, KEY_SIZE) != 0)
		return fail(c, ERR_INPUT, "%s is there already and is not the master key of %s; move it elsewhere, or name the right"
		    " one in BAIRN_KEY_FILE", to->key_path, from->path);
	return OK;
}

/* Makes TO, marked, or takes up the one that an earlier run left. */
static enum err
side_fill(struct copying_run *k, const char *address)
{
	struct ctx *c = k->c;
	struct store *to;
	bool marked;

	TRY(store_new(c, address, (struct store_options){.create = true}, embedded_schema));
	k->to = to = c->store;
	to->filling = true;
	to->key_from = k->from->key_path;
	TRY(to->engine->find(c, to));
	TRY(conn_open(c, to, CONN_OWNS, &to->writing));
	k->fills = to->writing;
	TRY(table_exists(c, k->fills, "copying", &marked));
	if (!marked)
		return to_refuse(c, to);
	TRY(same_key(c, k->from, to));
	return to->engine->gather == NULL ? OK : to->engine->gather(c, k->fills);
}

/* ---- the mark and its notes --------------------------------------------------------------------------------- */

static enum err
mark_is_ours(struct copying_run *k)
{
	struct ctx *c = k->c;
	bool there, ours = false;
	struct rows *r;

	TRY(table_exists(c, k->fills, "copying", &there));
	if (there) {
		r = store_read_own(c, "select checksum from copying where name = ''");
		ours = rows_next(r) && view_is(col_view(r, 0), k->word);
		TRY(rows_end(r));
	}
	return ours ? OK : fail(c, ERR_SYSTEM, "another bairn copy goes on with %s, so this one stops", k->to->path);
}

/* A transaction on TO, which is ours. The planner looks at the new sizes once, at the end. */
static enum err
turn_end(struct copying_run *k, enum err e)
{
	k->to->written = 0;
	if (e == OK)
		return store_commit(k->c);
	store_rollback(k->c);
	return e;
}

static enum err
turn_begin(struct copying_run *k)
{
	enum err e;

	TRY(store_begin(k->c));
	e = mark_is_ours(k);
	return e == OK ? OK : turn_end(k, e);
}

static enum err
note_put(struct copying_run *k, const char *name, int64_t rows, const char *checksum)
{
	struct rows *r = store_write(k->c, "insert into copying (name, n, checksum) values (:name, :n, :checksum)"
	    " on conflict (name) do update set n = excluded.n, checksum = excluded.checksum");

	bind_text(r, "name", name);
	bind_int(r, "n", rows);
	bind_text(r, "checksum", checksum);
	return rows_end(r);
}

static enum err
note_take_away(struct copying_run *k, const char *name)
{
	struct rows *r = store_write(k->c, "delete from copying where name = :name");

	bind_text(r, "name", name);
	return rows_end(r);
}

/* Whether an earlier run copied the table whole, and what it then summed up to. */
static enum err
note_read(struct copying_run *k, const char *name, bool *there, struct copy_sum *sum)
{
	struct rows *r = rows_open(k->c, k->fills, "select n, checksum from copying where name = :name", false);

	bind_text(r, "name", name);
	*there = rows_next(r);
	if (*there) {
		sum->rows = col_int(r, 0);
		sum->sum = strtoull(col_text(r, 1, k->c->mem), NULL, 16);
	}
	return rows_end(r);
}

static const char *
sum_text(struct mem *m, struct copy_sum sum)
{
	return mem_format(m, "%016llx", (unsigned long long)sum.sum);
}

static bool
same_sum(struct copy_sum a, struct copy_sum b)
{
	return a.rows == b.rows && a.sum == b.sum;
}

/* Writes this run's word into the mark: a run that still goes on elsewhere stops at its next transaction, unless it has
 * finished meanwhile. */
static enum err
mark_take(struct copying_run *k)
{
	unsigned char random[8];
	char word[2 * sizeof random + 1];
	bool there;
	enum err e;

	randombytes_buf(random, sizeof random);
	sodium_bin2hex(word, sizeof word, random, sizeof random);
	k->word = mem_copy(k->c->mem, word, strlen(word));
	TRY(store_begin(k->c));
	e = table_exists(k->c, k->fills, "copying", &there);
	if (e == OK)
		e = there ? note_put(k, "", 0, k->word) : to_refuse(k->c, k->to);
	return turn_end(k, e);
}

/* ---- filling ------------------------------------------------------------------------------------------------ */

/* The column that refers to the table itself: set when all rows are there to be referred to. */
static enum err
itself_fill(struct copying_run *k, const struct copy_table *t)
{
	static const char *const parameters[] = {"to", "id", NULL};
	const char *column = t->column.item[t->itself];
	struct mem *m = k->c->mem;
	struct rows *r = rows_open(k->c, k->reads, mem_format(m, "select %s, \"id\" from %s where %s is not null", column,
	    t->quoted, column), false);
	struct bulk *b = bulk_statement(k->c, mem_format(m, "update %s set %s = :to where \"id\" = :id", t->quoted, column),
	    parameters);
	enum err e = OK, read, closed;

	while (e == OK && rows_next(r)) {
		bulk_int(b, 0, col_id(r, 0));
		bulk_int(b, 1, col_id(r, 1));
		e = bulk_row(b);
	}
	read = rows_end(r);
	closed = bulk_close(b, NULL);
	return e != OK ? e : read != OK ? read : closed;
}

/* In its own transaction, which this ends. */
static enum err
table_fill(struct copying_run *k, const struct copy_table *t, struct copy_sum *sum)
{
	struct bulk *b = bulk_open(k->c, t->quoted, t->column.item);
	enum err e, closed;

	e = copy_rows_read(k->c, k->reads, t, b, &k->progress, sum);
	closed = bulk_close(b, NULL);
	if (e == OK)
		e = closed;
	if (e == OK && t->itself >= 0)
		e = itself_fill(k, t);
	if (e == OK)
		e = note_put(k, t->name, sum->rows, sum_text(k->c->mem, *sum));
	return turn_end(k, e);
}

/* Goes past the tables that an earlier run copied and that FROM still holds as they were; *next is the first that it does not. */
static enum err
tables_go_past(struct copying_run *k, size_t *next)
{
	for (*next = 0; *next < k->table.n; ++*next) {
		struct copied_table *done = &k->out->table.item[*next];
		struct copy_sum noted;
		int64_t started = clock_ms();
		bool there;

		TRY(note_read(k, done->name, &there, &noted));
		if (!there)
			return OK;
		TRY(copy_rows_read(k->c, k->reads, &k->table.item[*next], NULL, &k->progress, &done->from));
		if (!same_sum(done->from, noted))
			return OK;
		done->kept = true;
		done->seconds = (double)(clock_ms() - started) / 1000;
	}
	return OK;
}

static enum err
tables_empty(struct copying_run *k, size_t first)
{
	const struct engine *engine = k->to->engine;
	const char **names = mem_new_array(k->c->mem, const char *, k->table.n + 1);
	enum err e = OK;

	if (first == k->table.n)
		return OK;
	for (size_t i = first; i < k->table.n; i++)
		names[i - first] = k->table.item[i].quoted;
	TRY(turn_begin(k));
	for (size_t i = first; e == OK && i < k->table.n; i++)
		e = note_take_away(k, k->table.item[i].name);
	if (e == OK)
		e = engine->empty(k->c, k->fills, names);
	return turn_end(k, e);
}

/* Says which table it was, and what to do. */
static enum err
table_failed(struct copying_run *k, const char *name, enum err e)
{
	const char *why = mem_copy(k->c->mem, k->c->sentence, strlen(k->c->sentence));

	fail_clear(k->c);
	return fail(k->c, e, "the table %s was not copied: %s; the tables before it are kept, and the same command goes on with it",
	    name, why);
}

static enum err
tables_fill(struct copying_run *k)
{
	size_t next;

	k->progress.line.what = "Reading what was copied before";
	TRY(tables_go_past(k, &next));
	TRY(tables_empty(k, next));
	for (; next < k->table.n; next++) {
		struct copied_table *done = &k->out->table.item[next];
		int64_t started = clock_ms();
		enum err e;

		k->progress.line.what = mem_format(k->c->mem, "Copying %s", done->name);
		TRY(turn_begin(k));
		e = table_fill(k, &k->table.item[next], &done->from);
		if (e != OK)
			return table_failed(k, done->name, e);
		rows_forget_all(k->fills);        /* a statement keeps the room that its rows took */
		done->seconds = (double)(clock_ms() - started) / 1000;
	}
	return OK;
}

/* ---- comparing ---------------------------------------------------------------------------------------------- */

/* The names of the tables that differ; NULL when none does. */
static const char *
differing(struct mem *m, const struct copied *out)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < out->table.n; i++)
		if (!same_sum(out->table.item[i].from, out->table.item[i].to))
			put_format(&b, "%s%s", b.n == 0 ? "" : ", ", out->table.item[i].name);
	return b.n == 0 ? NULL : built_text(&b);
}

/* Reads every table of one side in one state. */
static enum err
side_sum(struct copying_run *k, struct conn *conn, bool from)
{
	for (size_t i = 0; i < k->table.n; i++) {
		struct copied_table *t = &k->out->table.item[i];
		int64_t started = clock_ms();

		TRY(copy_rows_read(k->c, conn, &k->table.item[i], NULL, &k->progress, from ? &t->from : &t->to));
		t->seconds += (double)(clock_ms() - started) / 1000;
	}
	return OK;
}

static enum err
notes_drop(struct copying_run *k)
{
	enum err e = OK;

	TRY(turn_begin(k));
	for (size_t i = 0; e == OK && i < k->out->table.n; i++)
		if (!same_sum(k->out->table.item[i].from, k->out->table.item[i].to))
			e = note_take_away(k, k->out->table.item[i].name);
	return turn_end(k, e);
}

static enum err
to_compare(struct copying_run *k)
{
	struct conn *conn = k->fills;
	const char *names;

	k->progress.line.what = "Reading it back";
	TRY(conn->engine->begin(k->c, conn, false));
	TRY(conn_finish(k->c, conn, side_sum(k, conn, false)));
	names = differing(k->c->mem, k->out);
	if (names == NULL)
		return OK;
	TRY(notes_drop(k));
	return fail(k->c, ERR_SYSTEM, "what was read back from %s differs from what was copied (%s), so it does not count as whole;"
	    " the same command copies those again", k->to->path, names);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

/* The last transaction: guards, the planner's statistics, and the mark is gone. */
static enum err
mark_take_off(struct copying_run *k)
{
	struct conn *conn = k->fills;
	enum err e;

	TRY(keys_load(k->c, k->to, conn));
	TRY(audit_make(k->c, k->to));
	TRY(turn_begin(k));
	e = conn->engine->unguard(k->c, conn);
	if (e == OK)
		e = conn->engine->guard(k->c, conn);
	if (e == OK)
		e = conn->engine->look_anew(k->c, conn);
	if (e == OK)
		e = conn_run(k->c, conn, "drop table copying");
	return turn_end(k, e);
}

static enum err
run_start(struct copying_run *k)
{
	for (size_t i = 0; i < k->table.n; i++)
		*push(k->c->mem, &k->out->table) = (struct copied_table){.name = k->table.item[i].name};
	progress_start(&k->progress.line, "Counting");
	for (size_t i = 0; k->progress.line.on && i < k->table.n; i++) {
		struct rows *r = rows_open(k->c, k->reads, mem_format(k->c->mem, "select count(*) from %s",
		    k->table.item[i].quoted), false);

		if (rows_next(r))
			k->progress.total += 2 * (uint64_t)col_int(r, 0);       /* it is read on both sides */
		TRY(rows_end(r));
	}
	return OK;
}

static enum err
authority_copy(struct copying_run *k, const char *from, const char *to)
{
	struct ctx *c = k->c;
	struct copy_tables there;
	const char *odd;

	TRY(audit_copy(c, from));
	TRY(side_read(c, from, &k->from, &k->reads, &k->table));
	k->out->from = mem_copy(c->mem, k->from->path, strlen(k->from->path));
	TRY(side_fill(k, to));
	k->out->to = mem_copy(c->mem, k->to->path, strlen(k->to->path));
	if (strcmp(k->from->key_path, k->to->key_path) != 0)
		k->out->key = mem_copy(c->mem, k->to->key_path, strlen(k->to->key_path));
	TRY(copy_tables_list(c, k->fills, &there));
	odd = copy_tables_differ(c->mem, &k->table, &there);
	if (odd != NULL)
		return fail(c, ERR_INPUT, "%s and %s have not the same tables: %s is in one of them alone; take it out, and give"
		    " the same command again", k->out->from, k->out->to, odd);
	TRY(run_start(k));
	TRY(mark_take(k));
	TRY(tables_fill(k));
	TRY(to_compare(k));
	return mark_take_off(k);
}

enum err
store_copy(struct ctx *c, const char *from, const char *to, struct copied *out)
{
	struct copying_run k = {.c = c, .out = out};
	enum err e;

	*out = (struct copied){0};
	e = authority_copy(&k, from, to);
	sides_close(&k);
	return e;
}

static enum err
authorities_compare(struct copying_run *k, const char *from, const char *to)
{
	struct ctx *c = k->c;
	struct copy_tables there;
	const char *odd, *names;

	TRY(side_read(c, from, &k->from, &k->reads, &k->table));
	k->out->from = mem_copy(c->mem, k->from->path, strlen(k->from->path));
	TRY(side_read(c, to, &k->to, &k->fills, &there));
	k->out->to = mem_copy(c->mem, k->to->path, strlen(k->to->path));
	odd = copy_tables_differ(c->mem, &k->table, &there);
	if (odd != NULL)
		return fail(c, ERR_INPUT, "%s and %s have not the same tables: %s is in one of them alone", k->out->from, k->out->to,
		    odd);
	TRY(run_start(k));
	k->progress.line.what = "Comparing";
	TRY(side_sum(k, k->reads, true));
	TRY(side_sum(k, k->fills, false));
	names = differing(c->mem, k->out);
	return names == NULL ? OK : fail(c, ERR_INPUT, "%s and %s differ in %s", k->out->from, k->out->to, names);
}

enum err
store_compare(struct ctx *c, const char *from, const char *to, struct copied *out)
{
	struct copying_run k = {.c = c, .out = out};
	enum err e;

	*out = (struct copied){0};
	e = authorities_compare(&k, from, to);
	sides_close(&k);
	return e;
}
