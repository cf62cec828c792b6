/* The files that are written, and how a row gets into one.
 *
 * Rows are gathered in memory by part (some thousands of children, see demo.c) and appended to the files in the order
 * of the parts, so that the bytes do not depend on how many threads worked. */
#ifndef DEMO_OUT_H
#define DEMO_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "demo/rng.h"

enum cell_kind {
	CELL_TEXT,          /* what a person typed; quoted where it must be */
	CELL_KEY,           /* a row without it says nothing of anybody */
	CELL_CODE,          /* a word from a list */
	CELL_NUMBER,
	CELL_DAY,           /* dd/mm/yyyy */
	CELL_ISO,           /* yyyy-mm-dd */
	CELL_CENSUS,        /* 2024-Oct-16 00:00:00, as school census extracts write it */
};

struct cell {
	enum cell_kind kind;
	const char *text;
	int64_t n;
};

#define TEXT(t) {CELL_TEXT, (t), 0}
#define KEY(t) {CELL_KEY, (t), 0}
#define CODE(t) {CELL_CODE, (t), 0}
#define NUMBER(v) {CELL_NUMBER, NULL, (v)}
#define DAY(d) {CELL_DAY, NULL, (d)}
#define ISO(d) {CELL_ISO, NULL, (d)}
#define CENSUS(d) {CELL_CENSUS, NULL, (d)}
#define NIL {CELL_TEXT, NULL, 0}
#define NO_NUMBER INT64_MIN                 /* NUMBER(NO_NUMBER) is an empty cell */

/* One kind of file: `path` holds a % where each period (a year, a term) goes. */
struct file_kind {
	const char *path;
	const char *header;         /* its first line; NULL for XML, which its writer opens and closes itself */
	const char *const *period;  /* what stands for % in the path, ended by NULL; NULL: one file */
	bool clean;                 /* reference data: never spoilt */
};
extern const struct file_kind file_kinds[];
extern const int n_file_kinds;



struct buffer {
	char *at;
	size_t n, cap;
	int64_t rows;
};

/* What one part has to say to each file. */
struct part {
	struct buffer *file;        /* one for each file */
	const int *first;           /* the number of each kind's first file; its periods follow */
	const int *columns;         /* of each kind */
	struct rng spoil;           /* which rows go wrong */
	int64_t spoilt;
};

/* Room for so many more bytes after what the buffer holds; aborts where there is no memory. */
char *buffer_room(struct buffer *b, size_t more);
char *whole_number_write(char *at, int64_t n);                    /* returns the end; no NUL */
enum err folders_make(struct ctx *c, char *path) MUST_USE;  /* all that a file's path names */

struct files;

/* Makes the folders and files below `dir` and writes their first lines. Lives in c->mem. */
enum err files_open(struct ctx *c, const char *dir, struct files **out) MUST_USE;
enum err files_append(struct ctx *c, struct files *files,
    struct part *part) MUST_USE;      /* and empties the part */
enum err files_close(struct ctx *c, struct files *files) MUST_USE;
int files_count(const struct files *files);
int files_kept(const struct files *files);      /* after files_close: those that have rows; the others are gone */
const char *files_path(const struct files *files, int file);        /* below `dir` */
int64_t files_rows(const struct files *files, int file);
int64_t files_spoilt(const struct files *files);

struct part *part_new(const struct files *files);
void part_free(struct part *part, const struct files *files);

/* One row; the cells must be as many as the header's columns. About two rows in a thousand go wrong: an impossible
 * date, an unknown code, a missing key. `kind` is an enum file of files.h. */
void row_put(struct part *part, int kind, int period, const struct cell *cell, size_t n);
#define ROW(part, kind, period, ...)                                                             \
	row_put((part), (kind), (period), (const struct cell[]){__VA_ARGS__},                    \
	    sizeof((const struct cell[]){__VA_ARGS__}) / sizeof(struct cell))

/* printf into a file, for XML. */
void raw_put(struct part *part, int kind, int period, const char *format, ...) LIKE_PRINTF(4, 5);
void raw_row(struct part *part, int kind, int period);              /* counts one record */

#endif
