/* What one linking run leaves for the next: the model of the last full run, and who is to be looked at again. */
#ifndef PEOPLE_LINK_KEEP_H
#define PEOPLE_LINK_KEEP_H

#include "people/link_load.h"

/* Reads the model into r->model, as it was trained: its numbers of pairs are those among the records of that run. *found is false
 * where there is none, or one of other fields. */
enum err model_load(struct ctx *c, struct roster *r, bool *found) MUST_USE;
enum err model_keep(struct ctx *c, const struct link_model *m, size_t records) MUST_USE;

/* The forms of names that a full run learned, and the names that stand for none. */
enum err names_keep(struct ctx *c, const struct links *links) MUST_USE;

/* Lets the next run look at the records of these people: a decision about them was made. 0 is nobody. */
enum err touched_add(struct ctx *c, int64_t identity, int64_t person) MUST_USE;
/* The same for records whose postcodes the look-up puts elsewhere than `place` says, which is not brought up to date yet. */
enum err touched_add_placed(struct ctx *c) MUST_USE;
/* The same for all that a run moved. */
enum err touched_add_run(struct ctx *c, int64_t run) MUST_USE;
/* A run has looked at them: what stays are sealed ones, which the run after they are opened is to see. */
enum err touched_settle(struct ctx *c) MUST_USE;

#endif
