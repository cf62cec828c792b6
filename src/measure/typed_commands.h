/* figure add, figure list, figure withdraw. */
#ifndef MEASURE_TYPED_COMMANDS_H
#define MEASURE_TYPED_COMMANDS_H

#include <stdio.h>

#include "base/command.h"

extern const struct option_rule figure_add_options[], figure_list_options[], figure_withdraw_options[];
enum err figure_add(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
enum err figure_list(struct ctx *c, const struct args *args, FILE *out) MUST_USE;
enum err figure_withdraw(struct ctx *c, const struct args *args, FILE *out) MUST_USE;

#endif
