/* Sets of areas that are compared with one. */
#include "measure/area_set.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "measure/shown.h"
#include "store/store.h"

bool
area_set_has(const struct area_set *set, const char *code)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->item[i].code, code) == 0)
			return true;
	return false;
}

static enum err
neighbours_read(struct ctx *c, const struct comparators *own, struct area_set *out)
{
	for (size_t i = 0; i < own->n_neighbours; i++) {
		struct area_named *a = push(c->mem, out);

		a->code = own->neighbour[i];
		TRY(area_name_of(c, a->code, &a->name));
	}
	return OK;
}

/* Authorities that are there today; of one region, in which London's two parts lie, or of all. */
static enum err
authorities_read(struct ctx *c, const struct comparators *own, const char *region, struct area_set *out)
{
	struct rows *r = store_read(c, "select code, name from area where kind = 'authority' and until is null and code <> :own"
	    " and (parent = :region or parent in (select p.code from area p where p.parent = :region) or :region = '')"
	    " order by name, code");

	bind_text(r, "own", own->area);
	bind_text(r, "region", region);
	while (rows_next(r))
		*push(c->mem, out) = (struct area_named){col_text(r, 0, c->mem), col_text(r, 1, c->mem)};
	return rows_end(r);
}

static enum err
codes_read(struct ctx *c, const char *text, struct area_set *out)
{
	struct view rest = view_of(text);

	while (rest.n) {
		struct view one = view_trim(view_cut(&rest, ','));
		const char *code = view_copy(c->mem, one);
		struct area_named *a;

		if (!one.n || area_set_has(out, code))
			continue;
		if (out->n == AREA_SET_MOST)
			return fail(c, ERR_INPUT, "A list names at most %d areas", AREA_SET_MOST);
		a = push(c->mem, out);
		a->code = code;
		TRY(area_name_of(c, code, &a->name));
	}
	return OK;
}

enum err
area_set_read(struct ctx *c, const struct comparators *own, const char *word, struct area_set *out)
{
	if (!word || !*word || strcmp(word, "neighbours") == 0)
		return neighbours_read(c, own, out);
	if (strcmp(word, "region") == 0)
		return own->region ? authorities_read(c, own, own->region, out) : OK;
	if (strcmp(word, "all") == 0)
		return authorities_read(c, own, "", out);
	return codes_read(c, word, out);
}

void
area_set_against(struct mem *m, const struct area_set *set, struct comparators *out)
{
	out->neighbour = mem_new_array(m, const char *, set->n + 1);
	out->n_neighbours = set->n;
	for (size_t i = 0; i < set->n; i++)
		out->neighbour[i] = set->item[i].code;
}
