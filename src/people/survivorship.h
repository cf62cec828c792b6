/* A person's values out of their identities': for each field the most trusted source's, the newest first within one
 * (catalogue/survivorship.yml). Never edited, always made again. */
#ifndef PEOPLE_SURVIVORSHIP_H
#define PEOPLE_SURVIVORSHIP_H

#include <stdint.h>

#include "base/err.h"

/* Makes every person's values again and writes those that changed. Inside a write transaction. */
enum err people_refresh(struct ctx *c) MUST_USE;

#endif
