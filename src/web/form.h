/* Names and values from outside: a query string, a form, a path's parameters, cookies. Our own parser: small, capped,
 * strict about UTF-8, and each value is a text of the request's arena. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

struct param {
	const char *name, *value;
};
struct params LIST(struct param);

#define PARAMS_MOST 500                 /* more fields than this are an error */

/* Decodes %XX, and '+' to a space when `plus`. False for a bad escape, a NUL or other control character except tab,
 * line feed and carriage return, or bytes that are not UTF-8. */
bool percent_decode(struct mem *m, struct view v, bool plus, const char **out);

/* Reads a=b&c=d. ERR_INPUT says which field is wrong by its number. */
enum err params_read(struct ctx *c, struct view text, struct params *out) MUST_USE;
/* The first value of `name`; NULL when there is none. */
const char *params_get(const struct params *params, const char *name);

/* What is wrong with a form, in the order of its fields; the error summary and each field show them. */
struct form_error {
	const char *field;              /* the id of the input, for the summary's link */
	const char *sentence;           /* "Enter the day the extract was taken" */
};
struct form_errors LIST(struct form_error);

void form_wrong(struct mem *m, struct form_errors *errors, const char *field, const char *sentence);
/* The sentence for a field, or NULL. */
const char *form_wrong_at(const struct form_errors *errors, const char *field);

#endif
