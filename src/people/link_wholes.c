/* See the header. */
#include "people/link_wholes.h"

#include "base/hash.h"
#include "people/link_said.h"
#include "store/store.h"

void
wholes_begin(struct mem *mem, uint32_t most, struct wholes *out)
{
	*out = (struct wholes){.mem = mem, .most = most, .known = {int_map_new(mem, 64), int_map_new(mem, 64)},
	    .change_at = int_map_new(mem, 64)};
}

/* ---- what is too large ------------------------------------------------------------------------------------------- */

static void
change_note(struct wholes *k, struct key_node node, bool is)
{
	bool is_new;
	int64_t *at = int_map_put(k->change_at, node.node, &is_new);

	if (is_new) {
		*at = (int64_t)k->changes.n;
		*push(k->mem, &k->changes) = (struct change){.node = node};
	}
	if (is)
		k->changes.item[*at].is = true;
	else
		k->changes.item[*at].was = true;
	*int_map_put(k->known.large, node.node, &is_new) = k->changes.item[*at].is ? node.deep + 1 : 0;
}

static const struct change *
change_of(const struct wholes *k, const struct key_split *of, const struct split_row *row, int deep)
{
	const int64_t *at = int_map_find(k->change_at, split_node(of->rule, of->key, row->further, deep));

	return at ? &k->changes.item[*at] : NULL;
}

/* Whether of a record that was and is there some pairs meet that did not, or meet no more, though who it meets did not change. */
static bool
is_parted(const struct wholes *k, const struct key_split *before, size_t was, const struct key_split *now, size_t is)
{
	uint64_t ends[2][2];
	const struct change *change;

	for (int deep = 0; deep <= FURTHER_MOST; deep++) {
		change = change_of(k, now, &now->row[is], deep);
		if (!change)
			return false;
		if (change->was != change->is)
			return true;
	}
	key_split_ends(before, was, ends[0]);
	key_split_ends(now, is, ends[1]);
	return ends[0][0] != ends[1][0] || ends[0][1] != ends[1][1];
}

/* Both in the same order: those who are in both. */
static void
parted_find(struct wholes *k, const struct key_split *before, const struct key_split *now, struct id_list *parted)
{
	struct int_map *was = int_map_new(k->mem, before->n + 1);
	bool is_new;

	for (size_t i = 0; i < before->n; i++)
		*int_map_put(was, (int64_t)before->row[i].who, &is_new) = (int64_t)i;
	for (size_t i = 0; i < now->n; i++) {
		const int64_t *at = int_map_find(was, (int64_t)now->row[i].who);

		if (at && is_parted(k, before, (size_t)*at, now, i))
			*push(k->mem, parted) = (int64_t)now->row[i].who;
	}
}

static void
whole_split(struct wholes *k, struct whole *whole)
{
	key_split_make(k->mem, k->most, whole->kept.item, whole->kept.n, &whole->before);
	key_split_make(k->mem, k->most, whole->is.item, whole->is.n, &whole->now);
}

static void
rows_order(struct key_rows *rows, const struct int_map *order)
{
	for (size_t i = 0; i < rows->n; i++) {
		const int64_t *at = rows->item[i].order ? NULL : int_map_find(order, rows->item[i].identity);

		if (at)
			rows->item[i].order = (uint64_t)*at;
	}
}

/* Of those that are to be made: of chains it has to be known in which order records stand. */
static enum err
chains_order(struct ctx *c, struct wholes *k)
{
	struct int_map *order = int_map_new(k->mem, 64);
	struct id_list lacking = {0};

	for (size_t i = 0; i < k->list.n; i++) {
		struct whole *whole = &k->list.item[i];

		if (whole->made || whole->ordered || !(key_split_has_chain(&whole->before) || key_split_has_chain(&whole->now)))
			continue;
		for (size_t j = 0; j < whole->kept.n; j++)
			*push(k->mem, &lacking) = whole->kept.item[j].identity;
		whole->ordered = true;
	}
	TRY(said_orders(c, &lacking, order));
	for (size_t i = 0; i < k->list.n; i++) {
		struct whole *whole = &k->list.item[i];

		if (whole->made || !whole->ordered)
			continue;
		rows_order(&whole->kept, order);
		rows_order(&whole->is, order);
		whole_split(k, whole);
	}
	return OK;
}

static void
whole_make(struct wholes *k, struct whole *whole, struct id_list *parted)
{
	bool is_new;

	whole->made = true;
	for (size_t i = 0; i < whole->before.nodes.n; i++)
		change_note(k, whole->before.nodes.item[i], false);
	for (size_t i = 0; i < whole->now.nodes.n; i++)
		change_note(k, whole->now.nodes.item[i], true);
	for (size_t i = 0; i < whole->now.n && key_split_has_chain(&whole->now); i++)
		*int_map_put(k->known.place, split_place_key(whole->now.rule, whole->now.row[i].order), &is_new) = whole->now.place[i];
	if (parted)
		parted_find(k, &whole->before, &whole->now, parted);
}

enum err
wholes_make(struct ctx *c, struct wholes *k, bool each, struct id_list *parted)
{
	for (size_t i = 0; i < k->list.n; i++) {
		struct whole *whole = &k->list.item[i];

		for (size_t n = 0; n < whole->now.nodes.n && !whole->made; n++) {       /* made before, without those who came since */
			k->changes.item[*int_map_find(k->change_at, whole->now.nodes.item[n].node)].is = false;
			*int_map_find(k->known.large, whole->now.nodes.item[n].node) = 0;
		}
		if (!whole->made)
			whole_split(k, whole);
	}
	if (!each)
		TRY(chains_order(c, k));
	for (size_t i = 0; i < k->list.n; i++)
		if (!k->list.item[i].made)
			whole_make(k, &k->list.item[i], parted);
	return OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

enum err
wholes_keep(struct ctx *c, struct wholes *k)
{
	struct bulk *more = key_nodes_open(c), *less = bulk_statement(c, "delete from link_split where node = :node",
	    (const char *const[]){"node", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < k->changes.n && e == OK; i++) {
		const struct change *change = &k->changes.item[i];

		if (change->is && !change->was) {
			e = key_node_write(more, change->node);
		} else if (change->was && !change->is) {
			bulk_int(less, 0, change->node.node);
			e = bulk_row(less);
		}
	}
	closed = bulk_close(more, NULL);
	e = e ? e : closed;
	closed = bulk_close(less, NULL);
	return e ? e : closed;
}
