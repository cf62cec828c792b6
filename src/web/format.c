/* Numbers as a British reader expects them: 12,345, 1,234.5, 45.2%. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "web/page.h"

/* Puts commas into the whole part of a plain decimal number. */
static const char *
with_commas(struct mem *m, const char *plain)
{
	struct builder b = {.mem = m};
	size_t whole;

	if (*plain == '-') {
		put_text(&b, "\u2212");
		plain++;
	}
	whole = strcspn(plain, ".");
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			put_char(&b, ',');
		put_char(&b, plain[i]);
	}
	put_text(&b, plain + whole);
	return built_text(&b);
}

const char *
text_count(struct mem *m, int64_t n)
{
	return with_commas(m, mem_format(m, "%lld", (long long)n));
}

const char *
text_number(struct mem *m, double x, int decimals)
{
	const char *plain;

	if (!isfinite(x))
		return "not known";
	plain = mem_format(m, "%.*f", decimals, x);
	if (plain[0] == '-' && strspn(plain + 1, "0.") == strlen(plain + 1))
		plain++;                        /* no minus nought */
	return with_commas(m, plain);
}

const char *
text_per_cent(struct mem *m, double x, int decimals)
{
	if (!isfinite(x))
		return "not known";
	return mem_format(m, "%s%%", text_number(m, x, decimals));
}

const char *
text_range(struct mem *m, double lower, double upper, int decimals)
{
	if (!isfinite(lower) || !isfinite(upper))
		return "not known";
	return mem_format(m, "%s to %s", text_number(m, lower, decimals), text_number(m, upper, decimals));
}

const char *
text_many(struct mem *m, int64_t n, const char *one, const char *many)
{
	const char *count = text_count(m, n);

	if (n == 1)
		return mem_format(m, "%s %s", count, one);
	return many ? mem_format(m, "%s %s", count, many) : mem_format(m, "%s %ss", count, one);
}

const char *
text_of_code(struct mem *m, const char *code)
{
	char *words = mem_copy(m, code, strlen(code));

	if (strcmp(code, "send") == 0)
		return "SEND";          /* the one that is an abbreviation */
	for (char *at = words; *at != '\0'; at++)
		*at = *at == '_' ? ' ' : *at;
	if (*words >= 'a' && *words <= 'z')
		*words = (char)(*words - ('a' - 'A'));
	return words;
}
