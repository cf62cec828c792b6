/* See the header. */
#include "people/link_find.h"

#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "linkage/find.h"
#include "people/intake_clean.h"
#include "people/link_keep.h"
#include "people/link_key.h"
#include "people/link_population.h"
#include "people/link_stage.h"
#include "store/seal.h"

/* A number as intake cleans it, as its blind index. */
static struct view
number_blind(struct ctx *c, struct roster *r, enum field_type type, const char *scheme, struct view written)
{
	const struct field field = {.type = type};
	struct view clean;
	const char *reason;
	int64_t number;

	if (!written.n || !field_clean(r->mem, &field, written, false, &clean, &reason) || !clean.n)
		return (struct view){0};
	number = blind_one(c->store, scheme, clean);
	return (struct view){mem_copy(r->mem, (const char *)&number, sizeof number), sizeof number};
}

/* What is asked, as a record of its own: the first of the set. */
static void
asked_add(struct ctx *c, struct roster *r, const struct find_asked *asked)
{
	struct identity_known *who = push(r->mem, &r->who);

	*who = (struct identity_known){.record = (uint32_t)r->records++, .source = text_map_intern(r->source, VIEW("")),
	    .trait = {[TRAIT_GIVEN] = asked->given, [TRAIT_FAMILY] = asked->family, [TRAIT_BORN] = asked->born,
	    [TRAIT_SEX] = asked->sex, [TRAIT_POSTCODE] = asked->postcode}};
	who->trait[TRAIT_UPN] = number_blind(c, r, FIELD_UPN, "upn", asked->upn);
	who->trait[TRAIT_NHS_NUMBER] = number_blind(c, r, FIELD_NHS_NUMBER, "nhs_number", asked->nhs_number);
}

/* Whoever shares a key with it, into the set. */
static enum err
candidates_add(struct ctx *c, struct roster *r, const struct kept_population *population)
{
	struct key_search *search = key_search_new(r->mem, link_block_most((size_t)population->records));
	struct id_list found = {0};
	struct keying keying;

	population_give(r->set, &population->names);
	keying_make(r->set, &keying);
	key_search_add(search, &keying, 0);
	if (key_search_is_empty(search))
		return fail(c, ERR_INPUT, "that is too little to look a child up by: a number, or two of name, date of birth and"
		    " postcode are wanted");
	TRY(key_search_ask_each(c, search, &found));
	ids_sort(&found);
	for (size_t i = 0; i < found.n; i++)
		TRY(roster_add_one(c, r, found.item[i]));
	TRY(roster_fill(c, r));
	population_give(r->set, &population->names);
	return OK;
}

static enum err
find_in(struct ctx *c, struct roster *r, const struct find_asked *asked, size_t most, struct find_list *out)
{
	struct kept_population population;
	struct link_likely *likely;
	size_t n;
	bool known;

	TRY(model_load(c, r, &known));
	TRY(population_load(c, r->mem, &population));
	if (!known || !population.found)
		return fail(c, ERR_INPUT, "nothing was linked yet, so nobody can be looked up: run bairn link first");
	asked_add(c, r, asked);
	TRY(roster_fill(c, r));
	TRY(candidates_add(c, r, &population));
	n = link_find(r->mem, r->set, &r->model, 0, most, &likely);
	for (size_t i = 0; i < n; i++) {
		const struct identity_known *who = &r->who.item[r->of_record[likely[i].record]];

		*push(c->mem, out) = (struct find_found){.person = who->person, .record = who->id,
		    .source = mem_format(c->mem, "%s", text_map_text(r->source, who->source)), .weight = likely[i].weight,
		    .probability = 1 / (1 + exp2(-likely[i].weight)),
		    .name = mem_format(c->mem, VIEW_FORMAT " " VIEW_FORMAT, VIEW_ARGS(who->trait[TRAIT_GIVEN]),
		    VIEW_ARGS(who->trait[TRAIT_FAMILY])),
		    .born = mem_format(c->mem, VIEW_FORMAT, VIEW_ARGS(who->trait[TRAIT_BORN]))};
	}
	return OK;
}

enum err
find_records(struct ctx *c, const struct find_asked *asked, size_t most, struct find_list *out)
{
	struct mem *mem = mem_new();
	struct roster r;
	enum err e;

	*out = (struct find_list){0};
	roster_begin(mem, &r);
	e = find_in(c, &r, asked, most, out);
	roster_end(&r);
	mem_free(mem);
	return e;
}
