/* Areas of a GeoJSON file, streamed: one feature is held at a time. */
#ifndef PEOPLE_INTAKE_GEOJSON_H
#define PEOPLE_INTAKE_GEOJSON_H

#include "people/intake_read.h"

struct geojson;

#define GEOJSON_FEATURE_MAX (16 * 1024 * 1024)  /* bytes of one feature, or of any other value of the file */
#define GEOJSON_POINTS_MAX 100000               /* points of one area */

/* The input must be raw (input_raw). A row is a feature: the column `geometry` gives its simplified shape as text
 * (base/shape.h), the others its properties; a `?` in a column's name stands for any figure, the newest of several counts. */
enum err geojson_open(struct ctx *c, struct input *in, const char *path, const struct dataset *dataset,
    struct geojson **out) MUST_USE;
enum err geojson_next(struct ctx *c, struct geojson *g, struct source_row *row, bool *more) MUST_USE;
void geojson_close(struct geojson *g);

/* Whether the beginning of a file that is JSON says that it is a collection of features. */
bool geojson_sniff(struct view beginning);

#endif
