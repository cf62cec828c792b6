/* The catalogue's commands. */
#ifndef CATALOGUE_CATALOGUE_COMMANDS_H
#define CATALOGUE_CATALOGUE_COMMANDS_H

#include "base/command.h"

extern const struct command catalogue_commands[];       /* ends with a NULL name */

#endif
