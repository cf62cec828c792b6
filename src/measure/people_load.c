/* Loads people, where they lived and what they were members of. */
#include "measure/load.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "store/store.h"

/* What a termly census says of a term holds through the holiday after it; the summer's is the longest. */
#define HOLIDAY_DAYS 50

/* What makes a child a member, one row a source. The query gives identity, since, until. Something recorded once and
 * said of a year (an annual return's care leavers) holds for months before or after its day. */
static const struct membership_rule {
	enum membership membership;
	const char *sql;
	int months_before, months_after, days_after;
} membership_rules[] = {
	{MEMBER_LOOKED_AFTER, "select identity, since, coalesce(until, next) as until from (select identity, since, until,"
	    " data, lead(since) over (partition by identity order by since nulls last) as next from episode"
	    " where kind = 'care_row') r where coalesce(data->>'short_break', 'no') <> 'yes'", 0, 0, 0},
	{MEMBER_CARE_LEAVER, "select identity, at, at from event where kind = 'care_leaver' and at is not null", 12, 0, 0},
	{MEMBER_CARE_LEAVER, "select identity, since, until from episode where kind = 'leaving_care' and since is not null",
	    0, 0, 0},
	{MEMBER_PROTECTION_PLAN, "select identity, since, until from episode where kind = 'cp_plan'", 0, 0, 0},
	{MEMBER_IN_NEED, "select identity, since, until from episode where kind = 'cin'", 0, 0, 0},
	{MEMBER_YOUNG_CARER, "select identity, since, until from episode where kind = 'young_carer'", 0, 0, 0},
	{MEMBER_YOUTH_JUSTICE, "select identity, at, at from event where kind = 'youth_outcome' and at is not null", 0, 12, 0},
	{MEMBER_HOME_EDUCATED, "select identity, since, until from episode where kind = 'home_education'", 0, 0, 0},
	{MEMBER_SEN_SUPPORT, "select identity, since, until from episode where kind = 'sen_support'", 0, 0,
	    HOLIDAY_DAYS},
	{MEMBER_EHC_PLAN, "select identity, since, until from episode where kind = 'ehc_plan'", 0, 0, 0},
	{MEMBER_EHC_PLAN, "select identity, since, until from episode where kind = 'school_ehc_plan'", 0, 0, HOLIDAY_DAYS},
	{MEMBER_FREE_SCHOOL_MEALS, "select identity, since, until from episode where kind = 'free_school_meals'", 0, 0, 0},
	{MEMBER_ENROLLED, "select identity, since, until from episode where kind = 'enrolment'", 0, 0, 0},
};

static uint8_t
sex_of(struct view v)
{
	if (v.n == 0)
		return SEX_NOT_KNOWN;
	return v.at[0] == 'F' || v.at[0] == 'f' || v.at[0] == '2' ? SEX_FEMALE :
	    v.at[0] == 'M' || v.at[0] == 'm' || v.at[0] == '1' ? SEX_MALE : SEX_NOT_KNOWN;
}

/* The main group of a code: its parent in the code list; for the longer codes of the school census, the group that the
 * first four letters are of, else what the first letter says. */
static uint8_t
ethnicity_of(const struct code_list *list, struct view code)
{
	static const struct { const char *parent; char letter; uint8_t group; } groups[] = {
		{"white", 'W', ETHNICITY_WHITE}, {"mixed", 'M', ETHNICITY_MIXED}, {"asian", 'A', ETHNICITY_ASIAN},
		{"asian", 'C', ETHNICITY_ASIAN}, {"black", 'B', ETHNICITY_BLACK}, {"other", 'O', ETHNICITY_OTHER},
	};
	const struct code *found = list ? code_find(list, code) : NULL;

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		if (found && found->parent ? strcmp(groups[i].parent, found->parent) == 0 :
		    !found && code.n && groups[i].letter == code.at[0])
			return groups[i].group;
	return ETHNICITY_NOT_KNOWN;
}

struct person_rows {
	struct { int32_t *item; size_t n, cap; } born;
	struct { uint8_t *item; size_t n, cap; } sex, ethnicity;
};

/* Reads rows of (id, born, sex, ethnicity), numbering each id; an id seen before fills what it lacked. */
static enum err
read_persons(struct ctx *c, struct mem *m, const char *sql, struct int_map *number, struct person_rows *list)
{
	const struct code_list *ethnicity = c->catalogue ? catalogue_list(c->catalogue, "ethnicity") : NULL;
	struct rows *r = store_read(c, sql);

	while (rows_next(r)) {
		bool is_new;
		int64_t *at = int_map_put(number, col_id(r, 0), &is_new);
		int32_t born = col_day(r, 1);

		if (is_new) {
			*at = (int64_t)list->born.n;
			*push(m, &list->born) = DAY_NONE;
			*push(m, &list->sex) = SEX_NOT_KNOWN;
			*push(m, &list->ethnicity) = ETHNICITY_NOT_KNOWN;
		}
		if (born != DAY_NONE)
			list->born.item[*at] = born;
		if (sex_of(col_view(r, 2)) != SEX_NOT_KNOWN)
			list->sex.item[*at] = sex_of(col_view(r, 2));
		if (!col_is_null(r, 3))
			list->ethnicity.item[*at] = ethnicity_of(ethnicity, col_view(r, 3));
	}
	return rows_end(r);
}

/* Ids are drawn from one sequence, so identities lie dense enough for a plain table from the first to the last. */
static enum err
number_identities(struct ctx *c, struct mem *m, const struct int_map *number, struct people *out)
{
	struct rows *r = store_read(c, "select min(id), max(id) from identity");

	if (rows_next(r) && !col_is_null(r, 0)) {
		out->first_identity = col_id(r, 0);
		out->n_identities = (size_t)(col_id(r, 1) - out->first_identity) + 1;
	}
	TRY(rows_end(r));
	out->of_identity = mem_new_array(m, int32_t, out->n_identities + 1);
	for (size_t i = 0; i < out->n_identities; i++)
		out->of_identity[i] = -1;
	r = store_read(c, "select id, coalesce(person, id) from identity");
	while (rows_next(r)) {
		const int64_t *person = int_map_find(number, col_id(r, 1));

		if (person)
			out->of_identity[col_id(r, 0) - out->first_identity] = (int32_t)*person;
	}
	return rows_end(r);
}

/* Every identity gets its person's number. One that no linking run has met yet counts as a person of its own; ids come
 * from one sequence, so a person's and an identity's never meet. */
static enum err
read_identities(struct ctx *c, struct mem *m, struct people *out)
{
	struct int_map *number = int_map_new(m, 1024);
	struct person_rows list = {0};

	TRY(read_persons(c, m, "select id, born, sex, ethnicity from person", number, &list));
	TRY(read_persons(c, m, "select i.id, d.born, d.sex, d.ethnicity from identity i"
	    " left join identity_detail d on d.identity = i.id where i.person is null", number, &list));
	out->n = list.born.n;
	out->born = list.born.item;
	out->sex = list.sex.item;
	out->ethnicity = list.ethnicity.item;
	return number_identities(c, m, number, out);
}

static int32_t
or_day(int32_t day, int32_t open)
{
	return day == DAY_NONE ? open : day;
}

/* Where each child lived. An address that an extract gives without a date is taken to hold from the first day that the
 * extract covers; the first that is known of a child, for all the time before. */
static enum err
read_homes(struct ctx *c, struct mem *m, const struct areas *areas, struct people *out)
{
	struct mem *work = mem_new();
	struct interval_rows list = {0};
	enum err e;
	struct rows *r = store_read(c, "select r.identity, r.since, r.until, coalesce(p.lsoa, k.lsoa), b.covers_from"
	    " from residence r join place p on p.id = r.place join batch b on b.id = r.batch"
	    " left join postcode k on k.postcode = p.postcode where r.kind = 'home' order by b.as_at, r.id");

	while (rows_next(r)) {
		int32_t person = people_of_identity(out, col_id(r, 0)), since = col_day(r, 1), lsoa;
		bool undated = since == DAY_NONE;

		if (person < 0 || col_is_null(r, 3))
			continue;
		lsoa = text_map_find(areas->lsoa, col_view(r, 3));
		*push(work, &list) = (struct interval_row){
		    .person = person, .since = or_day(undated ? col_day(r, 4) : since, DAY_MIN),
		    .until = or_day(col_day(r, 2), DAY_MAX), .what = lsoa >= 0 ? lsoa : LSOA_OUTSIDE,
		    .undated = undated, .order = (int32_t)list.n,
		};
	}
	e = rows_end(r);
	out->home = intervals_sort(m, &list, out->n);
	mem_free(work);
	return e;
}

static enum err
read_membership(struct ctx *c, struct mem *work, const struct membership_rule *rule, const struct people *people,
    struct interval_rows *list)
{
	struct rows *r = store_read(c, rule->sql);

	while (rows_next(r)) {
		int32_t person = people_of_identity(people, col_id(r, 0));
		int32_t since = col_day(r, 1), until = col_day(r, 2);

		if (person < 0)
			continue;
		if (rule->months_before) {      /* the twelve months that end with the day, the day included */
			since = day_add_months(since + 1, -rule->months_before);
			until++;
		}
		if (until != DAY_NONE)
			until += rule->days_after;
		if (rule->months_after)
			until = day_add_months(until, rule->months_after);
		*push(work, list) = (struct interval_row){
		    .person = person, .since = or_day(since, DAY_MIN), .until = or_day(until, DAY_MAX),
		    .what = (int32_t)rule->membership, .order = (int32_t)list->n,
		};
	}
	return rows_end(r);
}

enum err
people_load(struct ctx *c, struct mem *m, const struct areas *areas, struct people *out)
{
	struct mem *work;
	struct interval_rows list = {0};
	enum err e = OK;

	*out = (struct people){0};
	TRY(read_identities(c, m, out));
	TRY(read_homes(c, m, areas, out));
	work = mem_new();
	for (size_t i = 0; e == OK && i < sizeof membership_rules / sizeof membership_rules[0]; i++)
		e = read_membership(c, work, &membership_rules[i], out, &list);
	out->member = intervals_sort(m, &list, out->n);
	mem_free(work);
	return e;
}
