/* One table, and the ways to print it as text: for people, for spreadsheets, for programs. The workbook: table_xlsx.c. */
#include "base/table_cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

struct table *
table_new(struct mem *m, const struct table_column *columns, size_t n)
{
	struct table *t = mem_new_one(m, struct table);

	t->mem = m;
	t->columns = columns;
	t->width = n;
	return t;
}

void
table_cell(struct table *t, struct view v)
{
	*push(t->mem, &t->cells) = (struct cell){.kind = CELL_TEXT, .text = {view_copy(t->mem, v), v.n}};
}

void
table_cell_text(struct table *t, const char *text)
{
	if (text != NULL)
		table_cell(t, view_of(text));
	else
		push(t->mem, &t->cells)->kind = CELL_EMPTY;
}

void
table_cell_int(struct table *t, int64_t n)
{
	*push(t->mem, &t->cells) = (struct cell){.kind = CELL_INT, .whole = n};
}

void
table_cell_real(struct table *t, double x, int decimals)
{
	if (isnan(x))
		table_cell_text(t, NULL);
	else
		*push(t->mem, &t->cells) = (struct cell){.kind = CELL_REAL, .decimals = decimals, .real = x};
}

size_t
table_rows(const struct table *t)
{
	return t->width == 0 ? 0 : (t->cells.n + t->width - 1) / t->width;
}

struct cell
cell_at(const struct table *t, size_t row, size_t column)
{
	size_t i = row * t->width + column;

	return i < t->cells.n ? t->cells.item[i] : (struct cell){0};
}

bool
cell_number(struct cell c, const struct table_column *column, double *out)
{
	if (c.kind == CELL_TEXT)
		return column->right && view_real(c.text, out);
	*out = c.kind == CELL_INT ? (double)c.whole : c.real;
	return c.kind != CELL_EMPTY;
}

/* The columns a text fills on a terminal: characters, less the marks that combine with the one before. */
static size_t
text_width(struct view v)
{
	size_t width = 0;

	while (v.n > 0) {
		uint32_t ch = utf8_next(&v);

		width += !(ch >= 0x300 && ch <= 0x36f);
	}
	return width;
}

/* A cell as people see it, in `b`. Line breaks and other control characters would break the lines of the table. */
static void
cell_show(struct builder *b, struct cell c)
{
	b->n = 0;
	if (c.kind == CELL_INT)
		put_format(b, "%lld", (long long)c.whole);
	else if (c.kind == CELL_REAL)
		put_format(b, "%.*f", c.decimals, c.real);
	for (size_t i = 0; c.kind == CELL_TEXT && i < c.text.n; i++) {
		unsigned char ch = (unsigned char)c.text.at[i];

		put_char(b, ch < 0x20 || ch == 0x7f ? ' ' : (char)ch);
	}
}

static void
pad(struct builder *line, size_t n, char ch)
{
	while (n-- > 0)
		put_char(line, ch);
}

/* One cell of a line, in as many columns as its heading or its widest cell needs. */
static void
put_padded(struct builder *line, struct view v, size_t width, bool right)
{
	size_t own = text_width(v);
	size_t room = width > own ? width - own : 0;

	if (right)
		pad(line, room, ' ');
	put(line, v);
	if (!right)
		pad(line, room, ' ');
	put(line, VIEW("  "));
}

/* Writes the line without the spaces at its end, and empties it. */
static void
line_end(struct builder *line, FILE *out)
{
	while (line->n > 0 && line->at[line->n - 1] == ' ')
		line->n--;
	fwrite(built_text(line), 1, line->n, out);
	putc('\n', out);
	line->n = 0;
}

size_t *
column_widths(const struct table *t)
{
	size_t *width = mem_new_array(t->mem, size_t, t->width);
	struct builder b = {.mem = t->mem};

	for (size_t k = 0; k < t->width; k++) {
		width[k] = text_width(view_of(t->columns[k].name));
		for (size_t row = 0; row < table_rows(t); row++) {
			size_t own;

			cell_show(&b, cell_at(t, row, k));
			own = text_width(built(&b));
			if (own > width[k])
				width[k] = own;
		}
	}
	return width;
}

static void
print_for_people(const struct table *t, FILE *out)
{
	size_t *width = column_widths(t);
	struct builder cell = {.mem = t->mem}, line = {.mem = t->mem};

	for (size_t k = 0; k < t->width; k++)
		put_padded(&line, view_of(t->columns[k].name), width[k], t->columns[k].right);
	line_end(&line, out);
	for (size_t k = 0; k < t->width; k++) {
		pad(&line, width[k], '-');
		put(&line, VIEW("  "));
	}
	line_end(&line, out);
	for (size_t row = 0; row < table_rows(t); row++) {
		for (size_t k = 0; k < t->width; k++) {
			cell_show(&cell, cell_at(t, row, k));
			put_padded(&line, built(&cell), width[k], t->columns[k].right);
		}
		line_end(&line, out);
	}
}

/* RFC 4180, and no cell that a spreadsheet would run: a text that starts like a formula, and is not a number, is led
 * by an apostrophe. */
static void
csv_text(struct builder *b, struct view v)
{
	double number;
	bool formula = v.n > 0 && memchr("=+-@\t\r", v.at[0], 6) != NULL && !view_real(v, &number);
	bool quote = false;

	for (size_t i = 0; i < v.n && !quote; i++)
		quote = memchr(",\"\r\n", v.at[i], 4) != NULL;
	if (quote)
		put_char(b, '"');
	if (formula)
		put_char(b, '\'');
	for (size_t i = 0; i < v.n; i++) {
		if (v.at[i] == '"')
			put_char(b, '"');
		put_char(b, v.at[i]);
	}
	if (quote)
		put_char(b, '"');
}

static void
csv_cell(struct builder *b, struct cell c)
{
	if (c.kind == CELL_INT)
		put_format(b, "%lld", (long long)c.whole);
	else if (c.kind == CELL_REAL && isfinite(c.real))
		put_real(b, c.real);
	else if (c.kind == CELL_TEXT)
		csv_text(b, c.text);
}

static void
print_csv(const struct table *t, FILE *out)
{
	struct builder b = {.mem = t->mem};

	for (size_t k = 0; k < t->width; k++) {
		csv_text(&b, view_of(t->columns[k].name));
		put_char(&b, k + 1 == t->width ? '\n' : ',');
	}
	for (size_t row = 0; row < table_rows(t); row++) {
		fwrite(b.at, 1, b.n, out);
		b.n = 0;
		for (size_t k = 0; k < t->width; k++) {
			csv_cell(&b, cell_at(t, row, k));
			put_char(&b, k + 1 == t->width ? '\n' : ',');
		}
	}
	if (b.n > 0)
		fwrite(b.at, 1, b.n, out);
}

static const char *
json_name(struct mem *m, const char *name)
{
	char *key = mem_copy(m, name, strlen(name));

	for (char *p = key; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
		else if (*p == ' ')
			*p = '_';
	return key;
}

static void
json_cell(struct json *j, struct cell c, const struct table_column *column)
{
	int64_t whole;
	double real;

	if (c.kind == CELL_EMPTY)
		json_null(j);
	else if (c.kind == CELL_INT)
		json_int(j, c.whole);
	else if (c.kind == CELL_TEXT && column->right && view_int(c.text, &whole))
		json_int(j, whole);
	else if (cell_number(c, column, &real))
		json_real(j, real);
	else
		json_text(j, c.text);
}

static void
print_json(const struct table *t, FILE *out)
{
	const char **key = mem_new_array(t->mem, const char *, t->width);
	struct builder b = {.mem = t->mem};

	for (size_t k = 0; k < t->width; k++)
		key[k] = json_name(t->mem, t->columns[k].name);
	putc('[', out);
	for (size_t row = 0; row < table_rows(t); row++) {
		struct json j = {.out = &b};

		b.n = 0;
		json_object(&j);
		for (size_t k = 0; k < t->width; k++) {
			json_key(&j, key[k]);
			json_cell(&j, cell_at(t, row, k), &t->columns[k]);
		}
		json_end_object(&j);
		fputs(row == 0 ? "\n" : ",\n", out);
		fwrite(b.at, 1, b.n, out);
	}
	fputs(table_rows(t) > 0 ? "\n]\n" : "]\n", out);
}

static const struct {
	const char *name;
	void (*print)(const struct table *t, FILE *out);
} formats[] = {
	{"table", print_for_people},
	{"csv", print_csv},
	{"json", print_json},
};

/* As text, which nothing but the stream can stop; false when no format has the name. */
static bool
print_text(const struct table *t, const char *format, FILE *out)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (strcmp(formats[i].name, format) != 0)
			continue;
		formats[i].print(t, out);
		return true;
	}
	return false;
}

enum err
table_print(struct ctx *c, const struct table *t, const char *format, FILE *out)
{
	if (strcmp(format, "xlsx") == 0)
		TRY(print_xlsx(c, t, out));
	else if (!print_text(t, format, out))
		return fail(c, ERR_USAGE, "there is no format \"%s\"; the formats are table, csv, json and xlsx", format);
	if (fflush(out) != 0 || ferror(out))
		return fail(c, ERR_SYSTEM, "the output could not be written: is the disk full, or the reader gone?");
	return OK;
}

enum err
table_text(struct ctx *c, const struct table *t, const char *format, struct view *out)
{
	char *text = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&text, &n);
	enum err e;

	if (stream == NULL)
		return fail(c, ERR_SYSTEM, "there is no memory for the table's text");
	e = table_print(c, t, format, stream);
	fclose(stream);
	*out = (struct view){mem_copy(t->mem, text, n), n};
	free(text);
	return e;
}
