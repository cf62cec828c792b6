/* Reading the input of `bairn calc`: the header against the method's columns, then every cell as a number, checked. */
#include "measure/calc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/hash.h"
#include "base/input.h"

#define LAST_TEXT 24                    /* the last cell's text is kept when not longer, for columns that repeat */

struct last {
	size_t n;
	char text[LAST_TEXT];
	double number;
};

struct echo {
	const char *name;
	size_t field;
	bool shown, key;
};

/* A piece of calc_reader.text, which may move as it grows. */
struct piece {
	size_t at, n;
};

struct calc_reader {
	struct input *in;
	struct csv *csv;
	size_t fields;                          /* in the header */
	int at[CALC_COLUMNS];                   /* which field a column is; -1 for none */
	struct last last[CALC_COLUMNS];
	struct text_map *texts;                 /* of CALC_TEXT columns */
	struct LIST(struct echo) echo;
	struct builder text;                    /* of the echoed cells of this batch */
	struct LIST(struct piece) piece;        /* row by row */
	size_t cap;                             /* rows that calc.number[] has room for */
	int64_t rows;                           /* read so far */
};

enum err
calc_fail(struct calc *k, size_t row, int column, const char *format, ...)
{
	char what[300];
	va_list list;

	va_start(list, format);
	vsnprintf(what, sizeof what, format, list);
	va_end(list);
	return fail(k->c, ERR_INPUT, "%s row %lld (line %lld), column %s: %s", input_name(k->reader->in),
	    (long long)k->row[row], (long long)k->line[row], k->method->in[column].name, what);
}

/* ---- the header ---------------------------------------------------------------------------------------------- */

/* The field of that name, -1 for none; two of one name are an error. */
static enum err
field_find(struct calc *k, const struct csv_row *header, const char *name, int *at)
{
	*at = -1;
	for (size_t i = 0; name != NULL && i < header->n; i++) {
		if (!view_is_fold(view_trim(header->field[i]), name))
			continue;
		if (*at >= 0)
			return fail(k->c, ERR_INPUT, "%s has the column %s twice", input_name(k->reader->in), name);
		*at = (int)i;
	}
	return OK;
}

static bool
is_output(const struct calc *k, struct view name)
{
	for (size_t i = 0; i < k->columns; i++)
		if (view_is_fold(name, k->out_name[i]))
			return true;
	return view_is_fold(name, "lowercl") || view_is_fold(name, "uppercl");
}

/* The column that the method reads from a field, or NULL. */
static const struct calc_column *
read_from(const struct calc_reader *r, const struct calc_method *m, size_t field)
{
	for (int i = 0; m->in[i].name != NULL; i++)
		if (r->at[i] == (int)field)
			return &m->in[i];
	return NULL;
}

/* Is the field one of those that --group names, or, without the option, called group or set? */
static bool
is_group(const struct calc *k, struct view name)
{
	struct view asked = view_of(args_option(k->args, "--group"));

	if (asked.n == 0)
		return view_is_fold(name, "group") || view_is_fold(name, "set");
	while (asked.n > 0) {
		struct view one = view_trim(view_cut(&asked, ','));

		if (one.n == name.n && view_is_fold(name, mem_copy(k->c->mem, one.at, one.n)))
			return true;
	}
	return false;
}

/* Groups differ in the columns that make them and in the settings that come as columns. A row in that has its own row out
 * carries along whatever the method does not know. */
static void
echoes_choose(struct calc *k, const struct csv_row *header)
{
	struct calc_reader *r = k->reader;
	bool whole = k->method->shape == CALC_EACH_ROW || k->method->shape == CALC_ROW_OF_GROUP;

	for (size_t i = 0; i < header->n; i++) {
		struct view name = view_trim(header->field[i]);
		const struct calc_column *read = read_from(r, k->method, i);
		bool setting = read != NULL && (read->want & CALC_SETTING), group = is_group(k, name);
		bool known = read != NULL ? !(read->want & CALC_SHOWN) : is_output(k, name);
		struct echo e = {
		    .name = view_copy(k->c->mem, name), .field = i, .key = group || setting,
		    .shown = group || (whole ? !known : setting),
		};

		if (k->method->shape == CALC_EACH_ROW)
			e.key = false;
		if (e.key || e.shown)
			*push(k->c->mem, &r->echo) = e;
	}
}

/* Every column that --group names must be there. */
static enum err
groups_check(struct calc *k, const struct csv_row *header)
{
	struct view asked = view_of(args_option(k->args, "--group"));

	while (asked.n > 0) {
		struct view one = view_trim(view_cut(&asked, ','));
		int at;

		TRY(field_find(k, header, mem_copy(k->c->mem, one.at, one.n), &at));
		if (at < 0)
			return fail(k->c, ERR_INPUT, "%s has no column " VIEW_FORMAT ", which --group names",
			    input_name(k->reader->in), VIEW_ARGS(one));
	}
	return OK;
}

static const char *
option_of(struct calc *k, const char *name)
{
	return name == NULL ? NULL : args_option(k->args, mem_format(k->c->mem, "--%s", name));
}

/* The sentence of a cell begins with its column; what stands before it says where the cell is. */
static enum err
fail_again(struct ctx *c, enum err e, const char *before)
{
	const char *sentence = mem_format(c->mem, "%s%s", before, c->sentence);

	fail_clear(c);
	return fail(c, e, "%s", sentence);
}

static enum err cell_read(struct calc *k, int column, struct view v, double *out);

/* A setting that no column gives: from its option, else what holds without. */
static enum err
setting_read(struct calc *k, int column, double *value)
{
	const struct calc_column *in = &k->method->in[column];
	const char *given = option_of(k, in->name);

	*value = in->otherwise;
	if (in->kind == CALC_LEVEL || !(in->want & CALC_SETTING))
		return OK;
	if (given == NULL)
		given = option_of(k, in->other);
	k->has[column] = given != NULL;
	if (given == NULL)
		return OK;
	if (cell_read(k, column, view_of(given), value) == OK)
		return OK;
	return fail_again(k->c, ERR_USAGE, "--");
}

static enum err
columns_find(struct calc *k, const struct csv_row *header)
{
	struct calc_reader *r = k->reader;

	for (int i = 0; k->method->in[i].name != NULL; i++) {
		const struct calc_column *in = &k->method->in[i];

		TRY(field_find(k, header, in->name, &r->at[i]));
		if (r->at[i] < 0)
			TRY(field_find(k, header, in->other, &r->at[i]));
		k->has[i] = r->at[i] >= 0;
		k->number[i] = mem_new_array(k->c->mem, double, 1);
		if (!k->has[i])
			TRY(setting_read(k, i, k->number[i]));
		if (!k->has[i] && (in->want & CALC_NEEDED))
			return fail(k->c, ERR_INPUT, "%s has no column %s, which %s needs%s%s", input_name(r->in), in->name,
			    k->method->name, in->want & CALC_SETTING ? "; or give the option --" : "",
			    in->want & CALC_SETTING ? in->name : "");
	}
	return OK;
}

enum err
calc_reader_open(struct calc *k, const char *path)
{
	struct calc_reader *r = k->reader = mem_new_one(k->c->mem, struct calc_reader);
	struct csv_row header;
	bool more;

	r->texts = text_map_new(k->c->mem);
	TRY(input_open(k->c, path, &r->in));
	input_without_digest(r->in);
	r->csv = csv_new(k->c, r->in, 0);
	TRY(csv_next(k->c, r->csv, &header, &more));
	if (!more)
		return fail(k->c, ERR_INPUT, "%s is empty; it must begin with a row that names the columns", input_name(r->in));
	r->fields = header.n;
	TRY(columns_find(k, &header));
	TRY(groups_check(k, &header));
	echoes_choose(k, &header);
	return OK;
}

void
calc_reader_close(struct calc *k)
{
	if (k->reader != NULL)
		input_close(k->reader->in);
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

static bool
is_missing(struct view v)
{
	return v.n == 0 || view_is(v, "NA") || view_is(v, "NaN");
}

static bool
infinite_read(struct view v, double *out)
{
	*out = v.n > 0 && v.at[0] == '-' ? -INFINITY : INFINITY;
	return view_is_fold(v, "Inf") || view_is_fold(v, "-Inf") || view_is_fold(v, "+Inf");
}

static bool
flag_read(struct view v, double *out)
{
	static const char *const words[] = {"FALSE", "TRUE", "no", "yes", "0", "1", "F", "T"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (view_is_fold(v, words[i])) {
			*out = (double)(i % 2);
			return true;
		}
	return false;
}

static bool
choice_read(struct view v, const struct calc_word *words, double *out)
{
	char plain[40];
	size_t n = 0;

	for (size_t i = 0; i < v.n && n + 1 < sizeof plain; i++)
		if (v.at[i] != ' ' && v.at[i] != '-' && v.at[i] != '_')
			plain[n++] = v.at[i];
	plain[n] = '\0';
	for (; words->text != NULL; words++)
		if (view_is_fold(view_of(plain), words->text)) {
			*out = words->number;
			return true;
		}
	return false;
}

static bool
first_read(struct view v, double *out)
{
	size_t i = 0, n = 0;

	if (view_real(v, out))
		return true;
	while (i < v.n && (v.at[i] < '0' || v.at[i] > '9'))
		i++;
	while (i + n < v.n && v.at[i + n] >= '0' && v.at[i + n] <= '9')
		n++;
	return view_real((struct view){v.at + i, n}, out);
}

static enum err
cell_says(struct calc *k, int column, struct view v, const char *what)
{
	return fail(k->c, ERR_INPUT, "%s: \"%.*s\" %s", k->method->in[column].name, (int)(v.n < 40 ? v.n : 40), v.at, what);
}

/* The rules that a number must keep besides being one. */
static enum err
number_check(struct calc *k, int column, struct view v, double *x)
{
	const struct calc_column *in = &k->method->in[column];

	if (in->kind == CALC_LEVEL) {
		if (!((*x >= 0.9 && *x <= 1) || (*x >= 90 && *x <= 100)))
			return cell_says(k, column, v, "is no level of confidence: it must be between 0.9 and 1 or between 90 and 100");
		*x = *x >= 90 ? *x / 100 : *x;
	}
	if ((in->want & CALC_POSITIVE) && *x <= 0)
		return cell_says(k, column, v, "must be greater than zero");
	if ((in->want & CALC_NOT_NEGATIVE) && *x < 0)
		return cell_says(k, column, v, "must be zero or greater");
	if ((in->want & CALC_WHOLE) && floor(*x) != *x)
		return cell_says(k, column, v, "must be a whole number");
	return OK;
}

/* One cell as a number; NaN when it is empty and may be. */
static enum err
cell_read(struct calc *k, int column, struct view v, double *out)
{
	const struct calc_column *in = &k->method->in[column];

	v = view_trim(v);
	*out = NAN;
	if (is_missing(v))
		return in->want & CALC_FILLED ? fail(k->c, ERR_INPUT, "%s: must not be missing", in->name) : OK;
	switch (in->kind) {
	case CALC_NUMBER:
	case CALC_LEVEL:
		if (view_real(v, out) || ((in->want & CALC_INFINITE) && infinite_read(v, out)))
			return number_check(k, column, v, out);
		return cell_says(k, column, v, infinite_read(v, out) ? "must be a finite number" : "is not a number, or too large for one");
	case CALC_FLAG:
		return flag_read(v, out) ? OK : cell_says(k, column, v, "must be TRUE or FALSE");
	case CALC_CHOICE:
		return choice_read(v, in->words, out) ? OK : cell_says(k, column, v, "is none of the words that may stand here");
	case CALC_FIRST:
		return first_read(v, out) ? OK : cell_says(k, column, v, "holds no number");
	case CALC_TEXT:
		*out = text_map_intern(k->reader->texts, v);
		return OK;
	}
	return OK;
}

/* The same through the last cell of the column: settings repeat, and reading seventeen digits takes time. */
static enum err
cell_read_again(struct calc *k, int column, struct view v, double *out)
{
	struct last *last = &k->reader->last[column];

	if (v.n == last->n && v.n > 0 && memcmp(v.at, last->text, v.n) == 0) {
		*out = last->number;
		return OK;
	}
	TRY(cell_read(k, column, v, out));
	if (v.n <= LAST_TEXT) {
		last->n = v.n;
		memcpy(last->text, v.at, v.n);
		last->number = *out;
	}
	return OK;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* Room for twice as many rows, settings filled in. */
static void
rows_room(struct calc *k)
{
	struct calc_reader *r = k->reader;
	size_t cap = r->cap == 0 ? 1024 : r->cap * 2;
	int64_t *line = mem_new_array(k->c->mem, int64_t, cap), *row = mem_new_array(k->c->mem, int64_t, cap);

	for (int i = 0; k->method->in[i].name != NULL; i++) {
		double *wider = mem_new_array(k->c->mem, double, cap);

		if (r->at[i] < 0)
			for (size_t j = 0; j < cap; j++)
				wider[j] = k->number[i][0];
		else if (r->cap > 0)
			memcpy(wider, k->number[i], r->cap * sizeof *wider);
		k->number[i] = wider;
	}
	if (r->cap > 0) {
		memcpy(line, k->line, r->cap * sizeof *line);
		memcpy(row, k->row, r->cap * sizeof *row);
	}
	k->line = line;
	k->row = row;
	r->cap = cap;
}

static enum err
row_read(struct calc *k, const struct csv_row *row)
{
	struct calc_reader *r = k->reader;

	if (row->n != r->fields)
		return fail(k->c, ERR_INPUT, "%s row %lld (line %lld) has %zu fields, and the header has %zu",
		    input_name(r->in), (long long)r->rows, (long long)row->line, row->n, r->fields);
	for (int i = 0; k->method->in[i].name != NULL; i++) {
		if (r->at[i] < 0 || cell_read_again(k, i, row->field[r->at[i]], &k->number[i][k->n]) == OK)
			continue;
		return fail_again(k->c, ERR_INPUT, mem_format(k->c->mem, "%s row %lld (line %lld), column ", input_name(r->in),
		    (long long)r->rows, (long long)row->line));
	}
	for (size_t i = 0; i < r->echo.n; i++) {
		struct view v = row->field[r->echo.item[i].field];

		*push(k->mem, &r->piece) = (struct piece){r->text.n, v.n};
		put(&r->text, v);
	}
	return OK;
}

enum err
calc_read(struct calc *k, size_t most)
{
	struct calc_reader *r = k->reader;
	struct csv_row row;
	bool more;

	k->n = 0;
	r->text = (struct builder){.mem = k->mem};
	r->piece.item = NULL;
	r->piece.n = r->piece.cap = 0;
	while (k->n < most) {
		TRY(csv_next(k->c, r->csv, &row, &more));
		if (!more)
			break;
		if (k->n == r->cap)
			rows_room(k);
		k->line[k->n] = row.line;
		k->row[k->n] = ++r->rows;
		TRY(row_read(k, &row));
		k->n++;
	}
	return OK;
}

size_t
calc_echoes(const struct calc *k)
{
	return k->reader->echo.n;
}

const char *
calc_echo_name(const struct calc *k, size_t i)
{
	return k->reader->echo.item[i].name;
}

bool
calc_echo_shown(const struct calc *k, size_t i)
{
	return k->reader->echo.item[i].shown;
}

bool
calc_echo_is_key(const struct calc *k, size_t i)
{
	return k->reader->echo.item[i].key;
}

struct view
calc_echo(const struct calc *k, size_t row, size_t i)
{
	struct piece p = k->reader->piece.item[row * k->reader->echo.n + i];

	return (struct view){k->reader->text.at + p.at, p.n};
}
