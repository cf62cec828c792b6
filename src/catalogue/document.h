/* docs/datasets.md, from the catalogue itself. */
#ifndef CATALOGUE_DOCUMENT_H
#define CATALOGUE_DOCUMENT_H

#include <stdio.h>

struct catalogue;
struct mem;

void document_datasets(struct mem *m, const struct catalogue *k, FILE *out);

#endif
