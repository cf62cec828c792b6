/* What the people room's pages show. */
#ifndef PEOPLE_PEOPLE_VIEWS_H
#define PEOPLE_PEOPLE_VIEWS_H

#include <stdint.h>

#include "web/page.h"

struct batch_row {
	const char *title, *file, *as_at, *covers;
	int64_t rows, written, unchanged, withdrawn, rejected;
	struct url link;
};
struct batch_rows LIST(struct batch_row);

struct imports_view {
	struct batch_rows batches;
	int64_t files, rejected;
	struct url previous, next;
	const char *where;              /* NULL when all files are on the page */
};
void imports_template(struct page *p, const struct imports_view *v);

struct reject_row {
	const char *field, *reason, *example;       /* the first such row's number */
	int64_t n;
};
struct reject_rows LIST(struct reject_row);

struct import_view {
	struct batch_row batch;
	const char *agency, *controller, *agreement, *annual;
	struct reject_rows rejects;
};
void import_template(struct page *p, const struct import_view *v);

struct fix_row {
	const char *field, *message, *oldest;
	int64_t n;
};
struct fix_agency {
	const char *code, *name, *oldest;
	int64_t open;
	int32_t oldest_day;
	struct { struct fix_row *item; size_t n, cap; } rows;
};
struct fix_agencies LIST(struct fix_agency);

struct fixes_view {
	struct fix_agencies agencies;
	int64_t open, closed_lately;
};
void fixes_template(struct page *p, const struct fixes_view *v);

#endif
