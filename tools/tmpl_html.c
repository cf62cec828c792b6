/* The template compiler's eye for HTML: in text, in a tag, in which attribute's value. Only as much of HTML as its
 * templates use; what it does not know it refuses. */
#include "tmpl.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void
refuse(const struct compiler *k, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", k->file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void
flush(struct compiler *k)
{
	if (k->literal_n == 0)
		return;
	fputs("\tpage_raw(p, \"", stdout);
	for (size_t i = 0; i < k->literal_n; i++) {
		unsigned char b = (unsigned char)k->literal[i];

		if (b == '"' || b == '\\' || b == '?')
			printf("\\%c", b);
		else if (b < 32 || b > 126)
			printf("\\%03o", b);
		else
			putchar(b);
	}
	printf("\", %zu);\n", k->literal_n);
	k->literal_n = 0;
}

static void
literal_byte(struct compiler *k, char b)
{
	if (k->literal_n == sizeof k->literal)
		flush(k);
	k->literal[k->literal_n++] = b;
}

/* Where white space does not count, a run of it with a line end in it becomes one line end. */
static void
literal(struct compiler *k, char b)
{
	bool folds = k->place.pre == 0 && (k->place.state == IN_TEXT || k->place.state == IN_TAG);

	if (folds && (b == '\n' || b == '\r' || (k->space_pending && (b == ' ' || b == '\t')))) {
		if (!k->space_pending)
			literal_byte(k, '\n');
		k->space_pending = true;
		return;
	}
	k->space_pending = false;
	literal_byte(k, b);
}

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

bool
is_url_attribute(const char *name)
{
	static const char *const names[] = {"href", "src", "action", "formaction", "cite", "poster", "data", "srcset",
	    "background", "ping", "manifest", NULL};

	return is_one_of(name, names);
}

static void
append_lower(char *word, size_t size, char b)
{
	size_t n = strlen(word);

	if (n + 1 < size) {
		word[n] = (char)tolower((unsigned char)b);
		word[n + 1] = '\0';
	}
}

/* ---- following the HTML --------------------------------------------------------------------------------------- */

static void
tag_named(struct compiler *k)
{
	static const char *const refused[] = {"script", "style", "base", "object", "embed", NULL};
	static const char *const spaced[] = {"pre", "textarea", NULL};
	const char *name = k->place.tag;

	if (is_one_of(name, refused))
		refuse(k, k->line, "<%s> may not stand in a page: its Content-Security-Policy is default-src 'self'", name);
	if (is_one_of(name, spaced))
		k->place.pre++;
	if (name[0] == '/' && is_one_of(name + 1, spaced) && k->place.pre > 0)
		k->place.pre--;
}

static void
attribute_named(const struct compiler *k)
{
	const char *name = k->place.attribute;

	if (strcmp(name, "style") == 0 || (name[0] == 'o' && name[1] == 'n' && name[2] != '\0'))
		refuse(k, k->line, "the attribute %s= may not stand in a page: no inline style or script", name);
}

static void
tag_ended(struct compiler *k)
{
	k->place.state = IN_TEXT;
	k->place.tag[0] = k->place.attribute[0] = '\0';
}

static void
follow_tag(struct compiler *k, char b)
{
	struct place *at = &k->place;

	if (at->need_space && at->state == IN_TAG && b != '>' && b != '/' && !isspace((unsigned char)b))
		refuse(k, k->line, "white space must stand before this attribute, inside the block");
	at->need_space = false;

	if (at->state == IN_TAG_NAME) {
		if (b != '>' && !isspace((unsigned char)b) && (b != '/' || at->tag[0] == '\0')) {
			append_lower(at->tag, sizeof at->tag, b);
			return;
		}
		tag_named(k);
		at->state = IN_TAG;
	} else if (at->state == IN_ATTRIBUTE_NAME && (b == '=' || b == '>' || b == '/' || isspace((unsigned char)b))) {
		attribute_named(k);
		at->state = b == '=' ? BEFORE_VALUE : IN_TAG;
		if (b == '=')
			return;
	}
	if (b == '>')
		tag_ended(k);
	else if (at->state == IN_TAG && (b == '"' || b == '\''))
		refuse(k, k->line, "a quote stands where an attribute's name should");
	else if (at->state == IN_TAG && b != '/' && !isspace((unsigned char)b)) {
		at->state = IN_ATTRIBUTE_NAME;
		at->attribute[0] = '\0';
		append_lower(at->attribute, sizeof at->attribute, b);
	} else if (at->state == IN_ATTRIBUTE_NAME)
		append_lower(at->attribute, sizeof at->attribute, b);
}

static void
follow_value(struct compiler *k, char b)
{
	struct place *at = &k->place;

	if (at->state == BEFORE_VALUE) {
		if (b != '"' && b != '\'')
			refuse(k, k->line, "the value of %s= must stand in quotes", at->attribute);
		at->quote = b;
		at->state = IN_VALUE;
		at->value_began = at->url_printed = false;
	} else if (b == at->quote) {
		at->state = IN_TAG;
		at->attribute[0] = '\0';
	} else {
		if (at->url_printed)
			refuse(k, k->line, "nothing may follow the address in %s=: put all of it into url_make", at->attribute);
		at->value_began = true;
	}
}

/* A block opens inside a tag: the name before it is over. */
void
name_over(struct compiler *k)
{
	if (k->place.state == IN_TAG_NAME && k->place.tag[0] != '\0')
		tag_named(k);
	else if (k->place.state == IN_ATTRIBUTE_NAME)
		attribute_named(k);
	else
		return;
	k->place.state = IN_TAG;
	k->place.attribute[0] = '\0';
	k->place.need_space = true;
}

/* Takes one byte of the template's own markup. */
void
follow(struct compiler *k, char b)
{
	enum state before = k->place.state;

	if (before == IN_TEXT && b == '<') {
		char next = k->at + 1 < k->n ? k->text[k->at + 1] : ' ';

		if (isalpha((unsigned char)next) || next == '/' || next == '!') {
			k->place.state = IN_TAG_NAME;
			k->place.tag[0] = '\0';
		} else
			refuse(k, k->line, "a < that opens no tag: write &lt; (a name may not be printed by an expression)");
	} else if (before == BEFORE_VALUE || before == IN_VALUE)
		follow_value(k, b);
	else if (before != IN_TEXT)
		follow_tag(k, b);
	literal(k, b);
}

