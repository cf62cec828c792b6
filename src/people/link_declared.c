/* See the header. They are kept as one setting, a line each. */
#include "people/link_declared.h"

#include <stdlib.h>
#include <string.h>

#include "people/setting.h"
#include "store/store.h"
#include "store/writer.h"

#define SETTING "link_without_duplicates"

enum err
declared_load(struct ctx *c, struct mem *m, struct source_names *out)
{
	struct rows *r = store_read(c, "select value from setting where name = '" SETTING "'");
	struct view rest = rows_next(r) ? view_of(col_text(r, 0, m)) : (struct view){0};

	*out = (struct source_names){0};
	while (rest.n)
		*push(m, out) = view_copy(m, view_cut(&rest, '\n'));
	return rows_end(r);
}

bool
declared_has(const struct source_names *list, struct view source)
{
	for (size_t i = 0; i < list->n; i++)
		if (view_is(source, list->item[i]))
			return true;
	return false;
}

const char *
source_words(struct mem *m, const struct source_names *list)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < list->n; i++)
		put_format(&b, "%s%s", i == 0 ? "" : i + 1 < list->n ? ", " : " and ", list->item[i]);
	return built_text(&b);
}

enum err
sources_declare(struct ctx *c, struct link_set *set, const struct text_map *sources, const char *const *name, size_t n)
{
	if (n && text_map_count(sources) > LINK_SOURCES)
		return fail(c, ERR_INPUT, "the records are of %zu sources: where one is said to be without duplicates, "
		    "%d at most can be told apart", text_map_count(sources), LINK_SOURCES);
	for (size_t i = 0; i < n; i++) {
		int32_t number = text_map_find(sources, view_of(name[i]));

		if (number >= 0 && !link_set_declare(set, number))
			return fail(c, ERR_INPUT, "more than %d sources are said to be without duplicates", LINK_DECLARED);
	}
	return OK;
}

/* ---- what there is ----------------------------------------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct source_row *)a)->name, ((const struct source_row *)b)->name);
}

static struct source_row *
source_find(const struct source_list *list, struct view name)
{
	for (size_t i = 0; i < list->n; i++)
		if (view_is(name, list->item[i].name))
			return &list->item[i];
	return NULL;
}

enum err
sources_list(struct ctx *c, struct source_list *out)
{
	struct source_names declared;
	struct rows *r;

	*out = (struct source_list){0};
	TRY(declared_load(c, c->mem, &declared));
	r = store_read(c, "select k.source, sum(k.n), sum(case when k.person is not null and k.n > 1 then 1 else 0 end) from"
	    " (select i.source, i.person, count(*) as n from identity i where i.sealed = 'no' group by i.source, i.person) k group by k.source");
	while (rows_next(r))
		*push(c->mem, out) = (struct source_row){.name = col_text(r, 0, c->mem), .records = col_int(r, 1), .several = col_int(r, 2)};
	TRY(rows_end(r));
	for (size_t i = 0; i < declared.n; i++) {
		struct source_row *row = source_find(out, view_of(declared.item[i]));

		if (!row)
			*(row = push(c->mem, out)) = (struct source_row){.name = declared.item[i]};
		row->declared = true;
	}
	if (out->n)
		qsort(out->item, out->n, sizeof *out->item, by_name);
	return OK;
}

/* ---- setting ----------------------------------------------------------------------------------------------------- */

static enum err
source_unknown(struct ctx *c, const struct source_list *list, struct view name)
{
	struct source_names names = {0};

	for (size_t i = 0; i < list->n; i++)
		*push(c->mem, &names) = list->item[i].name;
	if (!names.n)
		return fail(c, ERR_INPUT, "there is no source " VIEW_FORMAT ": no record was imported yet", VIEW_ARGS(name));
	return fail(c, ERR_INPUT, "there is no source " VIEW_FORMAT ": records are of %s (nothing was changed)", VIEW_ARGS(name),
	    source_words(c->mem, &names));
}

/* Each name once: one that is declared and taken back at once would be neither. */
static enum err
names_mark(struct ctx *c, const char *names, bool declared, struct source_list *list, bool *named)
{
	struct view rest = view_of(names);
	bool more = names != NULL;

	for (; more; more = rest.n > 0) {
		struct view name = view_trim(view_cut(&rest, ','));
		struct source_row *row = source_find(list, name);

		if (!name.n)
			return fail(c, ERR_USAGE, "names of sources are wanted, such as health,education, and \"%s\" lacks one", names);
		if (!row)
			return source_unknown(c, list, name);
		if (named[row - list->item])
			return fail(c, ERR_USAGE, "the source %s is named twice", row->name);
		named[row - list->item] = true;
		row->declared = declared;
	}
	return OK;
}

static enum err
declared_put(struct ctx *c, const char *lines, const char *words)
{
	enum err e;

	TRY(store_begin(c));
	e = setting_put(c, SETTING, lines);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit_audited(c, (struct audit_row){.act = "set sources without duplicates", .object = words, .allowed = true});
}

enum err
declared_set(struct ctx *c, const char *without, const char *with, struct source_list *list)
{
	struct builder lines = {.mem = c->mem};
	struct source_names declared = {0};
	bool *named;

	TRY(sources_list(c, list));
	named = mem_new_array(c->mem, bool, list->n + 1);
	TRY(names_mark(c, without, true, list, named));
	TRY(names_mark(c, with, false, list, named));
	for (size_t i = 0; i < list->n; i++)
		if (list->item[i].declared) {
			put_format(&lines, "%s%s", declared.n ? "\n" : "", list->item[i].name);
			*push(c->mem, &declared) = list->item[i].name;
		}
	if (declared.n > LINK_DECLARED)
		return fail(c, ERR_INPUT, "%zu sources would be without duplicates, and linking heeds %d at most (nothing was changed)",
		    declared.n, LINK_DECLARED);
	if (declared.n && list->n > LINK_SOURCES)
		return fail(c, ERR_INPUT, "the records are of %zu sources: where one is without duplicates, %d at most can be told apart"
		    " (nothing was changed)", list->n, LINK_SOURCES);
	return declared_put(c, built_text(&lines), declared.n ? source_words(c->mem, &declared) : "none");
}
