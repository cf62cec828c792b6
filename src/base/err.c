/* The first failure of a context, kept as one sentence: the first cause is the one to mend. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* What a file says may end up in a sentence, and a sentence on a terminal: no control character passes (the C1 ones,
 * 80 to 9F, included), bytes that are not UTF-8 become question marks, and a character that the end of the buffer cut
 * in half is dropped. */
static void
sentence_tidy(char *sentence, size_t n, bool cut)
{
	for (size_t i = 0; (i += utf8_valid_length((struct view){sentence + i, n - i})) < n;) {
		if (cut && n - i < 4) {
			n = i;
			sentence[n] = '\0';
		} else {
			sentence[i] = '?';
		}
	}
	for (size_t i = 0; i < n; i++) {
		unsigned char ch = (unsigned char)sentence[i];

		if (ch < 0x20 || ch == 0x7f)
			sentence[i] = ' ';
		if (ch == 0xc2 && i + 1 < n && (unsigned char)sentence[i + 1] < 0xa0)
			sentence[i] = sentence[i + 1] = ' ';
	}
}

enum err
fail(struct ctx *c, enum err e, const char *format, ...)
{
	va_list list;
	int n;

	if (c->err != OK)
		return e;
	c->err = e;
	c->sentence[0] = '\0';
	va_start(list, format);
	n = vsnprintf(c->sentence, sizeof c->sentence, format, list);
	va_end(list);
	sentence_tidy(c->sentence, strlen(c->sentence), n >= (int)sizeof c->sentence);
	return e;
}

void
fail_clear(struct ctx *c)
{
	c->err = OK;
	c->sentence[0] = '\0';
}
