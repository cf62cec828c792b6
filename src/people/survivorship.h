/* A person's values out of their identities': for each field the most trusted source's, the newest first within one
 * (catalogue/survivorship.yml). Never edited, always made again. */
#ifndef PEOPLE_SURVIVORSHIP_H
#define PEOPLE_SURVIVORSHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Makes every person's values again, or of those whose numbers are staged (people/link_stage.h), and writes those that changed.
 * Inside a write transaction. */
enum err people_refresh(struct ctx *c, bool staged) MUST_USE;

#endif
