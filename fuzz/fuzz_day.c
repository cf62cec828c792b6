/* Fuzzing the reading of dates. What must hold: a day is found exactly when the outcome says so, a partial date spans
 * whole months, and what is printed reads back as the same day. */
#include <stdlib.h>

#include "base/day.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct read_date r = day_read((struct view){(const char *)bytes, n}), again;
	char text[DAY_SIZE];

	if (r.found == DATE_EMPTY || r.found == DATE_BAD) {
		MUST(r.day == DAY_NONE && r.last == DAY_NONE && r.minute == -1);
		return 0;
	}
	MUST(r.day != DAY_NONE && r.minute >= -1 && r.minute < 24 * 60);
	if (r.found == DATE_WHOLE)
		MUST(r.day == r.last);
	else
		MUST(day_month_start(r.day) == r.day && day_month_end(r.last) == r.last && r.last - r.day < 366);
	day_print(r.day, text);
	again = day_read(view_of(text));
	MUST(again.found == DATE_WHOLE && again.day == r.day);
	return 0;
}
