/* What a model file says: an engine's model, the columns that its fields are read from, which sources hold nobody twice.
 *
 * A model is YAML that people write, and that is written back after training; reading what was written and writing it again
 * gives the same bytes. docs/linkage.md describes the keys.
 */
#ifndef PEOPLE_LINK_PLAN_H
#define PEOPLE_LINK_PLAN_H

#include "base/err.h"
#include "base/text.h"
#include "linkage/engine.h"

struct nicknames;

struct link_names {
	const char **at;
	size_t n;
};

struct link_plan {
	const char *name, *title;               /* title may be NULL */
	const char *file;                       /* where it was read; NULL for one that was guessed */
	struct link_names id, source;           /* columns: the first that a file has */
	struct link_names declared;             /* sources of which no two records are one person's */
	struct link_names columns[LINK_FIELDS]; /* of each field; never empty */
	bool optional[LINK_FIELDS];             /* no file need have it */
	bool outdated;                          /* was trained when numbers had fewer levels: it will be trained anew */
	const struct nicknames *nicknames;      /* given names that are one name's forms: groups of the catalogue, … */
	size_t n_nicknames;
	struct link_alias *alias;               /* … and the model's own */
	size_t n_aliases;
	struct link_names placeholders;         /* given names that stand for the lack of one */
	struct link_model model;
};

/* Reads a model; `file` names it in the sentence of a fault, with its line and key. Lives in c->mem. */
enum err link_plan_read(struct ctx *c, const char *file, struct view text, struct link_plan *out) MUST_USE;
/* The plan as a file, with what training found where the model is trained. */
void link_plan_write(struct builder *b, const struct link_plan *plan);

/* The key of a class's pairs and chances: "match", "twin", "sibling", "random". */
const char *link_class_key(enum link_class k);
/* A text as model files spell it: between quotes where YAML could read something else. */
void link_yaml_put(struct builder *b, const char *text);
/* "family_name sound, date_of_birth": a rule as model files and people spell it. */
const char *link_rule_words(struct mem *m, const struct link_model *model, const struct link_rule *rule);

#endif
