/* The people room: intake, identities, linking. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "base/command.h"
#include "web/route.h"

extern const struct command people_commands[];      /* ends with a NULL name */
extern const struct route people_routes[];

#endif
