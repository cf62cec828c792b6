/* One row of a file becomes facts. */
#ifndef PEOPLE_INTAKE_ROW_H
#define PEOPLE_INTAKE_ROW_H

#include <stdint.h>

#include "base/err.h"
#include "catalogue/dataset.h"
#include "people/intake_facts.h"

struct importing;
struct source_row;

/* Cleans the row's fields, finds its identity and makes every write of its record that applies. What cannot be taken
 * becomes reject rows; only a fault of the whole file or the system is an error. */
enum err row_import(struct importing *m, const struct source_row *row) MUST_USE;

/* The rule by which a record's rows say whose they are; the scheme and value by which the current row does, false when it
 * says nothing. Of a rule with `via` the value is a row id and there is no scheme. */
struct identity_rule row_rule(const struct importing *m, const struct record *record);
bool row_says(const struct importing *m, const struct identity_rule *rule, const char **scheme, struct view *value);

/* The key of a fact: agency, target, kind, identity, and the values that find it again. */
int64_t fact_key(struct importing *m, enum target target, const char *kind, int64_t identity, const struct view *part,
    size_t n);
/* Judges one fact and, when it is new or changed, writes its version; *fact (may be NULL) is its id, 0 when passed over. */
enum err fact_claim(struct importing *m, const struct fact_claim *claim, int64_t *fact) MUST_USE;

/* One write of a row that applies, of a kind: the current values of `m` become a fact. */
enum err write_fact(struct importing *m, const struct record *record, const struct write *w, const char *kind,
    int64_t identity) MUST_USE;

#endif
