/* Rows from all over a file: the first ones are not like the others where it is sorted, nor as long. See the header. */
#include <stdio.h>
#include <string.h>

#include "base/input.h"
#include "people/link_files.h"

#define PLACES (LINK_SPREAD / ROWS)
#define SIZE_LEAST ((uint64_t)1000 * 1000)      /* bytes of a file: of a smaller one the first rows are much */
#define ROWS 2                          /* at each place … */
#define BYTES ((size_t)8192)            /* … as far as they lie within so many */

/* A line that can be read without those before it: no quote is open in it. */
static bool
stands_alone(struct view line)
{
	size_t quotes = 0;

	for (size_t i = 0; i < line.n; i++)
		quotes += line.at[i] == '"';
	return line.n > 1 && quotes % 2 == 0 && !memchr(line.at, '\0', line.n);
}

/* Whole lines of what was read from anywhere in a file. */
static void
lines_take(struct view read, struct builder *out)
{
	const char *line = memchr(read.at, '\n', read.n), *end;

	for (int i = 0; line++ && i < ROWS; i++, line = end) {
		end = memchr(line, '\n', (size_t)(read.at + read.n - line));
		if (!end)
			return;
		if (stands_alone((struct view){line, (size_t)(end - line)}))
			put(out, (struct view){line, (size_t)(end - line) + 1});
	}
}

/* Every second place first: like the first half of a file's first rows, the first half of these is of no other part of it. */
static void
places_read(FILE *f, uint64_t size, struct builder *out)
{
	char room[BYTES];

	for (size_t i = 0; i < PLACES; i++) {
		uint64_t place = i < PLACES / 2 ? 2 * i : 2 * (i - PLACES / 2) + 1;
		size_t n = fseeko(f, (off_t)(size / PLACES * place), SEEK_SET) == 0 ? fread(room, 1, sizeof room, f) : 0;

		lines_take((struct view){room, n}, out);
	}
}

/* Neither gzip nor UTF-16. */
static bool
is_plain(struct view start)
{
	return start.n > 2 && memcmp(start.at, "\x1f\x8b", 2) != 0 && memcmp(start.at, "\xff\xfe", 2) != 0 &&
	    memcmp(start.at, "\xfe\xff", 2) != 0;
}

/* Its header's line, of a file of plain text. */
static bool
header_take(FILE *f, struct builder *out)
{
	char room[BYTES];
	size_t n = fread(room, 1, sizeof room, f);
	const char *end = memchr(room, '\n', n);

	if (!end || !is_plain((struct view){room, n}) || !stands_alone((struct view){room, (size_t)(end - room)}))
		return false;
	put(out, (struct view){room, (size_t)(end - room) + 1});
	return true;
}

/* More than by their mean length, which is that of some alone. */
static size_t
rows_of(uint64_t size, uint64_t bytes, size_t rows)
{
	return (size_t)((double)size / (double)bytes * (double)rows * 1.02) + 1;
}

/* The rows of a file's lines, as far as they can be read: they may be of anything. */
static void
rows_take(struct mem *m, struct view text, uint64_t size, struct link_file *file)
{
	struct ctx c = {.mem = m};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	uint64_t bytes = 0;
	bool more = true;

	if (input_of_bytes(&c, text.at, text.n, &in) != OK)
		return;
	csv = csv_new(&c, in, 0);
	for (bool header = true; csv_next(&c, csv, &row, &more) == OK && more; header = false) {
		if (header || row.n != file->n_columns)
			continue;
		link_row_keep(m, &file->spread, &row);
		bytes += row.raw.n + 1;
	}
	input_close(in);
	if (file->spread.n >= LINK_SPREAD / 2)
		file->rows_expected = rows_of(size, bytes, file->spread.n);
}

void
link_spread_read(struct mem *m, struct link_file *file)
{
	uint64_t size = input_size(file->in);
	FILE *f = size >= SIZE_LEAST ? fopen(file->path, "rb") : NULL;
	struct builder text = {.mem = m};

	if (!f)
		return;
	if (header_take(f, &text)) {
		places_read(f, size, &text);
		rows_take(m, (struct view){text.at, text.n}, size, file);
	}
	fclose(f);
}
