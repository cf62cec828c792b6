/* See the header. */
#include "people/link_nickname.h"

#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"

void
nicknames_give(const struct nicknames *group, size_t groups, struct link_set *set)
{
	for (size_t i = 0; i < groups; i++)
		for (size_t a = 0; a < group[i].n; a++)
			for (size_t b = a + 1; b < group[i].n; b++)
				link_set_nickname(set, group[i].name[a], group[i].name[b]);
}

static struct view
pair_text(struct mem *m, struct view one, struct view other)
{
	return view_of(mem_format(m, VIEW_FORMAT "\n" VIEW_FORMAT, VIEW_ARGS(one), VIEW_ARGS(other)));
}

size_t
nicknames_drop_known(struct mem *m, const struct nicknames *group, size_t groups, struct link_alias *list, size_t n)
{
	struct text_map *known = text_map_new(m);
	size_t kept = 0;

	for (size_t i = 0; i < groups; i++)
		for (size_t a = 0; a < group[i].n; a++)
			for (size_t b = 0; b < group[i].n; b++)
				text_map_intern(known, pair_text(m, group[i].name[a], group[i].name[b]));
	for (size_t i = 0; i < n; i++)
		if (text_map_find(known, pair_text(m, view_of(list[i].one), view_of(list[i].other))) < 0)
			list[kept++] = list[i];
	return kept;
}
