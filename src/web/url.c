/* Addresses within the site: a literal pattern whose {} take percent-encoded texts. */
#include "web/url.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* RFC 3986's unreserved characters stand for themselves; everything else is encoded. */
static bool
is_unreserved(unsigned char b)
{
	return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
	    b == '-' || b == '.' || b == '_' || b == '~';
}

static void
put_encoded(struct builder *b, const char *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		if (is_unreserved((unsigned char)*text))
			put_char(b, *text);
		else
			put_format(b, "%%%02X", (unsigned char)*text);
	}
}

struct url
url_fill(struct mem *m, const char *const *pattern_and_texts, unsigned long n)
{
	struct builder b = {.mem = m};
	const char *at = pattern_and_texts[0];
	unsigned long next = 1;

	/* A pattern is the program's own text: one that could leave the site is a defect, found by the first test. */
	if ((*at != '/' && *at != '?' && *at != '#') || (at[0] == '/' && at[1] == '/'))
		abort();
	while (*at != '\0') {
		if (at[0] == '{' && at[1] == '}') {
			if (next < n)
				put_encoded(&b, pattern_and_texts[next++]);
			at += 2;
		} else
			put_char(&b, *at++);
	}
	return (struct url){built_text(&b)};
}

bool
url_is(struct url u)
{
	return u.at != NULL;
}
