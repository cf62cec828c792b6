/* The values of a write: which setting fills which column, and what identifies the content. */
#ifndef PEOPLE_INTAKE_VALUE_H
#define PEOPLE_INTAKE_VALUE_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "people/intake_facts.h"

struct importing;
struct record;
struct write;

struct write_values {
	const struct record *record;
	const struct write *write;
	const char *kind;
	int64_t digest;             /* of all that the version would hold */
	int64_t parent, other;      /* the fact and the identity it refers to; 0 none */
};

/* What the row says for one column of the write's target; empty when nothing. */
struct view setting_value(struct importing *m, const struct write *w, const char *column);

/* The values that find a fact again when the file names none: by what it is (a number, an address, a relation). */
size_t key_parts_default(struct importing *m, const struct write *w, struct view *part);

/* Resolves what the write refers to and takes the digest; *apply is false when the row has nothing to write here (no
 * date, no name, no number). */
enum err write_prepare(struct importing *m, struct write_values *v, int64_t identity, bool *apply) MUST_USE;

/* fact_claim's `fill` for writes. */
enum err write_values(struct importing *m, const void *with, int64_t identity, int64_t version, struct value *value) MUST_USE;

/* "yes" or "no" of a pupil number or NHS number, by its check digit; nothing of others. */
struct value checked_value(const char *scheme, struct view number);

/* Appends one field of a fact's data; numbers as numbers, all else as text. */
struct json;
void json_field(struct json *j, const struct field *f, struct view value);

#endif
