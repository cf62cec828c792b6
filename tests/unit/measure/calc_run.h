/* What tests of `bairn calc` start with: running it over a text, and CSV as a grid of cells. */
#ifndef TESTS_UNIT_MEASURE_CALC_RUN_H
#define TESTS_UNIT_MEASURE_CALC_RUN_H

#include "unit.h"

#include <math.h>
#include <unistd.h>

#include "base/command.h"
#include "base/csv.h"
#include "base/input.h"
#include "base/mem.h"
#include "measure/measure.h"

/* One run: how it ended, what it printed, what it said. */
struct ran {
	enum err err;
	char *out;
	char sentence[600];
};

/* Runs METHOD over a file with options (words, up to a NULL). */
static struct ran
calc_file(struct mem *m, const char *method, const char *path, const char *const *options)
{
	struct ctx c = {.mem = m};
	struct ran r = {0};
	struct args args;
	char *word[24];
	int n = 0;
	size_t size;
	FILE *out = open_memstream(&r.out, &size);

	word[n++] = mem_copy(m, method, strlen(method));
	word[n++] = mem_copy(m, path, strlen(path));
	for (; options != NULL && *options != NULL; options++)
		word[n++] = mem_copy(m, *options, strlen(*options));
	r.err = args_read(&c, &calc_commands[0], n, word, &args);
	if (r.err == OK)
		r.err = calc_commands[0].run(&c, &args, out);
	fclose(out);
	memcpy(r.sentence, c.sentence, sizeof r.sentence);
	return r;
}

/* The same over a text of so many bytes. */
static struct ran
calc_bytes(struct mem *m, const char *method, const char *text, size_t size, const char *const *options)
{
	const char *folder = getenv("TMPDIR");
	char *path = mem_format(m, "%s/bairn-calc-XXXXXX", folder != NULL ? folder : "/tmp");
	int fd = mkstemp(path);
	struct ran r;

	assert_true(fd >= 0);
	assert_true(write(fd, text, size) == (ssize_t)size);
	close(fd);
	r = calc_file(m, method, path, options);
	unlink(path);
	return r;
}

#define OPTIONS(...) (const char *const[]){__VA_ARGS__, NULL}

/* CSV as cells of text; the first row's are the names. */
struct grid {
	size_t rows, columns;           /* rows without the first */
	const char **cell;
};

static struct grid
grid_read(struct mem *m, const char *text)
{
	struct ctx c = {.mem = m};
	struct grid g = {0};
	struct LIST(const char *) cells = {0};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more = true;

	assert_int_equal(input_of_bytes(&c, text, strlen(text), &in), OK);
	csv = csv_new(&c, in, ',');
	while (csv_next(&c, csv, &row, &more) == OK && more) {
		if (g.columns == 0)
			g.columns = row.n;
		else
			g.rows++;
		assert_int_equal(row.n, g.columns);
		for (size_t i = 0; i < row.n; i++)
			*push(m, &cells) = view_copy(m, row.field[i]);
	}
	assert_int_equal(c.err, OK);
	g.cell = cells.item;
	return g;
}

/* The column of that name; the test fails without. */
static inline size_t
grid_column(const struct grid *g, const char *name)
{
	for (size_t i = 0; i < g->columns; i++)
		if (strcmp(g->cell[i], name) == 0)
			return i;
	fail_msg("there is no column %s", name);
	return 0;
}

static const char *
grid_cell(const struct grid *g, size_t row, size_t column)
{
	return g->cell[(row + 1) * g->columns + column];
}

#endif
