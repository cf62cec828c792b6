/* See the header. */
#include "people/link_find.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "linkage/find.h"
#include "linkage/keys.h"
#include "people/intake_clean.h"
#include "people/link_keep.h"
#include "people/link_population.h"
#include "people/link_search.h"
#include "people/link_stage.h"
#include "store/seal.h"
#include "store/store.h"

static const struct asked_number {
	enum trait trait;
	enum field_type type;
	const char *scheme;
} numbers[] = {{TRAIT_UPN, FIELD_UPN, "upn"}, {TRAIT_NHS_NUMBER, FIELD_NHS_NUMBER, "nhs_number"}};
#define NUMBERS (sizeof numbers / sizeof numbers[0])

/* A number as intake cleans it, as its blind index. */
static struct view
number_blind(struct ctx *c, struct roster *r, const struct asked_number *of, struct view written)
{
	const struct field field = {.type = of->type};
	struct view clean;
	const char *reason;
	int64_t number;

	if (!written.n || !field_clean(r->mem, &field, written, false, &clean, &reason) || !clean.n)
		return (struct view){0};
	number = blind_one(c->store, of->scheme, clean);
	return (struct view){mem_copy(r->mem, (const char *)&number, sizeof number), sizeof number};
}

/* The place of a postcode, as intake writes it. */
static enum err
spot_add(struct ctx *c, struct roster *r, struct view written)
{
	const struct field field = {.type = FIELD_POSTCODE};
	struct view clean = {0};
	const char *reason;

	if (!written.n || !field_clean(r->mem, &field, written, false, &clean, &reason))
		return OK;
	return roster_add_spot(c, r, clean);
}

/* What is asked, as a record of its own: the first of the set. */
static void
asked_add(struct ctx *c, struct roster *r, const struct find_asked *asked)
{
	const struct view written[NUMBERS] = {asked->upn, asked->nhs_number};
	struct identity_known *who = push(r->mem, &r->who);

	*who = (struct identity_known){.record = (uint32_t)r->records++, .source = text_map_intern(r->source, VIEW("")),
	    .trait = {[TRAIT_GIVEN] = asked->given, [TRAIT_FAMILY] = asked->family, [TRAIT_BORN] = asked->born,
	    [TRAIT_SEX] = asked->sex, [TRAIT_POSTCODE] = asked->postcode}};
	for (size_t i = 0; i < NUMBERS; i++)
		who->trait[numbers[i].trait] = number_blind(c, r, &numbers[i], written[i]);
}

/* Linked records that have a number which is asked about, `most` of them. Of several of theirs, of which linking chose one, that is
 * the one that counts here. */
static enum err
holders_add(struct ctx *c, struct roster *r, const struct asked_number *of, size_t most)
{
	const struct view number = r->who.item[0].trait[of->trait];
	struct id_list holders = {0};
	struct rows *rows;
	int64_t blind;

	if (!number.n)
		return OK;
	memcpy(&blind, number.at, sizeof blind);
	rows = store_read(c, "select k.identity from identifier k join link_input l on l.identity = k.identity"
	    " where k.blind = :blind and k.scheme = :scheme order by k.identity");
	bind_id(rows, "blind", blind);
	bind_text(rows, "scheme", of->scheme);
	while (holders.n < most && rows_next(rows))
		*push(r->mem, &holders) = col_id(rows, 0);
	TRY(rows_end(rows));
	for (size_t i = 0; i < holders.n; i++) {
		TRY(roster_add_one(c, r, holders.item[i]));
		r->who.item[*int_map_find(r->by_id, holders.item[i])].trait[of->trait] = number;
	}
	return OK;
}

/* Whoever shares a key or a number with it, into the set. */
static enum err
candidates_add(struct ctx *c, struct roster *r, const struct kept_population *population, size_t *crowd)
{
	uint32_t most = link_block_most((size_t)population->records);
	struct key_search *search = key_search_new(r->mem, most);
	struct id_list found = {0};
	struct keying keying;

	population_give(r->set, &population->names);
	keying_make(r->set, &keying);
	key_search_add(search, &keying, 0, 0, r->order[0]);
	if (key_search_is_empty(search))
		return fail(c, ERR_INPUT, "that is too little to look a child up by: a number, or two of name, date of birth and"
		    " postcode are wanted");
	TRY(key_search_ask_each(c, search, &found, crowd));
	ids_sort(&found);
	for (size_t i = 0; i < found.n; i++)
		TRY(roster_add_one(c, r, found.item[i]));
	for (size_t i = 0; i < NUMBERS; i++)
		TRY(holders_add(c, r, &numbers[i], most));
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
	TRY(spot_add(c, r, asked->postcode));
	TRY(roster_fill(c, r));
	TRY(candidates_add(c, r, &population, &out->crowd));
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
