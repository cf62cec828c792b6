/* See the header. */
#include "people/link_load.h"

#include <string.h>

#include "base/hash.h"
#include "catalogue/catalogue.h"
#include "people/link_nickname.h"
#include "people/link_said.h"
#include "people/link_stage.h"
#include "store/seal.h"
#include "store/store.h"

/* Numbers are stored as blind indices alone (the schemes are theirs), which are equal when the numbers are. */
static const struct {
	const char *name;
	enum link_kind kind;
	const char *scheme;
	bool one_each;
} traits[TRAITS] = {
	[TRAIT_GIVEN] = {"given name", LINK_GIVEN, NULL, false},
	[TRAIT_FAMILY] = {"family name", LINK_FAMILY, NULL, false},
	[TRAIT_BORN] = {"date of birth", LINK_BORN, NULL, false},
	[TRAIT_SEX] = {"sex", LINK_SEX, NULL, false},
	[TRAIT_POSTCODE] = {"postcode", LINK_POSTCODE, NULL, false},
	[TRAIT_UPN] = {"pupil number", LINK_BLIND, "upn", false},
	[TRAIT_NHS_NUMBER] = {"NHS number", LINK_BLIND, "nhs_number", true},
	[TRAIT_ULN] = {"learner number", LINK_BLIND, "uln", false},
	[TRAIT_COUNCIL] = {"council's number", LINK_BLIND, "la_child_id", false},
};

void
roster_model(struct link_model *model)
{
	*model = (struct link_model){.n_fields = TRAITS};
	for (int i = 0; i < TRAITS; i++)
		model->field[i] = (struct link_field){traits[i].name, traits[i].kind, traits[i].one_each};
	link_model_complete(model);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Whose records a query reads: everybody's, theirs whose numbers lie in the stage, or one's. */
enum scope { SCOPE_ALL, SCOPE_STAGED, SCOPE_ONE, SCOPES };

#define WEIGHT "coalesce((select w.weight from link_weight_now w where w.identity = i.id), i.link_weight)"
#define IDENTITIES(kept, from) "select i.id, i.person, " WEIGHT ", i.sealed, i.source, i.source_key, " kept " from " from " order by i.id"
#define KEPT "l.digest, l.component"
#define NOT_KEPT "cast(null as bigint), cast(null as bigint)"
#define NAMES(from, where) "select n.identity, n.given, n.family from " from " where " where "n.kind = 'current' order by n.id"
#define DETAILS(from, where) "select d.identity, d.born, d.sex from " from " where " where "d.born_last is null order by d.id"
#define POSTCODES(from, where) "select r.identity, (select p.postcode from place p where p.id = r.place) from " from " where " where \
	"r.place is not null order by r.since nulls first, r.id"
/* The look-up's places of postcodes. A model that was trained without them has no use for them. */
#define SPOTS(which) "select k.postcode, k.easting, k.northing from postcode k where k.easting is not null and k.northing is not null" \
	" and " which
#define OF_RESIDENCES(where) "k.postcode in (select p.postcode from residence r join place p on p.id = r.place where " where ")"
#define NUMBERS(from, where) "select k.identity, k.scheme, k.blind, k.checked from " from " where " where \
	"k.scheme in ('upn', 'nhs_number', 'uln', 'la_child_id') order by k.id"
/* Former names are left out: they belong to one child in a family as often as to another. */
static const struct {
	const char *identities, *names, *details, *postcodes, *numbers, *spots;
} queries[SCOPES] = {
	[SCOPE_ALL] = {
		IDENTITIES(NOT_KEPT, "identity i"),
		NAMES("identity_name n", ""),
		DETAILS("identity_detail d", ""),
		POSTCODES("residence r", ""),
		NUMBERS("identifier k", ""),
		SPOTS("exists (select 1 from place p where p.postcode = k.postcode)"),
	},
	[SCOPE_STAGED] = {
		IDENTITIES(KEPT, "identity i left join link_input l on l.identity = i.id where " IN_STAGE("i.id")),
		NAMES("identity_name n", IN_STAGE("n.identity") " and "),
		DETAILS("identity_detail d", IN_STAGE("d.identity") " and "),
		POSTCODES("residence r", IN_STAGE("r.identity") " and "),
		NUMBERS("identifier k", IN_STAGE("k.identity") " and "),
		SPOTS(OF_RESIDENCES(IN_STAGE("r.identity"))),
	},
	[SCOPE_ONE] = {
		IDENTITIES(KEPT, "identity i left join link_input l on l.identity = i.id where i.id = :identity"),
		NAMES("identity_name n", "n.identity = :identity and "),
		DETAILS("identity_detail d", "d.identity = :identity and "),
		POSTCODES("residence r", "r.identity = :identity and "),
		NUMBERS("identifier k", "k.identity = :identity and "),
		SPOTS(OF_RESIDENCES("r.identity = :identity")),
	},
};

struct reading {
	struct ctx *c;
	struct roster *r;
	enum scope scope;
	int64_t identity;           /* of one */
};

static struct rows *
query(const struct reading *k, const char *sql)
{
	struct rows *rows = k->scope == SCOPE_STAGED ? store_read_staged(k->c, sql) : store_read(k->c, sql);

	if (k->scope == SCOPE_ONE)
		bind_id(rows, "identity", k->identity);
	return rows;
}

static enum err
identities_take(const struct reading *k)
{
	struct rows *rows = query(k, queries[k->scope].identities);
	struct roster *r = k->r;
	bool is_new;

	while (rows_next(rows)) {
		bool sealed = !view_is(col_view(rows, 3), "no");

		*push(r->mem, &r->who) = (struct identity_known){.id = col_id(rows, 0), .person = col_id(rows, 1),
		    .weight = col_real(rows, 2), .record = sealed ? LINK_NOBODY : (uint32_t)r->records++,
		    .source = text_map_intern(r->source, col_view(rows, 4)), .source_key = col_id(rows, 5), .read = true,
		    .kept = !col_is_null(rows, 6), .kept_digest = col_id(rows, 6), .component = col_id(rows, 7) & ~LATER};
		*int_map_put(r->by_id, col_id(rows, 0), &is_new) = (int64_t)r->who.n - 1;
	}
	return rows_end(rows);
}

static enum err
kept_take(struct ctx *c, struct roster *r)
{
	struct rows *rows = store_read_staged(c, "select i.id, i.person, " WEIGHT ", i.source, l.digest, l.component, l.said, i.source_key"
	    " from link_input l cross join identity i where " IN_STAGE("l.identity") " and l.said is not null and i.id = l.identity"
	    " and i.sealed = 'no' order by i.id");
	bool is_new;

	while (rows_next(rows)) {
		struct view said = col_bytes(rows, 6);
		struct identity_known *to = push(r->mem, &r->who);

		*to = (struct identity_known){.id = col_id(rows, 0), .person = col_id(rows, 1), .weight = col_real(rows, 2),
		    .record = (uint32_t)r->records++, .source = text_map_intern(r->source, col_view(rows, 3)), .kept = true,
		    .kept_digest = col_id(rows, 4), .digest = col_id(rows, 4), .component = col_id(rows, 5) & ~LATER,
		    .source_key = col_id(rows, 7)};
		said_unpack((struct view){mem_copy(r->mem, said.at, said.n), said.n}, to->trait);
		*int_map_put(r->by_id, to->id, &is_new) = (int64_t)r->who.n - 1;
	}
	return rows_end(rows);
}

/* The record of a row's identity; NULL for a sealed one. */
static struct identity_known *
known_of(struct roster *r, int64_t identity)
{
	int64_t *at = int_map_find(r->by_id, identity);

	return at && r->who.item[*at].record != LINK_NOBODY ? &r->who.item[*at] : NULL;
}

const struct identity_known *
roster_find(const struct roster *r, int64_t identity)
{
	const int64_t *at = int_map_find(r->by_id, identity);

	return at && r->who.item[*at].record != LINK_NOBODY ? &r->who.item[*at] : NULL;
}

/* One query's columns after the identity, each a trait; a later row overrules an earlier one in what it says. */
static enum err
traits_take(struct roster *r, struct rows *rows, enum trait first, int n)
{
	struct identity_known *to;

	while (rows_next(rows))
		if ((to = known_of(r, col_id(rows, 0))))
			for (int i = 0; i < n; i++)
				if (!col_is_null(rows, 1 + i)) {
					struct view v = col_view(rows, 1 + i);

					to->trait[(int)first + i] = (struct view){mem_copy(r->mem, v.at, v.n), v.n};
				}
	return rows_end(rows);
}

/* ---- places of postcodes ------------------------------------------------------------------------------------------- */

static enum err
spots_take(struct roster *r, struct rows *rows)
{
	while (rows_next(rows)) {
		struct view postcode = col_view(rows, 0);

		*push(r->mem, &r->spots) = (struct link_spot){{mem_copy(r->mem, postcode.at, postcode.n), postcode.n}, col_int(rows, 1),
		    col_int(rows, 2)};
	}
	return rows_end(rows);
}

static bool
spots_count(const struct roster *r)
{
	return !r->model.trained || r->model.placed[TRAIT_POSTCODE];
}

static enum err
spots_read(const struct reading *k)
{
	return spots_count(k->r) ? spots_take(k->r, query(k, queries[k->scope].spots)) : OK;
}

enum err
roster_add_spot(struct ctx *c, struct roster *r, struct view postcode)
{
	struct rows *rows;

	if (!spots_count(r) || !postcode.n)
		return OK;
	rows = store_read(c, SPOTS("k.postcode = :postcode"));
	bind_view(rows, "postcode", postcode);
	return spots_take(r, rows);
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

/* A number that a record has. As a trait it is its bytes, and one more where its check digit is right. */
struct held {
	struct identity_known *who;
	int trait;
	bool checked;
	struct {
		int64_t number;
		char right;
	} said;
};
struct held_list LIST(struct held);

static enum err
numbers_load(const struct reading *k, struct held_list *out)
{
	struct rows *rows = query(k, queries[k->scope].numbers);
	struct identity_known *who;

	while (rows_next(rows))
		for (int i = TRAIT_NUMBER; i < TRAITS && (who = known_of(k->r, col_id(rows, 0))); i++)
			if (view_is(col_view(rows, 1), traits[i].scheme))
				*push(k->r->mem, out) = (struct held){who, i, view_is(col_view(rows, 3), "yes"), {col_id(rows, 2), 1}};
	return rows_end(rows);
}

static int64_t
number_of(struct view v)
{
	int64_t number;

	memcpy(&number, v.at, sizeof number);
	return number;
}

/* How many records have a number. Known of those that were read where all were; else asked for. */
static enum err
holders_of(const struct reading *k, struct int_map *holders, int64_t number, int64_t *out)
{
	int64_t *at;
	bool is_new;
	struct rows *rows;

	at = int_map_put(holders, number, &is_new);
	if (is_new) {
		rows = store_read(k->c, "select count(*) from identifier k join identity i on i.id = k.identity where i.sealed = 'no'"
		    " and k.blind = :number and k.scheme in ('upn', 'nhs_number', 'uln', 'la_child_id')");
		bind_id(rows, "number", number);
		*at = rows_next(rows) ? col_int(rows, 0) : 0;
		TRY(rows_end(rows));
	}
	*out = *at;
	return OK;
}

/* Of a record's several numbers of one kind that counts which most records have, for it says more; then the one that came last. */
static enum err
numbers_take(const struct reading *k)
{
	struct held_list held = {0};
	struct int_map *holders;
	int64_t new_has, old_has;
	bool is_new;

	TRY(numbers_load(k, &held));
	holders = int_map_new(k->r->mem, held.n + 1);
	for (size_t i = 0; i < held.n && k->scope == SCOPE_ALL; i++)
		++*int_map_put(holders, held.item[i].said.number, &is_new);
	for (size_t i = 0; i < held.n; i++) {
		struct view *to = &held.item[i].who->trait[held.item[i].trait];
		const int64_t *number = &held.item[i].said.number;

		if (to->n && number_of(*to) != *number) {
			*push(k->r->mem, &k->r->several) = (struct link_several){number_of(*to), held.item[i].who->id};
			*push(k->r->mem, &k->r->several) = (struct link_several){*number, held.item[i].who->id};
			TRY(holders_of(k, holders, *number, &new_has));
			TRY(holders_of(k, holders, number_of(*to), &old_has));
			if (new_has < old_has)
				continue;
		}
		*to = (struct view){(const char *)number, sizeof *number + held.item[i].checked};
	}
	return OK;
}

/* ---- rosters ----------------------------------------------------------------------------------------------------- */

void
roster_begin(struct mem *mem, struct roster *out)
{
	*out = (struct roster){.mem = mem, .source = text_map_new(mem), .by_id = int_map_new(mem, 4096)};
	roster_model(&out->model);
}

/* Those of one scope, none of whom is there yet. */
static enum err
roster_read(const struct reading *k)
{
	struct roster *r = k->r;
	size_t before = r->who.n;

	TRY(identities_take(k));
	TRY(traits_take(r, query(k, queries[k->scope].names), TRAIT_GIVEN, 2));
	TRY(traits_take(r, query(k, queries[k->scope].details), TRAIT_BORN, 2));
	TRY(traits_take(r, query(k, queries[k->scope].postcodes), TRAIT_POSTCODE, 1));
	TRY(numbers_take(k));
	TRY(spots_read(k));
	for (size_t i = before; i < r->who.n; i++)
		r->who.item[i].digest = fingerprint(k->c->store, r->who.item[i].trait, TRAITS);
	return OK;
}

enum err
roster_load(struct ctx *c, struct mem *mem, struct roster *out)
{
	roster_begin(mem, out);
	return roster_read(&(struct reading){.c = c, .r = out, .scope = SCOPE_ALL});
}

static struct id_list
lacking_find(const struct roster *r, const struct id_list *list)
{
	struct id_list lacking = {0};

	for (size_t i = 0; i < list->n; i++)
		if (!int_map_find(r->by_id, list->item[i]))
			*push(r->mem, &lacking) = list->item[i];
	return lacking;
}

enum err
roster_add_kept(struct ctx *c, struct roster *r, const struct id_list *list)
{
	struct id_list lacking = lacking_find(r, list);

	if (lacking.n == 0)
		return OK;
	TRY(stage_fill(c, &lacking));
	TRY(kept_take(c, r));
	return spots_read(&(struct reading){.c = c, .r = r, .scope = SCOPE_STAGED});
}

enum err
roster_add(struct ctx *c, struct roster *r, const struct id_list *list)
{
	struct id_list lacking = lacking_find(r, list);

	if (lacking.n == 0)
		return OK;
	TRY(stage_fill(c, &lacking));
	return roster_read(&(struct reading){.c = c, .r = r, .scope = SCOPE_STAGED});
}

enum err
roster_add_one(struct ctx *c, struct roster *r, int64_t identity)
{
	if (int_map_find(r->by_id, identity))
		return OK;
	return roster_read(&(struct reading){.c = c, .r = r, .scope = SCOPE_ONE, .identity = identity});
}

/* ---- the engine -------------------------------------------------------------------------------------------------- */

/* What the last full run learned of names. */
static enum err
learned_give(struct ctx *c, struct link_set *set)
{
	struct rows *rows = store_read(c, "select one, other from link_alias");

	while (rows_next(rows))
		link_set_nickname(set, col_view(rows, 0), col_view(rows, 1));
	TRY(rows_end(rows));
	rows = store_read(c, "select name from link_placeholder");
	while (rows_next(rows))
		link_set_placeholder(set, col_view(rows, 0));
	return rows_end(rows);
}

static enum err
set_begin(struct ctx *c, struct roster *r)
{
	r->set = link_set_new(&r->model);
	nicknames_give(c->catalogue->nicknames, c->catalogue->n_nicknames, r->set);
	link_set_expect(r->set, r->records);
	TRY(declared_load(c, r->mem, &r->declared));
	return r->model.trained ? learned_give(c, r->set) : OK;
}

/* Room by record number, with what was there. */
static void
numbers_grow(struct roster *r)
{
	uint32_t *of_record = mem_new_array(r->mem, uint32_t, r->records + 1);
	uint64_t *order = mem_new_array(r->mem, uint64_t, r->records + 1);
	size_t before = r->set ? link_set_count(r->set) : 0;

	if (before) {
		memcpy(of_record, r->of_record, before * sizeof *of_record);
		memcpy(order, r->order, before * sizeof *order);
	}
	r->of_record = of_record;
	r->order = order;
}

enum err
roster_fill(struct ctx *c, struct roster *r)
{
	numbers_grow(r);
	if (!r->set)
		TRY(set_begin(c, r));
	for (int32_t i = (int32_t)r->called; i < (int32_t)text_map_count(r->source); i++)
		link_set_call(r->set, i, text_map_text(r->source, i));
	r->called = text_map_count(r->source);
	for (; r->filled < r->who.n; r->filled++) {
		const struct identity_known *k = &r->who.item[r->filled];

		if (k->record == LINK_NOBODY)
			continue;
		link_set_add(r->set, k->source, k->trait);
		r->of_record[k->record] = (uint32_t)r->filled;
		r->order[k->record] = record_order(k->trait, view_of(text_map_text(r->source, k->source)), k->source_key);
	}
	if (r->spots.n)
		link_set_postcodes(r->set);
	for (size_t i = 0; i < r->spots.n; i++)
		link_set_place(r->set, r->spots.item[i].postcode, r->spots.item[i].easting, r->spots.item[i].northing);
	r->spots.n = 0;
	return sources_declare(c, r->set, r->source, r->declared.item, r->declared.n);
}

void
roster_end(struct roster *r)
{
	link_set_free(r->set);
	r->set = NULL;
}
