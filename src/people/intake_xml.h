/* Records of an XML file, streamed: one record of the top kind (a child) is held at a time. */
#ifndef PEOPLE_INTAKE_XML_H
#define PEOPLE_INTAKE_XML_H

#include "people/intake_read.h"

struct xml_reader;

#define XML_RECORD_MAX (16 * 1024 * 1024)   /* a record of the top kind with more text than this is an error */

enum err xml_open(struct ctx *c, struct input *in, const char *path, const struct dataset *dataset,
    struct xml_reader **out) MUST_USE;
enum err xml_next(struct ctx *c, struct xml_reader *x, struct source_row *row, bool *more) MUST_USE;
void xml_close(struct xml_reader *x);

/* Reads the beginning of a file: whether it is XML with this root and, under it, all of these path=value tests. */
enum err xml_sniff(struct ctx *c, const char *path, const char *const *recognise, size_t n, bool *yes) MUST_USE;

/* The text of one leaf near the beginning of a file, by its path below the root; "" when it is not there. */
enum err xml_leaf(struct ctx *c, const char *path, const char *leaf, const char **out) MUST_USE;

#endif
