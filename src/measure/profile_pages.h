/* What the pages of profile, tartan rug and comparison share, and their handlers. */
#ifndef MEASURE_PROFILE_PAGES_H
#define MEASURE_PROFILE_PAGES_H

#include "measure/profile_views.h"
#include "web/http.h"

/* Every authority and region, and England, to choose from. */
enum err area_options_read(struct ctx *c, const char *chosen, struct area_options *out) MUST_USE;

enum err profile_page(struct request *q) MUST_USE;
enum err profile_csv(struct request *q) MUST_USE;
enum err profile_xlsx(struct request *q) MUST_USE;
enum err rug_page(struct request *q) MUST_USE;
enum err rug_csv(struct request *q) MUST_USE;
enum err rug_xlsx(struct request *q) MUST_USE;
enum err compare_page(struct request *q) MUST_USE;
enum err compare_csv(struct request *q) MUST_USE;
enum err compare_xlsx(struct request *q) MUST_USE;

#endif
