/* What the pages of profile, tartan rug and comparison share, and their handlers. */
#ifndef MEASURE_PROFILE_PAGES_H
#define MEASURE_PROFILE_PAGES_H

#include "measure/profile_views.h"
#include "web/http.h"

#define AREAS_MOST 200          /* areas that one address may name */

/* The codes of a list "E06000001,E06000002". ERR_NOT_FOUND for a code of no area. */
enum err asked_codes(struct request *q, const char *name, const char *text, const char ***code, size_t *n) MUST_USE;
/* Every authority and region, and England, to choose from. */
enum err area_options_read(struct ctx *c, const char *chosen, struct area_options *out) MUST_USE;

enum err profile_page(struct request *q) MUST_USE;
enum err profile_csv(struct request *q) MUST_USE;

#endif
