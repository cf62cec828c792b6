/* YAML into nodes, over libyaml's events.
 *
 * The catalogue is written by people who are not programmers, and YAML has traps for them: a key given twice (the last
 * silently wins), anchors that make a file mean something far away, tags that run constructors, a second document that
 * nobody reads. Each is refused with its line instead. Nothing is interpreted: every scalar stays a text, and whoever
 * reads it asks for a number, a date or yes/no (so the country code NO stays one).
 */
#include "catalogue/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"

#define DEPTH_MAX 32                    /* our deepest file has 6 levels; a hostile one must not eat the stack */

struct parse {
	struct ctx *c;
	const char *name;
	yaml_parser_t parser;
	yaml_event_t event;             /* the one under way; always valid to delete */
};

static int
line_of(const struct parse *p)
{
	return (int)p->event.start_mark.line + 1;
}

/* The next event into p->event. */
static enum err
step(struct parse *p)
{
	yaml_event_delete(&p->event);
	memset(&p->event, 0, sizeof p->event);
	if (yaml_parser_parse(&p->parser, &p->event))
		return OK;
	if (p->parser.error == YAML_MEMORY_ERROR)
		mem_none(0);
	return fail(p->c, ERR_INPUT, "%s line %zu: %s%s%s", p->name, p->parser.problem_mark.line + 1,
	    p->parser.context ? p->parser.context : "", p->parser.context ? ", " : "",
	    p->parser.problem ? p->parser.problem : "this is not YAML");
}

/* Anchors and tags may stand on any value; neither is of use here. */
static enum err
refuse_decorations(struct parse *p, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return fail(p->c, ERR_INPUT, "%s line %d: anchors (`&%s`) are not used here; write the value out",
		    p->name, line_of(p), (const char *)anchor);
	if (tag)
		return fail(p->c, ERR_INPUT, "%s line %d: tags (`%s`) are not used here", p->name, line_of(p),
		    (const char *)tag);
	return OK;
}

static enum err
scalar_text(struct parse *p, const char **out)
{
	const char *at = (const char *)p->event.data.scalar.value;
	size_t n = p->event.data.scalar.length;

	if (memchr(at, 0, n))
		return fail(p->c, ERR_INPUT, "%s line %d: a text may not hold a NUL character", p->name, line_of(p));
	*out = mem_copy(p->c->mem, at, n);
	return OK;
}

static enum err node_read(struct parse *p, int depth, struct node **out);

static int
key_order(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* YAML says keys must differ; libyaml leaves it to us. */
static enum err
refuse_duplicates(struct parse *p, const struct node *map)
{
	struct node **keys = mem_new_array(p->c->mem, struct node *, map->n + 1);
	size_t n = 0;

	for (struct node *i = map->child; i; i = i->next)
		keys[n++] = i;
	qsort(keys, n, sizeof *keys, key_order);
	for (size_t i = 1; i < n; i++)
		if (strcmp(keys[i - 1]->key, keys[i]->key) == 0)
			return fail(p->c, ERR_INPUT, "%s line %d: the key `%s` stands twice (first on line %d)", p->name,
			    keys[i]->line, keys[i]->key, keys[i - 1]->line);
	return OK;
}

static enum err
list_read(struct parse *p, int depth, struct node *list)
{
	struct node **last = &list->child;

	for (;;) {
		TRY(step(p));
		if (p->event.type == YAML_SEQUENCE_END_EVENT)
			return OK;
		TRY(node_read(p, depth, last));
		last = &(*last)->next;
		list->n++;
	}
}

static enum err
map_read(struct parse *p, int depth, struct node *map)
{
	struct node **last = &map->child;
	const char *key;

	for (;;) {
		TRY(step(p));
		if (p->event.type == YAML_MAPPING_END_EVENT)
			return refuse_duplicates(p, map);
		if (p->event.type == YAML_ALIAS_EVENT)
			return node_read(p, depth, last);
		if (p->event.type != YAML_SCALAR_EVENT)
			return fail(p->c, ERR_INPUT, "%s line %d: a key must be a plain text", p->name, line_of(p));
		TRY(refuse_decorations(p, p->event.data.scalar.anchor, p->event.data.scalar.tag));
		int line = line_of(p);
		TRY(scalar_text(p, &key));
		TRY(step(p));
		TRY(node_read(p, depth, last));
		(*last)->key = key;
		(*last)->line = line;
		last = &(*last)->next;
		map->n++;
	}
}

/* The node that p->event opens. A value's line is its key's line, for that is where a reader looks. */
static enum err
node_read(struct parse *p, int depth, struct node **out)
{
	struct node *node = mem_new_one(p->c->mem, struct node);

	node->line = line_of(p);
	node->text = "";
	*out = node;
	if (depth > DEPTH_MAX)
		return fail(p->c, ERR_INPUT, "%s line %d: nested deeper than %d levels", p->name, node->line, DEPTH_MAX);
	switch (p->event.type) {
	case YAML_SCALAR_EVENT:
		TRY(refuse_decorations(p, p->event.data.scalar.anchor, p->event.data.scalar.tag));
		node->quoted = p->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		return scalar_text(p, &node->text);
	case YAML_SEQUENCE_START_EVENT:
		TRY(refuse_decorations(p, p->event.data.sequence_start.anchor, p->event.data.sequence_start.tag));
		node->kind = NODE_LIST;
		return list_read(p, depth + 1, node);
	case YAML_MAPPING_START_EVENT:
		TRY(refuse_decorations(p, p->event.data.mapping_start.anchor, p->event.data.mapping_start.tag));
		node->kind = NODE_MAP;
		return map_read(p, depth + 1, node);
	case YAML_ALIAS_EVENT:
		return fail(p->c, ERR_INPUT, "%s line %d: aliases (`*%s`) are not used here; write the value out", p->name,
		    node->line, (const char *)p->event.data.alias.anchor);
	default:
		return fail(p->c, ERR_INPUT, "%s line %d: a value is missing", p->name, node->line);
	}
}

/* stream start, document start, one node, document end, stream end. */
static enum err
document_read(struct parse *p, struct node **out)
{
	TRY(step(p));
	TRY(step(p));
	if (p->event.type == YAML_STREAM_END_EVENT)
		return fail(p->c, ERR_INPUT, "%s line 1: the file is empty", p->name);
	TRY(step(p));
	TRY(node_read(p, 0, out));
	TRY(step(p));
	TRY(step(p));
	if (p->event.type != YAML_STREAM_END_EVENT)
		return fail(p->c, ERR_INPUT, "%s line %d: a second document begins; a file holds one", p->name, line_of(p));
	return OK;
}

enum err
yaml_parse(struct ctx *c, const char *name, struct view text, struct node **out)
{
	struct parse p = {.c = c, .name = name};
	enum err e;

	*out = NULL;
	if (!yaml_parser_initialize(&p.parser))
		mem_none(0);
	yaml_parser_set_input_string(&p.parser, (const unsigned char *)(text.at ? text.at : ""), text.n);
	e = document_read(&p, out);
	yaml_event_delete(&p.event);
	yaml_parser_delete(&p.parser);
	return e;
}

const struct node *
yaml_get(const struct node *map, const char *key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	yaml_each(i, map)
		if (strcmp(i->key, key) == 0)
			return i;
	return NULL;
}
