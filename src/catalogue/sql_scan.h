/* SQL as a list of tokens: enough to see words, texts, signs and which brackets belong together. Private to this folder. */
#ifndef CATALOGUE_SQL_SCAN_H
#define CATALOGUE_SQL_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct mem;

enum sql_kind {
	SQL_END,
	SQL_WORD,                       /* a name or a keyword */
	SQL_QUOTED,                     /* a name in double quotes, without them */
	SQL_TEXT,                       /* without its quotes; a doubled quote inside stays doubled */
	SQL_NUMBER, SQL_PARAMETER,      /* a parameter without its colon */
	SQL_SIGN,                       /* one sign: , ( <= ->> … */
};

struct sql_token {
	enum sql_kind kind;
	struct view text;
	int line;                       /* counted from the first line of the text, which is 0 */
	size_t pair;                    /* of a bracket: where its partner is; 0 where there is none */
};

#define SQL_PAD 4                       /* SQL_END tokens before the first and after the last, so that a look round needs no care */

/* The tokens are at[SQL_PAD] to at[n - 1]. Live as long as `m`, their texts as long as `sql`. */
struct sql_tokens {
	struct sql_token *at;
	size_t n;
};
struct sql_tokens sql_scan(const char *sql, struct mem *m);

bool sql_is_word(const struct sql_token *t, const char *word);          /* in small or capital letters */
bool sql_is_sign(const struct sql_token *t, const char *sign);

#endif
