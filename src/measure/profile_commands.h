/* The commands that compare areas, for the room's table of commands, and what they share with its other ones. */
#ifndef MEASURE_PROFILE_COMMANDS_H
#define MEASURE_PROFILE_COMMANDS_H

#include <stdio.h>

#include "base/command.h"
#include "base/err.h"

/* The area of --area, or the authority. ERR_INPUT for a code of no area. */
enum err chosen_area(struct ctx *c, const struct args *args, const char **code, const char **name) MUST_USE;

enum err show_scorecard(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
enum err show_profile(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
enum err show_rug(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
enum err show_compare(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
extern const struct option_rule profile_options[], rug_options[], compare_options[];

#endif
