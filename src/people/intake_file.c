/* One file, one transaction: what is known is loaded, rows become facts, what is no longer there is withdrawn. */
#include "people/intake_file.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/mem.h"
#include "base/progress.h"
#include "catalogue/catalogue.h"
#include "people/intake_facts.h"
#include "people/intake_published.h"
#include "people/intake_read.h"
#include "people/intake_refer.h"
#include "people/intake_reference.h"
#include "people/intake_row.h"
#include "people/intake_run.h"
#include "people/intake_target.h"
#include "store/seal.h"
#include "store/store.h"

#define ROWS_AN_ARENA 256           /* rows whose memory is freed together */
#define STRAY_RECORDS 5             /* so few are weighed against the whole file, not only against what was known */

/* The file's own digest: the same file is known again whatever its name. */
static enum err
file_digest(struct ctx *c, const char *path, char hex[65])
{
	unsigned char hash[32];
	char chunk[64 * 1024];
	struct input *in;
	size_t n = 1;
	enum err e;

	TRY(input_open(c, path, &in));
	input_raw(in);
	while ((e = input_read(c, in, chunk, sizeof chunk, &n)) == OK && n)
		;
	if (e == OK) {
		input_digest(in, hash);
		sodium_bin2hex(hex, 65, hash, sizeof hash);
	}
	input_close(in);
	return e;
}

static enum err
batch_insert(struct importing *m)
{
	struct rows *w = store_write(m->c, "insert into batch (id, dataset, agency, file, sha256, as_at, covers_from,"
	    " covers_until, full_extract, rows_read, written, unchanged, rejected, withdrawn, at, by) values (:id, :dataset,"
	    " :agency, :file, :sha256, :as_at, :from, :until, :full, 0, 0, 0, 0, 0, :at, :by)");

	bind_id(w, "id", m->batch.id);
	bind_text(w, "dataset", m->dataset->name);
	bind_text(w, "agency", m->dataset->agency);
	bind_text(w, "file", m->batch.file);
	bind_text(w, "sha256", m->batch.sha256);
	bind_day(w, "as_at", m->batch.as_at);
	bind_day(w, "from", m->batch.covers_from);
	bind_day(w, "until", m->batch.covers_until);
	bind_text(w, "full", m->batch.full ? "yes" : "no");
	bind_text(w, "at", m->batch.now);
	bind_text(w, "by", m->batch.by);
	return rows_end(w);
}

static enum err
batch_count(struct importing *m)
{
	struct rows *w = store_write(m->c, "update batch set rows_read = :rows, written = :written, unchanged = :unchanged,"
	    " rejected = :rejected, withdrawn = :withdrawn where id = :id");

	bind_int(w, "rows", m->count->rows);
	bind_int(w, "written", m->count->written);
	bind_int(w, "unchanged", m->count->unchanged);
	bind_int(w, "rejected", m->count->rejected);
	bind_int(w, "withdrawn", m->count->withdrawn);
	bind_id(w, "id", m->batch.id);
	return rows_end(w);
}

/* Loads what is known of a kind, once: `loaded` remembers. */
static enum err
kind_load(struct importing *m, struct text_map *loaded, enum target target, const char *kind, bool derived)
{
	size_t n = text_map_count(loaded);

	text_map_intern(loaded, view_of(mem_format(m->mem, "%s %s", target_rules[target].name, kind ? kind : "")));
	return text_map_count(loaded) > n ? facts_load(m->c, m->facts[target], kind, derived) : OK;
}

/* A kind that a field names is any of the words that the field's map or code list has. */
static enum err
kinds_load(struct importing *m, struct text_map *loaded, enum target target, const struct field *f)
{
	for (size_t i = 0; i < f->n_map; i++)
		TRY(kind_load(m, loaded, target, f->map_to[i], false));
	for (size_t i = 0; f->codes && i < f->codes->n; i++)
		TRY(kind_load(m, loaded, target, f->codes->code[i].code, false));
	return OK;
}

/* Opens the facts of one write's table and loads what it and its parent could meet again. */
static enum err
write_load(struct importing *m, const struct record *record, const struct write *w, struct text_map *loaded)
{
	enum target target = w->target == TARGET_RUN ? TARGET_EPISODE : w->target;
	const struct target_table *table = target_table(target);

	if (!table)
		return OK;
	if (!m->facts[target])
		m->facts[target] = facts_open(m->c, m->memory->mem, target, m->dataset);
	if (w->parent && !m->facts[TARGET_EPISODE])
		m->facts[TARGET_EPISODE] = facts_open(m->c, m->memory->mem, TARGET_EPISODE, m->dataset);
	if (!table->has_fact)
		return kind_load(m, loaded, target, NULL, false);
	if (w->kind_field >= 0)
		TRY(kinds_load(m, loaded, target, &record->field[w->kind_field]));
	else
		TRY(kind_load(m, loaded, target, w->kind, w->target == TARGET_RUN));
	return w->parent ? kind_load(m, loaded, TARGET_EPISODE, w->parent, false) : OK;
}

static enum err
known_load(struct importing *m)
{
	const struct dataset *d = m->dataset;
	struct text_map *loaded = text_map_new(m->mem);

	/* Own kinds before parents' kinds, so that a run that is also a parent counts as derived. */
	for (size_t r = 0; r < d->n_record; r++)
		for (size_t i = 0; i < d->record[r].n_write; i++)
			if (d->record[r].write[i].target == TARGET_RUN)
				TRY(write_load(m, &d->record[r], &d->record[r].write[i], loaded));
	for (size_t r = 0; r < d->n_record; r++)
		for (size_t i = 0; i < d->record[r].n_write; i++)
			TRY(write_load(m, &d->record[r], &d->record[r].write[i], loaded));
	/* A new identity's own number is written too; it cannot be known before. Row ids can. */
	if (d->has_identity && !m->facts[TARGET_IDENTIFIER]) {
		m->facts[TARGET_IDENTIFIER] = facts_open(m->c, m->memory->mem, TARGET_IDENTIFIER, d);
		if (d->registers)
			TRY(kind_load(m, loaded, TARGET_IDENTIFIER, NULL, false));
	}
	return OK;
}

static enum err
authority_code(struct importing *m)
{
	struct rows *r = store_read_own(m->c, "select value from setting where name = 'authority_code'");

	if (rows_next(r))
		m->authority = col_text(r, 0, m->mem);
	return rows_end(r);
}

void
memory_forget(struct intake_memory *memory)
{
	refer_forget(memory->refer);
	mem_free(memory->mem);
	*memory = (struct intake_memory){0};
}

/* Leaves of what is known only what the data set can use. Reference data change what was found of postcodes. */
static void
memory_renew(struct intake_memory *memory, const struct dataset *d)
{
	struct refer *kept = memory->refer;

	if (!memory->dataset || !memory->dataset->has_identity || !refer_serves(kept, d->agency)) {
		refer_forget(kept);
		kept = NULL;
	}
	mem_free(memory->mem);
	*memory = (struct intake_memory){.mem = mem_new(), .refer = kept};
}

/* Loads what is known, unless the file before was of the same data set. */
static enum err
memory_load(struct importing *m, const char *path)
{
	struct intake_memory *memory = m->memory;
	const struct dataset *d = m->dataset;
	int64_t parents = 1;

	if (memory->dataset != d) {
		memory_renew(memory, d);
		if (!memory->refer)
			TRY(refer_open(m->c, d->agency, &memory->refer));
		m->facts = memory->facts;
		TRY(known_load(m));
		m->refer = memory->refer;
		if (d->has_identity && d->identity.via)
			TRY(refer_load_rows(m->c, memory->refer, d->identity.from, &parents));
		if (!parents)
			return fail(m->c, ERR_INPUT, "%s: its rows hang on %s, and no file of that was imported; import that first",
			    path, d->identity.from);
		memory->dataset = d;
	}
	m->facts = memory->facts;
	m->refer = memory->refer;
	return OK;
}

/* Opens everything that the rows will need, in the open transaction. */
static enum err
importing_open(struct importing *m, const char *path)
{
	static const char *const reject[] = {"id", "batch", "row_number", "field", "reason", "earlier_row", "raw", "raw_key",
	    "identity", "identity_key", "org_key", NULL};

	TRY(authority_code(m));
	TRY(ids_next(m->c, &m->ids, &m->batch.id));
	TRY(batch_place(m->c, m->dataset, &m->batch));
	TRY(batch_insert(m));
	TRY(memory_load(m, path));
	refer_begin(m->c, m->refer, &m->ids);
	for (int t = 0; t < TARGET_COUNT; t++)
		if (m->facts[t])
			facts_begin(m->c, m->facts[t]);
	m->rejects = bulk_open(m->c, "reject", reject);
	m->run_identity = int_map_new(m->mem, 64);
	return OK;
}

static enum err
importing_close(struct importing *m)
{
	enum err first = OK, e;

	for (int t = 0; m->facts && t < TARGET_COUNT; t++) {
		e = m->facts[t] ? facts_close(m->facts[t]) : OK;
		first = first ? first : e;
	}
	e = m->rejects ? bulk_close(m->rejects, NULL) : OK;
	first = first ? first : e;
	e = m->refer ? refer_close(m->c, m->refer) : OK;
	return first ? first : e;
}

static enum err
rows_import(struct importing *m, const char *path, struct progress *progress)
{
	struct reader *r = NULL;
	struct source_row row;
	bool more = true;
	enum err e = reader_open(m->c, path, m->dataset, &r);

	while (e == OK && (e = reader_next(m->c, r, &row, &more)) == OK && more) {
		if (m->count->rows++ % ROWS_AN_ARENA == 0) {
			mem_reset(m->row_mem);
			progress_show(progress, input_consumed(reader_input(r)), input_size(reader_input(r)),
			    (uint64_t)m->count->rows);
		}
		m->c->mem = m->row_mem;
		e = row_import(m, &row);
		m->c->mem = m->mem;
	}
	if (r && reader_unknown(r))
		m->count->sentence = mem_format(m->options->mem, "columns not known to this data set, not kept: %s", reader_unknown(r));
	reader_close(r);
	if (e == OK && !m->count->rows && !m->options->accept_removals)
		return fail(m->c, ERR_INPUT, "%s has a heading and no rows; nothing was changed. Check that the extract is whole;"
		    " --accept-removals takes it for one of a time in which there was nothing", path);
	return e;
}

/* Withdraws what a full extract no longer has, unless that is more than anybody would expect. */
static enum err
missing_withdraw(struct importing *m, const char *path)
{
	int64_t covered = 0, missing = 0, whole;

	for (int t = 0; t < TARGET_COUNT; t++)
		if (m->facts[t])
			facts_missing(m->facts[t], &m->batch, &covered, &missing);
	if (!missing)
		return OK;
	/* A few stray records of an earlier file are no reason to stop a large one; more than a few are, however large it is. */
	whole = missing <= STRAY_RECORDS && m->count->rows > covered ? m->count->rows : covered;
	if (!m->options->accept_removals && (double)missing > m->options->removal_limit * (double)whole)
		return fail(m->c, ERR_INPUT, "%s would withdraw %lld of the %lld records that it covers (the limit is %g %%);"
		    " nothing was changed. Check that the extract is whole; --accept-removals imports it all the same", path,
		    (long long)missing, (long long)covered, m->options->removal_limit * 100);
	for (int t = 0; t < TARGET_COUNT; t++)
		if (m->facts[t])
			TRY(facts_withdraw(m->facts[t], &m->batch, &m->count->withdrawn));
	return OK;
}

/* What an older extract of the data set could not say is said or not by this one; its rejected rows are settled. One that
 * is not full says nothing of the children of another file made on the same day: it settles its own file's alone. */
static enum err
rejects_close(struct importing *m)
{
	struct rows *w = store_write(m->c, "update reject set closed_by = :batch where closed_by is null and batch in ("
	    "select b.id from batch b where b.dataset = :dataset and b.id <> :batch and b.as_at <= :as_at"
	    " and (b.sha256 = :sha256 or b.covers_from is null or (b.covers_from <= :until"
	    " and b.covers_until >= :from) or :from is null)"
	    " and (:full = 'yes' or b.sha256 = :sha256 or b.file = :file or b.as_at < :as_at))");

	bind_id(w, "batch", m->batch.id);
	bind_text(w, "dataset", m->dataset->name);
	bind_day(w, "as_at", m->batch.as_at);
	bind_text(w, "sha256", m->batch.sha256);
	bind_text(w, "file", m->batch.file);
	bind_text(w, "full", m->batch.full ? "yes" : "no");
	bind_day(w, "from", m->batch.covers_from);
	bind_day(w, "until", m->batch.covers_until);
	return rows_end(w);
}

static enum err
importing_run(struct importing *m, const char *path, struct progress *progress)
{
	enum err e = importing_open(m, path), closed;

	if (e == OK)
		e = m->dataset->publishes.source ? published_import(m, path, progress) : rows_import(m, path, progress);
	if (e == OK)
		e = missing_withdraw(m, path);
	if (e == OK) {
		m->c->mem = m->row_mem;
		e = runs_make(m);
		m->c->mem = m->mem;
	}
	if (e == OK)
		e = reference_finish(m);
	closed = importing_close(m);
	e = e ? e : closed;
	if (e == OK)
		e = rejects_close(m);
	return e ? e : batch_count(m);
}

/* A disk takes any bytes for a name; a database takes text. */
static const char *
file_name(struct mem *m, const char *path)
{
	const char *slash = strrchr(path, '/');

	return utf8_mended(m, view_of(slash != NULL ? slash + 1 : path));
}

enum err
import_file(struct ctx *c, const char *path, const struct dataset *dataset, const struct import_options *options,
    struct intake_memory *memory, struct progress *progress, struct imported *count)
{
	struct importing m = {.c = c, .dataset = dataset, .options = options, .memory = memory, .mem = mem_new(), .row_mem = mem_new(),
	    .count = count};
	struct mem *caller = c->mem;
	char sha256[65] = "";
	enum err e;

	m.batch = (struct batch){.file = file_name(m.mem, path), .by = options->by,
	    .now = clock_stamp(m.mem), .sha256 = sha256};
	e = file_digest(c, path, sha256);
	if (e == OK)
		e = batch_date(c, path, dataset, options, &m.batch);
	if (e == OK)
		e = store_begin(c);
	if (e == OK) {
		c->mem = m.mem;
		e = importing_run(&m, path, progress);
		c->mem = caller;
		/* The same file again, and nothing new in it: no trace of a second import. */
		if (e != OK || (m.batch.again && !count->written && !count->withdrawn))
			store_rollback(c);
		else
			e = store_commit(c);
		if (e != OK || (m.batch.again && !count->written && (count->withdrawn || refer_made(m.refer))))
			memory_forget(memory);          /* what it holds was not committed */
	}
	mem_free(m.row_mem);
	mem_free(m.mem);
	return e;
}
