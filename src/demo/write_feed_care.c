/* The nightly feed: care, placements, reviews, plans, leaving care and being missing. */
#include <stdio.h>

#include "demo/feed.h"

#define YES_NO(yes) TEXT((yes) ? "Y" : "N")

static void
rows_write(struct feed *f, const struct care *care)
{
	const struct postcode *postcode = f->out->w->county->postcode;
	char urn[12];

	for (size_t i = 0; i < care->rows.n; i++) {
		const struct care_row *row = &care->rows.item[i];

		snprintf(urn, sizeof urn, "%d", row->urn);
		FEED(F_CASE_CARE, KEY(ROW_ID), KEY(f->seen.id), ISO(row->since), CODE(row->reason_new),
		    CODE(care->need), ISO(row->until),
		    CODE(NEVER(row->until) ? "" : row->reason_ceased), CODE(row->legal), CODE(row->place),
		    CODE(row->provider),
		    CODE(NEVER(row->until) ? "" : row->reason_change), TEXT(postcode[row->home].text),
		    TEXT(postcode[row->postcode].text),
		    TEXT(row->urn > 0 ? urn : ""));
	}
}

/* Rows that share a placement are one placement. */
static void
placements_write(struct feed *f, const struct care *care)
{
	const struct county *k = f->out->w->county;
	char urn[12];

	for (size_t i = 0; i < care->rows.n; i++) {
		const struct care_row *row = &care->rows.item[i], *last = row;

		if ((size_t)row->first_of_placement != i)
			continue;
		while (last + 1 < care->rows.item + care->rows.n
		    && last[1].first_of_placement == row->first_of_placement)
			last++;
		snprintf(urn, sizeof urn, "%d", row->urn);
		FEED(F_CASE_PLACEMENTS, KEY(ROW_ID), KEY(f->seen.id), ISO(row->since), CODE(row->place),
		    TEXT(row->urn > 0 ? urn : ""),
		    NUMBER(county_miles(k, row->home, row->postcode)), CODE(row->provider),
		    TEXT(k->postcode[row->postcode].text),
		    ISO(last->until), CODE(NEVER(last->until) ? "" : last->reason_change));
		FEED(F_CASE_ADDRESS, KEY(ROW_ID), KEY(f->seen.id), CODE("placement"), ISO(row->since),
		    ISO(last->until),
		    TEXT(k->postcode[row->postcode].text), NIL);
	}
}

static void
care_write(struct feed *f, const struct care *care)
{
	struct dates reviews;

	rows_write(f, care);
	placements_write(f, care);
	FEED(F_CASE_CARE_PLANS, KEY(ROW_ID), KEY(f->seen.id), ISO(care->since), ISO(care->until), CODE("care_plan"));
	reviews_of_care(f->out->w, f->p, care, &reviews);
	for (int i = 0; i < reviews.n; i++)
		if (reviews.day[i] >= HISTORY_BEGINS)
			FEED(F_CASE_CARE_REVIEWS, KEY(ROW_ID), KEY(f->seen.id),
			    ISO(i == 0 ? workday_add(care->since, 20) : reviews.day[i - 1] + (i == 1 ? 91 : 183)),
			    ISO(reviews.day[i]), TEXT("N"),
			    CODE(review_code(f->p, reviews.day[i])));
	if (care->alone && f->p->id % 2 == 0)
		FEED(F_CASE_LEGAL, KEY(ROW_ID), KEY(f->seen.id), TEXT("Leave to remain"),
		    ISO(care->since + 240 > LAST_DAY ? LAST_DAY
		    : care->since + 240), NIL);
}

static void
leaving_write(struct feed *f)
{
	int32_t eighteen = day_add_months(f->p->born, 216), twenty_five = day_add_months(f->p->born, 300);
	struct leaver_year now = leaver_year(f->out->w, f->p, LAST_DAY);

	FEED(F_CASE_LEAVERS, KEY(ROW_ID), KEY(f->seen.id), CODE(eighteen > LAST_DAY ? "relevant"
	    : "former_relevant"), CODE(now.in_touch),
	    ISO(LAST_DAY - (int32_t)(f->p->id % 70)), CODE(now.accommodation), CODE(now.activity),
	    ISO(LAST_DAY + (int32_t)(f->p->id % 150)), TEXT("T13"), ISO(day_add_months(f->p->born, 192)),
	    ISO(day_known(twenty_five)));
	FEED(F_CASE_CARE_PLANS, KEY(ROW_ID), KEY(f->seen.id), ISO(day_add_months(f->p->born, 195)),
	    ISO(day_known(twenty_five)),
	    CODE("pathway_plan"));
}

void
feed_care(struct feed *f)
{
	for (size_t i = 0; i < f->p->life.cares.n; i++) {
		const struct care *care = &f->p->life.cares.item[i];

		if (NEVER(care->until) || care->until >= HISTORY_BEGINS)
			care_write(f, care);
	}
	for (size_t i = 0; i < f->p->life.missing.n; i++) {
		const struct missing *x = &f->p->life.missing.item[i];
		bool offered = rng_per_10k(&f->r, 8800);

		FEED(F_CASE_MISSING, KEY(ROW_ID), KEY(f->seen.id), ISO(x->since), CODE(x->away ? "A" : "M"),
		    ISO(x->until), YES_NO(offered),
		    YES_NO(offered && rng_per_10k(&f->r, 6200)));
	}
	if (NEVER(f->p->died) && person_age(f->p, LAST_DAY) < 25 && care_leaver(f->p, LAST_DAY))
		leaving_write(f);
}
