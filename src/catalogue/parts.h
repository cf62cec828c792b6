/* The readers of the catalogue's folders, one a kind of file, and what they share. Private to this folder. */
#ifndef CATALOGUE_PARTS_H
#define CATALOGUE_PARTS_H

#include "catalogue/reader.h"

/* A whole file each, into the next place of r->k's array for its kind (the loader made room for every file). */
void read_code_list(struct reader *r, const struct node *root);
void read_calendar(struct reader *r, const struct node *root);
void read_dataset(struct reader *r, const struct node *root);
void read_clock(struct reader *r, const struct node *root);
void read_indicator(struct reader *r, const struct node *root);
void read_controllers(struct reader *r, const struct node *root);
void read_survivorship(struct reader *r, const struct node *root);
void read_nicknames(struct reader *r, const struct node *root);
void read_known_areas(struct reader *r, const struct node *root);

/* Parts of a data set. */
void read_fields(struct reader *r, const struct dataset *d, struct record *record, const struct node *columns);
void read_writes(struct reader *r, const struct dataset *d, struct record *record, const struct node *writes);
void read_identity(struct reader *r, const struct record *record, const struct node *node, struct identity_rule *out);

/* "publishes:" of a data set, and "published:" of an indicator or a clock: `n` of them, in r's arena. */
void read_publishing(struct reader *r, struct dataset *d, const struct node *node);
struct counterpart *read_counterparts(struct reader *r, const struct node *node, size_t *n);

/* The number of the field that a column or an `as` is called; -1 when none is (and a fault says so: `key` is where). */
int field_find(const struct record *record, struct view name);
int field_resolve(struct reader *r, const struct record *record, int line, const char *key, const char *name);

/* What needs the whole catalogue: data sets that name each other, kinds that another data set writes. */
void check_references(struct ctx *c, struct catalogue *k, struct faults *faults);
/* The indicators that clocks make, once all clocks are read. */
void clocks_make_indicators(struct reader *r);
void catalogue_order(struct catalogue *k);
/* "periods:" of an indicator or a clock; the first is the one that the scorecard shows. */
void read_periods(struct texts periods, bool by_period[PERIOD_COUNT], enum period_kind *main_period);

/* Reads everything, collecting every fault; OK even when there are faults. */
enum err catalogue_read(struct ctx *c, const char *overlay, struct faults *faults, struct catalogue **out) MUST_USE;

/* The catalogue's fixed words. */
extern const char *const domain_words[], *const basis_words[], *const purpose_words[], *const field_type_words[],
    *const format_words[], *const covers_words[], *const compute_words[];

#endif
