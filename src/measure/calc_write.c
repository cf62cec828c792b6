/* Writing the output of `bairn calc`: echoed columns as they came, then the method's own, through one large buffer. */
#include "measure/calc.h"

#include <string.h>

#include "base/real.h"

#define BUFFER ((size_t)1024 * 1024)
#define ROW_ROOM 64             /* more than any one number or separator takes */

struct calc_writer {
	FILE *out;
	char *buf;
	size_t n;
	bool failed;
};

/* The payload of the NaN that is written out. Arithmetic makes none with it, for it is put in last. */
#define LITERAL "2026"

double
calc_literal(double x)
{
	return isnan(x) ? nan(LITERAL) : x;
}

static bool
is_literal(double x)
{
	double literal = nan(LITERAL);

	return memcmp(&x, &literal, sizeof x) == 0;
}

static void
buffer_send(struct calc_writer *w)
{
	if (w->n > 0 && fwrite(w->buf, 1, w->n, w->out) != w->n)
		w->failed = true;
	w->n = 0;
}

static void
write_bytes(struct calc_writer *w, const char *at, size_t n)
{
	while (n > 0) {
		size_t room, part;

		if (w->n == BUFFER)
			buffer_send(w);
		room = BUFFER - w->n;
		part = n < room ? n : room;
		memcpy(w->buf + w->n, at, part);
		w->n += part;
		at += part;
		n -= part;
	}
}

static void
write_char(struct calc_writer *w, char ch)
{
	write_bytes(w, &ch, 1);
}

/* A field of text, in quotes where it must be. */
static void
write_text(struct calc_writer *w, struct view v)
{
	bool quote = false;

	for (size_t i = 0; i < v.n && !quote; i++)
		quote = v.at[i] == ',' || v.at[i] == '"' || v.at[i] == '\n' || v.at[i] == '\r';
	if (!quote) {
		write_bytes(w, v.at, v.n);
		return;
	}
	write_char(w, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.at[i] == '"')
			write_char(w, '"');
		write_char(w, v.at[i]);
	}
	write_char(w, '"');
}

/* Writes nothing, and says so, for what is not known. */
static bool
write_cell(struct calc_writer *w, const struct calc_cell *cell)
{
	if (cell->word != NULL) {
		write_text(w, view_of(cell->word));
		return *cell->word != '\0';
	}
	if (isnan(cell->number) && !is_literal(cell->number))
		return false;
	if (BUFFER - w->n < REAL_SIZE)
		buffer_send(w);
	w->n += real_text(cell->number, w->buf + w->n);
	return true;
}

void
calc_writer_open(struct calc *k, FILE *out)
{
	struct calc_writer *w = k->writer = mem_new_one(k->c->mem, struct calc_writer);

	w->out = out;
	w->buf = mem_take(k->c->mem, BUFFER + ROW_ROOM);
}

void
calc_write_header(struct calc *k)
{
	const char *before = "";

	for (size_t i = 0; i < calc_echoes(k); i++)
		if (calc_echo_shown(k, i)) {
			write_bytes(k->writer, before, strlen(before));
			write_text(k->writer, view_of(calc_echo_name(k, i)));
			before = ",";
		}
	for (size_t i = 0; i < k->columns; i++) {
		write_bytes(k->writer, before, strlen(before));
		write_text(k->writer, view_of(k->out_name[i]));
		before = ",";
	}
	write_char(k->writer, '\n');
}

/* One row out: the echoes of the row in, and the cells. */
static void
write_row(struct calc *k, size_t row_in, const struct calc_cell *cell)
{
	struct calc_writer *w = k->writer;
	bool first = true, blank = true;

	for (size_t i = 0; i < calc_echoes(k); i++)
		if (calc_echo_shown(k, i)) {
			struct view v = calc_echo(k, row_in, i);

			if (!first)
				write_char(w, ',');
			write_text(w, v);
			blank = first && v.n == 0;
			first = false;
		}
	for (size_t i = 0; i < k->columns; i++) {
		if (!first)
			write_char(w, ',');
		blank = !write_cell(w, &cell[i]) && first && blank;
		first = false;
	}
	if (blank)                      /* a blank line would be no row to whoever reads it */
		write_bytes(w, "\"\"", 2);
	write_char(w, '\n');
}

void
calc_write_rows(struct calc *k)
{
	size_t each = k->method->shape == CALC_TABLE ? k->method->rows : 1;

	if (k->method->shape == CALC_EACH_ROW || k->method->shape == CALC_ROW_OF_GROUP) {
		for (size_t i = 0; i < k->n; i++)
			write_row(k, i, &k->cell[i * k->columns]);
		return;
	}
	for (size_t g = 0; g < k->groups; g++)
		for (size_t i = 0; i < each; i++)
			write_row(k, k->order[k->group[g].from], &k->cell[(g * each + i) * k->columns]);
}

enum err
calc_writer_close(struct calc *k)
{
	buffer_send(k->writer);
	if (k->writer->failed)
		return fail(k->c, ERR_SYSTEM, "the output could not be written");
	return OK;
}
