/* See the header. */
#include "people/link_search.h"

#include "base/hash.h"
#include "people/link_stage.h"
#include "people/link_wholes.h"
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

struct key_search {
	struct mem *mem;
	uint32_t lacking;               /* rules for records that lack a field, a bit each */
	bool chains;                    /* some of what is too large is as deep as can be */
	struct int_map *root_at;        /* by number: which root */
	struct { struct root *item; size_t n, cap; } roots;
	struct { struct came *item; size_t n, cap; } came;
	struct wholes wholes;
	struct int_map *left;           /* whose kept keys count no more … */
	struct id_list leaving;         /* … of whom it is to be read which they are */
	struct id_list keys;            /* to be read */
	struct id_list changed;         /* roots that somebody came to since the last time */
	struct key_rows asked;          /* since the last time */
	size_t crowd;
};

struct key_search *
key_search_new(struct mem *mem, uint32_t most)
{
	struct key_search *k = mem_new_one(mem, struct key_search);

	*k = (struct key_search){.mem = mem, .root_at = int_map_new(mem, 1024), .left = int_map_new(mem, 64)};
	wholes_begin(mem, most, &k->wholes);
	return k;
}

enum err
key_search_load(struct ctx *c, struct key_search *k)
{
	struct rows *rows = store_read_own(c, "select node, deep from link_split");
	bool is_new;

	while (rows_next(rows)) {
		*int_map_put(k->wholes.known.large, col_id(rows, 0), &is_new) = col_int(rows, 1) + 1;
		k->chains = k->chains || col_int(rows, 1) == FURTHER_MOST;
	}
	return rows_end(rows);
}

const struct split_known *
key_search_known(const struct key_search *k)
{
	return &k->wholes.known;
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

/* The same of rows that come one key after the other: `last`, which is NULL at first, is the root of the row before. */
static struct root *
root_next(struct key_search *k, int64_t key, struct root *last)
{
	return last && last->number == KEY_ROOT(key) ? last : root_of(k, key);
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
	const int64_t *known = int_map_find(k->wholes.known.large, split_node((int)(root >> 32), (uint32_t)root, further, deep));

	return known && *known;
}

/* It will be made, anew if it was before. */
static void
whole_want(struct key_search *k, struct root *root)
{
	if (root->whole == NONE) {
		root->whole = k->wholes.list.n;
		*push(k->mem, &k->wholes.list) = (struct whole){.root = root->number};
	}
	k->wholes.list.item[root->whole].made = false;
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
key_search_add(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity, uint64_t order)
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
		*push(k->mem, &k->asked) = (struct key_row){number, key[r].further, identity, order};
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
key_search_come(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity, uint64_t order)
{
	struct stored_key key[LINK_RULES];
	int rules = record_keys(k, keying, record, key);

	for (int r = 0; r < rules; r++) {
		struct root *root;

		if (!key[r].key)
			continue;
		root = root_of(k, key_number(r, key[r].key));
		*push(k->mem, &k->came) = (struct came){{key_number(r, key[r].key), key[r].further, identity, order}, root->came};
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
		    store_read_staged(c, STAGED_KEYS("0") " union all " STAGED_KEYS(LATER_SQL));

		if (each) {
			bind_id(rows, "key", k->keys.item[i]);
			bind_id(rows, "later", LATER | k->keys.item[i]);
		}
		while (rows_next(rows))
			*push(k->mem, out) = (struct key_row){.key = col_id(rows, 0) & ~LATER, .further = (uint64_t)col_id(rows, 1),
			    .identity = col_id(rows, 2)};
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
	struct root *root = NULL;
	size_t from = out->n;

	TRY(keys_read(c, k, each, out));
	for (; from < out->n; from++) {
		root = root_next(k, out->item[from].key, root);
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
	rows = store_read_staged(c, "select l.keys, l.identity from link_input l where " IN_STAGE("l.identity"));
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

		if (root->whole != NONE || split_is_large(k->wholes.most, rows, meet))
			whole_want(k, root);
	}
	return OK;
}

static enum err
wholes_read(struct ctx *c, struct key_search *k, bool each)
{
	struct key_rows found = {0};

	for (size_t i = 0; i < k->wholes.list.n; i++)
		if (!k->wholes.list.item[i].read) {
			keys_want(k, k->wholes.list.item[i].root, kinds_of(k, k->wholes.list.item[i].root));
			k->wholes.list.item[i].read = true;
		}
	TRY(keys_read(c, k, each, &found));
	for (size_t i = 0; i < found.n; i++)
		*push(k->mem, &k->wholes.list.item[root_of(k, found.item[i].key)->whole].kept) = found.item[i];
	return OK;
}

/* Who has a root now. */
static struct key_rows
rows_now(struct key_search *k, const struct whole *whole)
{
	struct key_rows now = {0};

	for (size_t i = 0; i < whole->kept.n; i++)
		if (!int_map_find(k->left, whole->kept.item[i].identity))
			*push(k->mem, &now) = whole->kept.item[i];
	for (size_t at = root_of(k, whole->root)->came; at != NONE; at = k->came.item[at].before)
		*push(k->mem, &now) = k->came.item[at].row;
	return now;
}

/* ---- who is found ------------------------------------------------------------------------------------------------ */

/* In a chain those of the links that a record stands in, or would. */
static void
chain_found(struct key_search *k, const struct key_split *of, const struct key_row *asked, struct id_list *found)
{
	size_t at = key_split_at(of, asked->further, FURTHER_MOST, asked->order), begin = key_split_at(of, asked->further, FURTHER_MOST, 0);
	bool is_there = at < of->n && of->row[at].further == asked->further && of->row[at].order == asked->order;
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
	size_t from = key_split_at(of, further, deep, 0), n = 0;

	while (from + n < of->n && further_shared(of->row[from + n].further, further) >= deep)
		n++;
	for (size_t i = 0; i < k->wholes.most && n; i++)
		*push(k->mem, found) = (int64_t)of->row[from + n * i / k->wholes.most].who;
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
	for (size_t i = key_split_at(of, asked->further, deep, 0); i < of->n && further_shared(of->row[i].further, asked->further) >= deep; i++)
		*push(k->mem, found) = (int64_t)of->row[i].who;
}

static enum err
search(struct ctx *c, struct key_search *k, bool each, struct id_list *found, struct id_list *parted)
{
	struct key_rows rows = {0};
	struct id_list changed;
	struct root *root = NULL;

	TRY(leaving_read(c, k));
	TRY(keys_count(c, k, each, &rows));
	if (each)
		for (size_t i = 0; i < k->asked.n; i++)
			*push(k->mem, &k->changed) = k->asked.item[i].key;
	changed = k->changed;
	k->changed = (struct id_list){0};
	TRY(large_find(c, k, &changed, each));
	TRY(wholes_read(c, k, each));
	for (size_t i = 0; i < k->wholes.list.n; i++)
		if (!k->wholes.list.item[i].made)
			k->wholes.list.item[i].is = rows_now(k, &k->wholes.list.item[i]);
	TRY(wholes_make(c, &k->wholes, each, parted));
	for (size_t i = 0; i < rows.n; i++) {
		root = root_next(k, rows.item[i].key, root);
		if (root->whole == NONE)
			*push(k->mem, found) = rows.item[i].identity;
	}
	for (size_t i = 0; i < k->asked.n; i++) {
		root = root_of(k, k->asked.item[i].key);
		if (root->whole != NONE)
			whole_found(k, &k->wholes.list.item[root->whole].now, &k->asked.item[i], each, found);
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
	return wholes_keep(c, &k->wholes);
}
