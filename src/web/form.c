/* The parser of names and values from outside, and what is wrong with a form. */
#include "web/form.h"

#include <string.h>

static int
hex_digit(char b)
{
	if (b >= '0' && b <= '9')
		return b - '0';
	if (b >= 'a' && b <= 'f')
		return b - 'a' + 10;
	if (b >= 'A' && b <= 'F')
		return b - 'A' + 10;
	return -1;
}

static bool
is_refused_control(unsigned char b)
{
	return (b < 32 && b != '\t' && b != '\n' && b != '\r') || b == 127;
}

bool
percent_decode(struct mem *m, struct view v, bool plus, const char **out)
{
	char *text = mem_take(m, v.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		char b = v.at[i];

		if (b == '%') {
			int high = i + 2 < v.n ? hex_digit(v.at[i + 1]) : -1;
			int low = i + 2 < v.n ? hex_digit(v.at[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			b = (char)(high * 16 + low);
			i += 2;
		} else if (b == '+' && plus)
			b = ' ';
		if (is_refused_control((unsigned char)b))
			return false;
		text[n++] = b;
	}
	*out = text;
	return utf8_valid((struct view){text, n});
}

enum err
params_read(struct ctx *c, struct view text, struct params *out)
{
	*out = (struct params){0};
	while (text.n > 0) {
		struct view value = view_cut(&text, '&');
		struct view name;
		struct param *p;

		if (value.n == 0)
			continue;
		if (out->n == PARAMS_MOST)
			return fail(c, ERR_INPUT, "there are more than %d fields in what was sent", PARAMS_MOST);
		name = view_cut(&value, '=');
		p = push(c->mem, out);
		if (!percent_decode(c->mem, name, true, &p->name) || !percent_decode(c->mem, value, true, &p->value))
			return fail(c, ERR_INPUT, "field %zu of what was sent is not properly encoded", out->n);
	}
	return OK;
}

const char *
params_get(const struct params *params, const char *name)
{
	for (size_t i = 0; i < params->n; i++)
		if (strcmp(params->item[i].name, name) == 0)
			return params->item[i].value;
	return NULL;
}

void
form_wrong(struct mem *m, struct form_errors *errors, const char *field, const char *sentence)
{
	*push(m, errors) = (struct form_error){field, sentence};
}

const char *
form_wrong_at(const struct form_errors *errors, const char *field)
{
	for (size_t i = 0; errors != NULL && i < errors->n; i++)
		if (strcmp(errors->item[i].field, field) == 0)
			return errors->item[i].sentence;
	return NULL;
}
