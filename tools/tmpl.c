/* The template compiler: templates/ROOM/x.html becomes a C function that writes the page.
 *
 *   tmpl FILE.html > FILE.c            compiles a page's template, or a file of partials
 *   tmpl --header FILE.html… > H       prints the prototypes of the partials in those files
 *
 * It follows the HTML as a browser would, so it knows for each {= expression} whether it stands in text, in an
 * attribute's value or in an address (href, src, action), and writes out_text, out_attr or out_url; the C compiler then
 * refuses an expression whose type may not stand there (web/page.h). #line directives make its messages name the
 * template. Inline script and style are refused: the pages run under default-src 'self'. docs/templates.md has the syntax.
 */
#include "tmpl.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- directives ----------------------------------------------------------------------------------------------- */

static void
line_directive(const struct compiler *k, int line)
{
	printf("#line %d \"%s\"\n", line, k->file);
}

static void
need_function(const struct compiler *k, int line)
{
	if (!k->in_function)
		refuse(k, line, "the file must open with {template NAME(struct VIEW) from \"HEADER\"} or {partial NAME(…)}");
}

static void
print_expression(struct compiler *k, const char *expression, int line)
{
	struct place *at = &k->place;
	const char *call = "out_text";

	need_function(k, line);
	if (at->state == IN_VALUE && is_url_attribute(at->attribute)) {
		if (at->value_began)
			refuse(k, line, "an address must be the whole of %s=: put all of it into url_make", at->attribute);
		call = "out_url";
		at->url_printed = true;
	} else if (at->state == IN_VALUE)
		call = "out_attr";
	else if (at->state != IN_TEXT)
		refuse(k, line, "{= …} may stand in text or in a quoted attribute's value, not inside a tag");
	if (at->state == IN_VALUE)
		at->value_began = true;
	flush(k);
	line_directive(k, line);
	printf("\t%s(p, %s);\n", call, expression);
	k->space_pending = false;
}

static struct block *
block_open(struct compiler *k, enum block_kind kind, int line)
{
	struct block *b = &k->block[k->depth];

	need_function(k, line);
	name_over(k);
	if (k->depth == sizeof k->block / sizeof *k->block - 1)
		refuse(k, line, "blocks are nested too deep");
	if (k->place.state != IN_TEXT && k->place.state != IN_TAG && k->place.state != IN_VALUE)
		refuse(k, line, "a block may open in text, between attributes or in a value, not inside a name");
	*b = (struct block){.kind = kind, .line = line, .start = k->place};
	k->depth++;
	flush(k);
	line_directive(k, line);
	return b;
}

static bool
same_place(const struct place *a, const struct place *b)
{
	return a->state == b->state && a->pre == b->pre && strcmp(a->attribute, b->attribute) == 0 &&
	    (a->state != IN_TAG || strcmp(a->tag, b->tag) == 0);
}

/* A branch must end where it began: in text, or in the same tag or value. */
static void
branch_end(struct compiler *k, struct block *b, int line)
{
	if (!same_place(&k->place, &b->start))
		refuse(k, line, "the block of line %d does not end where it began: it opens or closes half a tag", b->line);
	if (b->has_ended) {
		k->place.value_began = k->place.value_began || b->ended.value_began;
		k->place.url_printed = k->place.url_printed || b->ended.url_printed;
	}
	b->ended = k->place;
	b->has_ended = true;
}

static void
do_if(struct compiler *k, char *rest, int line)
{
	block_open(k, BLOCK_IF, line);
	printf("\tif (%s) {\n", rest);
}

static void
do_else(struct compiler *k, char *rest, int line)
{
	struct block *b = k->depth > 0 ? &k->block[k->depth - 1] : NULL;

	if (b == NULL || b->kind != BLOCK_IF || b->has_else)
		refuse(k, line, "{else} without its {if}");
	branch_end(k, b, line);
	k->place = b->start;
	flush(k);
	line_directive(k, line);
	if (strncmp(rest, "if ", 3) == 0) {
		printf("\t} else if (%s) {\n", rest + 3);
		return;
	}
	if (*rest != '\0')
		refuse(k, line, "{else %s}: write {else} or {else if …}", rest);
	b->has_else = true;
	fputs("\t} else {\n", stdout);
}

static void
do_each(struct compiler *k, char *rest, int line)
{
	char *in = strstr(rest, " in ");
	int n;

	if (in == NULL || in == rest)
		refuse(k, line, "write {each NAME in LIST}");
	n = (int)(in - rest);
	in += 4;
	block_open(k, BLOCK_EACH, line);
	printf("\tfor (size_t %.*s_index = 0; %.*s_index < (%s).n; %.*s_index++) {\n", n, rest, n, rest, in, n, rest);
	line_directive(k, line);
	printf("\tconst __typeof__((%s).item[0]) *%.*s = &(%s).item[%.*s_index]; (void)%.*s;\n", in, n, rest, in, n, rest,
	    n, rest);
}

static void
do_capture(struct compiler *k, char *rest, int line)
{
	struct block *b = block_open(k, BLOCK_CAPTURE, line);

	if (b->start.state != IN_TEXT)
		refuse(k, line, "{capture} may stand in text only");
	snprintf(b->name, sizeof b->name, "%s", rest);
	printf("\tsize_t %s_mark = page_mark(p);\n", rest);
}

static void
do_end(struct compiler *k, char *rest, int line)
{
	struct block *b;

	if (k->depth == 0 || *rest != '\0')
		refuse(k, line, "{end} without a block that it ends");
	b = &k->block[k->depth - 1];
	branch_end(k, b, line);
	k->place.need_space = k->place.state == IN_TAG;
	flush(k);
	k->depth--;
	if (b->kind == BLOCK_CAPTURE)
		printf("\tstruct html %s = page_capture(p, %s_mark);\n", b->name, b->name);
	else
		fputs("\t}\n", stdout);
}

static void
do_use(struct compiler *k, char *rest, int line)
{
	char *open = strchr(rest, '(');
	char *close = strrchr(rest, ')');

	need_function(k, line);
	if (open == NULL || close == NULL || close < open)
		refuse(k, line, "write {use PARTIAL(arguments)}");
	if (k->place.state != IN_TEXT)
		refuse(k, line, "{use} may stand in text only");
	*close = '\0';
	flush(k);
	line_directive(k, line);
	printf("\t%.*s_partial(p%s%s);\n", (int)(open - rest), rest, open[1] ? ", " : "", open + 1);
}

static void
function_close(struct compiler *k, int line)
{
	if (!k->in_function)
		return;
	if (k->depth > 0)
		refuse(k, k->block[k->depth - 1].line, "this block has no {end}");
	if (k->place.state != IN_TEXT)
		refuse(k, line, "the file ends inside a tag");
	while (!k->is_page && k->literal_n > 0 && isspace((unsigned char)k->literal[k->literal_n - 1]))
		k->literal_n--;         /* so that a partial may stand within a sentence */
	flush(k);
	fputs("}\n", stdout);
	k->in_function = false;
}

static void
do_template(struct compiler *k, char *rest, int line)
{
	char *open = strchr(rest, '(');
	char *close = strchr(rest, ')');
	char *header = strchr(rest, '"');
	char *end = header ? strchr(header + 1, '"') : NULL;

	if (k->in_function || k->is_page)
		refuse(k, line, "a file holds one template");
	if (!open || !close || !end || close < open || strncmp(open + 1, "struct ", 7) != 0)
		refuse(k, line, "write {template NAME(struct VIEW) from \"HEADER\"}");
	*end = '\0';
	printf("#include \"%s\"\n\nvoid\n%.*s(struct page *p, const %.*s *v)\n{\n", header + 1, (int)(open - rest), rest,
	    (int)(close - open - 1), open + 1);
	fputs("\tstruct mem *m = p->mem;\n\n\t(void)m; (void)v;\n", stdout);
	k->in_function = k->is_page = true;
	k->space_pending = true;
}

static void
do_partial(struct compiler *k, char *rest, int line)
{
	char *open = strchr(rest, '(');
	char *close = strrchr(rest, ')');

	if (!open || !close || close < open || k->is_page)
		refuse(k, line, "write {partial NAME(arguments)}, in a file of partials");
	*close = '\0';
	function_close(k, line);
	printf("void%c%.*s_partial(struct page *p%s%s)%s\n", k->header_only ? ' ' : '\n', (int)(open - rest), rest,
	    open[1] ? ", " : "", open + 1, k->header_only ? ";" : "\n{");
	if (!k->header_only)
		fputs("\tstruct mem *m = p->mem;\n\n\t(void)m;\n", stdout);
	k->in_function = !k->header_only;
	k->space_pending = true;
}

static void
do_header(struct compiler *k, char *rest, int line)
{
	if (k->in_function)
		refuse(k, line, "{header} must stand before {template} or {partial}");
	printf("#include %s\n", rest);
}

static void
do_title(struct compiler *k, char *rest, int line)
{
	need_function(k, line);
	flush(k);
	line_directive(k, line);
	printf("\tp->title = %s;\n", rest);
}

static void
do_section(struct compiler *k, char *rest, int line)
{
	need_function(k, line);
	flush(k);
	line_directive(k, line);
	printf("\tp->section = %s;\n", rest);
}

static const struct directive {
	const char *word;
	void (*run)(struct compiler *k, char *rest, int line);
	bool in_header;             /* --header runs it too */
} directives[] = {
	{"if", do_if, false}, {"else", do_else, false}, {"each", do_each, false}, {"end", do_end, false},
	{"use", do_use, false}, {"capture", do_capture, false}, {"template", do_template, false},
	{"partial", do_partial, true}, {"header", do_header, true}, {"title", do_title, false},
	{"section", do_section, false},
};

/* Finds the } that closes the directive at k->at, past quotes and nested brackets. */
static size_t
directive_end(const struct compiler *k)
{
	size_t i = k->at + 1;
	int nested = 0;
	char quote = 0;

	for (; i < k->n; i++) {
		char b = k->text[i];

		if (quote) {
			if (b == '\\')
				i++;
			else if (b == quote)
				quote = 0;
		} else if (b == '"' || b == '\'')
			quote = b;
		else if (b == '{')
			nested++;
		else if (b == '}' && nested-- == 0)
			return i;
	}
	refuse(k, k->line, "this { has no }");
}

static void
run_directive(struct compiler *k, char *body, int line)
{
	size_t word = strcspn(body, " \t\n");

	if (body[0] == '=') {
		if (!k->header_only)
			print_expression(k, body + 1 + strspn(body + 1, " \t"), line);
		return;
	}
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
		const struct directive *d = &directives[i];

		if (strlen(d->word) != word || strncmp(d->word, body, word) != 0)
			continue;
		if (!k->header_only || d->in_header)
			d->run(k, body + word + strspn(body + word, " \t\n"), line);
		return;
	}
	refuse(k, line, "{%.*s …} is no directive (to print a brace write {{)", (int)word, body);
}

static void
skip(struct compiler *k, size_t to)
{
	for (; k->at < to; k->at++)
		k->line += k->text[k->at] == '\n';
}

static void
directive(struct compiler *k)
{
	static char body[8192];
	int line = k->line;
	size_t end;

	if (k->text[k->at + 1] == '#') {
		const char *close = strstr(k->text + k->at, "#}");

		if (close == NULL)
			refuse(k, line, "this {# has no #}");
		skip(k, (size_t)(close - k->text) + 2);
		return;
	}
	end = directive_end(k);
	if (end - k->at >= sizeof body)
		refuse(k, line, "this directive is too long");
	memcpy(body, k->text + k->at + 1, end - k->at - 1);
	body[end - k->at - 1] = '\0';
	skip(k, end + 1);
	run_directive(k, body, line);
}

static void
compile(struct compiler *k)
{
	while (k->at < k->n) {
		const char *here = k->text + k->at;

		if (here[0] == '{' && here[1] == '{') {
			k->at++;
			if (!k->header_only)
				follow(k, '{');
			k->at++;
		} else if (here[0] == '{')
			directive(k);
		else if (strncmp(here, "<!--", 4) == 0 && k->place.state == IN_TEXT) {
			const char *close = strstr(here, "-->");

			if (close == NULL)
				refuse(k, k->line, "this <!-- has no -->");
			skip(k, (size_t)(close - k->text) + 3);
		} else {
			if (!k->in_function && !isspace((unsigned char)*here) && !k->header_only)
				need_function(k, k->line);
			if (k->in_function)
				follow(k, *here);
			skip(k, k->at + 1);
		}
	}
	function_close(k, k->line);
}

static char *
read_whole(const char *path, size_t *n)
{
	FILE *in = fopen(path, "rb");
	char *text = NULL;
	size_t cap = 0;

	if (in == NULL) {
		perror(path);
		exit(1);
	}
	for (*n = 0;; *n += fread(text + *n, 1, cap - *n - 1, in)) {
		if (feof(in) || ferror(in))
			break;
		if (*n + 2 > cap) {
			text = realloc(text, cap = cap * 2 + 65536);
			if (text == NULL)
				abort();
		}
	}
	fclose(in);
	text[*n] = '\0';
	return text;
}

int
main(int n, char **word)
{
	bool header = n > 1 && strcmp(word[1], "--header") == 0;
	int first = header ? 2 : 1;

	if (n <= first || (!header && n > 2)) {
		fputs("usage: tmpl FILE.html > FILE.c\n       tmpl --header FILE.html… > FILE.h\n", stderr);
		return 2;
	}
	printf("/* Made by tools/tmpl.c; changes belong in the templates. */\n");
	if (header)
		fputs("#ifndef TEMPLATES_PARTIALS_H\n#define TEMPLATES_PARTIALS_H\n", stdout);
	fputs("#include \"web/page.h\"\n", stdout);
	if (!header)
		fputs("#include \"templates/partials.h\"\n", stdout);
	for (int i = first; i < n; i++) {
		struct compiler k = {.file = word[i], .line = 1, .header_only = header};
		char *text = read_whole(word[i], &k.n);

		k.text = text;
		compile(&k);
		free(text);
	}
	if (header)
		fputs("#endif\n", stdout);
	return 0;
}
