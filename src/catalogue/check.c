/* References between files: which data set comes after which, whose row ids another uses, which kinds of episode are
 * parents, and whether what a measure reads is written at all. */
#include <string.h>

#include "base/mem.h"
#include "catalogue/parts.h"

static const char *
nearest_dataset(struct reader *r, const char *name)
{
	const char **names = mem_new_array(r->c->mem, const char *, r->k->n_datasets + 1);

	for (size_t i = 0; i < r->k->n_datasets; i++)
		names[i] = r->k->dataset[i].name;
	return did_you_mean(r->c->mem, name, names);
}

/* The data set that `key` names, or NULL and a fault. */
static const struct dataset *
dataset_named(struct reader *r, int line, const char *key, const char *name)
{
	const struct dataset *found = catalogue_dataset(r->k, name);

	if (!found)
		reader_fault(r, line, "`%s` names the data set `%s`, which there is not%s", key, name,
		    nearest_dataset(r, name));
	return found;
}

static void
add_after(struct dataset *d, const char *name)
{
	for (size_t i = 0; i < d->n_after; i++)
		if (strcmp(d->after[i], name) == 0)
			return;
	d->after[d->n_after++] = name;
}

/* A file that uses another's row ids can only come after it. */
static void
check_via(struct reader *r, struct dataset *d, const struct identity_rule *rule)
{
	const struct dataset *from;

	if (!rule->via)
		return;
	from = dataset_named(r, rule->line, "from", rule->from);
	if (!from)
		return;
	if (!from->registers)
		reader_fault(r, rule->line, "`from: %s` names a data set that registers no row ids (it lacks the key `registers`)",
		    from->name);
	if (from == d)
		reader_fault(r, rule->line, "`from: %s` names the data set itself", from->name);
	else
		add_after(d, from->name);
}

/* Whether `want` is reached by following `after` from `d`; `seen` marks the data sets already followed. */
static bool
comes_after(const struct catalogue *k, const struct dataset *d, const struct dataset *want, bool *seen)
{
	for (size_t i = 0; i < d->n_after; i++) {
		const struct dataset *next = catalogue_dataset(k, d->after[i]);
		if (!next || (next != want && seen[next - k->dataset]))
			continue;
		if (next == want)
			return true;
		seen[next - k->dataset] = true;
		if (comes_after(k, next, want, seen))
			return true;
	}
	return false;
}

static bool
makes_episode(const struct write *w, const char *kind)
{
	return (w->target == TARGET_EPISODE || w->target == TARGET_RUN) && w->kind_field < 0 && strcmp(w->kind, kind) == 0;
}

/* The parent may be made by this data set or another. Where it is this one, the two keys must be alike. */
static void
check_parent(struct reader *r, const struct dataset *d, const struct write *w)
{
	bool known = false;

	for (size_t s = 0; s < r->k->n_datasets; s++) {
		const struct dataset *other = &r->k->dataset[s];
		for (size_t i = 0; i < other->n_record; i++)
			for (size_t j = 0; j < other->record[i].n_write; j++) {
				const struct write *up = &other->record[i].write[j];
				if (!makes_episode(up, w->parent))
					continue;
				known = true;
				if (other == d && up->target == TARGET_EPISODE && w->target != TARGET_RUN
				    && up->n_key != w->n_parent_key)
					reader_fault(r, w->line, "`parent_key` has %zu column%s where the key of `%s` has %zu",
					    w->n_parent_key, w->n_parent_key == 1 ? "" : "s", w->parent, up->n_key);
			}
	}
	if (!known)
		reader_fault(r, w->line, "`parent: %s` is no kind of episode that any data set writes", w->parent);
}

static void
check_dataset(struct reader *r, struct dataset *d)
{
	const char **after = mem_new_array(r->c->mem, const char *, d->n_after + r->k->n_datasets + 1);

	if (d->n_after)
		memcpy(after, d->after, d->n_after * sizeof *after);
	d->after = after;
	for (size_t i = 0; i < d->n_after; i++)
		(void)dataset_named(r, d->after_line, "after", d->after[i]);
	check_via(r, d, &d->identity);
	for (size_t i = 0; i < d->n_record; i++)
		for (size_t j = 0; j < d->record[i].n_write; j++) {
			const struct write *w = &d->record[i].write[j];
			check_via(r, d, &w->other);
			if (w->parent)
				check_parent(r, d, w);
		}
}

/* ---- kinds that queries ask for ----------------------------------------------------------------------------- */

/* `'{column}'` may make any kind that the column's list or map has; any at all where it has neither. */
static bool
field_makes(const struct field *f, const char *kind)
{
	for (size_t i = 0; i < f->n_map; i++)
		if (strcmp(f->map_to[i], kind) == 0)
			return true;
	return f->codes ? code_find(f->codes, view_of(kind)) != NULL : f->n_map == 0;
}

static bool
write_makes(const struct record *record, const struct write *w, const char *kind)
{
	return w->kind_field >= 0 ? field_makes(&record->field[w->kind_field], kind) : strcmp(w->kind, kind) == 0;
}

static bool
dataset_makes(const struct dataset *d, const char *kind)
{
	for (size_t j = 0; j < d->n_record; j++)
		for (size_t w = 0; w < d->record[j].n_write; w++)
			if (write_makes(&d->record[j], &d->record[j].write[w], kind))
				return true;
	return false;
}

/* What a measure reads has owners, whose rule for small numbers travels with the figures: the strictest of theirs and the
 * measure's own, which may be stricter and never laxer; without one of its own, never less than five. A measure that may
 * read anything, or children without saying what of them, has every owner's. */
static void
small_numbers_settle(const struct catalogue *k, struct indicator *i)
{
	if (!i->small_numbers_under)
		i->small_numbers_under = 5;
	if (!i->round_to)
		i->round_to = 1;
	for (size_t s = 0; s < k->n_datasets; s++) {
		const struct dataset *d = &k->dataset[s];
		bool read = i->rows && (!i->tables || (!i->tables[0] && i->unit == UNIT_CHILD));

		for (const char **kind = i->tables; kind && *kind && !read; kind++)
			read = dataset_makes(d, *kind);
		if (read && d->small_numbers_under > i->small_numbers_under)
			i->small_numbers_under = d->small_numbers_under;
		if (read && d->round_to > i->round_to)
			i->round_to = d->round_to;
	}
}

/* A measure of a kind that nothing writes would be nought for ever, and look like good news. */
static void
check_kinds(struct reader *r, const struct indicator *i)
{
	for (const char **kind = i->tables; kind && *kind; kind++) {
		bool written = false;

		for (size_t k = 0; k < r->k->n_datasets && !written; k++)
			written = dataset_makes(&r->k->dataset[k], *kind);
		if (!written)
			reader_fault(r, i->rows_line, "the query reads the kind `%s`, which no data set writes", *kind);
	}
}

void
check_references(struct ctx *c, struct catalogue *k, struct faults *faults)
{
	struct reader r = {.c = c, .faults = faults, .k = k};

	for (size_t i = 0; i < k->n_datasets; i++) {
		r.file = k->dataset[i].file;
		check_dataset(&r, &k->dataset[i]);
	}
	for (size_t i = 0; i < k->n_datasets; i++) {
		const struct dataset *d = &k->dataset[i];
		r.file = d->file;
		if (comes_after(k, d, d, mem_new_array(c->mem, bool, k->n_datasets)))
			reader_fault(&r, d->after_line, "`after` goes round in a circle: `%s` would come after itself", d->name);
	}
	for (size_t i = 0; i < k->n_indicators; i++) {
		r.file = k->indicator[i].file;
		check_kinds(&r, &k->indicator[i]);
		small_numbers_settle(k, &k->indicator[i]);
	}
}
