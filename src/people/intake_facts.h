/* The facts of one table while a file is imported: what is known already, what the file says now, and so what is new,
 * changed, unchanged or no longer there. */
#ifndef PEOPLE_INTAKE_FACTS_H
#define PEOPLE_INTAKE_FACTS_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "catalogue/dataset.h"

struct batch;
struct ids;
struct mem;
struct target_table;

/* One fact's current version. */
struct known {
	int64_t key, fact, version, digest;
	int64_t row;                /* the row of this file that wrote it; 0 none yet */
	int32_t since, until;       /* of an event, both its day */
	int32_t as_at;              /* of the extract that the version came from */
	int32_t dataset;            /* that extract's data set, as a number of the set's own */
	bool fresh;                 /* not known before this file */
	bool gone;                  /* withdrawn by this file */
	bool derived;               /* worked out, so that no row of a file holds it and none can lack it */
};

struct facts;
struct importing;

enum verdict {
	FACT_NEW, FACT_CHANGED, FACT_SAME,
	FACT_OLDER,                 /* a newer extract has spoken: this one is passed over */
	FACT_TWICE,                 /* the file said something else of it in an earlier row */
};

/* An empty set for a table; `mem` holds its entries. One set serves every file of a data set in turn. */
struct facts *facts_open(struct ctx *c, struct mem *mem, enum target target, const struct dataset *dataset);
/* Begins a file: opens the bulk inserts of its transaction. After the file's facts_close a set whose transaction was rolled
 * back must be thrown away. */
void facts_begin(struct ctx *c, struct facts *f);
/* Loads what is known of one kind (tables without kinds: of the whole source, `kind` NULL). */
enum err facts_load(struct ctx *c, struct facts *f, const char *kind, bool derived) MUST_USE;

/* A value of one column of a version. */
struct value {
	enum { VALUE_NULL, VALUE_TEXT, VALUE_ID, VALUE_BYTES } type;
	struct view text;
	int64_t id;
};

/* What a row says of a fact. */
struct fact_claim {
	enum target target;
	bool derived;               /* worked out from current facts: what newer extracts say is in it already */
	const char *kind;
	int64_t key, digest, identity;
	int32_t since, until;       /* of an event, both its day */
	/* Makes the values of the target's columns (with what must be sealed under the version's id). */
	enum err (*fill)(struct importing *m, const void *with, int64_t identity, int64_t version, struct value *value);
	const void *with;
};

/* Judges what row `row` claims; *known is the fact's entry (new facts get one, with no fact id yet), NULL when a fact that
 * is not known is passed over. */
enum verdict facts_judge(struct facts *f, const struct batch *batch, const struct fact_claim *claim, int64_t row,
    struct known **known);
struct known *facts_find(struct facts *f, int64_t key);

/* Writes a version of `known` (after facts_judge said FACT_NEW or FACT_CHANGED): `version` is its drawn id, `value` one
 * for each of the target's columns. The version before it is superseded. */
enum err facts_write(struct ctx *c, struct facts *f, const struct batch *batch, struct ids *ids, struct known *known,
    int64_t version, int64_t identity, const struct value *value) MUST_USE;

/* Counts the facts of this data set that were known before and the file covers, and how many of them it no longer has. */
void facts_missing(const struct facts *f, const struct batch *batch, int64_t *covered, int64_t *missing);
/* Withdraws those. */
enum err facts_withdraw(struct facts *f, const struct batch *batch, int64_t *withdrawn) MUST_USE;
/* Withdraws one (a run that is no longer there). */
enum err fact_withdraw(struct facts *f, const struct batch *batch, struct known *known) MUST_USE;
/* Ends the file: closes the bulk inserts (also after an error) and forgets what its rows said. */
enum err facts_close(struct facts *f) MUST_USE;

#endif
