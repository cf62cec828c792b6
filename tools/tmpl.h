/* What the two halves of the template compiler share: where it stands in the HTML, and what it has read. */
#ifndef TOOLS_TMPL_H
#define TOOLS_TMPL_H

#include <stdbool.h>
#include <stddef.h>

enum state { IN_TEXT, IN_TAG_NAME, IN_TAG, IN_ATTRIBUTE_NAME, BEFORE_VALUE, IN_VALUE };

/* Where in the HTML the compiler stands. Copied at {if} and compared at {else} and {end}. */
struct place {
	enum state state;
	char tag[32], attribute[32];
	char quote;
	bool value_began;           /* something is already in this attribute's value */
	bool url_printed;           /* an address was printed in it: nothing may follow */
	bool need_space;            /* a block opened right behind a name: white space must come before the next */
	int pre;                    /* inside <pre> or <textarea>, where white space counts */
};

enum block_kind { BLOCK_IF, BLOCK_EACH, BLOCK_CAPTURE };
struct block {
	enum block_kind kind;
	int line;
	struct place start, ended;      /* ended: where the first branch ended */
	bool has_ended, has_else;
	char name[64];
};

struct compiler {
	const char *file, *text;
	size_t at, n;
	int line;
	struct place place;
	struct block block[32];
	int depth;
	char literal[1024];
	size_t literal_n;
	bool space_pending;
	bool in_function;
	bool is_page;
	bool header_only;
};

/* Names the file and line, and ends the program. */
_Noreturn void refuse(const struct compiler *k, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Takes one byte of the template's own markup: follows the HTML and keeps the byte. */
void follow(struct compiler *k, char b);
void name_over(struct compiler *k);             /* a block opens inside a tag: the name before it is over */
void flush(struct compiler *k);                 /* prints what was kept */
bool is_url_attribute(const char *name);

#endif
