/* Linking files on their own, without a database: `bairn link A.csv B.csv --out links.csv`. What its parts hand each other.
 *
 *     link_plan*.c        the model file             link_files_read.c    records into the engine, names of records kept
 *     link_guess.c        a model from columns       link_accuracy.c      links against the truth
 *     link_files_open.c   files, headers, first rows link_files_write.c   links, clusters, the saved model
 *     link_report*.c      the page of the report     link_files_show.c    the summary
 *     link_encode.c       values as encodings        link_encoded.c       files that hold encodings
 *     link_places.c       places of postcodes
 *     link_memory.c       what a run will take
 */
#ifndef PEOPLE_LINK_FILES_H
#define PEOPLE_LINK_FILES_H

#include <stdio.h>

#include "base/csv.h"
#include "base/err.h"
#include "base/mem.h"
#include "people/link_plan.h"

struct args;
struct text_map;

/* ---- files -------------------------------------------------------------------------------------------------------- */

#define LINK_SAMPLE 1000                /* first rows of a file, which are looked at before a model is chosen */
#define LINK_SPREAD 1024                /* rows from all over it, at most */

struct link_row {
	struct view *field;
	size_t n;
};
struct link_rows {
	struct link_row *item;
	size_t n, cap;
};

struct link_file {
	const char *path;
	const char *name;               /* without folder; the whole path where two files share a name */
	const char *stem;               /* the name without .csv and .gz: what its source is called */
	struct input *in;
	struct csv *csv;
	const char **column;            /* the header, trimmed */
	size_t n_columns;
	struct link_rows sample;
	struct link_rows spread;        /* some from all over the file, where link_spread_read() could get at them */
	size_t rows_expected;           /* by the size of the first rows; 0 where the size is not known */
	int id, source, truth;          /* columns, -1 where it has none */
	int field[LINK_FIELDS];         /* the column of each of the model's fields; -1 */
	size_t first, rows;             /* its records' numbers */
	size_t uneven;                  /* rows with more or fewer fields than the header */
};
struct link_files {
	struct link_file *item;
	size_t n, cap;
};

/* A copy of a row, which lives in `m`. */
void link_row_keep(struct mem *m, struct link_rows *rows, const struct csv_row *row);
/* Fills in file->spread and, by it, file->rows_expected, of large files of plain text; what it keeps lives in `m`. */
void link_spread_read(struct mem *m, struct link_file *file);

/* Opens the file at f->path and reads its header. */
enum err link_file_open(struct ctx *c, struct link_file *f) MUST_USE;
/* Opens every file and reads its header and first rows. */
enum err link_files_open(struct ctx *c, const struct args *args, struct link_files *out) MUST_USE;
void link_files_close(struct link_files *files);
/* The column of a file that is called so, whatever the case and the spacing; -1. */
int link_column_find(const struct link_file *file, const char *name);
/* Settles which column is what in every file; a sentence on standard error where a file lacks one. */
enum err link_files_bind(struct ctx *c, struct link_files *files, const struct link_plan *plan, const char *truth) MUST_USE;

/* A model from the names and first values of the columns; says on `told`, a line a column, what it took each for. */
enum err link_guess(struct ctx *c, const struct link_files *files, const char *truth, FILE *told, struct link_plan *out) MUST_USE;

/* The file that --model names; NULL where it names none, but a model of the catalogue. */
const char *link_model_file(const struct args *args);
/* The model that --model names, or a guessed one. */
enum err link_plan_choose(struct ctx *c, const struct args *args, const char *truth, const struct link_files *files,
    struct link_plan *out) MUST_USE;

/* ---- encodings (linkage/code.h) ----------------------------------------------------------------------------------- */

/* By what key the files' values are encoded. */
struct link_key {
	bool known;
	unsigned char mark[4];
	const char *file;               /* where it was seen first */
};
/* Notes in the model which fields hold encodings, by the files' first values; refuses a field that is encoded here and plain
 * there, and values of two keys. After binding. */
enum err link_encoded_bind(struct ctx *c, const struct link_files *files, struct link_plan *plan, struct link_key *key) MUST_USE;
/* One known value of an encoded field, in a row of a file. */
enum err link_encoded_check(struct ctx *c, const struct link_file *file, size_t row, const struct link_field *field, struct view v,
    struct link_key *key) MUST_USE;

/* Words for a value that is not known: "not known", "N/A" … */
bool link_value_is_unknown(struct view v);

/* ---- records ------------------------------------------------------------------------------------------------------ */

#define LINK_PAGE 16                    /* names of records are kept so many together */
#define LINK_TRUTH_UNKNOWN UINT32_MAX

struct link_source {
	const char *name;
	size_t records, known[LINK_FIELDS];     /* records, and those whose field is known */
};

struct link_records {
	struct link_set *set;
	struct mem *mem;                /* of the names */
	size_t n;
	struct { struct link_source *item; size_t n, cap; } source;
	struct { const char **item; size_t n, cap; } page;      /* of LINK_PAGE names each, ended by NULs; one for the last */
	struct builder last;
	struct link_key key;            /* of encodings */
	uint32_t *truth;                /* of each record, equal where it is one person; NULL without --truth */
	size_t postcodes, placed;       /* different ones, and those whose place is known; 0 without --postcodes */
};

/* Reads every row into out->set, which is a new one for plan->model. */
enum err link_files_read(struct ctx *c, struct link_files *files, const struct link_plan *plan, struct link_records *out)
    MUST_USE;
void link_records_free(struct link_records *r);
/* A sentence on standard error where rows of a file that was read are uneven: one may be cut in half. */
void link_file_tell_uneven(const struct link_file *f);
/* What the output calls a record: its id, "file:id" where there are several files, "file:row" where it has none. */
void link_record_name(const struct link_files *files, const struct link_records *r, size_t record, struct builder *out);
/* The same of all records in their order, each call the next one's; begun from {0}. */
struct link_naming {
	size_t record, file;
	const char *id;
};
void link_names_next(struct link_naming *n, const struct link_files *files, const struct link_records *r, struct builder *out);

/* ---- places of postcodes ------------------------------------------------------------------------------------------ */

enum link_place_column { LINK_PLACE_POSTCODE, LINK_PLACE_EASTING, LINK_PLACE_NORTHING, LINK_PLACE_COLUMNS };
struct link_placing {
	struct link_file file;
	int column[LINK_PLACE_COLUMNS];
	bool headless;                  /* its first line is a row */
};
/* Opens a file of places (NULL: there is none) and finds its columns, where the plan has use for it; refuses a plan that does not go
 * with it. After binding; whatever it returns, close out->file.in where there is one. */
enum err link_places_open(struct ctx *c, const char *path, const struct link_plan *plan, struct link_placing *out) MUST_USE;
/* Gives records->set, when all are in it, the places of their postcodes, and says on standard error of how many. */
enum err link_places_read(struct ctx *c, const struct link_placing *p, struct link_records *records) MUST_USE;

/* Bytes that reading and linking so many records takes at most, as far as the first rows of the files tell and those from all over
 * them. After binding. */
size_t link_memory_needs(const struct link_files *files, const struct link_plan *plan, size_t records, int threads);
/* The same once they are read, when names and truths of records take so many bytes and so many pairs are to be kept. */
size_t link_memory_needs_now(const struct link_plan *plan, const struct link_records *records, size_t names, double pairs,
    int threads);

/* ---- accuracy ----------------------------------------------------------------------------------------------------- */

#define LINK_THRESHOLDS 13
#define LINK_BANDS 12

struct link_score {
	uint64_t found, right, all;     /* pairs (or people) that were found, those of them that are true, and all true ones */
};
double link_precision(struct link_score s);             /* NaN of none */
double link_recall(struct link_score s);
double link_f1(struct link_score s);

struct link_accuracy {
	struct link_score pairs;        /* compared pairs at the threshold to join */
	struct link_score clusters;     /* pairs of one cluster */
	struct link_score people;       /* clusters; those that are all of one person's records and nobody else's; and people */
	struct { double probability; struct link_score score; } at[LINK_THRESHOLDS];
	int n_at;
	struct { double from, to, sum; uint64_t pairs, right; } band[LINK_BANDS];      /* sum: of probabilities */
	int n_bands;
	size_t known;                   /* records whose truth is known: the others are left out of everything */
	uint64_t met, asked;            /* true pairs that share a blocking key, of those that were asked; 0 of 0: not asked */
};

/* `truth`: of each of `n` records. */
void link_accuracy_of(struct mem *m, const uint32_t *truth, size_t n, const struct links *links, struct link_accuracy *out);

/* How many of the true pairs share a blocking key, of which `out` already knows how many there are: out->met, out->asked. */
void link_accuracy_meet(struct mem *m, const struct link_set *set, const uint32_t *truth, size_t n, struct link_accuracy *out);

/* ---- output ------------------------------------------------------------------------------------------------------- */

/* One file that appears when it is whole. */
struct link_output {
	const char *path, *unfinished;  /* NULL: straight to the path, which is no plain file */
	bool named;                     /* there is a file called `unfinished` */
	FILE *to;
};
#define LINK_OUTPUTS 4
struct link_outputs {
	struct link_output item[LINK_OUTPUTS];
	size_t n;
};
/* Everything that is read: the files, and others that are named (NULL: none). Each has its path and nothing else. */
struct link_files link_files_read_too(struct mem *m, const struct link_files *files, const char *const *other, size_t n);
/* Opens a file beside `path`, which those who may not read what is there may not read either; none of the inputs may be it. *out is its
 * place in `all`. */
enum err link_output_open(struct ctx *c, struct link_outputs *all, const char *path, const struct link_files *files,
    FILE **out) MUST_USE;
/* Gives all of them their names, or, where one cannot be written, none. */
enum err link_outputs_finish(struct ctx *c, struct link_outputs *all) MUST_USE;
void link_outputs_drop(struct link_outputs *all);

void link_write_links(const struct link_files *files, const struct link_records *r, const struct links *links, FILE *to);
void link_write_clusters(const struct link_files *files, const struct link_records *r, const struct links *links, int threads, FILE *to);

/* ---- telling ------------------------------------------------------------------------------------------------------ */

struct link_run {
	const struct link_files *files;
	const struct link_plan *plan;   /* with the model as trained */
	const struct link_records *records;
	const struct links *links;
	const struct link_accuracy *accuracy;   /* NULL without --truth */
	double seconds_reading, seconds;
	size_t stated, peak;            /* bytes of memory: stated before, and the most that it was */
};

/* Pairs at or above the threshold to join, and those between it and the one to be shown to a person. */
void link_count_pairs(const struct links *links, size_t *joined, size_t *review);
enum err link_files_show(struct ctx *c, const struct link_run *run, const char *format, FILE *out) MUST_USE;
/* The report, one page with all that it needs inside. */
enum err link_report_write(struct ctx *c, const struct link_run *run, FILE *to) MUST_USE;

/* The command, when files are named. */
enum err link_files_command(struct ctx *c, const struct args *args, FILE *out) MUST_USE;

#endif
