/* See the header. */
#include "people/link_load.h"

#include <string.h>

#include "base/hash.h"
#include "catalogue/catalogue.h"
#include "store/seal.h"
#include "store/store.h"

/* Numbers are stored as blind indices alone (the schemes are theirs), which are equal when the numbers are. */
static const struct {
	const char *name;
	enum link_kind kind;
	const char *scheme;
} traits[TRAITS] = {
	[TRAIT_GIVEN] = {"given name", LINK_GIVEN, NULL},
	[TRAIT_FAMILY] = {"family name", LINK_FAMILY, NULL},
	[TRAIT_BORN] = {"date of birth", LINK_BORN, NULL},
	[TRAIT_SEX] = {"sex", LINK_SEX, NULL},
	[TRAIT_POSTCODE] = {"postcode", LINK_POSTCODE, NULL},
	[TRAIT_NUMBER] = {"pupil number", LINK_BLIND, "upn"},
	[TRAIT_NUMBER + 1] = {"NHS number", LINK_BLIND, "nhs_number"},
	[TRAIT_NUMBER + 2] = {"learner number", LINK_BLIND, "uln"},
	[TRAIT_NUMBER + 3] = {"council's number", LINK_BLIND, "la_child_id"},
};

void
roster_model(struct link_model *model)
{
	*model = (struct link_model){.n_fields = TRAITS};
	for (int i = 0; i < TRAITS; i++)
		model->field[i] = (struct link_field){traits[i].name, traits[i].kind};
	link_model_complete(model);
}

static enum err
identities_load(struct ctx *c, struct roster *r)
{
	struct rows *rows = store_read(c, "select id, person, link_weight, sealed, source from identity order by id");
	bool is_new;

	while (rows_next(rows)) {
		bool sealed = !view_is(col_view(rows, 3), "no");

		*push(r->mem, &r->who) = (struct identity_known){.id = col_id(rows, 0), .person = col_id(rows, 1),
		    .weight = col_real(rows, 2), .record = sealed ? LINK_NOBODY : (uint32_t)r->records++,
		    .source = text_map_intern(r->source, col_view(rows, 4))};
		*int_map_put(r->by_id, col_id(rows, 0), &is_new) = (int64_t)r->who.n - 1;
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

/* A number that a record has. */
struct held {
	struct identity_known *who;
	int trait;
	int64_t number;
};
struct held_list LIST(struct held);

static enum err
numbers_load(struct ctx *c, struct roster *r, struct held_list *out)
{
	struct rows *rows = store_read(c, "select identity, scheme, blind from identifier"
	    " where scheme in ('upn', 'nhs_number', 'uln', 'la_child_id') order by id");
	struct identity_known *who;

	while (rows_next(rows))
		for (int i = TRAIT_NUMBER; i < TRAITS && (who = known_of(r, col_id(rows, 0))); i++)
			if (view_is(col_view(rows, 1), traits[i].scheme))
				*push(r->mem, out) = (struct held){who, i, col_id(rows, 2)};
	return rows_end(rows);
}

static int64_t
number_of(struct view v)
{
	int64_t number;

	memcpy(&number, v.at, sizeof number);
	return number;
}

/* Of a record's several numbers of one kind that counts which most records have, for it says more; then the one that came last. */
static enum err
numbers_take(struct ctx *c, struct roster *r)
{
	struct held_list held = {0};
	struct int_map *holders;
	bool is_new;

	TRY(numbers_load(c, r, &held));
	holders = int_map_new(r->mem, held.n + 1);
	for (size_t i = 0; i < held.n; i++)
		++*int_map_put(holders, held.item[i].number, &is_new);
	for (size_t i = 0; i < held.n; i++) {
		struct view *to = &held.item[i].who->trait[held.item[i].trait];
		const int64_t *number = &held.item[i].number;

		if (!to->n || *int_map_find(holders, *number) >= *int_map_find(holders, number_of(*to)))
			*to = (struct view){(const char *)number, sizeof *number};
	}
	return OK;
}

/* Former names are left out: they belong to one child in a family as often as to another. */
enum err
roster_load(struct ctx *c, struct mem *mem, struct roster *out)
{
	struct roster *r = out;

	*r = (struct roster){.mem = mem, .source = text_map_new(mem), .by_id = int_map_new(mem, 4096)};
	roster_model(&r->model);
	TRY(identities_load(c, r));
	TRY(traits_take(r, store_read(c, "select identity, given, family from identity_name where kind = 'current'"
	    " order by id"), TRAIT_GIVEN, 2));
	TRY(traits_take(r, store_read(c, "select identity, born, sex from identity_detail where born_last is null order by id"),
	    TRAIT_BORN, 2));
	TRY(traits_take(r, store_read(c, "select s.identity, p.postcode from residence s join place p on p.id = s.place"
	    " where p.postcode is not null order by s.since nulls first, s.id"), TRAIT_POSTCODE, 1));
	TRY(numbers_take(c, r));
	for (size_t i = 0; i < r->who.n; i++)
		r->who.item[i].digest = fingerprint(c->store, r->who.item[i].trait, TRAITS);
	return OK;
}

/* Each name of a group is a form of each other. */
static void
nicknames_give(const struct catalogue *k, struct link_set *set)
{
	for (size_t i = 0; i < k->n_nicknames; i++)
		for (size_t a = 0; a < k->nicknames[i].n; a++)
			for (size_t b = a + 1; b < k->nicknames[i].n; b++)
				link_set_nickname(set, k->nicknames[i].name[a], k->nicknames[i].name[b]);
}

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

enum err
roster_fill(struct ctx *c, struct roster *r)
{
	r->set = link_set_new(&r->model);
	nicknames_give(c->catalogue, r->set);
	if (r->model.trained)
		TRY(learned_give(c, r->set));
	link_set_expect(r->set, r->records);
	r->of_record = mem_new_array(r->mem, uint32_t, r->records + 1);
	r->order = mem_new_array(r->mem, uint64_t, r->records + 1);
	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *k = &r->who.item[i];

		if (k->record == LINK_NOBODY)
			continue;
		link_set_add(r->set, k->source, k->trait);
		r->of_record[k->record] = (uint32_t)i;
		r->order[k->record] = hash_mix(0, &k->id, sizeof k->id);
	}
	return OK;
}

void
roster_end(struct roster *r)
{
	link_set_free(r->set);
	r->set = NULL;
}
