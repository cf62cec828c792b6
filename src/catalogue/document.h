/* docs/datasets.md and docs/indicators.md, from the catalogue itself. */
#ifndef CATALOGUE_DOCUMENT_H
#define CATALOGUE_DOCUMENT_H

#include <stdio.h>

struct catalogue;
struct mem;

void document_datasets(struct mem *m, const struct catalogue *k, FILE *out);
/* A table's cell: no line breaks, and `|` escaped. */
void document_cell(FILE *out, const char *text);
void document_indicators(const struct catalogue *k, FILE *out);

#endif
