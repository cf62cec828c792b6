/* show move. */
#ifndef MEASURE_MOVEMENT_COMMANDS_H
#define MEASURE_MOVEMENT_COMMANDS_H

#include "base/command.h"

extern const struct option_rule move_options[];
enum err show_move(struct ctx *c, const struct args *args, FILE *out) MUST_USE;

#endif
