/* The parts of a model file that only a trained model has: `ties`, fields that hang together among strangers, and `overlap`, how many times
 * as many pairs of two sources are one person's as of all. */
#ifndef PEOPLE_LINK_PLAN_LEARNED_H
#define PEOPLE_LINK_PLAN_LEARNED_H

#include "linkage/engine.h"

struct builder;
struct node;
struct reader;

/* Their lists; NULL: nothing. What they name lives as long as the nodes. Faults go to the reader. */
void link_ties_read(struct reader *r, const struct node *ties, struct link_model *m);
void link_overlap_read(struct reader *r, const struct node *overlap, struct link_model *m);

/* Nothing where nothing is known. */
void link_ties_write(struct builder *b, const struct link_model *m);
void link_overlap_write(struct builder *b, const struct link_model *m);

#endif
