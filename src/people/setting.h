/* What an authority has settled for its database, by name. */
#ifndef PEOPLE_SETTING_H
#define PEOPLE_SETTING_H

#include "base/err.h"

/* Inside the open write transaction. */
enum err setting_put(struct ctx *c, const char *name, const char *value) MUST_USE;

#endif
