/* Cells of published tables: numbers, and the symbols that stand for one. The symbols are those of the Government Statistical
 * Service (Symbols in tables, 2017, with and without brackets) and the older ones that the Department for Education used. */
#include "people/published.h"

#include <math.h>
#include <string.h>

static const struct { const char *symbol, *means; } symbols[] = {
	{"c", "suppressed"}, {"x", "not available"}, {"z", "not applicable"}, {":", "not available"}, {"-", "not available"},
	{"low", "rounds to nought"}, {"k", "rounds to nought"}, {"u", "unreliable"}, {"~", "rounds to nought"}, {"..", "not available"},
	{"NA", "not available"}, {"n/a", "not available"},
};

/* A plain decimal of at most 18 digits, which is most of them: exact, as digits and power of ten are (Clinger 1990). */
static bool
decimal_read(struct view v, double *value)
{
	static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	bool minus = v.n && v.at[0] == '-';
	int64_t digits = 0;
	size_t after = 0, i = minus, seen = 0;
	bool point = false;

	for (; i < v.n; i++) {
		if (v.at[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (v.at[i] < '0' || v.at[i] > '9' || ++seen > 15)
			return false;
		digits = digits * 10 + (v.at[i] - '0');
		after += point;
	}
	if (!seen)
		return false;
	*value = (double)digits / tens[after];
	if (minus)
		*value = -*value;
	return true;
}

enum cell
cell_read(struct view v, double *value, const char **symbol)
{
	*value = NAN;
	*symbol = NULL;
	v = view_trim(v);
	if (!v.n)
		return CELL_EMPTY;
	if (decimal_read(v, value) || view_real(v, value))
		return CELL_NUMBER;
	if (v.n > 2 && v.at[0] == '[' && v.at[v.n - 1] == ']')
		v = (struct view){v.at + 1, v.n - 2};
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (view_is_fold(v, symbols[i].symbol)) {
			*symbol = symbols[i].means;
			return CELL_SYMBOL;
		}
	return CELL_WORD;
}
