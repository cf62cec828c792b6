/* From which probability linking inside Bairn joins two records, and from which it shows them to people: as the authority has set
 * it, else as the engine has it. */
#ifndef PEOPLE_LINK_THRESHOLD_H
#define PEOPLE_LINK_THRESHOLD_H

#include <stdbool.h>

#include "base/err.h"
#include "linkage/engine.h"

struct args;

/* Fills in m->join and m->review. */
enum err thresholds_load(struct ctx *c, struct link_model *m) MUST_USE;
/* Whether they are others than the engine's. */
bool thresholds_are_own(double join, double review);
/* Keeps them for the runs to come, 0 < review <= join < 1, in a transaction of its own, audited. */
enum err thresholds_set(struct ctx *c, double join, double review) MUST_USE;

/* "50%", "97.5%" */
const char *threshold_words(struct mem *m, double probability);
/* The weight of that probability. */
double threshold_bits(double probability);

/* An option's probability, above 0 and below 1; *out stays where it was not given. */
enum err probability_read(struct ctx *c, const struct args *args, const char *name, double *out) MUST_USE;

#endif
