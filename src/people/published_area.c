/* Whose a published number is: areas by code, number or name, as they were when its period ended. What the files themselves
 * say (a code and its name) is kept; catalogue/areas.yml knows what they cannot say. */
#include "people/published.h"

#include <ctype.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/intake_file.h"
#include "store/store.h"

/* One of the areas that a number or name has stood for. */
struct meaning {
	int32_t area, next;             /* next: the place of another meaning + 1, 0 none */
	int32_t since, until;
};

struct known {
	uint64_t hash;                  /* of the code */
	int32_t since, until;
};

struct areas_known {
	struct mem *mem;
	struct text_map *code;                  /* codes of areas → place */
	struct LIST(struct known) area;         /* by place */
	struct text_map *alias;                 /* kind and value → place in `first` */
	struct LIST(int32_t) first;             /* the first meaning + 1 */
	struct LIST(struct meaning) meaning;
	struct text_map *said;                  /* what rows have said before → place in `found` */
	struct LIST(struct { int32_t area; const char *reason; }) found;
};

/* ---- aliases ---------------------------------------------------------------------------------------------------- */

/* The look-up's key: capitals and the white space around do not count. */
static struct view
alias_key(struct mem *m, const char *kind, struct view value)
{
	char *text = mem_format(m, "%s " VIEW_FORMAT, kind, VIEW_ARGS(view_trim(value)));

	for (char *at = text; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return view_of(text);
}

static void
alias_know(struct areas_known *k, const char *kind, struct view value, struct meaning meaning)
{
	int32_t at = text_map_intern(k->alias, alias_key(k->mem, kind, value));

	while ((size_t)at >= k->first.n)
		*push(k->mem, &k->first) = 0;
	meaning.next = k->first.item[at];
	*push(k->mem, &k->meaning) = meaning;
	k->first.item[at] = (int32_t)k->meaning.n;
}

static bool
holds(const struct meaning *m, int32_t day)
{
	return day == DAY_NONE || ((m->since == DAY_NONE || m->since <= day) && (m->until == DAY_NONE || m->until >= day));
}

static const struct meaning *
alias_first(struct mem *m, const struct areas_known *k, const char *kind, struct view value)
{
	int32_t at = value.n ? text_map_find(k->alias, alias_key(m, kind, value)) : -1;

	return at < 0 ? NULL : &k->meaning.item[k->first.item[at] - 1];
}

/* What a number or name meant on a day; where it was nobody's then, whose it ever was, if that is one alone. NULL: none. */
static const struct meaning *
alias_find(struct mem *m, const struct areas_known *k, const char *kind, struct view value, int32_t day)
{
	const struct meaning *first = alias_first(m, k, kind, value);

	for (const struct meaning *one = first; one; one = one->next ? &k->meaning.item[one->next - 1] : NULL)
		if (holds(one, day))
			return one;
	return first && !first->next ? first : NULL;
}

static enum err
alias_write(struct ctx *c, const char *kind, struct view value, const char *area, int32_t since, int32_t until)
{
	struct rows *w = store_write(c, "insert into area_alias (kind, value, area, since, until) values (:kind, :value, :area,"
	    " :since, :until) on conflict (kind, value, area) do update set since = excluded.since, until = excluded.until");

	bind_text(w, "kind", kind);
	bind_view(w, "value", view_trim(value));
	bind_text(w, "area", area);
	bind_day(w, "since", since);
	bind_day(w, "until", until);
	return rows_end(w);
}

/* ---- areas ------------------------------------------------------------------------------------------------------- */

static int32_t
area_know(struct areas_known *k, struct view code, int32_t since, int32_t until)
{
	int32_t at = text_map_intern(k->code, code);

	if ((size_t)at >= k->area.n)
		*push(k->mem, &k->area) = (struct known){hash_mix(1, code.at, code.n), since, until};
	return at;
}

/* An area that the database has keeps its name and what it is part of: the authority's own files may know better. */
static enum err
area_write(struct ctx *c, const char *code, const char *kind, const char *name, const char *parent, int32_t since, int32_t until)
{
	struct rows *w = store_write(c, "insert into area (code, kind, name, parent, since, until) values (:code, :kind, :name,"
	    " :parent, :since, :until) on conflict (code) do update set since = excluded.since, until = excluded.until,"
	    " parent = coalesce(area.parent, excluded.parent)");

	bind_text(w, "code", code);
	bind_text(w, "kind", kind);
	bind_text(w, "name", name);
	bind_text(w, "parent", parent);
	bind_day(w, "since", since);
	bind_day(w, "until", until);
	return rows_end(w);
}

static enum err
successors_write(struct ctx *c, const struct known_area *a)
{
	for (size_t i = 0; i < a->n_became; i++) {
		struct rows *w = store_write(c, "insert into area_successor (area, successor, same_ground) values (:area, :successor,"
		    " :same) on conflict (area, successor) do update set same_ground = excluded.same_ground");

		bind_text(w, "area", a->code);
		bind_text(w, "successor", a->became[i]);
		bind_text(w, "same", a->same_ground ? "yes" : "no");
		TRY(rows_end(w));
	}
	return OK;
}

static enum err
catalogue_area_write(struct ctx *c, const struct known_area *a)
{
	TRY(area_write(c, a->code, a->kind, a->name, a->parent, a->since, a->until));
	if (a->number)
		TRY(alias_write(c, "number", view_of(a->number), a->code, a->since, a->until));
	TRY(alias_write(c, "name", view_of(a->name), a->code, a->since, a->until));
	for (size_t i = 0; i < a->n_also; i++)
		TRY(alias_write(c, "name", view_of(a->also[i]), a->code, a->since, a->until));
	for (size_t i = 0; i < a->n_codes; i++)
		TRY(alias_write(c, "code", view_of(a->codes[i]), a->code, DAY_NONE, DAY_NONE));
	return successors_write(c, a);
}

/* What the catalogue says of areas, told by its digest to be in the database already. */
static enum err
catalogue_areas_write(struct ctx *c)
{
	uint64_t digest = 1;
	const char *held = NULL, *now;
	struct rows *r;

	for (size_t i = 0; i < c->catalogue->n_areas; i++) {
		const struct known_area *a = &c->catalogue->area[i];
		const char *parts[] = {a->code, a->kind, a->name, a->number, a->parent};

		for (size_t p = 0; p < 5; p++)
			digest = hash_mix(digest, parts[p] ? parts[p] : "", parts[p] ? strlen(parts[p]) : 0);
		for (size_t p = 0; p < a->n_also; p++)
			digest = hash_mix(digest, a->also[p], strlen(a->also[p]));
		digest = hash_mix(digest, &a->until, sizeof a->until);
	}
	now = mem_format(c->mem, "%016llx", (unsigned long long)digest);
	r = store_read_own(c, "select value from setting where name = 'areas_digest'");
	if (rows_next(r))
		held = col_text(r, 0, c->mem);
	TRY(rows_end(r));
	if (held && !strcmp(held, now))
		return OK;
	for (size_t i = 0; i < c->catalogue->n_areas; i++)
		TRY(catalogue_area_write(c, &c->catalogue->area[i]));
	r = store_write(c, "insert into setting (name, value) values ('areas_digest', :now) on conflict (name) do update"
	    " set value = excluded.value");
	bind_text(r, "now", now);
	return rows_end(r);
}

enum err
areas_known_open(struct importing *m, struct areas_known **out)
{
	struct areas_known *k = mem_new_one(m->mem, struct areas_known);
	struct rows *r;

	*k = (struct areas_known){.mem = m->mem, .code = text_map_new(m->mem), .alias = text_map_new(m->mem),
	    .said = text_map_new(m->mem)};
	*out = k;
	TRY(catalogue_areas_write(m->c));
	r = store_read_own(m->c, "select code, since, until from area order by code");
	while (rows_next(r))
		area_know(k, col_view(r, 0), col_day(r, 1), col_day(r, 2));
	TRY(rows_end(r));
	r = store_read_own(m->c, "select kind, value, area, since, until from area_alias order by kind, value, area");
	while (rows_next(r))
		alias_know(k, col_text(r, 0, m->mem), col_view(r, 1), (struct meaning){
		    .area = area_know(k, col_view(r, 2), DAY_NONE, DAY_NONE), .since = col_day(r, 3), .until = col_day(r, 4)});
	return rows_end(r);
}

/* ---- what a row says ---------------------------------------------------------------------------------------------- */

static bool
code_is_good(struct view v)
{
	if (v.n != 9 || v.at[0] < 'A' || v.at[0] > 'Z')
		return false;
	for (size_t i = 1; i < 9; i++)
		if (!isdigit((unsigned char)v.at[i]))
			return false;
	return true;
}

/* "E06000061 / E06000062": two that answered together. */
static bool
code_is_joint(struct view v)
{
	struct view first = view_trim(view_cut(&v, '/'));

	return v.n && code_is_good(first) && code_is_good(view_trim(v));
}

static const struct { const char *prefix, *kind; } code_kinds[] = {
	{"E92", "country"}, {"E12", "region"}, {"E13", "part_of_region"}, {"E06", "authority"}, {"E08", "authority"},
	{"E09", "authority"}, {"E10", "authority"}, {"E07", "district"}, {"E05", "ward"}, {"E01", "lsoa"}, {"E02", "msoa"},
	{"E14", "constituency"}, {"E23", "police_force"}, {"E38", "health_area"}, {"E54", "health_area"}, {"E40", "health_area"},
	{"E47", "combined_authority"},
};

static const char *
kind_of_code(struct view code)
{
	if (code_is_joint(code))
		return "joint";
	for (size_t i = 0; i < sizeof code_kinds / sizeof *code_kinds; i++)
		if (view_starts(code, code_kinds[i].prefix))
			return code_kinds[i].kind;
	return "other";
}

/* A code that nobody knew: the file says what it is called and what it is part of. */
static enum err
area_make(struct importing *m, struct areas_known *k, const struct area_said *said, struct view code, int32_t *area)
{
	const char *text = view_copy(m->mem, code), *name = said->name.n ? view_copy(m->mem, view_trim(said->name)) : text;

	*area = area_know(k, code, DAY_NONE, DAY_NONE);
	return area_write(m->c, text, kind_of_code(code), name, code_is_good(said->parent) ? view_copy(m->mem, said->parent) : NULL,
	    DAY_NONE, DAY_NONE);
}

/* A name that a known code has not been called by before. */
static enum err
name_learn(struct importing *m, struct areas_known *k, struct view name, int32_t area)
{
	const struct known *a = &k->area.item[area];

	name = view_trim(name);
	for (const struct meaning *one = alias_first(m->mem, k, "name", name); one;
	    one = one->next ? &k->meaning.item[one->next - 1] : NULL)
		if (one->area == area)
			return OK;
	if (!name.n)
		return OK;
	alias_know(k, "name", name, (struct meaning){.area = area, .since = a->since, .until = a->until});
	return alias_write(m->c, "name", name, text_map_text(k->code, area), a->since, a->until);
}

static enum err
area_by_code(struct importing *m, struct areas_known *k, const struct area_said *said, struct view code, int32_t *area,
    const char **reason)
{
	const struct meaning *former = alias_find(m->mem, k, "code", code, DAY_NONE);

	*area = former ? former->area : text_map_find(k->code, code);
	if (*area < 0 && !code_is_good(code) && !code_is_joint(code)) {
		*reason = "is no code of an area";
		return OK;
	}
	if (*area < 0)
		TRY(area_make(m, k, said, code, area));
	return name_learn(m, k, said->name, *area);
}

/* A symbol where the code should be: the row is of no area ("Outside of England and unknown"). */
static bool
is_symbol(struct view v)
{
	double value;
	const char *symbol;

	return cell_read(v, &value, &symbol) == CELL_SYMBOL;
}

static enum err
area_look_up(struct importing *m, struct areas_known *k, const struct area_said *said, int32_t day, int32_t *area,
    const char **reason)
{
	struct view code = view_trim(said->code), number = view_trim(said->number);
	const struct meaning *found;

	*area = -1;
	*reason = NULL;
	if (is_symbol(code) || (!code.n && is_symbol(number)))
		return OK;
	if (code.n)
		return area_by_code(m, k, said, code, area, reason);
	found = alias_find(m->mem, k, "number", number, day);
	if (!found)
		found = alias_find(m->mem, k, "name", said->name, day);
	if (found)
		*area = found->area;
	else
		*reason = number.n || said->name.n ? "is no area that is known by that number or name" : "is missing";
	return OK;
}

/* The same area is said by a thousand rows: what was said before is remembered, for each day that a period ends. */
enum err
area_find(struct importing *m, struct areas_known *k, const struct area_said *said, int32_t day, int32_t *area,
    const char **reason)
{
	char key[400];
	size_t n = 0, known = text_map_count(k->said);
	const struct view part[] = {said->code, said->number, said->name, {(const char *)&day, sizeof day}};
	int32_t at;

	for (size_t i = 0; i < 4; i++) {
		if (n + part[i].n + 1 > sizeof key)
			return area_look_up(m, k, said, day, area, reason);
		if (part[i].n)
			memcpy(key + n, part[i].at, part[i].n);
		n += part[i].n;
		key[n++] = '|';
	}
	at = text_map_intern(k->said, (struct view){key, n});
	if ((size_t)at < known) {
		*area = k->found.item[at].area;
		*reason = k->found.item[at].reason;
		return OK;
	}
	TRY(area_look_up(m, k, said, day, area, reason));
	push(m->mem, &k->found);
	k->found.item[at].area = *area;
	k->found.item[at].reason = *reason;
	return OK;
}

const char *
area_code_of(const struct areas_known *k, int32_t area)
{
	return text_map_text(k->code, area);
}

uint64_t
area_hash_of(const struct areas_known *k, int32_t area)
{
	return k->area.item[area].hash;
}
