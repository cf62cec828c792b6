/* One writer for each agency: what it holds of a household, into its files. */
#ifndef DEMO_WRITE_H
#define DEMO_WRITE_H

#include "demo/files.h"
#include "demo/noise.h"
#include "demo/out.h"
#include "demo/population.h"

/* What is counted over all the people, for the population file and the summary. */
#define N_AGES 26
#define POPULATION_YEARS 6
struct census {
	int32_t people[N_AREAS][POPULATION_YEARS][N_AGES][2];
};

struct writing {
	const struct world *w;
	struct part *part;
	struct census *census;
};

/* First day, and last, of financial year 0 (April 2021) … 4. */
int32_t year_first(int year);
int32_t year_last(int year);
/* The number of the financial year of a day; -1 before, N_YEARS after. */
int year_of(int32_t day);
/* The academic year's number: 0 is September 2021 to August 2022. */
int academic_year_of(int32_t day);

void write_reference(const struct writing *out);                /* once */
void write_boundaries(const struct writing *out);               /* once; write_reference does */
void write_population(const struct writing *out);               /* at the end */
void write_cin_open(const struct writing *out);
void write_cin_close(const struct writing *out);
void write_staff(const struct writing *out);                    /* once: teams and workers of the case system */

void write_looked_after(const struct writing *out, const struct household *h);
void write_cin(const struct writing *out, const struct household *h);
void write_case_feed(const struct writing *out, const struct household *h);
bool in_school_census(const struct person *p);          /* was on a roll in the terms that are written */
void write_school_census(const struct writing *out, const struct household *h);
void write_send(const struct writing *out, const struct household *h);
void write_health(const struct writing *out, const struct household *h);
void write_early_help(const struct writing *out, const struct household *h);
void write_justice(const struct writing *out, const struct household *h);        /* youth justice and police */
void write_after_school(const struct writing *out, const struct household *h);   /* destinations; home education */

#endif
