/* What the measure room's pages share. */
#ifndef MEASURE_MEASURE_PAGES_H
#define MEASURE_MEASURE_PAGES_H

#include "measure/shown.h"
#include "web/http.h"

struct table;

/* The area that the address asks for, or the whole authority. */
struct asked_area {
	const char *code, *name, *authority, *authority_name;
	bool whole;
};
enum err asked_area(struct request *q, struct asked_area *out) MUST_USE;

/* A whole number with its thousands marked, "c" where hidden, "" where there is none. */
const char *count_words(struct mem *m, const struct shown *s, double n);
/* The figure alone: "81.6", "c", "". */
const char *value_words(struct mem *m, const struct indicator *k, const struct shown *s);
/* The figure with its unit: "81.6%", "97.3 per 10,000". */
const char *value_with_unit(struct mem *m, const struct indicator *k, double value);

/* Replies with a table as a file to keep, NAME.csv or NAME.xlsx; `format` is "csv" or "xlsx". */
enum err reply_table(struct request *q, const struct table *t, const char *name, const char *format) MUST_USE;

/* The handlers that stand in files of their own; measure_pages.c holds the room's routes. */
enum err scorecard_page(struct request *q) MUST_USE;
enum err indicator_page(struct request *q) MUST_USE;
enum err inequality_page(struct request *q) MUST_USE;
enum err inequality_csv(struct request *q) MUST_USE;
enum err inequality_xlsx(struct request *q) MUST_USE;
enum err movement_page(struct request *q) MUST_USE;
enum err movement_csv(struct request *q) MUST_USE;
enum err movement_xlsx(struct request *q) MUST_USE;
enum err timeliness_page(struct request *q) MUST_USE;
enum err timeliness_csv(struct request *q) MUST_USE;
enum err timeliness_xlsx(struct request *q) MUST_USE;

#endif
