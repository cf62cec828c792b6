/* Asking the arrays of people. */
#include "measure/people.h"

#include <stdlib.h>

#include "base/day.h"
#include "base/mem.h"

int32_t
people_of_identity(const struct people *p, int64_t identity)
{
	int64_t i = identity - p->first_identity;

	return i >= 0 && (size_t)i < p->n_identities ? p->of_identity[i] : -1;
}

int32_t
people_home(const struct people *p, int32_t person, int32_t day)
{
	const struct intervals *h = &p->home;
	int32_t current = LSOA_NOT_KNOWN, past = LSOA_NOT_KNOWN;

	for (uint32_t i = h->at[person]; i < h->at[person + 1] && h->since[i] <= day; i++) {
		past = h->what[i];
		if (h->until[i] > day)
			current = h->what[i];
	}
	return current != LSOA_NOT_KNOWN ? current : past;
}

uint32_t
people_memberships(const struct people *p, int32_t person, int32_t day)
{
	const struct intervals *k = &p->member;
	uint32_t held = 0;

	for (uint32_t i = k->at[person]; i < k->at[person + 1] && k->since[i] <= day; i++)
		if (k->until[i] > day)
			held |= 1u << k->what[i];
	return held;
}

static int
by_person_then_since(const void *a, const void *b)
{
	const struct interval_row *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

struct intervals
intervals_sort(struct mem *m, const struct interval_rows *rows, size_t n_people)
{
	struct intervals sorted = {
	    .at = mem_new_array(m, uint32_t, n_people + 2),
	    .since = mem_new_array(m, int32_t, rows->n + 1),
	    .until = mem_new_array(m, int32_t, rows->n + 1),
	    .what = mem_new_array(m, int32_t, rows->n + 1),
	};

	if (rows->n)
		qsort(rows->item, rows->n, sizeof rows->item[0], by_person_then_since);
	for (size_t i = 0; i < rows->n; i++) {
		bool first = i == 0 || rows->item[i - 1].person != rows->item[i].person;

		sorted.at[rows->item[i].person + 1]++;
		sorted.since[i] = first && rows->item[i].undated ? DAY_MIN : rows->item[i].since;
		sorted.until[i] = rows->item[i].until;
		sorted.what[i] = rows->item[i].what;
	}
	for (size_t p = 0; p < n_people; p++)
		sorted.at[p + 1] += sorted.at[p];
	return sorted;
}
