/* A table as an Excel workbook of one sheet: the heading bold and in sight while the rows scroll, numbers as numbers.
 *
 * Rows are streamed (libxlsxwriter's constant memory mode), so a long table takes no more memory than a short one. Every
 * text is written as a string and never as a formula, whatever it begins with. The library writes to a file by its name:
 * that file is one in memory, so nothing of the table stays behind on a disk when the program is killed.
 */
#include "base/table_cells.h"

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#define WIDTH_LEAST 8
#define WIDTH_MOST 60
#define TEXT_MOST 32767                 /* characters in a cell of a workbook */
#define DECIMALS_MOST 9

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *heading, *decimals[DECIMALS_MOST + 1];
	struct mem *mem;
};

/* What a cell can hold of a text: whole characters, and no more than the format allows. */
static const char *
cell_words(struct mem *m, struct view v)
{
	struct view rest = v;

	for (size_t n = 0; rest.n > 0 && n < TEXT_MOST; n++)
		utf8_next(&rest);
	return view_copy(m, (struct view){v.at, v.n - rest.n});
}

/* A number is shown with its decimals and kept whole. */
static lxw_format *
number_format(struct sheet *s, int decimals)
{
	int n = decimals < 0 ? 0 : decimals > DECIMALS_MOST ? DECIMALS_MOST : decimals;

	if (!s->decimals[n]) {
		s->decimals[n] = workbook_add_format(s->book);
		format_set_num_format(s->decimals[n], n ? mem_format(s->mem, "0.%0*d", n, 0) : "0");
	}
	return s->decimals[n];
}

static lxw_error
put_cell(struct sheet *s, const struct table *t, size_t row, size_t column)
{
	struct cell c = cell_at(t, row, column);
	lxw_row_t y = (lxw_row_t)row + 1;
	lxw_col_t x = (lxw_col_t)column;
	double number;

	if (cell_number(c, &t->columns[column], &number))
		return isfinite(number) ? worksheet_write_number(s->page, y, x, number,
		    c.kind == CELL_REAL ? number_format(s, c.decimals) : NULL) : LXW_NO_ERROR;
	if (c.kind != CELL_TEXT || c.text.n == 0)
		return LXW_NO_ERROR;
	return worksheet_write_string(s->page, y, x, cell_words(s->mem, c.text), NULL);
}

static lxw_error
put_heading(struct sheet *s, const struct table *t)
{
	size_t *width = column_widths(t);
	lxw_error e = LXW_NO_ERROR;

	s->heading = workbook_add_format(s->book);
	format_set_bold(s->heading);
	for (size_t k = 0; k < t->width; k++) {
		size_t n = width[k] < WIDTH_LEAST ? WIDTH_LEAST : width[k] > WIDTH_MOST ? WIDTH_MOST : width[k];

		worksheet_set_column(s->page, (lxw_col_t)k, (lxw_col_t)k, (double)n + 2, NULL);
	}
	for (size_t k = 0; k < t->width && e == LXW_NO_ERROR; k++)
		e = worksheet_write_string(s->page, 0, (lxw_col_t)k, t->columns[k].name, s->heading);
	worksheet_freeze_panes(s->page, 1, 0);
	return e;
}

/* Fills the workbook at `path` and closes it, whatever happens. */
static lxw_error
fill_book(const struct table *t, const char *path)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	struct sheet s = {.book = workbook_new_opt(path, &options), .mem = t->mem};
	lxw_error e = LXW_ERROR_MEMORY_MALLOC_FAILED, closed;

	if (!s.book)
		return e;
	s.page = workbook_add_worksheet(s.book, "Figures");
	if (s.page)
		e = put_heading(&s, t);
	for (size_t row = 0; row < table_rows(t) && e == LXW_NO_ERROR; row++)
		for (size_t k = 0; k < t->width && e == LXW_NO_ERROR; k++)
			e = put_cell(&s, t, row, k);
	closed = workbook_close(s.book);
	return e != LXW_NO_ERROR ? e : closed;
}

static bool
copy_file(int fd, FILE *out)
{
	char part[65536];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return false;
	while ((n = read(fd, part, sizeof part)) > 0)
		if (fwrite(part, 1, (size_t)n, out) != (size_t)n)
			return true;            /* table_print sees the stream's error and says it */
	return n == 0;
}

enum err
print_xlsx(struct ctx *c, const struct table *t, FILE *out)
{
	int fd = memfd_create("table.xlsx", MFD_CLOEXEC);
	lxw_error e;
	bool copied;

	if (fd < 0)
		return fail(c, ERR_SYSTEM, "There is no memory for the workbook");
	e = fill_book(t, mem_format(t->mem, "/proc/self/fd/%d", fd));
	copied = e == LXW_NO_ERROR && copy_file(fd, out);
	close(fd);
	if (e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
		return fail(c, ERR_INPUT, "The table has more rows or columns than a workbook can hold: take it as CSV");
	if (!copied)
		return fail(c, ERR_SYSTEM, "The workbook could not be written: %s", lxw_strerror(e));
	return OK;
}
