/* CSV as people write it (RFC 4180 and what spreadsheets make of it): quoted fields with doubled quotes, line breaks
 * inside quotes, LF, CRLF or CR, rows of the wrong length. 1 GB/s class: one pass, no copying but of quoted quotes. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct input;
struct csv;

struct csv_row {
	const struct view *field;       /* live until the next row is read */
	size_t n;
	int64_t line;                   /* the line of the file it starts on; the first is 1 */
	struct view raw;                /* the row as it stands in the file, without its line end */
};

#define CSV_FIELD_MAX (1024 * 1024)     /* a longer field is an error that names its row */
#define CSV_ROW_MAX (4 * 1024 * 1024)
#define CSV_FIELDS_MAX 65536            /* fields in one row */

/* Reads rows from `in`; `separator` 0 guesses among , ; tab and | from the first line. Lives in c->mem. */
struct csv *csv_new(struct ctx *c, struct input *in, char separator);
/* One more row: *more is false at the end. Blank lines are passed over. A quote that never closes, a NUL byte, or a
 * field over the cap is an error that names the line; the rest cannot be trusted. */
enum err csv_next(struct ctx *c, struct csv *csv, struct csv_row *row, bool *more) MUST_USE;

#endif
