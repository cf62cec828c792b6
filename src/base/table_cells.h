/* A table's cells, for those that print it. Private to the floor's table*.c. */
#ifndef BASE_TABLE_CELLS_H
#define BASE_TABLE_CELLS_H

#include "base/mem.h"
#include "base/table.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_INT, CELL_REAL };

struct cell {
	enum cell_kind kind;
	int decimals;
	struct view text;
	union {
		int64_t whole;
		double real;
	};
};

struct table {
	struct mem *mem;
	const struct table_column *columns;
	size_t width;                           /* columns */
	struct LIST(struct cell) cells;         /* row after row */
};

size_t table_rows(const struct table *t);
/* The last row may lack cells: they are empty. */
struct cell cell_at(const struct table *t, size_t row, size_t column);
/* Whether a cell is a number: one put as such, or a text that reads as one in a column of numbers. */
bool cell_number(struct cell c, const struct table_column *column, double *out);
/* How many characters each column needs for its heading and its widest cell. */
size_t *column_widths(const struct table *t);

/* Writes the table as a workbook of one sheet. */
enum err print_xlsx(struct ctx *c, const struct table *t, FILE *out) MUST_USE;

#endif
