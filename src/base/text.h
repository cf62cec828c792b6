/* Text: views that point, builders that grow, and what is asked of UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

/* A piece of text that somebody else owns. Not ended by NUL; `at` may be NULL only when `n` is 0. */
struct view {
	const char *at;
	size_t n;
};

#define VIEW(literal) ((struct view){(literal), sizeof(literal) - 1})
#define VIEW_FORMAT "%.*s"
#define VIEW_ARGS(v) (int)(v).n, (v).at

struct view view_of(const char *text);                        /* NULL gives an empty view */
struct view view_trim(struct view v);                         /* without white space (and no-break space) at both ends */
bool view_is(struct view v, const char *text);                /* the same bytes */
bool view_same(struct view a, struct view b);
bool view_is_fold(struct view v, const char *text);           /* the same, ASCII letters of either case alike */
bool view_starts(struct view v, const char *prefix);
/* Cuts the part before the first `cut` off `*rest` and returns it; the whole where there is none. */
struct view view_cut(struct view *rest, char cut);
char *view_copy(struct mem *m, struct view v);                /* NUL-terminated, in the arena */

/* Numbers: the whole view, white space trimmed, or false. Decimal only; no hex, no inf, no thousands separators. */
bool view_int(struct view v, int64_t *out);
bool view_real(struct view v, double *out);

/* UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_valid(struct view v);
/* How many bytes from the start are such text: `n` when all are, else where the first bad (or cut off) character is. */
size_t utf8_valid_length(struct view v);
/* Decodes one character and moves `*v` past it; U+FFFD for a bad byte. The view must not be empty. */
uint32_t utf8_next(struct view *v);
size_t utf8_put(uint32_t character, char out[4]);
size_t utf8_length(struct view v);                            /* characters */
const char *utf8_mended(struct mem *m, struct view v);        /* a copy with U+FFFD for each byte that is none of it */

/* A text that grows in an arena. Start from {.mem = m}; `at` is NUL-terminated once anything was put. */
struct builder {
	struct mem *mem;
	char *at;
	size_t n, cap;
};

void put(struct builder *b, struct view v);
void put_text(struct builder *b, const char *text);
void put_char(struct builder *b, char c);
void put_format(struct builder *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void put_real(struct builder *b, double x);                   /* the shortest form that reads back the same; finite x only */
struct view built(const struct builder *b);
const char *built_text(struct builder *b);                    /* NUL-terminated, "" when empty */

#endif
