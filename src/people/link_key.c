/* See the header. */
#include "people/link_key.h"

#include "linkage/component.h"
#include "people/link_said.h"
#include "people/link_split.h"
#include "people/link_stage.h"
#include "store/store.h"

/* In the order of the table. */
static enum err
keys_write(struct bulk *b, struct key_rows *rows)
{
	enum err e = OK, closed;

	keys_sort(rows);
	for (size_t i = 0; i < rows->n && e == OK; i++) {
		bulk_int(b, 0, rows->item[i].key);
		bulk_int(b, 1, (int64_t)rows->item[i].further);
		bulk_int(b, 2, rows->item[i].identity);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

static const char *const key_columns[] = {"key", "further", "identity", NULL};

/* ---- components -------------------------------------------------------------------------------------------------- */

/* By record: the lowest number of an identity of its component. */
static const int64_t *
components_name(const struct roster *r, const struct links *links, const struct decided_pairs *decided)
{
	uint32_t *of = components_find(r->mem, links, r->records, decided->item, decided->n);
	int64_t *name = mem_new_array(r->mem, int64_t, r->records + 1);

	for (uint32_t i = 0; i < r->records; i++) {
		int64_t id = r->who.item[r->of_record[i]].id;

		if (!name[of[i]] || id < name[of[i]])
			name[of[i]] = id;
	}
	for (uint32_t i = 0; i < r->records; i++)
		name[i] = name[of[i]];
	return name;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static enum err
input_write(struct bulk *b, struct mem *mem, const struct stored_key *key, int rules, const struct identity_known *who,
    int64_t component)
{
	unsigned char kept[LINK_RULES * KEY_PACKED];
	struct view said;
	size_t n = keys_pack(key, rules, kept);

	bulk_int(b, 0, who->id);
	bulk_int(b, 1, who->digest);
	bulk_int(b, 2, component);
	bulk_bytes(b, 3, (struct view){(const char *)kept, n});
	said = said_pack(mem, who->trait);
	if (said.n)
		bulk_bytes(b, 4, said);
	return bulk_row(b);
}

static const char *const input_columns[] = {"identity", "digest", "component", "keys", "said", NULL};

static enum err
inputs_write_all(struct ctx *c, const struct roster *r, const struct stored_key *all, int rules, const int64_t *component)
{
	struct bulk *b = bulk_open(c, "link_input", input_columns);
	struct mem *mem = mem_new();
	enum err e = OK, closed;

	for (uint32_t i = 0; i < r->records && e == OK; i++) {
		e = input_write(b, mem, all + i * (size_t)rules, rules, &r->who.item[r->of_record[i]], component[i]);
		mem_reset(mem);
	}
	closed = bulk_close(b, NULL);
	mem_free(mem);
	return e ? e : closed;
}

/* Rule by rule, which is the order of the table; and what of them is too large. */
static enum err
keys_write_all(struct ctx *c, const struct roster *r, struct stored_key *all, int rules)
{
	struct mem *mem = mem_new();
	struct bulk *nodes = key_nodes_open(c);
	enum err e = OK, closed;

	for (int rule = 0; rule < rules && e == OK; rule++) {
		struct key_rows rows = {0};

		for (uint32_t i = 0; i < r->records; i++)
			if (all[i * (size_t)rules + (size_t)rule].key) {
				const struct stored_key *key = &all[i * (size_t)rules + (size_t)rule];

				*push(mem, &rows) = (struct key_row){.key = key_number(rule, key->key), .further = key->further,
				    .identity = r->who.item[r->of_record[i]].id};
			}
		e = keys_write(bulk_open(c, "link_key", key_columns), &rows);
		e = e ? e : key_nodes_write(nodes, link_block_most(r->records), &rows);
		mem_reset(mem);
	}
	closed = bulk_close(nodes, NULL);
	mem_free(mem);
	return e ? e : closed;
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static enum err
several_write(struct ctx *c, const struct roster *r)
{
	struct bulk *b = bulk_statement(c, "insert into link_several (number, identity) values (:number, :identity) on conflict do nothing",
	    (const char *const[]){"number", "identity", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < r->several.n && e == OK; i++) {
		bulk_int(b, 0, r->several.item[i].number);
		bulk_int(b, 1, r->several.item[i].identity);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

/* Of a record that was read from the database itself another number may have come or gone though what counts is the same. */
static enum err
several_forget(struct ctx *c, const struct roster *r)
{
	struct id_list list = {0};

	for (size_t i = 0; i < r->who.n; i++)
		if (r->who.item[i].kept && r->who.item[i].read)
			*push(r->mem, &list) = r->who.item[i].id;
	if (list.n == 0)
		return OK;
	TRY(stage_fill(c, &list));
	return store_run(c, "delete from link_several where " IN_STAGE("identity"));
}

/* ---- all records ------------------------------------------------------------------------------------------------- */

enum err
inputs_keep_all(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
{
	struct mem *mem = mem_new();
	int rules = links->model.n_rules;
	struct stored_key *all = mem_new_array(mem, struct stored_key, r->records * (size_t)rules + LINK_RULES);
	enum err e = store_run(c, "delete from link_input");
	struct keying keying;

	keying_make(r->set, &keying);
	for (uint32_t i = 0; i < r->records; i++)
		stored_keys(&keying, i, all + i * (size_t)rules);
	e = e ? e : store_run(c, "delete from link_key");
	e = e ? e : store_run(c, "delete from link_split");
	e = e ? e : store_run(c, "delete from link_several");
	e = e ? e : several_write(c, r);
	e = e ? e : inputs_write_all(c, r, all, rules, components_name(r, links, decided));
	e = e ? e : keys_write_all(c, r, all, rules);
	mem_free(mem);
	return e;
}

/* Sealed since it was linked. */
static bool
is_gone(const struct identity_known *who)
{
	return who->record == LINK_NOBODY && who->kept;
}

/* Takes the keys of what was touched away. */
static enum err
keys_forget(struct ctx *c, const struct roster *r)
{
	struct id_list list = {0};
	struct key_rows old = {0};
	struct rows *rows;

	for (size_t i = 0; i < r->who.n; i++)
		if (r->who.item[i].kept && (r->who.item[i].touched || is_gone(&r->who.item[i])))
			*push(r->mem, &list) = r->who.item[i].id;
	if (list.n == 0)
		return OK;
	TRY(stage_fill(c, &list));
	rows = store_read_own(c, "select l.keys, l.identity from link_input l where " IN_STAGE("l.identity"));
	while (rows_next(rows))
		keys_unpack(r->mem, col_bytes(rows, 0), col_id(rows, 1), &old);
	TRY(rows_end(rows));
	return keys_write(bulk_statement(c, "delete from link_key where key in (:key, :key + " LATER_SQL ") and further = :further"
	    " and identity = :identity", key_columns), &old);
}

static enum err
keys_add(struct ctx *c, const struct roster *r, const struct keying *keying)
{
	struct key_rows rows = {0};

	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *who = &r->who.item[i];
		struct stored_key key[LINK_RULES];
		int rules = who->touched && who->record != LINK_NOBODY ? stored_keys(keying, who->record, key) : 0;

		for (int k = 0; k < rules; k++)
			if (key[k].key)
				*push(r->mem, &rows) = (struct key_row){.key = LATER | key_number(k, key[k].key), .further = key[k].further,
				    .identity = who->id};
	}
	return keys_write(bulk_open(c, "link_key", key_columns), &rows);
}

/* New ones in one go; one by one those that say something else, whose component is another, or that were sealed. */
static enum err
inputs_write_some(struct ctx *c, const struct roster *r, const struct keying *keying, const int64_t *component)
{
	struct bulk *fresh = bulk_open(c, "link_input", input_columns);
	struct bulk *changed = bulk_statement(c, "update link_input set digest = :digest, component = :component, keys = :keys, said = :said"
	    " where identity = :identity", input_columns);
	struct bulk *moved = bulk_statement(c, "update link_input set component = :component where identity = :identity",
	    (const char *const[]){"component", "identity", NULL});
	struct bulk *gone = bulk_statement(c, "delete from link_input where identity = :identity",
	    (const char *const[]){"identity", NULL});
	struct bulk *const all[] = {fresh, changed, moved, gone};
	enum err e = OK, closed;

	for (size_t i = 0; i < r->who.n && e == OK; i++) {
		const struct identity_known *who = &r->who.item[i];
		struct stored_key key[LINK_RULES] = {0};

		if (is_gone(who)) {
			bulk_int(gone, 0, who->id);
			e = bulk_row(gone);
		} else if (who->record != LINK_NOBODY && who->touched) {
			int rules = stored_keys(keying, who->record, key);

			e = input_write(who->kept ? changed : fresh, r->mem, key, rules, who, LATER | component[who->record]);
		} else if (who->record != LINK_NOBODY && who->moves && who->component != component[who->record]) {
			bulk_int(moved, 0, LATER | component[who->record]);
			bulk_int(moved, 1, who->id);
			e = bulk_row(moved);
		}
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		closed = bulk_close(all[i], NULL);
		e = e ? e : closed;
	}
	return e;
}

enum err
inputs_keep_some(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
{
	struct keying keying;

	keying_make(r->set, &keying);
	TRY(keys_forget(c, r));
	TRY(keys_add(c, r, &keying));
	TRY(several_forget(c, r));
	TRY(several_write(c, r));
	return inputs_write_some(c, r, &keying, components_name(r, links, decided));
}
