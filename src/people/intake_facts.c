/* Facts and their versions while a file is imported. A change inserts a version and sets the old one's `superseded`;
 * nothing else is ever updated. */
#include "people/intake_facts.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/intake_batch.h"
#include "people/intake_target.h"
#include "store/store.h"

#define BLOCK 4096                  /* entries do not move once made, so that callers may hold them */

struct facts {
	const struct target_table *table;
	const struct dataset *dataset;
	const struct catalogue *catalogue;
	struct text_map *datasets;  /* names; 0 is this one */
	const char **column;
	struct mem *mem;
	struct int_map *by_key;     /* key → entry number */
	struct blocks LIST(struct known *) blocks;
	size_t n, n_columns;
	struct bulk *bulk, *fact_bulk, *supersede;
};

static struct known *
known_at(const struct facts *f, size_t i)
{
	return &f->blocks.item[i / BLOCK][i % BLOCK];
}

static struct known *
known_new(struct facts *f, int64_t key)
{
	bool is_new;
	int64_t *at = int_map_put(f->by_key, key, &is_new);

	if (!is_new)
		return known_at(f, (size_t)*at);
	if (f->n % BLOCK == 0)
		*push(f->mem, &f->blocks) = mem_new_array(f->mem, struct known, BLOCK);
	*at = (int64_t)f->n;
	*known_at(f, f->n) = (struct known){.key = key, .since = DAY_NONE, .until = DAY_NONE, .as_at = DAY_NONE};
	return known_at(f, f->n++);
}

struct known *
facts_find(struct facts *f, int64_t key)
{
	int64_t *at = int_map_find(f->by_key, key);

	return at ? known_at(f, (size_t)*at) : NULL;
}

enum err
facts_load(struct ctx *c, struct facts *f, const char *kind, bool derived)
{
	const struct dataset *dataset = f->dataset;
	struct rows *r = store_read_own(c, f->table->known);

	if (bind_exists(r, "kind"))
		bind_text(r, "kind", kind);
	if (bind_exists(r, "source"))
		bind_text(r, "source", dataset->agency);
	if (bind_exists(r, "scheme")) {
		bind_text(r, "scheme", dataset->identity.scheme);
		bind_text(r, "fallback", dataset->identity.fallback_scheme);
	}
	while (rows_next(r)) {
		struct known *k = known_new(f, col_id(r, 0));

		k->fact = col_id(r, 1);
		k->version = col_id(r, 2);
		k->digest = col_id(r, 3);
		k->as_at = col_day(r, 4);
		k->dataset = text_map_intern(f->datasets, col_view(r, 5));
		k->since = col_day(r, 6);
		k->until = col_day(r, 7);
		k->derived = derived;
	}
	return rows_end(r);
}

struct facts *
facts_open(struct ctx *c, struct mem *mem, enum target target, const struct dataset *dataset)
{
	struct facts *f = mem_new_one(mem, struct facts);
	const char **column = mem_new_array(mem, const char *, TARGET_COLUMNS_MAX + 8);
	size_t n = 0;

	*f = (struct facts){.table = target_table(target), .dataset = dataset, .catalogue = c->catalogue, .mem = mem,
	    .column = column, .by_key = int_map_new(mem, 1024), .datasets = text_map_new(mem)};
	text_map_intern(f->datasets, view_of(dataset->name));
	column[n++] = "id";
	column[n++] = "fact";
	column[n++] = "identity";
	for (; f->table->column[f->n_columns].name; f->n_columns++)
		column[n++] = f->table->column[f->n_columns].name;
	column[n++] = "batch";
	column[n++] = "source_key";
	column[n++] = "digest";
	column[n++] = "recorded";
	return f;
}

void
facts_begin(struct ctx *c, struct facts *f)
{
	f->bulk = bulk_open(c, f->table->table, f->column);
	f->supersede = bulk_statement(c, f->table->supersede, (const char *const[]){"now", "id", NULL});
	if (f->table->has_fact)
		f->fact_bulk = bulk_open(c, "fact", (const char *const[]){"id", NULL});
}

/* Of two data sets that speak of the same day, the nightly feed beats the annual return; of two alike, the first name. */
static bool
dataset_outranks(const struct facts *f, int32_t other)
{
	const struct dataset *theirs = catalogue_dataset(f->catalogue, text_map_text(f->datasets, other));

	if (!theirs || theirs->annual != f->dataset->annual)
		return f->dataset->annual;
	return strcmp(theirs->name, f->dataset->name) < 0;
}

/* A newer extract has spoken of a known fact. */
static bool
known_outranks(const struct facts *f, const struct known *k, const struct batch *batch, const struct fact_claim *claim)
{
	if (k->as_at != batch->as_at && (k->dataset != 0 || !claim->derived))
		return k->as_at > batch->as_at || (batch->late && !claim->derived);
	if (k->dataset != 0)
		return dataset_outranks(f, k->dataset);
	return batch->late && !claim->derived;
}

enum verdict
facts_judge(struct facts *f, const struct batch *batch, const struct fact_claim *claim, int64_t row,
    struct known **known)
{
	struct known *k = *known = facts_find(f, claim->key);

	if (k && k->row)
		return k->digest == claim->digest ? FACT_SAME : FACT_TWICE;
	if (!k && !claim->derived && batch->late && batch_newer_covers(batch, claim->since, claim->until))
		return FACT_OLDER;
	if (!k)
		k = *known = known_new(f, claim->key);
	if (!k->fact)
		k->derived = claim->derived;
	k->row = row;
	if (k->fact && k->digest == claim->digest)
		return FACT_SAME;
	if (k->fact && known_outranks(f, k, batch, claim))
		return FACT_OLDER;
	k->digest = claim->digest;
	k->since = claim->since;
	k->until = claim->until;
	return k->fact ? FACT_CHANGED : FACT_NEW;
}

static enum err
version_supersede(struct facts *f, const struct batch *batch, int64_t version)
{
	bulk_text(f->supersede, 0, view_of(batch->now));
	bulk_int(f->supersede, 1, version);
	return bulk_row(f->supersede);
}

static void
value_set(struct bulk *b, int column, const struct value *v)
{
	if (v->type == VALUE_TEXT)
		bulk_text(b, column, v->text);
	else if (v->type == VALUE_ID)
		bulk_int(b, column, v->id);
	else if (v->type == VALUE_BYTES)
		bulk_bytes(b, column, v->text);
}

enum err
facts_write(struct ctx *c, struct facts *f, const struct batch *batch, struct ids *ids, struct known *known,
    int64_t version, int64_t identity, const struct value *value)
{
	int at = 3;

	if (known->version)
		TRY(version_supersede(f, batch, known->version));
	if (!known->fact)
		TRY(ids_next(c, ids, &known->fact));
	known->fresh = !known->version;
	if (known->fresh && f->fact_bulk) {
		bulk_int(f->fact_bulk, 0, known->fact);
		TRY(bulk_row(f->fact_bulk));
	}
	bulk_int(f->bulk, 0, version);
	bulk_int(f->bulk, 1, known->fact);
	bulk_int(f->bulk, 2, identity);
	for (size_t i = 0; i < f->n_columns; i++)
		value_set(f->bulk, at++, &value[i]);
	bulk_int(f->bulk, at++, batch->id);
	bulk_int(f->bulk, at++, known->key);
	bulk_int(f->bulk, at++, known->digest);
	bulk_text(f->bulk, at, view_of(batch->now));
	known->version = version;
	known->as_at = batch->as_at;
	known->dataset = 0;
	return bulk_row(f->bulk);
}

/* Whether a current fact is one that this file should have held and does not. */
static bool
known_covered(const struct known *k, const struct batch *batch)
{
	return k->dataset == 0 && k->version && !k->gone && !k->derived && k->as_at <= batch->as_at &&
	    batch_covers(batch, k->since, k->until);
}

void
facts_missing(const struct facts *f, const struct batch *batch, int64_t *covered, int64_t *missing)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct known *k = known_at(f, i);

		if (k->fresh || !known_covered(k, batch))
			continue;
		++*covered;
		if (!k->row)
			++*missing;
	}
}

enum err
fact_withdraw(struct facts *f, const struct batch *batch, struct known *known)
{
	known->gone = true;
	return version_supersede(f, batch, known->version);
}

enum err
facts_withdraw(struct facts *f, const struct batch *batch, int64_t *withdrawn)
{
	for (size_t i = 0; i < f->n; i++) {
		struct known *k = known_at(f, i);

		if (k->row || !known_covered(k, batch))
			continue;
		TRY(fact_withdraw(f, batch, k));
		++*withdrawn;
	}
	return OK;
}

enum err
facts_close(struct facts *f)
{
	struct bulk *const all[] = {f->bulk, f->fact_bulk, f->supersede};
	enum err first = OK;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		enum err e = all[i] ? bulk_close(all[i], NULL) : OK;

		first = first ? first : e;
	}
	f->bulk = f->fact_bulk = f->supersede = NULL;
	for (size_t i = 0; i < f->n; i++) {
		struct known *k = known_at(f, i);

		k->row = 0;
		k->fresh = false;
		/* What was withdrawn and comes back later is a new fact. */
		if (k->gone)
			k->fact = k->version = 0;
		k->gone = false;
	}
	return first;
}
