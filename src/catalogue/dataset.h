/* A data set: how a file is recognised and what its rows become. One file in catalogue/datasets/ each; docs/datasets.md
 * is made from them. */
#ifndef CATALOGUE_DATASET_H
#define CATALOGUE_DATASET_H

#include "base/err.h"
#include "base/text.h"

struct code_list;
struct condition;
struct node;

enum field_type {
	FIELD_TEXT, FIELD_CODE, FIELD_DATE, FIELD_PARTIAL_DATE, FIELD_MONTH, FIELD_TIME, FIELD_INTEGER, FIELD_REAL,
	FIELD_YES_NO, FIELD_POSTCODE, FIELD_UPN, FIELD_NHS_NUMBER, FIELD_CODES,     /* several codes, separated */
};

enum compute { COMPUTE_NONE, COMPUTE_MILES_BETWEEN, COMPUTE_INSIDE_AUTHORITY };

/* One column of a CSV or workbook, or one leaf element of an XML record. */
struct field {
	const char *column;             /* its name in the file; matched in any case. NULL: derived or computed */
	const char *as;                 /* what it becomes: a table's own column (since, at, outcome …) or a leaf of `data` */
	enum field_type type;
	const struct code_list *codes;  /* FIELD_CODE and FIELD_CODES */
	bool required;                  /* an empty one rejects the row */
	bool optional;                  /* older layouts lack the column */
	bool sealed;                    /* a confidential leaf */
	bool ignored;                   /* known, and not kept */
	const char **map_from, **map_to;        /* values spelt otherwise in the file; map_from "*" is any other */
	size_t n_map;
	const char *from;               /* a derived field: the column it copies; NULL for a column of its own */
	int from_field;                 /* … and its field's number; if that is derived too it stands above this one */
	enum compute compute;           /* a computed field, of `of` (field numbers) */
	int of[2];
	int inherited_record, inherited_field;  /* XML: a copy of an ancestor record's field; -1 for a field of its own */
	int otherwise;                  /* the field used instead where it is present and not empty; -1 none */
	const char *about;
	int line;
};

/* What a write writes to. The table of targets in people/intake_target.c says which columns each takes. */
enum target {
	TARGET_EPISODE, TARGET_EVENT, TARGET_RUN, TARGET_DETAILS, TARGET_NAME, TARGET_IDENTIFIER, TARGET_RESIDENCE,
	TARGET_TIE, TARGET_TEAM, TARGET_ORG, TARGET_WORKER, TARGET_CAPACITY, TARGET_POSTCODE, TARGET_AREA,
	TARGET_DEPRIVATION, TARGET_POPULATION, TARGET_BOUNDARY, TARGET_COUNT
};

/* What each target takes; the loader checks `set` against it and fills the settings and fields that a file leaves
 * out. */
struct target_rule {
	const char *name;               /* the key in the file: "episode" */
	bool of_child;                  /* hangs on an identity */
	bool has_data;                  /* takes `fields` */
	bool named;                     /* its value (a kind, a scheme) may not be empty */
	bool keyed;                     /* lacks meaning without `key` */
	const char *const *columns;     /* what `set` may fill; ends with NULL */
};
extern const struct target_rule target_rules[TARGET_COUNT];

struct identity_rule {
	const char *scheme;             /* la_child_id, upn, nhs_number, a data set's own row id … */
	int field;                      /* whose value it is; -1 when the scheme comes through `via` */
	const char *via, *from;         /* this file's `via` column is the row id that data set `from` registered */
	int fallback_field;             /* used when `field` is empty; -1 none */
	const char *fallback_scheme;
	int line;
};

struct setting {
	const char *column;
	int field;                      /* -1: the constant */
	const char *constant;           /* "covers_until", "covers_from" and "as_at" stand for the batch's own days */
};

struct write {
	enum target target;
	const char *kind;               /* episode: placement → "placement"; "{field}" takes it from a field */
	int kind_field;                 /* the field that names the kind, or -1 */
	int *key;                       /* the fields that find the fact again (the identity is always part of it) */
	size_t n_key;
	const char *parent;             /* kind of the parent episode; found by `parent_key`, the same rule */
	int *parent_key;
	size_t n_parent_key;
	const struct condition *when;   /* NULL: always */
	struct setting *set;            /* table column ← field or constant */
	size_t n_set;
	int *field;                     /* leaves of `data` */
	size_t n_field;
	const char *domain;             /* NULL: the data set's */
	struct identity_rule other;     /* TARGET_TIE: the other identity */
	/* TARGET_RUN: consecutive episodes of kind `of` (of the same identity) become one episode of `kind`, anew where
	 * `starts` holds (over the leaves of `data` of the `of` episode) and after a gap. The run's until and outcome are its
	 * last row's, its other leaves its first row's. */
	const char *of;
	const struct condition *starts; /* never NULL in a run */
	const char *when_text, *starts_text;    /* as they stand in the file, for the documentation; NULL when there is none */
	int line;
};

struct record {
	const char *path;               /* XML: Child, Child/CINdetails, …; NULL for a flat file */
	int parent;                     /* XML: the nearest record above, or -1 */
	size_t n_own;                   /* its own fields come first; the rest are copies of its ancestors', nearest first */
	struct field *field;
	size_t n_field;
	struct write *write;
	size_t n_write;
};

/* Where the controller and the agreement come from. */
enum terms {
	TERMS_OWN,                      /* the data set's file, or the authority's controllers.yml; of open data there are none */
	TERMS_PLACEHOLDER,              /* a built-in data set's, which are made up */
	TERMS_MISSING,                  /* there is a controllers.yml, and it does not name the agency: the file is refused */
};

enum file_format { FORMAT_CSV, FORMAT_XML, FORMAT_XLSX, FORMAT_GEOJSON };

/* What a publisher means by a year, where its files say no more than "2025". */
enum published_year {
	YEAR_FINANCIAL, YEAR_ACADEMIC, YEAR_CALENDAR, YEAR_TO_JUNE, YEAR_TO_SEPTEMBER, YEAR_JANUARY, YEAR_UNKNOWN
};
extern const char *const published_year_words[];

/* Published numbers: a file's rows become observations (people/intake_published.c), not records. */
struct published_file {
	const char *name, *title;       /* the file's name without its years, and what it is about */
	enum published_year year;
};
enum publishing_layout {
	LAYOUT_LONG,                    /* a row is one number; the columns' `as` say what each is */
	LAYOUT_WIDE,                    /* each further column of numbers is a measure, each of words cuts them */
	LAYOUT_NEIGHBOURS,              /* a row is an authority and those most like it, nearest first */
};
struct publishing {
	const char *source;             /* the first word of the measures' names ("ees"), or the model of the neighbours; NULL:
	                                 * the data set publishes nothing */
	enum publishing_layout layout;
	enum published_year year;
	struct published_file *file;
	size_t n_file;
};

struct dataset {
	const char *name, *title, *about, *agency, *domain, *file;      /* file: the catalogue file, for messages */
	enum file_format format;
	const char **recognise;         /* columns that must all be there; XML: the root element, then path=value tests */
	size_t n_recognise;
	struct publishing publishes;
	struct identity_rule identity;  /* `field` numbers are of record[0] */
	bool has_identity;              /* reference data (areas, organisations) has none */
	struct record *record;          /* one for a flat file */
	size_t n_record;
	const char **after;             /* data sets whose files come first (those named by `via` are added) */
	size_t n_after;
	int after_line;
	const char *registers;          /* this field's value is a row id that other files refer to (`via`), or NULL */
	int registers_field;
	const char *controller, *agreement, *basis;
	enum terms terms;
	const char *terms_file;         /* the file that says them, for messages */
	const char **purpose;
	size_t n_purpose;
	int32_t expires;                /* DAY_NONE when not given: the file is refused */
	bool full_extract;
	const char *covers;             /* what one file covers: "financial year" | "academic year" | "term" | "day" | "all" | NULL */
	int *covers_field;              /* the date fields whose commonest period is the one covered; none: from the file's name */
	size_t n_covers_field;
	const char *covers_path;        /* XML: the leaf below the root whose date names the period covered, or NULL */
	bool annual;                    /* an annual return: pages say so when it is the newest source */
	int64_t small_numbers_under;    /* the owner's rule for what is published: counts under this are suppressed */
	int64_t round_to;               /* 1 when nothing is rounded */
	int line;
};

#endif
