/* The small conditions that a data set's rows are asked: `RNE in ('S', 'P')`, `CATEGORY = 'PERM' and REASON is not null`.
 * Grammar: or, and, not, parentheses; =, !=, <, <=, >, >= against a quoted text or a number; [not] in (…); is [not] null.
 * A name is a column of the file or a field's own name. Text compares byte by byte after trimming; an empty field is null,
 * and a comparison with null is false. */
#ifndef CATALOGUE_CONDITION_H
#define CATALOGUE_CONDITION_H

#include "base/err.h"
#include "base/text.h"

struct condition;

/* `resolve` turns a name into the number of a field, or -1 (an error that names it). `where` opens the messages. */
enum err condition_parse(struct ctx *c, const char *where, const char *text,
    int (*resolve)(void *with, struct view name), void *with, struct condition **out) MUST_USE;
bool condition_holds(const struct condition *condition, const struct view *field);

#endif
