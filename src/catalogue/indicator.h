/* An indicator or a clock as its file states it. The measure room computes; nothing here names one. */
#ifndef CATALOGUE_INDICATOR_H
#define CATALOGUE_INDICATOR_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

enum measure_kind { MEASURE_RATE, MEASURE_PROPORTION, MEASURE_MEAN, MEASURE_MEDIAN, MEASURE_COUNT, MEASURE_RATIO };
enum measure_at { AT_PERIOD_END, DURING_PERIOD };
enum polarity { POLARITY_NEITHER, POLARITY_HIGHER, POLARITY_LOWER };
enum period_kind {
	PERIOD_DAY, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_TERM, PERIOD_CALENDAR_YEAR, PERIOD_FINANCIAL_YEAR,
	PERIOD_ACADEMIC_YEAR, PERIOD_ROLLING_12_MONTHS, PERIOD_THREE_YEARS, PERIOD_WINTER, PERIOD_COUNT
};
enum measure_unit { UNIT_CHILD, UNIT_WORKER, UNIT_ORG, UNIT_PLACE, UNIT_ROW };

struct population_rule {
	bool given;
	int age_from, age_to;           /* both included */
	char sex;                       /* 'F', 'M' or 0 */
};

/* A published number that is the indicator's own: by the names that the numbers have (docs/published.md). */
struct counterpart {
	const char *value, *numerator, *denominator;    /* "ees.FILE.COLUMN", "fingertips.90284", "lait.LAC"; may be NULL but value */
	const char *less;               /* a gap: what is taken from the value; NULL: none */
	double times;                   /* from the publisher's unit to the indicator's; 1 where they are the same */
	bool of_counts;                 /* the publisher gives counts alone: `value` is the numerator, and the number is worked out */
	const char **filter, **is;      /* the cuts that choose the row, by name: filter[i] is is[i] */
	size_t n_filter;
};

struct indicator {
	const char *id, *title, *about, *topic, *life_stage, *source, *caveat, *file;
	enum measure_kind measure;
	double per;                     /* 10000 for a rate per 10,000; 100 for a proportion shown in per cent */
	enum measure_at at;
	enum polarity better;
	enum measure_unit unit;
	struct population_rule population;
	bool by_period[PERIOD_COUNT];
	enum period_kind main_period;   /* what the scorecard shows */
	const char *rows;               /* the SQL; NULL when no extract holds it: then it is published, or reported, or both */
	bool reported;                  /* a person types its figures (basis `reported`) */
	int rows_line;                  /* the line of the file on which the SQL begins */
	bool window;                    /* rows runs once a period, with :from and :to */
	const char **hits;              /* the words of the query's column `word` that are a hit; other words are none */
	size_t n_hits;
	const char *among;              /* counts only who belongs to this group on the day: "looked_after"; NULL: everybody */
	bool monthly;                   /* rows are snapshots, one a month: a longer period's figure is the mean of its months */
	const char *accumulate;         /* how rows fold to children first (persistent absence): "numerator / denominator >= 0.1" */
	double accumulate_least;
	const char *from_clock;         /* made from clock X */
	double target;                  /* NaN when none */
	const char *domain;
	const char **tables;            /* kinds of episode and event the query reads, for incremental runs.
	                                 * Found from the SQL, ends with NULL; NULL itself when it may read any */
	bool facts_alone;               /* the query reads no table but episode and event */
	int64_t small_numbers_under, round_to;
	struct counterpart *published;  /* the same measure as others publish it, the most trusted first */
	size_t n_published;
	int line;
};

enum clock_unit { WITHIN_HOURS, WITHIN_DAYS, WITHIN_WORKING_DAYS, WITHIN_SCHOOL_DAYS, WITHIN_WEEKS, WITHIN_MONTHS };

struct clock_mark {
	bool is_event;                  /* an event of this kind, else an episode's start or end */
	bool episode_end;
	const char *kind, *where;       /* where: an SQL condition over the row, or NULL */
};

struct clock {
	const char *id, *title, *topic, *source, *force, *file;     /* force: law | guidance | local */
	const char *about, *life_stage, *caveat, *domain;
	struct counterpart *published;  /* as an indicator's */
	size_t n_published;
	double target;                  /* NaN when none; with the periods, for the indicator that the clock makes */
	bool by_period[PERIOD_COUNT];
	enum period_kind main_period;
	struct clock_mark starts, stops;
	struct clock_mark closes;       /* what ends the wait, counted or not; the stops where the file names nothing else */
	int within;
	enum clock_unit unit;
	int32_t from, until;            /* when this version of the rule is in force; DAY_NONE open */
	int line;
};

#endif
