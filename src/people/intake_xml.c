/* XML intake over libxml2's SAX2 push parser: no DTD, no entities beyond the five that XML has, no network. The elements
 * of one top record (a child) are kept until it ends, then given out as rows, parents before children. */
#include "people/intake_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <string.h>

#include "base/input.h"
#include "base/mem.h"
#include "catalogue/dataset.h"

#define DEPTH_MAX 24

struct element {
	const char *name;
	struct builder text;
	struct element *parent, *child, *last_child, *next;
	int64_t line;
};

struct queued {
	const struct element *element;
	int record;
	size_t parent;              /* its row's place in the queue, plus one; 0 none */
	struct view *field;
};
struct queue LIST(struct queued);

struct xml_reader {
	struct ctx *c;
	struct input *in;
	const char *path;
	const struct dataset *dataset;
	xmlParserCtxtPtr parser;
	struct mem *arena[2];       /* top records that wait live in one while the record being read may live in the other */
	int fresh;                  /* which of them new top records go to */
	struct mem *record_mem;     /* the arena of the top record being read */
	struct mem *row_mem;        /* the rows of the top record being given out */
	struct element *open[DEPTH_MAX];    /* from the top record down */
	char at[DEPTH_MAX][64];     /* the names above, root first */
	int depth;                  /* elements open now */
	int record_depth;           /* the depth at which the top record opened; 0 outside one */
	size_t held;                /* text kept of the current top record */
	struct element *done;       /* top records that ended and wait to be given out */
	struct element *done_last;
	struct queue queue;
	size_t given;
	bool begun;                 /* its root element was met */
	bool ending;                /* all of it has been read */
	bool ended, free_next;
	enum err err;
};

static void
stop(struct xml_reader *x, const char *what)
{
	if (x->err == OK)
		x->err = fail(x->c, ERR_INPUT, "%s line %d: %s", x->path, xmlSAX2GetLineNumber(x->parser), what);
	xmlStopParser(x->parser);
}

/* The path of the element at `depth`, below the root, is `path`: "Children/Child". */
static bool
path_is(const struct xml_reader *x, int depth, const char *path)
{
	struct view rest = view_of(path);

	for (int i = 1; i < depth; i++)
		if (!view_is(view_cut(&rest, '/'), x->at[i]))
			return false;
	return rest.n == 0;
}

static void
element_starts(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
    const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct xml_reader *x = with;
	struct element *e, *up;

	(void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_attributes, (void)n_defaulted, (void)attributes;
	if (x->depth >= DEPTH_MAX || strlen((const char *)name) >= sizeof x->at[0]) {
		stop(x, "elements nest too deeply or have names that are too long");
		return;
	}
	strcpy(x->at[x->depth++], (const char *)name);
	x->begun = true;
	if (!x->record_depth && !path_is(x, x->depth, x->dataset->record[0].path))
		return;
	if (!x->record_depth) {
		x->record_depth = x->depth;
		x->record_mem = x->arena[x->fresh];
	}
	e = mem_new_one(x->record_mem, struct element);
	*e = (struct element){.name = mem_copy(x->record_mem, (const char *)name, strlen((const char *)name)),
	    .text = {.mem = x->record_mem}, .line = xmlSAX2GetLineNumber(x->parser)};
	x->held += sizeof *e;
	up = x->depth > x->record_depth ? x->open[x->depth - x->record_depth - 1] : NULL;
	e->parent = up;
	if (up && up->last_child)
		up->last_child->next = e;
	else if (up)
		up->child = e;
	if (up)
		up->last_child = e;
	x->open[x->depth - x->record_depth] = e;
}

static void
element_ends(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_reader *x = with;

	(void)name, (void)prefix, (void)uri;
	if (x->record_depth && x->depth == x->record_depth) {
		struct element *e = x->open[0];

		if (x->done_last)
			x->done_last->next = e;
		else
			x->done = e;
		x->done_last = e;
		x->record_depth = 0;
		x->held = 0;
	}
	x->depth--;
}

static void
element_text(void *with, const xmlChar *text, int n)
{
	struct xml_reader *x = with;

	if (!x->record_depth)
		return;
	x->held += (size_t)n;
	if (x->held > XML_RECORD_MAX) {
		stop(x, "one record is larger than 16 MB");
		return;
	}
	put(&x->open[x->depth - x->record_depth]->text, (struct view){(const char *)text, (size_t)n});
}

/* What libxml2 would print: the sentence in the manifest says it. */
static void
say_nothing(void *with, const char *format, ...)
{
	(void)with, (void)format;
}

/* A document type can declare entities that expand without end; no return has one. */
static void
doctype_found(void *with, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	stop(with, "has a document type declaration, which is not accepted");
}

/* What is found at the end of a file that stops in the middle of something. */
static bool
is_unfinished(int code)
{
	static const int codes[] = {XML_ERR_DOCUMENT_END, XML_ERR_GT_REQUIRED, XML_ERR_TAG_NOT_FINISHED,
	    XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_CDATA_NOT_FINISHED, XML_ERR_PI_NOT_FINISHED, XML_ERR_ATTRIBUTE_NOT_FINISHED,
	    XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE, XML_ERR_ENTITYREF_SEMICOL_MISSING,
	    XML_ERR_NAME_REQUIRED, XML_ERR_LTSLASH_REQUIRED};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (code == codes[i])
			return true;
	return false;
}

/* libxml2's own words may quote the file: only those that name two elements are passed on. */
static void
error_found(void *with, const xmlError *error)
{
	struct xml_reader *x = with;
	struct view message = view_trim(view_of(error->message));

	if (error->level < XML_ERR_ERROR || x->err != OK)
		return;
	if (x->ending && x->depth > 0 && is_unfinished(error->code))
		x->err = fail(x->c, ERR_INPUT, "%s is cut off at line %d, before its last element ends; fetch it whole and import it"
		    " again", x->path, error->line);
	else if (error->code == XML_ERR_DOCUMENT_END && x->begun)
		x->err = fail(x->c, ERR_INPUT, "%s line %d is not well-formed XML: something stands after its end", x->path,
		    error->line);
	else if (error->code == XML_ERR_TAG_NAME_MISMATCH)
		x->err = fail(x->c, ERR_INPUT, "%s line %d is not well-formed XML: " VIEW_FORMAT, x->path, error->line,
		    VIEW_ARGS(message));
	else
		x->err = fail(x->c, ERR_INPUT, "%s line %d is not well-formed XML (libxml2's error %d)", x->path, error->line,
		    error->code);
	xmlStopParser(x->parser);
}

enum err
xml_open(struct ctx *c, struct input *in, const char *path, const struct dataset *dataset, struct xml_reader **out)
{
	struct xml_reader *x = mem_new_one(c->mem, struct xml_reader);
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = element_starts,
		.endElementNs = element_ends,
		.characters = element_text,
		.cdataBlock = element_text,
		.internalSubset = doctype_found,
		.serror = (xmlStructuredErrorFunc)error_found,
	};

	*x = (struct xml_reader){.c = c, .in = in, .path = path, .dataset = dataset,
	    .arena = {mem_new(), mem_new()}, .row_mem = mem_new()};
	input_raw(in);
	xmlSetGenericErrorFunc(NULL, say_nothing);
	x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, path);
	if (!x->parser)
		return fail(c, ERR_SYSTEM, "%s: the XML parser could not be started", path);
	xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	*out = x;
	return OK;
}

/* The text of the leaf at `path` below `e`; of a leaf that repeats, every text, joined by commas. */
static struct view
leaf_text(struct xml_reader *x, const struct element *e, struct view path)
{
	struct view whole = path, name = view_cut(&path, '/'), found = {0};

	if (view_is(whole, "."))        /* a record that is itself a leaf */
		return view_trim(built(&e->text));

	for (const struct element *child = e->child; child; child = child->next) {
		struct view one;

		if (!view_is(name, child->name))
			continue;
		one = path.n ? leaf_text(x, child, path) : view_trim(built(&child->text));
		if (one.n && found.n)
			one = view_of(mem_format(x->row_mem, VIEW_FORMAT "," VIEW_FORMAT, VIEW_ARGS(found), VIEW_ARGS(one)));
		if (one.n)
			found = one;
	}
	return found;
}

/* One row: a record's own leaves, and what it sees of the records above. */
static void
row_queue(struct xml_reader *x, const struct element *e, int record, size_t parent)
{
	const struct record *r = &x->dataset->record[record];
	struct queued *q = push(x->row_mem, &x->queue);
	struct view *field = mem_new_array(x->row_mem, struct view, r->n_field + 1);

	*q = (struct queued){.element = e, .record = record, .parent = parent, .field = field};
	for (size_t i = 0; i < r->n_field; i++) {
		const struct field *f = &r->field[i];
		size_t up = parent;

		if (f->inherited_record < 0) {
			field[i] = f->compute ? (struct view){0} : leaf_text(x, e, view_of(f->from ? f->from : f->column));
			continue;
		}
		while (up && x->queue.item[up - 1].record != f->inherited_record)
			up = x->queue.item[up - 1].parent;
		if (up)
			field[i] = x->queue.item[up - 1].field[f->inherited_field];
	}
}

/* The path of record `r` below its parent record: what is left of "A/B/C" after "A/B/". */
static const char *
path_below(const struct dataset *d, int r)
{
	const char *path = d->record[r].path;
	int up = d->record[r].parent;

	return up < 0 ? path : path + strlen(d->record[up].path) + 1;
}

static void rows_queue(struct xml_reader *x, const struct element *e, int record, size_t parent);

/* Queues the rows of every record of kind `record` at `path` below `e`. */
static void
rows_below(struct xml_reader *x, const struct element *e, int record, struct view path, size_t parent)
{
	struct view name = view_cut(&path, '/');

	for (const struct element *child = e->child; child; child = child->next) {
		if (!view_is(name, child->name))
			continue;
		if (path.n)
			rows_below(x, child, record, path, parent);
		else
			rows_queue(x, child, record, parent);
	}
}

static void
rows_queue(struct xml_reader *x, const struct element *e, int record, size_t parent)
{
	size_t own;

	row_queue(x, e, record, parent);
	own = x->queue.n;
	for (size_t i = 0; i < x->dataset->n_record; i++)
		if (x->dataset->record[i].parent == record)
			rows_below(x, e, (int)i, view_of(path_below(x->dataset, (int)i)), own);
}

/* Feeds the parser until a top record has ended or the file has. */
static enum err
xml_feed(struct xml_reader *x)
{
	char chunk[64 * 1024];
	size_t n;
	int code;

	while (!x->done && !x->ended) {
		TRY(input_read(x->c, x->in, chunk, sizeof chunk, &n));
		x->ending = n == 0;
		code = xmlParseChunk(x->parser, chunk, (int)n, n == 0);
		if (x->err != OK)
			return x->err;
		/* Characters that cannot be decoded are not reported to the parser's own error function. */
		if (code != XML_ERR_OK)
			return x->err = fail(x->c, ERR_INPUT, "%s line %d is not well-formed XML (libxml2's error %d)", x->path,
			    xmlSAX2GetLineNumber(x->parser), code);
		x->ended = n == 0;
	}
	return OK;
}

/* The record's own leaves as name=value, for the list of rejected rows. */
static void
raw_of(const struct element *e, struct builder *out)
{
	for (const struct element *child = e->child; child; child = child->next) {
		struct view text = view_trim(built(&child->text));

		if (child->child || !text.n)
			continue;
		put_format(out, "%s%s=" VIEW_FORMAT, out->n ? " " : "", child->name, VIEW_ARGS(text));
	}
}

/* Every ended record was given out: the arena that holds no half-read record is emptied and takes the next ones. */
static void
arena_turn(struct xml_reader *x)
{
	x->fresh = x->record_depth && x->record_mem == x->arena[0] ? 1 : 0;
	mem_reset(x->arena[x->fresh]);
}

enum err
xml_next(struct ctx *c, struct xml_reader *x, struct source_row *row, bool *more)
{
	struct builder raw;
	const struct queued *q;

	(void)c;
	while (x->given == x->queue.n) {
		if (!x->done)
			arena_turn(x);
		mem_reset(x->row_mem);
		x->queue = (struct queue){0};
		x->given = 0;
		TRY(xml_feed(x));
		if (!x->done) {
			*more = false;
			return OK;
		}
		rows_queue(x, x->done, 0, 0);
		x->done = x->done == x->done_last ? NULL : x->done->next;
		if (!x->done)
			x->done_last = NULL;
	}
	q = &x->queue.item[x->given++];
	raw = (struct builder){.mem = x->row_mem};
	raw_of(q->element, &raw);
	*row = (struct source_row){.record = q->record, .number = q->element->line, .field = q->field, .raw = built(&raw)};
	*more = true;
	return OK;
}

void
xml_close(struct xml_reader *x)
{
	if (x->parser) {
		if (x->parser->myDoc)
			xmlFreeDoc(x->parser->myDoc);
		xmlFreeParserCtxt(x->parser);
	}
	mem_free(x->arena[0]);
	mem_free(x->arena[1]);
	mem_free(x->row_mem);
}

struct sniff {
	const char *const *test;    /* path=value; with no value asked for, the leaf's own text is kept */
	size_t n, held;             /* bit i of `held`: test i holds */
	char *leaf;                 /* where the text of the first test's path goes, in xml_leaf; NULL */
	const char *root;
	bool root_is;
	int depth;
	char at[DEPTH_MAX][64];
	char text[128];
	size_t text_n;
};

static void
sniff_starts(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
    const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct sniff *s = with;

	(void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_attributes, (void)n_defaulted, (void)attributes;
	if (s->depth == 0)
		s->root_is = !strcmp((const char *)name, s->root);
	if (s->depth < DEPTH_MAX)
		snprintf(s->at[s->depth], sizeof s->at[0], "%s", (const char *)name);
	s->depth++;
	s->text_n = 0;
}

static void
sniff_text(void *with, const xmlChar *text, int n)
{
	struct sniff *s = with;

	for (int i = 0; i < n && s->text_n < sizeof s->text; i++)
		s->text[s->text_n++] = (char)text[i];
}

static void
sniff_ends(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct sniff *s = with;

	(void)name, (void)prefix, (void)uri;
	for (size_t t = 0; t < s->n && s->depth <= DEPTH_MAX; t++) {
		struct view value = view_of(s->test[t]);
		struct view path = view_cut(&value, '=');
		int i = 1;

		while (path.n && i < s->depth && view_is(view_cut(&path, '/'), s->at[i]))
			i++;
		if (path.n || i != s->depth)
			continue;
		if (s->leaf)
			snprintf(s->leaf, sizeof s->text, "%.*s", (int)s->text_n, s->text);
		else if (view_same(view_trim((struct view){s->text, s->text_n}), value))
			s->held |= (size_t)1 << t;
	}
	s->depth--;
	s->text_n = 0;
}

static void
sniff_error(void *with, const xmlError *error)
{
	(void)with, (void)error;
}

/* Parses the beginning of a file into `s`. */
static enum err
sniff_file(struct ctx *c, const char *path, struct sniff *s)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = sniff_starts,
		.endElementNs = sniff_ends,
		.characters = sniff_text,
		.serror = (xmlStructuredErrorFunc)sniff_error,
	};
	char chunk[16 * 1024];
	struct input *in;
	xmlParserCtxtPtr parser;
	size_t size;
	enum err e;

	TRY(input_open(c, path, &in));
	input_raw(in);
	xmlSetGenericErrorFunc(NULL, say_nothing);
	parser = xmlCreatePushParserCtxt(&sax, s, NULL, 0, path);
	e = input_read(c, in, chunk, sizeof chunk, &size);
	if (parser && e == OK) {
		xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		xmlParseChunk(parser, chunk, (int)size, 0);
	}
	if (parser && parser->myDoc)
		xmlFreeDoc(parser->myDoc);
	if (parser)
		xmlFreeParserCtxt(parser);
	input_close(in);
	return e;
}

enum err
xml_sniff(struct ctx *c, const char *path, const char *const *recognise, size_t n, bool *yes)
{
	struct sniff s = {.test = recognise + 1, .n = n - 1, .root = recognise[0]};

	*yes = false;
	TRY(sniff_file(c, path, &s));
	*yes = s.root_is && s.held == ((size_t)1 << s.n) - 1;
	return OK;
}

enum err
xml_leaf(struct ctx *c, const char *path, const char *leaf, const char **out)
{
	char *text = mem_take(c->mem, sizeof ((struct sniff *)0)->text);
	struct sniff s = {.test = &leaf, .n = 1, .root = "", .leaf = text};

	*out = text;
	return sniff_file(c, path, &s);
}
