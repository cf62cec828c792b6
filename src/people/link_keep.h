/* What one linking run leaves for the next: the model of the last full run, and what was known of each record. */
#ifndef PEOPLE_LINK_KEEP_H
#define PEOPLE_LINK_KEEP_H

#include "people/link_load.h"

/* Reads the model into r->model, its counts of pairs put to so many records as there are now. *found is false where there is
 * none, or one of other fields. */
enum err model_load(struct ctx *c, struct roster *r, bool *found) MUST_USE;
enum err model_keep(struct ctx *c, const struct link_model *m, size_t records) MUST_USE;

/* The forms of names that a full run learned, and the names that stand for none. */
enum err names_keep(struct ctx *c, const struct links *links) MUST_USE;

/* By number in r->who: whether it is new or has changed since the last run, so that this run may move it. */
enum err changed_find(struct ctx *c, const struct roster *r, bool *changed, size_t *n) MUST_USE;
/* Notes what is known of each record now. */
enum err inputs_keep(struct ctx *c, const struct roster *r, const bool *changed) MUST_USE;

/* Lets the next run move the records of these people: a decision about them was made. 0 is nobody. */
enum err inputs_forget(struct ctx *c, int64_t identity, int64_t person) MUST_USE;
/* The same for all that a run moved. */
enum err inputs_forget_run(struct ctx *c, int64_t run) MUST_USE;

#endif
