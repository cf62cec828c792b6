/* Printing rows for people and for programs: as a table, CSV, JSON or an Excel workbook from one description. */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdio.h>

#include "base/err.h"
#include "base/text.h"

struct table_column {
	const char *name;           /* the heading; in JSON the key, lower case with _ for spaces */
	bool right;                 /* numbers: aligned right, and unquoted in JSON */
};

struct table;
struct table *table_new(struct mem *m, const struct table_column *columns, size_t n);
void table_cell(struct table *t, struct view v);            /* the next cell; rows fill themselves */
void table_cell_text(struct table *t, const char *text);    /* NULL is an empty cell (null in JSON) */
void table_cell_int(struct table *t, int64_t n);
/* NaN is an empty cell. Tables for people show `decimals`; CSV and JSON full precision; a workbook shows the decimals and
 * holds it all. */
void table_cell_real(struct table *t, double x, int decimals);
/* `format` is "table", "csv", "json" or "xlsx" (bytes, of one sheet); anything else is ERR_USAGE. */
enum err table_print(struct ctx *c, const struct table *t, const char *format, FILE *out) MUST_USE;
/* The same as text, or bytes, which lives as long as the table. */
enum err table_text(struct ctx *c, const struct table *t, const char *format, struct view *out) MUST_USE;

#endif
