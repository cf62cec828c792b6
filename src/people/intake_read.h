/* The rows of one file, whatever its format, laid out as the fields of a record of its data set. */
#ifndef PEOPLE_INTAKE_READ_H
#define PEOPLE_INTAKE_READ_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct dataset;
struct input;
struct reader;

struct source_row {
	int record;                 /* which of the data set's records */
	int64_t number;             /* the file's line (CSV), or the line of the record's start (XML) */
	const struct view *field;   /* one for each of the record's fields, empty where the file has none; until the next row */
	struct view raw;            /* the row as it stands in the file; of XML, the record's own leaves */
	const char *problem;        /* the row cannot be read (wrong number of fields); NULL */
};

enum err reader_open(struct ctx *c, const char *path, const struct dataset *dataset, struct reader **out) MUST_USE;
enum err reader_next(struct ctx *c, struct reader *r, struct source_row *row, bool *more) MUST_USE;
void reader_close(struct reader *r);
struct input *reader_input(struct reader *r);
/* Columns of the file that the data set does not know, joined by commas; NULL when there are none. */
const char *reader_unknown(const struct reader *r);

#endif
