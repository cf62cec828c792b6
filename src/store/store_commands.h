/* The store's commands. */
#ifndef STORE_STORE_COMMANDS_H
#define STORE_STORE_COMMANDS_H

#include "base/command.h"

extern const struct command store_commands[];   /* ends with a NULL name */

#endif
