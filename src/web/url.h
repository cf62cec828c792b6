/* Addresses within the site. A struct url is made by url_make alone, from a literal pattern and encoded pieces, so an
 * address in a page cannot carry a scheme or a host that came from outside. */
#ifndef WEB_URL_H
#define WEB_URL_H

#include <stdbool.h>

struct mem;

struct url {
	const char *at;                 /* NULL: no address */
};

/* url_make(m, "/indicator/{}?area={}", id, area): each {} takes the next text, percent-encoded. The pattern must be a
 * literal that opens with '/', '?' or '#'. A NULL text leaves its {} empty. */
#define url_make(m, ...) url_fill((m), (const char *const[]){"" __VA_ARGS__, NULL}, \
    sizeof (const char *const[]){"" __VA_ARGS__} / sizeof(char *))
struct url url_fill(struct mem *m, const char *const *pattern_and_texts, unsigned long n);

bool url_is(struct url u);              /* whether there is an address */

#endif
