/* `bairn calc METHOD`: the methods of stats/ over a CSV file, without a database.
 *
 * A method is a row of a table: the columns that it reads, the columns that it writes and a function over one group of rows.
 * Reading, checking, grouping and writing are the same for all. This header is for the calc files alone. */
#ifndef MEASURE_CALC_H
#define MEASURE_CALC_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/command.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "stats/interval.h"

/* ---- what a method reads ------------------------------------------------------------------------------------- */

enum calc_kind {
	CALC_NUMBER,
	CALC_LEVEL,             /* a confidence: 0.95 or 95; kept as a fraction */
	CALC_FLAG,              /* TRUE or FALSE: 1 or 0 */
	CALC_CHOICE,            /* one of `words`: its number */
	CALC_FIRST,             /* a number, or the first one in the text: 1 for "1-4", 2015 for "2015/16" */
	CALC_TEXT,              /* any text; equal texts have equal numbers, from 0 */
};

enum calc_want {
	CALC_NEEDED = 1,        /* the column must be there (or, for a setting, an option) */
	CALC_FILLED = 2,        /* no cell may be empty */
	CALC_NOT_NEGATIVE = 4,
	CALC_POSITIVE = 8,
	CALC_WHOLE = 16,
	CALC_INFINITE = 32,     /* Inf and -Inf are numbers */
	CALC_SHOWN = 128,       /* tells rows of a group apart: written out again */
	CALC_SETTING = 64,      /* an option of the same name serves in place of the column; groups differ in it */
};

struct calc_word {
	const char *text;       /* in small letters, without spaces, hyphens and underscores */
	int number;
};

struct calc_column {
	const char *name, *other;               /* other: a second name that the peer or people use; may be NULL */
	enum calc_kind kind;
	unsigned want;
	double otherwise;                       /* what holds where neither column nor option is there; NAN: nothing */
	const struct calc_word *words;          /* of a choice; ends with a NULL text */
};

#define CALC_COLUMNS 20                         /* more than any method reads */
#define CALC_OUTPUTS 40                         /* more than any writes */

/* ---- what it writes ------------------------------------------------------------------------------------------ */

struct calc_cell {
	double number;          /* NaN is an empty cell; see calc_literal() */
	const char *word;       /* instead of the number */
};

/* A NaN that is written as "NaN": the figure is not defined, which is not the same as not known. Other numbers as they are. */
double calc_literal(double x);

/* An output's name that ends with it stands for the limits of every level: alone for lowercl and uppercl or both pairs of
 * lower95_0cl and so on, after a prefix for names like mc_sii_lower95. */
#define CALC_LIMITS "*"

enum calc_shape {
	CALC_EACH_ROW,          /* a row out for each row in, on its own: read and written a batch at a time */
	CALC_ROW_OF_GROUP,      /* a row out for each row in, which depends on its group */
	CALC_GROUP,             /* one row out for a group */
	CALC_TABLE,             /* calc_method.rows rows out for a group */
};

struct calc;

struct calc_group {
	size_t index;           /* 0, 1, … in order of first appearance */
	size_t from, n;         /* its rows in calc.number[] */
};

struct calc_method {
	const char *name;
	enum calc_shape shape;
	const struct calc_column *in;           /* ends with a NULL name */
	const char *const *out;                 /* names; ends with NULL */
	enum err (*run)(struct calc *k, const struct calc_group *g);
	enum err (*run_all)(struct calc *k);    /* instead of run(): over all groups at once */
	int levels;                             /* of confidence when none is asked for: 1, 2, or 0 for a method without */
	size_t rows;                            /* of a CALC_TABLE */
};

/* ---- a run --------------------------------------------------------------------------------------------------- */

struct calc_reader;
struct calc_writer;
#define CALC_LEVELS 2
#define CALC_PREPARED 8

struct calc {
	struct ctx *c;
	const struct args *args;
	const struct calc_method *method;
	struct mem *mem;                        /* until the batch is written */
	double level[CALC_LEVELS];              /* asked for, as fractions */
	int levels;
	bool has[CALC_COLUMNS];                 /* the input has the column, or the option was given */
	double *number[CALC_COLUMNS];           /* by column and row; settings are filled in */
	int64_t *row, *line;                    /* of the input, for messages; both from 1, the header being line 1 */
	size_t n;                               /* rows */
	size_t *order;                          /* where each row goes in the output, once rows are in order of their groups */
	struct calc_group *group;
	size_t groups;
	struct calc_cell *cell;                 /* by output row and column */
	size_t columns;                         /* of the output, limits counted each */
	const char *out_name[CALC_OUTPUTS];
	struct rate_limits prepared[CALC_PREPARED];
	size_t n_prepared;
	struct calc_reader *reader;
	struct calc_writer *writer;
};

/* The cells of an output row: the i-th row of the group for the first two shapes and for a table, the only one (0) of a
 * CALC_GROUP. */
struct calc_cell *calc_cells(struct calc *k, const struct calc_group *g, size_t i);

/* Fails naming row and column: "row 3 (line 4), column n: …". `row` counts as calc.number[] does. */
enum err calc_fail(struct calc *k, size_t row, int column, const char *format, ...) LIKE_PRINTF(4, 5);

/* Exact limits and deviate of a confidence, worked out once. NaN has none: NULL. Lives as long as the run. */
const struct rate_limits *calc_prepared(struct calc *k, double confidence);

/* Puts limits into `cells` for each level: from[0] is the first level's. */
void calc_put_limits(const struct calc *k, struct calc_cell *cells, const struct interval *from);

/* ---- the parts ----------------------------------------------------------------------------------------------- */

/* Reads the header and finds the columns. */
enum err calc_reader_open(struct calc *k, const char *path) MUST_USE;
void calc_reader_close(struct calc *k);
/* Up to `most` rows into calc.number[]; *n of them, 0 at the end. Before: calc.mem is empty. */
enum err calc_read(struct calc *k, size_t most) MUST_USE;
/* The text of an echoed column in a row; how many there are, their names, and which make a group. */
size_t calc_echoes(const struct calc *k);
const char *calc_echo_name(const struct calc *k, size_t i);
bool calc_echo_shown(const struct calc *k, size_t i);
bool calc_echo_is_key(const struct calc *k, size_t i);
struct view calc_echo(const struct calc *k, size_t row, size_t i);

/* Sorts rows by group, in order of first appearance, and fills calc.group and calc.order. */
void calc_group_rows(struct calc *k);

void calc_writer_open(struct calc *k, FILE *out);
void calc_write_header(struct calc *k);
void calc_write_rows(struct calc *k);
enum err calc_writer_close(struct calc *k) MUST_USE;

/* All methods, in the order of the help: arrays of rows that end with a NULL name; ends with NULL. */
extern const struct calc_method *const calc_methods[];
extern const struct calc_method calc_row_methods[], calc_group_methods[], calc_series_methods[], calc_funnel_methods[],
    calc_inequality_methods[];

/* The words for enum judgement of stats/compare.h. */
extern const struct calc_word calc_polarities[];

extern const char calc_help[];

#endif
