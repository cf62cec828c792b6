/* What the people room's pages show. */
#ifndef PEOPLE_PEOPLE_VIEWS_H
#define PEOPLE_PEOPLE_VIEWS_H

#include <stdbool.h>
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
	int64_t files, rejected, placeholders;
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
	bool placeholder;               /* controller and agreement are made up */
	struct reject_rows rejects;
};
void import_template(struct page *p, const struct import_view *v);

struct fix_row {
	const char *field, *dataset, *message, *oldest;         /* dataset "": what is wrong is no one file's */
	int64_t n;
};
/* One of those who can put something right: an agency, a team, a worker, or the lack of one. */
struct fix_group {
	const char *name, *oldest;
	struct url to;
	int64_t open;
};
struct fix_crumb {
	struct url to;
	const char *text;
};

struct fixes_view {
	const char *heading, *groups_of;                /* groups_of: what the groups are; NULL where there are none to choose */
	bool whole;                                     /* of every agency */
	struct { struct fix_crumb *item; size_t n, cap; } crumbs;
	struct { struct fix_group *item; size_t n, cap; } groups;
	struct { struct fix_row *item; size_t n, cap; } rows;
	int64_t open, closed_lately;
	int64_t with_worker, with_team, with_nobody;    /* of those open: a worker is named, a team alone, nobody */
	int64_t named;                                  /* groups that are somebody */
};
void fixes_template(struct page *p, const struct fixes_view *v);

#endif
