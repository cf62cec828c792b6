/* One generic reader for every kind of catalogue file: a table of keys says what each key is called, what its value
 * must be, where it goes and whether it must be there. So an unknown key, a value of the wrong kind and a missing key
 * are reported alike everywhere, each with file, line and key, and all of them rather than the first. */
#ifndef CATALOGUE_READER_H
#define CATALOGUE_READER_H

#include "base/err.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "catalogue/yaml.h"

struct fault {
	const char *file;
	int line;
	int order;                      /* found as the how-manieth, to keep the sort stable */
	const char *sentence;           /* whole: "catalogue/datasets/x.yml line 12: unknown key `colums`; …" */
};
struct faults {
	struct fault *item;
	size_t n, cap;
};

/* One file being read. */
struct reader {
	struct ctx *c;
	struct faults *faults;
	struct catalogue *k;
	const char *file;               /* the name in messages */
	bool built_in;                  /* it is in the binary, not in an overlay */
	const char *stem;               /* the file's name without folder and .yml */
};

void reader_fault(struct reader *r, int line, const char *format, ...) LIKE_PRINTF(3, 4);
/* Takes over the sentence of a failure (which already names file and line) and forgets the failure. */
void reader_take_failure(struct reader *r, int line);
/* Sorts by file and line. */
void faults_sort(struct faults *faults);

enum value_kind {
	VALUE_TEXT,                     /* const char *; not empty */
	VALUE_NAME,                     /* const char *: a lower-case word of letters, digits and _ */
	VALUE_TEXTS,                    /* struct texts: a list of texts, not empty */
	VALUE_YES_NO,                   /* bool */
	VALUE_INT,                      /* int64_t, 0 or more */
	VALUE_REAL,                     /* double */
	VALUE_DAY,                      /* int32_t: YYYY-MM-DD */
	VALUE_CHOICE,                   /* int: the place in `words` */
	VALUE_MAP, VALUE_LIST,          /* const struct node *, for the caller to read on */
	VALUE_ANY,                      /* const struct node *, of any kind */
};

enum need { MAY, MUST };

struct texts {
	const char **at;
	size_t n;
};

struct key_rule {
	const char *name;
	enum value_kind kind;
	size_t offset;                  /* into the struct that is filled */
	enum need need;
	const char *const *words;       /* VALUE_CHOICE: ends with NULL; also narrows VALUE_TEXT and VALUE_TEXTS */
};

/* Reads the keys of `map` into `into` by `rules` (ended by a NULL name). `what` is what the map describes, for the
 * message about a missing key ("a write", "the data set"). False when any fault was found. */
bool read_keys(struct reader *r, const struct node *map, const char *what, const struct key_rule *rules, void *into);

/* The same for one value, whose key (or list) `name` names in messages. */
bool read_value(struct reader *r, const struct node *node, const char *name, const struct key_rule *rule, void *into);

/* The nearest of `words` (NULL-terminated) to `text`, or NULL when none is near: for "did you mean". */
const char *nearest_word(const char *text, const char *const *words);
/* "; did you mean `x`?" or "" */
const char *did_you_mean(struct mem *m, const char *text, const char *const *words);

bool is_name(const char *text);
int word_index(const char *text, const char *const *words);             /* -1 when it is none of them */

#endif
