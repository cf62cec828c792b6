/* The commands of linking. */
#ifndef PEOPLE_LINK_COMMANDS_H
#define PEOPLE_LINK_COMMANDS_H

#include <stdio.h>

#include "base/command.h"

extern const struct option_rule link_options[], link_review_options[], link_decide_options[], link_decisions_options[],
    link_thresholds_options[], link_sources_options[], link_find_options[];
extern const struct option_rule link_encode_options[];

enum err link_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_encode_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_undo_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_review_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_decide_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_decisions_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_thresholds_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_sources_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_find_command(struct ctx *c, const struct args *args, FILE *out);
enum err link_measured_command(struct ctx *c, const struct args *args, FILE *out);

#endif
