/* See the header. */
#include "people/link_search.h"

#include "base/hash.h"
#include "people/link_split.h"
#include "people/link_stage.h"
#include "store/store.h"

#define NONE SIZE_MAX
#define KIND(key) (1u << ((key) & 1))   /* of a root's two keys: for a rule for those that lack a field there are both */
#define BOTH (KIND(0) | KIND(1))

struct root {
	int64_t number;
	unsigned candidates;            /* kinds of which all records may be somebody who was asked about */
	unsigned counted;               /* kinds that were read: so many rows are kept, of which so many meet all */
	uint64_t rows, meet;
	size_t came;                    /* of those who have it now: the last one's number in `came`; NONE */
	size_t whole;                   /* its number in `wholes`; NONE: not too large */
};

struct came {
	struct key_row row;
	size_t before;                  /* of the same root; NONE */
};

/* A root that is too large, was so, or may be so soon. */
struct whole {
	int64_t root;
	struct key_rows kept;
	struct key_split now;
	bool read, made;
};

struct change {
	struct key_node node;
	bool was, is;
};

struct key_search {
	struct mem *mem;
	uint32_t most;
	uint32_t lacking;               /* rules for records that lack a field, a bit each */
	struct split_known known;       /* large: how deep, one too high; 0: no more */
	bool chains;                    /* some of these are as deep as can be */
	struct int_map *root_at;        /* by number: which root */
	struct { struct root *item; size_t n, cap; } roots;
	struct { struct came *item; size_t n, cap; } came;
	struct { struct whole *item; size_t n, cap; } wholes;
	struct int_map *left;           /* whose kept keys count no more … */
	struct id_list leaving;         /* … of whom it is to be read which they are */
	struct int_map *change_at;
	struct { struct change *item; size_t n, cap; } changes;
	struct id_list keys;            /* to be read */
	struct id_list changed;         /* roots that somebody came to since the last time */
	struct key_rows asked;          /* since the last time */
	size_t crowd;
};

struct key_search *
key_search_new(struct mem *mem, uint32_t most)
{
	struct key_search *k = mem_new_one(mem, struct key_search);

	*k = (struct key_search){.mem = mem, .most = most, .known = {int_map_new(mem, 64), int_map_new(mem, 64)},
	    .root_at = int_map_new(mem, 1024), .left = int_map_new(mem, 64), .change_at = int_map_new(mem, 64)};
	return k;
}

enum err
key_search_load(struct ctx *c, struct key_search *k)
{
	struct rows *rows = store_read_own(c, "select node, deep from link_split");
	bool is_new;

	while (rows_next(rows)) {
		*int_map_put(k->known.large, col_id(rows, 0), &is_new) = col_int(rows, 1) + 1;
		k->chains = k->chains || col_int(rows, 1) == FURTHER_MOST;
	}
	return rows_end(rows);
}

const struct split_known *
key_search_known(const struct key_search *k)
{
	return &k->known;
}

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

static struct root *
root_of(struct key_search *k, int64_t key)
{
	bool is_new;
	int64_t *at = int_map_put(k->root_at, KEY_ROOT(key), &is_new);

	if (is_new) {
		*at = (int64_t)k->roots.n;
		*push(k->mem, &k->roots) = (struct root){.number = KEY_ROOT(key), .came = NONE, .whole = NONE};
	}
	return &k->roots.item[*at];
}

/* Kinds of keys that a root has. */
static unsigned
kinds_of(const struct key_search *k, int64_t root)
{
	return k->lacking >> (root >> 32) & 1 ? BOTH : KIND(1);
}

static void
keys_want(struct key_search *k, int64_t root, unsigned kinds)
{
	for (int kind = 0; kind < 2; kind++)
		if (kinds >> kind & 1)
			*push(k->mem, &k->keys) = root | kind;
}

static bool
is_large(const struct key_search *k, int64_t root, uint64_t further, int deep)
{
	const int64_t *known = int_map_find(k->known.large, split_node((int)(root >> 32), (uint32_t)root, further, deep));

	return known && *known;
}

/* It will be made, anew if it was before. */
static void
whole_want(struct key_search *k, struct root *root)
{
	if (root->whole == NONE) {
		root->whole = k->wholes.n;
		*push(k->mem, &k->wholes) = (struct whole){.root = root->number};
	}
	k->wholes.item[root->whole].made = false;
}

/* A record's keys; returns how many, with those that it lacks. */
static int
record_keys(struct key_search *k, const struct keying *keying, uint32_t record, struct stored_key out[LINK_RULES])
{
	int rules = stored_keys(keying, record, out);

	for (int r = 0; r < rules; r++)
		k->lacking |= keying->rule[r].n_lacking ? 1u << r : 0;
	return rules;
}

void
key_search_add(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity)
{
	struct stored_key key[LINK_RULES];
	int rules = record_keys(k, keying, record, key);

	for (int r = 0; r < rules; r++) {
		int64_t number = key_number(r, key[r].key);
		unsigned kinds = 0;
		struct root *root;
		uint32_t met[2];

		if (!key[r].key)
			continue;
		root = root_of(k, number);
		*push(k->mem, &k->asked) = (struct key_row){number, key[r].further, identity};
		if (root->whole == NONE && is_large(k, root->number, 0, 0))
			whole_want(k, root);
		for (int i = stored_keys_met(keying, r, key[r].key, met); i-- > 0;)
			kinds |= KIND(met[i]);
		if (root->whole == NONE)
			keys_want(k, root->number, kinds & ~root->candidates);
		root->candidates |= kinds;
	}
}

bool
key_search_is_empty(const struct key_search *k)
{
	return k->asked.n == 0;
}

void
key_search_leave(struct key_search *k, int64_t identity)
{
	bool is_new;

	int_map_put(k->left, identity, &is_new);
	if (is_new)
		*push(k->mem, &k->leaving) = identity;
}

void
key_search_come(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity)
{
	struct stored_key key[LINK_RULES];
	int rules = record_keys(k, keying, record, key);

	for (int r = 0; r < rules; r++) {
		struct root *root;

		if (!key[r].key)
			continue;
		root = root_of(k, key_number(r, key[r].key));
		*push(k->mem, &k->came) = (struct came){{key_number(r, key[r].key), key[r].further, identity}, root->came};
		root->came = k->came.n - 1;
		*push(k->mem, &k->changed) = root->number;
	}
}

/* Of a chain it has to be known where the record stands. */
void
key_search_compare(struct key_search *k, const struct keying *keying, uint32_t record)
{
	struct stored_key key[LINK_RULES];
	int rules = k->chains ? record_keys(k, keying, record, key) : 0;

	for (int r = 0; r < rules; r++) {
		struct root *root;

		if (!key[r].key || !is_large(k, KEY_ROOT(key_number(r, key[r].key)), key[r].further, FURTHER_MOST))
			continue;
		root = root_of(k, key_number(r, key[r].key));
		if (root->whole == NONE)
			whole_want(k, root);
	}
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Reads the wanted keys into `out`; `each`: one by one. */
static enum err
keys_read(struct ctx *c, struct key_search *k, bool each, struct key_rows *out)
{
	bool end = k->keys.n == 0;

	if (!each && !end)
		TRY(stage_fill(c, &k->keys));
	for (size_t i = 0; i < k->keys.n && !end; i++) {
		struct rows *rows = each ? store_read(c, "select k.key, k.further, k.identity from link_key k"
		    " join identity i on i.id = k.identity where k.key in (:key, :later) and i.sealed = 'no'") :
		    store_read_own(c, STAGED_KEYS("0") " union all " STAGED_KEYS(LATER_SQL));

		if (each) {
			bind_id(rows, "key", k->keys.item[i]);
			bind_id(rows, "later", LATER | k->keys.item[i]);
		}
		while (rows_next(rows))
			*push(k->mem, out) = (struct key_row){col_id(rows, 0) & ~LATER, (uint64_t)col_id(rows, 1), col_id(rows, 2)};
		TRY(rows_end(rows));
		end = !each;
	}
	k->keys = (struct id_list){0};
	return OK;
}

/* The same, and counts those of kinds that were not. */
static enum err
keys_count(struct ctx *c, struct key_search *k, bool each, struct key_rows *out)
{
	struct id_list keys = k->keys;
	size_t from = out->n;

	TRY(keys_read(c, k, each, out));
	for (; from < out->n; from++) {
		struct root *root = root_of(k, out->item[from].key);

		if (root->counted & KIND(out->item[from].key))
			continue;
		root->rows++;
		root->meet += out->item[from].key & 1;
	}
	for (size_t i = 0; i < keys.n; i++)
		root_of(k, keys.item[i])->counted |= KIND(keys.item[i]);
	return OK;
}

/* Those that leave keys that are too large: some of these may be so no more. */
static enum err
leaving_read(struct ctx *c, struct key_search *k)
{
	struct key_rows old = {0};
	struct rows *rows;

	if (k->leaving.n == 0)
		return OK;
	TRY(stage_fill(c, &k->leaving));
	k->leaving = (struct id_list){0};
	rows = store_read_own(c, "select l.keys, l.identity from link_input l where " IN_STAGE("l.identity"));
	while (rows_next(rows))
		keys_unpack(k->mem, col_bytes(rows, 0), col_id(rows, 1), &old);
	TRY(rows_end(rows));
	for (size_t i = 0; i < old.n; i++)
		if (is_large(k, KEY_ROOT(old.item[i].key), 0, 0))
			whole_want(k, root_of(k, old.item[i].key));
	return OK;
}

/* How many have a root, of those that are kept and of those that came; somebody may be both. */
static uint64_t
root_count(const struct key_search *k, const struct root *root, uint64_t *meet)
{
	uint64_t rows = root->rows;

	*meet = root->meet;
	for (size_t at = root->came; at != NONE; at = k->came.item[at].before) {
		rows++;
		*meet += k->came.item[at].row.key & 1;
	}
	return rows;
}

/* Roots of the list that may be too large now. Of one for those that lack a field, where somebody does, the others count, too. */
static enum err
large_find(struct ctx *c, struct key_search *k, const struct id_list *list, bool each)
{
	struct key_rows others = {0};
	uint64_t meet;

	for (size_t i = 0; i < list->n; i++) {
		struct root *root = root_of(k, list->item[i]);

		if (root->whole == NONE && root_count(k, root, &meet) && meet)
			keys_want(k, root->number, kinds_of(k, root->number) & ~root->counted);
	}
	TRY(keys_count(c, k, each, &others));
	for (size_t i = 0; i < list->n; i++) {
		struct root *root = root_of(k, list->item[i]);
		uint64_t rows = root_count(k, root, &meet);

		if (root->whole != NONE || split_is_large(k->most, rows, meet))
			whole_want(k, root);
	}
	return OK;
}

static enum err
wholes_read(struct ctx *c, struct key_search *k, bool each)
{
	struct key_rows found = {0};

	for (size_t i = 0; i < k->wholes.n; i++)
		if (!k->wholes.item[i].read) {
			keys_want(k, k->wholes.item[i].root, kinds_of(k, k->wholes.item[i].root));
			k->wholes.item[i].read = true;
		}
	TRY(keys_read(c, k, each, &found));
	for (size_t i = 0; i < found.n; i++)
		*push(k->mem, &k->wholes.item[root_of(k, found.item[i].key)->whole].kept) = found.item[i];
	return OK;
}

/* ---- what is too large now --------------------------------------------------------------------------------------- */

static void
change_note(struct key_search *k, struct key_node node, bool is)
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
change_of(const struct key_search *k, const struct key_split *of, const struct split_row *row, int deep)
{
	const int64_t *at = int_map_find(k->change_at, split_node(of->rule, of->key, row->further, deep));

	return at ? &k->changes.item[*at] : NULL;
}

/* The ends of links around a row of a chain. */
static void
link_ends(const struct key_split *of, size_t at, uint64_t end[2])
{
	size_t i = at, j = at + 1;

	while (i-- > 0 && of->row[i].further == of->row[at].further && of->place[i] % 2 == 0)
		continue;
	while (j < of->n && of->row[j].further == of->row[at].further && of->place[j] % 2 == 0)
		j++;
	end[0] = i != NONE && of->row[i].further == of->row[at].further ? of->row[i].who : 0;
	end[1] = j < of->n && of->row[j].further == of->row[at].further ? of->row[j].who : 0;
}

/* Whether of a record that was and is there some pairs meet that did not, or meet no more, though who it meets did not change. */
static bool
is_parted(const struct key_search *k, const struct key_split *before, size_t was, const struct key_split *now, size_t is)
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
	link_ends(before, was, ends[0]);
	link_ends(now, is, ends[1]);
	return ends[0][0] != ends[1][0] || ends[0][1] != ends[1][1];
}

/* Both in the same order: those who are in both. */
static void
parted_find(struct key_search *k, const struct key_split *before, const struct key_split *now, struct id_list *parted)
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

/* Who has a root now. */
static struct key_rows
rows_now(const struct key_search *k, const struct whole *whole, const struct root *root)
{
	struct key_rows now = {0};

	for (size_t i = 0; i < whole->kept.n; i++)
		if (!int_map_find(k->left, whole->kept.item[i].identity))
			*push(k->mem, &now) = whole->kept.item[i];
	for (size_t at = root->came; at != NONE; at = k->came.item[at].before)
		*push(k->mem, &now) = k->came.item[at].row;
	return now;
}

static void
whole_make(struct key_search *k, struct whole *whole, struct id_list *parted)
{
	struct key_rows now = rows_now(k, whole, root_of(k, whole->root));
	struct key_split before;
	bool is_new;

	for (size_t i = 0; i < whole->now.nodes.n; i++) {       /* made before, without those who came since */
		k->changes.item[*int_map_find(k->change_at, whole->now.nodes.item[i].node)].is = false;
		*int_map_find(k->known.large, whole->now.nodes.item[i].node) = 0;
	}
	key_split_make(k->mem, k->most, whole->kept.item, whole->kept.n, &before);
	key_split_make(k->mem, k->most, now.item, now.n, &whole->now);
	whole->made = true;
	for (size_t i = 0; i < before.nodes.n; i++)
		change_note(k, before.nodes.item[i], false);
	for (size_t i = 0; i < whole->now.nodes.n; i++)
		change_note(k, whole->now.nodes.item[i], true);
	for (size_t i = 0; i < whole->now.n; i++)
		*int_map_put(k->known.place, split_place_key(whole->now.rule, whole->now.row[i].order), &is_new) = whole->now.place[i];
	if (parted)
		parted_find(k, &before, &whole->now, parted);
}

/* ---- who is found ------------------------------------------------------------------------------------------------ */

/* The first row that is not before one of such parts, `deep` of them, and order. */
static size_t
row_at(const struct key_split *of, uint64_t further, int deep, uint64_t order)
{
	size_t low = 0, high = of->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		uint64_t parts = further_first(of->row[mid].further, deep), wanted = further_first(further, deep);

		if (parts < wanted || (parts == wanted && of->row[mid].order < order))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* In a chain those of the links that a record stands in, or would. */
static void
chain_found(struct key_search *k, const struct key_split *of, const struct key_row *asked, struct id_list *found)
{
	uint64_t order = record_order(asked->identity);
	size_t at = row_at(of, asked->further, FURTHER_MOST, order), begin = row_at(of, asked->further, FURTHER_MOST, 0);
	bool is_there = at < of->n && of->row[at].further == asked->further && of->row[at].order == order;
	uint32_t place = is_there ? of->place[at] : at > begin ? of->place[at - 1] & ~1u : 0;

	for (size_t i = at; i-- > begin && split_beside(of->place[i], place);)
		*push(k->mem, found) = (int64_t)of->row[i].who;
	for (size_t i = at; i < of->n && of->row[i].further == asked->further && split_beside(of->place[i], place); i++)
		*push(k->mem, found) = (int64_t)of->row[i].who;
}

/* Of too many who share a key and so many of its parts, as many as a block holds, from all over them. */
static void
crowd_found(struct key_search *k, const struct key_split *of, uint64_t further, int deep, struct id_list *found)
{
	size_t from = row_at(of, further, deep, 0), n = 0;

	while (from + n < of->n && further_shared(of->row[from + n].further, further) >= deep)
		n++;
	for (size_t i = 0; i < k->most && n; i++)
		*push(k->mem, found) = (int64_t)of->row[from + n * i / k->most].who;
	k->crowd = n > k->crowd ? n : k->crowd;
}

static void
whole_found(struct key_search *k, const struct key_split *of, const struct key_row *asked, bool each, struct id_list *found)
{
	int deep = 0;

	for (bool lacks = false; deep <= FURTHER_MOST && is_large(k, KEY_ROOT(asked->key), asked->further, deep); deep++)
		if (each && !lacks && (lacks = deep == FURTHER_MOST || further_lacks(asked->further, deep)))
			crowd_found(k, of, asked->further, deep, found);
	if (deep > FURTHER_MOST) {
		chain_found(k, of, asked, found);
		return;
	}
	for (size_t i = row_at(of, asked->further, deep, 0); i < of->n && further_shared(of->row[i].further, asked->further) >= deep; i++)
		*push(k->mem, found) = (int64_t)of->row[i].who;
}

static enum err
search(struct ctx *c, struct key_search *k, bool each, struct id_list *found, struct id_list *parted)
{
	struct key_rows rows = {0};
	struct id_list changed;

	TRY(leaving_read(c, k));
	TRY(keys_count(c, k, each, &rows));
	if (each)
		for (size_t i = 0; i < k->asked.n; i++)
			*push(k->mem, &k->changed) = k->asked.item[i].key;
	changed = k->changed;
	k->changed = (struct id_list){0};
	TRY(large_find(c, k, &changed, each));
	TRY(wholes_read(c, k, each));
	for (size_t i = 0; i < k->wholes.n; i++)
		if (!k->wholes.item[i].made)
			whole_make(k, &k->wholes.item[i], parted);
	for (size_t i = 0; i < rows.n; i++)
		if (root_of(k, rows.item[i].key)->whole == NONE)
			*push(k->mem, found) = rows.item[i].identity;
	for (size_t i = 0; i < k->asked.n; i++) {
		const struct root *root = root_of(k, k->asked.item[i].key);

		if (root->whole != NONE)
			whole_found(k, &k->wholes.item[root->whole].now, &k->asked.item[i], each, found);
	}
	k->asked = (struct key_rows){0};
	return OK;
}

enum err
key_search_ask(struct ctx *c, struct key_search *k, struct id_list *found, struct id_list *parted)
{
	return search(c, k, false, found, parted);
}

enum err
key_search_ask_each(struct ctx *c, struct key_search *k, struct id_list *found, size_t *crowd)
{
	TRY(search(c, k, true, found, NULL));
	*crowd = k->crowd;
	return OK;
}

enum err
key_search_keep(struct ctx *c, struct key_search *k)
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
