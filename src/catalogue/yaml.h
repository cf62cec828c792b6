/* YAML into a tree of nodes that remember their line: enough of YAML for files that people write (libyaml reads it).
 * No anchors, aliases, tags or duplicate keys: each is an error that names the line. */
#ifndef CATALOGUE_YAML_H
#define CATALOGUE_YAML_H

#include "base/err.h"
#include "base/text.h"

enum node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	int line;                       /* 1 is the first */
	bool quoted;                    /* a text in quotes or a block: never read as a number, yes/no or null */
	const char *text;               /* NODE_TEXT; "" for an empty value */
	const char *key;                /* this node's key, where its parent is a map */
	struct node *child;             /* the first item of a list, the first value of a map */
	struct node *next;              /* the next item or value */
	size_t n;                       /* children */
};

/* Parses one document; `name` is used in messages ("catalogue/x.yml line 7: …"). Lives in c->mem. */
enum err yaml_parse(struct ctx *c, const char *name, struct view text, struct node **out) MUST_USE;
const struct node *yaml_get(const struct node *map, const char *key);       /* NULL when absent or not a map */
#define yaml_each(item, of) for (const struct node *item = (of) ? (of)->child : NULL; item; item = item->next)

#endif
