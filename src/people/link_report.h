/* The parts of the report of linking files; link_report.c puts them together. */
#ifndef PEOPLE_LINK_REPORT_H
#define PEOPLE_LINK_REPORT_H

#include "people/link_files.h"
#include "people/link_report_views.h"

/* A field as people call it: "Date of birth", "UPN". */
const char *link_field_words(struct mem *m, const struct link_field *field);
/* Four decimals; what differs from nought or one in later ones alone is said to. */
const char *link_probability_words(struct mem *m, double p);
/* What was found out about fields: how likely each level is in each class, in numbers and bits. */
void link_report_fields(struct mem *m, const struct link_run *run, struct link_report_view *v);
/* How right the links are. */
void link_report_truth(struct mem *m, const struct link_accuracy *a, struct link_report_view *v);
/* Some pairs, explained, with what their records hold: their files are read again. */
enum err link_report_pairs(struct ctx *c, const struct link_run *run, struct link_report_view *v) MUST_USE;

#endif
